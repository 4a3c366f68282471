//! When claims hold, as whole days: Gephi reads nothing less exact than a day, and refuses the
//! whole file at `2023` or `2023-07`.

use std::collections::BTreeMap;

use super::status::Status;
use crate::date::{Date, Precision};
use crate::graph::record::{ClaimRecord, Object};

/// Days from `start` to `end`, both included; without end on the side that is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

/// The dates that a claim states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    /// When it happened, or the day that a number is for.
    pub(super) date: Option<Date>,
}

impl Stated {
    /// Reads the dates of a claim.
    pub(super) fn of(record: &ClaimRecord) -> Self {
        let dated = |name: &str| {
            let values =
                record.qualifiers.iter().filter(|(iri, _)| super::label::local_name(iri) == name);
            values.flat_map(|(_, values)| values).find_map(|value| match value {
                Object::Literal { value, .. } => value.trim().parse().ok(),
                Object::Entity(_) => None,
            })
        };
        Self { start: dated("validFrom"), end: dated("validTo"), date: dated("date") }
    }

    /// Returns the days that the dates may mean, padded to whole years and months. `None` without
    /// dates, or when the end is before the start: such an interval Gephi drops.
    pub(super) fn interval(self) -> Option<Interval> {
        let interval = match self {
            Self { start: None, end: None, date } => {
                Interval { start: Some(date?.first_day()), end: Some(date?.last_day()) }
            }
            Self { start, end, .. } => {
                Interval { start: start.map(Date::first_day), end: end.map(Date::last_day) }
            }
        };
        let is_reversed = matches!(interval, Interval { start: Some(a), end: Some(b) } if b < a);
        (!is_reversed).then_some(interval)
    }

    /// Returns how exactly the least exact of the dates is known.
    pub(super) fn precision(self) -> Option<Precision> {
        [self.start, self.end, self.date].into_iter().flatten().map(Date::precision).min()
    }
}

/// Returns the strongest status at each time, as sorted intervals that do not overlap; Gephi loses
/// intervals that do. Neighbours with equal status are one.
pub(super) fn status_over_time(claims: &[(Interval, Status)]) -> Vec<(Interval, Status)> {
    if let [one] = claims {
        return vec![*one];
    }
    // How many claims of each status begin (+) or have ended (-) at each day.
    let mut turns: BTreeMap<Option<Date>, [i64; Status::ALL.len()]> = BTreeMap::new();
    for (interval, status) in claims {
        turns.entry(interval.start).or_default()[*status as usize] += 1;
        if let Some(after) = interval.end.and_then(Date::day_after) {
            turns.entry(Some(after)).or_default()[*status as usize] -= 1;
        }
    }
    let mut open = [0_i64; Status::ALL.len()];
    let mut spells: Vec<(Interval, Status)> = Vec::new();
    let mut current: Option<(Option<Date>, Status)> = None;
    for (day, turn) in turns {
        for (count, change) in open.iter_mut().zip(turn) {
            *count += change;
        }
        let strongest = Status::ALL.into_iter().rev().find(|status| open[*status as usize] > 0);
        match (current, strongest) {
            (Some((_, status)), Some(now)) if status == now => {}
            (before, now) => {
                if let Some((start, status)) = before {
                    spells.push((Interval { start, end: day.and_then(Date::day_before) }, status));
                }
                current = now.map(|status| (day, status));
            }
        }
    }
    if let Some((start, status)) = current {
        let last = claims.iter().map(|(interval, _)| interval.end);
        let end = last.max_by_key(|end| (end.is_none(), *end)).flatten();
        spells.push((Interval { start, end }, status));
    }
    spells
}

/// Returns the times at which any status holds: the intervals joined where they touch.
pub(super) fn spells(claims: &[(Interval, Status)]) -> Vec<Interval> {
    let anything: Vec<_> =
        claims.iter().map(|(interval, _)| (*interval, Status::Asserted)).collect();
    status_over_time(&anything).into_iter().map(|(interval, _)| interval).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    fn interval(start: &str, end: &str) -> Interval {
        Interval { start: day(start), end: day(end) }
    }

    #[test]
    fn dates_are_padded_to_days() {
        let stated =
            |start, end, date| Stated { start: day(start), end: day(end), date: day(date) };
        let cases = [
            (stated("2002", "", ""), Some(interval("2002-01-01", ""))),
            (stated("2002-02", "2004-02", ""), Some(interval("2002-02-01", "2004-02-29"))),
            (stated("", "2004", ""), Some(interval("", "2004-12-31"))),
            (stated("", "", "-0044"), Some(interval("-0044-01-01", "-0044-12-31"))),
            (stated("2004", "2002", ""), None),
            (stated("2004", "2004", ""), Some(interval("2004-01-01", "2004-12-31"))),
            (stated("", "", ""), None),
        ];
        for (stated, expected) in cases {
            assert_eq!(stated.interval(), expected, "{stated:?}");
        }
    }

    #[test]
    fn a_plan_becomes_fact() {
        let planned = (interval("2020-01-01", "2022-12-31"), Status::Planned);
        let done = (interval("2022-03-01", ""), Status::Asserted);
        let expected = [
            (interval("2020-01-01", "2022-02-28"), Status::Planned),
            (interval("2022-03-01", ""), Status::Asserted),
        ];
        assert_eq!(status_over_time(&[done, planned]), expected);
        assert_eq!(spells(&[done, planned]), [interval("2020-01-01", "")]);
    }

    fn any_day() -> impl Strategy<Value = Option<Date>> {
        proptest::option::of((-3..3_i32, 1..=12_u8, 1..=28_u8))
            .prop_map(|day| day.and_then(|(year, month, day)| Date::day(year, month, day)))
    }

    proptest! {
        #[test]
        fn spells_are_sorted_and_apart(dates in proptest::collection::vec((any_day(), any_day(), 0..5_usize), 1..8)) {
            let claims: Vec<_> = dates.into_iter()
                .filter_map(|(start, end, status)| {
                    let stated = Stated { start, end, date: None };
                    let interval = stated.interval().filter(|_| start.or(end).is_some())?;
                    Some((interval, Status::ALL[status]))
                })
                .collect();
            for pair in status_over_time(&claims).windows(2) {
                prop_assert!(pair[0].0.end < pair[1].0.start, "{pair:?}");
            }
            for spell in spells(&claims) {
                prop_assert!(spell.end.is_none() || spell.start <= spell.end);
            }
            prop_assert_eq!(spells(&claims).is_empty(), claims.is_empty());
        }
    }
}
