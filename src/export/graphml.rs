//! GraphML with the attribute names by which Gephi, yEd and networkx know labels, weights, places
//! and colours. GraphML has no time: dates are columns.
//!
//! Gephi knows no kinds of edges in this format and makes one edge of parallel ones: it adds up
//! their weights and keeps the label and the columns of the last. So that nothing is lost, each of
//! them lists all relations between its two ends, with a quote.

use std::collections::BTreeMap;
use std::io;

use petgraph::graph::{Edge, NodeIndex};

use super::appearance::{Colour, Look};
use super::chunks::in_order;
use super::columns::{Column, EdgeColumns, Kind, NodeColumns, Value};
use super::label::{clean, short};
use super::network::{Network, Relation};
use super::xml::Xml;

/// Id and title of the column that lists parallel edges.
const TOGETHER: (&str, &str) = ("together", "All relations");

/// Writes the network.
pub(super) fn graphml(
    net: &Network<'_>,
    looks: &[Look],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (of_nodes, of_edges) = (NodeColumns::new(net, looks), EdgeColumns::new(net));
    let together = together(net, &of_edges);
    let mut xml = Xml::file();
    xml.tag("graphml").with("xmlns", "http://graphml.graphdrawing.org/xmlns").open();
    // Gephi reads these names, exactly so, as its own.
    for (name, kind) in [
        ("label", "string"),
        ("size", "double"),
        ("x", "double"),
        ("y", "double"),
        ("r", "int"),
        ("g", "int"),
        ("b", "int"),
    ] {
        key(&mut xml, "node", name, name, kind);
    }
    for (name, kind) in [("label", "string"), ("weight", "double"), ("kind", "string")] {
        key(&mut xml, "edge", name, name, kind);
    }
    declare(&mut xml, "node", &of_nodes.columns);
    declare(&mut xml, "edge", &of_edges.columns);
    if !together.is_empty() {
        key(&mut xml, "edge", TOGETHER.0, TOGETHER.1, "string");
    }
    let direction = if net.is_directed { "directed" } else { "undirected" };
    xml.tag("graph").with("id", "saiga").with("edgedefault", direction).open();
    xml.flush(out)?;
    let slots: Vec<NodeIndex> = net.graph.node_indices().collect();
    in_order(out, &slots, |slots| {
        let mut xml = Xml::inside(2);
        for slot in slots {
            node(&mut xml, net, (*slot, &looks[slot.index()]), &of_nodes);
        }
        xml.into_text()
    })?;
    in_order(out, net.graph.raw_edges(), |edges| {
        let mut xml = Xml::inside(2);
        for one in edges {
            edge(&mut xml, net, one, &of_edges, together.get(&(one.source(), one.target())));
        }
        xml.into_text()
    })?;
    xml.close("graph");
    xml.close("graphml");
    xml.flush(out)?;
    out.write_all(b"\n")
}

fn node(
    xml: &mut Xml,
    net: &Network<'_>,
    (slot, look): (NodeIndex, &Look),
    table: &NodeColumns<'_, '_>,
) {
    let entity = &net.graph[slot];
    xml.tag("node").with("id", &clean(&entity.id)).open();
    data(xml, "node", "label", &short(&entity.node.label));
    let Colour(r, g, b) = look.colour;
    for (name, value) in [
        ("size", look.size),
        ("x", look.x),
        ("y", look.y),
        ("r", r.into()),
        ("g", g.into()),
        ("b", b.into()),
    ] {
        data(xml, "node", name, &value.to_string());
    }
    cells(xml, "node", &table.columns, &table.row(slot));
    xml.close("node");
}

fn edge(
    xml: &mut Xml,
    net: &Network<'_>,
    edge: &Edge<Relation<'_>>,
    table: &EdgeColumns,
    together: Option<&String>,
) {
    let relation = &edge.weight;
    xml.tag("edge")
        .with("id", &relation.id)
        .with("source", &clean(&net.graph[edge.source()].id))
        .with("target", &clean(&net.graph[edge.target()].id))
        .open();
    data(xml, "edge", "label", &short(&relation.label));
    data(xml, "edge", "weight", &relation.weight().to_string());
    data(xml, "edge", "kind", &relation.kind);
    cells(xml, "edge", &table.columns, &table.row(relation));
    if let Some(all) = together {
        data(xml, "edge", TOGETHER.0, all);
    }
    xml.close("edge");
}

