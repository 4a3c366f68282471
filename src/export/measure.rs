//! What is measured of a network: how many links, how central, in which part.
//!
//! Everything but PageRank is measured on the simple undirected network, in which two nodes are
//! linked or not; that is what networkx calls `Graph(G)`. Petgraph counts parts and ranks pages
//! only without weights, and rustworkx-core adds up betweenness in the order in which threads end
//! (four runs gave four results, and one thread took 15 s for 5,000 nodes), so that these few
//! textbook methods are our own. Sums are taken in a fixed order: equal networks measure equal to
//! the last bit, on any number of threads.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::community;
use super::network::Network;

/// Steps that betweenness and closeness may take: nodes times links, twice. More would take
/// longer than anybody waits for a file: a few seconds.
const MAX_STEPS: usize = 1_000_000_000;
/// Probability of following a link and not jumping anywhere: S. Brin, L. Page (1998).
const DAMPING: f64 = 0.85;
/// Pagerank has settled when all ranks together change by less than this.
const SETTLED: f64 = 1e-12;
/// Sources taken together in one sum of betweenness, whatever the number of threads.
const CHUNK: usize = 64;

/// What is measured of one node.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// Edges at the node, self-loops twice.
    pub degree: usize,
    /// The same, each edge counted by its weight.
    pub weighted_degree: f64,
    /// Share of all shortest paths between two others that pass here, 0 to 1. `None` in a network
    /// too large to count them.
    pub betweenness: Option<f64>,
    /// How near all others are, 0 to 1, less where not all can be reached (S. Wasserman, K. Faust
    /// 1994). `None` in a network too large.
    pub closeness: Option<f64>,
    /// Share of the time that a reader who follows edges by weight spends here.
    pub pagerank: f64,
    /// Number of its connected part, 0 for the largest.
    pub component: usize,
    /// Largest k for which it is in a part where everything has k neighbours (S. B. Seidman 1983).
    pub core: usize,
    /// Number of its community, 0 for the largest.
    pub community: usize,
}

/// Measures every node, in the order of the nodes.
pub fn measure(net: &Network<'_>) -> Vec<Measured> {
    let n_nodes = net.graph.node_count();
    let (mut degree, mut weighted) = (vec![0; n_nodes], vec![0.0; n_nodes]);
    for edge in net.graph.raw_edges() {
        for end in [edge.source().index(), edge.target().index()] {
            degree[end] += 1;
            weighted[end] += edge.weight.weight();
        }
    }
    let links = links(net);
    let centrality = centrality(&links);
    let pagerank = pagerank(net);
    let component = components(&links);
    let core = cores(&links);
    let community = community::communities(net);
    (0..n_nodes)
        .map(|node| Measured {
            degree: degree[node],
            weighted_degree: weighted[node],
            betweenness: centrality.as_ref().map(|(between, _)| between[node]),
            closeness: centrality.as_ref().map(|(_, close)| close[node]),
            pagerank: pagerank[node],
            component: component[node],
            core: core[node],
            community: community[node],
        })
        .collect()
}

/// Numbers groups by size, the largest first, equal ones in the order of their first nodes.
pub(super) fn by_size(group: &[usize]) -> Vec<usize> {
    let n_groups = group.iter().max().map_or(0, |last| last + 1);
    let mut sizes = vec![0_usize; n_groups];
    let mut first = vec![usize::MAX; n_groups];
    for (node, number) in group.iter().enumerate() {
        sizes[*number] += 1;
        first[*number] = first[*number].min(node);
    }
    let mut order: Vec<usize> = (0..n_groups).collect();
    order.sort_by_key(|number| (usize::MAX - sizes[*number], first[*number]));
    let mut rank = vec![0; n_groups];
    for (place, number) in order.into_iter().enumerate() {
        rank[number] = place;
    }
    group.iter().map(|number| rank[*number]).collect()
}

/// Returns the neighbours of each node, in order, each once, itself left out.
fn links(net: &Network<'_>) -> Vec<Vec<u32>> {
    let mut links = vec![Vec::new(); net.graph.node_count()];
    for edge in net.graph.raw_edges() {
        let (a, b) = (edge.source().index(), edge.target().index());
        if a != b {
            links[a].push(b as u32);
            links[b].push(a as u32);
        }
    }
    for neighbours in &mut links {
        neighbours.sort_unstable();
        neighbours.dedup();
    }
    links
}

