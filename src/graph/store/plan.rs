//! What a build has to read, and what becomes of the versions it does not: pure functions over the
//! manifest.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Quad;

use super::chain::{self, Arrival, Place};
use super::manifest::{self, DocumentEntry, Fingerprint, Manifest, VersionEntry};
use crate::date::Date;
use crate::document::{Document, identity};
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
    /// From path to the text of its sidecar, for the files that have one.
    sidecars: BTreeMap<String, String>,
    fingerprint: Fingerprint,
    places: BTreeMap<(String, String), Place>,
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
    /// Text of its sidecar; empty when it has none.
    pub sidecar: String,
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

impl Plan {
    /// Says which document each file belongs to. What a file takes the place of is not removed then,
    /// but becomes an older version.
    pub(super) fn arrange(&mut self, manifest: &Manifest, arrivals: &[Arrival]) {
        let present: BTreeSet<&str> = self.inputs.keys().map(String::as_str).collect();
        self.places = chain::places(manifest, &present, arrivals);
        let continued: BTreeSet<(&str, &str)> = (self.places.iter())
            .filter(|((path, source), _)| self.inputs.get(path) == Some(source))
            .filter_map(|(_, place)| Some((place.id.as_str(), place.line.as_deref()?)))
            .collect();
        let is_continued = |path: &String| {
            manifest.versions().any(|(document, one)| {
                one.path == *path
                    && !one.superseded
                    && one.line().is_some_and(|line| continued.contains(&(&document.id, line)))
            })
        };
        self.removed.retain(|path| !is_continued(path));
    }

    /// Returns where a file belongs, when the plan has been told of it.
    pub fn place(&self, path: &str, sha256: &str) -> Option<&Place> {
        self.places.get(&(path.to_owned(), sha256.to_owned()))
    }
}

