//! How long a large network takes to build, to lay out, to measure and to write, and how much memory
//! writing takes.
//!
//! `cargo bench --bench network -- [NODES EDGES [FOLDER]]`; the files are kept in FOLDER. With
//! `NETWORKX=python3` (one that has networkx) the same network is also written by networkx.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use saiga::export::{Format, Look, Network, Part, Scope, finish, measure, parts};
use saiga::extract::{Polarity, Realis};
use saiga::graph::record::{ClaimRecord, Node, Object, Passage};

/// Reads the GEXF that saiga wrote and writes it again: the time of the second half is told.
const NETWORKX: &str = "
import sys, time, networkx, resource
graph = networkx.read_gexf(sys.argv[1])
start, before = time.monotonic(), time.process_time()
networkx.write_gexf(graph, sys.argv[2])
print(f'networkx: all of gexf: {time.monotonic() - start:.2f} s, '
      f'{time.process_time() - before:.2f} s of processors, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB in all')
";

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (start, before) = (std::time::Instant::now(), processor_time());
    let result = work();
    let took: Duration = start.elapsed();
    let busy = processor_time() - before;
    report(&format!("{what}: {:.2} s, {busy:.2} s of processors", took.as_secs_f64()));
    result
}

/// Seconds that processors have worked for this program, on all threads: what a busy machine does
/// not falsify. 0 where the system does not tell.
fn processor_time() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold anything; 11 fields after it come the ticks.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks =
        fields.split_whitespace().skip(11).take(2).filter_map(|one| one.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
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
    let kept = args.get(2).map(PathBuf::from);
    let folder = kept.clone().unwrap_or_else(std::env::temp_dir);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let records = claims(n_nodes, n_edges);
    report(&format!("memory of the claims: {} MB", memory()));
    let net = timed("build", || Network::new(&records, &Scope::default()));
    report(&format!("{} nodes, {} edges", net.graph.node_count(), net.graph.edge_count()));
    report(&format!("memory with the network: {} MB", memory()));
    timed("measures", || measure(&net));
    let looks = timed("measures and layout", || finish(&net));
    for format in [Format::Gexf, Format::GexfLite, Format::GraphMl, Format::Csv, Format::Graphology]
    {
        let before = memory();
        timed(&format!("all of {format}"), || {
            for part in parts(format).expect("a format for networks") {
                save(&folder.join(part.name), part, &net, &looks);
            }
        });
        report(&format!("  memory: {} MB more", memory().saturating_sub(before)));
    }
    if let Ok(python) = std::env::var("NETWORKX") {
        let copy = folder.join("networkx.gexf");
        let run = Command::new(python)
            .args(["-c", NETWORKX])
            .args([&folder.join("graph.gexf"), &copy])
            .output()
            .expect("NETWORKX names a Python");
        report(String::from_utf8_lossy(&run.stdout).trim());
        report(String::from_utf8_lossy(&run.stderr).trim());
    }
}

fn save(path: &std::path::Path, part: Part, net: &Network<'_>, looks: &[Look]) {
    let mut file = BufWriter::new(File::create(path).expect("the file can be made"));
    part.write(net, looks, &mut file).expect("the file can be written");
    file.flush().expect("the file can be written");
}

/// The most memory that this program has had, in megabytes; 0 where the system does not tell.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) / 1024
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
