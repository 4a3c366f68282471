//! Whether a matched claim is affirmed, done, planned or only thought of, by the words between its
//! subject and its verb and those that govern it.

use std::collections::BTreeSet;

use super::Rules;
use super::denial::{self, Reach, denial_of};
use super::fact::{Claim, Polarity, Realis, Status};
use super::matching::{Fill, Match};
use super::scene::Scene;
use super::view::{Tokens, View, is_quote};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos, Xpos};

/// The `not` of a verb of saying over the match: what nobody has said is only possible.
fn unsaid(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let mut at = found.anchor.or(found.verb)?;
    for _ in 0..4 {
        let above = view.governor(at)?;
        let is_said = view.relation(at) == Relation::CCOMP;
        if is_said && view.lemma(above) == "doubt" && view.upos(above) == Upos::Verb {
            return Some(above);
        }
        if is_said && rules.words.is_cue(view.lemma(above), Cue::Speech) {
            // `few believe that`
            // `anyone who thinks that`
            let few = view.subject_of(above).filter(|subject| {
                let who = view.governor(above).filter(|_| view.word(*subject) == "who");
                matches!(
                    view.word(who.unwrap_or(*subject)),
                    "few"
                        | "anyone"
                        | "anybody"
                        | "whoever"
                        | "nobody"
                        | "those"
                        | "nothing"
                        | "little"
                ) || view
                    .children(*subject)
                    .any(|child| matches!(view.word(child), "no" | "hardly"))
            });
            return few.or_else(|| denial_of(view, above));
        }
        at = above;
    }
    None
}

/// The question mark that ends the sentence, quotation marks after it aside.
pub fn question_mark(scene: &Scene<'_>) -> Option<usize> {
    let view = &scene.view;
    let last =
        (0..view.len()).rev().find(|at| !is_quote(view.word(*at)) && view.word(*at) != ")")?;
    (view.word(last) == "?").then_some(last)
}

/// Says whether a word, its lemma, a verb with its particle (`rule out`) or with the word behind it (`call for`)
/// shows `cue`. What two words deny is for `negated_phrase` to say.
pub fn shows(view: &View<'_>, rules: &Rules<'_>, at: usize, cue: Cue) -> bool {
    let with = |word: &str| rules.words.is_cue(&format!("{} {word}", view.lemma(at)), cue);
    if let Some(particle) = view.particle_of(at) {
        return with(view.word(particle));
    }
    // `fell through`: the parser may take the particle for an adverb.
    let is_particle =
        view.governor(at + 1) == Some(at) && view.relation(at + 1) == Relation::ADVMOD;
    rules.words.is_cue(view.word(at), cue)
        || rules.words.is_cue(view.lemma(at), cue)
        || (cue != Cue::Negated || is_particle) && with(view.word(at + 1))
}

