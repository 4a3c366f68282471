//! Which thing a description means, and what it is called: `a trade agreement` that two countries
//! sign is another one than the next, `the agreement` after it is the same.
//!
//! A description with a name or a place in it is called as it is written. One that nothing tells
//! apart is called after those who take part and the date, so that two treaties stay two. What a
//! stretch of text means is decided once: every claim about it is about the same thing.

use super::Rules;
use super::dating::date_of;
use super::entity::Registry;
use super::fact::{EntityId, Mention, Reason};
use super::implied::Recent;
use super::matching::{Fill, Match};
use super::mention::{Candidate, Meaning};
use super::scene::Scene;
use super::time::TimeRelation;
use super::view::{Tokens, is_quote};
use crate::date::Date;
use crate::ontology::ClassId;
use crate::ontology::pattern::Part;
use crate::ontology::word_class::WordClass;
use crate::span::Span;
use crate::text::{Relation, Upos};

/// Sentences after which `the summit` is another one.
const REACH: usize = 6;

/// A description met in an article.
struct Known {
    /// The last word of its head, as a lemma, and the words before it.
    head: String,
    modifiers: Vec<String>,
    is_plural: bool,
    /// Its words with those after the head, in lower case.
    whole: String,
    class: ClassId,
    meaning: Meaning,
    specific: bool,
    span: Span,
    scene: usize,
    /// When it is, where the sentence says so.
    date: Option<Date>,
    /// What is named in it.
    names: Vec<Meaning>,
}

/// Finds what `the summit`, `this agreement`, `the protests` mean: the nearest description before
/// them with the same head that says all that they say, else the only one of their class in the
/// last two sentences.
pub fn resolve(scenes: &mut [Scene<'_>], rules: &Rules<'_>) {
    let mut known: Vec<Known> = Vec::new();
    for (at, scene) in scenes.iter_mut().enumerate() {
        for index in 0..scene.candidates.len() {
            let candidate = &scene.candidates[index];
            let (Meaning::Description(name), Reason::Description) =
                (&candidate.meaning, candidate.reason)
            else {
                continue;
            };
            let tokens = candidate.tokens;
            if let Some(name) = called(scene, rules, index) {
                let (meaning, class) = (name.meaning.clone(), name.class);
                let span = scene.view.span(name.tokens);
                let candidate = &mut scene.candidates[index];
                candidate.meaning = meaning;
                candidate.class = class;
                candidate.reason = Reason::Coreference;
                candidate.antecedent = Some(span);
                continue;
            }
            let head = scene.view.lemma(tokens.end - 1).to_lowercase();
            let modifiers: Vec<String> =
                (tokens.first..tokens.end - 1).map(|at| scene.view.word(at).to_owned()).collect();
            let is_plural = scene.view.word(tokens.end - 1) != scene.view.lemma(tokens.end - 1);
            let is_back =
                is_definite(scene, tokens) && !candidate.specific && !goes_on(scene, tokens, name);
            let (date, names) = (near(scene, tokens), names(scene, index));
            let twin = || {
                let date = date?;
                known.iter().rev().find(|one| {
                    one.head == head
                        // `the elections of 2022` are `the election of November 2022`.
                        && (one.is_plural == is_plural || head == "election")
                        && one.class == candidate.class
                        && one.date.is_some_and(|known| known.covers(date) || date.covers(known))
                        && (names.iter().all(|name| one.names.contains(name))
                            || one.names.iter().all(|name| names.contains(name)))
                })
            };
            let earlier = is_back
                .then(|| {
                    let may_be = |one: &&Known| {
                        let dates = one.date.zip(date);
                        one.is_plural == is_plural
                            && dates.is_none_or(|(one, two)| one.covers(two) || two.covers(one))
                    };
                    let alike = known.iter().rev().filter(may_be);
                    antecedent(alike, rules, candidate.class, &head, &modifiers, at)
                })
                .flatten()
                .or_else(twin);
            if let Some(earlier) = earlier {
                let candidate = &mut scene.candidates[index];
                candidate.meaning = earlier.meaning.clone();
                candidate.specific = earlier.specific;
                candidate.antecedent = Some(earlier.span);
                candidate.class = earlier.class;
                continue;
            }
            known.push(Known {
                head,
                modifiers,
                is_plural,
                whole: name.to_lowercase(),
                class: candidate.class,
                meaning: candidate.meaning.clone(),
                specific: candidate.specific,
                span: scene.view.span(tokens),
                scene: at,
                date,
                names,
            });
        }
    }
}

/// The date that hangs on a description, or on the verb whose subject, object or place it is.
fn near(scene: &Scene<'_>, tokens: Tokens) -> Option<Date> {
    let view = &scene.view;
    let head = view.head_of(tokens);
    let beside = scene.times.iter().find(|time| {
        time.tokens.end == tokens.first
            || time.tokens.first == tokens.end
            || view
                .governor(view.head_of(time.tokens))
                .is_some_and(|above| (tokens.first..tokens.end).contains(&above))
    });
    let verb = || {
        let is_argument = matches!(
            view.relation(head),
            Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::OBJ | Relation::OBL
        );
        let verb = view.governor(head).filter(|_| is_argument)?;
        scene.times.iter().find(|time| {
            time.relation == TimeRelation::At
                && view.governor(view.head_of(time.tokens)) == Some(verb)
        })
    };
    beside.or_else(verb).map(|time| time.start)
}

/// What is named in a description and the phrases after it.
fn names(scene: &Scene<'_>, index: usize) -> Vec<Meaning> {
    let candidate = &scene.candidates[index];
    let Meaning::Description(whole) = &candidate.meaning else { return Vec::new() };
    let start = scene.view.span(candidate.tokens).start;
    let end = start.saturating_add(u32::try_from(whole.len()).unwrap_or(u32::MAX));
    let mut names: Vec<Meaning> = (scene.candidates.iter())
        .filter(|name| name.reason != Reason::Description)
        .filter(|name| {
            let span = scene.view.span(name.tokens);
            span.start >= start && span.end <= end
        })
        .map(|name| name.meaning.clone())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The name that the text gives to a description: `a programme known as ‘Seven Rivers’`, `a joint
/// venture, Solt Metals,`.
fn called<'s>(scene: &'s Scene<'_>, rules: &Rules<'_>, index: usize) -> Option<&'s Candidate> {
    apposed_name(scene, rules, index).or_else(|| told_name(scene, rules, index))
}

