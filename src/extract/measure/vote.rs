//! Results of elections: `won with 81 percent (6.5 million votes)`, `turnout was 8.3 million people, or 69
//! percent of the electorate`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::Reader;
use crate::ontology::word_class::WordClass;
use crate::text::Relation;

impl Reader<'_, '_> {
    /// `won with 81 percent`, `was re-elected with 60 percent of the vote`.
    pub(super) fn of_vote(&self, seat: &Seat) -> Option<Figure> {
        let view = &self.scene.view;
        let above = self.syntax.head(seat.head)?;
        // `won in the first round with 81 percent`, where the parser hung it on the round
        let verb = match (self.syntax.relation(seat.head), self.syntax.relation(above)) {
            (Relation::NMOD, Relation::OBL) => self.syntax.head(above)?,
            (Relation::OBL, _) => above,
            _ => return None,
        };
        // `came a distant second with 11 percent`
        let is_place = |verb: usize| {
            matches!(view.lemma(verb), "come" | "finish")
                && (verb + 1..view.len().min(verb + 4)).any(|at| {
                    matches!(view.word(at), "first" | "second" | "third" | "fourth" | "last")
                })
        };
        let is_election = seat.before == "with"
            && (self.rules.words.is(view.lemma(verb), WordClass::Winning) || is_place(verb));
        let subjects = self.entities(self.syntax.subject(verb).filter(|_| is_election)?);
        let [winner] = subjects.as_slice() else { return None };
        // `won, ahead of Anna Weber with 6 percent`
        let with = seat.tokens.first.checked_sub(1)?;
        let is_of_another = self.scene.candidates.iter().any(|one| {
            one.tokens.end == with
                && one.meaning != winner.meaning
                && self.rules.is(one.class, "Person")
        });
        if is_of_another {
            return None;
        }
        let mut figure = seat.figure("share", "vote".to_owned(), verb);
        figure.about = vec![winner.clone()];
        Some(figure)
    }

    /// `81 percent (6.5 million votes)`, `6.5 million votes (81 percent)`, `8.3 million people, or 69 percent of
    /// the electorate`: a count and the share that it makes.
    pub(super) fn counted_again(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let view = &self.scene.view;
        let earlier = earlier?;
        let start = seat.tokens.first.checked_sub(1)?;
        let is_behind = match seat.before.as_str() {
            "(" => self.follows(earlier, start),
            "or" => {
                let comma = usize::from(start > 0 && view.word(start - 1) == ",");
                self.follows(earlier, start - comma)
            }
            _ => false,
        };
        if !is_behind {
            return None;
        }
        let (measure, of, unit) = match (&seat.unit, earlier.measure) {
            (Unit::Things, "share") if matches!(view.lemma(seat.tokens.end), "vote" | "ballot") => {
                ("count", "votes".to_owned(), "items")
            }
            (Unit::Percent, "count")
                if earlier.of.contains("turnout") || earlier.of.contains("vote") =>
            {
                ("share", earlier.of.clone(), "percent")
            }
            (Unit::Percent, "count") => {
                let whole = self.whole(seat)?;
                let is_other =
                    !self.entities(whole).is_empty() || !self.parties(whole).holders().is_empty();
                let about: Vec<_> = earlier.about.iter().collect();
                let base = self.describe(whole, &about);
                (!is_other).then_some(("share", format!("{} in {base}", earlier.of), "percent"))?
            }
            _ => return None,
        };
        Some(Figure {
            measure,
            value: seat.value,
            unit: unit.to_owned(),
            bound: seat.bound.clone(),
            of,
            tokens: seat.tokens,
            ..earlier.clone()
        })
    }

    /// Says whether at most the noun that an earlier number counts stands between it and a token.
    fn follows(&self, earlier: &Figure, at: usize) -> bool {
        let between = earlier.tokens.end..at;
        between.len() <= 4
            && !self.scene.quantities.iter().any(|one| between.contains(&one.tokens.first))
            && between.clone().all(|at| {
                let view = &self.scene.view;
                !matches!(
                    view.upos(at),
                    crate::text::Upos::Verb | crate::text::Upos::Aux | crate::text::Upos::Punct
                )
            })
    }
}
