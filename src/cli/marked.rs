//! The claims of two versions together, and what became of each.

use std::collections::{BTreeMap, BTreeSet};

use super::common::{Common, When};
use super::diff::compare;
use super::side::{Loaded, Reader, Source};
use crate::diff::{Change, ClaimDiff, Entry};
use crate::export::Mark;
use crate::graph::record::ClaimRecord;
use crate::project::Project;

/// The claims of two sides.
pub struct Both {
    /// Of the old side, then of the new.
    pub claims: Vec<ClaimRecord>,
    /// By IRI; what is not here is on both sides, or is a claim of a renamed entity.
    marks: BTreeMap<String, Mark>,
    /// IRIs that both sides have.
    shared: BTreeSet<String>,
}

impl Both {
    /// Says what became of a claim.
    pub fn mark(&self, claim: &ClaimRecord) -> Mark {
        let unmarked = || {
            if self.shared.contains(&claim.iri) { Mark::Same } else { Mark::Changed }
        };
        self.marks.get(&claim.iri).copied().unwrap_or_else(unmarked)
    }
}

/// Reads and compares two sides, as `saiga diff` does.
///
/// # Errors
/// When a side cannot be read.
pub fn marked(common: &Common, project: &Project, old: &str, new: &str) -> anyhow::Result<Both> {
    let language = project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
    let mut problems = Vec::new();
    let now = When { as_of: None };
    let reader = Reader::new(project, &language);
    let mut load = |name: &str| -> anyhow::Result<Loaded> {
        Source::find(common, &now, name)?.claims(Some(&reader), &mut problems)
    };
    let (old, new) = (load(old)?, load(new)?);
    problems.iter().for_each(|problem| common.report(problem));
    let changes = compare(&old, &new, project, false);
    let iris = |records: &[ClaimRecord]| -> BTreeSet<String> {
        records.iter().map(|record| record.iri.clone()).collect()
    };
    let shared = iris(&old.records).intersection(&iris(&new.records)).cloned().collect();
    let marks = marks(&changes);
    let claims = old.records.into_iter().chain(new.records).collect();
    Ok(Both { claims, marks, shared })
}

/// What became of the claims that differ, and of those that the program reads otherwise.
fn marks(changes: &ClaimDiff) -> BTreeMap<String, Mark> {
    let mut marks = BTreeMap::new();
    for entry in changes.entries.iter().chain(&changes.drift) {
        let mark = mark(entry);
        for claim in [&entry.old, &entry.new].into_iter().flatten() {
            marks.insert(claim.iri.clone(), mark);
        }
    }
    marks
}

fn mark(entry: &Entry) -> Mark {
    let is_only_in_words = |change: &Change| {
        matches!(change, Change::Support { .. } | Change::Reworded | Change::Moved)
    };
    match (&entry.old, &entry.new) {
        (None, _) => Mark::Added,
        (_, None) => Mark::Removed,
        _ if entry.changes.iter().all(is_only_in_words) => Mark::Same,
        _ => Mark::Changed,
    }
}
