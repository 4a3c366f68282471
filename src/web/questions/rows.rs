//! Answers to questions in formats for pages, spreadsheets and programs.

use std::collections::BTreeMap;

use oxigraph::model::Term;
use oxigraph::sparql::results::QueryResultsFormat;
use serde_json::{Value, json};

use crate::export::{self, Format};
use crate::links::{Ends, of_answer};
use crate::query::question::{Choices, Question};
use crate::query::{Answer, Dataset, table};

/// Suffixes of formats: rows with names for pages; spreadsheets with names; the SPARQL standards; a network.
pub(in crate::web) const FORMATS: [&str; 7] = ["json", "csv", "tsv", "xml", "srj", "srx", "gexf"];

/// Which rows of an answer these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) struct Page {
    /// Rows before them.
    pub offset: usize,
    /// Most rows.
    pub limit: usize,
    /// Offset of the rows after them, where there are any.
    pub next: Option<usize>,
}

/// Why an answer has no such form.
#[derive(Debug)]
pub(in crate::web) enum NoForm {
    /// There is no such format.
    Unknown,
    /// Nothing in the answer relates two things.
    NoNetwork,
    /// It could not be written.
    Unwritten,
}

/// Writes an answer: media type and bytes.
///
/// # Errors
/// When it has no such form.
pub(in crate::web) fn write(
    question: &Question,
    answer: &Answer,
    dataset: &Dataset,
    format: &str,
    page: Page,
) -> Result<(&'static str, Vec<u8>), NoForm> {
    let standard = |format| table::results(answer, format).map_err(|_| NoForm::Unwritten);
    Ok(match format {
        "json" => ("application/json", rows(question, answer, dataset, page)),
        "csv" => ("text/csv; charset=utf-8", sheet(answer, dataset, b',')),
        "tsv" => ("text/tab-separated-values; charset=utf-8", sheet(answer, dataset, b'\t')),
        "xml" | "srx" => ("application/sparql-results+xml", standard(QueryResultsFormat::Xml)?),
        "srj" => ("application/sparql-results+json", standard(QueryResultsFormat::Json)?),
        "gexf" => ("application/gexf+xml", network(answer, dataset)?),
        _ => return Err(NoForm::Unknown),
    })
}

/// The things of the rows and what joins them, laid out, for Gephi.
fn network(answer: &Answer, dataset: &Dataset) -> Result<Vec<u8>, NoForm> {
    let net = of_answer(dataset, answer, Ends::Found).map_err(|_| NoForm::NoNetwork)?;
    let looks = export::finish(&net);
    let mut body = Vec::new();
    for part in export::parts(Format::Gexf).map_err(|_| NoForm::Unwritten)? {
        part.write(&net, &looks, &mut body).map_err(|_| NoForm::Unwritten)?;
    }
    Ok(body)
}

/// Choices of a parameter.
pub(in crate::web) fn choices(choices: &Choices) -> Vec<u8> {
    let values: Vec<Value> = (choices.values.iter())
        .map(|one| json!({ "value": one.value, "label": one.label }))
        .collect();
    json!({ "values": values, "more": choices.more }).to_string().into_bytes()
}

/// Names of things, each looked up once.
struct Labels<'d> {
    dataset: &'d Dataset,
    known: BTreeMap<String, Option<String>>,
}

impl Labels<'_> {
    fn get(&mut self, term: &Term) -> Option<String> {
        let Term::NamedNode(node) = term else { return None };
        if let Some(known) = self.known.get(node.as_str()) {
            return known.clone();
        }
        let label = self.dataset.label(node.as_ref());
        self.known.insert(node.as_str().to_owned(), label.clone());
        label
    }
}

fn parts(answer: &Answer) -> (&[String], &[Vec<Option<Term>>]) {
    match answer {
        Answer::Solutions { variables, rows } => (variables, rows),
        Answer::Boolean(_) | Answer::Graph(_) => (&[], &[]),
    }
}

fn rows(question: &Question, answer: &Answer, dataset: &Dataset, page: Page) -> Vec<u8> {
    let mut labels = Labels { dataset, known: BTreeMap::new() };
    let (variables, rows) = parts(answer);
    let columns: Vec<Value> = (variables.iter())
        .map(|name| json!({ "name": name, "title": name.replace('_', " ") }))
        .collect();
    let rows: Vec<Value> = (rows.iter())
        .map(|row| {
            row.iter().map(|cell| cell.as_ref().map(|term| value(term, &mut labels))).collect()
        })
        .collect();
    let found = json!({
        "question": question.name,
        "title": question.title,
        "view": question.view.as_str(),
        "columns": columns,
        "rows": rows,
        "offset": page.offset,
        "limit": page.limit,
        "more": page.next.is_some(),
    });
    found.to_string().into_bytes()
}

fn value(term: &Term, labels: &mut Labels<'_>) -> Value {
    match term {
        Term::NamedNode(node) => {
            json!({ "type": "uri", "value": node.as_str(), "label": labels.get(term) })
        }
        Term::Literal(literal) => match literal.language() {
            Some(language) => {
                json!({ "type": "literal", "value": literal.value(), "lang": language })
            }
            None => json!({
                "type": "literal",
                "value": literal.value(),
                "datatype": literal.datatype().as_str(),
            }),
        },
        Term::BlankNode(node) => json!({ "type": "bnode", "value": node.as_str() }),
    }
}

/// A table for spreadsheets: a column with IRIs is followed by one with their names.
fn sheet(answer: &Answer, dataset: &Dataset, delimiter: u8) -> Vec<u8> {
    let mut labels = Labels { dataset, known: BTreeMap::new() };
    let (variables, rows) = parts(answer);
    let is_named: Vec<bool> = (0..variables.len())
        .map(|column| rows.iter().any(|row| matches!(row[column], Some(Term::NamedNode(_)))))
        .collect();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut head = Vec::new();
    for (name, is_named) in variables.iter().zip(&is_named) {
        head.push(name.clone());
        if *is_named {
            head.push(format!("{name}_label"));
        }
    }
    let written = "memory takes everything";
    writer.write_record(&head).expect(written);
    for row in rows {
        let mut cells = Vec::with_capacity(head.len());
        for (cell, is_named) in row.iter().zip(&is_named) {
            cells.push(match cell {
                Some(Term::NamedNode(node)) => node.as_str().to_owned(),
                Some(Term::Literal(literal)) => guarded(literal.value()),
                Some(Term::BlankNode(node)) => node.to_string(),
                None => String::new(),
            });
            if *is_named {
                let label = cell.as_ref().and_then(|term| labels.get(term));
                cells.push(label.map(|label| guarded(&label)).unwrap_or_default());
            }
        }
        writer.write_record(&cells).expect(written);
    }
    writer.into_inner().expect(written)
}

/// A text that no spreadsheet takes for a formula: one that begins like a formula and is no number
/// gets an apostrophe before it, which spreadsheets do not show.
fn guarded(text: &str) -> String {
    let is_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_gets_no_formula() {
        for text in ["=1+1", "@SUM(A1)", "-2+3", "+cmd", "\t=1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["-5", "+3.2", "1e9", "CSTO", "", "a=b"] {
            assert_eq!(guarded(text), text);
        }
    }
}
