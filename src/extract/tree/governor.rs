//! What stands over a predicate: the words that deny, plan or doubt it, up to the clause that is
//! asserted.

use super::ground::Ground;
use crate::extract::Rules;
use crate::extract::status::shows;
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
    if is_nominal(ground.scene.view.upos(anchor)) {
        governed.passed.extend(own_modifiers(ground, rules, anchor));
    }
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
            || is_to_be_done(ground, *child)
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

/// The `to` of `is to join`.
fn is_to_be_done(ground: &Ground<'_, '_>, mark: usize) -> bool {
    let view = &ground.scene.view;
    let is_auxiliary = |at: usize| {
        view.lemma(at) == "be"
            && ground.parent(at) == ground.parent(mark)
            && matches!(ground.relation(at), Relation::COP | Relation::AUX)
    };
    view.word(mark) == "to"
        && ground.relation(mark) == Relation::MARK
        && mark.checked_sub(1).is_some_and(is_auxiliary)
}

fn is_nominal(upos: Upos) -> bool {
    matches!(upos, Upos::Noun | Upos::Propn)
}

/// Words before a noun that make it a plan: `a proposed railway`.
fn own_modifiers(ground: &Ground<'_, '_>, rules: &Rules<'_>, noun: usize) -> Vec<usize> {
    let view = &ground.scene.view;
    let is_plan = |child: &usize| {
        ground.relation(*child) == Relation::AMOD
            && (rules.words.is_cue(view.word(*child), Cue::Planned)
                || rules.words.is_cue(view.word(*child), Cue::Hypothetical))
    };
    ground.children(noun).filter(is_plan).collect()
}

/// Words of the clauses behind a noun that make it a plan: `elections that will be held in May`, `a
/// summit planned for May`.
fn still_to_come(ground: &Ground<'_, '_>, rules: &Rules<'_>, noun: usize) -> Vec<usize> {
    let is_plan = |at: &usize| rules.words.is_cue(ground.scene.view.lemma(*at), Cue::Planned);
    let clauses = ground.children(noun).filter(|clause| {
        *clause > noun
            && matches!(ground.relation(*clause), Relation::ACL | Relation::ACL_RELCL)
            && ground.scene.view.upos(*clause) == Upos::Verb
    });
    let words = clauses.flat_map(|clause| {
        let auxiliaries =
            ground.children(clause).filter(|child| ground.relation(*child) == Relation::AUX);
        auxiliaries.chain([clause]).collect::<Vec<_>>()
    });
    let mut words: Vec<usize> = words.filter(is_plan).collect();
    // `the railway would be`, `the line will link`
    let view = &ground.scene.view;
    let predicate = ground.parent(noun).filter(|predicate| {
        let is_line = matches!(
            view.lemma(*predicate),
            "link" | "connect" | "pass" | "run" | "cross" | "stretch" | "join"
        );
        matches!(ground.relation(noun), Relation::NSUBJ | Relation::NSUBJ_PASS)
            && (is_line
                || ground.children(*predicate).any(|child| ground.relation(child) == Relation::COP))
    });
    let auxiliaries = predicate.into_iter().flat_map(|predicate| ground.children(predicate));
    words.extend(
        auxiliaries.filter(|child| ground.relation(*child) == Relation::AUX).filter(is_plan),
    );
    words
}

/// Reads what governs the noun at `head`, which no verb of its own stands over.
pub fn of_noun(ground: &Ground<'_, '_>, rules: &Rules<'_>, head: usize) -> Governed {
    let is_second = ground.relation(head) == Relation::CONJ;
    let first = ground.parent(head).filter(|_| is_second).unwrap_or(head);
    let mut governed = of(ground, rules, first, None);
    if first != head {
        governed.passed.extend(own_modifiers(ground, rules, head));
    }
    governed.passed.extend(still_to_come(ground, rules, head));
    governed.passed.sort_unstable();
    governed.passed.dedup();
    governed
}

/// Says whether a noun without a name tells of something that happens: it has an owner.
fn is_event(ground: &Ground<'_, '_>, noun: usize) -> bool {
    ground.scene.offices[noun].is_none()
        && ground.children(noun).any(|child| ground.relation(child) == Relation::NMOD_POSS)
}

/// `from signing`, or a gerund right behind its verb.
fn is_gerund_complement(ground: &Ground<'_, '_>, at: usize) -> bool {
    let view = &ground.scene.view;
    let parent = ground.parent(at);
    let mark = ground.children(at).find(|child| {
        matches!(ground.relation(*child), Relation::MARK | Relation::CASE) && *child < at
    });
    view.word(at).ends_with("ing")
        && parent.is_some_and(|parent| match mark {
            Some(mark) => matches!(view.word(mark), "from" | "of" | "for"),
            None => {
                (parent + 1..at).all(|between| ground.relation(between) == Relation::COMPOUND_PRT)
            }
        })
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
    let is_cue = |at: usize, cue: Cue| shows(view, rules, at, cue);
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
        // `refrained from signing`, `ruled out signing`
        Relation::ADVCL if is_open(parent) && is_gerund_complement(ground, at) => Some(parent),
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
        Relation::ACL if is_open(parent) => Some(parent),
        // `plans to build a railway linking A and B`: what is still to be built does nothing yet.
        Relation::ACL if view.upos(parent) == Upos::Noun && view.word(at).ends_with("ing") => {
            let maker = ground.parent(parent)?;
            let is_object = matches!(ground.relation(parent), Relation::OBJ | Relation::NSUBJ_PASS);
            let is_made = is_object && is_cue(maker, Cue::Creating)
                || ground.relation(parent) == Relation::NMOD && is_cue(maker, Cue::Transparent);
            passed.extend(own_modifiers(ground, rules, parent));
            is_made.then_some(maker)
        }
        // `its accession is unlikely`, `would harm`: it has not come about.
        Relation::NSUBJ if is_nominal(view.upos(at)) && is_event(ground, at) => {
            let modals = ground.children(parent).filter(|child| {
                ground.relation(*child) == Relation::AUX
                    && (is_cue(*child, Cue::Hypothetical) || view.word(*child) == "would")
            });
            passed.extend(modals);
            // `the visit was cancelled`, where the tree takes the participle for an adjective
            let is_state = view.upos(parent) == Upos::Adj
                || ground.children(parent).any(|child| {
                    matches!(ground.relation(child), Relation::COP | Relation::AUX_PASS)
                });
            (is_state && is_open(parent)).then_some(parent)
        }
        // What is planned of a thing that is a noun: `proposed the creation of`.
        Relation::OBJ | Relation::NSUBJ_PASS | Relation::OBL
        // Who is barred is a director still.
            if is_nominal(view.upos(at))
                && view.upos(parent) == Upos::Verb
                && ground.scene.offices[at].is_none() =>
        {
            let is_about = ground.relation(at) != Relation::OBL
                || ground.children(at).any(|child| {
                    ground.relation(child) == Relation::CASE
                        && matches!(view.word(child), "for" | "of" | "on" | "about" | "to")
                });
            let is_light = (is_cue(parent, Cue::Light) || is_cue(parent, Cue::Creating))
                && ground.relation(at) != Relation::OBL;
            (is_about && is_open(parent) || is_light).then_some(parent)
        }
        Relation::NMOD if view.upos(parent) == Upos::Noun && is_nominal(view.upos(at)) => {
            (is_open(parent) || is_cue(parent, Cue::Transparent)).then_some(parent)
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
