//! How a sentence begins: a place before the subject, and a name or a number that was taken for the head of
//! the sentence.

use super::{Mending, SUBJECTS};
use crate::text::relation::Relation;
use crate::text::tag::Upos;

impl Mending<'_> {
    /// `In Oman half of the people fish`, with `Oman` taken for a part of what follows: no subject has a
    /// preposition, and the name is the place.
    pub(super) fn opening_place(&mut self, noun: usize) {
        if self.form(0) != "In" {
            return;
        }
        let Some(verb) = self.head(noun).filter(|verb| {
            *verb > noun
                && self.tokens[noun].relation == Relation::OBL
                && matches!(self.tokens[*verb].upos, Upos::Verb | Upos::Adj | Upos::Noun)
        }) else {
            return;
        };
        let name = 1;
        let last = (name..noun).take_while(|at| self.tokens[*at].upos == Upos::Propn).last();
        let Some(last) = last else { return };
        let opens = self.head(0) == Some(noun)
            && self.tokens[0].relation == Relation::CASE
            && (name..=last).all(|at| self.is_below(at, noun))
            && !matches!(self.form(last + 1), "'s" | "'" | "," | "and" | "or" | "-" | "–");
        // `In Oman trade circles it is known`: there is a subject.
        let has_own_start = last + 1 < noun
            && matches!(self.tokens[last + 1].upos, Upos::Adj | Upos::Num | Upos::Det | Upos::Adv)
            || matches!(self.tokens[noun].upos, Upos::Noun | Upos::Sym | Upos::Num);
        let is_finite = self.tokens[verb].xpos.is_finite()
            || self.has(verb, &[Relation::AUX, Relation::AUX_PASS, Relation::COP]);
        if !opens || !has_own_start || !is_finite || self.has(verb, &SUBJECTS) {
            return;
        }
        let head = (name..=last).find(|at| self.head(*at) == Some(noun)).unwrap_or(name);
        self.hang(head, verb, Relation::OBL);
        for at in (name..=last).filter(|at| *at != head) {
            if self.head(at) == Some(noun) {
                self.hang(at, head, Relation::FLAT);
            }
        }
        self.hang(0, head, Relation::CASE);
        self.take_as_subject(noun, verb);
    }

    /// `Anna Weber, the minister, and her brother Jan signed it`, with her taken for a sentence of her own:
    /// both signed.
    pub(super) fn root_before_and(&mut self, first: usize) {
        let is_alone = self.head(first).is_none()
            && matches!(self.tokens[first].upos, Upos::Propn | Upos::Noun)
            && !self.has(first, &[Relation::COP])
            && !self.has(first, &SUBJECTS);
        if !is_alone {
            return;
        }
        let children = self.children(first);
        let verbs: Vec<usize> = children
            .iter()
            .copied()
            .filter(|at| {
                *at > first
                    && self.tokens[*at].relation == Relation::CONJ
                    && self.tokens[*at].upos == Upos::Verb
                    && (self.tokens[*at].xpos.is_finite()
                        || self.has(*at, &[Relation::AUX, Relation::AUX_PASS]))
            })
            .collect();
        let [verb] = verbs[..] else { return };
        let of_verb = self.children(verb);
        let subject =
            of_verb.iter().copied().find(|at| SUBJECTS.contains(&self.tokens[*at].relation));
        let and = of_verb.iter().copied().find(|at| self.form(*at) == "and");
        let (Some(subject), Some(and)) = (subject, and) else { return };
        if !(first < and && and < subject && subject < verb) {
            return;
        }
        let relation = self.tokens[subject].relation;
        // What stands before it or behind the verb is the verb's.
        let second_names: Vec<usize> = children
            .into_iter()
            .filter(|at| self.tokens[*at].relation == Relation::APPOS)
            .collect();
        self.take_place(verb, first, |at| {
            at > verb || at + 1 < first && !second_names.contains(&at)
        });
        self.hang(first, verb, relation);
        self.hang(subject, first, Relation::CONJ);
        self.hang(and, subject, Relation::CC);
    }

    /// `200,000 ethnic Uzbeks live there`, with the number as the head of all: it counts the Uzbeks, who live.
    pub(super) fn number_as_root(&mut self, number: usize) {
        if self.tokens[number].upos != Upos::Num || self.head(number).is_some() {
            return;
        }
        let children = self.children(number);
        let verb = children.iter().copied().find(|at| {
            *at > number
                && self.tokens[*at].upos == Upos::Verb
                && self.tokens[*at].xpos.is_finite()
                && !self.has(*at, &SUBJECTS)
        });
        let noun = children
            .iter()
            .copied()
            .find(|at| *at > number && matches!(self.tokens[*at].upos, Upos::Noun | Upos::Propn));
        let (Some(verb), Some(noun)) = (verb, noun) else { return };
        let is_next = noun < verb && (number + 1..noun).all(|at| self.is_below(at, noun));
        if !is_next || self.has(noun, &[Relation::CASE]) {
            return;
        }
        self.take_place(verb, number, |at| at > verb);
        self.take_as_subject(noun, verb);
        self.hang(number, noun, Relation::NUMMOD);
    }
}
