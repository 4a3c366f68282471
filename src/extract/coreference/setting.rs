//! What stands around an expression and shows that it means another thing than the nearest, or that nobody
//! can tell which.

use std::iter;

use super::salience::mentioned;
use super::{Here, Mentioned, is_name};
use crate::extract::expression::{self, Expression, Kind};
use crate::extract::fact::Reason;
use crate::extract::mention::Candidate;
use crate::extract::office;
use crate::extract::view::{Tokens, View};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::OfficeKind;
use crate::ontology::words::WordLists;
use crate::text::{Relation, Upos};

/// Whose the things listed before are: `the president's daughter and his nephew`.
pub fn owner_before(here: &Here<'_, '_>) -> Option<usize> {
    let view = here.view;
    let noun =
        (view.relation(here.at) == Relation::NMOD_POSS).then(|| view.governor(here.at))??;
    let first = (view.relation(noun) == Relation::CONJ).then(|| view.governor(noun))??;
    view.children(first).find(|child| {
        view.relation(*child) == Relation::NMOD_POSS
            && matches!(view.upos(*child), Upos::Noun | Upos::Propn)
            && !here.candidates.iter().any(|one| {
                one.tokens.contains(Tokens::new(*child, *child + 1))
                    && !here.rules.is(one.class, "Person")
            })
    })
}

/// The name of the subject behind a phrase that opens the sentence and has the pronoun in it (cataphora).
pub fn subject_ahead(here: &Here<'_, '_>) -> Option<usize> {
    let view = here.view;
    let phrase = iter::successors(Some(here.at), |at| view.governor(*at))
        .take(view.len())
        .find(|at| matches!(view.relation(*at), Relation::OBL | Relation::ADVCL))?;
    let verb = view.governor(phrase)?;
    let subject = view.subject_of(verb).filter(|subject| *subject > phrase)?;
    let is_opening = !here.candidates.iter().any(|candidate| {
        candidate.tokens.end <= here.at && here.rules.is(candidate.class, "Person")
    });
    let is_subject = |candidate: &Candidate| {
        view.head_of(candidate.tokens) == subject
            && is_name(candidate.reason)
            && here.rules.is(candidate.class, "Person")
    };
    here.candidates.iter().position(is_subject).filter(|_| is_opening)
}

/// `Expelled by Emil Kairov, he founded`: nobody is the other of what was done to him.
pub fn is_agent_of_own(here: &Here<'_, '_>, tokens: Tokens) -> bool {
    let view = here.view;
    let head = view.head_of(tokens);
    let participle = view.governor(head).filter(|_| view.relation(head) == Relation::OBL_AGENT);
    participle.is_some_and(|participle| {
        view.relation(participle) == Relation::ADVCL
            && view.governor(participle).and_then(|verb| view.subject_of(verb)) == Some(here.at)
    })
}

/// Who names the one meant, in `Tarja Halonen appointed her ambassador`, which looks like her own ambassador.
pub fn named_by_other(here: &Here<'_, '_>) -> Option<usize> {
    let view = here.view;
    let office =
        (view.relation(here.at) == Relation::NMOD_POSS).then(|| view.governor(here.at))??;
    let verb = view.governor(office).filter(|verb| {
        view.relation(office) == Relation::OBJ
            && here.rules.words.is(view.lemma(*verb), WordClass::Appointment)
            && office::at(view, here.rules.words, office).is_some()
    })?;
    let subject = view.subject_of(verb)?;
    here.candidates
        .iter()
        .position(|one| view.head_of(one.tokens) == subject && is_name(one.reason))
}

/// Says whether somebody stands nearer than the antecedent of whom no name is known: `Karim Bekov
/// said that the president's daughter and his nephew`.
pub fn has_unknown(here: &Here<'_, '_>, best: &Mentioned) -> bool {
    (0..here.at).any(|at| {
        let Some(Expression { tokens, kind: Kind::Holder(..) }) =
            expression::at(here.view, here.rules.words, at)
        else {
            return false;
        };
        let is_behind = here.view.span(tokens).start > best.span.start;
        let is_known = here.candidates.iter().any(|candidate| candidate.tokens.overlaps(tokens));
        is_behind && !is_known
    })
}

