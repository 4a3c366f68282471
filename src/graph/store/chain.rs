//! Which document a file is a version of: the one that it says itself, the one that stood at its
//! path, the one of its URL, or the one that it is an edited copy of.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Manifest, VersionEntry};
use crate::date::Date;
use crate::document::identity::{self, Sketch};
use crate::document::{self, Document};

/// A file that is to be read, as far as its first stage tells.
#[derive(Clone, Debug)]
pub struct Arrival {
    path: String,
    sha256: String,
    /// What its name or its text calls the document.
    id: String,
    /// The text or a file beside it says which document it is.
    names_itself: bool,
    url: Option<String>,
    date: Option<Date>,
    sketch: Sketch,
}

/// Where a file belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id of its document.
    pub id: String,
    /// Path of the file that it is a later, or earlier, state of; `None` when it is its own.
    pub line: Option<String>,
    /// Why it is not a document of its own; `None` when its own name says which one it is.
    pub reason: Option<&'static str>,
}

impl Arrival {
    /// Takes what tells the document.
    pub fn new(doc: &Document) -> Self {
        let is_labelled = !doc.sha256.starts_with(&doc.version);
        Self {
            path: doc.path.clone(),
            sha256: doc.sha256.clone(),
            id: doc.id.clone(),
            names_itself: is_labelled || doc.id != document::id_of_path(&doc.path),
            url: doc.metadata.url.as_deref().map(same_url),
            date: super::plan::published(doc),
            sketch: identity::sketch(doc),
        }
    }
}

/// Returns the place of every arrival, by path and SHA-256. `present` are the paths of all files
/// that the build stands for.
///
/// The order of the arrivals does not matter: they are taken by date, then path. Compared are only
/// texts that share hashes, so that the work grows with the number of texts.
pub(super) fn places(
    manifest: &Manifest,
    present: &BTreeSet<&str>,
    arrivals: &[Arrival],
) -> BTreeMap<(String, String), Place> {
    let mut known = Known::default();
    for (document, version) in manifest.versions() {
        known.add(Text {
            id: document.id.clone(),
            line: version.line().map(str::to_owned),
            path: version.path.clone(),
            is_gone: version.superseded || !present.contains(version.path.as_str()),
            url: version.url.as_deref().map(same_url),
            date: version.date(),
            sketch: version.sketch(),
        });
    }
    let stored = |arrival: &Arrival| -> Option<(&str, &VersionEntry)> {
        let is_it = |one: &VersionEntry| {
            one.path == arrival.path && (!one.superseded || one.source == arrival.sha256)
        };
        manifest.versions().find(|(_, one)| is_it(one)).map(|(doc, one)| (doc.id.as_str(), one))
    };
    let mut sorted: Vec<&Arrival> = arrivals.iter().collect();
    sorted.sort_by_key(|one| (one.date.is_none(), one.date, &one.path, &one.sha256));
    let mut places = BTreeMap::new();
    for arrival in sorted {
        let own = || Place { id: arrival.id.clone(), line: None, reason: None };
        let place = if arrival.names_itself {
            own()
        } else if let Some((id, version)) = stored(arrival) {
            Place { id: id.to_owned(), line: version.line.clone(), reason: None }
        } else if let Some(text) = known.same_url(arrival) {
            let line = text.line.clone().filter(|line| *line != arrival.path);
            Place { id: text.id.clone(), line, reason: Some("the same URL") }
        } else if let Some(text) = known.edited_copy(arrival) {
            // Two files side by side are both current unless their dates say which came first.
            let is_later =
                text.date.is_some() && arrival.date.is_some() && text.date != arrival.date;
            let line = text.line.clone().filter(|_| text.is_gone || is_later);
            let line = line.filter(|line| *line != arrival.path);
            Place { id: text.id.clone(), line, reason: Some("an edited copy") }
        } else {
            own()
        };
        known.add(Text {
            id: place.id.clone(),
            line: Some(place.line.clone().unwrap_or_else(|| arrival.path.clone())),
            path: arrival.path.clone(),
            is_gone: false,
            url: arrival.url.clone(),
            date: arrival.date,
            sketch: Some(arrival.sketch.clone()),
        });
        places.insert((arrival.path.clone(), arrival.sha256.clone()), place);
    }
    places
}

/// A text that is known already.
struct Text {
    id: String,
    /// `None` when its versions go by labels.
    line: Option<String>,
    path: String,
    /// No file stands for it any more.
    is_gone: bool,
    url: Option<String>,
    date: Option<Date>,
    sketch: Option<Sketch>,
}

/// Words that more texts than this share tell nothing.
const MAX_HOLDERS: usize = 64;

/// All texts that are known, with what finds them.
#[derive(Default)]
struct Known {
    texts: Vec<Text>,
    by_hash: BTreeMap<u32, Vec<usize>>,
    by_url: BTreeMap<String, usize>,
}

impl Known {
    fn add(&mut self, text: Text) {
        let slot = self.texts.len();
        for hash in text.sketch.iter().flat_map(Sketch::hashes) {
            self.by_hash.entry(*hash).or_default().push(slot);
        }
        if let Some(url) = &text.url {
            self.by_url.insert(url.clone(), slot);
        }
        self.texts.push(text);
    }

    fn same_url(&self, arrival: &Arrival) -> Option<&Text> {
        let slot = self.by_url.get(arrival.url.as_ref()?)?;
        Some(&self.texts[*slot])
    }

    /// The text that the arrival resembles most, if it resembles any; the latest among equals.
    fn edited_copy(&self, arrival: &Arrival) -> Option<&Text> {
        let holders = arrival.sketch.hashes().iter().filter_map(|hash| self.by_hash.get(hash));
        let slots: BTreeSet<usize> =
            holders.filter(|slots| slots.len() <= MAX_HOLDERS).flatten().copied().collect();
        let mut best: Option<(f64, &Text)> = None;
        for text in slots.into_iter().map(|slot| &self.texts[slot]) {
            let Some(sketch) = text.sketch.as_ref().filter(|_| text.path != arrival.path) else {
                continue;
            };
            if identity::is_edited_copy(sketch, &arrival.sketch) {
                let likeness = identity::similarity(sketch, &arrival.sketch).resemblance;
                if best.is_none_or(|(most, _)| likeness >= most) {
                    best = Some((likeness, text));
                }
            }
        }
        best.map(|(_, text)| text)
    }
}

/// One spelling for a URL: without fragment, final slash and scheme, its host in lower case.
fn same_url(url: &str) -> String {
    let url = url.trim().split('#').next().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    format!("{}{}", host.to_lowercase(), path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_have_one_spelling() {
        for url in ["https://Example.org/a/#top", "http://example.org/a", " example.org/a/ "] {
            assert_eq!(same_url(url), "example.org/a");
        }
        assert_ne!(same_url("https://example.org/a?page=2"), same_url("https://example.org/a"));
    }
}
