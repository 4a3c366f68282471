//! What stands over a predicate: the words that deny, plan or doubt it, up to the clause that is
//! asserted; and the date that belongs to it.

use super::ground::Ground;
use crate::extract::Rules;
use crate::extract::time::TimeRelation;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos};

/// What governs a predicate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Governed {
    /// Auxiliaries, negations, and the verbs and nouns that the predicate completes, in the order
    /// of the sentence.
    pub passed: Vec<usize>,
    /// The predicates over it that share its time.
    pub chain: Vec<usize>,
}

/// Reads what governs the predicate at `anchor`.
pub fn of(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    anchor: usize,
    subject: Option<usize>,
) -> Governed {
    let mut governed = Governed::default();
    let mut at = anchor;
    own_words(ground, at, &mut governed.passed);
    for child in subject.into_iter().flat_map(|subject| ground.children(subject)) {
        if matches!(ground.scene.view.word(child), "no" | "neither") {
            governed.passed.push(child);
        }
    }
    for _ in 0..6 {
        let Some(next) = step(ground, rules, at, &mut governed.passed) else { break };
        governed.passed.push(next);
        governed.chain.push(next);
        own_words(ground, next, &mut governed.passed);
        at = next;
    }
    governed.passed.sort_unstable();
    governed.passed.dedup();
    governed
}

/// Auxiliaries and adverbs of a predicate, and those of the conjunct that it shares them with.
fn own_words(ground: &Ground<'_, '_>, at: usize, passed: &mut Vec<usize>) {
    let is_own = |child: &usize| {
        matches!(
            ground.relation(*child),
            Relation::AUX | Relation::AUX_PASS | Relation::ADVMOD | Relation::CC_PRECONJ
        ) || ground.relation(*child) == Relation::MARK && ground.scene.view.word(*child) != "to"
            || ground.relation(*child) == Relation::DET && ground.scene.view.word(*child) == "no"
    };
    let own: Vec<usize> = ground.children(at).filter(is_own).collect();
    let has_auxiliary = own
        .iter()
        .any(|child| matches!(ground.relation(*child), Relation::AUX | Relation::AUX_PASS));
    passed.extend(own);
    // `will sign and ratify`
    let has_subject = ground
        .children(at)
        .any(|child| matches!(ground.relation(child), Relation::NSUBJ | Relation::NSUBJ_PASS));
    if ground.relation(at) == Relation::CONJ
        && !has_auxiliary
        && !has_subject
        && let Some(first) = ground.parent(at)
    {
        passed.extend(ground.children(first).filter(|child| {
            *child < first
                && matches!(ground.relation(*child), Relation::AUX | Relation::AUX_PASS)
                && ground.scene.view.lemma(*child) != "be"
        }));
    }
}

