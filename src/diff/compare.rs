//! Two claims that are taken for one: in what do they differ?

use std::collections::BTreeSet;

use super::change::{Certainty, Change, Direction, TimeChange};
use super::key::{self, Role};
use super::words;
use crate::date::Date;
use crate::extract::{Polarity, Realis};
use crate::graph::record::{ClaimRecord, Object, Passage};

/// Returns every change of content between the two, the gravest first; empty when they say the
/// same. `same` says whether two terms mean the same, which renamed entities do.
pub(super) fn content(
    old: &ClaimRecord,
    new: &ClaimRecord,
    same: &dyn Fn(&str, &str) -> bool,
) -> Vec<Change> {
    let equal = |a: &Object, b: &Object| {
        let (a, b) = (key::term(a), key::term(b));
        a == b || same(&a, &b)
    };
    let mut changes = Vec::new();
    if old.polarity != new.polarity {
        changes.push(Change::Polarity);
    }
    if !equal(&old.object, &new.object) {
        let numbers = key::number(&old.object).zip(key::number(&new.object));
        changes.push(Change::Value { numbers });
    }
    let (from, to) = (certainty(old), certainty(new));
    if let Some(direction) = direction(&from, &to, &equal) {
        changes.push(Change::Certainty { from, to, direction });
    }
    if let Some(change) = time(old, new) {
        changes.push(Change::Time(change));
    }
    let names = qualifiers(old, new, &equal);
    if !names.is_empty() {
        changes.push(Change::Qualifier(names));
    }
    if old.predicate != new.predicate || old.predicate_label != new.predicate_label {
        changes.push(Change::Ontology);
    }
    changes
}

/// Returns how the passages of a claim changed whose content did not. `moved` says whether the
/// same words stand at another place.
pub(super) fn evidence(
    old: &ClaimRecord,
    new: &ClaimRecord,
    moved: &dyn Fn(&ClaimRecord, &ClaimRecord) -> bool,
) -> Option<Change> {
    let is_same = |(a, b): (&Passage, &Passage)| a.quote == b.quote;
    if old.evidence.len() == new.evidence.len()
        && old.evidence.iter().zip(&new.evidence).all(is_same)
    {
        return moved(old, new).then_some(Change::Moved);
    }
    let quotes = |record: &ClaimRecord| -> BTreeSet<String> {
        record.evidence.iter().map(|passage| words::collapse(&passage.quote)).collect()
    };
    let (before, after) = (quotes(old), quotes(new));
    let (old_count, new_count) = (old.evidence.len(), new.evidence.len());
    if old_count != new_count {
        Some(Change::Support { old: old_count, new: new_count })
    } else if before != after {
        Some(Change::Reworded)
    } else if moved(old, new) {
        Some(Change::Moved)
    } else {
        None
    }
}

/// Returns how firmly a claim is made, its polarity apart.
pub(super) fn certainty(record: &ClaimRecord) -> Certainty {
    match (record.realis, &record.holder) {
        (Realis::Hypothetical, _) => Certainty::Hypothetical,
        (Realis::Planned, _) => Certainty::Planned,
        (Realis::Actual, Some(holder)) => Certainty::Attributed(holder.clone()),
        (Realis::Actual, None) => Certainty::Asserted,
    }
}

/// Returns how much of the content of two claims agrees, 0 to 1: the same whichever way round.
pub(super) fn agreement(old: &ClaimRecord, new: &ClaimRecord) -> f64 {
    let names: BTreeSet<&String> = old.qualifiers.keys().chain(new.qualifiers.keys()).collect();
    let agreeing =
        names.iter().filter(|name| old.qualifiers.get(**name) == new.qualifiers.get(**name));
    let mut equal = agreeing.count();
    equal += usize::from(old.predicate == new.predicate);
    equal += usize::from(key::term(&old.object) == key::term(&new.object));
    equal += usize::from(polarity_and_realis(old) == polarity_and_realis(new));
    equal += usize::from(old.holder == new.holder);
    equal as f64 / (names.len() + 4) as f64
}

fn polarity_and_realis(record: &ClaimRecord) -> (Polarity, Realis) {
    (record.polarity, record.realis)
}

fn direction(
    from: &Certainty,
    to: &Certainty,
    equal: &dyn Fn(&Object, &Object) -> bool,
) -> Option<Direction> {
    let level = |certainty: &Certainty| match certainty {
        Certainty::Hypothetical => 0,
        Certainty::Planned => 1,
        Certainty::Attributed(_) => 2,
        Certainty::Asserted => 3,
    };
    match (from, to) {
        (Certainty::Attributed(a), Certainty::Attributed(b)) if equal(a, b) => None,
        (Certainty::Attributed(_), Certainty::Attributed(_)) => Some(Direction::Source),
        _ if level(from) < level(to) => Some(Direction::Up),
        _ if level(from) > level(to) => Some(Direction::Down),
        _ => None,
    }
}

/// Compares when the two hold: the interval first, then the date.
fn time(old: &ClaimRecord, new: &ClaimRecord) -> Option<TimeChange> {
    let at = |record, role| key::dated(record, role);
    let starts = (at(old, Role::Start), at(new, Role::Start));
    let ends = (at(old, Role::End), at(new, Role::End));
    interval(starts, ends).or_else(|| moment(at(old, Role::Date), at(new, Role::Date)))
}