/// When the document was published: as it says itself, else the latest date of its articles.
pub(super) fn published(doc: &Document) -> Option<Date> {
    let of_articles = || doc.articles.iter().filter_map(|article| article.date).max();
    doc.metadata.date.or_else(of_articles)
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
            date: published(doc).map(|date| date.to_string()),
            url: doc.metadata.url.clone(),
            sketch: identity::sketch(doc).to_string(),
            ..VersionEntry::default()
        };
        Self { id: doc.id.clone(), entry, segment, source }
    }

    /// Takes the text of the sidecar that it was read with.
    #[must_use]
    pub fn with_sidecar(mut self, sidecar: &str) -> Self {
        sidecar.clone_into(&mut self.entry.sidecar);
        self
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

/// Compares the input files, path and SHA-256 of each, with what the store holds; `sidecars` are
/// the texts of the sidecars of some of them, by path.
pub(super) fn plan(
    manifest: &Manifest,
    inputs: impl IntoIterator<Item = (String, String)>,
    sidecars: BTreeMap<String, String>,
    fingerprint: Fingerprint,
) -> Plan {
    let sidecar_of = |path: &str| sidecars.get(path).cloned().unwrap_or_default();
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
            let sidecar = sidecar_of(path);
            let is_stale =
                version.built_with != digest || !version.superseded && version.sidecar != sidecar;
            if version.superseded {
                if stays && is_stale {
                    let (path, sha256) = (path.clone(), source.clone());
                    let sidecar = version.sidecar.clone();
                    jobs.push(Job { path, reason: JobReason::RereadOld, sha256, sidecar });
                }
                continue;
            }
            known.insert(path.as_str());
            // A copy is read again only when it is one no more, or stands alone.
            if inputs.get(path) == Some(source) {
                let is_copy = |copy: &&String| inputs.get(*copy) == Some(source);
                let copies = version.copies.iter().filter(is_copy).map(String::as_str);
                known.extend(copies.clone());
                if !is_stale {
                    current.extend(copies);
                }
            }
            match inputs.get(path) {
                None => {
                    removed.insert(path.clone());
                }
                Some(now) if now == source && is_stale => {
                    let (path, sha256) = (path.clone(), source.clone());
                    jobs.push(Job { path, reason: JobReason::Reread, sha256, sidecar });
                }
                Some(now) if now == source => {
                    current.insert(path.as_str());
                }
                Some(now) => {
                    let (path, sha256) = (path.clone(), now.clone());
                    jobs.push(Job { path, reason: JobReason::Changed, sha256, sidecar });
                }
            }
        }
    }
    for (path, sha256) in inputs.iter().filter(|(path, _)| !known.contains(path.as_str())) {
        let sidecar = sidecar_of(path);
        let (path, sha256) = (path.clone(), sha256.clone());
        jobs.push(Job { path, reason: JobReason::New, sha256, sidecar });
    }
    jobs.sort_unstable();
    jobs.dedup();
    let (unchanged, removed) = (current.len(), removed.into_iter().collect());
    Plan { jobs, unchanged, removed, inputs, sidecars, fingerprint, places: BTreeMap::new() }
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
    let entry_of = |one: &Built| {
        let place = plan.place(&one.entry.path, &one.entry.source);
        let line = place.and_then(|place| place.line.clone());
        VersionEntry { line, ..one.entry.clone() }
    };
    // Lines of documents that go on in another file.
    let continued: BTreeSet<(String, String)> = (built.iter())
        .filter(|one| is_input(&one.entry))
        .filter_map(|one| Some((one.id.clone(), entry_of(one).line()?.to_owned())))
        .collect();
    for (id, versions) in &mut documents {
        let goes_on = |one: &VersionEntry| {
            one.line().is_some_and(|line| continued.contains(&(id.clone(), line.to_owned())))
        };
        versions
            .retain(|one| one.superseded || plan.inputs.contains_key(&one.path) || goes_on(one));
        for version in versions.iter_mut() {
            let is_gone = !plan.inputs.contains_key(&version.path);
            version.superseded |=
                is_gone || !is_input(version) && replaced.contains(version.path.as_str());
            let source = &version.source;
            version.copies.retain(|copy| plan.inputs.get(copy) == Some(source));
        }
    }
    // The order in which files were read must not show.
    let mut built: Vec<&Built> = built.iter().collect();
    built.sort_by(|a, b| {
        let by_label = natural_order(&a.entry.version, &b.entry.version);
        (a.id.cmp(&b.id)).then(by_label).then_with(|| a.entry.path.cmp(&b.entry.path))
    });
    for one in built {
        let read = entry_of(one);
        // Other rules may give a file another id.
        for (_, others) in documents.iter_mut().filter(|(id, _)| **id != one.id) {
            others.retain(|old| old.path != one.entry.path || old.source != one.entry.source);
        }
        let versions = documents.entry(one.id.clone()).or_default();
        let is_live = is_input(&read);
        let mut entry = VersionEntry { built_with: digest.clone(), superseded: !is_live, ..read };
        let same = |old: &VersionEntry| old.path == entry.path && old.source == entry.source;
        let is_rival =
            |old: &VersionEntry| old.version == entry.version && !old.superseded && is_input(old);
        if let Some(slot) = versions.iter().position(|old| same(old) && old.superseded != is_live) {
            entry.copies = std::mem::take(&mut versions[slot].copies);
            versions[slot] = entry;
        } else if let Some(rival) = versions.iter_mut().find(|old| is_rival(old)) {
            if rival.source == entry.source && rival.path != entry.path {
                rival.copies.push(entry.path);
                rival.copies.sort();
                rival.copies.dedup();
            }
        } else {
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

/// Where a new version stands in the chain: by its label when the file gives one, before what is
/// dated later in another file of its line, else last.
fn place(versions: &[VersionEntry], new: &VersionEntry) -> usize {
    let later = |old: &VersionEntry| {
        let in_line = !new.is_labelled() && old.line() == new.line() && old.path != new.path;
        let is_dated_later = || old.date().zip(new.date()).is_some_and(|(old, new)| old > new);
        let has_later_label =
            || old.is_labelled() && natural_order(&old.version, &new.version) == Ordering::Greater;
        (in_line && is_dated_later()) || (new.is_labelled() && has_later_label())
    };
    versions.iter().position(later).unwrap_or(versions.len())
}

/// Compares labels with their numbers as numbers: `v9` before `v10`.
pub(super) fn natural_order(a: &str, b: &str) -> Ordering {
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
