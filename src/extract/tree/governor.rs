//! What stands over a predicate: the words that deny, plan or doubt it, up to the clause that is
//! asserted.

use super::elaboration;
use super::ground::Ground;
use crate::extract::Rules;
use crate::extract::status::shows;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos, Xpos};

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
        if is_event(ground, rules, anchor) {
            governed.passed.extend(still_to_come(ground, rules, anchor));
        }
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
    // `lent Peru nothing`, `at no time did Peru leave`
    passed.extend(ground.children(at).filter_map(|child| {
        let view = &ground.scene.view;
        let is_none = matches!(view.word(child), "nothing" | "none")
            && matches!(ground.relation(child), Relation::OBJ | Relation::IOBJ);
        if is_none {
            return Some(child);
        }
        // `Neither has signed`
        let is_neither = view.word(child) == "neither"
            && matches!(ground.relation(child), Relation::NSUBJ | Relation::NSUBJ_PASS);
        if is_neither {
            return Some(child);
        }
        let is_occasion = ground.words.is(view.lemma(child), WordClass::Occasion);
        (is_occasion && child < at && ground.relation(child) == Relation::OBL)
            .then(|| ground.children(child).find(|no| view.word(*no) == "no"))
            .flatten()
    }));
    // `is no longer director`
    passed.extend(ground.children(at).filter(|child| {
        ground.scene.view.word(*child) == "longer" && ground.relation(*child) == Relation::AMOD
    }));
    // `will sign and ratify`
    let has_subject = ground
        .children(at)
        .any(|child| matches!(ground.relation(child), Relation::NSUBJ | Relation::NSUBJ_PASS));
    if ground.relation(at) == Relation::CONJ
        && !has_auxiliary
        && !has_subject
        && let Some(first) = ground.parent(at)
    {
        // `was to meet Anna Weber and attend the summit`
        passed.extend(ground.children(first).filter(|child| {
            is_to_be_done(ground, *child) && ground.scene.view.token(at).xpos == Xpos::VB
        }));
        // `did not sign or ratify`
        let is_either = ground.children(at).any(|child| {
            ground.relation(child) == Relation::CC && ground.scene.view.word(child) == "or"
        });
        // `neither supports nor opposes`
        passed.extend(ground.children(at).filter(|child| {
            ground.relation(*child) == Relation::CC && ground.scene.view.word(*child) == "nor"
        }));
        passed.extend(ground.children(first).filter(|child| {
            is_either
                && *child < first
                && matches!(ground.scene.view.word(*child), "not" | "n't" | "never")
        }));
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
    // `a conference aimed at trade` is held all the same.
    let is_plan = |at: &usize| {
        let lemma = ground.scene.view.lemma(*at);
        rules.words.is_cue(lemma, Cue::Planned) && lemma != "aim"
    };
    let clauses = ground.children(noun).filter(|clause| {
        *clause > noun
            && matches!(ground.relation(*clause), Relation::ACL | Relation::ACL_RELCL)
            && ground.scene.view.upos(*clause) == Upos::Verb
    });
    let words = clauses.flat_map(|clause| {
        // What an event will do besides does not tell when it is.
        let is_held = !is_event(ground, rules, noun)
            || ground.scene.view.lemma(clause) == "take"
            || rules.words.is(ground.scene.view.lemma(clause), WordClass::Occurring);
        // `a vote on the draft proposed by Peru`: who proposed it is no plan.
        if ground.children(clause).any(|child| ground.relation(child) == Relation::OBL_AGENT)
            && is_event(ground, rules, noun)
        {
            return Vec::new();
        }
        let auxiliaries = ground
            .children(clause)
            .filter(|child| is_held && ground.relation(*child) == Relation::AUX);
        auxiliaries.chain([clause]).collect::<Vec<_>>()
    });
    let mut words: Vec<usize> = words.filter(is_plan).collect();
    // `the railway would be`, `the line will link`
    let view = &ground.scene.view;
    let predicate = ground.parent(noun).filter(|predicate| {
        let is_line = rules.words.is(view.lemma(*predicate), WordClass::Course);
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

/// Says whether a noun tells of something that happens, and not of somebody or something.
fn is_event(ground: &Ground<'_, '_>, rules: &Rules<'_>, noun: usize) -> bool {
    let (lemma, word) = (ground.scene.view.lemma(noun), ground.scene.view.word(noun));
    let heads = &rules.words.description_heads;
    let head = heads.get(lemma).or_else(|| heads.get(word));
    ground.scene.offices[noun].is_none()
        && (head.is_some_and(|class| rules.is_dated(*class))
            || rules.words.nominalizations.iter().any(|(_, noun, _)| noun == lemma))
}

/// `a critic of the war in Peru`: there is that war.
fn is_known_event(ground: &Ground<'_, '_>, rules: &Rules<'_>, noun: usize) -> bool {
    let view = &ground.scene.view;
    let heads = &rules.words.description_heads;
    let head = heads.get(view.lemma(noun)).or_else(|| heads.get(view.word(noun)));
    let is_person = ground
        .parent(noun)
        .is_some_and(|above| rules.words.is(view.lemma(above), WordClass::Standpoint));
    is_person
        && head.is_some_and(|class| rules.is(*class, "Event"))
        && ground.children(noun).any(|child| view.word(child) == "the")
        && !rules.words.nominalizations.iter().any(|(_, noun_of, _)| noun_of == view.lemma(noun))
}

/// Says whether a noun goes back to something known, or is a name.
fn is_definite(ground: &Ground<'_, '_>, noun: usize) -> bool {
    let view = &ground.scene.view;
    view.is_capitalised(noun)
        || ground.children(noun).any(|child| {
            matches!(view.word(child), "the" | "this" | "that" | "these" | "those")
                || ground.relation(child) == Relation::NMOD_POSS
        })
}

/// `took place`, `there was`: says of its subject no more than that it is or happens.
fn is_occurring(ground: &Ground<'_, '_>, verb: usize) -> bool {
    let view = &ground.scene.view;
    let has =
        |relation: Relation| ground.children(verb).any(|child| ground.relation(child) == relation);
    match view.lemma(verb) {
        "happen" | "occur" | "materialise" | "materialize" => true,
        "take" => ground.children(verb).any(|child| view.word(child) == "place"),
        "come" => !has(Relation::OBL),
        "be" => has(Relation::EXPL),
        _ => false,
    }
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
            Some(mark) => matches!(view.word(mark), "from" | "of" | "for" | "with"),
            // `visiting Peru, promised` goes beside.
            None => {
                parent < at
                    && (parent + 1..at)
                        .all(|between| ground.relation(between) == Relation::COMPOUND_PRT)
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
        // `is due to travel to Lima before flying to Quito`: a plan as well.
        Relation::ADVCL if is_next_plan(ground, rules, at, parent) => Some(parent),
        Relation::ADVCL if infinitive.is_some() => {
            // `X came to sign`: a purpose. `was the first to sign`: it has.
            if !elaboration::is_of_order(view, parent) {
                passed.extend(infinitive);
            }
            Some(parent)
        }
        // `refrained from signing`, `ruled out signing`
        Relation::ADVCL if is_open(parent) && is_gerund_complement(ground, at) => Some(parent),
        Relation::ACL if infinitive.is_some() => {
            // `the first president to visit` has visited.
            if !elaboration::is_of_order(view, parent) {
                passed.extend(infinitive);
            }
            Some(parent)
        }
        Relation::CCOMP | Relation::CSUBJ | Relation::CSUBJ_PASS => {
            if infinitive.is_some() {
                passed.extend(infinitive);
                return Some(parent);
            }
            // `if it is true that`
            let is_condition = ground.children(parent).any(|child| {
                ground.relation(child) == Relation::MARK
                    && matches!(view.word(child), "if" | "whether" | "unless")
            });
            (is_open(parent) || is_condition).then_some(parent)
        }
        Relation::ACL if is_open(parent) => Some(parent),
        // `a plan under which Peru joined the union`
        Relation::ACL_RELCL
            if is_open(parent)
                && ground.children(at).any(|child| {
                    view.word(child) == "which"
                        && ground.children(child).any(|case| view.word(case) == "under")
                }) =>
        {
            Some(parent)
        }
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
        Relation::NSUBJ
            if is_event(ground, rules, at)
                || is_nominal(view.upos(at)) && is_occurring(ground, parent) =>
        {
            // `the visit had to be put off`
            let done = ground.children(parent).find(|child| {
                matches!(view.lemma(parent), "have" | "need")
                    && ground.relation(*child) == Relation::XCOMP
                    && ground.children(*child).any(|mark| view.word(mark) == "to")
            });
            if let Some(done) = done.filter(|done| is_open(*done)) {
                return Some(done);
            }
            // `its next visit will be to Peru`
            let is_place = ground.children(parent).any(|child| {
                ground.relation(child) == Relation::COP
                    && is_nominal(view.upos(parent))
                    && ground.children(parent).any(|case| ground.relation(case) == Relation::CASE)
            });
            // `its accession would harm`, but `the adoption of the strategy in 2021 may change it`
            let has_owner =
                ground.children(at).any(|child| ground.relation(child) == Relation::NMOD_POSS);
            let modals = ground.children(parent).filter(|child| {
                ground.relation(*child) == Relation::AUX
                    && (has_owner && (is_cue(*child, Cue::Hypothetical) || view.word(*child) == "would")
                        || is_place && is_cue(*child, Cue::Planned))
            });
            passed.extend(modals);
            // `the visit was cancelled`, where the tree takes the participle for an adjective;
            // `the visit fell through`, `depends on`
            let is_state = view.upos(parent) == Upos::Adj
                || ground.children(parent).any(|child| {
                    matches!(ground.relation(child), Relation::COP | Relation::AUX_PASS)
                })
                || !ground.children(parent).any(|child| ground.relation(child) == Relation::OBJ);
            // `the meeting never took place`: with what denies that.
            (is_state && is_open(parent) || is_occurring(ground, parent)).then_some(parent)
        }
        // `hopes to play host to a summit`: no summit is known of yet.
        Relation::OBJ | Relation::NSUBJ_PASS | Relation::OBL
            if is_event(ground, rules, at)
                && ground.relation(parent) == Relation::XCOMP
                // `refused to attend talks`: there are talks.
                && !matches!(view.lemma(parent), "attend" | "join" | "leave" | "skip" | "boycott" | "quit" | "miss")
                && !is_definite(ground, at) =>
        {
            Some(parent)
        }
        // What is planned of a thing that is a noun: `proposed the creation of`.
        Relation::OBJ | Relation::NSUBJ_PASS | Relation::OBL
        // Who is barred is a director still.
            if is_nominal(view.upos(at))
                && view.upos(parent) == Upos::Verb
                && ground.scene.offices[at].is_none() =>
        {
            let is_about = ground.relation(at) != Relation::OBL
                // `On a visit to Peru, she promised help`: what opens a clause is not what it is about.
                || at > parent && ground.children(at).any(|child| {
                    ground.relation(child) == Relation::CASE
                        && matches!(view.word(child), "for" | "of" | "on" | "about" | "to")
                });
            // `the talks were suspended`: they had begun.
            let is_begun = is_event(ground, rules, at)
                && ground.relation(at) == Relation::NSUBJ_PASS
                && rules.words.is(view.lemma(parent), WordClass::Suspending);
            if is_begun {
                return None;
            }
            let is_light = (is_cue(parent, Cue::Light) || is_cue(parent, Cue::Creating))
                && ground.relation(at) != Relation::OBL;
            (is_about && is_open(parent) || is_light).then_some(parent)
        }
        // `talks with the president of Peru`: who is talked with holds the office.
        Relation::NMOD
            if view.upos(parent) == Upos::Noun
                && is_nominal(view.upos(at))
                && ground.scene.offices[at].is_none()
                && !is_known_event(ground, rules, at) =>
        {
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

/// Says whether a gerund behind `before` or `after` goes with a verb that is planned and not denied.
fn is_next_plan(ground: &Ground<'_, '_>, rules: &Rules<'_>, at: usize, parent: usize) -> bool {
    let view = &ground.scene.view;
    let child = |of: usize, wanted: &[Relation], is: &dyn Fn(usize) -> bool| {
        ground.children(of).any(|child| wanted.contains(&ground.relation(child)) && is(child))
    };
    let is_gerund = view.word(at).ends_with("ing")
        && child(at, &[Relation::MARK, Relation::CASE], &|mark| {
            matches!(view.word(mark), "before" | "after")
        });
    let is_planned = child(parent, &[Relation::MARK], &|mark| view.word(mark) == "to")
        || child(parent, &[Relation::AUX], &|will| {
            rules.words.is_cue(view.word(will), Cue::Planned)
        });
    let is_denied =
        child(parent, &[Relation::ADVMOD], &|not| rules.words.is_cue(view.word(not), Cue::Negated));
    is_gerund && is_planned && !is_denied
}
