//! What a relative pronoun stands for and which noun its clause tells of: in `the pact, under which Peru sold
//! fish`, the pact, whatever else the clause was hung on.

use super::{Mending, SUBJECTS};
use crate::text::relation::Relation;
use crate::text::tag::Upos;

impl Mending<'_> {
    /// `to which Peru sold fish`, with `which` as the object: no object has a preposition.
    pub(super) fn object_with_case(&mut self, at: usize) {
        let is_taken = self.tokens[at].relation == Relation::OBJ
            && self.children(at).iter().any(|case| {
                *case + 1 == at
                    && self.tokens[*case].relation == Relation::CASE
                    && self.tokens[*case].upos == Upos::Adp
            });
        if is_taken {
            self.tokens[at].relation = Relation::OBL;
        }
    }

    /// `whom parliament elected president`, with `president` as the one elected: whom it elected is asked for.
    pub(super) fn whom_object(&mut self, whom: usize) {
        let asked = self.form(whom) == "whom"
            && self.tokens[whom].relation == Relation::OBL
            && !self.has(whom, &[Relation::CASE]);
        let Some(verb) = self.head(whom).filter(|verb| asked && *verb > whom) else { return };
        let named = self.children(verb).into_iter().find(|at| {
            *at > verb
                && self.tokens[*at].relation == Relation::OBJ
                && self.tokens[*at].upos == Upos::Noun
                && !self.has(*at, &[Relation::DET])
        });
        self.tokens[whom].relation = Relation::OBJ;
        if let Some(named) = named {
            self.tokens[named].relation = Relation::XCOMP;
        }
    }

    /// `the pact, which Jan Berg and his colleague, Nora Lee, signed`, with Berg as a second name of the pact:
    /// both signed it.
    pub(super) fn which_of_two(&mut self, which: usize) {
        let Some(name) = self.head(which).filter(|name| {
            self.form(which) == "which"
                && *name > which
                && *name <= which + 4
                && self.tokens[*name].upos == Upos::Propn
                && self.tokens[*name].relation == Relation::APPOS
        }) else {
            return;
        };
        let Some(thing) = self.head(name).filter(|thing| *thing < which) else { return };
        let verb = self.children(thing).into_iter().find(|at| {
            *at > name
                && self.tokens[*at].upos == Upos::Verb
                && matches!(self.tokens[*at].relation, Relation::ACL | Relation::ACL_RELCL)
                && self.has(*at, &SUBJECTS)
        });
        let Some(verb) = verb else { return };
        let subject = self
            .children(verb)
            .into_iter()
            .find(|at| SUBJECTS.contains(&self.tokens[*at].relation));
        let Some(subject) = subject.filter(|subject| *subject > name) else { return };
        let and = (name + 1..subject).find(|at| self.form(*at) == "and");
        let Some(and) = and else { return };
        self.tokens[verb].relation = Relation::ACL_RELCL;
        self.hang(which, verb, Relation::OBJ);
        self.hang(name, verb, Relation::NSUBJ);
        self.hang(subject, name, Relation::CONJ);
        self.hang(and, subject, Relation::CC);
    }

    /// `the war of 1998, in which many died`: no clause tells of a year.
    pub(super) fn relative_of_year(&mut self, verb: usize) {
        let of_year = self.head(verb).filter(|year| {
            self.tokens[verb].relation == Relation::ACL_RELCL
                && *year < verb
                && self.tokens[*year].upos == Upos::Num
        });
        let Some(year) = of_year else { return };
        let is_noun = |at: &usize| self.tokens[*at].upos == Upos::Noun;
        let mut above = std::iter::successors(self.head(year), |at| self.head(*at)).take(3);
        if let Some(noun) = above.find(is_noun).filter(|noun| *noun < year) {
            self.hang(verb, noun, Relation::ACL_RELCL);
        }
    }

    /// `the war, in which many died, ended`, with `died` said of how it ended: the clause tells of the noun
    /// before its comma.
    pub(super) fn piped_relative(&mut self, which: usize) {
        let case = which.checked_sub(1).filter(|case| {
            self.form(which) == "which"
                && self.tokens[*case].upos == Upos::Adp
                && self.head(*case) == Some(which)
        });
        let comma = case.and_then(|case| case.checked_sub(1)).filter(|at| self.form(*at) == ",");
        let verb = self.head(which).filter(|verb| {
            *verb > which
                && self.tokens[*verb].upos == Upos::Verb
                && matches!(
                    self.tokens[*verb].relation,
                    Relation::ADVCL | Relation::PARATAXIS | Relation::CONJ | Relation::CCOMP
                )
        });
        let (Some(comma), Some(verb)) = (comma, verb) else { return };
        let is_noun = |at: &usize| matches!(self.tokens[*at].upos, Upos::Noun | Upos::Propn);
        let noun = match comma.checked_sub(1) {
            // `the war of 1998, in which`
            Some(year) if self.tokens[year].upos == Upos::Num => {
                self.head(year).filter(|head| *head < comma)
            }
            _ => {
                let last = (0..comma).rev().take(4).find(is_noun);
                last.and_then(|last| self.noun_before(last + 1))
            }
        };
        let Some(noun) = noun else { return };
        if !self.is_below(noun, verb) {
            self.hang(verb, noun, Relation::ACL_RELCL);
        }
    }
}
