//! A store as it was: at a date, or when a version was the current one.

use std::fmt;
use std::str::FromStr;

use super::manifest::{DocumentEntry, Manifest, VersionEntry};
use crate::date::Date;

/// Which state of a store to read.
///
/// Time is the time of the documents: when they were published, else the date that their version is
/// named by. When saiga read them plays no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// What was published by the end of this day, month or year.
    Date(Date),
    /// One document at one of its versions, all others at their latest.
    Version {
        /// Id of the document.
        id: String,
        /// Name of the version.
        version: String,
    },
    /// Every document whose versions have labels (`v1`, `v2`) at the last one up to this label.
    Label(String),
}

/// The text names no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a date (YYYY, YYYY-MM or YYYY-MM-DD), ID@VERSION, or the label of a version")]
pub struct NotAState;

impl FromStr for AsOf {
    type Err = NotAState;

    fn from_str(text: &str) -> Result<Self, NotAState> {
        if let Ok(date) = text.parse() {
            return Ok(Self::Date(date));
        }
        match text.rsplit_once('@') {
            Some((id, version)) if !id.is_empty() && !version.is_empty() => {
                Ok(Self::Version { id: id.to_owned(), version: version.to_owned() })
            }
            None if !text.is_empty() => Ok(Self::Label(text.to_owned())),
            _ => Err(NotAState),
        }
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Version { id, version } => write!(f, "{id}@{version}"),
            Self::Label(label) => write!(f, "{label}"),
        }
    }
}

/// A manifest as it was, and what could not be placed in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Only the versions up to the one that was current; that one is live.
    pub manifest: Manifest,
    /// Ids of the documents that are left out because no version of theirs has a date.
    pub undated: Vec<String>,
}

/// Returns the manifest as of `when`; `None` when no document has the version or label.
pub(super) fn state(manifest: &Manifest, when: &AsOf) -> Option<State> {
    let mut undated = Vec::new();
    let mut documents = Vec::new();
    let mut is_known = matches!(when, AsOf::Date(_));
    for document in &manifest.documents {
        let kept: Vec<VersionEntry> = match when {
            AsOf::Date(date) => {
                if document.versions.iter().all(|one| one.date().is_none()) {
                    undated.push(document.id.clone());
                }
                by_date(document, *date)
            }
            AsOf::Version { id, version } if *id == document.id => {
                let slot = document.versions.iter().position(|one| one.version == *version);
                is_known |= slot.is_some();
                slot.map(|slot| up_to(document, slot)).unwrap_or_default()
            }
            AsOf::Label(label) => {
                let labelled = |one: &VersionEntry| one.is_labelled();
                is_known |= document.versions.iter().any(|one| one.version == *label);
                if document.versions.iter().any(labelled) {
                    let is_by_then = |one: &VersionEntry| {
                        labelled(one) && super::plan::natural_order(&one.version, label).is_le()
                    };
                    let slot = document.versions.iter().rposition(is_by_then);
                    slot.map(|slot| up_to(document, slot)).unwrap_or_default()
                } else {
                    document.versions.clone()
                }
            }
            AsOf::Version { .. } => document.versions.clone(),
        };
        if !kept.is_empty() {
            documents.push(DocumentEntry { id: document.id.clone(), versions: kept });
        }
    }
    let manifest = Manifest { documents, ..manifest.clone() };
    is_known.then_some(State { manifest, undated })
}

/// The versions of each line whose date is known to lie before the end of `date`. A version known by
/// its year alone may be later than a month of that year, and is left out then.
fn by_date(document: &DocumentEntry, date: Date) -> Vec<VersionEntry> {
    let is_by_then =
        |one: &&VersionEntry| one.date().is_some_and(|own| own.last_day() <= date.last_day());
    let mut kept: Vec<VersionEntry> =
        document.versions.iter().filter(is_by_then).cloned().collect();
    for slot in 0..kept.len() {
        let is_last = !kept[slot + 1..].iter().any(|later| later.line() == kept[slot].line());
        kept[slot].superseded = !is_last;
    }
    kept
}

/// The versions up to this one, which is then the live one of its line.
fn up_to(document: &DocumentEntry, slot: usize) -> Vec<VersionEntry> {
    let mut kept = document.versions[..=slot].to_vec();
    let line = kept[slot].line().map(str::to_owned);
    // Other lines of the document are other files, and stay as they are.
    let others = document.versions[slot + 1..].iter().filter(|one| one.line() != line.as_deref());
    kept[slot].superseded = false;
    kept.extend(others.cloned());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::store::sha256;

    /// A version with a label when that starts with `v`, else one named by its content.
    fn version(name: &str, path: &str, date: Option<&str>) -> VersionEntry {
        let source = if name.starts_with('v') { sha256(name.as_bytes()) } else { name.to_owned() };
        VersionEntry {
            version: name.to_owned(),
            path: path.to_owned(),
            source,
            date: date.map(str::to_owned),
            ..VersionEntry::default()
        }
    }

    fn manifest() -> Manifest {
        let document =
            |id: &str, versions: Vec<VersionEntry>| DocumentEntry { id: id.to_owned(), versions };
        let documents = vec![
            document(
                "labelled",
                vec![
                    version("v1", "a/v1.md", Some("2022-05")),
                    version("v2", "a/v2.md", Some("2023")),
                ],
            ),
            document("plain", vec![version("x", "b.md", Some("2023-02-03"))]),
            document("undated", vec![version("y", "c.md", None)]),
        ];
        Manifest { documents, ..Manifest::empty() }
    }

    fn live(when: &str) -> Vec<String> {
        let state = state(&manifest(), &when.parse().unwrap()).unwrap();
        let name = |(document, version): (&DocumentEntry, &VersionEntry)| {
            format!("{}@{}", document.id, version.version)
        };
        state.manifest.latest().map(name).collect()
    }

    #[test]
    fn a_date_shows_what_is_known_to_be_published_by_then() {
        assert_eq!(live("2022-04"), [""; 0]);
        assert_eq!(live("2022"), ["labelled@v1"]);
        assert_eq!(live("2023-02-03"), ["labelled@v1", "plain@x"]);
        assert_eq!(live("2023"), ["labelled@v2", "plain@x"]);
        let state = state(&manifest(), &"2023".parse().unwrap()).unwrap();
        assert_eq!(state.undated, ["undated"]);
    }

    #[test]
    fn a_version_shows_its_document_as_it_was() {
        assert_eq!(live("labelled@v1"), ["labelled@v1", "plain@x", "undated@y"]);
        assert_eq!(live("v1"), ["labelled@v1", "plain@x", "undated@y"]);
        assert!(state(&manifest(), &"v7".parse().unwrap()).is_none());
        assert!(state(&manifest(), &"plain@v1".parse().unwrap()).is_none());
        assert_eq!("@x".parse::<AsOf>(), Err(NotAState));
    }
}
