//! How far a `not` reaches: over the whole claim, over its degree only (`not the largest investor`), over one
//! member of a list (`joined A but not B`), or over nothing (`not only`).

use super::Rules;
use super::matching::{Fill, Match};
use super::scene::Scene;
use super::view::View;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos, Xpos};

/// What is left of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it is denied.
    Claim,
    /// Only how far it goes is denied: whether it holds at all is not said.
    Degree,
    /// Nothing is denied: more is said.
    Nothing,
}

/// Reads how far the negation at `at` reaches.
pub fn reach(scene: &Scene<'_>, rules: &Rules<'_>, at: usize) -> Reach {
    let view = &scene.view;
    if rules.words.is_cue(view.word(at + 1), Cue::Focus) {
        return Reach::Nothing;
    }
    // `was held in Lima, not, as some say, in Quito`: another one is denied.
    let is_of_other = at > 0
        && view.word(at) == "not"
        && view.word(at - 1) == ","
        && view.governor(at).is_some_and(|verb| verb < at && view.upos(verb) == Upos::Verb);
    if is_of_other {
        return Reach::Nothing;
    }
    // `is no longer the largest investor`
    let no_longer = (view.word(at) == "no" && view.word(at + 1) == "longer")
        .then_some(at + 1)
        .or((view.word(at) == "longer").then_some(at));
    let is_not = matches!(view.word(at), "not" | "n't" | "never") || no_longer.is_some();
    let Some(predicate) = view.governor(no_longer.unwrap_or(at)).filter(|_| is_not) else {
        return Reach::Claim;
    };
    if rules.words.is_cue(view.word(at + 1), Cue::Degree) && view.upos(at + 1) == Upos::Adv
        || is_of_degree(view, rules, predicate)
    {
        return Reach::Degree;
    }
    // `did not travel alone`
    let is_manner = |child: usize| {
        child > predicate
            && view.relation(child) == Relation::ADVMOD
            && rules.words.is(view.word(child), WordClass::Manner)
    };
    if view.children(predicate).any(is_manner) {
        return Reach::Degree;
    }
    Reach::Claim
}

/// Says whether a noun is one among others by degree or order: `the largest investor`, `the only member`.
fn is_of_degree(view: &View<'_>, rules: &Rules<'_>, noun: usize) -> bool {
    view.children(noun).any(|child| {
        child < noun
            && matches!(view.relation(child), Relation::AMOD | Relation::ADVMOD)
            && (view.token(child).xpos == Xpos::JJS
                || rules.words.is_cue(view.word(child), Cue::Degree))
    })
}

/// A word that says that it was near or little: `nearly joined`, `hardly trades`. Whether it holds is open.
pub fn is_approximate(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match, at: usize) -> bool {
    let view = &scene.view;
    // `is hardly a member`, `was almost elected president`
    let is_of_predicate = view.governor(at).is_some_and(|of| {
        Some(of) == found.anchor
            || Some(of) == found.verb
            || found.first <= of && of < found.end && view.upos(of) != Upos::Num
    });
    rules.words.is_cue(view.word(at), Cue::Approximate) && is_of_predicate
}

/// The word that denies the claim from outside its predicate: `no agreement with`, `its partner is not
/// Peru`, `it is not true that`.
pub fn elsewhere(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    no_such(scene, found)
        .or_else(|| not_that_one(scene, found))
        .or_else(|| no_act(scene, found))
        .or_else(|| of_a_denied_report(scene, rules, found))
        .or_else(|| untrue(scene, rules, found))
        .or_else(|| other_side(scene, found))
}

/// The `no` of one of the nouns of a match.
fn no_such(scene: &Scene<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let heads = heads(scene, found).chain(found.anchor);
    heads.flat_map(|head| view.children(head)).find(|child| is_none_of(view, *child))
}

/// `it was not Peru that joined`: the `not` of who it was.
fn not_that_one(scene: &Scene<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let clause = found.predicate(view);
    let one = view.governor(clause).filter(|one| {
        matches!(view.relation(clause), Relation::ACL_RELCL | Relation::ADVCL_RELCL)
            && view.has_copula(*one)
    })?;
    let is_cleft = view.children(one).any(|it| view.word(it) == "it");
    denial_of(view, one).filter(|_| is_cleft)
}

/// `took no part in`, `received no loan from`: the `no` of a noun of the pattern itself.
fn no_act(scene: &Scene<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let is_filled = |at: usize| {
        found.fills.iter().any(|(_, fill)| match fill {
            Fill::Candidates(_, tokens) | Fill::Described(tokens, _) | Fill::Words(tokens) => {
                (tokens.first..tokens.end).contains(&at)
            }
            _ => false,
        })
    };
    let predicate = found.anchor.or(found.verb)?;
    (found.first..found.end).find(|at| {
        let noun = view.governor(*at);
        is_none_of(view, *at)
            && noun.is_some_and(|noun| {
                !is_filled(noun) && (noun == predicate || view.governor(noun) == Some(predicate))
            })
    })
}

