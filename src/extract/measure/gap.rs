//! A figure whose clause leaves out what the one before it said (gapping): `Weber won 54 percent of the vote,
//! Brandt 38 percent`, `70 percent learn Swahili, 30 percent English`, `4 percent in 2022 and 5 percent in 2021`.

use super::figure::{Figure, Seat};
use super::phrase::Reader;
use crate::extract::fact::Reason;
use crate::extract::mention::Candidate;
use crate::extract::view::Tokens;
use crate::text::Upos;

impl Reader<'_, '_> {
    /// The figure before, of whoever or whatever stands in its place beside this number.
    pub(super) fn gapped(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let view = &self.scene.view;
        let earlier = earlier.filter(|earlier| {
            let again = seat.figure(seat.measure(), String::new(), seat.head);
            let is_same_unit =
                earlier.unit == again.unit || earlier.unit == "people" && again.unit == "items";
            let between = earlier.tokens.end..seat.tokens.first;
            is_same_unit
                && earlier.measure != "rank"
                && !earlier.settled
                && !between.is_empty()
                && between.len() <= 12
                && between.clone().all(|at| {
                    // `70 percent study in Swahili, and 30 percent in English`
                    at == earlier.governor
                        || view.governor(at) == Some(earlier.governor) && view.upos(at) == Upos::Aux
                        || !matches!(view.upos(at), Upos::Verb | Upos::Aux)
                })
                && !self.has_noun(seat)
        })?;
        let start = (earlier.tokens.end..seat.tokens.first)
            .rev()
            .find(|at| matches!(view.word(*at), "," | ";" | "and" | "but" | "while"))?
            + 1;
        let left = Tokens::new(start, seat.tokens.first);
        let figure = Figure {
            value: if earlier.value < 0.0 { -seat.value } else { seat.value },
            bound: seat.bound.clone(),
            tokens: seat.tokens,
            ..earlier.clone()
        };
        match left.len() {
            0 => self.of_other_phrase(seat, figure),
            _ => self.of_other_subject(seat, left, earlier, figure),
        }
    }

    /// Says whether a noun follows that the number counts by itself: `Chile nine schools`.
    fn has_noun(&self, seat: &Seat) -> bool {
        let view = &self.scene.view;
        let next = seat.tokens.end;
        view.word(next) == "of"
            || matches!(
                view.upos(next),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Verb
            )
    }

    /// `Chile nine`, `Chile for 11 percent`, `Chile's 11 percent`, `with Chile $2 billion`, `oil 21 percent`.
    fn of_other_subject(
        &self,
        seat: &Seat,
        left: Tokens,
        earlier: &Figure,
        figure: Figure,
    ) -> Option<Figure> {
        let view = &self.scene.view;
        let is_case = |at: usize| view.upos(at) == Upos::Adp || view.word(at) == "'s";
        // The preposition of the number is that of the one before: `for 18 percent …, Chile for 11 percent`.
        let end = left.end - usize::from(is_case(left.end - 1));
        if end < left.end && view.word(end) != "'s" && view.word(end) != self.before(earlier) {
            return None;
        }
        let case = Some(left.first).filter(|at| is_case(*at) && *at < end);
        let first = left.first + usize::from(case.is_some());
        let first = first + usize::from(view.word(first) == "the");
        let named = self.scene.candidates.iter().find(|one| one.tokens == Tokens::new(first, end));
        if let Some(named) = named {
            return self.instead(named, case.map(|at| view.word(at)), earlier, figure);
        }
        if case.is_some() || seat.tokens.first != left.end {
            return None;
        }
        self.of_other_noun(first, end, earlier, figure)
    }

