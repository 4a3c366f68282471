//! Looks every quote of a store up in the file that it was read from.

use oxigraph::model::Quad;

use super::describe::Descriptions;
use super::record::passage_of;
use super::store::{self, Store, VersionEntry};
use super::{iri, vocab};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Input};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Versions looked at.
    pub versions: usize,
    /// Versions whose file has changed or gone since: looked up in the store's own copy.
    pub from_copy: usize,
    /// Distinct passages that stand where they should: evidence, cues and mentions.
    pub found: usize,
    /// Passages that do not.
    pub missing: usize,
    /// Everything that is not as it should be, and (as warnings) files that have changed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the source of every version again and compares each passage with the code points that its
/// IRI names. `read` gives the bytes of the file at a path, or `None` when it cannot be read.
///
/// A version whose file still has its hash is checked against the file; any other against the copy
/// in the store, with a warning unless a later version has taken its place.
pub fn verify(store: &Store, read: impl Fn(&str) -> Option<Vec<u8>>) -> Verification {
    let mut result = Verification::default();
    for (document, version) in store.manifest().versions() {
        result.versions += 1;
        let name = iri::version(&document.id, &version.version);
        let mut wrong = |message: String| {
            result.diagnostics.push(Diagnostic::error(&version.path, message));
        };
        let quads = match store.quads(version) {
            Ok(quads) => quads,
            Err(error) => {
                wrong(error.to_string());
                continue;
            }
        };
        let on_disk = read(&version.path);
        let is_same = on_disk.as_ref().is_some_and(|bytes| store::sha256(bytes) == version.source);
        let bytes = match on_disk.filter(|_| is_same) {
            Some(bytes) => bytes,
            None => match store.source(&version.source) {
                Ok(bytes) => bytes,
                Err(error) => {
                    wrong(error.to_string());
                    continue;
                }
            },
        };
        if !is_same {
            result.from_copy += 1;
            if !version.superseded {
                let message = "the file has changed or gone since it was read; its quotes were looked up in the store's copy";
                let warning = Diagnostic::warning(&version.path, message);
                result.diagnostics.push(warning.with_hint("run `saiga build` to read it again"));
            }
        }
        check_passages(name.as_str(), version, &quads, &bytes, &mut result);
    }
    result
}

fn check_passages(
    name: &str,
    version: &VersionEntry,
    quads: &[Quad],
    bytes: &[u8],
    result: &mut Verification,
) {
    let text = match document::read(Input { path: &version.path, bytes }) {
        Ok(read) => read.output.text,
        Err(error) => {
            let message = format!("can no longer be read: {error}");
            result.diagnostics.push(Diagnostic::error(&version.path, message));
            return;
        }
    };
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    for one in Descriptions::new(quads).iter() {
        if one.terms(vocab::QUOTE).next().is_none() {
            continue;
        }
        // A passage of another version, or with two quotes, would be a fault of its own.
        let is_own = one.iri.strip_prefix(name).is_some_and(|rest| rest.starts_with('#'));
        let passage = passage_of(one).filter(|_| is_own && one.terms(vocab::QUOTE).count() == 1);
        let stands = passage.as_ref().and_then(|passage| {
            let start = *starts.get(passage.start as usize)?;
            text.get(start..*starts.get(passage.end as usize)?)
        });
        match passage {
            Some(passage) if stands == Some(passage.quote.as_str()) => result.found += 1,
            _ => {
                result.missing += 1;
                let quote = one.text(vocab::QUOTE).unwrap_or_default();
                let message = format!("the quote {quote:?} does not stand at <{}>", one.iri);
                result.diagnostics.push(Diagnostic::error(&version.path, message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::store::{Built, Fingerprint};
    use crate::graph::{lift, sample};

    /// A store of the sample as the reader reads it, after `change` to its quads.
    fn stored(dir: &std::path::Path, change: impl Fn(&mut Vec<Quad>)) -> Store {
        let input = Input { path: "texts/steppe.txt", bytes: sample::TEXT.as_bytes() };
        let doc = document::read(input).unwrap().output;
        assert_eq!(doc.text, sample::TEXT);
        let (_, facts) = sample::steppe();
        let mut quads = lift(&doc, &facts, sample::ontology());
        change(&mut quads);
        let mut store = Store::create_or_open(dir).unwrap();
        let inputs = [(doc.path.clone(), doc.sha256.clone())];
        let plan = store.plan(inputs, Fingerprint::new());
        store.commit(&plan, &[Built::new(&doc, &quads, sample::TEXT.into())]).unwrap();
        store
    }

    #[test]
    fn every_quote_is_found_in_the_file_or_the_copy() {
        let dir = tempfile::tempdir().unwrap();
        let store = stored(dir.path(), |_| ());
        let result = verify(&store, |_| Some(sample::TEXT.into()));
        assert_eq!((result.versions, result.from_copy, result.missing), (1, 0, 0));
        let (_, facts) = sample::steppe();
        let mut spans: Vec<_> = (facts.entities.iter())
            .flat_map(|entity| entity.mentions.iter().map(|mention| mention.span))
            .chain(facts.claims.iter().flat_map(|claim| claim.evidence.clone()))
            .chain(["will", "said Anna Berg", "did not"].map(sample::find))
            .collect();
        spans.sort();
        spans.dedup();
        assert_eq!(result.found, spans.len());
        assert_eq!(result.diagnostics, []);

        for changed in [None, Some(b"other words".to_vec())] {
            let result = verify(&store, |_| changed.clone());
            assert_eq!((result.from_copy, result.found, result.missing), (1, spans.len(), 0));
            assert!(result.diagnostics[0].message.contains("changed or gone"));
        }
    }

    #[test]
    fn a_quote_that_is_not_there_is_reported() {
        let dir = tempfile::tempdir().unwrap();
        let store = stored(dir.path(), |quads| {
            let quote = quads.iter_mut().find(|quad| quad.predicate == vocab::QUOTE).unwrap();
            quote.object = oxigraph::model::Literal::from("made up").into();
        });
        let result = verify(&store, |_| Some(sample::TEXT.into()));
        assert_eq!(result.missing, 1);
        assert!(
            result.diagnostics[0]
                .to_string()
                .starts_with("texts/steppe.txt: the quote \"made up\"")
        );
    }

    #[test]
    fn a_damaged_copy_is_reported_and_the_rest_checked() {
        let dir = tempfile::tempdir().unwrap();
        let store = stored(dir.path(), |_| ());
        let copy = store.manifest().latest().next().unwrap().1.source.clone();
        std::fs::write(dir.path().join("sources").join(copy), "x").unwrap();
        let result = verify(&store, |_| None);
        assert_eq!((result.versions, result.found), (1, 0));
        assert!(result.diagnostics[0].message.contains("changed or damaged"));
    }
}
