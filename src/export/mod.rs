//! Stage 5c: the graph as files for other programs: Gephi, spreadsheets, RDF stores.
//!
//! A [`Network`] is what analysts draw: by default entities as nodes, one edge per subject,
//! relation and object, literals as attributes; a [`Profile`] draws something else. Every network
//! format writes the same nodes, edges and [columns]; RDF formats write quads as they are.
//! `docs/export.md` says which file to open where.

mod appearance;
mod assembly;
mod captions;
mod chunks;
pub mod columns;
mod community;
mod csv;
mod dot;
mod entities;
mod facts;
mod format;
mod gexf;
mod graphml;
mod json;
mod label;
mod layout;
mod links;
pub mod lint;
mod mark;
mod measure;
mod mentions;
mod network;
mod pajek;
mod plain;
mod png;
mod profile;
mod quadtree;
mod rdf;
mod scope;
pub mod stats;
mod status;
mod svg;
mod time;
mod xml;

use std::io::{self, Write};

pub use self::appearance::{Colour, Look, finish};
pub use self::community::{communities, modularity};
pub use self::format::{Format, UnknownFormat};
pub use self::links::Link;
pub use self::measure::{Measured, measure};
pub use self::network::{Entity, Excerpt, Mark, Network, Notes, Relation};
pub use self::profile::{Material, Profile};
pub use self::rdf::{NotAnRdfFormat, rdf};
pub use self::scope::{Scope, StatusFilter};
pub use self::status::Status;
pub use self::time::Interval;

/// A file of an export that has yet to be written.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Name, when one export makes several files; the suffix of a single one.
    pub name: &'static str,
    write: Writer,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name, when one export makes several files; the suffix of a single one.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

type Writer = fn(&Network<'_>, &[Look], &mut dyn Write) -> io::Result<()>;

/// A format that this function does not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is a format for RDF graphs, not for networks")]
pub struct NotANetworkFormat(pub Format);

impl Part {
    /// The sidecar of any format: every passage behind every edge, by the id of the edge.
    pub const EVIDENCE: Self = Self { name: "evidence.csv", write: csv::evidence };

    /// Writes the file as it goes, one node or edge after the other. `looks` has one look a node.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&self, net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
        (self.write)(net, looks, out)
    }
}

/// Returns the files of a network format: one, or several for CSV.
///
/// # Errors
/// [`NotANetworkFormat`] when `format` is for RDF; see [`rdf`].
pub fn parts(format: Format) -> Result<Vec<Part>, NotANetworkFormat> {
    let one = |name, write: Writer| vec![Part { name, write }];
    Ok(match format {
        Format::Gexf => one("graph.gexf", gexf::dynamic),
        Format::GexfLite => one("graph.lite.gexf", gexf::lite),
        Format::GraphMl => one("graph.graphml", graphml::graphml),
        Format::Csv => vec![
            Part { name: "nodes.csv", write: csv::nodes },
            Part { name: "edges.csv", write: csv::edges },
            Part::EVIDENCE,
            Part { name: "import.md", write: csv::import },
        ],
        Format::Graphology => one("graph.json", json::graphology),
        Format::Cytoscape => one("graph.cyjs", json::cytoscape),
        Format::Dot => one("graph.dot", dot::dot),
        Format::Pajek => one("graph.net", pajek::pajek),
        Format::Svg => one("graph.svg", svg::svg),
        Format::Png => one("graph.png", png::png),
        Format::Turtle | Format::Trig | Format::NTriples | Format::NQuads | Format::JsonLd => {
            return Err(NotANetworkFormat(format));
        }
    })
}

/// Lays `net` out and writes it in a network format, in memory.
///
/// # Errors
/// [`NotANetworkFormat`] when `format` is for RDF; see [`rdf`].
///
/// # Panics
/// Never: memory takes everything.
pub fn network(format: Format, net: &Network<'_>) -> Result<Vec<File>, NotANetworkFormat> {
    let looks = finish(net);
    let written = |part: Part| {
        let mut bytes = Vec::new();
        part.write(net, &looks, &mut bytes).expect("memory takes everything");
        File { name: part.name, bytes }
    };
    Ok(parts(format)?.into_iter().map(written).collect())
}
