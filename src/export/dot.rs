//! DOT, for Graphviz: `neato -n graph.dot` keeps the positions.

use std::io::{self, Write};

use super::appearance::Look;
use super::label::{clean, short};
use super::network::Network;
use super::status::Status;

/// Points to an inch, and our units to a point.
const POINTS: f64 = 72.0;

/// Writes the network: planned and hypothetical edges are dashed, denied ones dotted.
pub(super) fn dot(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let (kind, arrow) = if net.is_directed { ("digraph", "->") } else { ("graph", "--") };
    writeln!(out, "{kind} saiga {{")?;
    writeln!(out, " node [shape=circle, style=filled, fixedsize=true, fontsize=10];")?;
    writeln!(out, " edge [fontsize=8, color=\"#888888\"];")?;
    for (entity, look) in net.graph.node_weights().zip(looks) {
        let (id, label) = (quoted(&entity.id), quoted(&short(&entity.node.label)));
        let width = 2.0 * look.size / POINTS;
        writeln!(
            out,
            " {id} [label={label}, fillcolor=\"{}\", width={width:.3}, pos=\"{},{}\"];",
            look.colour, look.x, look.y
        )?;
    }
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let [source, target] =
            [edge.source(), edge.target()].map(|slot| quoted(&net.graph[slot].id));
        let style = match relation.status() {
            Some(Status::Negated) => "dotted",
            Some(Status::Hypothetical | Status::Planned) => "dashed",
            Some(Status::Attributed | Status::Asserted) | None => "solid",
        };
        let (id, kind) = (quoted(&relation.id), quoted(&relation.kind));
        let (label, weight) = (quoted(&short(&relation.label)), relation.weight());
        writeln!(
            out,
            " {source} {arrow} {target} [id={id}, class={kind}, label={label}, weight={weight}, style={style}];"
        )?;
    }
    writeln!(out, "}}")
}

/// Returns the text as a quoted id of the DOT language.
fn quoted(text: &str) -> String {
    format!("\"{}\"", clean(text).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, Scope, network};
    use crate::extract::{Polarity, Realis};
    use crate::graph::sample_claims::claim;

    #[test]
    fn quotes_are_escaped_and_plans_are_dashed() {
        let mut record = claim("Country/A", "hosts", "Event/B", "x").status(
            Polarity::Affirmed,
            Realis::Planned,
            None,
        );
        record.subject.label = "say \"hi\" \\".to_owned();
        let records = [record];
        let net = Network::new(&records, &Scope::default());
        let text = String::from_utf8(network(Format::Dot, &net).unwrap().remove(0).bytes).unwrap();
        assert!(
            text.contains(r##"[label="say \"hi\" \\", fillcolor="#332288", width=0.389, pos=""##),
            "{text}"
        );
        assert!(
            text.contains(r#" "country/a" -> "event/b" [id="e"#)
                && text.contains(r#"class="hosts", label="hosts", weight=1, style=dashed];"#),
            "{text}"
        );
    }
}