/// The verb that denies the report which the clause of a match tells: `denied a report in the press that`,
/// `dismissed the claim, made by Peru, that`.
fn of_a_denied_report(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let clause = found.predicate(view);
    let noun = match view.relation(clause) {
        Relation::ACL | Relation::ACL_RELCL => view.governor(clause)?,
        // The parser may hang the clause on the verb.
        Relation::ADVCL | Relation::CCOMP | Relation::PARATAXIS => {
            let verb = view.governor(clause)?;
            view.children(verb).find(|at| *at < clause && view.relation(*at) == Relation::OBJ)?
        }
        _ => return None,
    };
    let is_told = view.children(clause).any(|at| at < clause && view.word(at) == "that")
        || (noun..clause).any(|at| view.word(at) == "according" && view.word(at + 2) == "which");
    let denied = view.governor(noun).filter(|_| {
        is_told
            && view.relation(noun) == Relation::OBJ
            && rules.words.is_cue(view.lemma(noun), Cue::Statement)
    })?;
    let denies = rules.words.is_cue(view.lemma(denied), Cue::Negated)
        || rules.words.is(view.lemma(denied), WordClass::Refuting);
    denies.then_some(denied)
}

/// `its partner is not Peru`: the `not` of what the noun is said to be.
fn other_side(scene: &Scene<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let noun = of_phrase(view, found.anchor?);
    if view.relation(noun) != Relation::NSUBJ {
        return None;
    }
    let predicate = view.governor(noun)?;
    let is_named = heads(scene, found).any(|head| head == predicate);
    let not = denial_of(view, predicate)?;
    is_named.then_some(not)
}

/// The noun whose phrase a modifier begins: `partner` of `trading`.
fn of_phrase(view: &View<'_>, anchor: usize) -> usize {
    let mut at = anchor;
    while matches!(view.relation(at), Relation::COMPOUND | Relation::AMOD)
        && let Some(above) = view.governor(at).filter(|above| *above > at)
    {
        at = above;
    }
    at
}

/// `it is not true that`, `the report that … is false`.
fn untrue(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let clause = found.predicate(view);
    let above = view.governor(clause)?;
    let verdict = match view.relation(clause) {
        Relation::CCOMP | Relation::CSUBJ | Relation::ADVCL => above,
        // `the claim that Peru joined is false`: the clause may look like one about the claim.
        Relation::ACL | Relation::ACL_RELCL if view.relation(above) == Relation::NSUBJ => {
            view.governor(above)?
        }
        // `it is a myth that Peru joined`
        Relation::ACL | Relation::ACL_RELCL if view.has_copula(above) => above,
        _ => return None,
    };
    // `rumours that … proved false`
    let proved = view.children(verdict).find(|at| {
        matches!(view.lemma(verdict), "prove" | "turn")
            && rules.words.is_cue(view.word(*at), Cue::False)
    });
    if proved.is_some() {
        return proved;
    }
    let not = denial_of(view, verdict);
    if rules.words.is_cue(view.lemma(verdict), Cue::True) {
        return not;
    }
    // `lies in Lima` tells no lies.
    let is_false = view.upos(verdict) != Upos::Verb
        && [view.lemma(verdict), view.word(verdict)]
            .iter()
            .any(|form| rules.words.is_cue(form, Cue::False));
    (is_false && not.is_none()).then_some(verdict)
}

/// `no plans to`: the `no` of a noun.
pub fn is_none_of(view: &View<'_>, at: usize) -> bool {
    view.word(at) == "no" && view.relation(at) == Relation::DET
}

/// `too small to join`.
pub fn is_excess(view: &View<'_>, at: usize) -> bool {
    view.word(at) == "too"
        && view.governor(at).is_some_and(|of| of > at && view.upos(of) == Upos::Adj)
}

/// The `no` or `not` before what would show that the claim holds: `there is no evidence that`.
pub fn unproven(scene: &Scene<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let view = &scene.view;
    let clause = found.anchor.or(found.verb)?;
    let noun = view.governor(clause)?;
    let is_said_of = matches!(view.relation(clause), Relation::ACL | Relation::CCOMP);
    if !is_said_of
        || view.upos(noun) != Upos::Noun
        || !rules.words.is_cue(view.lemma(noun), Cue::True)
    {
        return None;
    }
    let no = view.children(noun).find(|child| is_none_of(view, *child));
    no.or_else(|| denial_of(view, view.governor(noun)?))
}

/// Says whether only the degree is denied of a noun that is said to be something: `its main partner is not
/// Peru`.
pub fn is_degree_elsewhere(
    scene: &Scene<'_>,
    rules: &Rules<'_>,
    found: &Match,
    not: usize,
) -> bool {
    let view = &scene.view;
    found.anchor.map(|anchor| of_phrase(view, anchor)).is_some_and(|noun| {
        view.governor(not) == view.governor(noun) && is_of_degree(view, rules, noun)
    })
}

