//! GEXF 1.3 as Gephi's importer reads it, which is not all that the standard allows.
//!
//! Valid against the RELAX NG grammar of the standard (its XSD contradicts every reader). What the
//! importer refuses, drops or merges is avoided: times are whole days, colours are `r g b a`,
//! edges are directed and parallel ones told apart by `kind`, weights are 1 or more, text is clean
//! XML, lists are quoted, one kind of time is used throughout.

use std::io;

use petgraph::graph::{Edge, NodeIndex};

use super::appearance::{Colour, Look, legend};
use super::chunks::in_order;
use super::columns::{Column, EdgeColumns, Kind, NodeColumns, Value};
use super::label::{clean, short};
use super::network::{Network, Relation};
use super::time::Interval;
use super::xml::{Tag, Xml};

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
    let mut xml = Xml::file();
    xml.tag("gexf")
        .with("xmlns", "http://gexf.net/1.3")
        .with("xmlns:viz", "http://gexf.net/1.3/viz")
        .with("version", "1.3")
        .open();
    xml.open("meta");
    xml.tag("creator").text(concat!("saiga ", env!("CARGO_PKG_VERSION")));
    xml.tag("description").text(&description(net));
    xml.close("meta");
    let direction = if net.is_directed { "directed" } else { "undirected" };
    let graph = xml.tag("graph").with("defaultedgetype", direction).with("idtype", "string");
    if is_dynamic {
        let graph = graph.with("mode", "dynamic").with("timeformat", "date");
        graph.with("timerepresentation", "interval").open();
    } else {
        graph.with("mode", "static").open();
    }
    let (of_nodes, of_edges) = (NodeColumns::new(net, looks), EdgeColumns::new(net));
    declare(&mut xml, "node", "static", &of_nodes.columns);
    declare(&mut xml, "edge", "static", &of_edges.columns);
    if is_dynamic && net.graph.edge_weights().any(|edge| edge.status().is_some()) {
        let (id, title) = ("status".to_owned(), "Status".to_owned());
        declare(&mut xml, "edge", "dynamic", &[Column { id, title, kind: Kind::Text }]);
    }
    xml.tag("nodes").with_plain("count", net.graph.node_count()).open();
    xml.flush(out)?;
    let slots: Vec<NodeIndex> = net.graph.node_indices().collect();
    in_order(out, &slots, |slots| {
        let mut xml = Xml::inside(3);
        for slot in slots {
            node(&mut xml, net, (*slot, &looks[slot.index()]), &of_nodes, is_dynamic);
        }
        xml.into_text()
    })?;
    xml.close("nodes");
    xml.tag("edges").with_plain("count", net.graph.edge_count()).open();
    xml.flush(out)?;
    in_order(out, net.graph.raw_edges(), |edges| {
        let mut xml = Xml::inside(3);
        for one in edges {
            edge(&mut xml, net, one, &of_edges, is_dynamic);
        }
        xml.into_text()
    })?;
    xml.close("edges");
    xml.close("graph");
    xml.close("gexf");
    xml.flush(out)?;
    out.write_all(b"\n")
}

fn node(
    xml: &mut Xml,
    net: &Network<'_>,
    (slot, look): (NodeIndex, &Look),
    table: &NodeColumns<'_, '_>,
    is_dynamic: bool,
) {
    let entity = &net.graph[slot];
    xml.tag("node").with("id", &clean(&entity.id)).with("label", &short(&entity.node.label)).open();
    xml.open("attvalues");
    values(xml, &table.columns, &table.row(slot));
    xml.close("attvalues");
    if let Some(fact) = entity.fact.as_deref().filter(|_| is_dynamic) {
        spells(xml, &fact.spells());
    }
    colour(xml, look.colour);
    xml.tag("viz:position")
        .with_plain("x", look.x)
        .with_plain("y", look.y)
        .with("z", "0.0")
        .empty();
    xml.tag("viz:size").with_plain("value", look.size).empty();
    xml.close("node");
}

fn edge(
    xml: &mut Xml,
    net: &Network<'_>,
    edge: &Edge<Relation<'_>>,
    table: &EdgeColumns,
    is_dynamic: bool,
) {
    let relation = &edge.weight;
    xml.tag("edge")
        .with("id", &relation.id)
        .with("source", &clean(&net.graph[edge.source()].id))
        .with("target", &clean(&net.graph[edge.target()].id))
        .with("kind", &relation.kind)
        .with("label", &short(&relation.label))
        .with_plain("weight", relation.weight())
        .open();
    xml.open("attvalues");
    values(xml, &table.columns, &table.row(relation));
    if is_dynamic && relation.status().is_some() {
        for (interval, status) in relation.status_over_time() {
            let value = xml.tag("attvalue").with("for", "status").with("value", status.name());
            days(value, interval).empty();
        }
    }
    xml.close("attvalues");
    if let Some(mark) = relation.mark {
        colour(xml, mark.colour());
    }
    if is_dynamic {
        spells(xml, &relation.spells());
    }
    xml.close("edge");
}

fn spells(xml: &mut Xml, spells: &[Interval]) {
    if spells.is_empty() {
        return;
    }
    xml.open("spells");
    for interval in spells {
        days(xml.tag("spell"), *interval).empty();
    }
    xml.close("spells");
}

/// Adds the ends that an interval has; Gephi takes a missing one as infinity.
fn days(mut tag: Tag<'_>, interval: Interval) -> Tag<'_> {
    for (name, day) in [("start", interval.start), ("end", interval.end)] {
        if let Some(day) = day {
            tag = tag.with_plain(name, day);
        }
    }
    tag
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

/// Channels and opacity: the one form that every reader takes.
fn colour(xml: &mut Xml, Colour(r, g, b): Colour) {
    let tag = xml.tag("viz:color").with_plain("r", r).with_plain("g", g).with_plain("b", b);
    tag.with("a", "1.0").empty();
}

fn declare(xml: &mut Xml, class: &str, mode: &str, columns: &[Column]) {
    xml.tag("attributes").with("class", class).with("mode", mode).open();
    for column in columns {
        let kind = match column.kind {
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Number => "double",
            Kind::List => "liststring",
        };
        let tag = xml.tag("attribute").with("id", &column.id).with("title", &column.title);
        tag.with("type", kind).empty();
    }
    xml.close("attributes");
}

fn values(xml: &mut Xml, columns: &[Column], row: &[Option<Value<'_>>]) {
    for (column, value) in columns.iter().zip(row) {
        let Some(value) = value else { continue };
        let tag = xml.tag("attvalue").with("for", &column.id);
        match value {
            Value::Text(text) => tag.with("value", text),
            Value::Integer(number) => tag.with_plain("value", number),
            Value::Number(number) => tag.with_plain("value", number),
            Value::List(items) => tag.with_list("value", items),
        }
        .empty();
    }
}

#[cfg(test)]
#[path = "gexf_tests.rs"]
mod tests;
