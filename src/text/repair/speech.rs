//! Who says it, where that stands last: in `the bank lent money, Anna Weber said after a visit`, she says
//! so, and nothing else hangs on her saying it.

use super::{Mending, SUBJECTS};
use crate::text::relation::Relation;
use crate::text::tag::{Upos, Xpos};

/// Verbs of saying, in the forms in which they close a sentence.
const SAID: [&str; 24] = [
    "said",
    "says",
    "told",
    "tells",
    "reported",
    "reports",
    "announced",
    "announces",
    "added",
    "adds",
    "noted",
    "notes",
    "stated",
    "states",
    "explained",
    "explains",
    "argued",
    "argues",
    "wrote",
    "writes",
    "claimed",
    "claims",
    "warned",
    "warns",
];

impl Mending<'_> {
    /// Hangs a verb of saying behind a statement on that, as an insertion.
    pub(super) fn said_behind(&mut self, verb: usize) {
        let may_be = SAID.contains(&self.form(verb))
            && matches!(self.tokens[verb].xpos, Xpos::VBD | Xpos::VBZ | Xpos::VBN)
            && verb >= 4
            && verb + 1 < self.tokens.len()
            && !matches!(self.form(verb + 1), "that" | ":" | "“" | "\"" | "by" | "to");
        if !may_be {
            return;
        }
        let Some(root) = self.root().filter(|root| *root + 1 < verb) else { return };
        let own = self
            .children(verb)
            .into_iter()
            .find(|at| *at < verb && self.tokens[*at].relation == Relation::NSUBJ);
        // `the committee reported`, taken for what was reported by it
        let Some(subject) = own.or_else(|| {
            let noun = self
                .head(verb)
                .filter(|noun| *noun + 1 == verb && self.tokens[verb].relation == Relation::ACL)?;
            let is_loose = matches!(
                self.tokens[noun].relation,
                Relation::PARATAXIS | Relation::APPOS | Relation::CONJ | Relation::DEP
            );
            is_loose.then_some(noun)
        }) else {
            return;
        };
        let is_name = matches!(self.tokens[subject].upos, Upos::Noun | Upos::Propn);
        let start = (0..subject)
            .rev()
            .take_while(|at| self.is_below(*at, subject) && self.form(*at) != ",")
            .last()
            .unwrap_or(subject);
        let comma = start.checked_sub(1).filter(|at| is_name && self.form(*at) == ",");
        let Some(comma) = comma.filter(|comma| root < *comma) else { return };
        // The last clause before the comma that stands on its own.
        let root = (root..comma)
            .rev()
            .find(|at| {
                self.tokens[*at].upos == Upos::Verb
                    && self.has(*at, &SUBJECTS)
                    && matches!(
                        self.tokens[*at].relation,
                        Relation::ROOT | Relation::PARATAXIS | Relation::CONJ
                    )
            })
            .unwrap_or(root);
        // The statement has a subject of its own, and nothing lies between but the name.
        let is_statement = self.tokens[root].upos == Upos::Verb
            && self.has(root, &SUBJECTS)
            && !self.is_below(root, verb)
            && (subject + 1..verb).all(|at| {
                self.is_below(at, subject) || matches!(self.tokens[at].upos, Upos::Adv | Upos::Aux)
            });
        if !is_statement
            || self.head(verb) == Some(root) && self.tokens[verb].relation == Relation::PARATAXIS
        {
            return;
        }
        for at in 0..comma {
            if self.head(at) == Some(verb) || self.head(at) == Some(subject) {
                self.tokens[at].head = Some(root as u32);
            }
        }
        self.hang(verb, root, Relation::PARATAXIS);
        self.hang(subject, verb, Relation::NSUBJ);
    }

    /// `Kenya, said Anna Weber, joined the bank`: Kenya joined it, and she says so.
    pub(super) fn said_inside(&mut self, verb: usize) {
        let may_be = SAID.contains(&self.form(verb)) && verb >= 2 && self.form(verb - 1) == ",";
        let child_of = |head: usize, relations: &[Relation]| {
            self.children(head)
                .into_iter()
                .find(|at| relations.contains(&self.tokens[*at].relation))
        };
        let Some(told) = child_of(verb, &SUBJECTS).filter(|told| may_be && *told + 1 < verb) else {
            return;
        };
        let clause = child_of(verb, &[Relation::CCOMP, Relation::PARATAXIS]);
        let Some(clause) = clause.filter(|at| *at > verb && self.tokens[*at].upos == Upos::Verb)
        else {
            return;
        };
        let Some(speaker) = child_of(clause, &SUBJECTS).filter(|speaker| {
            // Nothing but the name stands between the verb of saying and the second comma.
            let close = (verb + 1..clause).find(|at| self.form(*at) == ",");
            close.is_some_and(|close| {
                (verb + 1..close).contains(speaker)
                    && (verb + 1..close).all(|at| at == *speaker || self.is_below(at, *speaker))
                    && (close + 1..clause).all(|at| {
                        matches!(self.tokens[at].upos, Upos::Aux | Upos::Adv | Upos::Part)
                    })
            })
        }) else {
            return;
        };
        let relation = self.tokens[told].relation;
        self.take_place(clause, verb, |child| child < verb || child > clause);
        self.hang(told, clause, relation);
        self.hang(verb, clause, Relation::PARATAXIS);
        self.hang(speaker, verb, Relation::NSUBJ);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    #[test]
    fn who_says_it_in_the_middle_does_not_do_it() {
        let mended = mended(&[
            "Kenya PROPN NNP 3 nsubj",
            ", PUNCT , 1 punct",
            "said VERB VBD 0 root",
            "Anna PROPN NNP 6 nsubj",
            ", PUNCT , 4 punct",
            "joined VERB VBD 3 ccomp",
            "it PRON PRP 6 obj",
            ". PUNCT . 3 punct",
        ]);
        assert_eq!(mended[0], "Kenya nsubj 6");
        assert_eq!(mended[2], "said parataxis 6");
        assert_eq!(mended[3], "Anna nsubj 3");
        assert_eq!(mended[5], "joined root 0");
        assert_eq!(mended[7], ". punct 6");
    }
}
