//! GEXF 1.3 as Gephi's importer reads it, which is not all that the standard allows.
//!
//! Valid against the RELAX NG grammar of the standard (its XSD contradicts every reader). What the
//! importer refuses, drops or merges is avoided: times are whole days, colours are `r g b a`,
//! edges are directed and parallel ones told apart by `kind`, weights are 1 or more, text is clean
//! XML, lists are quoted, one kind of time is used throughout.

use std::fmt::Write as _;
use std::io;

use super::appearance::{Colour, Look, legend};
use super::columns::{Column, EdgeColumns, Kind, NodeColumns, Value};
use super::label::{clean, short};
use super::network::Network;
use super::time::Interval;
use super::xml::Xml;

/// Which readers the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    /// Gephi: with spells, and the status over time.
    Dynamic,
    /// Gephi Lite, graphology and others, which lose times or stumble over them: dates are plain
    /// columns only.
    Lite,
}

/// Writes the network for Gephi.
pub(super) fn dynamic(
    net: &Network<'_>,
    looks: &[Look],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    gexf(net, looks, Variant::Dynamic, out)
}

/// Writes the network for Gephi Lite and others.
pub(super) fn lite(net: &Network<'_>, looks: &[Look], out: &mut dyn io::Write) -> io::Result<()> {
    gexf(net, looks, Variant::Lite, out)
}

fn gexf(
    net: &Network<'_>,
    looks: &[Look],
    variant: Variant,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    // Without any interval Gephi shows no timeline, and a dynamic mode would promise one.
    let facts = || net.graph.node_weights().filter_map(|one| one.fact.as_deref());
    let is_dynamic = variant == Variant::Dynamic
        && net.graph.edge_weights().chain(facts()).any(|edge| !edge.dated().is_empty());
    let mut xml = Xml::new(out)?;
    xml.open(
        "gexf",
        &[
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("version", "1.3"),
        ],
    )?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], concat!("saiga ", env!("CARGO_PKG_VERSION")))?;
    xml.text("description", &[], &description(net))?;
    xml.close("meta")?;
    let direction = if net.is_directed { "directed" } else { "undirected" };
    let mut attributes = vec![("defaultedgetype", direction), ("idtype", "string")];
    if is_dynamic {
        attributes.extend([
            ("mode", "dynamic"),
            ("timeformat", "date"),
            ("timerepresentation", "interval"),
        ]);
    } else {
        attributes.push(("mode", "static"));
    }
    xml.open("graph", &attributes)?;
    let (of_nodes, of_edges) = (NodeColumns::new(net, looks), EdgeColumns::new(net));
    declare(&mut xml, "node", "static", &of_nodes.columns)?;
    declare(&mut xml, "edge", "static", &of_edges.columns)?;
    if is_dynamic && net.graph.edge_weights().any(|edge| edge.status().is_some()) {
        let (id, title) = ("status".to_owned(), "Status".to_owned());
        declare(&mut xml, "edge", "dynamic", &[Column { id, title, kind: Kind::Text }])?;
    }
    nodes(&mut xml, net, looks, &of_nodes, is_dynamic)?;
    edges(&mut xml, net, &of_edges, is_dynamic)?;
    xml.close("graph")?;
    xml.close("gexf")?;
    xml.end()
}

fn nodes(
    xml: &mut Xml<'_>,
    net: &Network<'_>,
    looks: &[Look],
    table: &NodeColumns<'_, '_>,
    is_dynamic: bool,
) -> io::Result<()> {
    xml.open("nodes", &[("count", &net.graph.node_count().to_string())])?;
    for (slot, look) in net.graph.node_indices().zip(looks) {
        let entity = &net.graph[slot];
        xml.open("node", &[("id", &clean(&entity.id)), ("label", &short(&entity.node.label))])?;
        xml.open("attvalues", &[])?;
        values(xml, &table.columns, &table.row(slot))?;
        xml.close("attvalues")?;
        if let Some(fact) = entity.fact.as_deref().filter(|_| is_dynamic) {
            spells(xml, &fact.spells())?;
        }
        colour(xml, look.colour)?;
        let (x, y) = (look.x.to_string(), look.y.to_string());
        xml.empty("viz:position", &[("x", &x), ("y", &y), ("z", "0.0")])?;
        xml.empty("viz:size", &[("value", &look.size.to_string())])?;
        xml.close("node")?;
    }
    xml.close("nodes")
}