/// The name that an undertaking of one word for many (`venture`, `plant`, `project`) is apposed to.
fn apposed_name<'s>(
    scene: &'s Scene<'_>,
    rules: &Rules<'_>,
    index: usize,
) -> Option<&'s Candidate> {
    let candidate = &scene.candidates[index];
    let view = &scene.view;
    let head = view.head_of(candidate.tokens);
    let is_undertaking =
        |class: ClassId| rules.is(class, "Project") || rules.is(class, "Programme");
    if !is_undertaking(candidate.class) || view.is_inflected(head) {
        return None;
    }
    scene.candidates.iter().find(|name| {
        let other = view.head_of(name.tokens);
        let is_apposed = |above: usize, below: usize| {
            view.governor(below) == Some(above) && view.relation(below) == Relation::APPOS
        };
        let is_beside = name.tokens.end < candidate.tokens.first
            && view.word(name.tokens.end) == ","
            && is_apposed(other, head)
            || name.tokens.first == candidate.tokens.end + 1
                && view.word(candidate.tokens.end) == ","
                && is_apposed(head, other);
        is_beside
            && matches!(name.reason, Reason::Name | Reason::Gazetteer | Reason::Acronym)
            && (is_undertaking(name.class) || rules.is(name.class, "Company"))
    })
}

