//! What a build has to read, and what becomes of the versions it does not: pure functions over the
//! manifest.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Quad;

use super::manifest::{self, DocumentEntry, Fingerprint, Manifest, VersionEntry};
use crate::document::Document;
use crate::graph::nquads;

/// What the next build has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is to be read, in the order of paths, older versions first.
    pub jobs: Vec<Job>,
    /// Number of input files whose facts are in the store already.
    pub unchanged: usize,
    /// Paths of the files that are gone, in order. Their facts go with them.
    pub removed: Vec<String>,
    /// From path to SHA-256: the files that the store is to stand for.
    inputs: BTreeMap<String, String>,
    fingerprint: Fingerprint,
}

/// A file, or an old version of one, to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// Path of the file, as the user named it.
    pub path: String,
    /// Why.
    pub reason: JobReason,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Why a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobReason {
    /// A superseded version, whose bytes only the store has, was read by other rules.
    RereadOld,
    /// The file is as it was, but was read by other rules.
    Reread,
    /// The file is another one than last time.
    Changed,
    /// The file was not there last time.
    New,
}

/// A version that was read, ready to be kept.
#[derive(Clone, Debug)]
pub struct Built {
    id: String,
    entry: VersionEntry,
    pub(super) segment: Vec<u8>,
    pub(super) source: Vec<u8>,
}

impl Built {
    /// Takes the lifted quads of a document, and the bytes that it was read from.
    pub fn new(doc: &Document, quads: &[Quad], source: Vec<u8>) -> Self {
        let segment = nquads::write(quads);
        let first_title = || doc.articles.iter().find_map(|article| article.title);
        let title = (doc.metadata.title.clone())
            .or_else(|| first_title().map(|span| span.of(&doc.text).to_owned()));
        let entry = VersionEntry {
            version: doc.version.clone(),
            path: doc.path.clone(),
            source: doc.sha256.clone(),
            segment: manifest::sha256(&segment),
            quads: quads.len() as u64,
            title,
            superseded: false,
            built_with: String::new(),
        };
        Self { id: doc.id.clone(), entry, segment, source }
    }

    /// SHA-256 of the segment.
    pub(super) fn segment_name(&self) -> &str {
        &self.entry.segment
    }

    /// SHA-256 of the source.
    pub(super) fn source_name(&self) -> &str {
        &self.entry.source
    }
}

/// Compares the input files, path and SHA-256 of each, with what the store holds.
pub(super) fn plan(
    manifest: &Manifest,
    inputs: impl IntoIterator<Item = (String, String)>,
    fingerprint: Fingerprint,
) -> Plan {
    let inputs: BTreeMap<String, String> = inputs.into_iter().collect();
    let digest = manifest::digest(&fingerprint);
    let mut jobs = Vec::new();
    let mut known = BTreeSet::new();
    let (mut current, mut removed) = (BTreeSet::new(), BTreeSet::new());
    for document in &manifest.documents {
        // Old versions stay for as long as one file of the document does.
        let stays =
            document.versions.iter().any(|one| !one.superseded && inputs.contains_key(&one.path));
        for version in &document.versions {
            let VersionEntry { path, source, .. } = version;
            let is_stale = version.built_with != digest;
            if version.superseded {
                if stays && is_stale {
                    let (path, sha256) = (path.clone(), source.clone());
                    jobs.push(Job { path, reason: JobReason::RereadOld, sha256 });
                }
                continue;
            }
            known.insert(path.as_str());
            match inputs.get(path) {
                None => {
                    removed.insert(path.clone());
                }
                Some(now) if now == source && is_stale => {
                    let (path, sha256) = (path.clone(), source.clone());
                    jobs.push(Job { path, reason: JobReason::Reread, sha256 });
                }
                Some(now) if now == source => {
                    current.insert(path.as_str());
                }
                Some(now) => {
                    let (path, sha256) = (path.clone(), now.clone());
                    jobs.push(Job { path, reason: JobReason::Changed, sha256 });
                }
            }
        }
    }
    for (path, sha256) in inputs.iter().filter(|(path, _)| !known.contains(path.as_str())) {
        jobs.push(Job { path: path.clone(), reason: JobReason::New, sha256: sha256.clone() });
    }
    jobs.sort_unstable();
    jobs.dedup();
    let (unchanged, removed) = (current.len(), removed.into_iter().collect());
    Plan { jobs, unchanged, removed, inputs, fingerprint }
}

