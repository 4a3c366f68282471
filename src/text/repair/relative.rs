//! Relative clauses: in `she praised Jan Berg, who lives in Bern`, the clause says something of him.

use super::Mending;
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

impl Mending<'_> {
    /// Hangs a clause whose subject is `who` or `which` on the noun right before that word, where
    /// the parser took it for a clause of the verb before.
    pub(super) fn relative_clause(&mut self, pronoun: usize) {
        let is_subject = matches!(self.tokens[pronoun].xpos, Xpos::WP | Xpos::WDT)
            && matches!(self.form(pronoun), "who" | "which")
            && matches!(self.tokens[pronoun].relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
        let Some(verb) = self.head(pronoun).filter(|verb| is_subject && *verb > pronoun) else {
            return;
        };
        let is_adverbial = matches!(
            self.tokens[verb].relation,
            Relation::ADVCL | Relation::CCOMP | Relation::CONJ | Relation::PARATAXIS
        );
        let is_first = (0..pronoun).all(|before| {
            !self.is_below(before, verb) || before + 1 == pronoun && self.form(before) == ","
        });
        // `China, India and Iran, which joined in 2023`: the last of a list did, where the verb does
        // not say that all of them.
        if self.tokens[verb].relation == Relation::ACL_RELCL
            && self.tokens[verb].xpos != Xpos::VBP
            && let Some(last) = self.noun_before(pronoun).filter(|last| {
                self.tokens[*last].upos == Upos::Propn
                    && self.tokens[*last].relation == Relation::CONJ
                    && self.head(*last) == self.head(verb)
            })
        {
            self.hang(verb, last, Relation::ACL_RELCL);
            return;
        }
        let Some(noun) = self.noun_before(pronoun).filter(|noun| {
            is_adverbial && is_first && !self.is_below(*noun, verb) && self.head(verb).is_some()
        }) else {
            return;
        };
        let asks = self.head(verb).is_some_and(|above| {
            // `asked Jan who lives there`: an indirect question.
            self.tokens[verb].relation == Relation::CCOMP && self.form(pronoun - 1) != ","
                || above > pronoun
        });
        if !asks {
            self.hang(verb, noun, Relation::ACL_RELCL);
        }
    }

    /// `Anna Weber, whose husband was president, left`: what has a subject and a copula of its own is a
    /// clause and no other name.
    pub(super) fn copular_clause(&mut self, at: usize) {
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_OUTER];
        let is_clause = self.tokens[at].relation == Relation::APPOS
            && self.has(at, &[Relation::COP])
            && self.has(at, &subjects);
        if is_clause {
            self.tokens[at].relation = Relation::ACL_RELCL;
        }
    }

    /// The head of the noun phrase that ends right before `at`, with or without a comma between.
    pub(super) fn noun_before(&self, at: usize) -> Option<usize> {
        let mut noun = at.checked_sub(1)?;
        if self.form(noun) == "," {
            noun = noun.checked_sub(1)?;
        }
        while matches!(self.tokens[noun].relation, Relation::FLAT | Relation::COMPOUND)
            && self.head(noun).is_some_and(|head| head < noun)
        {
            noun = self.head(noun)?;
        }
        matches!(self.tokens[noun].upos, Upos::Noun | Upos::Propn).then_some(noun)
    }
}
