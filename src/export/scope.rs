//! Which part of the network to export, so that it can be read.

use std::collections::{BTreeSet, VecDeque};

use petgraph::graph::NodeIndex;

use super::entities::other_end;
use super::label::local_name;
use super::network::Network;
use super::status::Status;
use super::time::{Interval, Stated};
use crate::date::Date;
use crate::graph::record::ClaimRecord;

/// What to export. Everything must hold; the default takes all affirmed facts and plans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Which claims, by status.
    pub status: StatusFilter,
    /// Only these relations, by local name or IRI; all when empty.
    pub relations: BTreeSet<String>,
    /// Only claims whose ends both are of these classes, by local name or IRI; all when empty.
    pub classes: BTreeSet<String>,
    /// Leaves out what ended before this day. Undated claims stay.
    pub since: Option<Date>,
    /// Leaves out what began after this day. Undated claims stay.
    pub until: Option<Date>,
    /// Only edges stated in at least so many articles.
    pub min_sources: usize,
    /// Only entities within [`Scope::hops`] of these, by IRI, id or name; all when empty.
    pub around: BTreeSet<String>,
    /// How many edges away from [`Scope::around`], whichever way they point.
    pub hops: usize,
    /// Only so many entities, those with the most edges.
    pub top: Option<usize>,
}

/// Which claims to take by their status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusFilter {
    /// What is or was so.
    Actual,
    /// That, and what is planned.
    #[default]
    Planned,
    /// That, and what is denied or only thought of.
    All,
}

impl Scope {
    /// Says whether a claim is within, as far as the claim alone can tell.
    pub(super) fn admits(&self, record: &ClaimRecord) -> bool {
        let other_is_named =
            other_end(record).is_none_or(|node| is_named(&self.classes, &node.class));
        self.status.admits(Status::of(record))
            && is_named(&self.relations, &record.predicate)
            && is_named(&self.classes, &record.subject.class)
            && other_is_named
            && self.admits_time(record)
    }

    /// Says whether entities of this class, by IRI, are within.
    pub(super) fn admits_class(&self, class: &str) -> bool {
        is_named(&self.classes, class)
    }

    fn admits_time(&self, record: &ClaimRecord) -> bool {
        self.admits_interval(Stated::of(record).interval())
    }

    /// Says whether something that holds for a time is within; what holds at an unknown time is.
    pub(super) fn admits_interval(&self, interval: Option<Interval>) -> bool {
        let Some(interval) = interval else { return true };
        let ended =
            self.since.zip(interval.end).is_some_and(|(since, end)| end < since.first_day());
        let not_begun =
            self.until.zip(interval.start).is_some_and(|(until, start)| start > until.last_day());
        !ended && !not_begun
    }

    /// Takes out of `net` what only the whole network can tell to be outside.
    pub(super) fn cut(&self, net: &mut Network<'_>) {
        net.graph.retain_edges(|graph, edge| graph[edge].n_articles() >= self.min_sources);
        if !self.around.is_empty() {
            let near = self.near(net);
            net.graph.retain_nodes(|_, node| near.contains(&node));
        } else if self.min_sources > 1 {
            net.graph.retain_nodes(|graph, node| graph.neighbors_undirected(node).next().is_some());
        }
        if let Some(top) = self.top {
            let mut ranked: Vec<(usize, NodeIndex)> = (net.graph.node_indices())
                .map(|node| (net.graph.neighbors_undirected(node).count(), node))
                .collect();
            ranked.sort_by_key(|(degree, node)| (usize::MAX - degree, *node));
            let first: BTreeSet<NodeIndex> =
                ranked.into_iter().take(top).map(|(_, node)| node).collect();
            net.graph.retain_nodes(|_, node| first.contains(&node));
        }
    }

    /// Returns the nodes within [`Scope::hops`] edges: breadth first.
    fn near(&self, net: &Network<'_>) -> BTreeSet<NodeIndex> {
        let is_meant = |slot: &NodeIndex| {
            let entity = &net.graph[*slot];
            [&*entity.id, &entity.node.iri, &entity.node.label]
                .iter()
                .any(|name| self.around.contains(*name))
        };
        let mut near: BTreeSet<NodeIndex> = net.graph.node_indices().filter(is_meant).collect();
        let mut queue: VecDeque<(NodeIndex, usize)> = near.iter().map(|node| (*node, 0)).collect();
        while let Some((node, hops)) = queue.pop_front() {
            if hops < self.hops {
                for next in net.graph.neighbors_undirected(node) {
                    if near.insert(next) {
                        queue.push_back((next, hops + 1));
                    }
                }
            }
        }
        near
    }
}

fn is_named(names: &BTreeSet<String>, iri: &str) -> bool {
    names.is_empty() || names.contains(iri) || names.contains(local_name(iri))
}

impl StatusFilter {
    fn admits(self, status: Status) -> bool {
        match self {
            Self::Actual => status >= Status::Attributed,
            Self::Planned => status >= Status::Planned,
            Self::All => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Polarity, Realis};
    use crate::graph::sample_claims::{claim, literal};

    fn ids(records: &[ClaimRecord], scope: &Scope) -> Vec<String> {
        let net = Network::new(records, scope);
        net.graph.node_weights().map(|entity| entity.node.label.clone()).collect()
    }

    #[test]
    fn scopes_cut_the_network() {
        let link = |a: &str, b: &str| {
            claim(&format!("Country/{a}"), "borders", &format!("Country/{b}"), "…")
        };
        let plan = link("C", "D").status(Polarity::Affirmed, Realis::Planned, None);
        let old = link("A", "E").with("end", literal("1991"));
        let records = [link("A", "B"), link("B", "C"), plan, old];
        let all = Scope::default();
        assert_eq!(ids(&records, &all), ["A", "B", "C", "D", "E"]);
        let around = |hops| Scope { around: BTreeSet::from(["A".to_owned()]), hops, ..all.clone() };
        assert_eq!(ids(&records, &around(0)), ["A"]);
        assert_eq!(ids(&records, &around(2)), ["A", "B", "C", "E"]);
        let actual = Scope { status: StatusFilter::Actual, ..all.clone() };
        assert_eq!(ids(&records, &actual), ["A", "B", "C", "E"]);
        let since = Scope { since: "1992".parse().ok(), ..all.clone() };
        assert_eq!(ids(&records, &since), ["A", "B", "C", "D"]);
        let top = Scope { top: Some(2), ..all.clone() };
        assert_eq!(ids(&records, &top), ["A", "B"]);
        let relation = Scope { relations: BTreeSet::from(["hosts".to_owned()]), ..all.clone() };
        assert!(ids(&records, &relation).is_empty());
        let weight = Scope { min_sources: 2, ..all };
        assert!(ids(&records, &weight).is_empty());
    }
}
