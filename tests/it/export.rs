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
fn every_format_has_the_same_nodes_and_edges() {
    let work = built();
    for profile in ["entities", "facts", "documents", "co-mention"] {
        let scope = ["--profile", profile];
        let export =
            |format: &str| work.ok(&[&["export", "--format", format][..], &scope].concat());
        work.ok(&[&["export", "--format", "csv", "--output", "tables"][..], &scope].concat());
        let sorted = |mut values: Vec<String>| {
            values.sort();
            values
        };
        let nodes = sorted(column(&work.read("tables/nodes.csv"), "Id"));
        let edges = sorted(column(&work.read("tables/edges.csv"), "Id"));
        assert!(nodes.len() > 10 && edges.len() > 10, "{profile}");
        for format in ["gexf", "gexf-lite", "graphml"] {
            let xml = export(format);
            assert_eq!(sorted(attributes(&xml, "node", "id")), nodes, "{profile} {format}");
            assert_eq!(sorted(attributes(&xml, "edge", "id")), edges, "{profile} {format}");
        }
        let json = |format: &str| -> serde_json::Value {
            serde_json::from_str(&export(format)).expect("the export is JSON")
        };
        let keys = |list: &serde_json::Value, path: &str| {
            let items = list.as_array().expect("nodes and edges are lists");
            let key = |item: &serde_json::Value| {
                item.pointer(path).and_then(|key| key.as_str()).map(str::to_owned)
            };
            sorted(items.iter().filter_map(key).collect())
        };
        let graph = json("graphology");
        assert_eq!(
            (keys(&graph["nodes"], "/key"), keys(&graph["edges"], "/key")),
            (nodes.clone(), edges.clone())
        );
        let graph = &json("cytoscape")["elements"];
        assert_eq!(
            (keys(&graph["nodes"], "/data/id"), keys(&graph["edges"], "/data/id")),
            (nodes.clone(), edges.clone())
        );
        let dot = export("dot");
        assert_eq!(dot.matches("[id=\"").count(), edges.len(), "{profile} dot");
        let pajek = export("pajek");
        assert!(pajek.starts_with(&format!("*Vertices {}\n", nodes.len())), "{profile} pajek");
        assert_eq!(pajek.lines().count(), nodes.len() + edges.len() + 2, "{profile} pajek");
        let svg = export("svg");
        assert_eq!(attributes(&svg, "circle", "stroke").len(), 0);
        assert!(attributes(&svg, "path", "d").len() >= edges.len(), "{profile} svg");
    }
}

#[test]
fn profiles_are_other_networks_of_the_same_documents() {
    let work = built();
    let classes = |profile: &str| {
        work.ok(&["export", "--profile", profile, "--format", "csv", "--output", profile]);
        column(&work.read(&format!("{profile}/nodes.csv")), "Class")
            .into_iter()
            .collect::<BTreeSet<_>>()
    };
    assert!(classes("facts").contains("Claim") && !classes("entities").contains("Claim"));
    assert!(classes("documents").contains("Article") && !classes("co-mention").contains("Article"));
    let kinds = column(&work.read("co-mention/edges.csv"), "Type");
    assert!(kinds.iter().all(|kind| kind == "Undirected"));
    let graph = work.ok(&[
        "export",
        "--profile",
        "diff",
        "--old",
        "csto-membership@v1",
        "--new",
        "csto-membership@v2",
    ]);
    let marks = attributes(&graph, "attvalue", "value");
    for mark in ["same", "changed", "added"] {
        assert!(marks.iter().any(|value| value == mark), "no edge is {mark}");
    }
}