/// Returns what relates two nodes, where several edges do, each with its first quote.
fn together(net: &Network<'_>, table: &EdgeColumns) -> BTreeMap<(NodeIndex, NodeIndex), String> {
    let mut counts: BTreeMap<(NodeIndex, NodeIndex), usize> = BTreeMap::new();
    for edge in net.graph.raw_edges() {
        *counts.entry((edge.source(), edge.target())).or_insert(0) += 1;
    }
    let mut together: BTreeMap<(NodeIndex, NodeIndex), String> = BTreeMap::new();
    let parallel = |ends: &(NodeIndex, NodeIndex)| counts.get(ends).is_some_and(|count| *count > 1);
    for edge in net.graph.raw_edges() {
        let ends = (edge.source(), edge.target());
        if !parallel(&ends) {
            continue;
        }
        let all = together.entry(ends).or_default();
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.push_str(&edge.weight.label);
        if let Some(quote) = table.first_quote(&edge.weight) {
            all.push_str(": ");
            all.push_str(&quote);
        }
    }
    together
}

/// The ids of keys must differ between nodes and edges.
fn key(xml: &mut Xml, class: &str, id: &str, name: &str, kind: &str) {
    let tag = xml.tag("key").with_plain("id", format_args!("{class}_{id}")).with("for", class);
    tag.with("attr.name", name).with("attr.type", kind).empty();
}

fn declare(xml: &mut Xml, class: &str, columns: &[Column]) {
    for column in columns {
        let kind = match column.kind {
            Kind::Text | Kind::List => "string",
            Kind::Integer => "long",
            Kind::Number => "double",
        };
        key(xml, class, &column.id, &column.title, kind);
    }
}

fn cells(xml: &mut Xml, class: &str, columns: &[Column], row: &[Option<Value<'_>>]) {
    for (column, value) in columns.iter().zip(row) {
        match value {
            None => {}
            Some(Value::Text(text)) => data(xml, class, &column.id, text),
            Some(Value::Integer(number)) => data(xml, class, &column.id, &number.to_string()),
            Some(Value::Number(number)) => data(xml, class, &column.id, &number.to_string()),
            Some(Value::List(items)) => data(xml, class, &column.id, &items.join("; ")),
        }
    }
}

fn data(xml: &mut Xml, class: &str, id: &str, value: &str) {
    xml.tag("data").with_plain("key", format_args!("{class}_{id}")).text(value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, Scope, network};
    use crate::graph::sample_claims::claim;

    #[test]
    fn what_gephi_would_lose_of_parallel_edges_is_in_each_of_them() {
        let records = [
            claim("Country/A", "memberOf", "Organization/C", "In."),
            claim("Country/A", "hosts", "Organization/C", "Host."),
            claim("Country/B", "hosts", "Organization/C", "Alone."),
        ];
        let net = Network::new(&records, &Scope::default());
        let bytes = network(Format::GraphMl, &net).unwrap().remove(0).bytes;
        let xml = String::from_utf8(bytes).unwrap();
        let all = "hosts: “Host.” — An article, 0–5; member of: “In.” — An article, 0–3";
        assert_eq!(
            xml.matches(&format!("<data key=\"edge_together\">{all}</data>")).count(),
            2,
            "{xml}"
        );
        assert_eq!(xml.matches("<edge ").count(), 3);
    }

    #[test]
    fn names_are_those_that_gephi_knows() {
        let records = [claim("Country/A & B", "memberOf", "Organization/C", "<quote>")];
        let net = Network::new(&records, &Scope::default());
        let xml =
            String::from_utf8(network(Format::GraphMl, &net).unwrap().remove(0).bytes).unwrap();
        assert!(
            xml.contains(
                r#"<key id="node_label" for="node" attr.name="label" attr.type="string"/>"#
            ),
            "{xml}"
        );
        assert!(xml.contains(
            r#"<key id="edge_weight" for="edge" attr.name="weight" attr.type="double"/>"#
        ));
        assert!(xml.contains(r#"<data key="node_label">A &amp; B</data>"#), "{xml}");
        assert!(xml.contains("“&lt;quote&gt;” — An article, 0–7"), "{xml}");
    }
}
