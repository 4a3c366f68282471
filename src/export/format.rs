//! The formats, and how their names and files' suffixes are read.

use std::fmt;

/// A format to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// GEXF 1.3 with time, for Gephi.
    Gexf,
    /// GEXF 1.3 without, for Gephi Lite and other readers.
    GexfLite,
    /// GraphML.
    GraphMl,
    /// Tables of nodes, edges and evidence as Gephi imports them.
    Csv,
    /// JSON of graphology, for sigma.js and Gephi Lite.
    Graphology,
    /// JSON of Cytoscape.
    Cytoscape,
    /// DOT, for Graphviz.
    Dot,
    /// Pajek's `.net`.
    Pajek,
    /// A picture that can be scaled.
    Svg,
    /// A picture made of dots.
    Png,
    /// Turtle.
    Turtle,
    /// TriG.
    Trig,
    /// N-Triples.
    NTriples,
    /// N-Quads.
    NQuads,
    /// JSON-LD.
    JsonLd,
}

/// A name or path that tells no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` tells no export format (expected one of {names})", names = Format::names())]
pub struct UnknownFormat(pub String);

/// Name, suffixes, format. The first suffix is the one that files are given; a longer suffix
/// stands before one that it ends in.
const FORMATS: &[(&str, &[&str], Format)] = &[
    ("gexf-lite", &["lite.gexf"], Format::GexfLite),
    ("gexf", &["gexf"], Format::Gexf),
    ("graphml", &["graphml"], Format::GraphMl),
    ("csv", &["csv"], Format::Csv),
    ("graphology", &["json"], Format::Graphology),
    ("cytoscape", &["cyjs"], Format::Cytoscape),
    ("dot", &["dot", "gv"], Format::Dot),
    ("pajek", &["net"], Format::Pajek),
    ("svg", &["svg"], Format::Svg),
    ("png", &["png"], Format::Png),
    ("turtle", &["ttl"], Format::Turtle),
    ("trig", &["trig"], Format::Trig),
    ("ntriples", &["nt"], Format::NTriples),
    ("nquads", &["nq"], Format::NQuads),
    ("jsonld", &["jsonld"], Format::JsonLd),
];

impl Format {
    /// Reads the name of a format (`gexf`), or guesses it from the suffix of a path
    /// (`out/graph.lite.gexf`). Case does not matter.
    ///
    /// # Errors
    /// [`UnknownFormat`] when neither tells one.
    pub fn from_name_or_path(text: &str) -> Result<Self, UnknownFormat> {
        let lower = text.to_lowercase();
        let by_name = FORMATS.iter().find(|(name, _, _)| *name == lower);
        let has_suffix = |suffix: &&str| {
            lower.strip_suffix(suffix).is_some_and(|stem| stem.is_empty() || stem.ends_with('.'))
        };
        let by_suffix = || FORMATS.iter().find(|(_, suffixes, _)| suffixes.iter().any(has_suffix));
        let found = by_name.or_else(by_suffix).map(|(_, _, format)| *format);
        found.ok_or_else(|| UnknownFormat(text.to_owned()))
    }

    /// Returns the name: `gexf-lite`.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Returns the suffix of its files, without a dot before it: `lite.gexf`.
    pub fn suffix(self) -> &'static str {
        self.row().1[0]
    }

    /// Says whether it is for RDF graphs and not for networks.
    pub fn is_rdf(self) -> bool {
        use Format::{JsonLd, NQuads, NTriples, Trig, Turtle};
        matches!(self, Turtle | Trig | NTriples | NQuads | JsonLd)
    }

    /// Returns all formats, in the order in which help lists them.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|(_, _, format)| *format)
    }

    fn names() -> String {
        FORMATS.iter().map(|(name, _, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn row(self) -> &'static (&'static str, &'static [&'static str], Self) {
        FORMATS.iter().find(|row| row.2 == self).expect("the table has every format")
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_suffixes_tell_the_format() {
        for format in Format::all() {
            assert_eq!(Format::from_name_or_path(format.name()), Ok(format));
            let path = format!("a.b/graph.{}", format.suffix().to_uppercase());
            assert_eq!(Format::from_name_or_path(&path), Ok(format));
        }
        for text in ["", "graph", "gexfx", "x.agexf", "graph.gexf/"] {
            assert!(Format::from_name_or_path(text).is_err(), "{text}");
        }
    }
}
