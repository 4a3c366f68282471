//! What the layout of a document says: lists that a clause introduces, by-lines and biographies,
//! quotations that run over several sentences.

use super::Rules;
use super::claim::{self, Setting};
use super::entity::Registry;
use super::fact::{Claim, Holder, Mention, Object, Reason, Status};
use super::holder::{Attribution, Source};
use super::matching::{self, Fill, Step};
use super::mention::clean;
use super::rules::Compiled;
use super::scene::Scene;
use crate::document::{BlockKind, Document, listed_names};
use crate::ontology::pattern::Filter;
use crate::span::Span;

/// Claims from a list that the first scene introduces: a pattern that ends with a slot after a
/// colon takes the first fitting entity of each item that follows.
pub fn list_claims(
    rules: &Rules<'_>,
    registry: &mut Registry,
    compiled: &Compiled,
    scenes: &[Scene<'_>],
    doc: &Document,
    setting: &Setting<'_>,
) -> Vec<Claim> {
    let (Some(intro), [head @ .., Step::Word(forms), Step::Slot(slot)]) =
        (scenes.first(), compiled.steps.as_slice())
    else {
        return Vec::new();
    };
    let Filter::Classes(classes) = &slot.filter else { return Vec::new() };
    let last = intro.view.len() - 1;
    if !forms.iter().any(|word| word.form == ":") || intro.view.word(last) != ":" {
        return Vec::new();
    }
    let article = &doc.articles[setting.article as usize];
    let kind_of = |scene: &Scene<'_>| article.blocks[scene.view.sentence.block as usize].kind;
    let items: Vec<&Scene<'_>> = scenes[1..]
        .iter()
        .take_while(|scene| matches!(kind_of(scene), BlockKind::ListItem(_)))
        .collect();
    let pattern = &rules.patterns.patterns[compiled.pattern];
    let mut claims = Vec::new();
    for start in 0..last {
        let Some(found) = matching::match_at(intro, rules, head, start) else { continue };
        if found.end != last {
            continue;
        }
        for item in &items {
            let fitting = item.candidates.iter().find(|candidate| {
                candidate.tokens.first <= 1
                    && classes.iter().any(|class| rules.onto.is_a(candidate.class, *class))
            });
            let Some(candidate) = fitting else { continue };
            let entity = registry.entity(rules, &candidate.meaning, candidate.class);
            let mut found = found.clone();
            found.fills.push((slot.part, Fill::Entities(vec![entity])));
            let context = [item.view.sentence.span];
            let setting = Setting { context: &context, ..*setting };
            claims.extend(claim::claims(intro, rules, registry, pattern, &found, &setting));
        }
        break;
    }
    claims
}

/// The authors of an article: its by-line, else the person whom a biography at its end describes.
pub fn authors(
    doc: &Document,
    rules: &Rules<'_>,
    registry: &mut Registry,
    article: u32,
    scenes: &[Scene<'_>],
) -> Vec<Claim> {
    let Some(author) = rules.author else { return Vec::new() };
    let (Some(person), Some(document)) =
        (rules.onto.class_names.get("Person"), rules.onto.class_names.get("Document"))
    else {
        return Vec::new();
    };
    let read = &doc.articles[article as usize];
    let title =
        read.title.map(|title| clean(title.of(&doc.text))).or_else(|| doc.metadata.title.clone());
    let title = title.unwrap_or_else(|| doc.id.clone());
    let mut persons: Vec<(super::EntityId, Span)> = Vec::new();
    let name = |registry: &mut Registry, span: Span| {
        let entity = registry.named(rules, &clean(span.of(&doc.text)), *person, None);
        registry.mention(entity, Mention { span, reason: Reason::Name, antecedent: None });
        (entity, span)
    };
    persons.extend(read.authors.iter().map(|span| name(registry, *span)));
    if persons.is_empty() {
        let biography = scenes.iter().find(|scene| {
            read.blocks[scene.view.sentence.block as usize].kind == BlockKind::Biography
        });
        let described = biography.and_then(|scene| {
            let candidate = scene
                .candidates
                .iter()
                .find(|candidate| candidate.class == *person && candidate.tokens.first == 0)?;
            let entity = registry.entity(rules, &candidate.meaning, candidate.class);
            Some((entity, scene.view.sentence.span))
        });
        persons.extend(described);
    }
    if persons.is_empty() {
        let named = bare_byline(doc, rules, article).into_iter();
        persons.extend(named.map(|span| name(registry, span)));
    }
    if persons.is_empty() {
        return Vec::new();
    }
    let subject = registry.named(rules, &title, *document, None);
    if let Some(span) = read.title {
        registry.mention(subject, Mention { span, reason: Reason::Name, antecedent: None });
    }
    let claim = |(entity, span): (super::EntityId, Span)| Claim {
        article,
        subject,
        predicate: author,
        object: Object::Entity(entity),
        qualifiers: Vec::new(),
        status: Status::default(),
        evidence: vec![span],
        rule: "author/byline".to_owned(),
    };
    persons.into_iter().map(claim).collect()
}

/// The names in a line of names alone between title and text, one of which at least is known as a person's,
/// with a date below: `Nora Lee and Tesfalem Brook`, then `6 May 2024`. Without one it may be a heading.
fn bare_byline(doc: &Document, rules: &Rules<'_>, article: u32) -> Vec<Span> {
    let blocks = doc.articles[article as usize].blocks.iter();
    let is_text = |span: Span| span.of(&doc.text).split_whitespace().count() > 20;
    let above = blocks
        .skip_while(|block| block.kind != BlockKind::Title)
        .skip(1)
        .take_while(|block| !is_text(block.span))
        .take(3);
    let above: Vec<Span> = above.map(|block| block.span).collect();
    let is_dated = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| year > 1900))
    };
    for (index, span) in above.iter().enumerate() {
        let below = above.get(index + 1).map_or("", |next| next.of(&doc.text));
        if !is_dated(span.of(&doc.text)) && !is_dated(below) {
            continue;
        }
        let line = span.of(&doc.text).lines().next().unwrap_or_default();
        let start = span.start as usize;
        let line = Span::new(start, start + line.len()).trim(&doc.text);
        let names = listed_names(&doc.text, line);
        let is_whole = names.last().is_some_and(|last| last.end == line.end);
        let is_given = |name: &Span| {
            let first = name.of(&doc.text).split(' ').next().unwrap_or_default();
            rules.words.given_names.contains(first)
        };
        let is_person = |name: &Span| is_shaped_as_person(name.of(&doc.text), rules);
        if is_whole && names.len() <= 4 && names.iter().all(is_person) && names.iter().any(is_given)
        {
            return names;
        }
    }
    Vec::new()
}

