//! How much a mention is spoken of: by its role (Lappin and Leass 1994), and whether it is what the text goes on
//! about.

use super::Mentioned;
use crate::extract::Rules;
use crate::extract::fact::Reason;
use crate::extract::mention::Candidate;
use crate::extract::person;
use crate::extract::view::View;
use crate::ontology::word_class::WordClass;
use crate::text::{Relation, Upos};

/// Weight of who is spoken of already.
const THEME: u32 = 210;
/// Weight of a mention in its own sentence by its role; halved with each sentence after it.
pub const SUBJECT: u32 = 180;
const OBJECT: u32 = 150;
pub const OTHER: u32 = 140;
pub const MODIFIER: u32 = 120;

/// A candidate as a mention of its sentence.
pub fn mentioned(
    view: &View<'_>,
    rules: &Rules<'_>,
    candidate: &Candidate,
    sentence: usize,
) -> Mentioned {
    let name = rules.name_of(&candidate.meaning);
    let gender = rules.is(candidate.class, "Person").then(|| {
        let title = candidate.tokens.first.checked_sub(1).map(|index| view.forms[index]);
        person::gender(rules.words, title, name)
    });
    Mentioned {
        meaning: candidate.meaning.clone(),
        class: candidate.class,
        span: match candidate.reason {
            Reason::Coreference => candidate.antecedent.unwrap_or(view.span(candidate.tokens)),
            _ => view.span(candidate.tokens),
        },
        sentence,
        // Who is spoken of goes on to be (centering, Grosz et al. 1995): `Halonen appointed her. She …`
        weight: match candidate.reason {
            Reason::Coreference if rules.is(candidate.class, "Person") => THEME,
            _ => weight(view, rules, candidate),
        },
        gender: gender.flatten(),
        name: name.to_lowercase(),
    }
}

/// Says whether a verb gives its object an office, takes it away or the like: what comes next is told of either.
fn moves(view: &View<'_>, rules: &Rules<'_>, verb: usize) -> bool {
    rules.words.is(view.lemma(verb), WordClass::Personnel)
}

/// `a court in Lima ruled that it …`: the state that the court stands for is hardly spoken of.
pub fn is_court(view: &View<'_>, candidate: &Candidate) -> bool {
    candidate.reason == Reason::Metonym
        && matches!(view.lemma(candidate.tokens.first), "court" | "tribunal")
}

/// `Lima is old`, `Lima grew`: no act of a state, so that the town is spoken of and not the state that it can
/// stand for.
pub fn is_idle(view: &View<'_>, rules: &Rules<'_>, candidate: &Candidate) -> bool {
    let head = view.head_of(candidate.tokens);
    let Some(verb) = view.governor(head).filter(|_| candidate.reason == Reason::Metonym) else {
        return false;
    };
    let has_copula = view.has_copula(verb);
    matches!(view.relation(head), Relation::NSUBJ | Relation::NSUBJ_PASS)
        && view.upos(candidate.tokens.first) == Upos::Propn
        && (rules.words.is(view.lemma(verb), WordClass::Existence)
            || has_copula
                && !(view.upos(verb) == Upos::Adj
                    && rules.words.is(view.lemma(verb), WordClass::Attitude)))
}

/// Where a mention stands in its clause: `Kenya's president, Jan Berg, left` has a subject with a name.
pub fn place_of(view: &View<'_>, candidate: &Candidate) -> usize {
    let head = view.head_of(candidate.tokens);
    let noun = view.governor(head).filter(|noun| {
        view.relation(head) == Relation::APPOS
            && view.upos(*noun) == Upos::Noun
            && view.upos(head) == Upos::Propn
            && *noun < head
    });
    noun.unwrap_or(head)
}

/// The weight of a mention in its own sentence.
fn weight(view: &View<'_>, rules: &Rules<'_>, candidate: &Candidate) -> u32 {
    if candidate.reason == Reason::Adjective
        || is_court(view, candidate)
        || is_idle(view, rules, candidate)
    {
        return MODIFIER / 2;
    }
    let mut head = place_of(view, candidate);
    while view.relation(head) == Relation::CONJ
        && let Some(first) = view.governor(head)
    {
        head = first;
    }
    match view.relation(head) {
        Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::NSUBJ_OUTER => SUBJECT,
        // `dismissed Karim Bekov. He …`: as much spoken of as who did it.
        Relation::OBJ | Relation::IOBJ
            if view.governor(head).is_some_and(|verb| moves(view, rules, verb)) =>
        {
            SUBJECT
        }
        Relation::OBJ | Relation::IOBJ | Relation::OBL_AGENT => OBJECT,
        Relation::NMOD | Relation::NMOD_POSS => MODIFIER,
        Relation::COMPOUND | Relation::AMOD => MODIFIER / 2,
        _ => OTHER,
    }
}
