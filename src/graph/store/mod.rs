//! The graph on disk: one sorted N-Quads segment per document version, named by its content, and
//! a manifest that says which segments count.
//!
//! ```text
//! DIR/manifest.json          what the store holds; written last, replaced at once
//! DIR/segments/<sha256>.nq   the quads of one document version
//! DIR/sources/<sha256>       the bytes they were read from, so that old versions stay verifiable
//! DIR/lock                   held by the one build that may write
//! ```
//! A build that dies at any moment leaves the old manifest with all its segments, or the new one
//! with all of its own; files that no manifest names are removed by the next build.

mod as_of;
mod chain;
mod disk;
mod manifest;
mod patched;
mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use oxigraph::io::RdfParseError;
use oxigraph::model::Quad;
use rayon::prelude::*;

pub use self::as_of::{AsOf, NotAState, State};
pub use self::chain::{Arrival, Place};
use self::disk::Disk;
pub use self::manifest::{DocumentEntry, Fingerprint, Manifest, VersionEntry, sha256};
pub use self::plan::{Built, Job, JobReason, Plan};
use super::nquads;

const MANIFEST: &str = "manifest.json";
const SEGMENTS: &str = "segments";
const SOURCES: &str = "sources";
const LOCK: &str = "lock";
/// What the sentences of the patterns say, for the next build.
const READINGS: &str = "readings";
/// Ends the name of a file that is not whole yet.
const UNFINISHED: &str = "tmp";

/// Why a store cannot be read or written. Each message is one line and names the path.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such folder.
    #[error("{}: there is no store here; run `saiga build` first", dir.display())]
    NotFound {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder holds something else.
    #[error("{}: this folder is not a saiga store; name an empty or a new folder", dir.display())]
    NotAStore {
        /// The folder.
        dir: PathBuf,
    },
    /// The manifest is not JSON of the known shape.
    #[error("{}: not a manifest of a saiga store: {source}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What the JSON reader says, with line and column.
        source: serde_json::Error,
    },
    /// Another version of saiga wrote the store.
    #[error("{}: the store has format {found}, this program reads format {known}; build it anew in another folder", path.display())]
    OtherFormat {
        /// The manifest.
        path: PathBuf,
        /// The format that it names.
        found: u64,
        /// The format that this program reads.
        known: u32,
    },
    /// A file that the manifest names is gone.
    #[error("{}: this file of the store is missing; delete the store and build it anew", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file does not have the content that its name promises.
    #[error("{}: this file of the store was changed or damaged; delete the store and build it anew", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The store was rebuilt between two reads.
    #[error("{}: the store was rebuilt while it was read; run the command again", dir.display())]
    Rebuilt {
        /// The folder.
        dir: PathBuf,
    },
    /// A segment with the right hash is not N-Quads.
    #[error("{}: not N-Quads: {source}", path.display())]
    Segment {
        /// The segment.
        path: PathBuf,
        /// What the reader says.
        source: RdfParseError,
    },
    /// Another build holds the lock.
    #[error("{}: another build is writing to this store; wait until it has ended", dir.display())]
    Busy {
        /// The folder.
        dir: PathBuf,
    },
    /// A graph that is not what a document says.
    #[error(
        "`{graph}` is not the graph of a document version with path and hash; a store holds nothing else"
    )]
    NotAVersion {
        /// IRI of the graph; empty for the default graph.
        graph: String,
    },
    /// The operating system refused.
    #[error("{}: {action}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried: `cannot write`, …
        action: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// No such document or version.
    #[error("{}: the store has no version `{name}`{hint}", dir.display())]
    UnknownVersion {
        /// The folder.
        dir: PathBuf,
        /// What was asked for.
        name: String,
        /// What there is instead.
        hint: String,
    },
}

/// A store in a folder.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    manifest: Manifest,
    /// What stands on the disk, when the store is shown as it was.
    whole: Option<Box<Manifest>>,
    /// Held for writing; the operating system frees it when the process ends in any way.
    lock: Option<File>,
}