/// The name after `known as`, `called`.
fn told_name<'s>(scene: &'s Scene<'_>, rules: &Rules<'_>, index: usize) -> Option<&'s Candidate> {
    let candidate = &scene.candidates[index];
    let view = &scene.view;
    let mut at = candidate.tokens.end;
    at += usize::from(view.word(at) == ",");
    at += match (view.word(at), view.word(at + 1)) {
        ("known" | "described", "as") => 2,
        (word, _) if rules.words.is(word, WordClass::Called) => 1,
        _ => return None,
    };
    while is_quote(view.word(at)) || view.word(at) == "the" {
        at += 1;
    }
    scene.candidates.iter().find(|name| {
        name.tokens.first == at
            && name.reason != Reason::Description
            && rules.onto.class(name.class).top == rules.onto.class(candidate.class).top
    })
}

/// What a definite description goes back to.
fn antecedent<'k>(
    known: impl Iterator<Item = &'k Known> + Clone,
    rules: &Rules<'_>,
    class: ClassId,
    head: &str,
    modifiers: &[String],
    at: usize,
) -> Option<&'k Known> {
    let same_head = known.clone().find(|one| {
        one.scene + REACH >= at
            && one.head == head
            && rules.onto.class(one.class).top == rules.onto.class(class).top
            && modifiers.iter().all(|word| {
                one.modifiers.contains(word) || one.whole.split(' ').any(|part| part == word)
            })
    });
    // `the protocol` is no treaty named before, `the agreement` may be.
    if same_head.is_some() || !modifiers.is_empty() || !rules.words.is(head, WordClass::General) {
        return same_head;
    }
    // `the talks` after `negotiations`: a class of its own that only one thing has.
    let is_narrow = rules.onto.class(class).top != class || rules.is(class, "Agreement");
    let mut near =
        known.take_while(|one| one.scene + 2 >= at).filter(|one| one.class == class && is_narrow);
    let first = near.next()?;
    near.all(|one| one.meaning == first.meaning).then_some(first)
}

/// Says whether something after a description tells it apart: `the treaty on fishing`, `the talks
/// that followed`.
fn goes_on(scene: &Scene<'_>, tokens: Tokens, name: &str) -> bool {
    let view = &scene.view;
    let after = view.word(tokens.end);
    let is_dated = scene
        .times
        .iter()
        .any(|time| time.tokens.end == tokens.first || time.tokens.first == tokens.end);
    is_dated
        || name.len() > view.slice(tokens).len()
        || matches!(
            after,
            "of" | "on"
                | "for"
                | "between"
                | "with"
                | "that"
                | "which"
                | "about"
                | "to"
                | "against"
        )
        || matches!(view.relation(tokens.end), Relation::ACL | Relation::ACL_RELCL)
}

/// Says whether `the` or `this` stands before a description.
fn is_definite(scene: &Scene<'_>, tokens: Tokens) -> bool {
    let mut first = tokens.first;
    while first > 0 && matches!(scene.view.upos(first - 1), Upos::Adj | Upos::Num) {
        first -= 1;
    }
    first > 0 && matches!(scene.view.word(first - 1), "the" | "this" | "that" | "these" | "those")
}

/// The entity of a candidate, with this mention of it.
pub fn entity(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    registry: &mut Registry,
    found: &Match,
    index: usize,
) -> EntityId {
    let candidate = &scene.candidates[index];
    let span = scene.view.span(candidate.tokens);
    let mention = Mention { span, reason: candidate.reason, antecedent: candidate.antecedent };
    let entity = match (&candidate.meaning, candidate.reason) {
        (Meaning::Description(name), Reason::Description) => {
            let place = candidate.antecedent.unwrap_or(span);
            match registry.at(place, candidate.class, rules) {
                Some(entity) => entity,
                None => {
                    let name = self::name(scene, rules, found, index, name);
                    let meaning = Meaning::Description(name);
                    let entity = registry.entity(rules, &meaning, candidate.class);
                    registry.stands_at(place, entity);
                    entity
                }
            }
        }
        (meaning, _) => registry.entity(rules, meaning, candidate.class),
    };
    registry.mention(entity, mention);
    entity
}

