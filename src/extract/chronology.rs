//! Chronologies: the date that opens an entry, or that its heading is, becomes the date of what the
//! entry says.
//!
//! `15 May 1992 – The treaty is signed in Tashkent.` An entry is a block; a heading that is nothing
//! but a date opens entries up to the next heading.

use super::Rules;
use super::entity::Registry;
use super::fact::{Claim, EntityId, Mention, Object, Qualifier, Reason, Status, Value};
use super::mention::{Candidate, Meaning};
use super::scene::Scene;
use super::time::{Time, TimeRelation};
use super::view::{Tokens, View, is_dash};
use crate::date::Date;
use crate::document::{Article, BlockKind};
use crate::ontology::pattern::QualifierName;
use crate::ontology::word_class::WordClass;
use crate::span::Span;
use crate::text::{Relation, Upos};

/// The date of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The date, or the first of a range.
    pub start: Date,
    /// The last of a range.
    pub end: Option<Date>,
    /// Where it stands: the sentence or heading that gives it.
    pub span: Span,
}

/// The time that a sentence opens with, set off by a dash or colon: `May 1992 – `, `2004: `.
pub fn opening(view: &View<'_>, times: &[Time]) -> Option<usize> {
    let first = times.first().filter(|time| time.tokens.first == 0)?;
    let mark = first.tokens.end;
    let is_set_off = is_dash(view.word(mark)) && !view.is_joined(mark.checked_sub(1)?)
        || matches!(view.word(mark), ":" | "|");
    (is_set_off && mark + 1 < view.len()).then_some(0)
}

/// The date that a heading is, when it is nothing else.
pub fn heading(view: &View<'_>, times: &[Time]) -> Option<Time> {
    let [time] = times else { return None };
    let is_rest = |at: usize| matches!(view.upos(at), Upos::Punct | Upos::Adp | Upos::Det);
    let outside = (0..view.len()).filter(|at| *at < time.tokens.first || *at >= time.tokens.end);
    outside.into_iter().all(is_rest).then_some(*time)
}

