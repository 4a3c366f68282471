//! When each version of a document was the current one, for the timeline.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::export::Interval;
use crate::graph::iri;
use crate::graph::record::VersionRecord;
use crate::graph::store::Manifest;

/// Returns when each version, by IRI, was current: from the day it was published to the day before
/// the next one was. Where a document has several versions and not all have dates that follow one
/// another, the first version of every document stands at the year 1, the second at the year 2,
/// and so on. A document of one version without a date has no time.
pub fn current(manifest: &Manifest, records: &[VersionRecord]) -> BTreeMap<String, Interval> {
    let dates: BTreeMap<&str, Date> = (records.iter())
        .filter_map(|version| Some((version.iri.as_str(), day(version.date.as_deref()?)?)))
        .collect();
    let chains: Vec<Vec<String>> = (manifest.documents.iter())
        .map(|doc| {
            let versions = doc.versions.iter();
            versions.map(|one| iri::version(&doc.id, &one.version).into_string()).collect()
        })
        .collect();
    let dated = |chain: &[String]| -> Option<Vec<Date>> {
        chain.iter().map(|iri| dates.get(iri.as_str()).copied()).collect()
    };
    let is_dated = |chain: &Vec<String>| {
        chain.len() < 2 || dated(chain).is_some_and(|days| days.is_sorted_by(|a, b| a < b))
    };
    let by_date = chains.iter().all(is_dated);
    let mut current = BTreeMap::new();
    for chain in &chains {
        let starts: Option<Vec<Date>> = if by_date {
            dated(chain)
        } else {
            (1..=chain.len()).map(|n| Date::day(i32::try_from(n).ok()?, 1, 1)).collect()
        };
        let Some(starts) = starts else { continue };
        for (slot, iri) in chain.iter().enumerate() {
            let end = starts.get(slot + 1).and_then(|next| next.day_before());
            current.insert(iri.clone(), Interval { start: Some(starts[slot]), end });
        }
    }
    current
}

/// The first day of a date that may have a time behind it.
fn day(text: &str) -> Option<Date> {
    let date = text.split('T').next().unwrap_or(text);
    date.parse::<Date>().ok().map(Date::first_day)
}