/// The entity of what a sentence before has named, which the words at `span` leave out.
pub fn recent(rules: &Rules<'_>, registry: &mut Registry, recent: &Recent, span: Span) -> EntityId {
    let known = registry.at(recent.span, recent.class, rules).filter(|_| recent.is_described);
    let entity = known.unwrap_or_else(|| registry.entity(rules, &recent.meaning, recent.class));
    if recent.is_described && known.is_none() {
        registry.stands_at(recent.span, entity);
        let reason = Reason::Description;
        registry.mention(entity, Mention { span: recent.span, reason, antecedent: None });
    }
    let antecedent = Some(recent.span);
    registry.mention(entity, Mention { span, reason: Reason::Coreference, antecedent });
    entity
}

/// What a described thing is called.
fn name(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    found: &Match,
    index: usize,
    written: &str,
) -> String {
    let candidate = &scene.candidates[index];
    let mut parts: Vec<String> = Vec::new();
    if !candidate.specific {
        let others = found.fills.iter().filter_map(|(part, fill)| match (part, fill) {
            (Part::Subject | Part::Object, Fill::Candidates(members, _)) => Some(members),
            _ => None,
        });
        for member in others.flatten() {
            let other = &scene.candidates[*member];
            let party = rules.name_of(&other.meaning).to_owned();
            if other.reason != Reason::Description && !parts.contains(&party) {
                parts.push(party);
            }
        }
    }
    // `Peru's resignation`, `the summit in Quito` are told already; there is a `Nato summit` each year.
    let is_told = candidate.specific
        && (written.contains("'s ")
            || written.contains("’s ")
            || written.split_whitespace().count() > tokens_as_words(scene, candidate.tokens));
    let date = date(scene, found, index).filter(|_| !is_told);
    let date = date.map(|time| scene.times[time].start);
    if let Some(date) = date.filter(|date| !written.contains(&date.year_number().to_string())) {
        parts.push(date.to_string());
    }
    let written = inside_sentence(scene, candidate.tokens, written);
    if parts.is_empty() { written } else { format!("{written} ({})", parts.join(", ")) }
}

/// The number of words between white space.
fn tokens_as_words(scene: &Scene<'_>, tokens: Tokens) -> usize {
    scene.view.slice(tokens).split_whitespace().count()
}

/// Without the capital that only the beginning of a sentence gives it.
fn inside_sentence(scene: &Scene<'_>, tokens: Tokens, written: &str) -> String {
    let names_start = scene.candidates.iter().any(|candidate| {
        candidate.reason != Reason::Description && candidate.tokens.first == tokens.first
    });
    let is_opening = tokens.first == 0;
    let is_plain = matches!(scene.view.upos(tokens.first), Upos::Noun | Upos::Adj | Upos::Verb)
        && !scene.view.forms[tokens.first].chars().skip(1).any(char::is_uppercase);
    let mut letters = written.chars();
    match letters.next() {
        Some(first) if is_opening && is_plain && !names_start => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => written.to_owned(),
    }
}

/// The date of the thing itself: one that hangs on it, one that the claim says to be its own, or,
/// where the description brings it up (`a summit`), that of what is said.
fn date(scene: &Scene<'_>, found: &Match, index: usize) -> Option<usize> {
    let tokens = scene.candidates[index].tokens;
    let view = &scene.view;
    let is_own_end = found.fills.iter().any(|(part, fill)| {
        *part == Part::Subject
            && matches!(fill, Fill::Candidates(members, _) if members.contains(&index))
    });
    let end = found.fills.iter().find_map(|(part, fill)| match (part, fill) {
        (Part::Object, Fill::Time(time)) if is_own_end => Some(*time),
        _ => None,
    });
    let attached = || {
        scene.times.iter().position(|time| {
            let head = view.head_of(time.tokens);
            time.relation == TimeRelation::At
                && view.governor(head).is_some_and(|above| {
                    (tokens.first..tokens.end).contains(&above) && !tokens.contains(time.tokens)
                })
        })
    };
    let said = || date_of(scene, found, true).filter(|_| !is_definite(scene, tokens));
    end.or_else(attached).or_else(said)
}
