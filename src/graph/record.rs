//! Claims read back from RDF: the one view that `diff`, `export`, `explain` and `verify` share,
//! whether the quads come from a store or from documents read just now.

use std::collections::BTreeMap;

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{NamedNodeRef, Quad, Term};

use super::describe::{Description, Descriptions};
use super::{iri, vocab};
use crate::extract::{Polarity, Realis};

/// A claim with everything that its graph says of it, as one article states it. Records of the same
/// claim in two documents or articles have the same `iri`.
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

/// An entity as one version's graph describes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntityRecord {
    /// `https://w3id.org/saiga/id/<class>/<slug>`.
    pub iri: String,
    /// IRI of the document version.
    pub version: String,
    /// Its name.
    pub label: String,
    /// IRI of its class.
    pub class: String,
    /// Other names that this version uses, in order.
    pub alt_labels: Vec<String>,
    /// IRI of the same thing in Wikidata.
    pub wikidata: Option<String>,
    /// In the order of the text.
    pub mentions: Vec<MentionRecord>,
}

/// A place where a version names or means an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MentionRecord {
    /// Where.
    pub passage: Passage,
    /// Why it is taken to mean the entity: `gazetteer`, `short name`, …
    pub reasons: Vec<String>,
    /// The earlier passage that shows what is meant.
    pub antecedent: Option<Passage>,
}

/// A document version as its graph describes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionRecord {
    /// `https://w3id.org/saiga/doc/<id>/<version>`.
    pub iri: String,
    /// IRI of the document.
    pub document: String,
    /// Path of the file, as the user named it.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// `plain`, `markdown` or `html`.
    pub format: String,
    /// The title that the file gives itself.
    pub title: Option<String>,
    /// Its authors, in order.
    pub creators: Vec<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// When it was published (ISO 8601).
    pub date: Option<String>,
    /// A BCP 47 language tag.
    pub language: Option<String>,
    /// Its articles, by IRI.
    pub articles: Vec<ArticleRecord>,
}

/// An article as a version's graph describes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArticleRecord {
    /// `https://w3id.org/saiga/article/<id>`: the same on every page that prints it.
    pub iri: String,
    /// Its title.
    pub title: Option<String>,
    /// Its authors, in order.
    pub creators: Vec<String>,
    /// When it was published (ISO 8601).
    pub date: Option<String>,
}

/// Returns the claims that the quads state, sorted; one record a claim and version. A claim
/// without subject, predicate, object or evidence is no claim and is left out. Linear in the
/// number of quads, but for the sorting of the result.
pub fn claims<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> Vec<ClaimRecord> {
    let all = Descriptions::new(quads);
    let mut records: Vec<_> =
        (all.of_class(vocab::CLAIM)).flat_map(|claim| claim_records(&all, claim)).collect();
    records.sort_unstable();
    records
}

/// Returns the entities that the quads describe, sorted; one record an entity and version.
pub fn entities<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> Vec<EntityRecord> {
    let all = Descriptions::new(quads);
    let mut mentions: BTreeMap<(&str, &str), Vec<MentionRecord>> = BTreeMap::new();
    for mention in all.of_class(vocab::MENTION) {
        let Some(passage) = passage_of(mention) else { continue };
        let antecedent = mention.node(vocab::ANTECEDENT);
        let antecedent = antecedent.and_then(|node| all.get(mention.graph, node));
        let record = MentionRecord {
            passage,
            reasons: mention.texts(vocab::REASON),
            antecedent: antecedent.and_then(passage_of),
        };
        for entity in mention.nodes(vocab::REFERS_TO) {
            mentions.entry((mention.graph, entity)).or_default().push(record.clone());
        }
    }
    let mut records: Vec<_> = (all.iter())
        .filter(|entity| entity.iri.starts_with(iri::ENTITY))
        .filter_map(|entity| {
            let mut mentions = mentions.remove(&(entity.graph, entity.iri)).unwrap_or_default();
            mentions.sort_by_key(|mention| (mention.passage.start, mention.passage.end));
            Some(EntityRecord {
                iri: entity.iri.to_owned(),
                version: entity.graph.to_owned(),
                label: entity.text(rdfs::LABEL)?,
                class: entity.node(rdf::TYPE)?.to_owned(),
                alt_labels: entity.texts(vocab::ALT_LABEL),
                wikidata: entity.node(vocab::EXACT_MATCH).map(str::to_owned),
                mentions,
            })
        })
        .collect();
    records.sort_unstable();
    records
}

/// Returns the document versions that the quads describe, sorted.
pub fn versions<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> Vec<VersionRecord> {
    let all = Descriptions::new(quads);
    let mut articles: BTreeMap<&str, Vec<ArticleRecord>> = BTreeMap::new();
    for article in all.of_class(vocab::ARTICLE_CLASS) {
        articles.entry(article.graph).or_default().push(ArticleRecord {
            iri: article.iri.to_owned(),
            title: article.text(vocab::TITLE),
            creators: article.texts(vocab::CREATOR),
            date: article.text(vocab::ISSUED),
        });
    }
    let mut records: Vec<_> = (all.of_class(vocab::VERSION))
        .filter(|version| version.iri == version.graph)
        .filter_map(|version| {
            let mut articles = articles.remove(version.iri).unwrap_or_default();
            articles.sort_unstable();
            Some(VersionRecord {
                iri: version.iri.to_owned(),
                document: version.node(vocab::IS_VERSION_OF)?.to_owned(),
                path: version.text(vocab::SOURCE)?,
                sha256: version.text(vocab::SHA256)?,
                format: version.text(vocab::FORMAT)?,
                title: version.text(vocab::TITLE),
                creators: version.texts(vocab::CREATOR),
                publisher: version.text(vocab::PUBLISHER),
                date: version.text(vocab::ISSUED),
                language: version.text(vocab::LANGUAGE),
                articles,
            })
        })
        .collect();
    records.sort_unstable();
    records
}

