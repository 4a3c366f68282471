//! The figures of a network, and the entities at its top.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use super::community::modularity;
use super::label::local_name;
use super::measure::{Measured, measure};
use super::network::Network;
use super::time::Interval;
use crate::date::Date;

/// What can be said of a network in a few lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// Number of nodes.
    pub nodes: usize,
    /// Number of edges.
    pub edges: usize,
    /// Share of all pairs of nodes that are linked, whichever way.
    pub density: f64,
    /// Edges at a node, on average.
    pub mean_degree: f64,
    /// Number of connected parts.
    pub components: usize,
    /// Nodes in the largest of them.
    pub largest_component: usize,
    /// Number of communities.
    pub communities: usize,
    /// Newman's modularity of the communities, −0.5 to 1.
    pub modularity: f64,
    /// The largest core number.
    pub largest_core: usize,
    /// Edges that have any date.
    pub dated_edges: usize,
    /// The first and the last day named; `None` where nothing is dated or it is open.
    pub time: Interval,
    /// Articles that state or show any edge.
    pub articles: usize,
    /// Nodes by class, the most frequent first.
    pub classes: Vec<(String, usize)>,
    /// Edges by kind, the most frequent first.
    pub kinds: Vec<(String, usize)>,
    /// The nodes with the most edges first, by all that was measured of them; all nodes.
    pub ranking: Vec<(NodeIndex, Measured)>,
}

/// Takes the figures of a network.
pub fn stats(net: &Network<'_>) -> Stats {
    let measured = measure(net);
    let (nodes, edges) = (net.graph.node_count(), net.graph.edge_count());
    let pairs: BTreeSet<(usize, usize)> = (net.graph.raw_edges().iter())
        .map(|edge| (edge.source().index(), edge.target().index()))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    let groups = |group: fn(&Measured) -> usize| {
        measured.iter().map(|one| group(one) + 1).max().unwrap_or(0)
    };
    let community: Vec<usize> = measured.iter().map(|one| one.community).collect();
    let dated = || net.graph.edge_weights().flat_map(super::network::Relation::dated);
    let articles: BTreeSet<&str> = net
        .graph
        .edge_weights()
        .flat_map(super::network::Relation::articles)
        .map(|(iri, _)| iri)
        .collect();
    let mut ranking: Vec<(NodeIndex, Measured)> =
        net.graph.node_indices().zip(measured.iter().copied()).collect();
    ranking.sort_by(|(a, x), (b, y)| {
        y.degree.cmp(&x.degree).then(y.pagerank.total_cmp(&x.pagerank)).then(a.cmp(b))
    });
    let per = |count: usize, all: usize| if all == 0 { 0.0 } else { count as f64 / all as f64 };
    Stats {
        nodes,
        edges,
        density: per(2 * pairs.len(), nodes * nodes.saturating_sub(1)),
        mean_degree: per(2 * edges, nodes),
        components: groups(|one| one.component),
        largest_component: measured.iter().filter(|one| one.component == 0).count(),
        communities: groups(|one| one.community),
        modularity: modularity(net, &community),
        largest_core: measured.iter().map(|one| one.core).max().unwrap_or(0),
        dated_edges: net.graph.edge_weights().filter(|edge| !edge.dated().is_empty()).count(),
        time: bounds(dated().map(|(interval, _)| *interval)),
        articles: articles.len(),
        classes: counted(net.graph.node_weights().map(|one| local_name(&one.node.class))),
        kinds: counted(net.graph.edge_weights().map(|edge| &*edge.kind)),
        ranking,
    }
}

fn bounds(intervals: impl Iterator<Item = Interval>) -> Interval {
    let (mut days, mut ends): (Vec<Date>, Vec<Date>) = (Vec::new(), Vec::new());
    for interval in intervals {
        days.extend(interval.start);
        ends.extend(interval.end);
    }
    let (first, last) = (days.iter().chain(&ends).min(), days.iter().chain(&ends).max());
    Interval { start: first.copied(), end: last.copied() }
}

fn counted<'t>(names: impl Iterator<Item = &'t str>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_insert(0) += 1);
    let mut counts: Vec<(String, usize)> =
        counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Scope;
    use crate::graph::sample_claims::{claim, literal};

    #[test]
    fn figures_of_a_small_network() {
        let records = [
            claim("Country/A", "memberOf", "Organization/X", "…").with("start", literal("2002")),
            claim("Country/B", "memberOf", "Organization/X", "…").with("end", literal("2005")),
            claim("Country/A", "leaderOf", "Organization/X", "…"),
            claim("Person/P", "visited", "City/C", "…").inside("d2", "other"),
        ];
        let net = Network::new(&records, &Scope::default());
        let stats = stats(&net);
        assert_eq!((stats.nodes, stats.edges, stats.components), (5, 4, 2));
        assert_eq!((stats.largest_component, stats.largest_core, stats.articles), (3, 1, 2));
        // Three of ten pairs.
        assert_eq!((stats.density, stats.mean_degree), (0.3, 1.6));
        assert_eq!(stats.dated_edges, 2);
        let days = |text: &str| text.parse::<Date>().ok();
        let time = Interval { start: days("2002-01-01"), end: days("2005-12-31") };
        assert_eq!(stats.time, time);
        assert_eq!(stats.classes[0], ("Country".to_owned(), 2));
        assert_eq!(stats.kinds[0], ("memberOf".to_owned(), 2));
        assert_eq!(&*net.graph[stats.ranking[0].0].id, "organization/x");
    }
}