#[test]
fn a_query_is_drawn() {
    let work = built();
    let select = "SELECT ?source ?target ?kind (COUNT(*) AS ?weight) (\"x\" AS ?note) {
        ?claim a sg:Claim ; rdf:subject ?source ; rdf:object ?target ; rdf:predicate ?kind .
        FILTER(?kind = gp:memberOf) } GROUP BY ?source ?target ?kind";
    work.write("members.rq", select);
    let drawn = work.ok(&["export", "--query", "members.rq"]);
    let wanted = work.ok(&["export", "--relation", "memberOf", "--status", "all"]);
    let ends = |xml: &str| {
        let [source, target] = ["source", "target"].map(|end| attributes(xml, "edge", end));
        source.into_iter().zip(target).collect::<BTreeSet<_>>()
    };
    assert_eq!(ends(&drawn), ends(&wanted));
    let labels = |xml: &str| attributes(xml, "node", "label").into_iter().collect::<BTreeSet<_>>();
    assert!(labels(&drawn).is_subset(&labels(&work.ok(&["export", "--status", "all"]))));
    assert!(attributes(&drawn, "attvalue", "value").iter().any(|value| value == "[\"x\"]"));
    work.write(
        "built.rq",
        "CONSTRUCT { ?s gp:memberOf ?o . ?s gp:note \"y\" } { ?s gp:memberOf ?o }",
    );
    let built = work.ok(&["export", "--query", "built.rq"]);
    assert!(ends(&built).is_subset(&ends(&wanted)) && !ends(&built).is_empty());
    work.write("none.rq", "SELECT ?a { ?a ?b ?c }");
    let refused = work.saiga(&["export", "--query", "none.rq"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("a network needs ?source and ?target"), "{}", refused.err);
}

#[test]
fn versions_can_be_the_timeline() {
    let work = built();
    let xml = work.ok(&["export", "--time", "versions", "--status", "all"]);
    let starts: BTreeSet<String> = attributes(&xml, "spell", "start").into_iter().collect();
    // The sample documents with two versions are not all dated: versions are years.
    assert_eq!(starts.into_iter().collect::<Vec<_>>(), ["0001-01-01", "0002-01-01"]);
    let ends: BTreeSet<String> = attributes(&xml, "spell", "end").into_iter().collect();
    assert_eq!(
        ends.into_iter().collect::<Vec<_>>(),
        ["0001-12-31"],
        "what only the first version says"
    );
}

#[test]
fn files_of_anybody_are_checked() {
    let work = built();
    work.ok(&["export", "--output", "ours.gexf"]);
    assert_eq!(
        work.ok(&["export", "--check", "ours.gexf"]),
        "ours.gexf: opens in Gephi as it is\n"
    );
    work.write("theirs.gexf", work.read("ours.gexf").replacen("weight=\"1\"", "weight=\"0\"", 1));
    let told = work.saiga(&["export", "--check", "theirs.gexf", "ours.gexf"]);
    assert_eq!(told.code, Some(1));
    assert!(
        told.out.contains(": zero-weight: ") && told.out.ends_with("as it is\n"),
        "{}",
        told.out
    );
}

#[test]
fn stats_count_what_is_exported() {
    let work = built();
    let stats: serde_json::Value =
        serde_json::from_str(&work.ok(&["stats", "--json", "--list", "3"]))
            .expect("stats are JSON");
    let gexf = work.ok(&["export"]);
    assert_eq!(stats["nodes"], attributes(&gexf, "node", "id").len());
    assert_eq!(stats["edges"], attributes(&gexf, "edge", "id").len());
    assert_eq!(stats["top"].as_array().map(Vec::len), Some(3));
    let text = work.ok(&["stats", "--by", "pagerank", "--around", "WTO"]);
    assert!(text.contains("World Trade Organization") && text.contains("PageRank"), "{text}");
}

#[test]
fn arguments_that_name_nothing_are_refused() {
    let work = built();
    for (args, told) in [
        (&["--relation", "membrOf"][..], "did you mean `memberOf`?"),
        (&["--class", "Contry"], "did you mean `Country`?"),
        (&["--around", "Atlantis"], "--around Atlantis: no such entity"),
        (&["--profile", "co-mention", "--relation", "memberOf"], "--relation does not go with"),
        (&["--profile", "diff"], "name the two versions"),
    ] {
        let run = work.saiga(&[&["export"][..], args].concat());
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
    }
}

#[test]
fn threads_do_not_show() {
    let work = built();
    let export = |n_threads: &str| {
        let mut command = crate::support::program();
        command.current_dir(work.path(".")).args(["export", "--profile", "facts"]);
        let run = crate::support::run({
            command.env("RAYON_NUM_THREADS", n_threads);
            command
        });
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.out
    };
    assert_eq!(export("1"), export("5"));
}

#[test]
fn the_format_is_guessed_from_the_name() {
    let work = built();
    work.ok(&["export", "--output", "graph.ttl"]);
    assert_eq!(work.read("graph.ttl"), work.ok(&["export", "--format", "turtle"]));
    work.ok(&["export", "--output", "graph.gexf"]);
    assert_eq!(work.read("graph.gexf"), work.ok(&["export", "--format", "gexf"]));
}
