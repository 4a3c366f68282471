//! Values that contradict one another: more than one for a slot that has room for one.

use std::collections::{BTreeMap, BTreeSet};

use super::change::ConflictChange;
use super::key::{self, Role};
use crate::extract::{Polarity, Realis};
use crate::graph::record::{ClaimRecord, Object};

/// A slot with what it is about.
type Slots<'a> = BTreeMap<String, (&'a ClaimRecord, BTreeSet<Object>)>;

/// Returns the conflicts that only one side has.
pub(super) fn changes(
    old: &[&ClaimRecord],
    new: &[&ClaimRecord],
    functional: &BTreeSet<String>,
) -> Vec<ConflictChange> {
    let (before, after) = (conflicts(old, functional), conflicts(new, functional));
    let mut changes = Vec::new();
    for (opened, here, there) in [(false, &before, &after), (true, &after, &before)] {
        for (slot, (record, values)) in here {
            if !there.contains_key(slot) {
                changes.push(ConflictChange {
                    opened,
                    subject: record.subject.clone(),
                    predicate_label: record.predicate_label.clone(),
                    values: values.iter().cloned().collect(),
                });
            }
        }
    }
    changes
}

/// Returns the slots that hold several values said to be so, now. What has ended contradicts
/// nothing, nor does a number for another date or a bounded one (`more than`).
fn conflicts<'a>(records: &[&'a ClaimRecord], functional: &BTreeSet<String>) -> Slots<'a> {
    let mut slots: Slots<'a> = BTreeMap::new();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for record in records {
        let is_so = record.polarity == Polarity::Affirmed && record.realis == Realis::Actual;
        let is_measure = key::number(&record.object).is_some();
        let is_bounded = record.qualifiers.keys().any(|iri| key::local_name(iri) == "bound");
        let is_exact = is_measure && key::dated(record, Role::Date).is_some() && !is_bounded;
        let is_current = key::dated(record, Role::End).is_none();
        if is_so && is_current && (is_exact || functional.contains(&record.predicate)) {
            let slot = key::slot(record);
            if seen.insert((slot.clone(), key::term(&record.object))) {
                let (_, values) = slots.entry(slot).or_insert_with(|| (record, BTreeSet::new()));
                values.insert(record.object.clone());
            }
        }
    }
    slots.retain(|_, (_, values)| contradict(values));
    slots
}

/// Says whether any two values exclude one another: `2002` and `2002-05-14` do not.
fn contradict(values: &BTreeSet<Object>) -> bool {
    let agree = |a: &Object, b: &Object| {
        key::date(a).zip(key::date(b)).is_some_and(|(a, b)| a.covers(b) || b.covers(a))
    };
    // In order, a date stands right before those that it covers.
    values.iter().zip(values.iter().skip(1)).any(|(a, b)| !agree(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::claim;

    #[test]
    fn a_second_capital_opens_a_conflict() {
        let capital = |city: &str| claim("Country/Kazakhstan", "capital", city, "…");
        let (a, b) = (capital("Place/Almaty"), capital("Place/Astana"));
        let ended = b.clone().with("end", crate::graph::sample_claims::literal("2022"));
        let functional = BTreeSet::from([a.predicate.clone()]);
        let [conflict] = &changes(&[&a], &[&a, &b], &functional)[..] else {
            panic!("one conflict")
        };
        assert!(conflict.opened && conflict.values.len() == 2);
        assert!(changes(&[&a], &[&a, &ended], &functional).is_empty());
        assert!(!changes(&[&a, &b], &[&b], &functional)[0].opened);
        assert!(changes(&[&a], &[&a, &b], &BTreeSet::new()).is_empty());
        let founded = |date: &str| claim("Organization/CSTO", "foundedOn", date, "…");
        let (year, day, other) = (founded("2002"), founded("2002-05-14"), founded("1992"));
        let functional = BTreeSet::from([year.predicate.clone()]);
        assert!(changes(&[&year], &[&year, &day], &functional).is_empty());
        assert_eq!(changes(&[&year], &[&year, &other], &functional).len(), 1);
    }
}
