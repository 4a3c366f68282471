//! Patches read back: RDF Patch, and the part of SPARQL Update that states data.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use spargebra::{GraphUpdateOperation, SparqlParser};

use super::lines::{Lines, LinesError};
use super::quads::QuadDiff;

/// Why a text is no patch, or does not fit.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// A line of an RDF Patch that cannot be read.
    #[error("line {line}: {message}")]
    Line {
        /// 1-based.
        line: usize,
        /// What was expected.
        message: String,
    },
    /// Not SPARQL Update.
    #[error("neither an RDF Patch nor a SPARQL Update: {0}")]
    Syntax(String),
    /// An update that does more than state quads.
    #[error("only DELETE DATA and INSERT DATA can be applied; this update does something else")]
    NotData,
    /// A quad that no store can be patched with.
    #[error(transparent)]
    Lines(#[from] LinesError),
    /// The patch was made for another graph.
    #[error("the patch does not fit: {count} of its quads {what}, the first: {first}")]
    DoesNotFit {
        /// How many.
        count: usize,
        /// What is wrong with them.
        what: &'static str,
        /// One of them.
        first: String,
    },
}

/// Reads a patch in either form. An RDF Patch (A. Seaborne,
/// <https://afs.github.io/rdf-delta/rdf-patch.html>) may have several transactions, of which those
/// that it aborts (`TA`) count for nothing; prefixes are known.
///
/// A quad that is first added and then deleted again is not part of the result.
///
/// # Errors
/// [`PatchError`] tells what is wrong and where.
pub fn read(text: &str) -> Result<QuadDiff, PatchError> {
    let is_line = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = text.lines().find(is_line).unwrap_or_default().trim_start();
    let code = first.split_whitespace().next().unwrap_or_default();
    let steps = match code {
        "" | "H" | "TX" | "TC" | "TA" | "PA" | "PD" | "A" | "D" => rdf_patch(text)?,
        _ => sparql_update(text)?,
    };
    let mut net: BTreeMap<String, bool> = BTreeMap::new();
    for (is_added, quads) in steps {
        for line in Lines::of_quads(&quads).map_err(LinesError::from)?.iter() {
            // The later step counts; what undoes an earlier one leaves nothing.
            if net.get(line).is_some_and(|earlier| *earlier != is_added) {
                net.remove(line);
            } else {
                net.insert(line.to_owned(), is_added);
            }
        }
    }
    let mut diff = QuadDiff::default();
    for (line, is_added) in net {
        if is_added { diff.added.push(line) } else { diff.removed.push(line) }
    }
    Ok(diff)
}

/// Returns the lines after the patch. What the patch deletes must be there, and what it adds must
/// not: else it was made for another graph.
///
/// # Errors
/// [`PatchError::DoesNotFit`].
pub fn apply(old: &Lines, patch: &QuadDiff) -> Result<Vec<String>, PatchError> {
    let mut lines: BTreeSet<&str> = old.iter().collect();
    let missing = patch.removed.iter().filter(|quad| !lines.contains(quad.as_str()));
    misfit(missing, "are to be deleted and are not there")?;
    let doubled = patch.added.iter().filter(|quad| lines.contains(quad.as_str()));
    misfit(doubled, "are to be added and are there already")?;
    for quad in &patch.removed {
        lines.remove(quad.as_str());
    }
    lines.extend(patch.added.iter().map(String::as_str));
    Ok(lines.into_iter().map(str::to_owned).collect())
}

fn misfit<'q>(
    mut quads: impl Iterator<Item = &'q String>,
    what: &'static str,
) -> Result<(), PatchError> {
    match quads.next() {
        None => Ok(()),
        Some(first) => {
            let count = 1 + quads.count();
            Err(PatchError::DoesNotFit { count, what, first: first.clone() })
        }
    }
}

/// Quads in the order of the patch, each with whether it is added.
type Steps = Vec<(bool, Vec<Quad>)>;

