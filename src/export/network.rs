//! The network that analysts draw: things, and what relates them. Every profile makes one, every
//! format writes one.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};

use super::entities;
use super::scope::Scope;
use super::status::Status;
use super::time::{self, Interval, Stated};
use crate::graph::record::{ClaimRecord, Node, VersionRecord};

/// Nodes and edges, whatever they stand for.
#[derive(Clone, Debug, Default)]
pub struct Network<'a> {
    /// Nodes in the order of their IRIs, edges in the order of their ends and kinds.
    pub graph: DiGraph<Entity<'a>, Relation<'a>>,
    /// Whether edges point from source to target. One kind a network: Gephi drops the other.
    pub is_directed: bool,
    /// Classes, or families of them, the most frequent first: what colours are given by. A scope
    /// does not change it, so that a class keeps its colour.
    pub classes: Vec<String>,
    /// The class under which each class is coloured, by IRI; a class that is missing stands alone.
    pub(super) families: BTreeMap<String, String>,
    /// When articles were published (ISO 8601), by IRI.
    pub(super) issued: BTreeMap<String, String>,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity<'a> {
    /// `country/kazakhstan`, or the whole IRI of a foreign entity.
    pub id: Cow<'a, str>,
    /// What it stands for.
    pub node: Cow<'a, Node>,
    /// Claims with a literal as object, by relation, in order.
    pub literals: BTreeMap<&'a str, Vec<&'a ClaimRecord>>,
    /// What else is told of it, by name of the column.
    pub notes: Notes,
    /// The claims that this node stands for, in a network of facts.
    pub fact: Option<Box<Relation<'a>>>,
}

/// Values by the name of their column.
pub type Notes = BTreeMap<String, BTreeSet<String>>;

/// An edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation<'a> {
    /// Made of both ends and the kind: the same in every export.
    pub id: String,
    /// IRI of the relation or measure; may be empty.
    pub predicate: Cow<'a, str>,
    /// What keeps parallel edges apart: `memberOf`, `share of trade`.
    pub kind: Cow<'a, str>,
    /// `member of`.
    pub label: Cow<'a, str>,
    /// The claims that state it, in order; empty in networks of something else than claims.
    pub claims: Vec<&'a ClaimRecord>,
    /// The passages that show it, where no claim states it.
    pub excerpts: Vec<Excerpt<'a>>,
    /// What else is told of it, by name of the column.
    pub notes: Notes,
    /// What became of it between two versions, in a network of both.
    pub mark: Option<Mark>,
    /// When each dated claim holds, and how firmly.
    pub(super) dated: Vec<(Interval, Status)>,
    pub(super) weight: f64,
}

pub use super::mark::Mark;

/// A verbatim piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excerpt<'a> {
    /// IRI of the article.
    pub article: Cow<'a, str>,
    /// Title of the article.
    pub title: Cow<'a, str>,
    /// IRI of the document version.
    pub version: Cow<'a, str>,
    /// First code point in the text as read.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between them.
    pub quote: Cow<'a, str>,
}

impl<'a> Network<'a> {
    /// Draws the network of the entities that claims within `scope` relate. The order of
    /// `records` does not matter.
    pub fn new(records: &'a [ClaimRecord], scope: &Scope) -> Self {
        entities::entities(records, scope)
    }

    /// Colours classes by their families, IRI by IRI. To be called before the network is written.
    #[must_use]
    pub fn with_families(mut self, families: BTreeMap<String, String>) -> Self {
        self.families = families;
        let mut joined: Vec<String> = Vec::new();
        for class in &self.classes {
            let family = self.families.get(class).unwrap_or(class);
            if !joined.contains(family) {
                joined.push(family.clone());
            }
        }
        self.classes = joined;
        self
    }

    /// Tells when the articles were published: quotes then carry the date.
    #[must_use]
    pub fn with_dates(mut self, versions: &[VersionRecord]) -> Self {
        for version in versions {
            for article in &version.articles {
                if let Some(date) = article.date.as_ref().or(version.date.as_ref()) {
                    self.issued.insert(article.iri.clone(), date.clone());
                }
            }
            if let Some(date) = &version.date {
                self.issued.insert(version.iri.clone(), date.clone());
            }
        }
        self
    }

