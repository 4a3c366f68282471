//! Pajek's `.net`: nodes, arcs or edges, and nothing more. For Pajek itself, VOSviewer, UCINET and
//! others that read little else.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::appearance::Look;
use super::label::{clean, short};
use super::network::Network;

/// Writes the network: labels, positions between 0 and 1, weights, and relations as labels of
/// lines. V. Batagelj, A. Mrvar, "Pajek, reference manual", section 5.3.
pub(super) fn pajek(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let (mut low, mut high) = ((0.0_f64, 0.0_f64), (0.0_f64, 0.0_f64));
    for look in looks {
        low = (low.0.min(look.x), low.1.min(look.y));
        high = (high.0.max(look.x), high.1.max(look.y));
    }
    let side = (high.0 - low.0).max(high.1 - low.1).max(1.0);
    writeln!(out, "*Vertices {}", net.graph.node_count())?;
    // Programs take the label for the name, so that equal ones must be told apart.
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for (slot, (entity, look)) in net.graph.node_weights().zip(looks).enumerate() {
        let label = quoted(&short(&entity.node.label));
        let count = met.entry(label.clone()).or_insert(0);
        *count += 1;
        let label = if *count > 1 { quoted(&entity.id) } else { label };
        // Down is positive here.
        let (x, y) = ((look.x - low.0) / side, (high.1 - look.y) / side);
        writeln!(out, "{} {label} {x:.4} {y:.4} 0.5", slot + 1)?;
    }
    writeln!(out, "{}", if net.is_directed { "*Arcs" } else { "*Edges" })?;
    for edge in net.graph.raw_edges() {
        let (source, target) = (edge.source().index() + 1, edge.target().index() + 1);
        let (weight, label) = (edge.weight.weight(), quoted(&short(&edge.weight.label)));
        writeln!(out, "{source} {target} {weight} l {label}")?;
    }
    Ok(())
}

/// Pajek knows no escape for quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", clean(text).replace('"', "\u{2019}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Scope, finish};
    use crate::graph::sample_claims::claim;

    #[test]
    fn nodes_are_numbered_and_named_apart() {
        let mut twin = claim("Country/B", "borders", "Country/A", "x");
        twin.subject.label = "A".to_owned();
        let records = [twin];
        let net = Network::new(&records, &Scope::default());
        let mut bytes = Vec::new();
        pajek(&net, &finish(&net), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("*Vertices 2\n1 \"A\" "), "{text}");
        assert!(text.contains("\n2 \"country/b\" "), "{text}");
        assert!(text.ends_with("*Arcs\n2 1 1 l \"borders\"\n"), "{text}");
    }
}
