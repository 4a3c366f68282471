//! Bodies and places whose last word is a common noun: `the Osh city court`, `the Kenyan foreign
//! ministry`, `the district court of Solt`, `Orta village`. The noun belongs to the name.

use super::Rules;
use super::fact::Reason;
use super::mention::Candidate;
use super::view::{Tokens, View, is_dash};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::OfficeKind;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos};

/// Adds the bodies that stand beside a place, a country or its adjective among `candidates`, or
/// after a capitalised word that is no candidate: `the Pervomaisky district court`.
pub fn find(view: &View<'_>, rules: &Rules<'_>, candidates: &mut Vec<Candidate>) {
    let Some(class) = rules.onto.class_names.get("GovernmentBody").copied() else { return };
    let mut found = Vec::new();
    let is_place = |candidate: &Candidate| {
        candidate.reason != Reason::Metonym
            && (rules.is(candidate.class, "Country") || rules.is(candidate.class, "Place"))
    };
    for at in 0..view.len() {
        let Some(end) = body(view, rules, at) else { continue };
        let start = before(view, rules.words, at, candidates, &is_place);
        let after = after(view, end, candidates, &is_place);
        let tokens = match (start, after) {
            (Some(start), after) => Tokens::new(start, after.unwrap_or(end)),
            (None, Some(after)) => Tokens::new(first_modifier(view, rules.words, at), after),
            (None, None) => continue,
        };
        let overlaps = |candidate: &&Candidate| {
            candidate.tokens.overlaps(tokens)
                && !tokens.contains(candidate.tokens)
                && candidate.reason != Reason::Adjective
        };
        if candidates.iter().any(|candidate| overlaps(&candidate)) {
            continue;
        }
        found.push(Candidate::named(view, tokens, class));
    }
    // A town of one word that the recogniser saw in the name is none.
    candidates.retain(|candidate| {
        candidate.reason != Reason::Name
            || !found.iter().any(|body| {
                body.tokens.first == candidate.tokens.first
                    && body.tokens.len() > candidate.tokens.len()
            })
    });
    candidates.extend(found);
}

/// Takes the common noun after a name into the mention where it says what the name is of anyway:
/// `Orta village`, `the Birlik party`. The name stays without it.
pub fn widen(view: &View<'_>, rules: &Rules<'_>, candidate: &mut Candidate) {
    let noun = candidate.tokens.end;
    let is_kind = matches!(
        candidate.reason,
        Reason::Name | Reason::Gazetteer | Reason::Transliteration | Reason::ShortName
    ) && view.upos(noun) == Upos::Noun
        && !view.is_capitalised(noun)
        && rules.words.name_heads.get(view.word(noun)).is_some_and(|class| {
            let is_general = |name: &str| rules.onto.class_names.get(name) == Some(class);
            // `the Peace Aid group`: the tree has it so.
            let head = view.head_of(candidate.tokens);
            let is_headed = candidate.reason == Reason::Name
                && candidate.tokens.len() > 1
                && view.governor(head) == Some(noun)
                && view.relation(head) == Relation::COMPOUND;
            // `the Ata-Jurt movement`, which the lexicon has as a party.
            let is_body = candidate.reason == Reason::Gazetteer
                && rules.is(candidate.class, "Organization")
                && rules.words.is(view.word(noun), WordClass::Association)
                && view.governor(head) == Some(noun)
                && view.relation(head) == Relation::COMPOUND;
            is_body
                || !is_general("Place")
                    && (!is_general("Organization") || is_headed)
                    && (rules.onto.is_a(candidate.class, *class)
                        || rules.onto.is_a(*class, candidate.class)
                            && candidate.reason == Reason::Name)
        });
    if is_kind && is_whole(view, noun) {
        candidate.tokens.end = noun + 1;
    }
}

/// One past the body that starts at `at`, if one does.
fn body(view: &View<'_>, rules: &Rules<'_>, at: usize) -> Option<usize> {
    if view.is_capitalised(at) || !matches!(view.upos(at), Upos::Noun | Upos::Adj) {
        return None;
    }
    (at + 1..=at + 4).rev().filter(|end| *end <= view.len()).find(|end| {
        let mut form = String::new();
        for index in at..*end {
            if index > at && view.word(index) != "'s" {
                form.push(' ');
            }
            form.push_str(view.word(index));
        }
        // `the foreign ministry spokesman`: of the ministry.
        let is_of_staff = || {
            view.upos(*end) == Upos::Noun
                && !matches!(view.word(end - 1), "police" | "court")
                && matches!(
                    rules.words.offices.get(view.lemma(*end)),
                    Some(OfficeKind::Staff | OfficeKind::Official)
                )
        };
        rules.words.is(&form, WordClass::PublicBody) && (is_whole(view, end - 1) || is_of_staff())
    })
}

/// Says whether the phrase ends with the noun at `noun`.
fn is_whole(view: &View<'_>, noun: usize) -> bool {
    let goes_on = matches!(view.upos(noun + 1), Upos::Noun | Upos::Propn);
    let is_joined = is_dash(view.word(noun + 1)) && view.is_joined(noun);
    !goes_on && !is_joined && view.word(noun + 1) != "'s"
        || view.word(noun + 1) == "'s" && !is_joined
}

/// First of the common words before the noun that tell its kind: `district`, `foreign`.
fn first_modifier(view: &View<'_>, words: &WordLists, noun: usize) -> usize {
    let is_modifier = |index: usize| {
        !view.is_capitalised(index) && words.is(view.word(index), WordClass::Jurisdiction)
    };
    let mut start = noun;
    while start > 0 && noun - start < 3 && is_modifier(start - 1) {
        start -= 1;
    }
    start
}

/// Start of the place, country or name before the noun.
fn before(
    view: &View<'_>,
    words: &WordLists,
    noun: usize,
    candidates: &[Candidate],
    is_place: &impl Fn(&Candidate) -> bool,
) -> Option<usize> {
    let start = first_modifier(view, words, noun);
    let end = start.checked_sub(usize::from(start > 0 && view.word(start - 1) == "'s"))?;
    let place = candidates.iter().find(|one| one.tokens.end == end && is_place(one));
    if let Some(place) = place {
        return Some(place.tokens.first);
    }
    // A court of law is called after its district.
    let is_named = start == end
        && start < noun
        && start >= 2
        && view.is_capitalised(start - 1)
        && view.upos(start - 1) == Upos::Propn
        && !view.is_capitalised(start - 2)
        && !candidates
            .iter()
            .any(|one| one.tokens.end == start && !matches!(one.reason, Reason::Name));
    is_named.then(|| start - 1)
}

/// End of `of PLACE` after the noun.
fn after(
    view: &View<'_>,
    end: usize,
    candidates: &[Candidate],
    is_place: &impl Fn(&Candidate) -> bool,
) -> Option<usize> {
    if view.word(end) != "of" {
        return None;
    }
    let first = end + 1 + usize::from(view.word(end + 1) == "the");
    let place = candidates.iter().find(|one| {
        one.tokens.first == first && is_place(one) && one.reason != Reason::Adjective
    })?;
    Some(place.tokens.end)
}
