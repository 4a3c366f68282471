//! Sums that a verb gives, takes or spends: `Kyrgyzstan borrowed $2 billion from China`,
//! `imported $3 billion in goods`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::{Parties, Reader};
use crate::extract::mention::Candidate;
use crate::ontology::measure::MeasureUse as Use;
use crate::text::{Relation, Upos};

impl Reader<'_, '_> {
    /// A sum of money or a physical quantity as the object of a verb, or one that is said to be
    /// `in` something.
    pub fn amount(&self, seat: &Seat) -> Option<Figure> {
        matches!(seat.unit, Unit::Money(_) | Unit::Physical(_)).then_some(())?;
        let (verb, relation) = self.governor(seat)?;
        let lemma = self.scene.view.lemma(verb);
        let is_object = matches!(relation, Relation::OBJ | Relation::IOBJ | Relation::NSUBJ_PASS);
        // `provided Ukraine with $5 million`
        let is_given = seat.before == "with" && relation == Relation::OBL;
        if !(is_object || is_given && self.is(verb, Use::Lend))
            || self.scene.view.upos(verb) != Upos::Verb
        {
            return None;
        }
        let what = self.substance(seat);
        let words = &self.rules.words.measures;
        let subject = || -> Option<Candidate> {
            let found = self.described(self.syntax.subject(verb)?);
            found.first().filter(|_| found.len() == 1).cloned()
        };
        let mut figure = seat.figure("amount", String::new(), verb);
        if matches!(seat.unit, Unit::Physical(_)) {
            // `exported 5 million tonnes of grain to China`
            let what = self.describe(what?, &[]);
            figure.of = match words.noun(lemma, Use::Act) {
                Some(participle) => format!("{what} {participle}"),
                None => what,
            };
            if !self.is(verb, Use::Have) && !self.is(verb, Use::Act) {
                return None;
            }
            figure.about = vec![subject()?];
            figure.counterpart = self.other(verb, &figure, &["to", "from"]);
            return Some(figure);
        }
        if lemma == "cost" {
            figure.about = vec![subject()?];
            figure.of = "cost".to_owned();
            return Some(figure);
        }
        let with_substance = |noun: &str| match what {
            Some(what) if matches!(noun, "exports" | "imports") => {
                format!("{noun} of {}", self.describe(what, &[]))
            }
            Some(what) => self.describe(what, &[]),
            None => noun.to_owned(),
        };
        if let Some(noun) = words.noun(lemma, Use::Borrow) {
            figure.about = vec![subject()?];
            let owed = self.syntax.child(verb, &[Relation::IOBJ]).map(|at| self.entities(at));
            figure.counterpart = owed
                .and_then(|found| found.into_iter().next())
                .or_else(|| self.other(verb, &figure, &["from", "to"]));
            figure.of = with_substance(noun);
        } else if let Some(noun) = words.noun(lemma, Use::Lend) {
            let giver = subject()?;
            let place = if is_given { Relation::OBJ } else { Relation::IOBJ };
            let receiver = self
                .syntax
                .child(verb, &[place])
                .filter(|at| *at != seat.head)
                .map(|at| self.entities(at))
                .filter(|found| !found.is_empty())
                .unwrap_or_else(|| self.receiver(verb, seat));
            let [receiver] = receiver.as_slice() else { return None };
            if receiver.meaning == giver.meaning {
                return None;
            }
            figure.about = vec![receiver.clone()];
            figure.counterpart = Some(giver);
            figure.of = with_substance(noun);
        } else if let Some(noun) = words.noun(lemma, Use::Spend) {
            figure.about = vec![subject()?];
            figure.counterpart = self.other(verb, &figure, &["to", "from"]);
            figure.of = with_substance(noun);
        } else {
            return None;
        }
        Some(figure)
    }

    /// Who or what a sum goes to: `gave $3 million to Peru`, `pledged €5 million for the railway`.
    fn receiver(&self, verb: usize, seat: &Seat) -> Vec<Candidate> {
        const TO: [&str; 6] = ["to", "in", "into", "for", "towards", "on"];
        let found = self.beside(verb, &TO);
        if found.is_empty() { self.beside(seat.head, &TO) } else { found }
    }

    /// What the sum is of: `$3 billion in loans`, `5 tonnes of gold`.
    fn substance(&self, seat: &Seat) -> Option<usize> {
        let first = self.scene.view.word(seat.tokens.end);
        if !matches!(first, "in" | "of") {
            return None;
        }
        let children = self.syntax.children(seat.head).iter().copied();
        let mut nouns = children.filter(|child| {
            matches!(self.syntax.case(*child), "in" | "of")
                && self.is_noun(*child)
                && self.entities(*child).is_empty()
        });
        nouns.next()
    }

    /// The entity beside the verb that is not the one the figure is about.
    fn other(&self, verb: usize, figure: &Figure, prepositions: &[&str]) -> Option<Candidate> {
        let found = self.beside(verb, prepositions);
        found.into_iter().find(|one| one.meaning != figure.about[0].meaning)
    }

    /// A loan, a grant: about the one who gets it, the other side gives it. `None` when the text
    /// does not tell both; `false` when they are the same.
    pub(super) fn gift(
        &self,
        figure: &mut Figure,
        noun: usize,
        clause: usize,
        parties: &Parties,
    ) -> Option<bool> {
        // `repaid a loan to Peru`: Peru gets back what it gave.
        if matches!(self.scene.view.lemma(clause), "repay" | "return" | "refinance") {
            return Some(false);
        }
        let with = self.syntax.child(clause, &[Relation::OBJ]);
        let with = with.filter(|_| self.syntax.case(noun) == "with").map(|at| self.entities(at));
        let to = match (&parties.to, &parties.place) {
            (to, _) if !to.is_empty() => to.clone(),
            (_, place) if !place.is_empty() => place.clone(),
            _ => with.unwrap_or_else(|| self.beside(clause, &["to", "for"])),
        };
        let from = match parties.from.is_empty() {
            false => parties.from.clone(),
            true => self.beside(clause, &["from"]),
        };
        let subject = self.syntax.subject(clause).map(|at| self.entities(at)).unwrap_or_default();
        let (receiver, giver) = match (to.as_slice(), from.as_slice()) {
            ([receiver], []) => {
                let owner = parties.owner.first().or(parties.modifier.first());
                (receiver, owner.or(subject.first().filter(|_| subject.len() == 1)))
            }
            ([], [giver]) => (subject.first().filter(|_| subject.len() == 1)?, Some(giver)),
            _ => return None,
        };
        let giver = giver?;
        figure.about = vec![receiver.clone()];
        figure.counterpart = Some(giver.clone());
        figure.of = self.describe(noun, &[receiver, giver]);
        Some(receiver.meaning != giver.meaning)
    }
}