/// Reads the status of a match, without its holder; `None` when the words leave open whether it holds.
pub fn of(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<Status> {
    let view = &scene.view;
    let mut status = Status::default();
    let span = |at: usize| Some(view.span(Tokens::new(at, at + 1)));
    let cue_at = |at: usize, cue: Cue| shows(view, rules, at, cue);
    let mut governed = false;
    if is_denied_twice(scene, rules, found) {
        return None;
    }
    for at in found.passed.iter().copied() {
        if denial::is_approximate(scene, rules, found, at) || is_over(view, rules, found, at) {
            return None;
        }
        let phrase = negated_phrase(view, rules, at);
        // `A is a member and B is not`
        let is_of_another = matches!(view.word(at), "not" | "n't")
            && view.governor(at).is_some_and(|verb| verb < at && found.anchor.is_some());
        if is_of_another {
            continue;
        }
        let is_denied = cue_at(at, Cue::Negated)
            || phrase.is_some()
            || denial::is_none_of(view, at)
            || denial::is_excess(view, at);
        if is_denied && !until_then(scene, found, at) {
            match denial::reach(scene, rules, at) {
                Reach::Nothing => continue,
                Reach::Degree => return None,
                Reach::Claim => {}
            }
            status.polarity = Polarity::Negated;
            status.polarity_cue = phrase.map_or_else(|| span(at), |words| Some(view.span(words)));
            governed = true;
        } else if cue_at(at, Cue::Planned) && !is_participle_of_time(scene, at) {
            status.weaken(Realis::Planned, span(at));
            governed = true;
        } else if cue_at(at, Cue::Hypothetical) {
            status.realis = Realis::Hypothetical;
            status.realis_cue = span(at);
            governed = true;
        } else if rules.words.is_cue(view.lemma(at), Cue::Speech) && view.upos(at) == Upos::Verb {
            // `is said to export`, `claims to export`: what is said is no plan.
            governed = true;
        } else if cue_at(at, Cue::Neutral) && matches!(view.upos(at), Upos::Verb)
            // `used to work for the bank`: a habit of the past.
            || view.word(at) == "used" && view.word(at + 1) == "to"
            // `was able to join`: it has.
            || view.word(at) == "able"
                && view.children(at).any(|be| matches!(view.word(be), "was" | "were"))
            // `was the first to recognise`: it has.
            || super::tree::elaboration::is_of_order(view, at)
        {
            governed = true;
        }
        // `would join only if it is paid`
        if view.word(at) == "would"
            && view.governor(at).is_some_and(|verb| {
                view.children(verb).any(|clause| {
                    view.relation(clause) == Relation::ADVCL
                        && view
                            .children(clause)
                            .any(|mark| matches!(view.word(mark), "if" | "unless"))
                })
            })
        {
            status.realis = Realis::Hypothetical;
            status.realis_cue = span(at);
        }
        // `asked the minister to sign`: wanted, not done.
        // `is to become a member`: the verb of the match may be the `is`.
        let is_due = at > 0 && view.lemma(at - 1) == "be";
        // `claims to have won`, `is known to have visited`: the perfect is no plan.
        let is_perfect = view.word(at + 1) == "have" && view.upos(at + 1) == Upos::Aux;
        let is_infinitive = view.word(at) == "to"
            && !is_perfect
            && (is_due || found.verb.is_some_and(|verb| verb > at));
        // `was to have joined`: it did not come to it.
        if is_due && is_perfect && view.word(at) == "to" && view.token(at - 1).xpos == Xpos::VBD {
            status.realis = Realis::Hypothetical;
            status.realis_cue = span(at);
            governed = true;
        }
        // `merged to form the union`: that is what came of it.
        let is_result = found.verb.and_then(|verb| view.governor(verb)).is_some_and(|cause| {
            rules.words.is(view.lemma(cause), WordClass::Merging)
                && view.token(cause).xpos == Xpos::VBD
        });
        if is_infinitive && !governed && !is_result {
            status.weaken(Realis::Planned, span(at));
        }
    }
    if let Some(at) = denial::elsewhere(scene, rules, found) {
        if denial::is_degree_elsewhere(scene, rules, found, at) {
            return None;
        }
        status.polarity = Polarity::Negated;
        status.polarity_cue = span(at);
    }
    // `had it joined`: it did not. `no evidence that it joined`: it may have. `Did Kenya join the union?`:
    // who asks does not say so.
    let asks = || question_mark(scene).filter(|_| found.verb.is_some());
    let doubt = inverted(view, found)
        .or_else(|| denial::unproven(scene, rules, found))
        .or_else(|| denial::disputed(view, rules, found))
        .or_else(asks);
    if let Some(at) = doubt {
        status.weaken(Realis::Hypothetical, span(at));
    }
    // `had it not joined`, `would never have joined`: it did, and nobody says so.
    let is_unreal = inverted(view, found).or_else(|| unfulfilled(view, &found.passed)).is_some();
    if is_unreal && status.polarity == Polarity::Negated {
        return None;
    }
    // `talks on joining`, `a vote on leaving`: what is talked of is not done.
    if let Some(at) = debated(view, rules, found) {
        status.weaken(Realis::Planned, span(at));
    }
    if let Some(at) = opined(view, rules, found) {
        status.weaken(Realis::Hypothetical, span(at));
    }
    if let Some(at) = still_to_come(view, found)
        .or_else(|| imagined(view, rules, found))
        .or_else(|| subjunctive(view, found))
        .or_else(|| that_clause(view, found))
    {
        status.weaken(Realis::Hypothetical, span(at));
    }
    // `would have joined`: it did not come to it.
    if let Some(at) = unfulfilled(view, &found.passed)
        && status.realis == Realis::Planned
    {
        status.realis = Realis::Hypothetical;
        status.realis_cue = span(at);
    }
    // `has not announced that it will leave`: nobody says so.
    if let Some(not) = unsaid(scene, rules, found) {
        status.realis = Realis::Hypothetical;
        status.realis_cue = span(not);
    }
    if let Some(at) = proposed_thing(scene, rules, found) {
        status.weaken(Realis::Planned, span(at));
    }
    if found.anchor.is_some() {
        // The tree has told already what governs the clause.
        return Some(status);
    }
    if let Some(at) = hypothesis_before(scene, rules, found) {
        status.weaken(Realis::Hypothetical, span(at));
    }
    if let Some(at) = plan_before(scene, rules, found) {
        status.weaken(Realis::Planned, span(at));
    }
    Some(status)
}

/// `never denied that`, `did not hesitate to`, `failed to prevent Peru from`: two denials leave open or affirm
/// what they are about.
fn is_denied_twice(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> bool {
    let view = &scene.view;
    let prevents = |at: usize| rules.words.is(view.lemma(at), WordClass::Preventing);
    let is_denying = |at: &usize| {
        view.upos(*at) == Upos::Verb && (shows(view, rules, *at, Cue::Negated) || prevents(*at))
    };
    let predicate = found.anchor.or(found.verb);
    let mut verbs =
        found.passed.iter().copied().filter(|at| Some(*at) != predicate).filter(is_denying);
    verbs.any(|verb| {
        let is_not = |at: &usize| {
            view.governor(*at) == Some(verb)
                && matches!(view.word(*at), "not" | "n't" | "never" | "longer" | "neither" | "nor")
        };
        let nobody = view.subject_of(verb).is_some_and(|subject| {
            matches!(view.word(subject), "nobody" | "none" | "nothing")
                || view.children(subject).any(|no| view.word(no) == "no")
        });
        let above = view.governor(verb).filter(|above| {
            view.relation(verb) == Relation::XCOMP
                && (shows(view, rules, *above, Cue::Negated) || denial_of(view, *above).is_some())
        });
        nobody || above.is_some() || (0..view.len()).any(|at| is_not(&at))
    })
}

/// The words of a negation of two words that one of them is of: `no longer`, `instead of`, `yet to`.
fn negated_phrase(view: &View<'_>, rules: &Rules<'_>, at: usize) -> Option<Tokens> {
    // `far from joining, X left`: the first word alone may hang on another verb.
    let is_whole = [Some(at), view.governor(at)].contains(&view.governor(at + 1));
    let firsts = [at.checked_sub(1), is_whole.then_some(at)];
    firsts.into_iter().flatten().find_map(|first| {
        let words = format!("{} {}", view.word(first), view.word(first + 1));
        rules.words.is_cue(&words, Cue::Negated).then(|| Tokens::new(first, first + 2))
    })
}

/// `used to sell gold to Peru`: that is over, and how things stand now is not said. Offices and works have an
/// end that may be told.
fn is_over(view: &View<'_>, rules: &Rules<'_>, found: &Match, at: usize) -> bool {
    let verb = found.verb.or(found.anchor);
    view.word(at) == "used"
        && view.word(at + 1) == "to"
        && verb.is_some_and(|verb| rules.words.is(view.lemma(verb), WordClass::Transfer))
}

/// The `had` or `were` that opens a condition: `had Peru joined`.
fn inverted(view: &View<'_>, found: &Match) -> Option<usize> {
    let verb = found.anchor.or(found.verb)?;
    // The parser may take the auxiliary that opens the sentence for its verb.
    let opening = view.governor(verb).filter(|had| {
        *had == 0
            && view.relation(verb) == Relation::XCOMP
            && (view.word(*had) == "had" && view.token(verb).xpos == Xpos::VBN
                // `were Peru to join`
                || view.word(*had) == "were"
                    && view.children(verb).any(|mark| view.word(mark) == "to"))
    });
    if opening.is_some() {
        return opening;
    }
    let subject = view.subject_of(verb)?;
    // Either clause may be taken for the main one.
    let is_condition = view.relation(verb) == Relation::ADVCL
        || view.governor(0) == Some(verb)
            && view.children(verb).any(|other| {
                other > verb
                    && view
                        .children(other)
                        .any(|modal| matches!(view.word(modal), "would" | "could" | "might" | "'d"))
            });
    if !is_condition {
        return None;
    }
    view.children(verb).take_while(|at| *at < subject).find(|at| {
        matches!(view.relation(*at), Relation::AUX | Relation::COP | Relation::AUX_PASS)
            && matches!(view.word(*at), "had" | "were" | "should")
    })
}

/// `talks on joining`, `a referendum about leaving`: the noun that tells that it is not done.
fn debated(view: &View<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let verb = found.anchor.or(found.verb)?;
    let mark = verb.checked_sub(1).filter(|mark| {
        view.token(verb).xpos == Xpos::VBG
            && matches!(view.word(*mark), "on" | "about" | "over" | "of")
    })?;
    mark.checked_sub(1).filter(|noun| {
        view.upos(*noun) == Upos::Noun
            && (view.word(mark) != "of" || rules.words.is(view.lemma(*noun), WordClass::Prospect))
    })
}

/// `opposed Peru joining`: the verb that has an opinion of it.
fn opined(view: &View<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let verb = found.anchor.or(found.verb)?;
    let is_bare = view.token(verb).xpos == Xpos::VBG
        && verb > 0
        && view.upos(verb - 1) == Upos::Propn
        && view.relation(verb) == Relation::ADVCL;
    view.governor(verb)
        .filter(|above| is_bare && rules.words.is(view.lemma(*above), WordClass::Opinion))
}

/// `recommended that Peru join`: a bare verb in the third person.
fn subjunctive(view: &View<'_>, found: &Match) -> Option<usize> {
    let verb = found.anchor.or(found.verb)?;
    let subject = view.subject_of(verb)?;
    let is_singular = view.upos(subject) == Upos::Propn && !view.is_inflected(subject);
    let that = view.children(verb).find(|child| *child < verb && view.word(*child) == "that");
    let has_auxiliary =
        view.children(verb).any(|child| {
            matches!(view.relation(child), Relation::AUX | Relation::AUX_PASS)
                || view.relation(child) == Relation::CONJ
        }) || view.children(subject).any(|child| view.relation(child) == Relation::CONJ);
    let is_bare = matches!(view.token(verb).xpos, Xpos::VB | Xpos::VBP)
        && view.lemma(verb) == view.word(verb);
    that.filter(|_| is_singular && is_bare && !has_auxiliary)
}

/// `That Peru left is a lie`: a clause that opens the sentence is not said by it.
fn that_clause(view: &View<'_>, found: &Match) -> Option<usize> {
    let verb = found.anchor.or(found.verb)?;
    let is_that = view.word(0) == "that" && view.upos(0) == Upos::Sconj;
    (is_that && view.governor(0) == Some(verb)).then_some(0)
}

/// `before Peru joins`: what is told in the present of a time that comes.
fn still_to_come(view: &View<'_>, found: &Match) -> Option<usize> {
    let verb = found.anchor.or(found.verb)?;
    let is_present = matches!(view.token(verb).xpos, Xpos::VBZ | Xpos::VBP)
        && view.relation(verb) == Relation::ADVCL;
    view.children(verb).find(|child| {
        is_present
            && *child < verb
            && matches!(view.relation(*child), Relation::MARK | Relation::ADVMOD)
            && matches!(view.word(*child), "before" | "until" | "till" | "once" | "when")
    })
}

/// `in the novel, Peru invades Chile`, `under the plan, Peru lends`: a frame in which it is so.
fn imagined(view: &View<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let verb = found.predicate(view);
    // `reports of a coup`
    let report = view.governor(verb).filter(|report| {
        view.relation(verb) == Relation::NMOD
            && rules.words.is(view.lemma(*report), WordClass::Rumour)
            && view.children(verb).any(|case| view.word(case) == "of")
    });
    if report.is_some() {
        return report;
    }
    view.children(verb).find(|child| {
        let case = view.children(*child).find(|case| view.relation(*case) == Relation::CASE);
        let is_frame = match case.map(|case| view.word(case)) {
            Some("in") => rules.words.is(view.lemma(*child), WordClass::Fiction),
            Some("under") => rules.words.is(view.lemma(*child), WordClass::Draft),
            _ => false,
        };
        is_frame && *child < verb && view.relation(*child) == Relation::OBL
    })
}

/// The `would` or `could` before a `have`.
fn unfulfilled(view: &View<'_>, passed: &[usize]) -> Option<usize> {
    let modal = passed.iter().find(|at| matches!(view.word(**at), "would" | "could" | "might"))?;
    passed.iter().any(|at| at > modal && view.word(*at) == "have").then_some(*modal)
}

/// `was not opened until 2018`: it was, then.
fn until_then(scene: &Scene<'_>, found: &Match, at: usize) -> bool {
    let of_fills = found.fills.iter().filter_map(|(_, fill)| match fill {
        Fill::Time(time) => Some(*time),
        _ => None,
    });
    let mut times = found.times.iter().copied().chain(of_fills);
    matches!(scene.view.word(at), "not" | "n't")
        && times
            .any(|time| matches!(scene.view.word(scene.times[time].tokens.first), "until" | "till"))
}

/// `set in 1992`, `due east`: a word of a plan that is none here.
fn is_participle_of_time(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.view.lemma(at), "set" | "due" | "go") && scene.view.word(at + 1) != "to"
}

/// A word before the match that makes its clause a condition, a question or a fear.
fn hypothesis_before(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let mut at = found.first;
    while at > 0 && found.first - at < 12 {
        at -= 1;
        let word = view.word(at);
        if matches!(word, "," | ";" | ":" | "." | "”" | "but") {
            return None;
        }
        let is_mark = matches!(word, "if" | "whether" | "unless" | "lest");
        let is_fear =
            word == "that" && at > 0 && rules.words.is(view.lemma(at - 1), WordClass::Fear);
        let is_seeming = matches!(view.lemma(at), "fear" | "worry")
            && rules.words.is_cue(view.lemma(at), Cue::Hypothetical);
        if is_mark || is_fear || is_seeming {
            return Some(at);
        }
    }
    None
}

/// `plans for X to …`, `a proposal that X …`: the match is inside a plan.
fn plan_before(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let before = found.first.checked_sub(1)?;
    let is_link = matches!(view.word(before), "for" | "that" | "to");
    let at = before.checked_sub(1)?;
    let is_plan = rules.words.is(view.lemma(at), WordClass::Intent);
    (is_link && is_plan).then_some(at)
}

/// `An institute at the university was proposed`: what a noun phrase tells of a thing that only a plan has.
fn proposed_thing(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let head = view.head_of(Tokens::new(found.first, found.end));
    let above = view.governor(head).filter(|_| found.verb.is_none())?;
    // `had hoped to host a summit in 2020`
    let hoped = view.governor(above).filter(|hope| {
        view.relation(head) == Relation::OBJ
            && view.relation(above) == Relation::XCOMP
            && rules.words.is_cue(view.lemma(above), Cue::Creating)
            && rules.words.is_cue(view.lemma(*hope), Cue::Planned)
    });
    let verb = hoped.or(Some(above)).filter(|verb| {
        hoped.is_some()
            || matches!(view.relation(head), Relation::OBJ | Relation::NSUBJ_PASS)
                && rules.words.is(view.lemma(*verb), WordClass::Proposing)
    })?;
    let is_somebody = scene.candidates.iter().any(|candidate| {
        view.head_of(candidate.tokens) == head
            && ["Person", "Country", "Place"].iter().any(|class| rules.is(candidate.class, class))
    });
    (!is_somebody).then_some(verb)
}

/// `The minister, Anna Weber, is expected in Lima`: where a sentence gives somebody an office as a title, no
/// other reading of it makes that a plan.
pub fn drop_planned_titles(rules: &Rules<'_>, claims: &mut Vec<Claim>) {
    let titles = ["leaderOf", "holdsPosition"].map(|name| rules.onto.relation_names.get(name));
    let is_title = |claim: &Claim| titles.contains(&Some(&claim.predicate));
    let key = |claim: &Claim| {
        let object = format!("{:?}", claim.object);
        (claim.subject, claim.predicate.0, object, claim.evidence.clone())
    };
    let held: BTreeSet<_> = (claims.iter())
        .filter(|claim| is_title(claim) && claim.status.realis == Realis::Actual)
        .map(key)
        .collect();
    claims.retain(|claim| {
        !is_title(claim) || claim.status.realis == Realis::Actual || !held.contains(&key(claim))
    });
}
