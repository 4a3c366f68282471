//! Answers for people and programs: an aligned table, the formats of the SPARQL standards, and RDF.

use std::io;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{NamedNodeRef, Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Answer, Dataset, PREFIXES};

/// How to write an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns, with names in the place of IRIs.
    Table,
    /// SPARQL 1.1 Query Results CSV.
    Csv,
    /// SPARQL 1.1 Query Results TSV.
    Tsv,
    /// SPARQL 1.1 Query Results JSON.
    Json,
    /// SPARQL Query Results XML.
    Xml,
    /// Turtle, for graphs.
    Turtle,
    /// N-Triples, for graphs.
    NTriples,
}

/// How an aligned table looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns of the terminal; cells are wrapped to fit. `None` for one line a row.
    pub width: Option<usize>,
    /// IRIs as they are.
    pub iris: bool,
}

/// The answer cannot be written so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Of `CONSTRUCT` and `DESCRIBE`.
    #[error("the answer is a graph: ask for turtle, ntriples or table")]
    Graph,
    /// Of `SELECT` and `ASK`.
    #[error("the answer is not a graph: ask for table, csv, tsv, json or xml")]
    NotGraph,
}

/// Writes an answer. The dataset gives the names of things for the aligned table.
///
/// # Errors
/// When the answer is a graph and the format is for tables, or the other way round.
///
/// # Panics
/// Never: memory takes everything.
pub fn render(
    answer: &Answer,
    dataset: &Dataset,
    format: Format,
    style: Style,
) -> Result<Vec<u8>, FormatError> {
    let written = "memory takes everything";
    Ok(match (answer, format) {
        (_, Format::Table) => aligned(answer, dataset, style).into_bytes(),
        (Answer::Graph(triples), Format::Turtle) => rdf(triples, RdfFormat::Turtle).expect(written),
        (Answer::Graph(triples), Format::NTriples) => {
            rdf(triples, RdfFormat::NTriples).expect(written)
        }
        (Answer::Graph(_), _) => return Err(FormatError::Graph),
        (_, Format::Turtle | Format::NTriples) => return Err(FormatError::NotGraph),
        (answer, Format::Csv) => results(answer, QueryResultsFormat::Csv).expect(written),
        (answer, Format::Tsv) => results(answer, QueryResultsFormat::Tsv).expect(written),
        (answer, Format::Json) => results(answer, QueryResultsFormat::Json).expect(written),
        (answer, Format::Xml) => results(answer, QueryResultsFormat::Xml).expect(written),
    })
}

/// Writes a graph in a syntax of RDF.
///
/// # Errors
/// When a triple cannot be written in that syntax: RDF/XML has no form for some predicates.
///
/// # Panics
/// Never: the prefixes are valid IRIs.
pub fn rdf(triples: &[Triple], format: RdfFormat) -> io::Result<Vec<u8>> {
    let mut serializer = RdfSerializer::from_format(format);
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(*name, *iri).expect("the prefixes are valid IRIs");
    }
    let mut writer = serializer.for_writer(Vec::new());
    triples.iter().try_for_each(|triple| writer.serialize_triple(triple))?;
    writer.finish()
}

/// Writes solutions or a truth value in a format of the SPARQL standards; a graph gives nothing.
///
/// # Errors
/// Never: memory takes everything.
pub fn results(answer: &Answer, format: QueryResultsFormat) -> io::Result<Vec<u8>> {
    let serializer = QueryResultsSerializer::from_format(format);
    match answer {
        Answer::Boolean(yes) => serializer.serialize_boolean_to_writer(Vec::new(), *yes),
        Answer::Solutions { variables, rows } => {
            let variables: Vec<_> = variables.iter().map(Variable::new_unchecked).collect();
            let mut writer =
                serializer.serialize_solutions_to_writer(Vec::new(), variables.clone())?;
            for row in rows {
                let bound = variables.iter().zip(row);
                writer.serialize(bound.filter_map(|(name, term)| Some((name, term.as_ref()?))))?;
            }
            writer.finish()
        }
        Answer::Graph(_) => Ok(Vec::new()),
    }
}

/// Columns between two cells.
const GAP: usize = 2;
/// No column is made narrower than this to fit a terminal.
const NARROWEST: usize = 8;