/// Returns the last part of an IRI as words: `memberOf` as `member of`.
pub fn words_of(iri: &str) -> String {
    let name = iri.rsplit(['#', '/']).next().unwrap_or(iri);
    let mut words = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for letter in name.chars() {
        if letter.is_uppercase() && after_lower {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
        after_lower = letter.is_lowercase();
    }
    words
}

/// The records of one claim: one for each article of the version that states it.
fn claim_records(all: &Descriptions<'_>, claim: &Description<'_>) -> Vec<ClaimRecord> {
    let mut articles: Vec<&str> = claim.nodes(vocab::ARTICLE).collect();
    articles.sort_unstable();
    if articles.is_empty() {
        articles.push(claim.graph);
    }
    articles.into_iter().filter_map(|article| claim_record(all, claim, article)).collect()
}

fn claim_record(
    all: &Descriptions<'_>,
    claim: &Description<'_>,
    article: &str,
) -> Option<ClaimRecord> {
    let node = |iri: &str| entity_node(all, claim.graph, iri);
    let value = |term: &Term| match term {
        Term::NamedNode(iri) => Some(Object::Entity(node(iri.as_str()))),
        Term::Literal(literal) => Some(Object::Literal {
            value: literal.value().to_owned(),
            datatype: literal.datatype().as_str().to_owned(),
        }),
        Term::BlankNode(_) => None,
    };
    let mut qualifiers: BTreeMap<String, Vec<Object>> = BTreeMap::new();
    for (key, term) in claim.properties() {
        if !STRUCTURE.iter().any(|own| own.as_str() == key) {
            qualifiers.entry(key.to_owned()).or_default().extend(value(term));
        }
    }
    qualifiers.values_mut().for_each(|values| values.sort_unstable());
    let mut evidence: Vec<_> = (claim.nodes(vocab::EVIDENCE))
        .filter_map(|iri| all.get(claim.graph, iri))
        .filter(|passage| {
            let mut articles = passage.nodes(vocab::ARTICLE).peekable();
            articles.peek().is_none() || articles.any(|one| one == article)
        })
        .filter_map(passage_of)
        .collect();
    evidence.sort_by_key(|passage| (passage.start, passage.end));
    let predicate = claim.node(rdf::PREDICATE)?;
    let title = all.get(claim.graph, article).and_then(|article| article.text(vocab::TITLE));
    let path = || all.get(claim.graph, claim.graph).and_then(|version| version.text(vocab::SOURCE));
    let holder_text = || {
        let value = claim.text(vocab::HOLDER_TEXT)?;
        Some(Object::Literal { value, datatype: xsd::STRING.as_str().to_owned() })
    };
    Some(ClaimRecord {
        iri: claim.iri.to_owned(),
        version: claim.graph.to_owned(),
        article: article.to_owned(),
        article_title: title.or_else(path).unwrap_or_else(|| article.to_owned()),
        subject: node(claim.node(rdf::SUBJECT)?),
        predicate: predicate.to_owned(),
        predicate_label: all.label(predicate).unwrap_or_else(|| words_of(predicate)),
        object: value(claim.term(rdf::OBJECT)?)?,
        qualifiers,
        polarity: match claim.node(vocab::POLARITY)? {
            negated if negated == vocab::NEGATED.as_str() => Polarity::Negated,
            _ => Polarity::Affirmed,
        },
        realis: match claim.node(vocab::REALIS)? {
            planned if planned == vocab::PLANNED.as_str() => Realis::Planned,
            thought if thought == vocab::HYPOTHETICAL.as_str() => Realis::Hypothetical,
            _ => Realis::Actual,
        },
        holder: claim.term(vocab::HOLDER).and_then(value).or_else(holder_text),
        evidence: (!evidence.is_empty()).then_some(evidence)?,
        rule: claim.text(vocab::RULE).unwrap_or_default(),
    })
}

/// What every claim has; anything else on a claim is a qualifier.
const STRUCTURE: &[NamedNodeRef<'static>] = &[
    rdf::TYPE,
    rdf::SUBJECT,
    rdf::PREDICATE,
    rdf::OBJECT,
    vocab::POLARITY,
    vocab::REALIS,
    vocab::HOLDER,
    vocab::HOLDER_TEXT,
    vocab::EVIDENCE,
    vocab::POLARITY_CUE,
    vocab::REALIS_CUE,
    vocab::HOLDER_CUE,
    vocab::RULE,
    vocab::ARTICLE,
];

/// An entity as this graph describes it; one that it only names is called by its IRI.
fn entity_node(all: &Descriptions<'_>, graph: &str, iri: &str) -> Node {
    let found = all.get(graph, iri);
    Node {
        iri: iri.to_owned(),
        label: (found
            .and_then(|entity| entity.text(rdfs::LABEL).or_else(|| entity.text(vocab::NOTATION))))
        .unwrap_or_else(|| words_of(iri)),
        class: (found.and_then(|entity| entity.node(rdf::TYPE))).unwrap_or_default().to_owned(),
    }
}

/// The passage that a description is of.
pub(crate) fn passage_of(description: &Description<'_>) -> Option<Passage> {
    let (start, end) = iri::passage_range(description.iri)?;
    let quote = description.text(vocab::QUOTE)?;
    Some(Passage { iri: description.iri.to_owned(), start, end, quote })
}

#[cfg(test)]
mod tests;
