//! Labels of nodes in a picture: in the node where there is room, else beside it, in two lines when
//! they are long. No two cover one another, and other nodes are covered only in need; what finds
//! no room is left out, the labels of the largest nodes last.

use std::collections::BTreeMap;
use std::io::{self, Write};

use petgraph::graph::NodeIndex;
use quick_xml::escape::escape;
use unicode_width::UnicodeWidthStr;

use super::appearance::Look;
use super::label::short;
use super::network::Network;
use super::svg::Frame;

/// Width of a letter, as a share of its height: a little more than most have.
const LETTER: f64 = 0.6;
/// From one line to the next, as a share of the height of a letter.
const LEADING: f64 = 1.15;
/// Longer labels, in letters, are put in two lines.
const LONG: usize = 14;

/// Writes the labels that find room within `frame`.
pub(super) fn captions(
    net: &Network<'_>,
    looks: &[Look],
    frame: Frame,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut order: Vec<usize> = (0..looks.len()).collect();
    order.sort_by(|a, b| looks[*b].size.total_cmp(&looks[*a].size).then(a.cmp(b)));
    // Letters that are a hundredth of the height can be read; those of large nodes are larger.
    let least = ((frame.3 - frame.1) / 90.0).max(9.0);
    let mut circles = Plane::new(12.0 * least);
    for (slot, look) in looks.iter().enumerate() {
        // Corners of a label may touch the rim.
        let half = look.size * 0.8;
        circles.take((look.x - half, -look.y - half, look.x + half, -look.y + half), slot);
    }
    let mut labels = Plane::new(12.0 * least);
    writeln!(
        out,
        " <g fill=\"#1f2328\" stroke=\"#ffffff\" stroke-width=\"{:.1}\" stroke-linejoin=\"round\" paint-order=\"stroke\" text-anchor=\"middle\">",
        least / 4.0
    )?;
    for slot in order {
        let look = &looks[slot];
        let label = short(&net.graph[NodeIndex::new(slot)].node.label);
        let size = (look.size * 0.5).clamp(least, 2.0 * least);
        let lines = lines(&label);
        let places = places(look, &lines, size).map(|place| inside(place, frame));
        let is_free = |place: &&Frame| !labels.is_taken(**place, slot);
        let mut free = places.iter().filter(is_free);
        let first = free.clone().next();
        let Some(place) = free.find(|place| !circles.is_taken(**place, slot)).or(first) else {
            continue;
        };
        labels.take(*place, usize::MAX);
        let middle = (place.0 + place.2) / 2.0;
        for (number, line) in lines.iter().enumerate() {
            let base = place.1 + size * (0.9 + LEADING * number as f64);
            writeln!(
                out,
                "  <text x=\"{middle:.1}\" y=\"{base:.1}\" font-size=\"{size:.1}\">{}</text>",
                escape(*line)
            )?;
        }
    }
    writeln!(out, " </g>")
}

/// Returns the label in one line, or in two of about equal length.
fn lines(label: &str) -> Vec<&str> {
    if label.width() <= LONG {
        return vec![label];
    }
    let halves = label.match_indices(' ').map(|(at, _)| (&label[..at], &label[at + 1..]));
    let shortest = halves.min_by_key(|(before, after)| before.width().max(after.width()));
    shortest.map_or_else(|| vec![label], |(before, after)| vec![before, after])
}

/// Returns where a label may stand, the best place first: over the node, below, above, beside it.
fn places(look: &Look, lines: &[&str], size: f64) -> [Frame; 5] {
    let letters = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    let half_width = letters as f64 * size * LETTER / 2.0;
    let half_height = size * (1.2 + LEADING * (lines.len() - 1) as f64) / 2.0;
    let (up, aside) = (look.size + half_height + 1.0, look.size + half_width + 3.0);
    [(0.0, 0.0), (0.0, up), (0.0, -up), (aside, 0.0), (-aside, 0.0)].map(|(dx, dy)| {
        let (x, y) = (look.x + dx, -look.y + dy);
        (x - half_width, y - half_height, x + half_width, y + half_height)
    })
}

/// Moves a rectangle into another, if it is not larger.
fn inside(place: Frame, frame: Frame) -> Frame {
    let (width, height) = (place.2 - place.0, place.3 - place.1);
    let left = place.0.min(frame.2 - width).max(frame.0);
    let top = place.1.min(frame.3 - height).max(frame.1);
    (left, top, left + width, top + height)
}

/// Rectangles that are taken, each by somebody.
struct Plane {
    cell: f64,
    squares: BTreeMap<(i64, i64), Vec<(Frame, usize)>>,
}

impl Plane {
    fn new(cell: f64) -> Self {
        Self { cell, squares: BTreeMap::new() }
    }

    fn take(&mut self, place: Frame, owner: usize) {
        for square in self.squares_of(place) {
            self.squares.entry(square).or_default().push((place, owner));
        }
    }

    /// Says whether somebody else than `owner` has taken any of it.
    fn is_taken(&self, place: Frame, owner: usize) -> bool {
        let meets = |(other, whose): &(Frame, usize)| {
            *whose != owner
                && place.0 < other.2
                && other.0 < place.2
                && place.1 < other.3
                && other.1 < place.3
        };
        let taken = |square| self.squares.get(&square).is_some_and(|all| all.iter().any(meets));
        self.squares_of(place).any(taken)
    }

    fn squares_of(
        &self,
        (left, top, right, bottom): Frame,
    ) -> impl Iterator<Item = (i64, i64)> + use<> {
        let cell = self.cell;
        let at = move |place: f64| (place / cell).floor() as i64;
        (at(top)..=at(bottom))
            .flat_map(move |row| (at(left)..=at(right)).map(move |column| (column, row)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::svg::frame;
    use super::*;
    use crate::export::{Scope, finish};
    use crate::graph::sample_claims::claim;

    #[test]
    fn labels_do_not_cover_one_another() {
        let name = |number: usize| format!("Country/Alongername{number}");
        let records: Vec<_> =
            (0..60).map(|number| claim(&name(number), "borders", "Country/Hub", "…")).collect();
        let net = Network::new(&records, &Scope::default());
        let looks = finish(&net);
        let mut bytes = Vec::new();
        captions(&net, &looks, frame(&looks), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let number = |line: &str, name: &str| -> f64 {
            let (_, rest) = line.split_once(&format!(" {name}=\"")).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        let boxes: Vec<Frame> = (text.lines().filter(|line| line.contains("<text ")))
            .map(|line| {
                let (x, y, size) =
                    (number(line, "x"), number(line, "y"), number(line, "font-size"));
                let label = line.split(['<', '>']).nth(2).unwrap();
                let half = label.width() as f64 * size * LETTER / 2.0;
                (x - half, y - 0.8 * size, x + half, y + 0.2 * size)
            })
            .collect();
        assert!(boxes.len() > 30, "{}", boxes.len());
        for (slot, a) in boxes.iter().enumerate() {
            for b in &boxes[slot + 1..] {
                assert!(a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn long_labels_are_broken_in_the_middle() {
        assert_eq!(lines("Kazakhstan"), ["Kazakhstan"]);
        let treaty = lines("Collective Security Treaty Organization");
        assert_eq!(treaty, ["Collective Security", "Treaty Organization"]);
        assert_eq!(lines("Antidisestablishmentarianism"), ["Antidisestablishmentarianism"]);
    }
}