impl Store {
    /// Opens a store for reading.
    ///
    /// # Errors
    /// When there is none, when another version wrote it, or when it cannot be read.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        if !dir.is_dir() {
            return Err(StoreError::NotFound { dir: dir.to_owned() });
        }
        let manifest = match read_manifest(dir)? {
            Some(manifest) => manifest,
            // A first build that died before its first manifest leaves an empty store.
            None if dir.join(LOCK).exists() && is_ours(dir)? => Manifest::empty(),
            None => return Err(StoreError::NotAStore { dir: dir.to_owned() }),
        };
        Ok(Self { dir: dir.to_owned(), manifest, whole: None, lock: None })
    }

    /// Opens a store for writing, making it where there is none. Only one process at a time may
    /// hold a store this way.
    ///
    /// # Errors
    /// As [`Store::open`]; also when another process writes to it, when the folder may not be
    /// written to, and when it holds files of some other kind.
    pub fn create_or_open(dir: &Path) -> Result<Self, StoreError> {
        let refuse =
            |source| StoreError::Io { path: dir.to_owned(), action: "cannot write here", source };
        fs::create_dir_all(dir).map_err(refuse)?;
        if read_manifest(dir)?.is_none() && !is_ours(dir)? {
            return Err(StoreError::NotAStore { dir: dir.to_owned() });
        }
        let lock = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK));
        let lock = lock.map_err(refuse)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy { dir: dir.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(refuse(source)),
        }
        // Read again: another build may have ended before the lock was ours.
        let manifest = read_manifest(dir)?.unwrap_or_else(Manifest::empty);
        Ok(Self { dir: dir.to_owned(), manifest, whole: None, lock: Some(lock) })
    }

    /// Returns the folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns what the store holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns the store as it was: everything that reads it then sees that state. Also returns the
    /// ids of the documents that are left out because nothing says when they were published.
    ///
    /// # Errors
    /// When no document has the version or label that `when` names.
    pub fn as_of(self, when: &AsOf) -> Result<(Self, Vec<String>), StoreError> {
        let Some(State { manifest, undated }) = as_of::state(&self.manifest, when) else {
            let name = when.to_string();
            let known = self.manifest.versions();
            let known: Vec<String> =
                known.map(|(document, one)| format!("{}@{}", document.id, one.version)).collect();
            let hint = list("; there are ", known.iter().map(String::as_str));
            return Err(StoreError::UnknownVersion { dir: self.dir, name, hint });
        };
        let whole = self.whole.unwrap_or_else(|| Box::new(self.manifest));
        Ok((Self { manifest, whole: Some(whole), ..self }, undated))
    }

    /// Says which document each file of a plan belongs to, from what their first stage tells.
    pub fn arrange(&self, plan: &mut Plan, arrivals: &[Arrival]) {
        plan.arrange(&self.manifest, arrivals);
    }

    /// Says what a build from these files, path and SHA-256 of each, has to read. A change of the
    /// fingerprint means that every version, old ones too, is read again.
    pub fn plan(
        &self,
        inputs: impl IntoIterator<Item = (String, String)>,
        fingerprint: Fingerprint,
    ) -> Plan {
        self.plan_with(inputs, BTreeMap::new(), fingerprint)
    }

    /// The same for files of which some have a sidecar: its text, by the path of the file. A file
    /// whose sidecar has changed is read again.
    pub fn plan_with(
        &self,
        inputs: impl IntoIterator<Item = (String, String)>,
        sidecars: BTreeMap<String, String>,
        fingerprint: Fingerprint,
    ) -> Plan {
        plan::plan(&self.manifest, inputs, sidecars, fingerprint)
    }

    /// Keeps what a build has read, in any order, and forgets what the plan says is gone.
    ///
    /// # Errors
    /// When something cannot be written. The store then stays as it was.
    ///
    /// # Panics
    /// When the store was opened only for reading.
    pub fn commit(&mut self, plan: &Plan, built: &[Built]) -> Result<(), StoreError> {
        self.commit_on(&disk::Machine, plan, built)
    }

    /// Keeps what a build found in the sentences of the patterns, for [`readings`]: before it commits, since one
    /// that is killed after that finds nothing to read when it is started again.
    ///
    /// # Errors
    /// When it cannot be written. The store is whole all the same.
    pub fn keep_readings(&self, readings: &str) -> Result<(), StoreError> {
        place(&disk::Machine, &self.dir.join(READINGS), readings.as_bytes())
    }

    /// Puts other quads in the place of those of some graphs, by their IRIs. A graph without quads
    /// is taken out: its version stays as an older one while its document has another.
    ///
    /// # Errors
    /// When a graph is no document version, or something cannot be written. The store then stays as
    /// it was.
    ///
    /// # Panics
    /// When the store was opened only for reading.
    pub fn put_graphs(&mut self, graphs: &BTreeMap<String, Vec<Quad>>) -> Result<(), StoreError> {
        let (manifest, segments) = patched::manifest(&self.manifest, graphs)
            .map_err(|graph| StoreError::NotAVersion { graph })?;
        let segments: Vec<(&str, &[u8])> =
            segments.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        self.save(&disk::Machine, manifest, &segments, &[])
    }

    /// Returns the quads of one version.
    ///
    /// # Errors
    /// When its segment is missing, damaged, or was replaced by a build meanwhile.
    pub fn quads(&self, version: &VersionEntry) -> Result<Vec<Quad>, StoreError> {
        let path = self.segment_path(&version.segment);
        let bytes = self.read_checked(&path, &version.segment)?;
        nquads::read(&bytes).map_err(|source| StoreError::Segment { path, source })
    }

    /// Returns the segment of one version: its quads as sorted N-Quads lines.
    ///
    /// # Errors
    /// As [`Store::quads`].
    pub fn segment(&self, version: &VersionEntry) -> Result<Vec<u8>, StoreError> {
        self.read_checked(&self.segment_path(&version.segment), &version.segment)
    }

    /// Returns the quads of the latest version of every document, in the order of documents.
    ///
    /// # Errors
    /// As [`Store::quads`].
    pub fn latest(&self) -> Result<Vec<Quad>, StoreError> {
        self.union(self.manifest.latest().map(|(_, version)| version).collect())
    }

    /// Returns the quads of all versions, in the order of documents, oldest first.
    ///
    /// # Errors
    /// As [`Store::quads`].
    pub fn all_versions(&self) -> Result<Vec<Quad>, StoreError> {
        self.union(self.manifest.versions().map(|(_, version)| version).collect())
    }

    /// Finds a version by name: `id@version`, `id@date` for the last one published by then, or an
    /// id or path for the latest version of it.
    ///
    /// # Errors
    /// When there is no such version; the message says which ones there are.
    pub fn find(&self, name: &str) -> Result<(&DocumentEntry, &VersionEntry), StoreError> {
        let (id, label) = match name.rsplit_once('@') {
            Some((id, label)) if self.manifest.document(id).is_some() => (id, Some(label)),
            _ => (name, None),
        };
        let document = self.manifest.document(id).or_else(|| {
            let live = |one: &&VersionEntry| !one.superseded && one.path == name;
            self.manifest.documents.iter().find(|one| one.versions.iter().any(|v| live(&v)))
        });
        let hint = match document {
            None => {
                let ids = self.manifest.documents.iter().map(|document| document.id.as_str());
                list("; its documents are ", ids)
            }
            Some(document) => {
                let found = match label {
                    Some(label) => document.named(label),
                    None => document.versions.iter().rev().find(|one| one.path == name),
                };
                let last = || document.latest().pop().filter(|_| label.is_none());
                if let Some(found) = found.or_else(last) {
                    return Ok((document, found));
                }
                list(
                    "; its versions are ",
                    document.versions.iter().map(|one| one.version.as_str()),
                )
            }
        };
        Err(StoreError::UnknownVersion { dir: self.dir.clone(), name: name.to_owned(), hint })
    }

    /// Returns the bytes that a version was read from, from the store's own copy.
    ///
    /// # Errors
    /// When the copy is missing or damaged.
    pub fn source(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        self.read_checked(&self.dir.join(SOURCES).join(sha256), sha256)
    }

    fn union(&self, versions: Vec<&VersionEntry>) -> Result<Vec<Quad>, StoreError> {
        let parts: Vec<_> = versions
            .into_par_iter()
            .map(|version| self.quads(version))
            .collect::<Result<_, _>>()?;
        Ok(parts.into_iter().flatten().collect())
    }

    fn segment_path(&self, hash: &str) -> PathBuf {
        self.dir.join(SEGMENTS).join(format!("{hash}.nq"))
    }

    fn read_checked(&self, path: &Path, hash: &str) -> Result<Vec<u8>, StoreError> {
        let bytes = fs::read(path).map_err(|source| {
            if source.kind() != io::ErrorKind::NotFound {
                return StoreError::Io { path: path.to_owned(), action: "cannot read", source };
            }
            match read_manifest(&self.dir) {
                Ok(now)
                    if now.as_ref() != Some(self.whole.as_deref().unwrap_or(&self.manifest)) =>
                {
                    StoreError::Rebuilt { dir: self.dir.clone() }
                }
                _ => StoreError::Missing { path: path.to_owned() },
            }
        })?;
        if sha256(&bytes) != hash {
            return Err(StoreError::Changed { path: path.to_owned() });
        }
        Ok(bytes)
    }

    fn commit_on(
        &mut self,
        disk: &dyn Disk,
        plan: &Plan,
        built: &[Built],
    ) -> Result<(), StoreError> {
        let manifest = plan::merge(&self.manifest, plan, built);
        let segments: Vec<(&str, &[u8])> =
            built.iter().map(|one| (one.segment_name(), one.segment.as_slice())).collect();
        let sources: Vec<(&str, &[u8])> =
            built.iter().map(|one| (one.source_name(), one.source.as_slice())).collect();
        self.save(disk, manifest, &segments, &sources)
    }

    /// Writes a manifest, with the new files that it names: segments and sources by their hashes.
    fn save(
        &mut self,
        disk: &dyn Disk,
        manifest: Manifest,
        new_segments: &[(&str, &[u8])],
        new_sources: &[(&str, &[u8])],
    ) -> Result<(), StoreError> {
        assert!(self.lock.is_some(), "a store opened for reading is not written to");
        let is_first = !self.dir.join(MANIFEST).exists();
        let named: BTreeSet<&str> = (manifest.versions())
            .flat_map(|(_, version)| [version.segment.as_str(), version.source.as_str()])
            .collect();
        let (segments, sources) = (self.dir.join(SEGMENTS), self.dir.join(SOURCES));
        if manifest == self.manifest && !is_first {
            // A build that was killed may have left files that no manifest names.
            self.sweep_all(disk, &named);
            return Ok(());
        }
        for folder in [&segments, &sources] {
            attempt(folder, "cannot make this folder", disk.create_folder(folder))?;
        }
        for (name, bytes) in new_segments.iter().filter(|(name, _)| named.contains(name)) {
            place(disk, &self.segment_path(name), bytes)?;
        }
        for (name, bytes) in new_sources.iter().filter(|(name, _)| named.contains(name)) {
            place(disk, &sources.join(name), bytes)?;
        }
        for folder in [&segments, &sources] {
            attempt(folder, "cannot write", disk.sync_folder(folder))?;
        }
        let mut json = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        json.push(b'\n');
        let path = self.dir.join(MANIFEST);
        replace(disk, &path, &json)?;
        attempt(&self.dir, "cannot write", disk.sync_folder(&self.dir))?;
        self.sweep_all(disk, &named);
        self.manifest = manifest;
        Ok(())
    }

    /// Removes what builds that were killed have left: segments and sources that are not named, and files that
    /// were not whole yet.
    fn sweep_all(&self, disk: &dyn Disk, named: &BTreeSet<&str>) {
        sweep(disk, &self.dir.join(SEGMENTS), |name| named.contains(name.trim_end_matches(".nq")));
        sweep(disk, &self.dir.join(SOURCES), |name| named.contains(name));
        for unfinished in
            [MANIFEST, READINGS].map(|name| self.dir.join(name).with_extension(UNFINISHED))
        {
            if unfinished.exists() {
                let _ = disk.remove(&unfinished);
            }
        }
    }
}

