//! A picture of the network, with a legend: for reports, and for whoever has no Gephi.
//!
//! Circles and lines are where Gephi draws them. Pointing at one shows what it stands for, at a
//! line also its first quote. [Captions](captions) do not cover one another.

use std::collections::BTreeMap;
use std::io::{self, Write};

use petgraph::graph::NodeIndex;
use quick_xml::escape::escape;

use super::appearance::{Colour, Look, legend};
use super::captions::captions;
use super::columns::EdgeColumns;
use super::label::{clean, local_name, short};
use super::network::{Mark, Network, Relation};
use super::status::Status;

/// Family of the letters; the PNG has it built in.
pub(super) const FONT: &str = "DejaVu Sans";
/// Space around the drawing.
const MARGIN: f64 = 40.0;
/// Width of the legend and height of a line in it, as shares of the height of the drawing.
const LEGEND: f64 = 0.30;
const LINE: f64 = 0.034;
/// The drawing is never smaller, so that a network of two nodes has a legible legend.
const MIN_SIDE: f64 = 420.0;
/// Colour of lines.
const GREY: Colour = Colour(0x8A, 0x8F, 0x98);

/// A rectangle: left, top, right, bottom.
pub(super) type Frame = (f64, f64, f64, f64);

/// Writes the picture.
pub(super) fn svg(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let (left, top, right, bottom) = frame(looks);
    let (width, height) = (right - left, bottom - top);
    let legend_width = LEGEND * height;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left:.1} {top:.1} {:.1} {height:.1}\" font-family=\"{FONT}, Verdana, sans-serif\" role=\"img\">",
        width + legend_width
    )?;
    let n_edges = net.graph.edge_count();
    writeln!(out, " <title>Network of {} nodes and {n_edges} edges</title>", looks.len())?;
    writeln!(
        out,
        " <rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"#ffffff\"/>",
        width + legend_width
    )?;
    edges(net, looks, out)?;
    nodes(net, looks, out)?;
    captions(net, looks, (left, top, right, bottom), out)?;
    key(net, (right, top, right + legend_width, bottom), out)?;
    writeln!(out, "</svg>")
}

/// Returns the frame of all circles with the margin; down is positive here.
pub(super) fn frame(looks: &[Look]) -> Frame {
    let mut frame = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for look in looks {
        frame.0 = frame.0.min(look.x - look.size);
        frame.1 = frame.1.min(-look.y - look.size);
        frame.2 = frame.2.max(look.x + look.size);
        frame.3 = frame.3.max(-look.y + look.size);
    }
    if looks.is_empty() {
        frame = (0.0, 0.0, 0.0, 0.0);
    }
    let more = |side: f64| MARGIN + ((MIN_SIDE - side) / 2.0).max(0.0);
    let (wide, high) = (more(frame.2 - frame.0), more(frame.3 - frame.1));
    (frame.0 - wide, frame.1 - high, frame.2 + wide, frame.3 + high)
}

fn edges(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let table = EdgeColumns::new(net);
    // Parallel edges are bent, each more than the one before.
    let mut met: BTreeMap<(NodeIndex, NodeIndex), usize> = BTreeMap::new();
    writeln!(out, " <g fill=\"none\" stroke-linecap=\"round\">")?;
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let (a, b) = (edge.source().min(edge.target()), edge.source().max(edge.target()));
        let nth = met.entry((a, b)).or_insert(0);
        *nth += 1;
        let (from, to) = (&looks[edge.source().index()], &looks[edge.target().index()]);
        let colour = relation.mark.map_or(GREY, Mark::colour);
        let width = (1.0 + relation.weight().log2().max(0.0)).min(8.0);
        let mut told = [edge.source(), edge.target()]
            .map(|slot| short(&net.graph[slot].node.label))
            .join(" – ");
        told = format!("{told}: {}", short(&relation.label));
        if let Some(quote) = table.first_quote(relation) {
            told.push('\n');
            told.push_str(&quote);
        }
        writeln!(
            out,
            "  <path d=\"{}\" stroke=\"{colour}\" stroke-width=\"{width:.1}\" stroke-opacity=\"0.65\"{}><title>{}</title></path>",
            path(from, to, *nth, net.is_directed),
            dashes(relation),
            escape(told.as_str())
        )?;
    }
    writeln!(out, " </g>")
}

/// Returns a line from rim to rim, bent to the left, with the barbs of an arrow if it has a
/// direction.
fn path(from: &Look, to: &Look, nth: usize, is_directed: bool) -> String {
    let ((x1, y1), (x2, y2)) = ((from.x, -from.y), (to.x, -to.y));
    let (dx, dy) = (x2 - x1, y2 - y1);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 1e-9 {
        // A loop above the node.
        let (r, far) = (from.size, from.size * (2.0 + 0.5 * nth as f64));
        return format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            x1 - 0.5 * r,
            y1 - 0.85 * r,
            x1 - far,
            y1 - far,
            x1 + far,
            y1 - far,
            x1 + 0.5 * r,
            y1 - 0.85 * r
        );
    }
    let bend = (0.08 + 0.10 * (nth - 1) as f64) * length;
    let (cx, cy) = ((x1 + x2) / 2.0 + dy / length * bend, (y1 + y2) / 2.0 - dx / length * bend);
    let towards = |x: f64, y: f64, distance: f64| {
        let (dx, dy) = (cx - x, cy - y);
        let length = (dx * dx + dy * dy).sqrt().max(1e-9);
        (x + dx / length * distance, y + dy / length * distance)
    };
    let (start, end) = (towards(x1, y1, from.size), towards(x2, y2, to.size + 1.0));
    let mut path =
        format!("M{:.1} {:.1}Q{cx:.1} {cy:.1} {:.1} {:.1}", start.0, start.1, end.0, end.1);
    if is_directed {
        let (ax, ay) = towards(end.0, end.1, 7.0);
        let (px, py) = ((end.1 - ay) * 0.45, (ax - end.0) * 0.45);
        path.push_str(&format!(
            "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}",
            ax + px,
            ay + py,
            end.0,
            end.1,
            ax - px,
            ay - py
        ));
    }
    path
}