/// Says whether a name has two to four capitalised words of which none says what kind of thing it names.
fn is_shaped_as_person(name: &str, rules: &Rules<'_>) -> bool {
    let is_capitalised = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
    };
    let is_kind = |word: &str| {
        let lower = word.to_lowercase();
        rules.words.name_heads.contains_key(&lower)
            || rules.words.offices.contains_key(&lower)
            || rules.words.description_heads.contains_key(&lower)
    };
    (2..=4).contains(&name.split(' ').count())
        && name.split(' ').all(|word| is_capitalised(word) && !is_kind(word))
}

/// Quotations that go on beyond the sentence which names their speaker: the quotation, who says
/// it, and the words that attribute it.
pub fn quotations(
    doc: &Document,
    rules: &Rules<'_>,
    registry: &mut Registry,
    article: u32,
    scenes: &[Scene<'_>],
    attributions: &[Vec<Attribution>],
) -> Vec<(Span, Holder, Span)> {
    let mut found: Vec<(Span, Holder, Span)> = Vec::new();
    for (scene, attributions) in scenes.iter().zip(attributions) {
        let Some(attribution) = attributions.iter().find(|attribution| attribution.quotes) else {
            continue;
        };
        let block = &doc.articles[article as usize].blocks[scene.view.sentence.block as usize];
        let sentence = scene.view.sentence.span;
        for quotation in quoted_spans(&doc.text, block.span) {
            if !quotation.overlaps(sentence)
                || sentence.contains(quotation)
                || found.iter().any(|(span, _, _)| *span == quotation)
            {
                continue;
            }
            let holder = match &attribution.source {
                Source::Candidate(index) => {
                    let candidate = &scene.candidates[*index];
                    Holder::Entity(registry.entity(rules, &candidate.meaning, candidate.class))
                }
                Source::Words(tokens) => Holder::Text(clean(scene.view.slice(*tokens))),
            };
            found.push((quotation, holder, scene.view.span(attribution.cue)));
        }
    }
    found
}

/// The stretches between opening and closing quotation marks in a block.
fn quoted_spans(text: &str, block: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open = None;
    for (offset, c) in block.of(text).char_indices() {
        let at = block.start as usize + offset;
        match c {
            '“' | '«' | '„' => open = Some(at),
            '”' | '»' => {
                if let Some(start) = open.take() {
                    spans.push(Span::new(start, at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    spans
}
