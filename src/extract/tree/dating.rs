//! The date that belongs to a match: one that hangs on its words or on the predicates over them.

use std::iter;

use super::ground::Ground;
use crate::extract::time::{Time, TimeRelation};
use crate::extract::view::{Tokens, is_dash};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos, Xpos};

/// So many predicates are looked through from a match up to the one that carries the date.
const MAX_DEPTH: usize = 5;

/// A match as far as its date needs it.
pub struct Dated<'d> {
    /// The tokens that the nodes of the template were found at, the anchor first.
    pub tokens: &'d [usize],
    /// The predicates over the anchor that share its time.
    pub chain: &'d [usize],
    /// The predicates over those, at another time: of theirs only a date behind the anchor may be meant
    /// for it, as in `plans to join in 2030`.
    pub ahead: &'d [usize],
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
    // `was a minister and an ambassador from 1997 to 2002`: the last of them.
    let last = (ground.conjuncts[parent].iter().copied())
        .rfind(|at| *at < time.tokens.first && ground.scene.view.upos(*at) == Upos::Noun)
        .filter(|_| ground.scene.view.upos(parent) == Upos::Noun && time.tokens.first > parent);
    if let Some(last) = last {
        return (last == anchor).then_some(0);
    }
    if parent == anchor {
        return (!is_of_later_verb(ground, anchor, time)).then_some(0);
    }
    if tokens.contains(&parent) {
        return Some(1);
    }
    if dated.chain.contains(&parent) {
        return (!is_told_later(ground, anchor, parent)).then_some(2);
    }
    if dated.ahead.contains(&parent) {
        let is_behind = time.tokens.first > anchor && !is_told_later(ground, anchor, parent);
        return is_behind.then_some(2);
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
    // `signed and ratified the treaty in 2022`, not `was founded by Peru and renamed in 2022`.
    let is_shared = || {
        // `Peru's visit to Chile and meeting with …`, but not `the founder of Peru's party and winner of`.
        let is_event = ground.scene.view.upos(anchor) == Upos::Noun
            && !["er", "or"].iter().any(|end| ground.scene.view.lemma(anchor).ends_with(end));
        is_event
            || !ground.children(anchor).any(|child| {
                anchor < child && child < parent && is_argument(ground.relation(child))
            })
    };
    if are_conjuncts(anchor, parent) && time.tokens.first > parent && is_same_kind() && is_shared()
    {
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
        let lemma = ground.scene.view.lemma(verb);
        let act = ground.scene.view.lemma(anchor);
        let is_same = lemma == act
            || is_occurring(ground.words, lemma)
            || is_concluding(ground.words, lemma)
                && (ground.scene.view.upos(anchor) != Upos::Verb
                    || is_concluding(ground.words, act))
            || is_proposing(ground.words, lemma) && is_proposing(ground.words, act);
        matches!(ground.relation(verb), Relation::ACL | Relation::ACL_RELCL)
            && is_same
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
    // `was closed until 1997, when Peru signed`: then, and not until then.
    let is_same_time =
        time.relation == TimeRelation::At && same_time(ground, anchor).contains(&parent);
    if is_occasion || is_same_time {
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
        of_event && ground.words.is(view.lemma(verb), WordClass::Ending)
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

/// Says whether a verb tells when a meeting or another event is.
fn is_occurring(words: &WordLists, lemma: &str) -> bool {
    words.is(lemma, WordClass::Occurring)
}

/// Says whether a verb tells when an agreement came about.
fn is_concluding(words: &WordLists, lemma: &str) -> bool {
    words.is(lemma, WordClass::Concluding)
}

/// Says whether a verb tells when a draft was brought forward.
fn is_proposing(words: &WordLists, lemma: &str) -> bool {
    words.is(lemma, WordClass::Tabling)
}

/// `was arrested by Peru and released in 2009`: the date of the verb that it stands behind, whatever the
/// parser hung it on, where the verbs have not one object together.
fn is_of_later_verb(ground: &Ground<'_, '_>, anchor: usize, time: &Time) -> bool {
    let view = &ground.scene.view;
    let later = (ground.children(anchor)).find(|child| {
        anchor < *child
            && *child < time.tokens.first
            && ground.relation(*child) == Relation::CONJ
            && view.upos(*child) == Upos::Verb
            && view.upos(anchor) == Upos::Verb
    });
    later.is_some_and(|later| {
        ground
            .children(anchor)
            .any(|child| anchor < child && child < later && is_argument(ground.relation(child)))
    })
}

/// Says whether a participle tells more of a thing that is known: `In 2015 the fund, launched by Peru,
/// bought …`, but not `In 2015 a letter signed by Peru was sent`.
fn tells_of_known(ground: &Ground<'_, '_>, participle: usize) -> bool {
    let view = &ground.scene.view;
    let is_aside = participle.checked_sub(1).is_some_and(|at| view.word(at) == ",");
    let is_definite = || {
        ground.parent(participle).is_some_and(|noun| {
            view.upos(noun) == Upos::Propn
                || ground.children(noun).any(|child| view.word(child) == "the")
        })
    };
    !has_infinitive(ground, participle) && (is_aside || is_definite())
}

/// Says whether a relation is that of an argument or a phrase of place or time.
fn is_argument(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::OBJ
            | Relation::IOBJ
            | Relation::OBL
            | Relation::OBL_AGENT
            | Relation::XCOMP
            | Relation::CCOMP
            | Relation::NMOD
    )
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
    for _ in 0..MAX_DEPTH {
        let relation = ground.relation(at);
        let is_own = matches!(relation, Relation::ACL_RELCL | Relation::ADVCL | Relation::APPOS)
            || relation == Relation::ACL && tells_of_known(ground, at);
        let has_date = relation == Relation::PARATAXIS
            && (1..ground.times.len())
                .any(|time| ground.scene.view.governs(at, ground.times[time]));
        if is_own || has_date {
            return None;
        }
        at = ground.parent(at)?;
        if at == parent {
            return (!is_told_later(ground, anchor, parent)).then_some(0);
        }
    }
    None
}

/// Says whether a predicate is told of by another at another time than its own: `in May the paper
/// reported that the firm had opened a plant`, `said on Monday that he would visit Peru`.
fn is_told_later(ground: &Ground<'_, '_>, anchor: usize, over: usize) -> bool {
    let is_shifted = |verb: usize| {
        matches!(ground.relation(verb), Relation::CCOMP | Relation::XCOMP)
            && ground.children(verb).any(|child| {
                ground.relation(child) == Relation::AUX
                    && matches!(ground.scene.view.lemma(child), "have" | "will" | "would")
            })
    };
    // `in May the paper wrote that Peru joined`: when it wrote so.
    let is_recalled = |verb: usize| {
        ground.relation(verb) == Relation::CCOMP
            && ground.parent(verb) == Some(over)
            && ground.scene.view.token(verb).xpos == Xpos::VBD
            && ground.words.is(ground.scene.view.lemma(over), WordClass::Recounting)
    };
    iter::successors(Some(anchor), |at| ground.parent(*at).filter(|next| *next != over))
        .take(MAX_DEPTH)
        .any(|verb| is_shifted(verb) || is_recalled(verb))
}