/// `the university in Lima`, `the government in Quito`: the one there, which need not be the one named last.
pub fn is_elsewhere(here: &Here<'_, '_>, tokens: Tokens) -> bool {
    let view = here.view;
    let after = tokens.end + 1 + usize::from(view.word(tokens.end + 1) == "the");
    matches!(view.word(tokens.end), "in" | "at" | "of" | "near")
        && here.candidates.iter().any(|candidate| {
            candidate.tokens.first == after
                && is_name(candidate.reason)
                && (here.rules.is(candidate.class, "Place")
                    || here.rules.is(candidate.class, "Country"))
        })
}

/// `signed a contract with the bank. Its president`: of two that have presidents either may be meant.
pub fn may_be_of_another(here: &Here<'_, '_>, best: &Mentioned, known: &[Mentioned]) -> bool {
    let is_office = here.view.relation(here.at) == Relation::NMOD_POSS
        && office::at(here.view, here.rules.words, here.at + 1)
            .is_some_and(|office| !here.view.is_inflected(here.view.head_of(office.tokens)));
    is_office
        && known.iter().any(|other| {
            other.sentence == best.sentence
                && other.meaning != best.meaning
                && here.rules.is(other.class, "Organization")
        })
}

/// `the bill passed the Senate with the help of its chairman`: of what stands before, one thing alone has
/// somebody at its head.
pub fn only_led(here: &Here<'_, '_>) -> Option<usize> {
    let (view, rules) = (here.view, here.rules);
    let office = (view.word(here.at) == "its")
        .then(|| office::at(view, rules.words, here.at + 1))
        .flatten()
        .filter(|office| !view.is_inflected(view.head_of(office.tokens)))?;
    let is_led = |candidate: &&Candidate| {
        rules.is(candidate.class, "Organization")
            || office.kind == OfficeKind::HeadOfState && rules.is(candidate.class, "Country")
    };
    let before = || here.candidates.iter().filter(|one| one.tokens.end <= here.at).filter(is_led);
    // A body without a name may be meant as well: `the company signed it with the bank`.
    let is_unnamed = (0..here.at).any(|at| {
        view.upos(at) == Upos::Noun
            && (rules.words.name_heads.get(view.lemma(at)))
                .is_some_and(|class| rules.is(*class, "Organization"))
            && !before().any(|one| one.tokens.contains(Tokens::new(at, at + 1)))
    });
    let first = before().next().filter(|_| !is_unnamed)?;
    before().all(|one| one.meaning == first.meaning).then(|| {
        here.candidates
            .iter()
            .position(|one| one.tokens == first.tokens && one.meaning == first.meaning)
    })?
}

/// `hosted the summit and chaired it`: what is described between may be meant.
pub fn is_behind_a_description(here: &Here<'_, '_>, best: &Mentioned) -> bool {
    here.view.relation(here.at) == Relation::OBJ
        && here.candidates.iter().any(|candidate| {
            candidate.reason == Reason::Description
                && candidate.tokens.end <= here.at
                && here.view.span(candidate.tokens).start > best.span.start
        })
}

/// `Peru supplies Kenya, and Ghana wants to supply it`: to whom a clause has done something is as likely as who
/// did it.
pub fn has_other_object(
    here: &Here<'_, '_>,
    subject: &Mentioned,
    fits: &dyn Fn(&Mentioned) -> bool,
) -> bool {
    let view = here.view;
    view.relation(here.at) == Relation::OBJ
        && here.candidates.iter().any(|candidate| {
            candidate.tokens.end <= here.at
                && candidate.reason != Reason::Adjective
                && candidate.meaning != subject.meaning
                && view.relation(view.head_of(candidate.tokens)) == Relation::OBJ
                && fits(&mentioned(view, here.rules, candidate, 0))
        })
}

/// Says whether a noun is that of those who act for states, and the verb something that states do.
pub fn is_of_states(view: &View<'_>, words: &WordLists, noun: usize) -> bool {
    let acts = view.governor(noun).is_some_and(|verb| {
        view.relation(noun) == Relation::NSUBJ && words.is(view.lemma(verb), WordClass::Treaty)
    });
    acts && words.is(view.word(noun), WordClass::Delegate)
}