/// Returns betweenness and closeness: U. Brandes, "A faster algorithm for betweenness centrality",
/// J. Math. Sociol. 25(2) (2001); both come from the same search from every node. `None` when that
/// would take too many steps.
fn centrality(links: &[Vec<u32>]) -> Option<(Vec<f64>, Vec<f64>)> {
    let n_nodes = links.len();
    let n_links: usize = links.iter().map(Vec::len).sum();
    if n_nodes.saturating_mul(n_nodes + 2 * n_links) > MAX_STEPS {
        return None;
    }
    let sources: Vec<usize> = (0..n_nodes).collect();
    let parts: Vec<(Vec<f64>, Vec<f64>)> =
        sources.par_chunks(CHUNK).map(|chunk| from_sources(links, chunk)).collect();
    let mut between = vec![0.0; n_nodes];
    let mut close = Vec::with_capacity(n_nodes);
    for (part, of_chunk) in parts {
        between.iter_mut().zip(part).for_each(|(sum, one)| *sum += one);
        close.extend(of_chunk);
    }
    // Every pair was counted from both ends.
    let pairs = (n_nodes.max(3) - 1) * (n_nodes.max(3) - 2);
    between.iter_mut().for_each(|sum| *sum /= pairs as f64);
    Some((between, close))
}

/// Searches from some nodes: what they add to the betweenness of all, and their closeness.
fn from_sources(links: &[Vec<u32>], sources: &[usize]) -> (Vec<f64>, Vec<f64>) {
    const FAR: u32 = u32::MAX;
    let n_nodes = links.len();
    let mut between = vec![0.0; n_nodes];
    let mut close = Vec::with_capacity(sources.len());
    let mut distance = vec![FAR; n_nodes];
    let mut paths = vec![0.0_f64; n_nodes];
    let mut dependency = vec![0.0_f64; n_nodes];
    let mut order: Vec<u32> = Vec::with_capacity(n_nodes);
    for source in sources {
        (distance[*source], paths[*source]) = (0, 1.0);
        order.push(*source as u32);
        let mut next = 0;
        let mut total = 0_u64;
        while let Some(node) = order.get(next).map(|node| *node as usize) {
            next += 1;
            total += u64::from(distance[node]);
            for other in &links[node] {
                let slot = *other as usize;
                if distance[slot] == FAR {
                    distance[slot] = distance[node] + 1;
                    order.push(*other);
                }
                if distance[slot] == distance[node] + 1 {
                    paths[slot] += paths[node];
                }
            }
        }
        for node in order.iter().rev().map(|node| *node as usize) {
            for other in links[node].iter().map(|other| *other as usize) {
                if distance[other] == distance[node] + 1 {
                    dependency[node] += paths[node] / paths[other] * (1.0 + dependency[other]);
                }
            }
            if node != *source {
                between[node] += dependency[node];
            }
        }
        let reached = order.len() - 1;
        let all = n_nodes.max(2) - 1;
        close.push(match total {
            0 => 0.0,
            total => (reached * reached) as f64 / (total as f64 * all as f64),
        });
        for node in order.drain(..).map(|node| node as usize) {
            (distance[node], paths[node], dependency[node]) = (FAR, 0.0, 0.0);
        }
    }
    (between, close)
}

/// Returns PageRank on the edges as they point, parallel ones added up; without direction, both
/// ways. L. Page, S. Brin, R. Motwani, T. Winograd, "The PageRank citation ranking" (1999); a
/// reader in a dead end jumps anywhere.
fn pagerank(net: &Network<'_>) -> Vec<f64> {
    const MAX_ROUNDS: usize = 200;
    let n_nodes = net.graph.node_count();
    let mut edges: Vec<(usize, usize, f64)> = Vec::with_capacity(net.graph.edge_count());
    for edge in net.graph.raw_edges() {
        let (a, b) = (edge.source().index(), edge.target().index());
        edges.push((a, b, edge.weight.weight()));
        if !net.is_directed && a != b {
            edges.push((b, a, edge.weight.weight()));
        }
    }
    let mut out = vec![0.0; n_nodes];
    edges.iter().for_each(|(source, _, weight)| out[*source] += weight);
    let mut rank = vec![1.0 / n_nodes as f64; n_nodes];
    for _ in 0..MAX_ROUNDS {
        let lost: f64 = rank.iter().zip(&out).filter(|(_, out)| **out == 0.0).map(|(r, _)| r).sum();
        let jump = (1.0 - DAMPING + DAMPING * lost) / n_nodes as f64;
        let mut next = vec![jump; n_nodes];
        for (source, target, weight) in &edges {
            next[*target] += DAMPING * rank[*source] * weight / out[*source];
        }
        let change: f64 = rank.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        rank = next;
        if change < SETTLED {
            break;
        }
    }
    rank
}

/// Returns the connected part of each node, the largest first.
fn components(links: &[Vec<u32>]) -> Vec<usize> {
    let mut component = vec![usize::MAX; links.len()];
    let mut n_components = 0;
    for start in 0..links.len() {
        if component[start] != usize::MAX {
            continue;
        }
        component[start] = n_components;
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for other in links[node].iter().map(|other| *other as usize) {
                if component[other] == usize::MAX {
                    component[other] = n_components;
                    queue.push_back(other);
                }
            }
        }
        n_components += 1;
    }
    by_size(&component)
}