/// Reads the manifest, where there is one.
fn read_manifest(dir: &Path) -> Result<Option<Manifest>, StoreError> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: u64,
    }
    let path = dir.join(MANIFEST);
    let json = match fs::read(&path) {
        Ok(json) => json,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StoreError::Io { path, action: "cannot read", source }),
    };
    // The format first: another one may have another shape.
    let head: Head = match serde_json::from_slice(&json) {
        Ok(head) => head,
        Err(source) => return Err(StoreError::Manifest { path, source }),
    };
    if head.format != u64::from(manifest::FORMAT) {
        let (found, known) = (head.format, manifest::FORMAT);
        return Err(StoreError::OtherFormat { path, found, known });
    }
    match serde_json::from_slice(&json) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(source) => Err(StoreError::Manifest { path, source }),
    }
}

/// Says whether a folder without a manifest holds nothing but what an unfinished build leaves.
fn is_ours(dir: &Path) -> Result<bool, StoreError> {
    let refuse = |source| StoreError::Io { path: dir.to_owned(), action: "cannot read", source };
    let own = [LOCK, SEGMENTS, SOURCES, READINGS, "manifest.tmp", "readings.tmp"];
    for entry in fs::read_dir(dir).map_err(refuse)? {
        let name = entry.map_err(refuse)?.file_name();
        if !own.iter().any(|own| name == *own) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What the last build into the store in a folder found in the sentences of the patterns; empty where there is
/// nothing yet, or no store.
pub fn readings(dir: &Path) -> String {
    fs::read_to_string(dir.join(READINGS)).unwrap_or_default()
}

/// Writes a file that is named by its content, unless it is there whole.
fn place(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let is_there = fs::read(path).is_ok_and(|there| there == bytes);
    if is_there { Ok(()) } else { replace(disk, path, bytes) }
}

/// Writes a file under another name and renames it when it is whole.
fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let unfinished = path.with_extension(UNFINISHED);
    attempt(path, "cannot write", disk.write(&unfinished, bytes))?;
    attempt(path, "cannot write", disk.rename(&unfinished, path))
}

/// Removes the files of a folder that nothing names any more. A file that cannot be removed does
/// no harm: the next build tries again.
fn sweep(disk: &dyn Disk, folder: &Path, is_named: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !name.to_str().is_some_and(&is_named) {
            let _ = disk.remove(&entry.path());
        }
    }
}

fn attempt(path: &Path, action: &'static str, result: io::Result<()>) -> Result<(), StoreError> {
    result.map_err(|source| StoreError::Io { path: path.to_owned(), action, source })
}

/// The first few names, for a message.
fn list<'n>(start: &str, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let more = if names.len() > 10 { ", …" } else { "" };
    if names.is_empty() {
        return String::new();
    }
    format!("{start}{}{more}", names[..names.len().min(10)].join(", "))
}

#[cfg(test)]
mod tests;
