//! Puts a network together: every node and every edge once, in an order that does not depend on
//! that of the parts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use sha2::{Digest, Sha256};

use super::network::{Entity, Network, Notes, Relation};
use crate::graph::record::Node;

/// Start of all of saiga's IRIs, and what follows in those of entities.
const BASE: &str = "https://w3id.org/saiga/";
const ENTITY: &str = "id/";

/// Source, target and kind of an edge.
type Ends<'a> = (Cow<'a, str>, Cow<'a, str>, Cow<'a, str>);

/// Nodes by IRI and edges by their ends and kind.
#[derive(Default)]
pub(super) struct Assembly<'a> {
    entities: BTreeMap<Cow<'a, str>, Entity<'a>>,
    relations: BTreeMap<Ends<'a>, Relation<'a>>,
}

impl<'a> Assembly<'a> {
    /// Returns the node with this IRI, added when it is new.
    pub(super) fn entity(&mut self, node: &'a Node) -> &mut Entity<'a> {
        self.entities
            .entry(Cow::Borrowed(&node.iri))
            .or_insert_with(|| entity(Cow::Borrowed(short_id(&node.iri)), Cow::Borrowed(node)))
    }

    /// As [`Assembly::entity`], for a node that nothing else holds.
    pub(super) fn own_entity(&mut self, node: Node) -> &mut Entity<'a> {
        self.entities
            .entry(Cow::Owned(node.iri.clone()))
            .or_insert_with(|| entity(Cow::Owned(short_id(&node.iri).to_owned()), Cow::Owned(node)))
    }

    /// Returns the edge with these ends, by IRI, and this kind, added when it is new.
    pub(super) fn relation(
        &mut self,
        source: impl Into<Cow<'a, str>>,
        target: impl Into<Cow<'a, str>>,
        kind: impl Into<Cow<'a, str>>,
    ) -> &mut Relation<'a> {
        let ends = (source.into(), target.into(), kind.into());
        self.relations.entry(ends).or_default()
    }

    /// Ends the assembly. Every edge joins two nodes that were added. `settle` is given each edge
    /// once it is whole.
    pub(super) fn network(
        self,
        is_directed: bool,
        settle: impl Fn(&mut Relation<'a>),
    ) -> Network<'a> {
        let mut graph = DiGraph::with_capacity(self.entities.len(), self.relations.len());
        let slots: BTreeMap<Cow<'a, str>, NodeIndex> =
            self.entities.into_iter().map(|(iri, entity)| (iri, graph.add_node(entity))).collect();
        for ((source, target, kind), mut relation) in self.relations {
            relation.id = edge_id(&source, &target, &kind);
            relation.kind = kind;
            settle(&mut relation);
            graph.add_edge(slots[&source], slots[&target], relation);
        }
        let classes = by_frequency(&graph);
        Network { graph, is_directed, classes, ..Network::default() }
    }
}

/// Returns what is left of an IRI of ours without what all of them start with.
fn short_id(iri: &str) -> &str {
    let own = iri.strip_prefix(BASE);
    own.map_or(iri, |own| own.strip_prefix(ENTITY).unwrap_or(own))
}

fn entity<'a>(id: Cow<'a, str>, node: Cow<'a, Node>) -> Entity<'a> {
    Entity { id, node, literals: BTreeMap::new(), notes: Notes::new(), fact: None }
}

/// Returns the id of an edge: 64 bits of SHA-256 over both ends and the kind.
fn edge_id(source: &str, target: &str, kind: &str) -> String {
    let mut hash = Sha256::new();
    for part in [source, target, kind] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let digits =
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("e{digits}")
}

/// Returns the classes of the nodes, the most frequent first.
pub(super) fn by_frequency(graph: &DiGraph<Entity<'_>, Relation<'_>>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in graph.node_weights() {
        *counts.entry(&entity.node.class).or_insert(0) += 1;
    }
    let mut classes: Vec<(&str, usize)> = counts.into_iter().collect();
    classes.sort_by_key(|(class, count)| (usize::MAX - count, *class));
    classes.into_iter().map(|(class, _)| class.to_owned()).collect()
}
