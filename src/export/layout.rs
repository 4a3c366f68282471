//! Positions at which a network can be read.
//!
//! M. Jacomy, T. Venturini, S. Heymann, M. Bastian, "ForceAtlas2, a continuous graph layout
//! algorithm for handy network visualization", PLoS ONE 9(6) (2014), with Barnes–Hut repulsion;
//! then nodes that overlap are pushed apart. Only `+ − × ÷ √` are used, which IEEE 754 rounds alike
//! on every machine, and nothing is random: the same network has the same picture everywhere.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::network::Network;
use super::quadtree::{Body, QuadTree};

/// How much repulsion spreads the network: nodes cover about a sixth of the picture.
const SCALING: f64 = 200.0;
/// How strongly everything is drawn to the middle, the more the farther it is ("strong gravity"):
/// unconnected parts stay beside the others and do not drift away.
const GRAVITY: f64 = 0.3;
/// The longest step of a node in one round, as a share of the radius of the whole.
const LONGEST_STEP: f64 = 0.05;
/// How much swinging is put up with for speed.
const TOLERANCE: f64 = 1.0;
/// A link pulls no stronger than this, however heavy: amounts of money would tear everything.
const MAX_PULL: f64 = 5.0;
/// Work for the whole layout, in nodes times rounds.
const WORK: usize = 600_000;
/// Space between two nodes, as a share of their radii together.
const MARGIN: f64 = 1.1;
/// Cosine and sine of the golden angle, π (3 − √5): turning by it again and again spreads points
/// evenly (H. Vogel, 1979).
const GOLDEN: (f64, f64) = (-0.737_368_878_078_320, 0.675_490_294_261_523);

/// Returns the position of each node, whose radii are `radius`; no two overlap.
pub(super) fn positions(net: &Network<'_>, radius: &[f64]) -> Vec<(f64, f64)> {
    let mut places = forces(net);
    separate(&mut places, radius);
    // A tenth of the smallest radius: what no eye sees need not be written.
    places.iter().map(|(x, y)| ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0)).collect()
}

fn forces(net: &Network<'_>) -> Vec<(f64, f64)> {
    let n_nodes = net.graph.node_count();
    let links = links(net);
    let mut mass = vec![1.0; n_nodes];
    for (a, b, _) in &links {
        mass[*a] += 1.0;
        mass[*b] += 1.0;
    }
    // Where repulsion and gravity balance without any link: the radius of the whole.
    let reach = (SCALING * mass.iter().sum::<f64>() / GRAVITY).sqrt();
    let mut places = sunflower(n_nodes, reach / (n_nodes.max(1) as f64).sqrt());
    if n_nodes < 2 {
        return places;
    }
    let mut last = vec![(0.0, 0.0); n_nodes];
    let mut speed = 1.0;
    for _ in 0..(WORK / n_nodes).clamp(20, 500) {
        let bodies: Vec<Body> = places
            .iter()
            .zip(&mass)
            .map(|((x, y), mass)| Body { x: *x, y: *y, mass: *mass })
            .collect();
        let tree = QuadTree::new(&bodies);
        // Each force is a sum of its own: threads do not show.
        let mut force: Vec<(f64, f64)> = bodies
            .par_iter()
            .map(|body| {
                let (x, y) = tree.repulsion(*body);
                let pull = GRAVITY * body.mass;
                (SCALING * x - pull * body.x, SCALING * y - pull * body.y)
            })
            .collect();
        for (a, b, weight) in &links {
            let (dx, dy) = (places[*b].0 - places[*a].0, places[*b].1 - places[*a].1);
            let (x, y) = (dx * weight, dy * weight);
            force[*a] = (force[*a].0 + x, force[*a].1 + y);
            force[*b] = (force[*b].0 - x, force[*b].1 - y);
        }
        speed = step(&mut places, (&force, &last), &mass, speed, LONGEST_STEP * reach);
        last = force;
    }
    places
}

