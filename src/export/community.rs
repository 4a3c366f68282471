//! Groups of nodes that are linked more among themselves than by chance.
//!
//! The Louvain method: V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre, "Fast unfolding
//! of communities in large networks", J. Stat. Mech. (2008) P10008. Nodes are visited in their
//! order and not at random, so that the result is the same on every run.

use super::measure::by_size;
use super::network::Network;

/// A move must gain more than this; less is rounding.
const MIN_GAIN: f64 = 1e-9;
/// Rounds over all nodes at one level, and levels. Both end much earlier on real networks.
const MAX_ROUNDS: usize = 100;

/// Undirected weighted adjacency.
#[derive(Clone, Debug, Default)]
struct Graph {
    /// Neighbours of each node with the weight between, in order, the node itself left out.
    links: Vec<Vec<(usize, f64)>>,
    /// Weight inside each node: twice that of its self-loops.
    inside: Vec<f64>,
}

/// Returns the community of each node, numbered from 0 by size, the largest first.
pub fn communities(net: &Network<'_>) -> Vec<usize> {
    let graph = undirected(net);
    let mut of_node: Vec<usize> = (0..graph.links.len()).collect();
    let mut level = graph;
    for _ in 0..MAX_ROUNDS {
        let (community, moved) = one_level(&level);
        if !moved {
            break;
        }
        for slot in &mut of_node {
            *slot = community[*slot];
        }
        level = aggregate(&level, &community);
    }
    by_size(&of_node)
}

/// Returns Newman's modularity of a division, from −0.5 to 1, on the undirected network.
pub fn modularity(net: &Network<'_>, community: &[usize]) -> f64 {
    let graph = undirected(net);
    let n_communities = community.iter().max().map_or(0, |last| last + 1);
    let (mut inside, mut total) = (vec![0.0; n_communities], vec![0.0; n_communities]);
    for (node, links) in graph.links.iter().enumerate() {
        let home = community[node];
        total[home] += graph.inside[node];
        inside[home] += graph.inside[node];
        for (other, weight) in links {
            total[home] += weight;
            if community[*other] == home {
                inside[home] += weight;
            }
        }
    }
    let all: f64 = total.iter().sum();
    if all == 0.0 {
        return 0.0;
    }
    inside.iter().zip(&total).map(|(inside, total)| inside / all - (total / all).powi(2)).sum()
}

fn undirected(net: &Network<'_>) -> Graph {
    let n_nodes = net.graph.node_count();
    let mut graph = Graph { links: vec![Vec::new(); n_nodes], inside: vec![0.0; n_nodes] };
    for edge in net.graph.raw_edges() {
        let (a, b) = (edge.source().index(), edge.target().index());
        let weight = edge.weight.weight();
        if a == b {
            graph.inside[a] += 2.0 * weight;
        } else {
            graph.links[a].push((b, weight));
            graph.links[b].push((a, weight));
        }
    }
    graph.links.iter_mut().for_each(join);
    graph
}

/// Sorts links and adds up those to the same node.
fn join(links: &mut Vec<(usize, f64)>) {
    links.sort_by_key(|(node, _)| *node);
    links.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 += next.1;
        }
        same
    });
}

/// Moves each node to the neighbouring community that gains most, until none gains. Returns the
/// communities, numbered without gaps, and whether any node moved.
fn one_level(graph: &Graph) -> (Vec<usize>, bool) {
    let n_nodes = graph.links.len();
    let weight_of = |node: usize| {
        graph.inside[node] + graph.links[node].iter().map(|(_, weight)| weight).sum::<f64>()
    };
    let degree: Vec<f64> = (0..n_nodes).map(weight_of).collect();
    let all: f64 = degree.iter().sum();
    let mut community: Vec<usize> = (0..n_nodes).collect();
    let mut total = degree.clone();
    let mut to_community = vec![0.0; n_nodes];
    let mut any = false;
    for _ in 0..MAX_ROUNDS {
        let mut moved = false;
        for node in 0..n_nodes {
            let home = community[node];
            let mut near = vec![home];
            for (other, weight) in &graph.links[node] {
                let place = community[*other];
                if to_community[place] == 0.0 && place != home {
                    near.push(place);
                }
                to_community[place] += weight;
            }
            total[home] -= degree[node];
            let gain = |place: usize, links: f64| links - total[place] * degree[node] / all;
            let (mut best, mut most) = (home, gain(home, to_community[home]));
            for place in &near {
                let gain = gain(*place, to_community[*place]);
                if gain > most + MIN_GAIN {
                    (best, most) = (*place, gain);
                }
            }
            for place in near {
                to_community[place] = 0.0;
            }
            total[best] += degree[node];
            if best != home {
                community[node] = best;
                moved = true;
            }
        }
        any |= moved;
        if !moved {
            break;
        }
    }
    let mut number = vec![usize::MAX; n_nodes];
    let mut next = 0;
    for place in &mut community {
        if number[*place] == usize::MAX {
            number[*place] = next;
            next += 1;
        }
        *place = number[*place];
    }
    (community, any)
}

/// Makes each community one node.
fn aggregate(graph: &Graph, community: &[usize]) -> Graph {
    let n_nodes = community.iter().max().map_or(0, |last| last + 1);
    let mut merged = Graph { links: vec![Vec::new(); n_nodes], inside: vec![0.0; n_nodes] };
    for (node, links) in graph.links.iter().enumerate() {
        let home = community[node];
        merged.inside[home] += graph.inside[node];
        for (other, weight) in links {
            match community[*other] {
                place if place == home => merged.inside[home] += weight,
                place => merged.links[home].push((place, *weight)),
            }
        }
    }
    merged.links.iter_mut().for_each(join);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Scope;
    use crate::graph::sample_claims::claim;

    #[test]
    fn two_cliques_with_a_bridge_are_two_communities() {
        let link = |a: usize, b: usize| {
            claim(&format!("Country/{a}"), "borders", &format!("Country/{b}"), "…")
        };
        let mut records = vec![link(3, 4)];
        for start in [0, 4] {
            for a in start..start + 4 {
                records.extend((a + 1..start + 4).map(|b| link(a, b)));
            }
        }
        let net = Network::new(&records, &Scope::default());
        let community = communities(&net);
        assert_eq!(community, [0, 0, 0, 0, 1, 1, 1, 1]);
        // Each half holds 6 of 13 edges and 13 of 26 ends: 2 (6/13 − (1/2)²).
        assert!((modularity(&net, &community) - (12.0 / 13.0 - 0.5)).abs() < 1e-12);
    }

    #[test]
    fn a_network_without_edges_has_a_community_each() {
        let records = [
            claim("Country/A", "foundedOn", "1991", "…"),
            claim("Country/B", "foundedOn", "1991", "…"),
        ];
        let net = Network::new(&records, &Scope::default());
        assert_eq!(communities(&net), [0, 1]);
        assert_eq!(modularity(&net, &[0, 1]), 0.0);
    }
}
