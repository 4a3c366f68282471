//! Files that agree with the store and with one another.

use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use quick_xml::XmlVersion;
use quick_xml::events::Event;

use crate::support::Workdir;

fn built() -> Workdir {
    let work = Workdir::with_samples();
    work.ok(&["build", "documents", "--quiet"]);
    work
}

/// The values of one attribute of all elements of a name.
fn attributes(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("the file is well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == element => {
                let value = tag.try_get_attribute(attribute).expect("attributes are well-formed");
                found.extend(value.map(|value| {
                    value
                        .normalized_value(XmlVersion::Implicit1_0)
                        .expect("references are known")
                        .into_owned()
                }));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The cells of a CSV file by the title of their column.
fn column(csv: &str, title: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().expect("a table has a header").clone();
    let place = headers.iter().position(|header| header == title).expect("the column is there");
    reader
        .records()
        .map(|row| row.expect("rows are as long as the header")[place].to_owned())
        .collect()
}

#[test]
fn gexf_says_how_many_it_has() {
    let work = built();
    let gexf = work.ok(&["export", "--format", "gexf"]);
    let nodes = attributes(&gexf, "node", "id");
    let edges = attributes(&gexf, "edge", "id");
    assert!(nodes.len() > 20 && edges.len() > 20);
    assert_eq!(attributes(&gexf, "nodes", "count"), [nodes.len().to_string()]);
    assert_eq!(attributes(&gexf, "edges", "count"), [edges.len().to_string()]);
    let known: BTreeSet<&String> = nodes.iter().collect();
    assert_eq!(known.len(), nodes.len(), "ids of nodes are unique");
    for end in ["source", "target"] {
        for id in attributes(&gexf, "edge", end) {
            assert!(known.contains(&id), "an edge leads to {id}, which is no node");
        }
    }
    assert_eq!(edges.iter().collect::<BTreeSet<_>>().len(), edges.len(), "ids of edges are unique");
}

#[test]
fn tables_hold_what_gexf_holds() {
    let work = built();
    let gexf = work.ok(&["export", "--format", "gexf"]);
    work.ok(&["export", "--format", "csv", "--output", "tables"]);
    let set = |values: Vec<String>| values.into_iter().collect::<BTreeSet<_>>();
    assert_eq!(
        set(column(&work.read("tables/nodes.csv"), "Id")),
        set(attributes(&gexf, "node", "id"))
    );
    let edges = work.read("tables/edges.csv");
    assert_eq!(set(column(&edges, "Id")), set(attributes(&gexf, "edge", "id")));
    let evidence = work.read("tables/evidence.csv");
    assert_eq!(
        set(column(&evidence, "Edge")),
        set(column(&edges, "Id")),
        "every edge has its quotes"
    );
    assert!(column(&evidence, "Quote").iter().all(|quote| !quote.trim().is_empty()));
}

#[test]
fn rdf_holds_every_quad_of_the_store() {
    let work = built();
    let nquads = work.ok(&["export", "--format", "nquads"]);
    let quads: BTreeSet<String> = nquads.lines().map(str::to_owned).collect();
    assert!(quads.len() > 1000 && !nquads.contains("_:"), "many quads, no blank nodes");
    let trig = parsed(&work.ok(&["export", "--format", "trig"]), RdfFormat::TriG);
    let statements: BTreeSet<String> = trig.iter().map(|quad| format!("{quad} .")).collect();
    assert_eq!(statements, quads);
    let turtle = parsed(&work.ok(&["export", "--format", "turtle"]), RdfFormat::Turtle);
    let triples = |quads: &[Quad]| -> BTreeSet<String> {
        quads.iter().map(|it| format!("{} {} {}", it.subject, it.predicate, it.object)).collect()
    };
    assert_eq!(triples(&turtle), triples(&trig));
}

/// Reads RDF with a parser that is not ours.
fn parsed(text: &str, format: RdfFormat) -> Vec<Quad> {
    let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
    quads.map(|quad| quad.expect("our RDF parses")).collect()
}

#[test]
fn a_scope_takes_a_part() {
    let work = built();
    let all = attributes(&work.ok(&["export"]), "node", "id");
    let part = work.ok(&["export", "--relation", "memberOf"]);
    let nodes = attributes(&part, "node", "id");
    assert!(!nodes.is_empty() && nodes.len() < all.len());
    assert!(nodes.iter().all(|node| all.contains(node)), "ids do not depend on the scope");
    assert!(attributes(&part, "edge", "kind").iter().all(|kind| kind == "memberOf"));
}

#[test]
fn the_format_is_guessed_from_the_name() {
    let work = built();
    work.ok(&["export", "--output", "graph.ttl"]);
    assert_eq!(work.read("graph.ttl"), work.ok(&["export", "--format", "turtle"]));
    work.ok(&["export", "--output", "graph.gexf"]);
    assert_eq!(work.read("graph.gexf"), work.ok(&["export", "--format", "gexf"]));
}