/// Moves every node along its force, less the more it swings. Returns the next global speed.
#[expect(clippy::type_complexity, reason = "two slices of one shape")]
fn step(
    places: &mut [(f64, f64)],
    (force, last): (&[(f64, f64)], &[(f64, f64)]),
    mass: &[f64],
    speed: f64,
    longest: f64,
) -> f64 {
    let length = |(x, y): (f64, f64)| (x * x + y * y).sqrt();
    let (mut swinging, mut traction) = (0.0, 0.0);
    for ((now, before), mass) in force.iter().zip(last).zip(mass) {
        swinging += mass * length((now.0 - before.0, now.1 - before.1));
        traction += mass * length((now.0 + before.0, now.1 + before.1)) / 2.0;
    }
    let aim = TOLERANCE * traction / swinging.max(1e-9);
    let speed = aim.min(1.5 * speed).max(1e-3);
    for ((place, now), before) in places.iter_mut().zip(force).zip(last) {
        let swing = length((now.0 - before.0, now.1 - before.1));
        let strength = length(*now).max(1e-9);
        let own = (speed / (1.0 + (speed * swing).sqrt())).min(longest / strength);
        *place = (place.0 + now.0 * own, place.1 + now.1 * own);
    }
    speed
}

/// Returns the pairs of linked nodes with a weight that grows slowly with how often they are.
fn links(net: &Network<'_>) -> Vec<(usize, usize, f64)> {
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for edge in net.graph.raw_edges() {
        let (a, b) = (edge.source().index(), edge.target().index());
        if a != b {
            *weights.entry((a.min(b), a.max(b))).or_insert(0.0) += edge.weight.weight();
        }
    }
    weights.into_iter().map(|((a, b), weight)| (a, b, weight.sqrt().min(MAX_PULL))).collect()
}

/// Returns evenly spread points, the first in the middle, the second `step` away.
fn sunflower(n_points: usize, step: f64) -> Vec<(f64, f64)> {
    let mut turn: (f64, f64) = (1.0, 0.0);
    let mut points = Vec::with_capacity(n_points);
    for number in 0..n_points {
        let radius = step * (number as f64).sqrt();
        points.push((turn.0 * radius, turn.1 * radius));
        turn = (turn.0 * GOLDEN.0 - turn.1 * GOLDEN.1, turn.0 * GOLDEN.1 + turn.1 * GOLDEN.0);
        let length = (turn.0 * turn.0 + turn.1 * turn.1).sqrt();
        turn = (turn.0 / length, turn.1 / length);
    }
    points
}

/// Pushes overlapping nodes apart, and stretches the whole when that is not enough.
fn separate(places: &mut [(f64, f64)], radius: &[f64]) {
    const ROUNDS: usize = 40;
    let cell = 2.0 * MARGIN * radius.iter().copied().fold(0.0, f64::max);
    if cell == 0.0 {
        return;
    }
    // Points on one spot have no direction in which to part.
    let spread = sunflower(places.len(), 1.0);
    for (place, offset) in places.iter_mut().zip(&spread) {
        *place = (place.0 + offset.0 * 1e-5, place.1 + offset.1 * 1e-5);
    }
    make_room(places, radius);
    // Stretching by a fifth a turn parts any two points in the end.
    for _ in 0..200 {
        for _ in 0..ROUNDS {
            if !push_apart(places, radius, cell) {
                return;
            }
        }
        for place in places.iter_mut() {
            *place = (place.0 * 1.2, place.1 * 1.2);
        }
    }
}

/// Stretches the whole until the circle around most of it is three times as large as all nodes.
fn make_room(places: &mut [(f64, f64)], radius: &[f64]) {
    let needed: f64 = radius.iter().map(|radius| (MARGIN * radius) * (MARGIN * radius)).sum();
    let spread: f64 = places.iter().map(|(x, y)| x * x + y * y).sum::<f64>() / places.len() as f64;
    let stretch = (3.0 * needed / (2.0 * spread).max(1e-9)).sqrt();
    if stretch > 1.0 {
        places.iter_mut().for_each(|place| *place = (place.0 * stretch, place.1 * stretch));
    }
}

