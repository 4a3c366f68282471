//! How long a large network takes to build, to lay out and to write.
//!
//! `cargo bench --bench network -- [NODES EDGES [FOLDER]]`; the files are kept in FOLDER.

use std::collections::BTreeMap;
use std::time::Duration;

use saiga::export::{File, Format, Network, Scope, finish, network};
use saiga::extract::{Polarity, Realis};
use saiga::graph::record::{ClaimRecord, Node, Object, Passage};

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = std::time::Instant::now();
    let result = work();
    let took: Duration = start.elapsed();
    report(&format!("{what}: {:.2} s", took.as_secs_f64()));
    result
}

#[allow(clippy::print_stdout, reason = "a benchmark prints")]
fn report(line: &str) {
    println!("{line}");
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let number = |slot: usize, default: usize| {
        args.get(slot).and_then(|arg| arg.parse().ok()).unwrap_or(default)
    };
    let (n_nodes, n_edges) = (number(0, 5_000), number(1, 20_000));
    let records = claims(n_nodes, n_edges);
    let scope = Scope::default();
    let net = timed("build", || Network::new(&records, &scope));
    report(&format!("{} nodes, {} edges", net.graph.node_count(), net.graph.edge_count()));
    timed("layout and communities", || finish(&net));
    for format in [Format::Gexf, Format::GexfLite, Format::Csv] {
        let what = format!("all of {format}");
        let files = timed(&what, || network(format, &net).expect("a format for networks"));
        if let Some(folder) = args.get(2) {
            save(folder, &files);
        }
    }
}

fn save(folder: &str, files: &[File]) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for file in files {
        std::fs::write(format!("{folder}/{}", file.name), &file.bytes)
            .expect("the file can be written");
    }
}

/// Makes a network in which few entities have many links, as in real ones.
fn claims(n_nodes: usize, n_edges: usize) -> Vec<ClaimRecord> {
    const CLASSES: [&str; 4] = ["Country", "Organization", "Person", "Event"];
    const RELATIONS: [&str; 3] = ["memberOf", "supported", "visited"];
    let node = |number: usize| {
        let class = CLASSES[number % CLASSES.len()];
        Node {
            iri: format!("https://w3id.org/saiga/id/{}/n{number}", class.to_lowercase()),
            label: format!("{class} number {number}"),
            class: format!("https://w3id.org/saiga/geopolitics#{class}"),
        }
    };
    // A linear congruential generator (Knuth's MMIX): the same network on every run.
    let mut state = 1_u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    (0..n_edges)
        .map(|number| {
            let hub = |n: usize| n % (1 + n % n_nodes);
            let (subject, object) = (node(next() % n_nodes), node(hub(next())));
            let relation = RELATIONS[next() % RELATIONS.len()];
            let year = 1991 + next() % 34;
            let version = format!("https://w3id.org/saiga/doc/d{}/v1", number % 50);
            let quote = format!(
                "In {year}, {} was said to have a relation with {}, in a sentence long enough to be read.",
                subject.label, object.label
            );
            let start = Object::Literal {
                value: year.to_string(),
                datatype: "http://www.w3.org/2001/XMLSchema#gYear".to_owned(),
            };
            ClaimRecord {
                iri: format!("https://w3id.org/saiga/claim/{number:024x}"),
                article: format!("https://w3id.org/saiga/article/a{}", number % 50),
                article_title: format!("Article {}", number % 50),
                subject,
                predicate: format!("https://w3id.org/saiga/geopolitics#{relation}"),
                predicate_label: relation.to_owned(),
                object: Object::Entity(object),
                qualifiers: BTreeMap::from([("https://w3id.org/saiga/ns#validFrom".to_owned(), vec![start])]),
                polarity: Polarity::Affirmed,
                realis: [Realis::Actual, Realis::Planned][number % 5 / 4],
                holder: None,
                evidence: vec![Passage {
                    iri: format!("{version}#char={},{}", number * 100, number * 100 + 90),
                    start: number as u32 * 100,
                    end: number as u32 * 100 + 90,
                    quote,
                }],
                rule: format!("{relation}/1"),
                version,
            }
        })
        .collect()
}