    /// `oil 21 percent`, `its imports to $2 billion`, `Peru's imports $2 billion`.
    fn of_other_noun(
        &self,
        first: usize,
        end: usize,
        earlier: &Figure,
        figure: Figure,
    ) -> Option<Figure> {
        let view = &self.scene.view;
        let owner = self.scene.candidates.iter().find(|one| one.tokens.first == first);
        let is_own = matches!(view.word(first), "its" | "their");
        let noun = match owner {
            Some(owner) => owner.tokens.end + usize::from(view.word(owner.tokens.end) == "'s"),
            None => first + usize::from(is_own),
        };
        let is_noun = noun < end
            && end - noun <= 3
            && (noun..end).all(|at| matches!(view.upos(at), Upos::Noun | Upos::Adj | Upos::Propn))
            && self.is_noun(end - 1)
            && !self.counts_people(end - 1);
        let said = view.slice(Tokens::new(noun, end.max(noun))).to_lowercase();
        if !is_noun || earlier.of.contains(" that ") {
            return None;
        }
        match earlier.of.split_once(" in ") {
            // `gas made up 43 percent of its exports, oil 21 percent`
            Some((_, whole)) if owner.is_none() && earlier.measure == "share" => {
                Some(Figure { of: format!("{said} in {whole}"), ..figure })
            }
            None if earlier.measure != "share" => {
                let about =
                    owner.map_or_else(|| earlier.about.clone(), |owner| vec![owner.clone()]);
                Some(Figure { of: said, about, counterpart: None, ..figure })
            }
            _ => None,
        }
    }

    /// The word before the number of a figure.
    fn before(&self, figure: &Figure) -> &str {
        figure.tokens.first.checked_sub(1).map_or("", |at| self.scene.view.word(at))
    }

    /// The figure with `named` for the one in whose place it stands: behind the same preposition, or what
    /// opened the clause.
    fn instead(
        &self,
        named: &Candidate,
        case: Option<&str>,
        earlier: &Figure,
        figure: Figure,
    ) -> Option<Figure> {
        let view = &self.scene.view;
        let case_of = |one: &Candidate| {
            let before = one.tokens.first.checked_sub(1)?;
            let before = before - usize::from(view.word(before) == "the" && before > 0);
            (view.upos(before) == Upos::Adp).then(|| view.word(before))
        };
        let stands = |one: &&Candidate| {
            let is_there = match case {
                Some(case) => case_of(one) == Some(case),
                None => case_of(one).is_none() && one.tokens.first < earlier.tokens.first,
            };
            is_there && one.class == named.class && one.meaning != named.meaning
        };
        let [about] = earlier.about.as_slice() else { return None };
        let replaced = [Some(about), earlier.counterpart.as_ref()].into_iter().flatten();
        let replaced = replaced.filter(stands).min_by_key(|one| one.tokens.first)?;
        if replaced.meaning == about.meaning {
            return Some(Figure { about: vec![named.clone()], ..figure });
        }
        let is_other = named.meaning != about.meaning;
        is_other.then(|| Figure { counterpart: Some(named.clone()), ..figure })
    }

    /// `, and 30 percent in English`, `and 3,400 in 2022`, `and 5 percent the year before`, `and $2 billion to
    /// Chile`.
    fn of_other_phrase(&self, seat: &Seat, figure: Figure) -> Option<Figure> {
        let view = &self.scene.view;
        let next = seat.tokens.end;
        if let Some(years_back) = self.years_before(next) {
            return Some(Figure { years_back, ..figure });
        }
        if self.scene.times.iter().any(|time| time.tokens.first == next) {
            return Some(figure);
        }
        if view.upos(next) != Upos::Adp {
            return None;
        }
        let phrase = crate::extract::noun::phrase(view, next + 1)?;
        let named = self.scene.candidates.iter().find(|one| {
            one.tokens.end == phrase.end
                && one.tokens.first <= phrase.first + 1
                // `in Russian`
                && one.reason != Reason::Adjective
        });
        if let Some(named) = named
            && let Some(other) =
                self.instead(named, Some(view.word(next)), &figure.clone(), figure.clone())
        {
            return Some(other);
        }
        let case = format!(" {} ", view.word(next));
        let (said, _) = figure.of.rsplit_once(&case).filter(|(said, _)| said.contains(" that "))?;
        let of = format!("{said}{case}{}", view.slice(phrase));
        Some(Figure { of, ..figure })
    }
}