/// For each sentence of an article the entry that it belongs to.
pub fn entries(article: &Article, scenes: &[Scene<'_>]) -> Vec<Option<Entry>> {
    let mut entries = Vec::with_capacity(scenes.len());
    let (mut section, mut entry): (Option<Entry>, Option<Entry>) = (None, None);
    let mut block = None;
    for scene in scenes {
        let sentence = scene.view.sentence;
        let made = |time: &Time| Entry { start: time.start, end: time.end, span: sentence.span };
        let kind = article.blocks[sentence.block as usize].kind;
        if matches!(kind, BlockKind::Heading(_) | BlockKind::Title) {
            section = heading(&scene.view, &scene.times).as_ref().map(made);
            entries.push(None);
            continue;
        }
        if block.replace(sentence.block) != Some(sentence.block) {
            let opened = opening(&scene.view, &scene.times).map(|index| &scene.times[index]);
            entry = opened.map(made).or(section);
        }
        entries.push(entry);
    }
    entries
}

/// Gives the claims of an entry its date, where they have none and their pattern knows what a date
/// beside it tells.
pub fn date(claims: &mut [Claim], entry: &Entry, rules: &Rules<'_>) {
    for claim in claims {
        let has_date = claim
            .qualifiers
            .iter()
            .any(|(key, _)| matches!(key, Qualifier::Date | Qualifier::Start | Qualifier::End));
        if has_date || matches!(claim.object, Object::Date(_)) {
            continue;
        }
        let pattern = rules.patterns.patterns.iter().find(|pattern| pattern.id == claim.rule);
        let told = match pattern {
            Some(pattern) => pattern.date,
            None if rules.onto.relation(claim.predicate).measure => Some(QualifierName::Date),
            None => None,
        };
        match (told, entry.end) {
            (None, _) => continue,
            (Some(QualifierName::Start), _) => {
                claim.qualifiers.push((Qualifier::Start, Value::Date(entry.start)));
            }
            (Some(QualifierName::End), _) => {
                claim.qualifiers.push((Qualifier::End, Value::Date(entry.start)));
            }
            (Some(_), Some(end)) => {
                claim.qualifiers.push((Qualifier::Start, Value::Date(entry.start)));
                claim.qualifiers.push((Qualifier::End, Value::Date(end)));
            }
            (Some(_), None) => {
                claim.qualifiers.push((Qualifier::Date, Value::Date(entry.start)));
            }
        }
        claim.qualifiers.sort_by_key(|one| one.0);
        if !claim.evidence.contains(&entry.span) {
            claim.evidence.push(entry.span);
        }
    }
}

/// What an entry tells by its date alone: the founding of an organization or programme (`is
/// founded`), the holding of an event (`is held`, `takes place`).
pub fn founded_or_held(
    scene: &Scene<'_>,
    entry: &Entry,
    article: u32,
    rules: &Rules<'_>,
    registry: &mut Registry,
) -> Vec<Claim> {
    let view = &scene.view;
    let mut claims = Vec::new();
    // A sentence with a date of its own tells when by that one.
    let is_own =
        |time: &Time| view.span(time.tokens).overlaps(entry.span) && time.tokens.first == 0;
    if entry.end.is_some() || scene.times.iter().any(|time| !is_own(time)) {
        return claims;
    }
    for verb in 0..view.len() {
        let lemma = view.lemma(verb);
        let token = view.token(verb);
        let children = || {
            let tokens = view.sentence.tokens.iter().enumerate();
            tokens.filter(move |(_, child)| child.head == Some(verb as u32))
        };
        let is_plain = !children().any(|(at, child)| {
            matches!(
                view.word(at),
                "not" | "n't" | "never" | "will" | "would" | "may" | "could" | "should"
            ) || child.relation == Relation::MARK
        });
        let is_main = matches!(
            token.relation,
            Relation::ROOT | Relation::PARATAXIS | Relation::APPOS | Relation::CONJ
        ) || token.head.is_none();
        let passive = children().find(|(_, child)| child.relation == Relation::NSUBJ_PASS);
        let active = children().find(|(_, child)| child.relation == Relation::NSUBJ);
        let (subject, relation, classes): (_, _, &[&str]) = match (passive, active) {
            (Some((subject, _)), _) if rules.words.is(lemma, WordClass::Founding) => {
                (subject, "foundedOn", &["Organization", "Programme"])
            }
            (Some((subject, _)), _) if rules.words.is(lemma, WordClass::Holding) => {
                (subject, "heldOn", &["Event"])
            }
            (_, Some((subject, _))) if lemma == "take" && view.word(verb + 1) == "place" => {
                (subject, "heldOn", &["Event"])
            }
            _ => continue,
        };
        let Some(predicate) = rules.onto.relation_names.get(relation) else { continue };
        if !is_plain || !is_main {
            continue;
        }
        let Some(candidate) = named(scene, rules, subject, classes) else { continue };
        let subject = register(scene, candidate, entry, rules, registry);
        let mut evidence = vec![view.sentence.span];
        if !evidence.contains(&entry.span) {
            evidence.push(entry.span);
        }
        claims.push(Claim {
            article,
            subject,
            predicate: *predicate,
            object: Object::Date(entry.start),
            qualifiers: Vec::new(),
            status: Status::default(),
            evidence,
            rule: "chronology/entry".to_owned(),
        });
    }
    claims
}

/// The candidate of one of the classes that the noun at `at` heads.
fn named<'s>(
    scene: &'s Scene<'_>,
    rules: &Rules<'_>,
    at: usize,
    classes: &[&str],
) -> Option<&'s Candidate> {
    let holds = |tokens: Tokens| tokens.first <= at && at < tokens.end;
    let fits = |one: &&Candidate| {
        holds(one.tokens) && classes.iter().any(|class| rules.is(one.class, class))
    };
    scene
        .candidates
        .iter()
        .filter(fits)
        .max_by_key(|one| (one.tokens.len(), one.reason != Reason::Description))
}

/// The entity of a candidate; a described one is told from others by its date.
fn register(
    scene: &Scene<'_>,
    candidate: &Candidate,
    entry: &Entry,
    rules: &Rules<'_>,
    registry: &mut Registry,
) -> EntityId {
    let meaning = match &candidate.meaning {
        Meaning::Description(name) if !candidate.specific => {
            Meaning::Description(format!("{name} ({})", entry.start))
        }
        known => known.clone(),
    };
    let span = scene.view.span(candidate.tokens);
    let place = candidate.antecedent.unwrap_or(span);
    let is_described = candidate.reason == Reason::Description;
    let known = registry.at(place, candidate.class, rules).filter(|_| is_described);
    let entity = known.unwrap_or_else(|| registry.entity(rules, &meaning, candidate.class));
    if is_described {
        registry.stands_at(place, entity);
    }
    registry.mention(
        entity,
        Mention { span, reason: candidate.reason, antecedent: candidate.antecedent },
    );
    entity
}

/// Makes the time that opens an entry one that tells a date.
pub fn mark_opening(view: &View<'_>, times: &mut [Time]) {
    if let Some(index) = opening(view, times) {
        times[index].relation = TimeRelation::At;
    }
}