fn rdf_patch(text: &str) -> Result<Steps, PatchError> {
    let mut prefixes: BTreeMap<String, String> = BTreeMap::new();
    let (mut done, mut open): (Steps, Steps) = Default::default();
    for (number, line) in text.lines().enumerate() {
        let fail = |message: String| PatchError::Line { line: number + 1, message };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (code, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match code {
            "H" => {}
            "TX" | "TC" => done.append(&mut open),
            "TA" => open.clear(),
            "PA" => {
                let words = terms(rest);
                let [name, iri, ..] = &words[..] else {
                    return Err(fail("expected PA PREFIX IRI .".to_owned()));
                };
                let name = name.trim_matches('"').trim_end_matches(':').to_owned();
                prefixes.insert(name, iri.trim_matches(['<', '>', '"']).to_owned());
            }
            "PD" => {
                let name = terms(rest).into_iter().next().unwrap_or_default();
                prefixes.remove(name.trim_matches('"').trim_end_matches(':'));
            }
            "A" | "D" => {
                let quad = one_quad(rest, &prefixes).map_err(fail)?;
                let is_added = code == "A";
                match open.last_mut().filter(|(last, _)| *last == is_added) {
                    Some((_, quads)) => quads.push(quad),
                    None => open.push((is_added, vec![quad])),
                }
            }
            other => {
                let known = "H, TX, TC, TA, PA, PD, A or D";
                return Err(fail(format!(
                    "`{other}` is no line of an RDF Patch: expected {known}"
                )));
            }
        }
    }
    done.append(&mut open);
    Ok(done)
}

fn one_quad(text: &str, prefixes: &BTreeMap<String, String>) -> Result<Quad, String> {
    let expand = |term: &str| match term.split_once(':') {
        Some((name, local)) if !term.starts_with(['<', '"', '_']) => match prefixes.get(name) {
            Some(iri) => format!("<{iri}{local}>"),
            None => term.to_owned(),
        },
        _ => term.to_owned(),
    };
    let line = if prefixes.is_empty() {
        text.to_owned()
    } else {
        terms(text).iter().map(|term| expand(term)).collect::<Vec<_>>().join(" ")
    };
    let line = if line.trim_end().ends_with('.') { line } else { line + " ." };
    let mut quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(line.as_bytes());
    match (quads.next(), quads.next()) {
        (Some(Ok(quad)), None) => Ok(quad),
        (Some(Err(error)), _) => Err(format!("expected a quad: {error}")),
        _ => Err("expected one quad".to_owned()),
    }
}

/// Cuts a line at white space outside of quotes and angle brackets.
fn terms(text: &str) -> Vec<&str> {
    let (mut terms, mut start, mut escaped) = (Vec::new(), None, false);
    let mut inside: Option<char> = None;
    for (at, c) in text.char_indices() {
        match inside {
            Some(end) => match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if c == end => inside = None,
                _ => {}
            },
            None if c.is_whitespace() => terms.extend(start.take().map(|from| &text[from..at])),
            None => {
                start.get_or_insert(at);
                inside = match c {
                    '"' => Some('"'),
                    '<' => Some('>'),
                    _ => None,
                };
            }
        }
    }
    terms.extend(start.map(|from| &text[from..]));
    terms
}

fn sparql_update(text: &str) -> Result<Steps, PatchError> {
    // Data is nested two deep. What is nested deeply would cost the parser its stack.
    if nesting(text) > DEEPEST {
        return Err(PatchError::NotData);
    }
    let update = SparqlParser::new()
        .parse_update(text)
        .map_err(|error| PatchError::Syntax(error.to_string()))?;
    let in_graph = |name| match name {
        spargebra::term::GraphName::NamedNode(name) => GraphName::NamedNode(name),
        spargebra::term::GraphName::DefaultGraph => GraphName::DefaultGraph,
    };
    let mut steps = Vec::new();
    for operation in update.operations {
        match operation {
            GraphUpdateOperation::InsertData { data } => {
                let quad = |quad: spargebra::term::Quad| {
                    Quad::new(quad.subject, quad.predicate, quad.object, in_graph(quad.graph_name))
                };
                steps.push((true, data.into_iter().map(quad).collect()));
            }
            GraphUpdateOperation::DeleteData { data } => {
                let quad = |quad: spargebra::term::GroundQuad| {
                    Quad::new(quad.subject, quad.predicate, quad.object, in_graph(quad.graph_name))
                };
                steps.push((false, data.into_iter().map(quad).collect()));
            }
            _ => return Err(PatchError::NotData),
        }
    }
    Ok(steps)
}

/// Brackets may be nested so deep in an update.
const DEEPEST: usize = 100;

/// How deep brackets are nested outside of strings and IRIs.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut escaped) = (0_usize, 0, false);
    let mut inside: Option<char> = None;
    for c in text.chars() {
        match (inside, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(end), _) if c == end => inside = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => inside = Some(c),
            (None, '<') => inside = Some('>'),
            (None, '{' | '(' | '[' | '!') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (None, '}' | ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_back() {
        let diff = QuadDiff {
            removed: vec!["<a:s> <a:p> \"x \\\" . y\"@en <a:g>".to_owned()],
            added: vec!["<a:s> <a:p> <a:o>".to_owned(), "<a:s> <a:p> <a:o> <a:g>".to_owned()],
        };
        assert_eq!(read(&diff.rdf_patch(None)).unwrap(), diff);
        assert_eq!(read(&diff.sparql_update()).unwrap(), diff);
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn prefixes_and_aborted_transactions_are_known() {
        let text = "H id <urn:x> .\nTX .\nPA \"e\" <http://example.org/> .\nA e:s e:p \"a b\" .\n\
                    TC .\nTX .\nA e:s e:p e:o .\nTA .\n";
        let diff = read(text).unwrap();
        assert_eq!(diff.added, ["<http://example.org/s> <http://example.org/p> \"a b\""]);
        let error = read("TX .\nA <a:s> nonsense .\n").unwrap_err();
        assert!(error.to_string().starts_with("line 2: "), "{error}");
        assert!(matches!(read("CLEAR ALL"), Err(PatchError::NotData)));
        assert!(matches!(read("hello"), Err(PatchError::Syntax(_))));
    }

    #[test]
    fn a_patch_for_another_graph_is_refused() {
        let old = Lines::of_canonical(b"<a:s> <a:p> <a:o> .\n".to_vec());
        let new = Lines::of_canonical(b"<a:s> <a:p> <a:q> .\n".to_vec());
        let there = old.diff(&new);
        assert_eq!(apply(&old, &there).unwrap(), ["<a:s> <a:p> <a:q>"]);
        let error = apply(&new, &there).unwrap_err();
        assert!(error.to_string().contains("1 of its quads are to be deleted"), "{error}");
        assert!(apply(&new, &there.inverse()).is_ok());
    }
}
