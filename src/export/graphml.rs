//! GraphML with the attribute names by which Gephi, yEd and networkx know labels, weights, places
//! and colours. GraphML has no time: dates are columns.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::appearance::Look;
use super::columns::{Column, EdgeColumns, Kind, NodeColumns, Value};
use super::label::{clean, short};
use super::network::Network;

/// Writes the network.
pub(super) fn graphml(net: &Network<'_>, looks: &[Look]) -> Vec<u8> {
    let (of_nodes, of_edges) = (NodeColumns::new(net, looks), EdgeColumns::new(net));
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let failed = "memory takes every event";
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect(failed);
    open(&mut xml, "graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
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
    open(&mut xml, "graph", &[("id", "saiga"), ("edgedefault", "directed")]);
    for (slot, look) in net.graph.node_indices().zip(looks) {
        let entity = &net.graph[slot];
        open(&mut xml, "node", &[("id", &clean(entity.id))]);
        data(&mut xml, "node", "label", &short(&entity.node.label));
        let super::Colour(r, g, b) = look.colour;
        for (name, value) in [
            ("size", look.size),
            ("x", look.x),
            ("y", look.y),
            ("r", r.into()),
            ("g", g.into()),
            ("b", b.into()),
        ] {
            data(&mut xml, "node", name, &value.to_string());
        }
        cells(&mut xml, "node", &of_nodes.columns, of_nodes.row(slot));
        close(&mut xml, "node");
    }
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let ends = [edge.source(), edge.target()].map(|slot| clean(net.graph[slot].id));
        open(&mut xml, "edge", &[("id", &relation.id), ("source", &ends[0]), ("target", &ends[1])]);
        data(&mut xml, "edge", "label", &short(&relation.label));
        data(&mut xml, "edge", "weight", &relation.weight().to_string());
        data(&mut xml, "edge", "kind", &relation.kind);
        cells(&mut xml, "edge", &of_edges.columns, of_edges.row(relation));
        close(&mut xml, "edge");
    }
    close(&mut xml, "graph");
    close(&mut xml, "graphml");
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

/// The ids of keys must differ between nodes and edges.
fn key(xml: &mut Writer<Vec<u8>>, class: &str, id: &str, name: &str, kind: &str) {
    let id = format!("{class}_{id}");
    let start = BytesStart::new("key").with_attributes([
        ("id", id.as_str()),
        ("for", class),
        ("attr.name", name),
        ("attr.type", kind),
    ]);
    xml.write_event(Event::Empty(start)).expect("memory takes every event");
}

fn declare(xml: &mut Writer<Vec<u8>>, class: &str, columns: &[Column]) {
    for column in columns {
        let kind = match column.kind {
            Kind::Text | Kind::List => "string",
            Kind::Integer => "long",
            Kind::Number => "double",
        };
        key(xml, class, &column.id, &column.title, kind);
    }
}

fn cells(xml: &mut Writer<Vec<u8>>, class: &str, columns: &[Column], row: Vec<Option<Value>>) {
    for (column, value) in columns.iter().zip(row) {
        let value = match value {
            None => continue,
            Some(Value::Text(text)) => clean(&text),
            Some(Value::Integer(number)) => number.to_string(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::List(items)) => clean(&items.join("; ")),
        };
        data(xml, class, &column.id, &value);
    }
}

fn data(xml: &mut Writer<Vec<u8>>, class: &str, id: &str, value: &str) {
    open(xml, "data", &[("key", &format!("{class}_{id}"))]);
    xml.write_event(Event::Text(BytesText::new(value))).expect("memory takes every event");
    close(xml, "data");
}

fn open(xml: &mut Writer<Vec<u8>>, name: &str, attributes: &[(&str, &str)]) {
    let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
    xml.write_event(Event::Start(start)).expect("memory takes every event");
}

fn close(xml: &mut Writer<Vec<u8>>, name: &str) {
    xml.write_event(Event::End(BytesEnd::new(name))).expect("memory takes every event");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Scope, finish};
    use crate::graph::sample_claims::claim;

    #[test]
    fn names_are_those_that_gephi_knows() {
        let records = [claim("Country/A & B", "memberOf", "Organization/C", "<quote>")];
        let net = Network::new(&records, &Scope::default());
        let xml = String::from_utf8(graphml(&net, &finish(&net))).unwrap();
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