/// Returns the core number of each node: V. Batagelj, M. Zaveršnik, "An O(m) algorithm for cores
/// decomposition of networks" (2003).
fn cores(links: &[Vec<u32>]) -> Vec<usize> {
    let n_nodes = links.len();
    let mut core: Vec<usize> = links.iter().map(Vec::len).collect();
    // Nodes by how many neighbours they have left, with the place of each node in that order and
    // where the nodes of each number begin.
    let mut order: Vec<usize> = (0..n_nodes).collect();
    order.sort_by_key(|node| core[*node]);
    let mut place = vec![0; n_nodes];
    order.iter().enumerate().for_each(|(at, node)| place[*node] = at);
    let most = core.iter().max().map_or(0, |most| most + 2);
    let mut begin: Vec<usize> =
        (0..most).map(|number| order.partition_point(|node| core[*node] < number)).collect();
    for at in 0..n_nodes {
        let node = order[at];
        for other in links[node].iter().map(|other| *other as usize) {
            if core[other] > core[node] {
                // Swap it with the first of its number, then it is the last of the number below.
                let first = begin[core[other]].max(at + 1);
                let (swapped, from) = (order[first], place[other]);
                order.swap(first, from);
                (place[other], place[swapped]) = (first, from);
                begin[core[other]] = first + 1;
                core[other] -= 1;
            }
        }
    }
    core
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::Scope;
    use crate::graph::record::ClaimRecord;
    use crate::graph::sample_claims::claim;

    fn link(a: usize, b: usize) -> ClaimRecord {
        claim(&format!("Country/{a:03}"), "borders", &format!("Country/{b:03}"), "…")
    }

    fn measured(links: &[(usize, usize)]) -> Vec<Measured> {
        let records: Vec<_> = links.iter().map(|(a, b)| link(*a, *b)).collect();
        measure(&Network::new(&records, &Scope::default()))
    }

    #[test]
    fn the_middle_of_a_path_is_between() {
        // 0 – 1 – 2 – 3, and 4 – 5 apart.
        let all = measured(&[(0, 1), (1, 2), (2, 3), (4, 5), (1, 2)]);
        let between: Vec<f64> = all.iter().filter_map(|one| one.betweenness).collect();
        // Two of the ten pairs of others pass through 1: to 2 and to 3 from 0.
        assert_eq!(between, [0.0, 0.2, 0.2, 0.0, 0.0, 0.0]);
        // From 1: 1 + 1 + 2 steps to three of five others.
        assert_eq!(all[1].closeness, Some(9.0 / 20.0));
        let components: Vec<usize> = all.iter().map(|one| one.component).collect();
        assert_eq!(components, [0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn cores_are_what_is_left_when_the_loose_ends_go() {
        // A square with both diagonals, a tail of two, and a node of its own.
        let clique = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
        let mut links = clique.to_vec();
        links.extend([(3, 4), (4, 5), (6, 6)]);
        let cores: Vec<usize> = measured(&links).iter().map(|one| one.core).collect();
        assert_eq!(cores, [3, 3, 3, 3, 1, 1, 0]);
    }

    #[test]
    fn ranks_add_up_to_one_and_follow_the_arrows() {
        let all = measured(&[(0, 2), (1, 2), (2, 3)]);
        let ranks: Vec<f64> = all.iter().map(|one| one.pagerank).collect();
        assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{ranks:?}");
        assert!(ranks[3] > ranks[2] && ranks[2] > ranks[0] && ranks[0] == ranks[1], "{ranks:?}");
    }

    #[test]
    fn nothing_is_measured_of_nothing() {
        assert_eq!(measured(&[]), []);
    }

    /// Cores by their definition: take out what has too few neighbours until nothing has.
    fn slow_cores(n_nodes: usize, links: &[Vec<u32>]) -> Vec<usize> {
        let mut core = vec![0; n_nodes];
        for k in 1..n_nodes {
            let mut alive = vec![true; n_nodes];
            loop {
                let left = |node: &usize| {
                    links[*node].iter().filter(|other| alive[**other as usize]).count()
                };
                let loose: Vec<usize> =
                    (0..n_nodes).filter(|node| alive[*node] && left(node) < k).collect();
                if loose.is_empty() {
                    break;
                }
                loose.into_iter().for_each(|node| alive[node] = false);
            }
            (0..n_nodes).filter(|node| alive[*node]).for_each(|node| core[node] = k);
        }
        core
    }

    proptest! {
        #[test]
        fn cores_are_as_defined(pairs in proptest::collection::vec((0..12_usize, 0..12_usize), 0..50)) {
            let mut links = vec![Vec::new(); 12];
            for (a, b) in pairs.into_iter().filter(|(a, b)| a != b) {
                links[a].push(b as u32);
                links[b].push(a as u32);
            }
            for neighbours in &mut links {
                neighbours.sort_unstable();
                neighbours.dedup();
            }
            prop_assert_eq!(cores(&links), slow_cores(12, &links));
        }
    }
}
