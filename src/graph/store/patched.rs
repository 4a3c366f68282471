//! What becomes of a manifest when some graphs get other quads, without their documents being read.

use std::collections::BTreeMap;

use oxigraph::model::Quad;

use super::manifest::{DocumentEntry, Manifest, VersionEntry, sha256};
use crate::graph::{iri, nquads, record};

/// Segments by their hash.
type Segments = Vec<(String, Vec<u8>)>;

/// Returns the manifest after the graphs were replaced, and the new segments.
///
/// # Errors
/// The IRI of the first graph that is no document version.
pub(super) fn manifest(
    old: &Manifest,
    graphs: &BTreeMap<String, Vec<Quad>>,
) -> Result<(Manifest, Segments), String> {
    let mut documents: BTreeMap<String, Vec<VersionEntry>> = (old.documents.iter())
        .map(|document| (document.id.clone(), document.versions.clone()))
        .collect();
    let mut segments = Vec::new();
    let (gone, came): (Vec<_>, Vec<_>) = graphs.iter().partition(|(_, quads)| quads.is_empty());
    for (graph, _) in gone {
        let (id, name) = names(graph).ok_or_else(|| graph.clone())?;
        for version in documents.get_mut(&id).into_iter().flatten() {
            version.superseded |= version.version == name;
        }
    }
    for (graph, quads) in came {
        let (id, name) = names(graph).ok_or_else(|| graph.clone())?;
        let described = record::versions(quads);
        let described = described.iter().find(|version| version.iri == *graph);
        let described = described.ok_or_else(|| graph.clone())?;
        let quads = nquads::canonical(quads.clone());
        let segment = nquads::write(&quads);
        let versions = documents.entry(id).or_default();
        let known = versions.iter().position(|version| version.version == name);
        let known = known.map(|slot| (slot, versions.remove(slot)));
        let first_title = described.articles.iter().find_map(|article| article.title.clone());
        let base = known.as_ref().map(|(_, version)| version.clone()).unwrap_or_default();
        let entry = VersionEntry {
            version: name,
            path: described.path.clone(),
            source: described.sha256.clone(),
            segment: sha256(&segment),
            quads: quads.len() as u64,
            title: described.title.clone().or(first_title),
            date: described.date.clone().or(base.date),
            superseded: false,
            // Nobody knows what made it: the next build reads its file, where there is one.
            built_with: String::new(),
            url: base.url,
            sidecar: base.sidecar,
            line: base.line,
            copies: base.copies,
            sketch: base.sketch,
        };
        // An older version that is put back is the latest again.
        let slot = known.filter(|(_, version)| !version.superseded).map(|(slot, _)| slot);
        versions.insert(slot.unwrap_or(versions.len()).min(versions.len()), entry);
        segments.push((sha256(&segment), segment));
    }
    let documents = (documents.into_iter())
        .filter(|(_, versions)| versions.iter().any(|version| !version.superseded))
        .map(|(id, versions)| DocumentEntry { id, versions })
        .collect();
    Ok((Manifest { documents, ..old.clone() }, segments))
}

/// The id of the document and the name of the version that an IRI of a graph is made of.
fn names(graph: &str) -> Option<(String, String)> {
    let (id, name) = graph.strip_prefix(iri::DOCUMENT)?.split_once('/')?;
    (iri::version(id, name).as_str() == graph).then(|| (id.to_owned(), name.to_owned()))
}