fn aligned(answer: &Answer, dataset: &Dataset, style: Style) -> String {
    let name = |term: &Term| cell(term, dataset, style);
    let (head, rows): (Vec<String>, Vec<Vec<String>>) = match answer {
        Answer::Boolean(yes) => return format!("{}\n", if *yes { "yes" } else { "no" }),
        Answer::Solutions { variables, rows } => (
            variables.iter().map(|name| name.replace('_', " ")).collect(),
            (rows.iter())
                .map(|row| {
                    row.iter().map(|one| one.as_ref().map(name).unwrap_or_default()).collect()
                })
                .collect(),
        ),
        Answer::Graph(triples) => (
            ["subject", "predicate", "object"].map(str::to_owned).to_vec(),
            (triples.iter())
                .map(|triple| {
                    let predicate = Term::from(triple.predicate.clone());
                    vec![
                        name(&triple.subject.clone().into()),
                        name(&predicate),
                        name(&triple.object),
                    ]
                })
                .collect(),
        ),
    };
    let is_number: Vec<bool> = (0..head.len())
        .map(|column| {
            let mut filled = rows.iter().map(|row| &row[column]).filter(|cell| !cell.is_empty());
            filled.all(|cell| cell.parse::<f64>().is_ok())
                && rows.iter().any(|row| !row[column].is_empty())
        })
        .collect();
    let widths = widths(&head, &rows, style.width);
    let mut text = String::new();
    push_row(&mut text, &head, &widths, &is_number);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    push_row(&mut text, &rule, &widths, &is_number);
    for row in &rows {
        push_row(&mut text, row, &widths, &is_number);
    }
    text
}

/// How wide each column is: as its widest cell, but the widest columns give way until all fit.
fn widths(head: &[String], rows: &[Vec<String>], limit: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().map(|row| &row[column]).chain([&head[column]]);
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        })
        .collect();
    if let Some(limit) = limit {
        let room = limit.saturating_sub(GAP * head.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let widest = widths.iter().copied().max().unwrap_or(0);
            let next = widths.iter().copied().filter(|width| *width < widest).max().unwrap_or(0);
            let n_widest = widths.iter().filter(|width| **width == widest).count();
            let excess = widths.iter().sum::<usize>() - room;
            let narrower =
                (widest - excess.div_ceil(n_widest).min(widest)).max(next).max(NARROWEST);
            if narrower >= widest {
                break;
            }
            widths.iter_mut().filter(|width| **width == widest).for_each(|width| *width = narrower);
        }
    }
    widths
}

fn push_row(text: &mut String, row: &[String], widths: &[usize], is_number: &[bool]) {
    let cells: Vec<Vec<String>> =
        row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let start = text.len();
        for (column, lines) in cells.iter().enumerate() {
            let part = lines.get(line).map_or("", String::as_str);
            let space = " ".repeat(widths[column].saturating_sub(part.width()));
            if column > 0 {
                text.push_str("  ");
            }
            if is_number[column] {
                text.push_str(&space);
            }
            text.push_str(part);
            if !is_number[column] {
                text.push_str(&space);
            }
        }
        text.truncate(start + text[start..].trim_end().len());
        text.push('\n');
    }
}

