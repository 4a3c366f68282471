//! Sums the repulsion of many points on one, far ones taken together.
//!
//! J. Barnes, P. Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 324 (1986).

/// A square whose points are taken together from a distance of its side times this.
const THETA: f64 = 1.2;
/// Deeper squares are not divided: their points coincide, or nearly.
const MAX_DEPTH: usize = 24;
/// Squares with so few points are not divided either.
const LEAF: usize = 4;

/// A point with its mass.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Body {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) mass: f64,
}

/// Squares in depth-first order, each with how many follow inside it.
#[derive(Debug, Default)]
pub(super) struct QuadTree {
    squares: Vec<Square>,
    /// Points in the order of the squares.
    bodies: Vec<Body>,
}

#[derive(Clone, Copy, Debug)]
struct Square {
    centre: Body,
    side: f64,
    /// Index of the next square that is not inside this one.
    next: usize,
    /// Points of a square that is not divided.
    leaf: Option<(usize, usize)>,
}

impl QuadTree {
    /// Sorts the points into squares.
    pub(super) fn new(bodies: &[Body]) -> Self {
        let mut tree = Self { squares: Vec::new(), bodies: bodies.to_vec() };
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for body in bodies {
            low = (low.0.min(body.x), low.1.min(body.y));
            high = (high.0.max(body.x), high.1.max(body.y));
        }
        let side = (high.0 - low.0).max(high.1 - low.1).max(1e-9);
        tree.divide(0, bodies.len(), low, side, 0);
        tree
    }

    fn divide(&mut self, start: usize, end: usize, low: (f64, f64), side: f64, depth: usize) {
        if start == end {
            return;
        }
        let mut centre = Body::default();
        for body in &self.bodies[start..end] {
            centre.mass += body.mass;
            centre.x += body.x * body.mass;
            centre.y += body.y * body.mass;
        }
        (centre.x, centre.y) = (centre.x / centre.mass, centre.y / centre.mass);
        let at = self.squares.len();
        let is_leaf = end - start <= LEAF || depth == MAX_DEPTH;
        self.squares.push(Square { centre, side, next: 0, leaf: is_leaf.then_some((start, end)) });
        if !is_leaf {
            let half = side / 2.0;
            let (middle_x, middle_y) = (low.0 + half, low.1 + half);
            // A stable sort by quarter keeps the points in an order that is the same on every run.
            let quarter =
                |body: &Body| usize::from(body.x >= middle_x) + 2 * usize::from(body.y >= middle_y);
            self.bodies[start..end].sort_by_key(quarter);
            let mut from = start;
            for number in 0..4 {
                let to =
                    from + self.bodies[from..end].partition_point(|body| quarter(body) <= number);
                let corner = (
                    if number % 2 == 1 { middle_x } else { low.0 },
                    if number >= 2 { middle_y } else { low.1 },
                );
                self.divide(from, to, corner, half, depth + 1);
                from = to;
            }
        }
        self.squares[at].next = self.squares.len();
    }

    /// Returns the sum over all other points of `mass · other mass / distance`, away from them.
    pub(super) fn repulsion(&self, body: Body) -> (f64, f64) {
        let mut force = (0.0, 0.0);
        let mut push = |other: &Body| {
            let (dx, dy) = (body.x - other.x, body.y - other.y);
            let squared = dx * dx + dy * dy;
            if squared > 0.0 {
                let strength = body.mass * other.mass / squared;
                force = (force.0 + dx * strength, force.1 + dy * strength);
            }
        };
        let mut at = 0;
        while let Some(square) = self.squares.get(at) {
            let (dx, dy) = (body.x - square.centre.x, body.y - square.centre.y);
            let is_far = square.side * square.side * THETA * THETA < dx * dx + dy * dy;
            match square.leaf {
                _ if is_far => push(&square.centre),
                Some((start, end)) => self.bodies[start..end].iter().for_each(&mut push),
                None => {
                    at += 1;
                    continue;
                }
            }
            at = square.next;
        }
        force
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_points_count_almost_as_one_by_one() {
        let mut bodies: Vec<Body> = Vec::new();
        for number in 0..400_u32 {
            let (x, y) = (f64::from(number * 7919 % 401), f64::from(number * 104_729 % 397));
            bodies.push(Body { x, y, mass: 1.0 + f64::from(number % 3) });
        }
        let tree = QuadTree::new(&bodies);
        for body in bodies.iter().step_by(37) {
            let (mut x, mut y) = (0.0, 0.0);
            for other in bodies.iter().filter(|other| *other != body) {
                let (dx, dy) = (body.x - other.x, body.y - other.y);
                let strength = body.mass * other.mass / (dx * dx + dy * dy);
                (x, y) = (x + dx * strength, y + dy * strength);
            }
            let (sum_x, sum_y) = tree.repulsion(*body);
            let error = ((sum_x - x).powi(2) + (sum_y - y).powi(2)).sqrt();
            assert!(error < 0.1 * (x * x + y * y).sqrt() + 0.5, "{sum_x} {sum_y}, exactly {x} {y}");
        }
    }

    #[test]
    fn points_on_one_spot_do_not_hang() {
        let bodies = vec![Body { x: 1.0, y: 1.0, mass: 1.0 }; 1000];
        assert_eq!(QuadTree::new(&bodies).repulsion(bodies[0]), (0.0, 0.0));
        assert_eq!(QuadTree::new(&[]).repulsion(bodies[0]), (0.0, 0.0));
    }
}