/// Pushes every two overlapping nodes half their overlap apart. Says whether any were.
fn push_apart(places: &mut [(f64, f64)], radius: &[f64], cell: f64) -> bool {
    let square = |(x, y): (f64, f64)| ((x / cell).floor() as i64, (y / cell).floor() as i64);
    // Nodes by square, column by column: neighbouring squares of a column are one stretch.
    let mut grid: Vec<((i64, i64), usize)> =
        places.iter().enumerate().map(|(node, place)| (square(*place), node)).collect();
    grid.sort_unstable();
    let from = |square: (i64, i64)| grid.partition_point(|(at, _)| *at < square);
    let mut any = false;
    let mut start = 0;
    while let Some(((column, row), _)) = grid.get(start).copied() {
        let end = start + grid[start..].partition_point(|(at, _)| *at == (column, row));
        // The square itself and four of its neighbours; the other four look here.
        let above = end + grid[end..].partition_point(|(at, _)| *at <= (column, row + 1));
        let beside = from((column + 1, row - 1))..from((column + 1, row + 2));
        for slot in start..end {
            let a = grid[slot].1;
            for (_, b) in grid[slot + 1..above].iter().chain(&grid[beside.clone()]) {
                any |= push_pair(places, radius, a, *b);
            }
        }
        start = end;
    }
    any
}

/// Pushes two nodes apart if they overlap. Says whether they did.
fn push_pair(places: &mut [(f64, f64)], radius: &[f64], a: usize, b: usize) -> bool {
    let (dx, dy) = (places[b].0 - places[a].0, places[b].1 - places[a].1);
    let room = MARGIN * (radius[a] + radius[b]);
    let squared = dx * dx + dy * dy;
    if squared >= room * room {
        return false;
    }
    let distance = squared.sqrt();
    // A little more than needed, so that rounding does not leave them touching.
    let push = (room * 1.01 - distance) / 2.0 / distance.max(1e-9);
    places[a] = (places[a].0 - dx * push, places[a].1 - dy * push);
    places[b] = (places[b].0 + dx * push, places[b].1 + dy * push);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Scope;
    use crate::graph::sample_claims::claim;

    fn overlaps(places: &[(f64, f64)], radius: &[f64]) -> usize {
        let mut count = 0;
        for a in 0..places.len() {
            for b in a + 1..places.len() {
                let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
                count += usize::from((dx * dx + dy * dy).sqrt() < radius[a] + radius[b]);
            }
        }
        count
    }

    #[test]
    fn no_two_of_two_thousand_nodes_overlap() {
        let link = |number: usize| {
            claim(
                &format!("Country/{number}"),
                "borders",
                &format!("Country/{}", number * number % 97),
                "…",
            )
        };
        let records: Vec<_> = (0..2000).map(link).collect();
        let net = Network::new(&records, &Scope::default());
        let radius: Vec<f64> =
            (0..net.graph.node_count()).map(|node| 5.0 + (node % 20) as f64).collect();
        assert_eq!(overlaps(&positions(&net, &radius), &radius), 0);
    }

    #[test]
    fn linked_nodes_are_nearer_than_others() {
        let mut records = Vec::new();
        for (group, start) in [("a", 0), ("b", 6)] {
            for x in start..start + 6 {
                for y in x + 1..start + 6 {
                    records.push(claim(
                        &format!("Country/{group}{x}"),
                        "borders",
                        &format!("Country/{group}{y}"),
                        "…",
                    ));
                }
            }
        }
        let net = Network::new(&records, &Scope::default());
        let places = positions(&net, &[1.0; 12]);
        let middle = |part: &[(f64, f64)]| {
            let n = part.len() as f64;
            (part.iter().map(|p| p.0).sum::<f64>() / n, part.iter().map(|p| p.1).sum::<f64>() / n)
        };
        let names: Vec<&str> = net.graph.node_weights().map(|entity| &*entity.id).collect();
        assert!(names.is_sorted(), "group a comes first");
        let (a, b) = (middle(&places[..6]), middle(&places[6..]));
        let far = ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
        for place in &places[..6] {
            let near = ((a.0 - place.0).powi(2) + (a.1 - place.1).powi(2)).sqrt();
            assert!(near < far / 2.0, "{near} {far}");
        }
    }
}