fn edges(
    xml: &mut Xml<'_>,
    net: &Network<'_>,
    table: &EdgeColumns,
    is_dynamic: bool,
) -> io::Result<()> {
    xml.open("edges", &[("count", &net.graph.edge_count().to_string())])?;
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let (source, target) = (&net.graph[edge.source()].id, &net.graph[edge.target()].id);
        xml.open(
            "edge",
            &[
                ("id", &relation.id),
                ("source", &clean(source)),
                ("target", &clean(target)),
                ("kind", &relation.kind),
                ("label", &short(&relation.label)),
                ("weight", &relation.weight().to_string()),
            ],
        )?;
        xml.open("attvalues", &[])?;
        values(xml, &table.columns, &table.row(relation))?;
        if is_dynamic && relation.status().is_some() {
            for (interval, status) in relation.status_over_time() {
                let status = status.to_string();
                let mut attributes = vec![("for", "status"), ("value", status.as_str())];
                let days = days(interval);
                attributes.extend(days.iter().map(|(name, day)| (*name, day.as_str())));
                xml.empty("attvalue", &attributes)?;
            }
        }
        xml.close("attvalues")?;
        if let Some(mark) = relation.mark {
            colour(xml, mark.colour())?;
        }
        if is_dynamic {
            spells(xml, &relation.spells())?;
        }
        xml.close("edge")?;
    }
    xml.close("edges")
}

fn spells(xml: &mut Xml<'_>, spells: &[Interval]) -> io::Result<()> {
    if spells.is_empty() {
        return Ok(());
    }
    xml.open("spells", &[])?;
    for interval in spells {
        let days = days(*interval);
        let days: Vec<(&str, &str)> =
            days.iter().map(|(name, day)| (*name, day.as_str())).collect();
        xml.empty("spell", &days)?;
    }
    xml.close("spells")
}

/// Returns the ends that an interval has; Gephi takes a missing one as infinity.
fn days(interval: Interval) -> Vec<(&'static str, String)> {
    let ends = [("start", interval.start), ("end", interval.end)];
    ends.into_iter().filter_map(|(name, day)| Some((name, day?.to_string()))).collect()
}

/// Says which colour stands for which class, since Gephi shows no legend.
fn description(net: &Network<'_>) -> String {
    let (classes, other) = legend(net);
    let other = other.map(|colour| ("other".to_owned(), colour));
    let named = |(name, colour): (String, Colour)| format!("{name} {colour}");
    let classes: Vec<String> = classes.into_iter().chain(other).map(named).collect();
    let mut text = format!("Colours by class: {}", classes.join("; "));
    if net.graph.edge_weights().any(|edge| edge.mark.is_some()) {
        let marks = super::Mark::ALL.map(|mark| format!("{mark} {}", mark.colour()));
        text.push_str(&format!(". Edges between two versions: {}", marks.join("; ")));
    }
    clean(&text).into_owned()
}

/// Writes lists as Gephi reads them without loss: each item in quotes.
fn quoted_list(items: &[String]) -> String {
    let mut list = "[".to_owned();
    for (at, item) in items.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let item = item.replace('\\', "\\\\").replace('"', "\\\"");
        write!(list, "{comma}\"{item}\"").expect("a string takes everything");
    }
    list.push(']');
    list
}

/// Channels and opacity: the one form that every reader takes.
fn colour(xml: &mut Xml<'_>, Colour(r, g, b): Colour) -> io::Result<()> {
    let [r, g, b] = [r, g, b].map(|channel| channel.to_string());
    xml.empty("viz:color", &[("r", &r), ("g", &g), ("b", &b), ("a", "1.0")])
}

fn declare(xml: &mut Xml<'_>, class: &str, mode: &str, columns: &[Column]) -> io::Result<()> {
    xml.open("attributes", &[("class", class), ("mode", mode)])?;
    for column in columns {
        let kind = match column.kind {
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Number => "double",
            Kind::List => "liststring",
        };
        let attributes = [("id", &*column.id), ("title", &*column.title), ("type", kind)];
        xml.empty("attribute", &attributes)?;
    }
    xml.close("attributes")
}

fn values(xml: &mut Xml<'_>, columns: &[Column], row: &[Option<Value>]) -> io::Result<()> {
    for (column, value) in columns.iter().zip(row) {
        let value = match value {
            None => continue,
            Some(Value::Text(text)) => clean(text),
            Some(Value::Integer(number)) => number.to_string().into(),
            Some(Value::Number(number)) => number.to_string().into(),
            Some(Value::List(items)) => quoted_list(items).into(),
        };
        xml.empty("attvalue", &[("for", &column.id), ("value", &value)])?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "gexf_tests.rs"]
mod tests;
