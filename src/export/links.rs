//! Networks of whatever a query returns.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::assembly::Assembly;
use super::label::{clean, local_name};
use super::network::{Network, Notes};
use super::status::Status;
use super::time::Interval;
use crate::graph::record::{Node, words_of};

/// An edge that a query returned.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// From where; the label and the class may be empty.
    pub source: Node,
    /// To where.
    pub target: Node,
    /// Name or IRI of what relates them; may be empty.
    pub kind: String,
    /// That in words; made from the kind when empty.
    pub label: String,
    /// `planned`, `negated` and the like: such links are edges of their own, and say so. Empty for facts.
    pub status: String,
    /// How thick it is. `None`, and what is not above 0, which Gephi drops, count as 1; equal
    /// links add up.
    pub weight: Option<f64>,
    /// When it holds.
    pub interval: Option<Interval>,
    /// Whatever else the row tells, by the name of its variable.
    pub notes: BTreeMap<String, String>,
}

impl Network<'_> {
    /// Draws links, in any order, and nodes that may stand alone, with what is told of them by
    /// name of the column.
    pub fn of_links(links: &[Link], nodes: &[(Node, BTreeMap<String, BTreeSet<String>>)]) -> Self {
        let mut parts = Assembly::default();
        for (node, notes) in nodes {
            let entity = parts.own_entity(named(node));
            for (name, values) in notes {
                entity.notes.entry(name.clone()).or_default().extend(values.iter().cloned());
            }
        }
        let mut sorted: Vec<&Link> = links.iter().collect();
        sorted.sort_by(|a, b| {
            let key = |link: &Link| {
                let Link { source, target, kind, status, .. } = link.clone();
                (source, target, kind, status)
            };
            (key(a), &a.notes, a.interval)
                .cmp(&(key(b), &b.notes, b.interval))
                .then(a.weight.unwrap_or(1.0).total_cmp(&b.weight.unwrap_or(1.0)))
        });
        for link in sorted {
            parts.own_entity(named(&link.source));
            parts.own_entity(named(&link.target));
            let kind = if link.kind.is_empty() { "related" } else { &link.kind };
            let told = |words: &str| match link.status.as_str() {
                "" => words.to_owned(),
                status => format!("{words} ({status})"),
            };
            let edge = parts.relation(
                link.source.iri.clone(),
                link.target.iri.clone(),
                clean(&told(local_name(kind))).into_owned(),
            );
            if edge.label.is_empty() {
                let label = if link.label.is_empty() { words_of(kind) } else { link.label.clone() };
                edge.label = Cow::Owned(clean(&told(&label)).into_owned());
                edge.predicate = Cow::Owned(link.kind.clone());
            }
            edge.weight +=
                link.weight.filter(|weight| *weight > 0.0 && weight.is_finite()).unwrap_or(1.0);
            edge.dated.extend(link.interval.map(|interval| (interval, Status::Asserted)));
            add(&mut edge.notes, &link.notes);
        }
        parts.network(true, |_| {})
    }
}

fn add(notes: &mut Notes, values: &BTreeMap<String, String>) {
    for (name, value) in values {
        notes.entry(name.clone()).or_default().insert(value.clone());
    }
}

/// Gives a node without label the last part of its IRI, in words.
fn named(node: &Node) -> Node {
    let label = if node.label.is_empty() { words_of(&node.iri) } else { node.label.clone() };
    Node { label, ..node.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::node;

    fn link(source: &str, target: &str, weight: Option<f64>) -> Link {
        Link {
            source: node(source),
            target: node(target),
            kind: "http://example.org/p#tradesWith".to_owned(),
            label: String::new(),
            status: String::new(),
            weight,
            interval: None,
            notes: BTreeMap::from([("year".to_owned(), "2020".to_owned())]),
        }
    }

    #[test]
    fn what_is_only_planned_is_no_part_of_the_fact() {
        let fact = link("Country/A", "Country/B", None);
        let plan = Link { status: "planned".to_owned(), ..fact.clone() };
        let net = Network::of_links(&[plan, fact], &[]);
        let labels: Vec<&str> = net.graph.edge_weights().map(|edge| &*edge.label).collect();
        assert_eq!(labels, ["trades with", "trades with (planned)"]);
        assert!(net.graph.edge_weights().all(|edge| edge.predicate.ends_with("#tradesWith")));
    }

    #[test]
    fn equal_links_are_one_edge_and_no_weight_is_lost_to_gephi() {
        let links = [
            link("Country/A", "Country/B", Some(0.0)),
            link("Country/A", "Country/B", Some(2.5)),
            link("Country/B", "Country/A", Some(-3.0)),
        ];
        let net = Network::of_links(&links, &[]);
        let edges: Vec<(&str, &str, f64)> = (net.graph.edge_weights())
            .map(|edge| (&*edge.kind, &*edge.label, edge.weight()))
            .collect();
        assert_eq!(edges, [("tradesWith", "trades with", 3.5), ("tradesWith", "trades with", 1.0)]);
        assert_eq!(net.graph.node_count(), 2);
    }
}
