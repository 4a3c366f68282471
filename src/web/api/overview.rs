//! What the page needs before anything else, and what completion of queries offers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Corpus, fact, network};
use crate::graph::record::Object;
use crate::query::PREFIXES;

/// `GET /api/overview`: how much there is, the words and colours of classes, the words of relations.
pub fn overview(corpus: Corpus<'_>, allow_decisions: bool) -> Value {
    let (classes, relations) = network::legend(corpus);
    let manifest = corpus.store.manifest();
    let claims: BTreeSet<&str> = corpus.records.iter().map(|record| record.iri.as_str()).collect();
    let n_versions: usize = manifest.documents.iter().map(|one| one.versions.len()).sum();
    json!({
        "program": env!("CARGO_PKG_VERSION"),
        "documents": manifest.documents.len(),
        "versions": n_versions,
        "facts": claims.len(),
        "entities": corpus.things.len(),
        "classes": classes,
        "relations": relations,
        "allowDecisions": allow_decisions,
    })
}

/// `GET /api/void`: which relations join which classes, how often (as in VoID), and the prefixes.
pub fn void(corpus: Corpus<'_>) -> Value {
    let mut partitions: BTreeMap<(&str, &str, &str), BTreeSet<&str>> = BTreeMap::new();
    for record in &corpus.index.records {
        let to = match &record.object {
            Object::Entity(node) => node.class.as_str(),
            Object::Literal { datatype, .. } => datatype,
        };
        let key = (record.subject.class.as_str(), record.predicate.as_str(), to);
        partitions.entry(key).or_default().insert(&record.iri);
    }
    let partitions = partitions.iter().map(|((from, relation, to), claims)| {
        json!({ "from": from, "relation": relation, "to": to, "count": claims.len() })
    });
    let onto = &corpus.project.ontology;
    let relations = onto.relations.iter().map(|one| {
        json!({ "iri": one.iri, "name": one.name, "label": one.label, "comment": one.comment })
    });
    let classes = onto.classes.iter().map(|one| {
        json!({ "iri": one.iri, "name": one.name, "label": one.label, "comment": one.comment })
    });
    let things = corpus.things.iter().map(|(iri, thing)| {
        json!([fact::entity_id(iri), thing.label, fact::local_name(&thing.class)])
    });
    json!({
        "prefixes": PREFIXES.iter().map(|(name, iri)| json!([name, iri])).collect::<Vec<_>>(),
        "classes": classes.collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
        "partitions": partitions.collect::<Vec<_>>(),
        "entities": things.take(20_000).collect::<Vec<_>>(),
    })
}
