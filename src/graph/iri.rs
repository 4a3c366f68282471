//! Identifiers made from content: the same thing has the same IRI in every run and every version.

use std::fmt::Write as _;

use oxigraph::model::{GraphName, NamedNode, Term};
use sha2::{Digest, Sha256};

use crate::document::Document;
pub use crate::slug::slug;

/// Start of the IRI of an entity; its id follows.
pub const ENTITY: &str = "https://w3id.org/saiga/id/";
/// Start of the IRI of a document; its id follows, then `/` and the version.
pub const DOCUMENT: &str = "https://w3id.org/saiga/doc/";
/// Start of the IRI of an article; its id follows.
pub const ARTICLE: &str = "https://w3id.org/saiga/article/";
/// Start of the IRI of a claim; its hash follows.
pub const CLAIM: &str = "https://w3id.org/saiga/claim/";
/// Start of the IRIs of the graphs that are no document version.
pub const GRAPH: &str = "https://w3id.org/saiga/graph/";

/// Start of the IRI of an inference; its hash follows.
pub const INFERENCE: &str = "https://w3id.org/saiga/inference/";
/// Start of the IRI of a row of the lexicon that serves as a premise; its hash follows.
pub const LISTED: &str = "https://w3id.org/saiga/listed/";

/// Hexadecimal digits of a claim's hash: 96 bits, enough for billions of claims.
const CLAIM_DIGITS: usize = 24;

/// Returns the IRI of the entity with this id, such as `country/kazakhstan`.
pub fn entity(id: &str) -> NamedNode {
    NamedNode::new_unchecked(encode(ENTITY, id))
}

/// Returns the IRI of a document over all its versions.
pub fn document(id: &str) -> NamedNode {
    NamedNode::new_unchecked(encode(DOCUMENT, &id.replace('/', "%2F")))
}

/// Returns the IRI of one version of a document, which is also the name of its graph.
pub fn version(document_id: &str, version: &str) -> NamedNode {
    let start = document(document_id).into_string() + "/";
    NamedNode::new_unchecked(encode(&start, &version.replace('/', "%2F")))
}

/// Returns the IRI of the version that `doc` is.
pub fn version_of(doc: &Document) -> NamedNode {
    version(&doc.id, &doc.version)
}

/// Returns the IRI of the code points `start..end` of a version's text (RFC 5147).
pub fn passage(version: &NamedNode, (start, end): (u32, u32)) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#char={start},{end}", version.as_str()))
}

/// Returns the code points `start..end` that the IRI of a passage names.
pub fn passage_range(iri: &str) -> Option<(u32, u32)> {
    let (start, end) = iri.rsplit_once("#char=")?.1.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// Returns the IRI of the article with this id.
pub fn article(id: &str) -> NamedNode {
    NamedNode::new_unchecked(encode(ARTICLE, id))
}

/// Returns the name of one of the graphs that are no document version: `ontology`, `documents`,
/// `lexicon`, `inferred`.
pub fn graph(name: &str) -> GraphName {
    NamedNode::new_unchecked(encode(GRAPH, name)).into()
}

/// What makes two claims the same: everything but where, by which rule and in which document they
/// were read.
#[derive(Clone, Debug)]
pub struct ClaimKey<'a> {
    /// What it is about.
    pub subject: &'a NamedNode,
    /// Relation or measure.
    pub predicate: &'a NamedNode,
    /// The other end.
    pub object: &'a Term,
    /// IRI of the polarity.
    pub polarity: &'a str,
    /// IRI of the realis.
    pub realis: &'a str,
    /// Who says it; the author when `None`.
    pub holder: Option<&'a Term>,
    /// In any order.
    pub qualifiers: &'a [(NamedNode, Term)],
}

