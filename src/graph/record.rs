//! Claims read back from RDF: the one view that `diff`, `export`, `explain` and `verify` share,
//! whether the quads come from a store or from documents read just now.

use std::collections::BTreeMap;

use crate::extract::{Polarity, Realis};

/// A claim with everything that its graph says of it. Two records of the same claim in two
/// documents have the same `iri` and different `version`s.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimRecord {
    /// `https://w3id.org/saiga/claim/<hash>`: a hash of everything but evidence and rule.
    pub iri: String,
    /// IRI of the document version, which is also the named graph.
    pub version: String,
    /// IRI of the article inside the document.
    pub article: String,
    /// Title of the article, or the document's path.
    pub article_title: String,
    /// What it is about.
    pub subject: Node,
    /// IRI of the relation or measure.
    pub predicate: String,
    /// Label of the relation: `member of`.
    pub predicate_label: String,
    /// The other end.
    pub object: Object,
    /// By IRI of the qualifier, in order; most have one value.
    pub qualifiers: BTreeMap<String, Vec<Object>>,
    /// Affirmed or denied.
    pub polarity: Polarity,
    /// Done, planned or hypothetical.
    pub realis: Realis,
    /// Who says it; the author when `None`.
    pub holder: Option<Object>,
    /// The passages that state it, in the order of the text; never empty.
    pub evidence: Vec<Passage>,
    /// The rule that read it.
    pub rule: String,
}

/// An entity as a graph describes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// `https://w3id.org/saiga/id/<class>/<slug>`.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// IRI of its class.
    pub class: String,
}

/// The object of a claim, or the value of a qualifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// An entity.
    Entity(Node),
    /// A literal.
    Literal {
        /// Its lexical form.
        value: String,
        /// IRI of its datatype.
        datatype: String,
    },
}

/// A verbatim piece of a document version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// `…/doc/<id>/<version>#char=<start>,<end>` (RFC 5147).
    pub iri: String,
    /// First code point in the text as read.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between them.
    pub quote: String,
}
