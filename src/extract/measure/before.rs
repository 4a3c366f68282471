//! What a figure was before: `up from $4 billion in 2022`, `compared with $4 billion a year earlier`.

use super::figure::{Figure, Seat};
use super::phrase::Reader;
use crate::date::Date;
use crate::extract::fact::{Qualifier, Reason, Value};

impl Reader<'_, '_> {
    /// The level before that a figure is compared with, where the text says when that was.
    pub(super) fn level_before(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let view = &self.scene.view;
        let at = seat.tokens.first.checked_sub(2)?;
        let is_before = matches!(
            (view.word(at), view.word(at + 1)),
            ("up" | "down", "from") | ("compared", "with" | "to") | (",", "against")
        );
        let again = seat.figure(seat.measure(), String::new(), seat.head);
        let earlier = earlier.filter(|earlier| {
            is_before
                && matches!(earlier.measure, "amount" | "count" | "share")
                && earlier.measure == again.measure
                && (earlier.unit == again.unit || again.unit == "items")
        })?;
        let years_back = self.years_before(seat.tokens.end).unwrap_or(0);
        let is_dated = self.scene.times.iter().any(|time| {
            time.tokens.first >= seat.tokens.end && time.tokens.first <= seat.tokens.end + 1
        });
        (years_back > 0 || is_dated).then(|| Figure {
            value: seat.value,
            bound: seat.bound.clone(),
            tokens: seat.tokens,
            settled: true,
            years_back,
            ..earlier.clone()
        })
    }

    /// `rents in Lima rose by 43 percent, those in Quito by 75 percent`: the same of somebody else.
    pub(super) fn those_elsewhere(&self, seat: &Seat, earlier: Option<&Figure>) -> Option<Figure> {
        let view = &self.scene.view;
        let earlier = earlier?;
        let those = (earlier.tokens.end..seat.tokens.first)
            .find(|at| matches!(view.word(*at), "those" | "that"))?;
        let is_near = matches!(view.word(those + 1), "in" | "of") && seat.tokens.first - those <= 6;
        let owner = self.scene.candidates.iter().find(|candidate| {
            candidate.tokens.first == those + 2
                && candidate.reason == Reason::Gazetteer
                && ["Country", "Place"].iter().any(|class| self.rules.is(candidate.class, class))
        });
        let again = seat.figure(earlier.measure, String::new(), seat.head);
        let owner = owner.filter(|_| is_near && again.unit == earlier.unit)?;
        Some(Figure {
            value: if earlier.value < 0.0 { -seat.value } else { seat.value },
            bound: seat.bound.clone(),
            tokens: seat.tokens,
            about: vec![owner.clone()],
            counterpart: None,
            ..earlier.clone()
        })
    }

    /// How many years before something `a year earlier`, `five years before`, `in the previous year` is.
    pub(super) fn years_before(&self, at: usize) -> Option<i32> {
        let view = &self.scene.view;
        let at = at + usize::from(view.word(at) == "in");
        let words = (view.word(at), view.word(at + 1), view.word(at + 2));
        let is_one = matches!(words, ("a" | "one" | "the", "year", "earlier" | "before"))
            || matches!(words, ("the", "previous" | "preceding", "year"));
        let several = || {
            let number = self.scene.quantities.iter().find(|one| one.tokens.first == at)?;
            let end = number.tokens.end;
            let is_before =
                view.word(end) == "years" && matches!(view.word(end + 1), "earlier" | "before");
            #[expect(clippy::cast_possible_truncation, reason = "less than a hundred")]
            (is_before && number.value < 100.0).then_some(number.value as i32)
        };
        if is_one { Some(1) } else { several() }
    }
}

/// Dates so many years before others; nothing, where they are no plain dates.
pub(super) fn years_before(dates: &[(Qualifier, Value)], years: i32) -> Vec<(Qualifier, Value)> {
    let back = |date: Date| {
        let year = date.year_number() - years;
        match (date.month_number(), date.day_number()) {
            (Some(month), None) => Date::month(year, month),
            (None, None) => Date::year(year),
            // The figure of a day is hardly compared with that of one day.
            _ => None,
        }
    };
    let moved = dates.iter().map(|(qualifier, value)| match value {
        Value::Date(date) => back(*date).map(|date| (*qualifier, Value::Date(date))),
        _ => None,
    });
    moved.collect::<Option<Vec<_>>>().unwrap_or_default()
}
