//! DOT, for Graphviz: `neato -n graph.dot` keeps the positions.

use std::fmt::Write as _;

use super::appearance::Look;
use super::label::{clean, short};
use super::network::Network;
use super::status::Status;

/// Points to an inch, and our units to a point.
const POINTS: f64 = 72.0;

/// Writes the network: planned and hypothetical edges are dashed, denied ones dotted.
pub(super) fn dot(net: &Network<'_>, looks: &[Look]) -> Vec<u8> {
    let mut text = "digraph saiga {\n node [shape=circle, style=filled, fixedsize=true, fontsize=10];\n edge [fontsize=8, color=\"#888888\"];\n".to_owned();
    let failed = "a string takes everything";
    for (entity, look) in net.graph.node_weights().zip(looks) {
        let (id, label) = (quoted(entity.id), quoted(&short(&entity.node.label)));
        let width = 2.0 * look.size / POINTS;
        writeln!(
            text,
            " {id} [label={label}, fillcolor=\"{}\", width={width:.3}, pos=\"{},{}\"];",
            look.colour, look.x, look.y
        )
        .expect(failed);
    }
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let (source, target) =
            (quoted(net.graph[edge.source()].id), quoted(net.graph[edge.target()].id));
        let style = match relation.status() {
            Status::Negated => "dotted",
            Status::Hypothetical | Status::Planned => "dashed",
            Status::Attributed | Status::Asserted => "solid",
        };
        let (label, weight) = (quoted(&short(&relation.label)), relation.weight());
        writeln!(text, " {source} -> {target} [label={label}, weight={weight}, style={style}];")
            .expect(failed);
    }
    text.push_str("}\n");
    text.into_bytes()
}

/// Returns the text as a quoted id of the DOT language.
fn quoted(text: &str) -> String {
    format!("\"{}\"", clean(text).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Scope, finish};
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
        let text = String::from_utf8(dot(&net, &finish(&net))).unwrap();
        assert!(
            text.contains(r##"[label="say \"hi\" \\", fillcolor="#332288", width=0.389, pos=""##),
            "{text}"
        );
        assert!(
            text.contains(r#" "country/a" -> "event/b" [label="hosts", weight=1, style=dashed];"#),
            "{text}"
        );
    }
}
