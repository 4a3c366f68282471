//! A set of quads as sorted N-Quads lines: what is left of a graph when it is only to be compared.

use std::borrow::Borrow;
use std::cmp::Ordering;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;

use super::quads::{BlankNode, QuadDiff};

/// Bytes of N-Quads that one thread parses at a time.
const CHUNK: usize = 4 << 20;

/// Quads as N-Quads without the final ` .`, sorted by bytes, each once, without blank nodes.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    /// Start and end of each line in `bytes`, in the order of the lines.
    ends: Vec<(usize, usize)>,
}

/// Why N-Quads cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum LinesError {
    /// Not N-Quads, with line and column.
    #[error(transparent)]
    Syntax(#[from] RdfParseError),
    /// A blank node.
    #[error(transparent)]
    Blank(#[from] BlankNode),
}

impl Lines {
    /// Takes quads in any order.
    ///
    /// # Errors
    /// [`BlankNode`] when there is one.
    pub fn of_quads<Q: Borrow<Quad>>(
        quads: impl IntoIterator<Item = Q>,
    ) -> Result<Self, BlankNode> {
        let mut bytes = Vec::new();
        for quad in quads {
            write(quad.borrow(), &mut bytes)?;
        }
        Ok(Self::sorted(bytes))
    }

    /// Takes N-Quads lines that saiga wrote itself, so that equal quads are equal lines.
    pub fn of_canonical(bytes: Vec<u8>) -> Self {
        Self::sorted(bytes)
    }

    /// Reads N-Quads, on all cores.
    ///
    /// # Errors
    /// The first line that is none, and the first blank node.
    pub fn parse(bytes: &[u8]) -> Result<Self, LinesError> {
        let parts: Vec<Result<Vec<u8>, LinesError>> =
            chunks(bytes).into_par_iter().map(parse_chunk).collect();
        let mut all = Vec::with_capacity(bytes.len());
        for part in parts {
            match part {
                Ok(part) => all.extend(part),
                // The number of the line counts from the start of the file.
                Err(LinesError::Syntax(_)) => return Err(whole_error(bytes)),
                Err(error) => return Err(error),
            }
        }
        Ok(Self::sorted(all))
    }

    /// Returns the lines in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.ends.iter().map(|span| self.at(*span))
    }

    /// Number of quads.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Says whether there is no quad.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns what turns these lines into `new`. Linear.
    pub fn diff(&self, new: &Self) -> QuadDiff {
        let mut diff = QuadDiff::default();
        let (mut a, mut b) = (self.iter().peekable(), new.iter().peekable());
        loop {
            let order = match (a.peek(), b.peek()) {
                (None, None) => return diff,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(x), Some(y)) => x.cmp(y),
            };
            match order {
                Ordering::Less => diff.removed.extend(a.next().map(str::to_owned)),
                Ordering::Greater => diff.added.extend(b.next().map(str::to_owned)),
                Ordering::Equal => {
                    a.next();
                    b.next();
                }
            }
        }
    }

    fn at(&self, (start, end): (usize, usize)) -> &str {
        std::str::from_utf8(&self.bytes[start..end]).expect("lines are cut from text at line ends")
    }

    /// Cuts `bytes`, which are UTF-8, into lines and sorts them.
    fn sorted(bytes: Vec<u8>) -> Self {
        let mut ends = Vec::new();
        let mut start = 0;
        for end in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at) {
            let line = &bytes[start..end];
            let line = line.strip_suffix(b" .").unwrap_or(line);
            if !line.is_empty() {
                ends.push((start, start + line.len()));
            }
            start = end + 1;
        }
        let line = |span: &(usize, usize)| &bytes[span.0..span.1];
        if !ends.is_sorted_by(|a, b| line(a) < line(b)) {
            ends.par_sort_unstable_by(|a, b| line(a).cmp(line(b)));
            ends.dedup_by(|a, b| line(a) == line(b));
        }
        Self { bytes, ends }
    }
}

impl PartialEq for Lines {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Lines {}

/// Writes a quad as a line.
fn write(quad: &Quad, bytes: &mut Vec<u8>) -> Result<(), BlankNode> {
    use std::io::Write as _;
    let has_blank = matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
        || matches!(quad.object, Term::BlankNode(_))
        || matches!(quad.graph_name, GraphName::BlankNode(_));
    if has_blank {
        return Err(BlankNode(quad.to_string()));
    }
    let Quad { subject, predicate, object, graph_name } = quad;
    let written = match graph_name {
        GraphName::DefaultGraph => writeln!(bytes, "{subject} {predicate} {object} ."),
        graph => writeln!(bytes, "{subject} {predicate} {object} {graph} ."),
    };
    written.expect("memory takes everything");
    Ok(())
}

fn parse_chunk(chunk: &[u8]) -> Result<Vec<u8>, LinesError> {
    let mut bytes = Vec::with_capacity(chunk.len());
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(chunk) {
        write(&quad.map_err(RdfParseError::from)?, &mut bytes)?;
    }
    Ok(bytes)
}

/// Parses once more from the start, for the place of the error.
fn whole_error(bytes: &[u8]) -> LinesError {
    let mut quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(bytes);
    let error = quads.find_map(Result::err).expect("a part of it was no N-Quads");
    LinesError::Syntax(error.into())
}

/// Cuts bytes after line ends into pieces of about [`CHUNK`] bytes.
fn chunks(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut chunks = Vec::new();
    while bytes.len() > CHUNK {
        let Some(end) = bytes[CHUNK..].iter().position(|byte| *byte == b'\n') else { break };
        let (chunk, rest) = bytes.split_at(CHUNK + end + 1);
        chunks.push(chunk);
        bytes = rest;
    }
    chunks.push(bytes);
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_quad_are_one_line() {
        let lines = Lines::parse(b"<a:b> <a:p> \"\\u0041\" .\n  <a:b>\t<a:p> \"A\"^^<http://www.w3.org/2001/XMLSchema#string> .\n# note\n").unwrap();
        assert_eq!(lines.iter().collect::<Vec<_>>(), ["<a:b> <a:p> \"A\""]);
        assert_eq!(lines, Lines::of_canonical(b"<a:b> <a:p> \"A\" .\n".to_vec()));
    }

    #[test]
    fn errors_name_the_line() {
        let error = Lines::parse(b"<a:b> <a:p> <a:c> .\n<a:b> nonsense .\n").unwrap_err();
        assert!(error.to_string().contains('2'), "{error}");
        assert!(matches!(Lines::parse(b"_:b <a:p> <a:c> .\n"), Err(LinesError::Blank(_))));
    }
}