/// The predicate that `at` completes, if what it says bears on `at`.
fn step(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    at: usize,
    passed: &mut Vec<usize>,
) -> Option<usize> {
    let view = &ground.scene.view;
    let parent = ground.parent(at)?;
    let is_cue = |at: usize, cue: Cue| {
        rules.words.is_cue(view.lemma(at), cue) || rules.words.is_cue(view.word(at), cue)
    };
    let is_open = |at: usize| {
        is_cue(at, Cue::Negated) || is_cue(at, Cue::Planned) || is_cue(at, Cue::Hypothetical)
    };
    let infinitive = ground
        .children(at)
        .find(|child| ground.relation(*child) == Relation::MARK && view.word(*child) == "to");
    match ground.relation(at) {
        Relation::CONJ => {
            // A conjunct stands under what the first one stands under.
            let has_own_subject = ground.children(at).any(|child| {
                matches!(ground.relation(child), Relation::NSUBJ | Relation::NSUBJ_PASS)
            });
            if has_own_subject {
                return None;
            }
            let mark = ground.children(parent).find(|child| {
                ground.relation(*child) == Relation::MARK && view.word(*child) == "to"
            });
            let relation = ground.relation(parent);
            let completes = matches!(relation, Relation::XCOMP | Relation::ACL | Relation::CCOMP);
            if completes && view.upos(at) == view.upos(parent) {
                passed.extend(mark);
                return ground.parent(parent).filter(|_| mark.is_some());
            }
            None
        }
        Relation::XCOMP => {
            passed.extend(infinitive);
            Some(parent)
        }
        Relation::ADVCL if infinitive.is_some() => {
            // `X came to sign`: a purpose.
            passed.extend(infinitive);
            Some(parent)
        }
        Relation::ACL if infinitive.is_some() => {
            passed.extend(infinitive);
            Some(parent)
        }
        Relation::CCOMP | Relation::CSUBJ | Relation::CSUBJ_PASS => {
            if infinitive.is_some() {
                passed.extend(infinitive);
                return Some(parent);
            }
            is_open(parent).then_some(parent)
        }
        Relation::ACL => is_open(parent).then_some(parent),
        // What is planned of a thing that is a noun: `proposed the creation of`.
        Relation::OBJ | Relation::NSUBJ_PASS | Relation::OBL
            if view.upos(at) == Upos::Noun && view.upos(parent) == Upos::Verb =>
        {
            let is_about = ground.relation(at) != Relation::OBL
                || ground.children(at).any(|child| {
                    ground.relation(child) == Relation::CASE
                        && matches!(view.word(child), "for" | "of" | "on" | "about" | "to")
                });
            let is_light = is_cue(parent, Cue::Light) && ground.relation(at) != Relation::OBL;
            (is_about && is_open(parent) || is_light).then_some(parent)
        }
        Relation::NMOD if view.upos(at) == Upos::Noun && view.upos(parent) == Upos::Noun => {
            is_open(parent).then_some(parent)
        }
        _ => None,
    }
}

/// The first of the predicates over another: those that happen when it does. To propose or to
/// promise a thing is not to do it.
pub fn of_one_time<'c>(
    ground: &Ground<'_, '_>,
    rules: &Rules<'_>,
    chain: &'c [usize],
) -> &'c [usize] {
    let view = &ground.scene.view;
    let is_ahead = |at: &usize| {
        [Cue::Planned, Cue::Hypothetical, Cue::Speech]
            .iter()
            .any(|cue| rules.words.is_cue(view.lemma(*at), *cue))
    };
    let end = chain.iter().position(is_ahead).unwrap_or(chain.len());
    &chain[..end]
}

/// The date that belongs to a match: one that hangs on its words, or on the predicates over it.
pub fn date(ground: &Ground<'_, '_>, tokens: &[usize], chain: &[usize]) -> Option<usize> {
    let scene = ground.scene;
    let anchor = tokens[0];
    let mut best: Option<((usize, usize), usize)> = None;
    for (index, time) in scene.times.iter().enumerate() {
        if time.relation == TimeRelation::Bare {
            continue;
        }
        let Some(parent) = ground.parent(ground.times[index]) else { continue };
        let is_first_conjunct = ground.relation(anchor) == Relation::CONJ
            && ground.parent(anchor) == Some(parent)
            && time.tokens.end <= parent;
        let rank = if parent == anchor {
            0
        } else if tokens.contains(&parent) {
            1
        } else if chain.contains(&parent) {
            2
        } else if is_first_conjunct {
            3
        } else {
            continue;
        };
        let key = (rank, time.tokens.first.abs_diff(anchor));
        if best.is_none_or(|(known, _)| key < known) {
            best = Some((key, index));
        }
    }
    // A date that opens the sentence is that of its main clause and of what that governs.
    let opening = || {
        let first = scene.times.first()?;
        let is_open = first.tokens.first <= 1 && first.relation != TimeRelation::Bare;
        let parent = ground.parent(ground.times[0])?;
        let mut at = anchor;
        for _ in 0..4 {
            let is_own = matches!(
                ground.relation(at),
                Relation::ACL_RELCL | Relation::ADVCL | Relation::PARATAXIS | Relation::APPOS
            );
            at = ground.parent(at).filter(|_| !is_own)?;
            if at == parent {
                return is_open.then_some(0);
            }
        }
        None
    };
    best.map(|(_, index)| index).or_else(opening)
}
