//! The network of entities: one edge for each subject, relation and object.
//!
//! A measure is an edge when it has a counterpart that is an entity (`share` of `trade` of
//! Kazakhstan with China): one edge for each measure, what it counts, and counterpart; its values
//! are attributes. Every other literal is an attribute of its subject.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::assembly::Assembly;
use super::label::{clean, local_name};
use super::network::Network;
use super::scope::Scope;
use crate::graph::record::{ClaimRecord, Node, Object};

/// Draws the claims within `scope`. The order of `records` does not matter.
pub(super) fn entities<'a>(records: &'a [ClaimRecord], scope: &Scope) -> Network<'a> {
    let mut sorted: Vec<&ClaimRecord> = records.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let classes = by_frequency(&sorted);

    let mut parts = Assembly::default();
    for record in sorted.into_iter().filter(|record| scope.admits(record)) {
        let subject = parts.entity(&record.subject);
        match other_end(record) {
            Some(other) => {
                parts.entity(other);
                let edge = parts.relation(&*record.subject.iri, &*other.iri, kind(record));
                edge.claims.push(record);
            }
            None => subject.literals.entry(&record.predicate).or_default().push(record),
        }
    }
    let mut net = parts.network(true, |edge| {
        let first = edge.claims[0];
        edge.predicate = Cow::Borrowed(&first.predicate);
        edge.label = label(first);
        edge.settle();
    });
    net.classes = classes;
    scope.cut(&mut net);
    net
}

/// Returns the entity at the other end: the object, or the counterpart of a measure.
pub(super) fn other_end(record: &ClaimRecord) -> Option<&Node> {
    if let Object::Entity(node) = &record.object {
        return Some(node);
    }
    let is_counterpart = |(iri, _): &(&String, _)| local_name(iri) == "counterpart";
    let counterparts = record.qualifiers.iter().filter(is_counterpart);
    counterparts.flat_map(|(_, values)| values).find_map(|value| match value {
        Object::Entity(node) => Some(node),
        Object::Literal { .. } => None,
    })
}

/// Returns what keeps an edge apart from others between the same ends: the relation, and for a
/// measure what it counts.
fn kind(record: &ClaimRecord) -> Cow<'_, str> {
    with_what(record, local_name(&record.predicate))
}

/// Returns the relation in words.
pub(super) fn label(record: &ClaimRecord) -> Cow<'_, str> {
    with_what(record, &record.predicate_label)
}

fn with_what<'r>(record: &'r ClaimRecord, start: &'r str) -> Cow<'r, str> {
    if matches!(record.object, Object::Entity(_)) {
        return clean(start);
    }
    let what = record.qualifiers.iter().find(|(iri, _)| local_name(iri) == "of");
    let what = match what.and_then(|(_, values)| values.first()) {
        Some(Object::Literal { value, .. }) => value,
        Some(Object::Entity(node)) => &node.label,
        None => return clean(start),
    };
    Cow::Owned(clean(&format!("{start} of {what}")).into_owned())
}

/// Returns the classes of all entities that the records name, the most frequent first.
fn by_frequency(records: &[&ClaimRecord]) -> Vec<String> {
    let mut nodes: BTreeMap<&str, &str> = BTreeMap::new();
    for record in records {
        nodes.insert(&record.subject.iri, &record.subject.class);
        if let Some(other) = other_end(record) {
            nodes.insert(&other.iri, &other.class);
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for class in nodes.into_values() {
        *counts.entry(class).or_insert(0) += 1;
    }
    let mut classes: Vec<(&str, usize)> = counts.into_iter().collect();
    classes.sort_by_key(|(class, count)| (usize::MAX - count, *class));
    classes.into_iter().map(|(class, _)| class.to_owned()).collect()
}