    /// Puts the versions of documents on the timeline instead of what they tell of: an edge is
    /// there as long as a current version states it. `current` says when each version was.
    pub fn time_by_versions(&mut self, current: &BTreeMap<String, Interval>) {
        for relation in self.graph.edge_weights_mut() {
            relation.time_by_versions(current);
        }
        for entity in self.graph.node_weights_mut() {
            if let Some(fact) = &mut entity.fact {
                fact.time_by_versions(current);
            }
        }
    }
}

impl Entity<'_> {
    /// Counts the articles that speak of it in the network.
    pub fn articles(&self, net: &Network<'_>, slot: NodeIndex) -> usize {
        let around = [Direction::Outgoing, Direction::Incoming];
        let edges = around.into_iter().flat_map(|way| net.graph.edges_directed(slot, way));
        let of_edges = edges.flat_map(|edge| edge.weight().articles());
        let of_literals =
            self.literals.values().flatten().map(|claim| (claim.article.as_str(), ""));
        of_edges.chain(of_literals).map(|(iri, _)| iri).collect::<BTreeSet<_>>().len()
    }
}

impl<'a> Relation<'a> {
    /// Takes time and weight from the claims.
    pub(super) fn settle(&mut self) {
        let interval =
            |claim: &&ClaimRecord| Some((Stated::of(claim).interval()?, Status::of(claim)));
        self.dated = self.claims.iter().filter_map(interval).collect();
        self.weight = self.n_articles() as f64;
    }

    /// Returns how thick it is: for claims, the number of independent sources. Above 0.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Returns IRI and title of each article that states or shows it; some of them repeatedly.
    pub fn articles(&self) -> impl Iterator<Item = (&str, &str)> {
        let of_claims =
            self.claims.iter().map(|claim| (claim.article.as_str(), claim.article_title.as_str()));
        of_claims.chain(self.excerpts.iter().map(|shown| (&*shown.article, &*shown.title)))
    }

    /// Returns in how many articles it is stated, each counted once however many pages carry it:
    /// the number of independent sources.
    pub fn n_articles(&self) -> usize {
        distinct(self.articles().map(|(iri, _)| iri))
    }

    /// Returns how many passages state it.
    pub fn mentions(&self) -> usize {
        let passages = self.claims.iter().flat_map(|claim| &claim.evidence);
        distinct(passages.map(|passage| passage.iri.as_str())) + self.excerpts.len()
    }

    /// Returns the strongest status of its claims; `None` without claims.
    pub fn status(&self) -> Option<Status> {
        self.claims.iter().map(|claim| Status::of(claim)).max()
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

    fn time_by_versions(&mut self, current: &BTreeMap<String, Interval>) {
        let of_claims = self.claims.iter().map(|claim| (&*claim.version, Status::of(claim)));
        let of_excerpts = self.excerpts.iter().map(|shown| (&*shown.version, Status::Asserted));
        let dated = of_claims.chain(of_excerpts);
        self.dated = dated.filter_map(|(iri, status)| Some((*current.get(iri)?, status))).collect();
    }
}

/// Counts distinct texts; most edges have one or two.
fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable();
    texts.dedup();
    texts.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Polarity, Realis};
    use crate::graph::record::Object;
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
        let ids: Vec<&str> = net.graph.node_weights().map(|entity| &*entity.id).collect();
        assert_eq!(ids, ["country/china", "country/kazakhstan", "organization/csto"]);
        let mut kinds: Vec<&str> = net.graph.edge_weights().map(|edge| &*edge.kind).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["borders", "share of trade", "tradesWith"]);
        let literals: usize = net.graph.node_weights().map(|entity| entity.literals.len()).sum();
        assert_eq!(literals, 2);
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
        assert_eq!((edge.weight(), edge.mentions()), (2.0, 3));
        assert_eq!(edge.status(), Some(Status::Asserted));
    }
}