/// The word that leaves a member of a list out: `A but not B`, `neither A nor B`, `A rather than B`; and those
/// that follow it: `A but not B, C or D`.
pub fn exclusion(view: &View<'_>, rules: &Rules<'_>, member: usize) -> Option<usize> {
    let mut last = member;
    loop {
        let found = exclusion_of_one(view, rules, last);
        if found.is_some() {
            return found;
        }
        last = member_before(view, last)?;
    }
}

/// The member of a list before one that no other word than `or`, or an `and` without a comma, sets off from it.
fn member_before(view: &View<'_>, member: usize) -> Option<usize> {
    let first = view.governor(member).filter(|_| view.relation(member) == Relation::CONJ)?;
    let joint = view.children(member).find(|at| view.relation(*at) == Relation::CC);
    let goes_on = joint.is_none_or(|joint| match view.word(joint) {
        "or" | "nor" => true,
        "and" => joint > 0 && view.word(joint - 1) != ",",
        _ => false,
    });
    // The list may be hung up on its first or on the one before.
    let is_earlier = |at: &usize| {
        *at == first || view.relation(*at) == Relation::CONJ && view.governs(first, *at)
    };
    (first..member).rev().find(is_earlier).filter(|_| goes_on)
}

fn exclusion_of_one(view: &View<'_>, rules: &Rules<'_>, member: usize) -> Option<usize> {
    // `A, and not the speaker, B, came`: the name is the speaker's.
    let noun = view.governor(member).filter(|noun| {
        view.relation(member) == Relation::APPOS
            && *noun < member
            && view.relation(*noun) == Relation::CONJ
            && view.upos(*noun) == Upos::Noun
    });
    let member = noun.unwrap_or(member);
    let is_conjunct = view.relation(member) == Relation::CONJ;
    let is_predicate = view.has_copula(member);
    view.children(member).find(|child| match view.word(*child) {
        "neither" => *child < member,
        "nor" => is_conjunct,
        // `not only A but also B` leaves nobody out.
        "not" => {
            *child < member
                && !is_predicate
                && view.upos(member) != Upos::Verb
                && !rules.words.is_cue(view.word(*child + 1), Cue::Focus)
                && view.word(*child + 1) != "alone"
        }
        // `all members but A`
        "but" => view.relation(*child) == Relation::CASE && *child < member,
        "rather" | "instead" => is_conjunct && view.relation(*child) == Relation::CC,
        _ => false,
    })
}

/// The word that denies a verb: `not`, `never`.
pub fn denial_of(view: &View<'_>, verb: usize) -> Option<usize> {
    view.children(verb).find(|at| matches!(view.word(*at), "not" | "n't" | "never"))
}

/// The heads of what fills the slots of a match.
fn heads<'m>(scene: &'m Scene<'_>, found: &'m Match) -> impl Iterator<Item = usize> + 'm {
    let view = &scene.view;
    found.fills.iter().flat_map(move |(_, fill)| match fill {
        Fill::Candidates(members, _) => {
            members.iter().map(|member| view.head_of(scene.candidates[*member].tokens)).collect()
        }
        Fill::Described(tokens, _) | Fill::Words(tokens) => vec![view.head_of(*tokens)],
        Fill::Entities(_) | Fill::Time(_) | Fill::Quantity(_) => Vec::new(),
    })
}

/// `Kenya joined the union, a claim that Peru disputes`, `…, which the ministry denies`: the verb that takes
/// back what stands before it.
pub fn disputed(view: &View<'_>, rules: &Rules<'_>, found: &Match) -> Option<usize> {
    let predicate = found.predicate(view);
    // `was sentenced for plotting a coup, a charge he denies`: sentenced he was.
    let is_of_court = rules.words.is(view.lemma(predicate), WordClass::Conviction);
    let end = predicate + 1;
    (end..view.len()).filter(|_| !is_of_court).find(|verb| {
        rules.words.is(view.lemma(*verb), WordClass::Refuting)
            && view.upos(*verb) == Upos::Verb
            && (end..*verb).rev().find(|comma| view.word(*comma) == ",").is_some_and(|comma| {
                // Nothing but who disputes it stands between.
                let subject = view.subject_of(*verb);
                let is_told = match view.word(comma + 1) {
                    "which" => subject.is_some_and(|subject| subject > comma + 1),
                    "a" | "an" | "something" => (comma + 1..*verb).any(|noun| {
                        view.word(noun) == "something"
                            || rules.words.is(view.lemma(noun), WordClass::Claim)
                    }),
                    _ => false,
                };
                let has_object = view
                    .children(*verb)
                    .any(|object| object > *verb && view.relation(object) == Relation::OBJ);
                is_told && !has_object
            })
    })
}
