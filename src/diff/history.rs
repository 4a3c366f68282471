//! What became of claims over all versions of a document: the steps from each version to the next,
//! and the thread of each claim through them.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, ClaimDiff};
use super::{Options, Side, claims, entity};
use crate::graph::record::{ClaimRecord, Node};

/// One version of a document, with what it says.
pub struct Version<'a> {
    /// How the user names it: `report@v2`.
    pub name: String,
    /// When it was published (ISO 8601), where that is known.
    pub date: Option<String>,
    /// Its claims.
    pub side: Side<'a>,
}

/// What a version changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The version.
    pub name: String,
    /// When it was published.
    pub date: Option<String>,
    /// Whether it is the first of its document: everything in it is added then.
    pub is_first: bool,
    /// What it changed.
    pub diff: ClaimDiff,
}

/// One claim through the versions of its document.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    /// The versions that make it, in order; never empty, and without a gap.
    pub links: Vec<Link>,
    /// The first version that makes it no more, and why.
    pub ended: Option<End>,
}

/// A claim as one version makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The version.
    pub name: String,
    /// When it was published.
    pub date: Option<String>,
    /// The claim.
    pub claim: ClaimRecord,
    /// What is different from the version before; empty in the first.
    pub changes: Vec<Change>,
}

/// Where a claim ends.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The version without it.
    pub name: String,
    /// When it was published.
    pub date: Option<String>,
    /// Why.
    pub change: Change,
}

