//! Verbs that say no more than that something is so: `be`, and `do` for a verb that was just said.

use super::Mending;
use crate::text::relation::Relation;
use crate::text::tag::Upos;

impl Mending<'_> {
    /// `has always been a rich town`: `be` has no object, and the noun is the predicate.
    pub(super) fn object_of_be(&mut self, noun: usize) {
        let Some(be) = self.head(noun).filter(|be| {
            *be < noun
                && self.tokens[noun].relation == Relation::OBJ
                && self.tokens[noun].upos == Upos::Noun
                && &*self.tokens[*be].lemma == "be"
        }) else {
            return;
        };
        let children = self.children(be);
        let is_of = |relation: Relation| children.iter().any(|at| self.tokens[*at].relation == relation);
        let has_subject = is_of(Relation::NSUBJ) && !is_of(Relation::EXPL) && !is_of(Relation::XCOMP);
        if has_subject {
            self.take_place(noun, be, |child| child != noun);
            self.hang(be, noun, Relation::COP);
        }
    }

    /// `and 27,000 did so`: who did it, did what was said just now.
    pub(super) fn did_so(&mut self, so: usize) {
        let Some(verb) = so.checked_sub(1).filter(|verb| {
            self.form(so) == "so"
                && &*self.tokens[*verb].lemma == "do"
                && matches!(self.tokens[*verb].relation, Relation::COP | Relation::AUX)
        }) else {
            return;
        };
        let Some(taken) = self.head(verb) else { return };
        if self.tokens[taken].upos == Upos::Verb || taken < verb {
            return;
        }
        let is_before = |child: usize| child < verb;
        self.take_place(verb, taken, is_before);
        let relation = if taken == so { Relation::ADVMOD } else { Relation::OBL };
        self.hang(taken, verb, relation);
        self.hang(so, verb, Relation::ADVMOD);
        self.tokens[verb].upos = Upos::Verb;
    }
}
