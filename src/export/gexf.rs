//! GEXF 1.3 as Gephi's importer reads it, which is not all that the standard allows.
//!
//! Valid against the RELAX NG grammar of the standard (its XSD contradicts every reader). What the
//! importer refuses, drops or merges is avoided: times are whole days, colours are `r g b a`,
//! edges are directed and parallel ones told apart by `kind`, weights are 1 or more, text is clean
//! XML, lists are quoted, one kind of time is used throughout.

use std::fmt::Write as _;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::appearance::{Colour, Look};
use super::columns::{Column, EdgeColumns, Kind, NodeColumns, Value};
use super::label::{clean, local_name, short};
use super::network::Network;
use super::time::Interval;

/// Which readers the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    /// Gephi: with spells, and the status over time.
    Dynamic,
    /// Gephi Lite, graphology and others, which lose times or stumble over them: dates are plain
    /// columns only.
    Lite,
}

/// Writes the network.
pub(super) fn gexf(net: &Network<'_>, looks: &[Look], variant: Variant) -> Vec<u8> {
    // Without any interval Gephi shows no timeline, and a dynamic mode would promise one.
    let is_dynamic = variant == Variant::Dynamic
        && net.graph.edge_weights().any(|edge| !edge.dated().is_empty());
    let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 1) };
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    xml.open(
        "gexf",
        &[
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("version", "1.3"),
        ],
    );
    xml.open("meta", &[]);
    xml.text("creator", concat!("saiga ", env!("CARGO_PKG_VERSION")));
    xml.text("description", &legend(net));
    xml.close("meta");
    let mut attributes = vec![("defaultedgetype", "directed"), ("idtype", "string")];
    if is_dynamic {
        attributes.extend([
            ("mode", "dynamic"),
            ("timeformat", "date"),
            ("timerepresentation", "interval"),
        ]);
    } else {
        attributes.push(("mode", "static"));
    }
    xml.open("graph", &attributes);
    let (of_nodes, of_edges) = (NodeColumns::new(net, looks), EdgeColumns::new(net));
    xml.declare("node", "static", &of_nodes.columns);
    xml.declare("edge", "static", &of_edges.columns);
    if is_dynamic {
        let (id, title) = ("status".to_owned(), "Status".to_owned());
        xml.declare("edge", "dynamic", &[Column { id, title, kind: Kind::Text }]);
    }
    nodes(&mut xml, net, looks, &of_nodes);
    edges(&mut xml, net, &of_edges, is_dynamic);
    xml.close("graph");
    xml.close("gexf");
    let mut bytes = xml.writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn nodes(xml: &mut Xml, net: &Network<'_>, looks: &[Look], table: &NodeColumns<'_, '_>) {
    xml.open("nodes", &[("count", &net.graph.node_count().to_string())]);
    for (slot, look) in net.graph.node_indices().zip(looks) {
        let entity = &net.graph[slot];
        xml.open("node", &[("id", &clean(entity.id)), ("label", &short(&entity.node.label))]);
        xml.open("attvalues", &[]);
        xml.values(&table.columns, &table.row(slot));
        xml.close("attvalues");
        xml.colour(look.colour);
        let (x, y) = (look.x.to_string(), look.y.to_string());
        xml.empty("viz:position", &[("x", &x), ("y", &y), ("z", "0.0")]);
        xml.empty("viz:size", &[("value", &look.size.to_string())]);
        xml.close("node");
    }
    xml.close("nodes");
}

fn edges(xml: &mut Xml, net: &Network<'_>, table: &EdgeColumns<'_>, is_dynamic: bool) {
    xml.open("edges", &[("count", &net.graph.edge_count().to_string())]);
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let (source, target) = (net.graph[edge.source()].id, net.graph[edge.target()].id);
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
        );
        xml.open("attvalues", &[]);
        xml.values(&table.columns, &table.row(relation));
        let spells = if is_dynamic { relation.spells() } else { Vec::new() };
        if !spells.is_empty() {
            for (interval, status) in relation.status_over_time() {
                let status = status.to_string();
                let mut attributes = vec![("for", "status"), ("value", status.as_str())];
                let days = days(interval);
                attributes.extend(days.iter().map(|(name, day)| (*name, day.as_str())));
                xml.empty("attvalue", &attributes);
            }
        }
        xml.close("attvalues");
        if let Some(mark) = relation.mark {
            xml.colour(mark.colour());
        }
        if !spells.is_empty() {
            xml.open("spells", &[]);
            for interval in spells {
                let days = days(interval);
                let days: Vec<(&str, &str)> =
                    days.iter().map(|(name, day)| (*name, day.as_str())).collect();
                xml.empty("spell", &days);
            }
            xml.close("spells");
        }
        xml.close("edge");
    }
    xml.close("edges");
}

/// Returns the ends that an interval has; Gephi takes a missing one as infinity.
fn days(interval: Interval) -> Vec<(&'static str, String)> {
    let ends = [("start", interval.start), ("end", interval.end)];
    ends.into_iter().filter_map(|(name, day)| Some((name, day?.to_string()))).collect()
}

/// Says which colour stands for which class, since Gephi shows no legend.
fn legend(net: &Network<'_>) -> String {
    let mut text = "Colours by class:".to_owned();
    for class in &net.classes {
        let (name, colour) = (local_name(class), net.colour(class));
        write!(text, " {name} {colour};").expect("a string takes everything");
    }
    clean(text.trim_end_matches(';'))
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

/// A writer into memory, which cannot fail.
struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    fn event(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("memory takes every event");
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Start(start));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Empty(start));
    }

    fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.event(Event::Text(BytesText::new(text)));
        self.close(name);
    }

    /// Channels and opacity: the one form that every reader takes.
    fn colour(&mut self, Colour(r, g, b): Colour) {
        let [r, g, b] = [r, g, b].map(|channel| channel.to_string());
        self.empty("viz:color", &[("r", &r), ("g", &g), ("b", &b), ("a", "1.0")]);
    }

    fn declare(&mut self, class: &str, mode: &str, columns: &[Column]) {
        self.open("attributes", &[("class", class), ("mode", mode)]);
        for column in columns {
            let kind = match column.kind {
                Kind::Text => "string",
                Kind::Integer => "integer",
                Kind::Number => "double",
                Kind::List => "liststring",
            };
            self.empty(
                "attribute",
                &[("id", &column.id), ("title", &column.title), ("type", kind)],
            );
        }
        self.close("attributes");
    }

    fn values(&mut self, columns: &[Column], row: &[Option<Value>]) {
        for (column, value) in columns.iter().zip(row) {
            let value = match value {
                None => continue,
                Some(Value::Text(text)) => clean(text),
                Some(Value::Integer(number)) => number.to_string(),
                Some(Value::Number(number)) => number.to_string(),
                Some(Value::List(items)) => quoted_list(items),
            };
            self.empty("attvalue", &[("for", &column.id), ("value", &value)]);
        }
    }
}

#[cfg(test)]
#[path = "gexf_tests.rs"]
mod tests;
