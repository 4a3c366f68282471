//! Who says it, where that stands last: in `the bank lent money, Anna Weber said after a visit`, she says
//! so, and nothing else hangs on her saying it.

use super::Mending;
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
        let subjects = [Relation::NSUBJ, Relation::NSUBJ_PASS];
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
                    && self.has(*at, &subjects)
                    && matches!(
                        self.tokens[*at].relation,
                        Relation::ROOT | Relation::PARATAXIS | Relation::CONJ
                    )
            })
            .unwrap_or(root);
        // The statement has a subject of its own, and nothing lies between but the name.
        let is_statement = self.tokens[root].upos == Upos::Verb
            && self.has(root, &subjects)
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
}