/// Compares two intervals by their starts and ends, each on the old and on the new side. An open
/// end reaches further than any date.
fn interval(
    (old_start, new_start): (Option<Date>, Option<Date>),
    (old_end, new_end): (Option<Date>, Option<Date>),
) -> Option<TimeChange> {
    if (old_start, old_end) == (new_start, new_end) {
        return None;
    }
    if (old_start, old_end) == (None, None) {
        return Some(TimeChange::Dated);
    }
    if (new_start, new_end) == (None, None) {
        return Some(TimeChange::Undated);
    }
    if old_end == new_end
        && let Some(change) = moment(old_start, new_start)
        && change != TimeChange::Moved
    {
        return Some(change);
    }
    if old_start == new_start
        && let Some(change @ (TimeChange::MorePrecise | TimeChange::LessPrecise)) =
            moment(old_end, new_end)
    {
        return Some(change);
    }
    let first = |date: Option<Date>| date.map(Date::first_day);
    let last = |date: Option<Date>| (date.is_none(), date.map(Date::last_day));
    let later_end = last(new_end) >= last(old_end);
    let earlier_end = last(new_end) <= last(old_end);
    let longer = first(new_start) <= first(old_start) && later_end;
    let shorter = first(new_start) >= first(old_start) && earlier_end;
    Some(match (longer, shorter) {
        (true, false) => TimeChange::Extended,
        (false, true) => TimeChange::Shortened,
        _ => TimeChange::Moved,
    })
}

fn moment(old: Option<Date>, new: Option<Date>) -> Option<TimeChange> {
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some(TimeChange::Dated),
        (Some(_), None) => Some(TimeChange::Undated),
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) if old.covers(new) => Some(TimeChange::MorePrecise),
        (Some(old), Some(new)) if new.covers(old) => Some(TimeChange::LessPrecise),
        _ => Some(TimeChange::Moved),
    }
}

/// Returns the local names of the other qualifiers that differ, in order.
fn qualifiers(
    old: &ClaimRecord,
    new: &ClaimRecord,
    equal: &dyn Fn(&Object, &Object) -> bool,
) -> Vec<String> {
    let is_time = |iri: &str| matches!(key::role(iri), Role::Start | Role::End | Role::Date);
    let names: BTreeSet<&String> = old.qualifiers.keys().chain(new.qualifiers.keys()).collect();
    let differs = |iri: &&&String| {
        let (a, b) = (old.qualifiers.get(**iri), new.qualifiers.get(**iri));
        match (a, b) {
            (Some(a), Some(b)) => a.len() != b.len() || !a.iter().zip(b).all(|(a, b)| equal(a, b)),
            _ => true,
        }
    };
    let differing = names.iter().filter(|iri| !is_time(iri)).filter(differs);
    differing.map(|iri| key::local_name(iri).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::{claim, literal};

    fn member(start: Option<&str>, end: Option<&str>) -> ClaimRecord {
        let mut record = claim("Country/Armenia", "memberOf", "Organization/CSTO", "…");
        for (name, date) in [("start", start), ("end", end)] {
            if let Some(date) = date {
                record = record.with(name, literal(date));
            }
        }
        record
    }

    #[test]
    fn time_says_how_an_interval_changed() {
        let cases = [
            ((Some("2002"), None), (Some("2002-05"), None), TimeChange::MorePrecise),
            ((Some("2002-05"), None), (Some("2002"), None), TimeChange::LessPrecise),
            ((None, None), (Some("2002"), None), TimeChange::Dated),
            ((Some("2002"), None), (None, None), TimeChange::Undated),
            ((Some("2002"), None), (Some("2002"), Some("2024")), TimeChange::Shortened),
            ((Some("2002"), Some("2020")), (Some("2002"), Some("2024")), TimeChange::Extended),
            ((Some("2002"), None), (Some("1999"), None), TimeChange::Extended),
            ((Some("2002"), Some("2004")), (Some("2010"), Some("2012")), TimeChange::Moved),
        ];
        for ((a, b), (c, d), expected) in cases {
            assert_eq!(
                time(&member(a, b), &member(c, d)),
                Some(expected),
                "{a:?} {b:?} {c:?} {d:?}"
            );
        }
        assert_eq!(time(&member(Some("2002"), None), &member(Some("2002"), None)), None);
    }

    #[test]
    fn certainty_goes_up_when_a_plan_is_carried_out() {
        let plan = member(None, None).status(Polarity::Affirmed, Realis::Planned, None);
        let done = member(None, None);
        let said =
            member(None, None).status(Polarity::Affirmed, Realis::Actual, Some("Person/Ivan"));
        let same = |_: &str, _: &str| false;
        let direction = |a: &ClaimRecord, b: &ClaimRecord| match &content(a, b, &same)[..] {
            [Change::Certainty { direction, .. }] => *direction,
            other => panic!("{other:?}"),
        };
        assert_eq!(direction(&plan, &done), Direction::Up);
        assert_eq!(direction(&done, &said), Direction::Down);
        assert_eq!(direction(&plan, &said), Direction::Up);
    }
}
