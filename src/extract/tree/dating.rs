//! The date that belongs to a match: one that hangs on its words or on the predicates over them.

use super::ground::Ground;
use crate::extract::time::{Time, TimeRelation};
use crate::extract::view::{Tokens, is_dash};
use crate::text::{Relation, Upos, Xpos};

/// A match as far as its date needs it.
pub struct Dated<'d> {
    /// The tokens that the nodes of the template were found at, the anchor first.
    pub tokens: &'d [usize],
    /// The predicates over the anchor that share its time.
    pub chain: &'d [usize],
    /// Stretches that name an event or an agreement: its date is that of what is done with it.
    /// Empty where a date tells since when something holds rather than when it happened.
    pub events: &'d [Tokens],
    /// It goes on rather than happens: what a noun phrase takes for granted has no date of its clause.
    pub is_lasting: bool,
}

/// Finds the date of a match, as index into the times of the scene.
pub fn date(ground: &Ground<'_, '_>, dated: &Dated<'_>) -> Option<usize> {
    let anchor = dated.tokens[0];
    let times = ground.scene.times.iter().enumerate();
    let ranked = times.filter_map(|(index, time)| {
        let rank = rank(ground, dated, index, time)?;
        Some(((rank, time.tokens.first.abs_diff(anchor)), index))
    });
    let ranked: Vec<((usize, usize), usize)> = ranked.collect();
    let Some((rank, best)) = ranked.iter().min().copied() else {
        return opening(ground, anchor).filter(|_| !dated.is_lasting || is_told(ground, anchor));
    };
    // `earlier this year in May`: of two that agree, the one that says more.
    let start = |index: usize| ground.scene.times[index].start;
    let finer = ranked.iter().filter(|(other, index)| {
        other.0 == rank.0 && *index != best && start(best).covers(start(*index))
    });
    Some(finer.min().map_or(best, |(_, index)| *index))
}

/// Says whether a word is what its clause tells, and no part of a phrase in it: `since 2013 it has been an
/// observer in the union's assembly` does not tell since when the assembly is the union's.
fn is_told(ground: &Ground<'_, '_>, anchor: usize) -> bool {
    let has_copula = ground.children(anchor).any(|child| ground.relation(child) == Relation::COP);
    ground.scene.view.upos(anchor) == Upos::Verb || has_copula
}

/// How well a time fits a match: less is better, `None` is not at all.
fn rank(ground: &Ground<'_, '_>, dated: &Dated<'_>, index: usize, time: &Time) -> Option<usize> {
    let (tokens, anchor) = (dated.tokens, dated.tokens[0]);
    let head = ground.times[index];
    let parent = ground.parent(head)?;
    let in_event =
        |token: usize| dated.events.iter().any(|event| (event.first..event.end).contains(&token));
    // `a 2010 agreement`, `the agreement of 2010`
    let names_event = (in_event(head) || in_event(parent))
        && matches!(
            ground.relation(head),
            Relation::NUMMOD
                | Relation::COMPOUND
                | Relation::AMOD
                | Relation::NMOD
                | Relation::NMOD_UNMARKED
        );
    if time.relation == TimeRelation::Bare {
        return names_event.then_some(7);
    }
    if parent == anchor {
        return Some(0);
    }
    if tokens.contains(&parent) {
        return Some(1);
    }
    if dated.chain.contains(&parent) {
        return Some(2);
    }
    // `In 2010 X joined and signed`: the date of the first conjunct, or of the last one.
    let are_conjuncts = |first: usize, second: usize| {
        ground.relation(second) == Relation::CONJ && ground.parent(second) == Some(first)
    };
    if are_conjuncts(parent, anchor) && time.tokens.end <= parent {
        return Some(3);
    }
    let is_same_kind = || {
        let view = &ground.scene.view;
        // `Peru's visit to Chile and meeting with …`
        let is_gerund = view.upos(anchor) == Upos::Noun && view.word(parent).ends_with("ing");
        let has_owner =
            ground.children(parent).any(|child| ground.relation(child) == Relation::NMOD_POSS);
        (view.upos(parent) == view.upos(anchor) || is_gerund)
            && view.subject_of(parent).is_none()
            && !has_owner
    };
    if are_conjuncts(anchor, parent) && time.tokens.first > parent && is_same_kind() {
        return Some(4);
    }
    // `flew to Lima to attend a summit in May`: the purpose has the time of what is done for it.
    let purpose = |token: usize| {
        ground.relation(token) == Relation::ADVCL
            && ground.parent(token) == Some(anchor)
            && has_infinitive(ground, token)
    };
    let over = ground.parent(parent);
    if purpose(parent) || over.is_some_and(purpose) {
        return Some(5);
    }
    // `hosted the exercise planned for May`: the date of the thing itself.
    // `the agreement between Peru and Chile – signed in May`: countries are not signed.
    let behind_event = |verb: usize, noun: usize| {
        let view = &ground.scene.view;
        let before = verb.checked_sub(1).map_or("", |at| view.word(at));
        let is_aside = view.token(verb).xpos == Xpos::VBN && (is_dash(before) || before == ",");
        let mut events = dated.events.iter();
        is_aside && events.any(|event| view.governs(view.head_of(*event), noun))
    };
    let is_of_event = |verb: usize| {
        // `an agreement, which entered into force in March`: that is when it did so.
        let is_another = matches!(
            ground.scene.view.lemma(verb),
            "enter" | "come" | "take" | "expire" | "lapse" | "cover" | "run" | "remain" | "replace"
        );
        matches!(ground.relation(verb), Relation::ACL | Relation::ACL_RELCL)
            && !is_another
            && (ground.parent(verb)).is_some_and(|noun| in_event(noun) || behind_event(verb, noun))
    };
    if is_of_event(parent) {
        return Some(6);
    }
    // `During the campaign in 2019, X demanded`: what is done at a meeting is done when that is.
    let is_occasion = ground.relation(parent) == Relation::OBL
        && ground.parent(parent).is_some_and(|at| at == anchor || dated.chain.contains(&at))
        && ground.children(parent).any(|child| {
            ground.relation(child) == Relation::CASE
                && matches!(ground.scene.view.word(child), "during" | "at")
        });
    if is_occasion || same_time(ground, anchor).contains(&parent) {
        return Some(6);
    }
    names_event.then_some(7)
}

