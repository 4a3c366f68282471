//! Quads as sorted N-Quads lines, and back.

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::Quad;

/// Sorts the quads by their lines and drops what is there twice, so that equal sets are written as
/// equal bytes.
pub fn canonical(mut quads: Vec<Quad>) -> Vec<Quad> {
    quads.sort_by_cached_key(ToString::to_string);
    quads.dedup();
    quads
}

/// Returns the quads one a line, in the order given.
pub fn write(quads: &[Quad]) -> Vec<u8> {
    use std::io::Write as _;
    let mut bytes = Vec::new();
    for quad in quads {
        writeln!(bytes, "{quad} .").expect("memory takes everything");
    }
    bytes
}

/// Reads N-Quads.
///
/// # Errors
/// The first line that is not N-Quads, with its position.
pub fn read(bytes: &[u8]) -> Result<Vec<Quad>, RdfParseError> {
    RdfParser::from_format(RdfFormat::NQuads)
        .for_slice(bytes)
        .map(|quad| quad.map_err(RdfParseError::from))
        .collect()
}