/// Returns the manifest after the build. A job that gave nothing (its file could not be read)
/// leaves the version that the store has.
pub(super) fn merge(manifest: &Manifest, plan: &Plan, built: &[Built]) -> Manifest {
    let digest = manifest::digest(&plan.fingerprint);
    let mut documents: BTreeMap<String, Vec<VersionEntry>> = (manifest.documents.iter())
        .map(|document| (document.id.clone(), document.versions.clone()))
        .collect();
    let is_input = |entry: &VersionEntry| plan.inputs.get(&entry.path) == Some(&entry.source);
    let replaced: BTreeSet<&str> = (built.iter())
        .filter(|one| is_input(&one.entry))
        .map(|one| one.entry.path.as_str())
        .collect();
    for versions in documents.values_mut() {
        versions.retain(|one| one.superseded || plan.inputs.contains_key(&one.path));
        for version in versions.iter_mut().filter(|one| !one.superseded) {
            version.superseded = !is_input(version) && replaced.contains(version.path.as_str());
        }
    }
    // The order in which files were read must not show.
    let mut built: Vec<&Built> = built.iter().collect();
    built.sort_by(|a, b| {
        let by_label = natural_order(&a.entry.version, &b.entry.version);
        (a.id.cmp(&b.id)).then(by_label).then_with(|| a.entry.path.cmp(&b.entry.path))
    });
    for one in built {
        // Other rules may give a file another id.
        for (_, others) in documents.iter_mut().filter(|(id, _)| **id != one.id) {
            others.retain(|old| old.path != one.entry.path || old.source != one.entry.source);
        }
        let versions = documents.entry(one.id.clone()).or_default();
        let is_live = is_input(&one.entry);
        let entry =
            VersionEntry { built_with: digest.clone(), superseded: !is_live, ..one.entry.clone() };
        let same = |old: &VersionEntry| old.path == entry.path && old.source == entry.source;
        if let Some(slot) = versions.iter().position(|old| same(old) && old.superseded != is_live) {
            versions[slot] = entry;
        } else if !versions
            .iter()
            .any(|old| old.version == entry.version && !old.superseded && is_input(old))
        {
            // A file that is as it once was is the latest again; a label names one version only.
            versions.retain(|old| old.version != entry.version);
            let place = place(versions, &entry);
            versions.insert(place, entry);
        }
    }
    let documents = (documents.into_iter())
        .filter(|(_, versions)| versions.iter().any(|version| !version.superseded))
        .map(|(id, versions)| DocumentEntry { id, versions })
        .collect();
    Manifest {
        format: manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        fingerprint: plan.fingerprint.clone(),
        documents,
    }
}

/// Where a new version stands in the chain: by its label when the file gives one, else last.
fn place(versions: &[VersionEntry], new: &VersionEntry) -> usize {
    let later = |old: &VersionEntry| {
        old.is_labelled() && natural_order(&old.version, &new.version) == Ordering::Greater
    };
    let slot = versions.iter().position(|old| new.is_labelled() && later(old));
    slot.unwrap_or(versions.len())
}

/// Compares labels with their numbers as numbers: `v9` before `v10`.
fn natural_order(a: &str, b: &str) -> Ordering {
    let parts = |label: &str| -> Vec<(bool, usize, String)> {
        let mut parts: Vec<(bool, usize, String)> = Vec::new();
        for letter in label.chars() {
            let is_digit = letter.is_ascii_digit();
            match parts.last_mut() {
                Some((true, _, digits)) if is_digit && digits == "0" => {
                    digits.clear();
                    digits.push(letter);
                }
                Some((kind, len, part)) if *kind == is_digit => {
                    // Of two numbers without leading zeros the longer one is greater.
                    *len += usize::from(is_digit);
                    part.push(letter);
                }
                _ => parts.push((is_digit, usize::from(is_digit), letter.to_string())),
            }
        }
        parts
    };
    parts(a).cmp(&parts(b)).then_with(|| a.cmp(b))
}
