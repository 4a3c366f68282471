//! The network that analysts draw: entities and what relates them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use petgraph::graph::{DiGraph, NodeIndex};
use sha2::{Digest, Sha256};

use super::appearance::Colour;
use super::label::{clean, local_name};
use super::scope::Scope;
use super::status::Status;
use super::time::{self, Interval, Stated};
use crate::graph::record::{ClaimRecord, Node, Object};

/// Start of the IRIs of entities; the rest is the id of their node.
const ENTITY: &str = "https://w3id.org/saiga/id/";

/// Entities, and one edge per subject, relation and object.
///
/// A measure is an edge when it has a counterpart that is an entity (`share` of `trade` of
/// Kazakhstan with China): one edge per measure, what it counts, and counterpart; its values are
/// attributes. Every other literal is an attribute of its subject.
#[derive(Clone, Debug)]
pub struct Network<'a> {
    /// Nodes in the order of their IRIs, edges in the order of their ends and kinds.
    pub graph: DiGraph<Entity<'a>, Relation<'a>>,
    /// Classes of all claims read, the most frequent first: what colours are given by. A scope
    /// does not change it, so that a class keeps its colour.
    pub classes: Vec<&'a str>,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity<'a> {
    /// `country/kazakhstan`, or the whole IRI of a foreign entity.
    pub id: &'a str,
    /// The entity.
    pub node: &'a Node,
    /// Claims with a literal as object, by relation, in order.
    pub literals: BTreeMap<&'a str, Vec<&'a ClaimRecord>>,
}

/// An edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation<'a> {
    /// Made of both ends and the kind: the same in every export.
    pub id: String,
    /// IRI of the relation or measure.
    pub predicate: &'a str,
    /// What keeps parallel edges apart: `memberOf`, `share of trade`.
    pub kind: String,
    /// `member of`.
    pub label: String,
    /// The claims that state it, in order; never empty.
    pub claims: Vec<&'a ClaimRecord>,
    /// When each dated claim holds, and how firmly.
    dated: Vec<(Interval, Status)>,
    weight: usize,
    status: Status,
    /// What became of it between two versions, in a network of both.
    pub mark: Option<Mark>,
}

/// What became of a claim or an edge between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// On both sides, saying the same.
    Same,
    /// On both sides, saying something else, or partly on one only.
    Changed,
    /// On the new side only.
    Added,
    /// On the old side only.
    Removed,
}

impl<'a> Network<'a> {
    /// Builds the network of the claims within `scope`. The order of `records` does not matter.
    pub fn new(records: &'a [ClaimRecord], scope: &Scope) -> Self {
        let mut sorted: Vec<&ClaimRecord> = records.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let classes = by_frequency(&sorted);

        let mut entities: BTreeMap<&str, Entity<'a>> = BTreeMap::new();
        let mut relations: BTreeMap<(&str, &str, String), Vec<&ClaimRecord>> = BTreeMap::new();
        for record in sorted.into_iter().filter(|record| scope.admits(record)) {
            let subject = add(&mut entities, &record.subject);
            match other_end(record) {
                Some(other) => {
                    add(&mut entities, other);
                    let ends = (record.subject.iri.as_str(), other.iri.as_str(), kind(record));
                    relations.entry(ends).or_default().push(record);
                }
                None => subject.literals.entry(&record.predicate).or_default().push(record),
            }
        }
        let mut graph = DiGraph::with_capacity(entities.len(), relations.len());
        let slots: BTreeMap<&str, NodeIndex> =
            entities.into_iter().map(|(iri, entity)| (iri, graph.add_node(entity))).collect();
        for ((source, target, kind), claims) in relations {
            let relation = Relation::new(edge_id(source, target, &kind), kind, claims);
            graph.add_edge(slots[source], slots[target], relation);
        }
        let mut net = Self { graph, classes };
        scope.cut(&mut net);
        net
    }
}

impl<'a> Network<'a> {
    /// Marks each edge by its claims, of which `of_claim` tells what became: an edge that was not
    /// added, removed or kept as a whole has changed.
    pub fn mark(&mut self, of_claim: impl Fn(&ClaimRecord) -> Mark) {
        for relation in self.graph.edge_weights_mut() {
            let marks: BTreeSet<Mark> =
                relation.claims.iter().map(|claim| of_claim(claim)).collect();
            relation.mark = match marks.first() {
                Some(mark) if marks.len() == 1 => Some(*mark),
                _ => Some(Mark::Changed),
            };
        }
    }
}

impl Mark {
    /// Returns the colour of edges with this mark: those of M. Okabe and K. Ito (2008), which the
    /// colour-blind tell apart.
    pub fn colour(self) -> Colour {
        match self {
            Self::Same => Colour(0xBB, 0xBB, 0xBB),
            Self::Changed => Colour(0xE6, 0x9F, 0x00),
            Self::Added => Colour(0x00, 0x9E, 0x73),
            Self::Removed => Colour(0xD5, 0x5E, 0x00),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        })
    }
}

impl Entity<'_> {
    /// Counts the articles that speak of it in the network.
    pub fn articles(&self, net: &Network<'_>, slot: NodeIndex) -> usize {
        let around = net.graph.edges_directed(slot, petgraph::Direction::Outgoing);
        let around = around.chain(net.graph.edges_directed(slot, petgraph::Direction::Incoming));
        let of_edges = around.flat_map(|edge| edge.weight().claims.iter());
        let claims = of_edges.chain(self.literals.values().flatten());
        claims.map(|claim| claim.article.as_str()).collect::<BTreeSet<_>>().len()
    }
}