/// Breaks a cell into lines of at most `width` columns, between words where it can.
fn wrap(cell: &str, width: usize) -> Vec<String> {
    if cell.width() <= width || width == 0 {
        return vec![cell.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in cell.split(' ') {
        let word_width = word.width();
        if used > 0 && used + 1 + word_width <= width {
            lines.last_mut().expect("there is a line").push(' ');
            used += 1;
        } else if used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for letter in word.chars() {
            let letter_width = letter.width().unwrap_or(0);
            if used + letter_width > width && used > 0 {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is a line").push(letter);
            used += letter_width;
        }
    }
    lines
}

/// A term as people read it, on one line and without control characters.
fn cell(term: &Term, dataset: &Dataset, style: Style) -> String {
    let text = match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) if style.iris => node.as_str().to_owned(),
        Term::NamedNode(node) => name(node.as_ref(), dataset),
        Term::BlankNode(node) => node.to_string(),
    };
    let is_odd = |letter: char| letter.is_control() || letter.is_whitespace();
    text.split(is_odd).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A label where there is one, else the IRI with its prefix.
fn name(iri: NamedNodeRef<'_>, dataset: &Dataset) -> String {
    let is_claim_or_passage = iri.as_str().starts_with(crate::graph::iri::CLAIM)
        || crate::graph::iri::passage_range(iri.as_str()).is_some();
    let label = (!is_claim_or_passage).then(|| dataset.label(iri)).flatten();
    label.unwrap_or_else(|| {
        let shortest = PREFIXES.iter().filter_map(|(prefix, start)| {
            Some(format!("{prefix}:{}", iri.as_str().strip_prefix(start)?))
        });
        shortest.min_by_key(String::len).unwrap_or_else(|| iri.as_str().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use oxigraph::model::{Literal, NamedNode};

    use super::*;
    use crate::graph::{lift, sample};

    const PLAIN: Style = Style { width: None, iris: false };

    fn dataset() -> Dataset {
        let (doc, facts) = sample::steppe();
        Dataset::new(lift(&doc, &facts, sample::ontology()), false)
    }

    fn solutions(rows: Vec<Vec<Option<Term>>>) -> Answer {
        Answer::Solutions { variables: vec!["who".to_owned(), "how_much".to_owned()], rows }
    }

    fn text(words: &str) -> Option<Term> {
        Some(Literal::from(words).into())
    }

    fn lines(answer: &Answer, style: Style) -> Vec<String> {
        let bytes = render(answer, &dataset(), Format::Table, style).unwrap();
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let ornland = NamedNode::new_unchecked("https://w3id.org/saiga/id/country/ornland");
        let answer = solutions(vec![
            vec![Some(ornland.into()), text("40")],
            vec![text("中国\u{1b}[31m\n"), text("7")],
            vec![None, None],
        ]);
        assert_eq!(
            lines(&answer, PLAIN),
            [
                "who        how much",
                "─────────  ────────",
                "Örnland          40",
                "中国 [31m         7",
                ""
            ]
        );
        let iris = Style { iris: true, ..PLAIN };
        assert!(lines(&answer, iris)[2].starts_with("https://w3id.org/saiga/id/country/ornland"));
    }

    #[test]
    fn cells_are_wrapped_to_the_terminal() {
        let long = "words and more words of a quote that goes on, andaverylongwordthatdoesnotfit";
        let answer = solutions(vec![vec![text("x"), text(long)]]);
        let style = Style { width: Some(30), ..PLAIN };
        let lines = lines(&answer, style);
        assert!(lines.len() > 4 && lines.iter().all(|line| line.width() <= 30), "{lines:#?}");
        let joined: String =
            lines[2..].iter().flat_map(|line| line[1..].split_whitespace()).collect();
        assert_eq!(joined, long.replace(' ', ""));
    }

    #[test]
    fn each_standard_format_is_written() {
        let answer = solutions(vec![vec![text("a,\"b"), None]]);
        let write = |answer: &Answer, format| {
            String::from_utf8(render(answer, &dataset(), format, PLAIN).unwrap()).unwrap()
        };
        assert_eq!(write(&answer, Format::Csv), "who,how_much\r\n\"a,\"\"b\",\r\n");
        assert_eq!(write(&answer, Format::Tsv), "?who\t?how_much\n\"a,\\\"b\"\t\n");
        let json: serde_json::Value = serde_json::from_str(&write(&answer, Format::Json)).unwrap();
        assert_eq!(json["results"]["bindings"][0]["who"]["value"], "a,\"b");
        assert!(write(&answer, Format::Xml).contains("<literal>a,&quot;b</literal>"));
        assert_eq!(write(&Answer::Boolean(true), Format::Table), "yes\n");
        assert!(write(&Answer::Boolean(false), Format::Json).contains("false"));

        let node = NamedNode::new_unchecked("https://w3id.org/saiga/ns#x");
        let graph = Answer::Graph(vec![Triple::new(node.clone(), node.clone(), node)]);
        assert!(write(&graph, Format::Turtle).ends_with("sg:x sg:x sg:x .\n"));
        assert_eq!(render(&graph, &dataset(), Format::Csv, PLAIN), Err(FormatError::Graph));
        assert_eq!(render(&answer, &dataset(), Format::Turtle, PLAIN), Err(FormatError::NotGraph));
    }
}
