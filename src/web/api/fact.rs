//! A fact as the page shows it: what is said, how firmly, by whom, when, and where it stands.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{ApiError, Corpus};
use crate::export::Status;
use crate::graph::iri;
use crate::graph::record::{ClaimRecord, Node, Object, Passage, words_of};
use crate::query::explain;

/// `GET /api/fact/HASH`: one fact with all its sources, and the words that show its status. The sources are
/// the latest versions that state it; where none does any more, the superseded ones that did.
///
/// # Errors
/// When no version states it.
pub fn detail(corpus: Corpus<'_>, hash: &str) -> Result<Value, ApiError> {
    let mut records = corpus.claim(hash);
    let former = match records.is_empty() {
        true => corpus.former(&format!("{}{hash}", iri::CLAIM))?,
        false => Vec::new(),
    };
    records.extend(&former);
    if records.is_empty() {
        return Err(ApiError::NotFound(format!("no document states a claim `{hash}`")));
    }
    let mut quads = Vec::new();
    let mut versions: Vec<&str> = records.iter().map(|record| record.version.as_str()).collect();
    versions.dedup();
    for version in versions {
        quads.extend(corpus.store.quads(corpus.find(version)?.1)?);
    }
    let mut value = fact(corpus, &records);
    if let Some(explanation) = explain::claim(&quads, &records[0].iri) {
        let cues =
            |source: &explain::Source| json!({ "version": source.version, "cues": source.cues });
        value["cues"] = explanation.sources.iter().map(cues).collect();
    }
    Ok(value)
}

/// Puts the records of one claim together. `records` is not empty.
pub(super) fn fact(corpus: Corpus<'_>, records: &[&ClaimRecord]) -> Value {
    let first = records[0];
    let relation = corpus.project.ontology.relations.iter().find(|one| one.iri == first.predicate);
    let mut articles: Vec<&str> = records.iter().map(|record| record.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let dated = |name: &str| qualifier(first, name).and_then(literal);
    json!({
        "id": hash(&first.iri),
        "subject": node(&first.subject),
        "relation": first.predicate_label,
        "predicate": local_name(&first.predicate),
        "measure": relation.is_some_and(|one| one.measure),
        "object": object(&first.object),
        "qualifiers": first.qualifiers.iter().map(|(key, values)| json!({
            "key": local_name(key),
            "label": words_of(key),
            "values": values.iter().map(object).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "status": Status::of(first).to_string(),
        "holder": first.holder.as_ref().map(object),
        "from": dated("validFrom"),
        "to": dated("validTo"),
        "date": dated("date"),
        "sources": records.iter().map(|record| source(corpus, record)).collect::<Vec<_>>(),
        "articles": articles.len(),
    })
}

/// Groups records by claim, in the order of the records, and makes a fact of each group.
pub(super) fn facts<'r>(
    corpus: Corpus<'_>,
    records: impl IntoIterator<Item = &'r ClaimRecord>,
) -> Vec<Value> {
    let mut groups: Vec<Vec<&ClaimRecord>> = Vec::new();
    let mut slots: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records {
        let slot = *slots.entry(&record.iri).or_insert(groups.len());
        match groups.get_mut(slot) {
            Some(group) => group.push(record),
            None => groups.push(vec![record]),
        }
    }
    groups.iter().map(|group| fact(corpus, group)).collect()
}

fn source(corpus: Corpus<'_>, record: &ClaimRecord) -> Value {
    let (document, version) = of_version(&record.version);
    json!({
        "document": document,
        "version": version,
        "article": record.article_title,
        "date": corpus.date(&record.article).or_else(|| corpus.date(&record.version)),
        "rule": record.rule,
        "quotes": record.evidence.iter().map(quote).collect::<Vec<_>>(),
    })
}

/// A passage: `start` and `end` in code points of the text as read.
pub(super) fn quote(passage: &Passage) -> Value {
    json!({ "start": passage.start, "end": passage.end, "quote": passage.quote })
}

/// An entity by the end of its IRI; what is none of ours keeps its whole IRI.
pub(super) fn node(node: &Node) -> Value {
    json!({ "id": entity_id(&node.iri), "label": node.label, "class": local_name(&node.class) })
}

/// An entity, or a literal with the local name of its datatype.
pub(super) fn object(object: &Object) -> Value {
    match object {
        Object::Entity(entity) => node(entity),
        Object::Literal { value, datatype } => {
            json!({ "value": value, "type": local_name(datatype) })
        }
    }
}

/// The first value of a qualifier, by its local name.
pub(super) fn qualifier<'r>(record: &'r ClaimRecord, name: &str) -> Option<&'r Object> {
    let mut found = record.qualifiers.iter().filter(|(key, _)| local_name(key) == name);
    found.find_map(|(_, values)| values.first())
}

pub(super) fn literal(object: &Object) -> Option<&str> {
    match object {
        Object::Literal { value, .. } => Some(value),
        Object::Entity(_) => None,
    }
}

/// `country/kazakhstan`.
pub(super) fn entity_id(iri: &str) -> &str {
    iri.strip_prefix(iri::ENTITY).unwrap_or(iri)
}

/// What follows the last `#` or `/`.
pub(super) fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

fn hash(iri: &str) -> &str {
    iri.strip_prefix(iri::CLAIM).unwrap_or(iri)
}

/// Id of the document and name of the version, from the version's IRI.
pub(super) fn of_version(iri: &str) -> (&str, &str) {
    let rest = iri.strip_prefix(iri::DOCUMENT).unwrap_or(iri);
    rest.split_once('/').unwrap_or((rest, ""))
}