impl<'a> Relation<'a> {
    /// An edge of these claims, of which there is at least one.
    fn new(id: String, kind: String, claims: Vec<&'a ClaimRecord>) -> Self {
        let interval =
            |claim: &&ClaimRecord| Some((Stated::of(claim).interval()?, Status::of(claim)));
        let articles: BTreeSet<&str> = claims.iter().map(|claim| claim.article.as_str()).collect();
        Self {
            id,
            predicate: &claims[0].predicate,
            label: label(claims[0]),
            kind,
            dated: claims.iter().filter_map(interval).collect(),
            weight: articles.len(),
            status: claims.iter().map(|claim| Status::of(claim)).max().unwrap_or(Status::Negated),
            claims,
            mark: None,
        }
    }

    /// Returns in how many articles it is stated, each counted once however many pages carry it:
    /// the number of independent sources.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// Returns how many passages state it.
    pub fn mentions(&self) -> usize {
        let passages = self.claims.iter().flat_map(|claim| &claim.evidence);
        passages.map(|passage| passage.iri.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// Returns the strongest status of its claims.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Returns its status over time; empty when no claim is dated.
    pub fn status_over_time(&self) -> Vec<(Interval, Status)> {
        time::status_over_time(&self.dated)
    }

    /// Returns when it holds, as intervals that do not touch.
    pub fn spells(&self) -> Vec<Interval> {
        time::spells(&self.dated)
    }

    /// Returns when each dated claim holds, and how firmly.
    pub fn dated(&self) -> &[(Interval, Status)] {
        &self.dated
    }
}

/// Returns the entity at the other end: the object, or the counterpart of a measure.
fn other_end(record: &ClaimRecord) -> Option<&Node> {
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
fn kind(record: &ClaimRecord) -> String {
    with_what(record, local_name(&record.predicate))
}

fn label(record: &ClaimRecord) -> String {
    with_what(record, &record.predicate_label)
}

fn with_what(record: &ClaimRecord, start: &str) -> String {
    if matches!(record.object, Object::Entity(_)) {
        return clean(start);
    }
    let what = record.qualifiers.iter().find(|(iri, _)| local_name(iri) == "of");
    match what.and_then(|(_, values)| values.first()) {
        Some(Object::Literal { value, .. }) => clean(&format!("{start} of {value}")),
        Some(Object::Entity(node)) => clean(&format!("{start} of {}", node.label)),
        None => clean(start),
    }
}

fn add<'m, 'a>(
    entities: &'m mut BTreeMap<&'a str, Entity<'a>>,
    node: &'a Node,
) -> &'m mut Entity<'a> {
    entities.entry(&node.iri).or_insert_with(|| Entity {
        id: node.iri.strip_prefix(ENTITY).unwrap_or(&node.iri),
        node,
        literals: BTreeMap::new(),
    })
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

fn by_frequency<'a>(records: &[&'a ClaimRecord]) -> Vec<&'a str> {
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
    classes.into_iter().map(|(class, _)| class).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Polarity, Realis};
    use crate::graph::sample_claims::{claim, literal, node, number};

    #[test]
    fn literals_are_attributes_and_parallel_relations_stay_parallel() {
        let share = claim("Country/Kazakhstan", "share", "A/B", "19 percent");
        let share = ClaimRecord { object: number("19"), ..share }.with("of", literal("trade"));
        let with_china = share.clone().with("counterpart", Object::Entity(node("Country/China")));
        let records = [
            claim("Country/Kazakhstan", "borders", "Country/China", "They touch."),
            claim("Country/Kazakhstan", "tradesWith", "Country/China", "They trade."),
            claim("Organization/CSTO", "foundedOn", "2002", "Founded in 2002."),
            share,
            with_china,
        ];
        let net = Network::new(&records, &Scope::default());
        let ids: Vec<&str> = net.graph.node_weights().map(|entity| entity.id).collect();
        assert_eq!(ids, ["country/china", "country/kazakhstan", "organization/csto"]);
        let mut kinds: Vec<&str> =
            net.graph.edge_weights().map(|edge| edge.kind.as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["borders", "share of trade", "tradesWith"]);
        let literals: usize = net.graph.node_weights().map(|entity| entity.literals.len()).sum();
        assert_eq!(literals, 2);
    }

    #[test]
    fn an_edge_is_marked_by_all_its_claims() {
        let made = |object: &str, quote: &str| claim("Country/A", "memberOf", object, quote);
        let dated = made("Organization/X", "x").with("start", literal("2002"));
        let records = [made("Organization/X", "x"), dated, made("Organization/Y", "y")];
        let mut net = Network::new(&records, &Scope::default());
        let is_dated = |claim: &ClaimRecord| !claim.qualifiers.is_empty();
        net.mark(|claim| if is_dated(claim) { Mark::Added } else { Mark::Removed });
        let marks: Vec<_> = net.graph.edge_weights().map(|edge| edge.mark).collect();
        assert_eq!(marks, [Some(Mark::Changed), Some(Mark::Removed)]);
    }

    #[test]
    fn an_edge_gathers_its_claims() {
        let plan = claim("Country/A", "hosts", "Event/B", "A will host B.");
        let plan = plan.status(Polarity::Affirmed, Realis::Planned, None).inside("d", "one");
        let done = claim("Country/A", "hosts", "Event/B", "A hosted B.").inside("d", "two");
        let again = claim("Country/A", "hosts", "Event/B", "A hosted B.").inside("copy", "two");
        let records = [plan, done, again];
        let net = Network::new(&records, &Scope::default());
        let edge = net.graph.edge_weights().next().unwrap();
        assert_eq!((edge.weight(), edge.mentions(), edge.status()), (2, 3, Status::Asserted));
    }
}
