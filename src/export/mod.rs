//! Stage 5c: the graph as files for other programs: Gephi, spreadsheets, RDF stores.
//!
//! A [`Network`] is what analysts draw: entities as nodes, one edge per subject, relation and
//! object, literals as attributes. Every network format writes the same nodes, edges and
//! [columns](columns); RDF formats write quads as they are. `docs/export.md` says which file to
//! open where.

mod appearance;
pub mod columns;
mod community;
mod csv;
mod dot;
mod format;
mod gexf;
mod graphml;
mod json;
mod label;
mod layout;
pub mod lint;
mod network;
mod quadtree;
mod rdf;
mod scope;
mod status;
mod time;

pub use self::appearance::{Colour, Look, finish};
pub use self::community::{communities, modularity};
pub use self::format::{Format, UnknownFormat};
pub use self::network::{Entity, Mark, Network, Relation};
pub use self::rdf::{NotAnRdfFormat, rdf};
pub use self::scope::{Scope, StatusFilter};
pub use self::status::Status;
pub use self::time::Interval;

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name, when one export makes several files; the suffix of a single one.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A format that this function does not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is a format for RDF graphs, not for networks")]
pub struct NotANetworkFormat(pub Format);

/// Writes `net` in a network format: one file, or several for CSV.
///
/// # Errors
/// [`NotANetworkFormat`] when `format` is for RDF; see [`rdf`].
pub fn network(format: Format, net: &Network<'_>) -> Result<Vec<File>, NotANetworkFormat> {
    let looks = finish(net);
    let one = |name, bytes| vec![File { name, bytes }];
    Ok(match format {
        Format::Gexf => one("graph.gexf", gexf::gexf(net, &looks, gexf::Variant::Dynamic)),
        Format::GexfLite => one("graph.lite.gexf", gexf::gexf(net, &looks, gexf::Variant::Lite)),
        Format::GraphMl => one("graph.graphml", graphml::graphml(net, &looks)),
        Format::Csv => csv::csv(net, &looks),
        Format::Graphology => one("graph.json", json::graphology(net, &looks)),
        Format::Cytoscape => one("graph.cyjs", json::cytoscape(net, &looks)),
        Format::Dot => one("graph.dot", dot::dot(net, &looks)),
        Format::Turtle | Format::Trig | Format::NTriples | Format::NQuads | Format::JsonLd => {
            return Err(NotANetworkFormat(format));
        }
    })
}
