//! The network as JSON: for graphology (sigma.js, Gephi Lite) and for Cytoscape.

use std::io::{self, Write};

use petgraph::graph::{Edge, NodeIndex};
use serde_json::{Map, Value as Json, json};

use super::appearance::Look;
use super::chunks::in_order;
use super::columns::{Column, EdgeColumns, NodeColumns, Row, Value};
use super::label::{clean, short};
use super::network::{Network, Relation};

/// Writes the serialisation of graphology, a multigraph.
pub(super) fn graphology(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let (of_nodes, of_edges) = (NodeColumns::new(net, looks), EdgeColumns::new(net));
    let slots: Vec<NodeIndex> = net.graph.node_indices().collect();
    let node = |slot: &NodeIndex| {
        let (slot, look) = (*slot, &looks[slot.index()]);
        let mut attributes = attributes(&of_nodes.columns, of_nodes.row(slot));
        attributes.insert("label".to_owned(), json!(short(&net.graph[slot].node.label)));
        look_of(&mut attributes, look);
        json!({ "key": clean(&net.graph[slot].id), "attributes": attributes })
    };
    let edge = |edge: &Edge<Relation<'_>>| {
        let relation = &edge.weight;
        let mut attributes = attributes(&of_edges.columns, of_edges.row(relation));
        attributes.insert("label".to_owned(), json!(short(&relation.label)));
        attributes.insert("kind".to_owned(), json!(relation.kind));
        attributes.insert("weight".to_owned(), number(relation.weight()));
        json!({
            "key": relation.id,
            "source": clean(&net.graph[edge.source()].id),
            "target": clean(&net.graph[edge.target()].id),
            "undirected": !net.is_directed,
            "attributes": attributes,
        })
    };
    let direction = if net.is_directed { "directed" } else { "undirected" };
    let options = json!({ "type": direction, "multi": true, "allowSelfLoops": true });
    let creator = json!({ "creator": concat!("saiga ", env!("CARGO_PKG_VERSION")) });
    write!(out, "{{\"attributes\":{creator},\"options\":{options},\"nodes\":[")?;
    items(out, &slots, node)?;
    write!(out, "],\"edges\":[")?;
    items(out, net.graph.raw_edges(), edge)?;
    out.write_all(b"]}\n")
}

/// Writes the elements of Cytoscape.js, which Cytoscape desktop imports as well.
pub(super) fn cytoscape(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let (of_nodes, of_edges) = (NodeColumns::new(net, looks), EdgeColumns::new(net));
    let slots: Vec<NodeIndex> = net.graph.node_indices().collect();
    let node = |slot: &NodeIndex| {
        let (slot, look) = (*slot, &looks[slot.index()]);
        let mut data = attributes(&of_nodes.columns, of_nodes.row(slot));
        let entity = &net.graph[slot];
        data.insert("id".to_owned(), json!(clean(&entity.id)));
        data.insert("label".to_owned(), json!(short(&entity.node.label)));
        data.insert("color".to_owned(), json!(look.colour.to_string()));
        data.insert("size".to_owned(), json!(look.size));
        // Down is positive here.
        json!({ "data": data, "position": { "x": look.x, "y": -look.y } })
    };
    let edge = |edge: &Edge<Relation<'_>>| {
        let relation = &edge.weight;
        let mut data = attributes(&of_edges.columns, of_edges.row(relation));
        data.insert("id".to_owned(), json!(relation.id));
        data.insert("source".to_owned(), json!(clean(&net.graph[edge.source()].id)));
        data.insert("target".to_owned(), json!(clean(&net.graph[edge.target()].id)));
        data.insert("label".to_owned(), json!(short(&relation.label)));
        data.insert("interaction".to_owned(), json!(relation.kind));
        data.insert("weight".to_owned(), number(relation.weight()));
        json!({ "data": data })
    };
    let creator = json!(concat!("saiga ", env!("CARGO_PKG_VERSION")));
    write!(
        out,
        "{{\"format_version\":\"1.0\",\"generated_by\":{creator},\"data\":{{\"name\":\"saiga\"}},\"elements\":{{\"nodes\":["
    )?;
    items(out, &slots, node)?;
    write!(out, "],\"edges\":[")?;
    items(out, net.graph.raw_edges(), edge)?;
    out.write_all(b"]}}\n")
}

/// Writes the items of a list, each on its own line.
fn items<T: Sync>(
    out: &mut dyn Write,
    items: &[T],
    item: impl Fn(&T) -> Json + Sync,
) -> io::Result<()> {
    let line = |item: &Json| format!("\n{item},");
    let lines =
        |items: &[T]| items.iter().map(|one| line(&item(one))).collect::<String>().into_bytes();
    let Some((last, others)) = items.split_last() else { return Ok(()) };
    in_order(out, others, lines)?;
    write!(out, "\n{}", item(last))
}

/// A number without fraction is written without one.
fn number(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}

fn attributes(columns: &[Column], row: Row<'_>) -> Map<String, Json> {
    let mut map = Map::new();
    for (column, value) in columns.iter().zip(row) {
        let value = match value {
            None => continue,
            Some(Value::Text(text)) => json!(text),
            Some(Value::Integer(number)) => json!(number),
            Some(Value::Number(number)) => json!(number),
            Some(Value::List(items)) => json!(items),
        };
        map.insert(column.id.clone(), value);
    }
    map
}

fn look_of(attributes: &mut Map<String, Json>, look: &Look) {
    attributes.insert("color".to_owned(), json!(look.colour.to_string()));
    for (name, value) in [("size", look.size), ("x", look.x), ("y", look.y)] {
        attributes.insert(name.to_owned(), json!(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, Scope, network};
    use crate::graph::sample_claims::claim;

    #[test]
    fn both_dialects_have_all_nodes_and_edges() {
        let records = [
            claim("Country/A", "memberOf", "Organization/B", "x"),
            claim("Country/A", "hosts", "Organization/B", "y"),
        ];
        let net = Network::new(&records, &Scope::default());
        let read = |format| {
            let bytes = network(format, &net).unwrap().remove(0).bytes;
            serde_json::from_slice::<Json>(&bytes).unwrap()
        };
        let (sigma, cytoscape) = (read(Format::Graphology), read(Format::Cytoscape));
        assert_eq!(sigma["nodes"][0]["key"], "country/a");
        assert_eq!(sigma["edges"].as_array().unwrap().len(), 2);
        assert_eq!(sigma["edges"][0]["attributes"]["kind"], "hosts");
        assert_eq!(sigma["nodes"][0]["attributes"]["color"], "#332288");
        assert_eq!(cytoscape["elements"]["edges"][1]["data"]["interaction"], "memberOf");
        assert_eq!(cytoscape["elements"]["nodes"][1]["data"]["id"], "organization/b");
    }
}