/// Returns the IRI of the claim: SHA-256 over its parts as N-Triples terms, each preceded by its
/// length, so that no two different claims are written alike.
pub fn claim(key: &ClaimKey<'_>) -> NamedNode {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    };
    add(key.subject.as_str());
    add(key.predicate.as_str());
    add(&key.object.to_string());
    add(key.polarity);
    add(key.realis);
    add(&key.holder.map(ToString::to_string).unwrap_or_default());
    let mut qualifiers: Vec<(&str, String)> =
        key.qualifiers.iter().map(|(name, value)| (name.as_str(), value.to_string())).collect();
    qualifiers.sort_unstable();
    qualifiers.dedup();
    for (name, value) in &qualifiers {
        add(name);
        add(value);
    }
    hashed(CLAIM, hash)
}

/// Returns the IRI of the inference that concludes this triple, however it was proved.
pub fn inference(subject: &str, predicate: &str, object: &str) -> NamedNode {
    of_triple(INFERENCE, [subject, predicate, object])
}

/// Returns the IRI of the lexicon's statement of this triple.
pub fn listed(subject: &str, predicate: &str, object: &str) -> NamedNode {
    of_triple(LISTED, [subject, predicate, object])
}

fn of_triple(start: &str, parts: [&str; 3]) -> NamedNode {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hashed(start, hash)
}

fn hashed(start: &str, hash: Sha256) -> NamedNode {
    let mut iri = start.to_owned();
    for byte in &hash.finalize()[..CLAIM_DIGITS / 2] {
        write!(iri, "{byte:02x}").expect("a string takes everything");
    }
    NamedNode::new_unchecked(iri)
}

/// Appends `path` with every byte percent-encoded that RFC 3986 does not call unreserved; `/` parts
/// segments and an encoding already made is kept. A segment of dots alone is encoded too, since a
/// reader would resolve it away.
fn encode(start: &str, path: &str) -> String {
    let mut iri = String::with_capacity(start.len() + path.len());
    iri.push_str(start);
    for (slot, segment) in path.split('/').enumerate() {
        if slot > 0 {
            iri.push('/');
        }
        let is_dots = matches!(segment, "." | "..");
        let bytes = segment.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let is_escape = *byte == b'%'
                && bytes
                    .get(at + 1..at + 3)
                    .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
            match byte {
                b'.' if is_dots => iri.push_str("%2E"),
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    iri.push(char::from(*byte));
                }
                b'%' if is_escape => iri.push('%'),
                _ => write!(iri, "%{byte:02X}").expect("a string takes everything"),
            }
        }
    }
    iri
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn iris_are_made_from_content() {
        assert_eq!(
            entity("country/kazakhstan").as_str(),
            "https://w3id.org/saiga/id/country/kazakhstan"
        );
        let version = version("a b", "v2");
        assert_eq!(version.as_str(), "https://w3id.org/saiga/doc/a%20b/v2");
        let passage = passage(&version, (3, 14));
        assert_eq!(passage.as_str(), "https://w3id.org/saiga/doc/a%20b/v2#char=3,14");
        assert_eq!(passage_range(passage.as_str()), Some((3, 14)));
        assert_eq!(passage_range(version.as_str()), None);
    }

    #[test]
    fn parts_of_a_claim_do_not_run_together() {
        let (a, b) = (entity("a/1"), entity("a/2"));
        let key = |of: &str, role: &str| {
            let qualifiers = [
                (a.clone(), Term::from(oxigraph::model::Literal::from(of))),
                (b.clone(), Term::from(oxigraph::model::Literal::from(role))),
            ];
            claim(&ClaimKey {
                subject: &a,
                predicate: &b,
                object: &a.clone().into(),
                polarity: "p",
                realis: "r",
                holder: None,
                qualifiers: &qualifiers,
            })
        };
        assert_eq!(key("x", "y"), key("x", "y"));
        assert_ne!(key("xy", ""), key("x", "y"));
        assert_eq!(key("x", "y").as_str().len(), CLAIM.len() + CLAIM_DIGITS);
    }

    proptest! {
        #[test]
        fn every_string_makes_a_valid_iri(id in any::<String>(), label in any::<String>()) {
            for iri in [entity(&id), version(&id, &label), article(&id), document(&label)] {
                prop_assert!(NamedNode::new(iri.as_str()).is_ok(), "{}", iri);
            }
            prop_assert_eq!(document(&id).as_str()[DOCUMENT.len()..].matches('/').count(), 0);
        }
    }
}