/// When an event was over, by the clause that says so: `the war, which ended in 1994`, `the talks
/// concluded in May`.
pub fn end(ground: &Ground<'_, '_>, event: usize) -> Option<usize> {
    let view = &ground.scene.view;
    let is_end = |verb: usize| {
        let of_event = matches!(ground.relation(verb), Relation::ACL | Relation::ACL_RELCL)
            // `wars between Peru and Chile, which ended`: wars do.
            && ground.parent(verb).is_some_and(|noun| noun == event || view.governs(event, noun))
            || matches!(ground.relation(event), Relation::NSUBJ | Relation::NSUBJ_PASS)
                && ground.parent(event) == Some(verb);
        of_event && matches!(view.lemma(verb), "end" | "cease" | "expire" | "conclude" | "over")
    };
    (0..ground.times.len()).find(|time| {
        let is_dated = ground.scene.times[*time].relation != TimeRelation::Bare;
        is_dated && ground.parent(ground.times[*time]).is_some_and(is_end)
    })
}

/// The predicates over one whose clause tells what happened then: `was broken in 2008, when war broke
/// out, with Peru taking sides`.
fn same_time(ground: &Ground<'_, '_>, anchor: usize) -> Vec<usize> {
    let mut over = Vec::new();
    let mut at = anchor;
    while over.len() < 3
        && ground.relation(at) == Relation::ADVCL
        && ground.children(at).any(|child| matches!(ground.scene.view.word(child), "when" | "with"))
        && let Some(parent) = ground.parent(at)
    {
        over.push(parent);
        at = parent;
    }
    over
}

fn has_infinitive(ground: &Ground<'_, '_>, verb: usize) -> bool {
    ground.children(verb).any(|child| {
        ground.relation(child) == Relation::MARK && ground.scene.view.word(child) == "to"
    })
}

/// A date that opens the sentence is that of its main clause, of what that governs, and of the
/// clauses set beside it that have none of their own.
fn opening(ground: &Ground<'_, '_>, anchor: usize) -> Option<usize> {
    let first = ground.scene.times.first()?;
    let is_open = first.tokens.first <= 1 && first.relation != TimeRelation::Bare;
    let parent = ground.parent(ground.times[0]).filter(|_| is_open)?;
    let mut at = anchor;
    for _ in 0..5 {
        let relation = ground.relation(at);
        let is_own = matches!(relation, Relation::ACL_RELCL | Relation::ADVCL | Relation::APPOS);
        let has_date = relation == Relation::PARATAXIS
            && (1..ground.times.len())
                .any(|time| ground.scene.view.governs(at, ground.times[time]));
        if is_own || has_date {
            return None;
        }
        at = ground.parent(at)?;
        if at == parent {
            return Some(0);
        }
    }
    None
}
