//! One entity: what is said of it, with whom, what is disputed, and why its mentions are one thing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{ApiError, Corpus, corpus, fact};
use crate::export::Status;
use crate::graph::iri;
use crate::graph::record::{ClaimRecord, MentionRecord, Object};
use crate::ontology::Decision;
use crate::query::conflict::{self, Conflict};

/// Numbers that are drawn as one line share all of this.
type Series<'r> = BTreeMap<(&'r str, String, String, String), BTreeMap<&'r str, &'r ClaimRecord>>;

/// `GET /api/entity/CLASS/SLUG`.
///
/// # Errors
/// When no document names it.
pub fn entity(corpus: Corpus<'_>, id: &str) -> Result<Value, ApiError> {
    let iri = iri::entity(id).into_string();
    let Some(thing) = corpus.things.get(&iri) else {
        return Err(ApiError::NotFound(format!("no document of the store names `{id}`")));
    };
    let records = corpus.about(&iri);
    let wikidata = corpus.entities.iter().filter(|one| one.iri == iri);
    let wikidata = wikidata.filter_map(|one| one.wikidata.as_deref()).next();
    let decisions: Vec<Value> = corpus.project.decisions.about(id).map(decision).collect();
    Ok(json!({
        "id": id,
        "iri": iri,
        "label": thing.label,
        "class": fact::local_name(&thing.class),
        "names": thing.names,
        "wikidata": wikidata,
        "decisions": decisions,
        "facts": fact::facts(corpus, records.iter().copied()),
        "series": series(&iri, &records),
        "neighbours": neighbours(&iri, &records),
        "conflicts": conflicts(corpus, &iri),
        "mentions": mentions(corpus, &iri),
    }))
}

/// A row of the file of decisions.
pub(super) fn decision(decision: &Decision) -> Value {
    json!({
        "line": decision.line,
        "action": decision.action,
        "item": decision.item,
        "value": decision.value,
        "note": decision.note,
    })
}

/// Where sources disagree about the entity, or about anything when `iri` is empty.
pub fn conflicts(corpus: Corpus<'_>, iri: &str) -> Vec<Value> {
    let functional: BTreeSet<String> = (corpus.project.ontology.relations.iter())
        .filter(|relation| relation.functional)
        .map(|relation| relation.iri.clone())
        .collect();
    let own: Vec<ClaimRecord> = match iri {
        "" => corpus.records.clone(),
        iri => corpus.about(iri).into_iter().cloned().collect(),
    };
    let shown = |conflict: &Conflict<'_>| {
        json!({
            "kind": conflict.kind.as_str(),
            "sides": conflict.sides.iter().map(|side| json!({
                "reading": side.reading,
                "facts": fact::facts(corpus, side.records.iter().copied()),
            })).collect::<Vec<_>>(),
        })
    };
    conflict::conflicts(&own, &functional).iter().map(shown).collect()
}

/// Affirmed numbers about the entity that were given for several dates: one line for each measure,
/// thing counted, unit and other side. A later article wins where two give one date a number.
fn series(iri: &str, records: &[&ClaimRecord]) -> Vec<Value> {
    let mut lines: Series<'_> = BTreeMap::new();
    for record in records.iter().copied().filter(|record| record.subject.iri == iri) {
        let is_affirmed = Status::of(record) >= Status::Planned;
        let date = fact::qualifier(record, "date").and_then(fact::literal);
        let (Some(date), Some(value)) = (date, fact::literal(&record.object)) else { continue };
        if is_affirmed && value.parse::<f64>().is_ok() {
            let words = |name| fact::qualifier(record, name).map(words).unwrap_or_default();
            let key =
                (record.predicate_label.as_str(), words("of"), words("unit"), words("counterpart"));
            lines.entry(key).or_default().insert(date, record);
        }
    }
    let line = |((measure, of, unit, with), points): (_, BTreeMap<&str, &ClaimRecord>)| {
        json!({
            "measure": measure, "of": of, "unit": unit, "with": with,
            "points": points.iter().map(|(date, record)| json!({
                "date": date,
                "value": fact::literal(&record.object),
                "status": Status::of(record).to_string(),
                "fact": record.iri.strip_prefix(iri::CLAIM),
            })).collect::<Vec<_>>(),
        })
    };
    lines.into_iter().filter(|(_, points)| points.len() > 1).map(line).collect()
}

fn words(object: &Object) -> String {
    match object {
        Object::Entity(node) => node.label.clone(),
        Object::Literal { value, .. } => value.clone(),
    }
}

/// What stands at the other end of its facts, the most often first.
fn neighbours(iri: &str, records: &[&ClaimRecord]) -> Vec<Value> {
    let mut others: BTreeMap<&str, (Value, BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for record in records {
        for node in corpus::ends(record).filter(|node| node.iri != iri) {
            let new = || (fact::node(node), BTreeSet::new(), BTreeSet::new());
            let (_, relations, claims) = others.entry(&node.iri).or_insert_with(new);
            relations.insert(&record.predicate_label);
            claims.insert(&record.iri);
        }
    }
    let mut others: Vec<_> = others.into_iter().collect();
    others.sort_by_key(|(iri, (_, _, claims))| (std::cmp::Reverse(claims.len()), *iri));
    (others.into_iter())
        .map(|(_, (node, relations, claims))| {
            json!({ "node": node, "relations": relations, "facts": claims.len() })
        })
        .collect()
}

/// Mentions by their words and the reasons for them, each with the version that it stands in.
type Groups<'a> = BTreeMap<(&'a str, &'a [String]), Vec<(&'a str, &'a MentionRecord)>>;

/// Its mentions by words and reason, with where they stand.
fn mentions(corpus: Corpus<'_>, iri: &str) -> Vec<Value> {
    let mut groups: Groups<'_> = BTreeMap::new();
    for entity in corpus.entities.iter().filter(|entity| entity.iri == iri) {
        for mention in &entity.mentions {
            let key = (mention.passage.quote.as_str(), mention.reasons.as_slice());
            groups.entry(key).or_default().push((&entity.version, mention));
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(key, places)| (std::cmp::Reverse(places.len()), *key));
    (groups.into_iter())
        .map(|((words, reasons), places)| {
            json!({
                "words": words,
                "reasons": reasons,
                "places": places.iter().map(|(version, mention)| {
                    let (document, version) = fact::of_version(version);
                    json!({
                        "document": document,
                        "version": version,
                        "start": mention.passage.start,
                        "end": mention.passage.end,
                        "antecedent": mention.antecedent.as_ref().map(fact::quote),
                    })
                }).collect::<Vec<_>>(),
            })
        })
        .collect()
}
