//! Results of elections: `won with 81 percent (6.5 million votes)`, `turnout was 8.3 million people, or 69
//! percent of the electorate`.

use super::figure::{Figure, Seat, Unit};
use super::phrase::Reader;
use crate::extract::mention::Candidate;
use crate::ontology::word_class::WordClass;
use crate::text::{Relation, Upos};

impl Reader<'_, '_> {
    /// `won with 81 percent`, `was re-elected with 60 percent of the vote`.
    pub(super) fn of_vote(&self, seat: &Seat) -> Option<Figure> {
        let view = &self.scene.view;
        // `won in the first round with 81 percent`: wherever the parser hung it.
        let verb = (seat.tokens.first.saturating_sub(8)..seat.tokens.first)
            .rev()
            .take_while(|at| view.word(*at) != ",")
            .find(|at| view.upos(*at) == Upos::Verb)?;
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

    /// `passed with 93 votes in favour and 18 against`, `adopted by 100 votes to 11`: how many were for what was
    /// put to the vote.
    pub(super) fn ballots(&self, seat: &Seat) -> Option<Figure> {
        let view = &self.scene.view;
        if seat.unit != Unit::Things {
            return None;
        }
        let end = seat.tokens.end + usize::from(view.word(seat.tokens.end) == "votes");
        let is_after_to = seat.before == "to"
            && self.scene.quantities.iter().any(|first| {
                let last = seat.tokens.first - 1;
                first.tokens.end + usize::from(view.word(first.tokens.end) == "votes") == last
                    && first.tokens.first > 0
                    && view.word(first.tokens.first - 1) == "by"
            });
        let of = match (view.word(end), view.word(end + 1)) {
            ("in", "favour" | "favor") | ("for", "," | "and" | ".") => "votes in favour",
            ("against", _) => "votes against",
            ("abstentions" | "abstaining", _) => "abstentions",
            ("to", _) if seat.before == "by" && view.upos(end + 1) == Upos::Num => {
                "votes in favour"
            }
            _ if is_after_to => "votes against",
            _ => return None,
        };
        let clause = (0..seat.tokens.first).rev().find(|at| {
            view.upos(*at) == Upos::Verb
                && self.rules.words.is(view.lemma(*at), WordClass::Deciding)
        })?;
        // `rejected by 60 votes to 40`
        let is_lost = matches!(view.lemma(clause), "reject" | "defeat") && view.word(end) != "in";
        let of = match of {
            "votes in favour" if is_lost => "votes against",
            "votes against" if is_lost && is_after_to => "votes in favour",
            of => of,
        };
        let object = self.syntax.child(clause, &[Relation::OBJ]).filter(|at| !self.is_figure(*at));
        let voted = object.filter(|object| !self.put_to_vote(*object).is_empty());
        let voted = voted.or_else(|| self.syntax.subject(clause))?;
        let mut figure = seat.figure("count", of.to_owned(), clause);
        figure.about = self.put_to_vote(voted);
        (figure.about.len() == 1).then_some(figure)
    }

    /// The resolution, treaty or vote at `at`.
    fn put_to_vote(&self, at: usize) -> Vec<Candidate> {
        let candidates = self.scene.candidates.iter().filter(|one| {
            let is_kind = ["Agreement", "Vote", "Programme"]
                .iter()
                .any(|class| self.rules.is(one.class, class));
            is_kind && (one.tokens.first..one.tokens.end).contains(&at)
        });
        candidates.max_by_key(|one| one.tokens.len()).cloned().into_iter().collect()
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
                !matches!(view.upos(at), Upos::Verb | Upos::Aux | Upos::Punct)
            })
    }
}