/// Compares each version with the one before, the first with nothing.
pub fn steps(versions: &[Version<'_>], options: &Options) -> Vec<Step> {
    let options = Options { same_document: true, ..options.clone() };
    let mut steps = Vec::new();
    for (slot, version) in versions.iter().enumerate() {
        let nothing = Side { reader: version.side.reader, ..Side::default() };
        let before = slot.checked_sub(1).map_or(&nothing, |slot| &versions[slot].side);
        let diff = claims(before, &version.side, &options);
        let (name, date) = (version.name.clone(), version.date.clone());
        steps.push(Step { name, date, is_first: slot == 0, diff });
    }
    steps
}

/// Returns what the step changed about one entity.
pub fn about(step: &Step, iri: &str) -> Step {
    let names = |claim: Option<&ClaimRecord>| {
        claim.is_some_and(|claim| entity::mentioned(claim).contains(iri))
    };
    let of_entry =
        |entry: &&super::Entry| names(entry.old.as_deref()) || names(entry.new.as_deref());
    let is_it = |node: &Node| node.iri == iri;
    let diff = &step.diff;
    Step {
        diff: ClaimDiff {
            entries: diff.entries.iter().filter(of_entry).cloned().collect(),
            unclear: diff.unclear.iter().filter(of_entry).cloned().collect(),
            drift: diff.drift.iter().filter(of_entry).cloned().collect(),
            entities: (diff.entities.iter())
                .filter(|change| change.old.iter().chain(&change.new).any(is_it))
                .cloned()
                .collect(),
            conflicts: (diff.conflicts.iter())
                .filter(|conflict| is_it(&conflict.subject))
                .cloned()
                .collect(),
            articles: Vec::new(),
            unchanged: 0,
        },
        ..step.clone()
    }
}

/// Follows the claims through the steps of one document. Returns the threads in which any claim is
/// wanted, in the order of their first versions and claims.
pub fn threads(
    versions: &[Version<'_>],
    steps: &[Step],
    is_wanted: &dyn Fn(&ClaimRecord) -> bool,
) -> Vec<Thread> {
    let mut done: Vec<Thread> = Vec::new();
    let mut open: BTreeMap<ClaimRecord, Thread> = BTreeMap::new();
    for (version, step) in versions.iter().zip(steps) {
        let before = before(step);
        let (name, date) = (&version.name, &version.date);
        let mut next: BTreeMap<ClaimRecord, Thread> = BTreeMap::new();
        // Those whose words or content changed first: the rest are equal.
        let records: BTreeSet<&ClaimRecord> = version.side.records.iter().collect();
        let (told, rest): (Vec<_>, Vec<_>) =
            records.into_iter().partition(|record| before.contains_key(record));
        for claim in told.into_iter().chain(rest) {
            let (earlier, changes) = match before.get(claim) {
                Some((earlier, changes)) => (*earlier, changes.to_vec()),
                None => (same(&open, claim), Vec::new()),
            };
            let link =
                Link { name: name.clone(), date: date.clone(), claim: claim.clone(), changes };
            let earlier = earlier.cloned();
            let thread = earlier.and_then(|earlier| open.remove(&earlier));
            let mut thread = thread.unwrap_or(Thread { links: Vec::new(), ended: None });
            thread.links.push(link);
            next.insert(claim.clone(), thread);
        }
        for (claim, mut thread) in std::mem::replace(&mut open, next) {
            let entries = step.diff.parts().into_iter().flat_map(|(_, _, entries)| entries);
            let mut end = entries.filter(|entry| entry.new.is_none());
            let change = end.find(|entry| entry.old.as_deref() == Some(&claim));
            let change = change.map(|entry| entry.change().clone());
            thread.ended =
                change.map(|change| End { name: name.clone(), date: date.clone(), change });
            done.push(thread);
        }
    }
    done.extend(open.into_values());
    done.retain(|thread| thread.links.iter().any(|link| is_wanted(&link.claim)));
    let place = |thread: &Thread| {
        let first = &thread.links[0];
        versions.iter().position(|version| version.name == first.name)
    };
    done.sort_by(|a, b| (place(a), &a.links[0].claim).cmp(&(place(b), &b.links[0].claim)));
    done
}

/// What each claim of the step was before, where it is told.
fn before(step: &Step) -> BTreeMap<&ClaimRecord, (Option<&ClaimRecord>, &[Change])> {
    let entries = step.diff.parts().into_iter().flat_map(|(_, _, entries)| entries);
    let of_entry = |entry: &'_ super::Entry| entry.new.is_some();
    let mut before: BTreeMap<&ClaimRecord, (Option<&ClaimRecord>, &[Change])> = entries
        .filter(|entry| of_entry(entry))
        .filter_map(|entry| {
            let changes = if entry.old.is_some() { &entry.changes[..] } else { &[] };
            Some((entry.new.as_deref()?, (entry.old.as_deref(), changes)))
        })
        .collect();
    for (old, new) in step.diff.entities.iter().flat_map(|change| &change.claims) {
        before.insert(new, (Some(old), &[]));
    }
    before
}

/// The claim of the version before that is the same, in the same article if there is one.
fn same<'t>(
    open: &'t BTreeMap<ClaimRecord, Thread>,
    claim: &ClaimRecord,
) -> Option<&'t ClaimRecord> {
    let equal = || open.keys().filter(|other| other.iri == claim.iri);
    equal().find(|other| other.article == claim.article).or_else(|| equal().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::{claim, number};

    fn trade(value: &str) -> ClaimRecord {
        let record = claim("Country/A", "amount", "X/Y", &format!("Trade was {value}."));
        ClaimRecord { object: number(value), ..record }.with("of", number("1"))
    }

    fn history(states: &[Vec<ClaimRecord>]) -> Vec<Thread> {
        let version = |(slot, records): (usize, &'static Vec<ClaimRecord>)| Version {
            name: format!("d@v{}", slot + 1),
            date: None,
            side: Side { records, ..Side::default() },
        };
        // Leaked, for a test: the versions must outlive nothing but it.
        let states: &'static [Vec<ClaimRecord>] = Box::leak(states.to_vec().into_boxed_slice());
        let versions: Vec<Version<'_>> = states.iter().enumerate().map(version).collect();
        let steps = steps(&versions, &Options::default());
        threads(&versions, &steps, &|_| true)
    }

    fn shape(thread: &Thread) -> (Vec<(&str, Vec<&'static str>)>, Option<&str>) {
        let codes = |link: &'_ Link| link.changes.iter().map(Change::code).collect();
        let links = thread.links.iter().map(|link| (link.name.as_str(), codes(link))).collect();
        (links, thread.ended.as_ref().map(|end| end.name.as_str()))
    }

    #[test]
    fn a_claim_is_followed_through_its_changes() {
        let other = claim("Country/B", "borders", "Country/C", "B borders C.");
        let found =
            history(&[vec![trade("31")], vec![trade("41"), other.clone()], vec![trade("41")]]);
        let shapes: Vec<_> = found.iter().map(shape).collect();
        assert_eq!(
            shapes,
            [
                (vec![("d@v1", vec![]), ("d@v2", vec!["~v"]), ("d@v3", vec![])], None),
                (vec![("d@v2", vec![])], Some("d@v3")),
            ]
        );
    }

    #[test]
    fn a_claim_that_comes_back_has_two_threads() {
        let found = history(&[vec![trade("31")], vec![], vec![trade("31")]]);
        let ends: Vec<_> = found.iter().map(|thread| shape(thread).1).collect();
        assert_eq!(ends, [Some("d@v2"), None]);
    }
}
