//! The subjects of the clauses around an expression, the nearest first (the search of Hobbs 1978).

use super::salience::{mentioned, place_of};
use super::{Found, Here, Mentioned};
use crate::extract::fact::Reason;
use crate::extract::mention::Candidate;
use crate::text::{Number, Relation, Upos, Xpos};

/// Looks for a subject that fits in the clauses around the pronoun, the nearest first.
pub fn subject_around(here: &Here<'_, '_>, fits: &dyn Fn(&Mentioned) -> bool) -> Found {
    let view = here.view;
    let fitting = |index: usize| fits(&mentioned(view, here.rules, &here.candidates[index], 0));
    let headed = |token: usize| {
        let is_there = |index: &usize| {
            let candidate = &here.candidates[*index];
            !matches!(candidate.reason, Reason::Adjective | Reason::Description)
                && view.head_of(candidate.tokens) == token
                && !(candidate.tokens.first..candidate.tokens.end).contains(&here.at)
        };
        let all = || (0..here.candidates.len()).filter(is_there);
        // `Moscow` is a city, and stands for a state.
        // `Kenya's president, Jan Berg, left`: the noun has a name beside it.
        let beside = || {
            (0..here.candidates.len()).find(|index| {
                let candidate = &here.candidates[*index];
                candidate.reason != Reason::Coreference
                    && here.rules.is(candidate.class, "Person")
                    && place_of(view, candidate) == token
                    && fitting(*index)
            })
        };
        all().find(|index| fitting(*index)).or_else(|| all().next()).or_else(beside)
    };
    let is_possessive = view.relation(here.at) == Relation::NMOD_POSS;
    // `threatens Peru if it signs`: either.
    let is_condition = view.governor(here.at).is_some_and(|verb| {
        view.children(verb).any(|mark| {
            view.relation(mark) == Relation::MARK && matches!(view.word(mark), "if" | "unless")
        })
    });
    let is_rivalled = |index: usize| {
        let subject = &here.candidates[index];
        (is_possessive || is_condition)
            && (0..here.candidates.len()).any(|other| {
                let rival = &here.candidates[other];
                rival.tokens.first >= subject.tokens.end
                    && rival.tokens.end <= here.at
                    && rival.meaning != subject.meaning
                    && !matches!(rival.reason, Reason::Adjective | Reason::Description)
                    && fitting(other)
            })
    };
    let mut at = here.at;
    let mut own_clause = true;
    while let Some(above) = view.governor(at) {
        // `Russia and its allies`
        if view.relation(at) == Relation::CONJ
            && is_possessive
            && let Some(index) = headed(above)
            && fitting(index)
        {
            return Found::Candidate(index);
        }
        if let Some(subject) = view.subject_of(above) {
            let is_inside = view.governs(subject, here.at);
            let is_bound = own_clause && !is_possessive;
            // `Peru and Chile are its members`: two are no `it`.
            let is_several = matches!(view.word(here.at), "it" | "its")
                && view.children(subject).any(|child| view.relation(child) == Relation::CONJ);
            if !is_inside && !is_bound && !is_several && !has_same(here, above) {
                match headed(subject) {
                    // Where another one stands between, it may be that one.
                    Some(index) if fitting(index) && is_rivalled(index) => return Found::Unknown,
                    Some(index) if fitting(index) => return Found::Candidate(index),
                    Some(_) => {}
                    None if is_person_noun(here, subject) || can_be_it(here, subject) => {
                        return Found::Unknown;
                    }
                    None => {}
                }
            }
            own_clause = false;
        }
        at = above;
    }
    Found::Nothing
}

/// `Russia opposes it, Iran opposes it`: says whether a verb has the same pronoun in the same place.
fn has_same(here: &Here<'_, '_>, verb: usize) -> bool {
    let view = here.view;
    view.children(verb).any(|same| {
        same != here.at
            && view.word(same) == view.word(here.at)
            && view.relation(same) == view.relation(here.at)
    })
}

/// `Having fallen out with Weber, he left`: who opens the clause is not whom it tells of beside.
pub fn is_of_own_participle(here: &Here<'_, '_>, head: usize) -> bool {
    let view = here.view;
    let is_subject = matches!(view.relation(here.at), Relation::NSUBJ | Relation::NSUBJ_PASS);
    let Some(verb) = view.governor(here.at).filter(|_| is_subject && head < here.at) else {
        return false;
    };
    let is_participle = |at: usize| {
        at < here.at
            && (matches!(view.token(at).xpos, Xpos::VBN | Xpos::VBG)
                // What opens a sentence without a subject is a participle.
                || at == 0 && view.token(at).xpos == Xpos::VBD)
            && view.subject_of(at).is_none_or(|subject| subject == here.at)
            && !view.children(at).any(|child| view.relation(child) == Relation::MARK)
    };
    let opens = |at: usize| {
        is_participle(at)
            && (view.governor(at) == Some(verb) && view.relation(at) == Relation::ADVCL
                // The parser may take it for the clause that the other is added to.
                || view.governor(at).is_none()
                    && view.governor(verb) == Some(at)
                    && view.relation(verb) == Relation::PARATAXIS)
    };
    std::iter::successors(view.governor(head), |at| view.governor(*at))
        .take(view.len())
        .take_while(|at| *at != verb)
        .any(opens)
}

/// Says whether a name stands beside the same pronoun as one that the pronoun there cannot mean.
pub fn is_beside_same(here: &Here<'_, '_>, candidate: &Candidate) -> bool {
    let verb = here.view.governor(here.view.head_of(candidate.tokens));
    verb.is_some_and(|verb| has_same(here, verb))
}

/// Says whether the subject is a person who is not named: `the official`, `a woman`.
fn is_person_noun(here: &Here<'_, '_>, subject: usize) -> bool {
    let view = here.view;
    let is_pronoun_for_persons = matches!(view.word(here.at), "he" | "she" | "his" | "her" | "him");
    is_pronoun_for_persons
        && view.upos(subject) == Upos::Noun
        && view.token(subject).features.number != Some(Number::Plural)
        && (here.rules.words.people.contains(view.lemma(subject))
            || here.rules.words.offices.contains_key(view.lemma(subject)))
}

/// Says whether the subject is a thing without a name that `it` may mean.
fn can_be_it(here: &Here<'_, '_>, subject: usize) -> bool {
    let view = here.view;
    let is_pronoun_for_things = matches!(view.word(here.at), "it" | "its");
    is_pronoun_for_things
        && view.token(subject).features.number != Some(Number::Plural)
        && !matches!(view.word(subject), "he" | "she" | "they" | "we" | "i" | "you")
        && matches!(view.upos(subject), Upos::Noun | Upos::Propn | Upos::Pron)
}
