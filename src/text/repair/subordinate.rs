//! Clauses behind `when`, `since` and the like, whose subject is no second one of the clause before and no
//! thing that a preposition takes; and subjects behind a phrase that opens the sentence.

use super::{Mending, SUBJECTS};
use crate::text::relation::Relation;
use crate::text::tag::Upos;

impl Mending<'_> {
    /// `Berg never went there when his nephew, Jan, did`, with both said to be the subjects of `went`: the
    /// second is that of the verb behind it.
    pub(super) fn clause_behind_when(&mut self, when: usize) {
        if !opens_clause(self.form(when)) && !matches!(self.form(when), "when" | "though") {
            return;
        }
        let Some(main) = self.head(when).filter(|main| *main < when) else { return };
        let is_subject = |at: usize| SUBJECTS.contains(&self.tokens[at].relation);
        let children = self.children(main);
        let has_first = children.iter().any(|at| *at < main && is_subject(*at));
        let Some(second) = children.iter().copied().find(|at| *at > when && is_subject(*at)) else {
            return;
        };
        let Some(verb) = children.iter().copied().find(|at| {
            *at > second
                && self.tokens[*at].upos == Upos::Verb
                && matches!(
                    self.tokens[*at].relation,
                    Relation::CONJ | Relation::PARATAXIS | Relation::ADVCL
                )
                && !self.has(*at, &SUBJECTS)
        }) else {
            return;
        };
        if !has_first {
            return;
        }
        let further: Vec<usize> = children
            .into_iter()
            .filter(|at| *at > verb && self.tokens[*at].relation == Relation::CONJ)
            .collect();
        self.hang(verb, main, Relation::ADVCL);
        self.take_as_subject(second, verb);
        let is_adverb = self.form(when) == "when";
        self.hang(when, verb, if is_adverb { Relation::ADVMOD } else { Relation::MARK });
        for at in further {
            self.hang(at, verb, Relation::CONJ);
        }
    }

    /// `succeeded by Weber, since his son, Jan, had died`: the son is who died, and `since` takes the clause.
    pub(super) fn clause_behind_case(&mut self, case: usize) {
        let is_case = self.tokens[case].relation == Relation::CASE && opens_clause(self.form(case));
        let Some(noun) = self.head(case).filter(|noun| is_case && *noun > case) else { return };
        let is_noun = matches!(self.tokens[noun].upos, Upos::Noun | Upos::Propn)
            && !SUBJECTS.contains(&self.tokens[noun].relation);
        let last = (noun..self.tokens.len()).rev().find(|at| self.is_below(*at, noun));
        let Some(last) = last.filter(|_| is_noun) else { return };
        let next = (last + 1..self.tokens.len()).find(|at| {
            !matches!(self.tokens[*at].upos, Upos::Aux | Upos::Adv | Upos::Part)
                && self.form(*at) != ","
        });
        let Some(verb) = next.filter(|verb| {
            let is_finite = self.tokens[*verb].xpos.is_finite()
                || self.has(*verb, &[Relation::AUX, Relation::AUX_PASS]);
            self.tokens[*verb].upos == Upos::Verb
                && is_finite
                && self.tokens[*verb].relation == Relation::ADVCL
                && !self.has(*verb, &SUBJECTS)
                && !self.is_below(noun, *verb)
        }) else {
            return;
        };
        self.take_as_subject(noun, verb);
        self.hang(case, verb, Relation::MARK);
    }

    /// `entered Chad to fight`: who enters is to fight, not where he goes.
    pub(super) fn purpose(&mut self, deed: usize) {
        let Some(verb) = self.head(deed).filter(|verb| {
            *verb < deed
                && self.tokens[deed].relation == Relation::XCOMP
                && !self.has(deed, &SUBJECTS)
                && matches!(
                    &*self.tokens[*verb].lemma,
                    "enter"
                        | "leave"
                        | "visit"
                        | "reach"
                        | "cross"
                        | "invade"
                        | "attend"
                        | "tour"
                        | "flee"
                        | "use"
                )
        }) else {
            return;
        };
        let is_infinitive =
            self.children(deed).iter().any(|at| *at < deed && self.form(*at) == "to");
        let has_object = self
            .children(verb)
            .into_iter()
            .any(|at| at > verb && at < deed && self.tokens[at].relation == Relation::OBJ);
        if is_infinitive && has_object {
            self.tokens[deed].relation = Relation::ADVCL;
        }
    }

    /// `called for Peru to join`: Peru is to join.
    pub(super) fn called_for(&mut self, deed: usize) {
        let is_infinitive = self.tokens[deed].relation == Relation::XCOMP
            && !self.has(deed, &SUBJECTS)
            && self.children(deed).iter().any(|at| *at < deed && self.form(*at) == "to");
        let Some(verb) = self.head(deed).filter(|verb| is_infinitive && *verb < deed) else {
            return;
        };
        let meant = self
            .children(verb)
            .into_iter()
            .find(|at| *at > verb && *at < deed && self.tokens[*at].relation == Relation::OBL);
        let Some(meant) = meant else { return };
        let case =
            self.children(meant).into_iter().find(|at| self.form(*at) == "for" && *at == verb + 1);
        let is_next = (meant + 1..deed).all(|at| self.form(at) == "to" || self.is_below(at, meant));
        if let Some(case) = case.filter(|_| is_next) {
            self.hang(meant, deed, Relation::NSUBJ);
            self.hang(case, deed, Relation::MARK);
            self.tokens[deed].relation = Relation::ADVCL;
        }
    }

    /// `Unlike her mother, the painter Anna Weber, Jana Berg never went`: no comma closes the second name, so
    /// it is the subject, and the first belongs to the phrase at the beginning.
    pub(super) fn behind_opening(&mut self, noun: usize) {
        let Some(verb) = self
            .head(noun)
            .filter(|verb| *verb > noun && SUBJECTS.contains(&self.tokens[noun].relation))
        else {
            return;
        };
        let names: Vec<usize> = self
            .children(noun)
            .into_iter()
            .filter(|at| {
                *at > noun
                    && self.tokens[*at].relation == Relation::APPOS
                    && self.tokens[*at].upos == Upos::Propn
            })
            .collect();
        let [first, second] = names[..] else { return };
        let is_open = first == noun + 1
            && self.form(second - 1) == ","
            && (second..verb).all(|at| self.form(at) != ",");
        let start = (0..=noun).find(|at| self.is_below(*at, noun)).unwrap_or(noun);
        let opening = self.children(verb).into_iter().find(|at| {
            *at + 2 == start
                && self.form(start - 1) == ","
                && self.tokens[*at].upos == Upos::Noun
                && self.tokens[*at].relation == Relation::OBL
        });
        let Some(opening) = opening.filter(|_| is_open) else { return };
        let relation = self.tokens[noun].relation;
        self.hang(second, verb, relation);
        self.hang(noun, opening, Relation::APPOS);
    }

    pub(super) fn take_as_subject(&mut self, noun: usize, verb: usize) {
        let is_passive = self.has(verb, &[Relation::AUX_PASS]);
        self.hang(noun, verb, if is_passive { Relation::NSUBJ_PASS } else { Relation::NSUBJ });
    }
}

/// Says whether a word that may be a preposition too can open a clause.
fn opens_clause(form: &str) -> bool {
    matches!(form, "since" | "because" | "although" | "while" | "before" | "after" | "until")
}