fn dashes(relation: &Relation<'_>) -> &'static str {
    match relation.status() {
        Some(Status::Negated) => " stroke-dasharray=\"1 5\"",
        Some(Status::Hypothetical | Status::Planned) => " stroke-dasharray=\"7 5\"",
        Some(Status::Attributed | Status::Asserted) | None => "",
    }
}

fn nodes(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, " <g stroke=\"#ffffff\" stroke-width=\"1.5\">")?;
    for (entity, look) in net.graph.node_weights().zip(looks) {
        let told = format!("{} ({})", clean(&entity.node.label), local_name(&entity.node.class));
        writeln!(
            out,
            "  <circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"><title>{}</title></circle>",
            look.x,
            -look.y,
            look.size,
            look.colour,
            escape(&*clean(&told))
        )?;
    }
    writeln!(out, " </g>")
}

/// Writes the legend: colours, lines, and what size means.
fn key(net: &Network<'_>, (left, top, _, bottom): Frame, out: &mut dyn Write) -> io::Result<()> {
    let line = LINE * (bottom - top);
    let size = line * 0.52;
    let mut at = top + MARGIN + line;
    let mut row = |out: &mut dyn Write, sign: &str, words: &str| -> io::Result<()> {
        let y = at - size * 0.35;
        let sign = sign
            .replace("{x}", &format!("{:.1}", left + line * 0.5))
            .replace("{far}", &format!("{:.1}", left + line))
            .replace("{x0}", &format!("{left:.1}"))
            .replace("{y}", &format!("{y:.1}"));
        writeln!(
            out,
            "  {sign}<text x=\"{:.1}\" y=\"{at:.1}\">{}</text>",
            left + line * 1.3,
            escape(words)
        )?;
        at += line;
        Ok(())
    };
    writeln!(out, " <g font-size=\"{size:.1}\" fill=\"#1f2328\">")?;
    let (classes, other) = legend(net);
    // Only what is to be seen.
    let seen: Vec<Colour> =
        net.graph.node_weights().map(|entity| net.colour(&entity.node.class)).collect();
    let other = other.map(|colour| ("other".to_owned(), colour));
    for (name, colour) in
        classes.into_iter().chain(other).filter(|(_, colour)| seen.contains(colour))
    {
        let sign = format!(
            "<circle cx=\"{{x}}\" cy=\"{{y}}\" r=\"{:.1}\" fill=\"{colour}\"/>",
            size * 0.55
        );
        row(out, &sign, &spaced(&name))?;
    }
    let stroke = |colour: Colour, dashes: &str| {
        format!(
            "<path d=\"M{{x0}} {{y}}L{{far}} {{y}}\" stroke=\"{colour}\" stroke-width=\"{:.1}\"{dashes}/>",
            size * 0.2
        )
    };
    let has = |wanted: &[Status]| {
        net.graph.edge_weights().filter_map(Relation::status).any(|status| wanted.contains(&status))
    };
    for (statuses, dashes, words) in [
        (&[Status::Asserted, Status::Attributed][..], "", "stated"),
        (
            &[Status::Planned, Status::Hypothetical][..],
            " stroke-dasharray=\"7 5\"",
            "planned or supposed",
        ),
        (&[Status::Negated][..], " stroke-dasharray=\"1 5\"", "denied"),
    ] {
        if has(statuses) {
            row(out, &stroke(GREY, dashes), words)?;
        }
    }
    for mark in Mark::ALL {
        if net.graph.edge_weights().any(|edge| edge.mark == Some(mark)) {
            row(out, &stroke(mark.colour(), ""), &mark.to_string())?;
        }
    }
    row(out, "", "size: number of edges")?;
    if net.graph.edge_weights().any(|edge| edge.weight() > 1.0) {
        row(out, "", "thickness: number of sources")?;
    }
    row(out, "", &format!("{} nodes, {} edges", net.graph.node_count(), net.graph.edge_count()))?;
    writeln!(out, " </g>")
}

/// `GovernmentBody` as `Government body`.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && after_lower {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else {
            words.push(c);
        }
        after_lower = c.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Scope, finish};
    use crate::extract::{Polarity, Realis};
    use crate::graph::sample_claims::claim;

    #[test]
    fn a_picture_has_circles_lines_quotes_and_a_legend() {
        let plan = claim("Country/A & B", "hosts", "Event/Fair", "They <will> host it.");
        let records = [
            plan.status(Polarity::Affirmed, Realis::Planned, None),
            claim("Country/C", "memberOf", "Organization/D", "C is in D."),
        ];
        let net = Network::new(&records, &Scope::default());
        let mut bytes = Vec::new();
        svg(&net, &finish(&net), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.matches("<circle ").count(), 4 + 3, "nodes and classes: {text}");
        assert!(
            text.contains("A &amp; B – Fair: hosts\n“They &lt;will&gt; host it.” — "),
            "{text}"
        );
        assert!(
            text.contains(">planned or supposed</text>") && !text.contains(">denied<"),
            "{text}"
        );
        assert!(text.contains(">2 nodes") || text.contains(">4 nodes, 2 edges</text>"), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().expect("the picture is XML") != quick_xml::events::Event::Eof {}
    }
}
