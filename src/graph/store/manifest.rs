//! What a store holds: its documents, the chain of their versions, and what they were built with.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::date::Date;
use crate::document::identity::Sketch;
use crate::graph::{iri, nquads, vocab};

/// The layout that this program reads and writes.
pub const FORMAT: u32 = 2;

/// Hashes of everything that extraction depends on beside the document, by part: `ontology`,
/// `lexicon`, `language`, `decisions`, `program`.
pub type Fingerprint = BTreeMap<String, String>;

/// Returns one hash of all parts, in hexadecimal.
pub fn digest(fingerprint: &Fingerprint) -> String {
    let mut hash = Sha256::new();
    for part in fingerprint.iter().flat_map(|(name, value)| [name, value]) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hexadecimal(&hash.finalize())
}

/// Returns the SHA-256 of the bytes in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The content of `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the layout, `FORMAT`.
    pub format: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// What the last build depended on.
    pub fingerprint: Fingerprint,
    /// In the order of their ids.
    pub documents: Vec<DocumentEntry>,
}

/// A document and its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentEntry {
    /// Names the document over all its versions.
    pub id: String,
    /// Oldest first. At least one is live.
    pub versions: Vec<VersionEntry>,
}

/// One version of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionEntry {
    /// Names the version in its document.
    pub version: String,
    /// Path of the file, as the user named it.
    pub path: String,
    /// SHA-256 of the file's bytes; also the name of the store's copy.
    pub source: String,
    /// SHA-256 of the segment; also its name.
    pub segment: String,
    /// Number of quads in the segment.
    pub quads: u64,
    /// Title of the document, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published (ISO 8601), where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it was published, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Path of the file that it is another state of; its own when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Paths of files with the same bytes, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// What the file beside it says of it (`NAME.meta.toml`), as it is written there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sidecar: String,
    /// The sketch of its text, by which edited copies are found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sketch: String,
    /// The file has been replaced by a later version.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
    /// `digest` of the fingerprint that it was built with.
    pub built_with: String,
}

impl Manifest {
    /// The manifest of a store that holds nothing yet.
    pub fn empty() -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            fingerprint: Fingerprint::new(),
            documents: Vec::new(),
        }
    }

    /// Names this state of the store: the first 16 hexadecimal digits of the hash of all that the
    /// manifest says.
    ///
    /// # Panics
    /// Never: a manifest is plain data.
    pub fn version(&self) -> String {
        sha256(&serde_json::to_vec(self).expect("a manifest is plain data"))[..16].to_owned()
    }

    /// Returns the document with this id.
    pub fn document(&self, id: &str) -> Option<&DocumentEntry> {
        let slot = self.documents.binary_search_by(|document| document.id.as_str().cmp(id));
        slot.ok().map(|slot| &self.documents[slot])
    }

    /// Returns every version with its document, oldest first in each.
    pub fn versions(&self) -> impl Iterator<Item = (&DocumentEntry, &VersionEntry)> {
        let versions_of = |document: &'_ DocumentEntry| document.versions.len();
        self.documents.iter().flat_map(move |document| {
            (0..versions_of(document)).map(move |slot| (document, &document.versions[slot]))
        })
    }

    /// Returns the latest versions of every document: see [`DocumentEntry::latest`].
    pub fn latest(&self) -> impl Iterator<Item = (&DocumentEntry, &VersionEntry)> {
        (self.documents.iter())
            .flat_map(|document| document.latest().into_iter().map(move |one| (document, one)))
    }

    /// Returns the chains of versions as quads of the graph `…/graph/documents`.
    pub fn quads(&self) -> Vec<Quad> {
        let graph = iri::graph("documents");
        let mut quads = Vec::new();
        let mut add = |subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term| {
            let predicate = predicate.into_owned();
            quads.push(Quad::new(subject.clone(), predicate, object, graph.clone()));
        };
        for document in &self.documents {
            let node = iri::document(&document.id);
            let name = |version: &VersionEntry| iri::version(&document.id, &version.version);
            add(&node, rdf::TYPE, vocab::DOCUMENT.into_owned().into());
            for latest in document.latest() {
                add(&node, vocab::LATEST, name(latest).into());
            }
            for (slot, version) in document.versions.iter().enumerate() {
                let this = name(version);
                let earlier = document.versions[..slot].iter();
                let before: Vec<_> = earlier.filter(|one| one.line() == version.line()).collect();
                let number = Literal::from(before.len() as u64 + 1);
                add(&this, vocab::IS_VERSION_OF, node.clone().into());
                add(&this, vocab::SEQUENCE, number.into());
                if let Some(before) = before.last() {
                    add(&this, vocab::WAS_REVISION_OF, name(before).into());
                }
            }
        }
        nquads::canonical(quads)
    }
}

impl DocumentEntry {
    /// Returns the version of this name, else the last one published by the date of this name.
    pub fn named(&self, name: &str) -> Option<&VersionEntry> {
        let by_name = self.versions.iter().find(|one| one.version == name);
        by_name.or_else(|| {
            let date: Date = name.parse().ok()?;
            let is_by_then = |one: &&VersionEntry| {
                one.date().is_some_and(|own| own.last_day() <= date.last_day())
            };
            self.versions.iter().rfind(is_by_then)
        })
    }

    /// Returns the latest version of each line. Most documents have one line; files of one name in
    /// two folders are read as one document with two lines, and both are current.
    pub fn latest(&self) -> Vec<&VersionEntry> {
        let live = |one: &&VersionEntry| !one.superseded;
        let is_last = |slot: usize, one: &VersionEntry| {
            let mut later = self.versions[slot + 1..].iter().filter(live);
            !later.any(|other| other.line() == one.line())
        };
        let versions = self.versions.iter().enumerate();
        versions
            .filter(|(slot, one)| live(one) && is_last(*slot, one))
            .map(|(_, one)| one)
            .collect()
    }
}

impl VersionEntry {
    /// Says whether the file gives the version a label of its own, such as `v2`.
    pub fn is_labelled(&self) -> bool {
        !self.source.starts_with(&self.version)
    }

    /// What this version may be a later state of: labelled versions of a document follow each
    /// other; others follow what stood in the same file before, or in the file that they are an
    /// edited copy of.
    pub fn line(&self) -> Option<&str> {
        (!self.is_labelled()).then(|| self.line.as_deref().unwrap_or(&self.path))
    }

    /// When it was published, else the date that it is labelled by.
    pub fn date(&self) -> Option<Date> {
        let own = self.date.as_deref().and_then(|date| date.parse().ok());
        own.or_else(|| self.version.parse().ok().filter(|_| self.is_labelled()))
    }

    /// The sketch of its text; `None` when it is not known.
    pub(super) fn sketch(&self) -> Option<Sketch> {
        self.sketch.parse().ok()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}
