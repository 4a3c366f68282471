//! Tables as Gephi's spreadsheet importer wants them, and all evidence beside them.
//!
//! `nodes.csv` starts with `Id,Label`, `edges.csv` with `Source,Target,Type,Id,Kind,Label,Weight`.
//! Gephi guesses types from the first 25 rows only, so that columns that hold numbers hold nothing
//! else. Spreadsheets run what starts like a formula: such cells get an apostrophe in front.

use csv::{Terminator, Writer, WriterBuilder};

use super::File;
use super::appearance::Look;
use super::columns::{EdgeColumns, NodeColumns, Value};
use super::label::{clean, short};
use super::network::Network;

/// How Gephi imports the tables, for those who open the folder.
const IMPORT: &str = "\
# Opening these tables in Gephi

1. File > Import spreadsheet… > `nodes.csv`: import as *Nodes table*, then *New workspace*.
2. File > Import spreadsheet… > `edges.csv`: import as *Edges table*, then *Append to existing workspace*.

`evidence.csv` holds every passage behind every edge, by the edge's Id: open it in a spreadsheet.
A leading apostrophe keeps spreadsheets from running text as a formula.
";

/// Writes the tables.
pub(super) fn csv(net: &Network<'_>, looks: &[Look]) -> Vec<File> {
    vec![
        File { name: "nodes.csv", bytes: nodes(net, looks) },
        File { name: "edges.csv", bytes: edges(net) },
        File { name: "evidence.csv", bytes: evidence(net) },
        File { name: "import.md", bytes: IMPORT.as_bytes().to_vec() },
    ]
}

fn nodes(net: &Network<'_>, looks: &[Look]) -> Vec<u8> {
    let table = NodeColumns::new(net, looks);
    let titles = table.columns.iter().map(|column| column.title.as_str());
    let mut rows = Rows::new(["Id", "Label"].into_iter().chain(titles));
    for slot in net.graph.node_indices() {
        let entity = &net.graph[slot];
        let fixed = [safe(&clean(entity.id)), safe(&short(&entity.node.label))];
        rows.add(fixed.into_iter().chain(cells(&table.row(slot))));
    }
    rows.bytes()
}

fn edges(net: &Network<'_>) -> Vec<u8> {
    let table = EdgeColumns::new(net);
    let titles = table.columns.iter().map(|column| column.title.as_str());
    let fixed = ["Source", "Target", "Type", "Id", "Kind", "Label", "Weight"];
    let mut rows = Rows::new(fixed.into_iter().chain(titles));
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let fixed = [
            safe(&clean(net.graph[edge.source()].id)),
            safe(&clean(net.graph[edge.target()].id)),
            "Directed".to_owned(),
            relation.id.clone(),
            safe(&relation.kind),
            safe(&short(&relation.label)),
            relation.weight().to_string(),
        ];
        rows.add(fixed.into_iter().chain(cells(&table.row(relation))));
    }
    rows.bytes()
}

/// Writes one row a passage: which edge, which claim, the whole quote and where it stands.
fn evidence(net: &Network<'_>) -> Vec<u8> {
    let titles = ["Edge", "Claim", "Status", "Article", "Version", "Start", "End", "Quote", "Rule"];
    let mut rows = Rows::new(titles.into_iter());
    for relation in net.graph.edge_weights() {
        for claim in &relation.claims {
            for passage in &claim.evidence {
                rows.add(
                    [
                        relation.id.clone(),
                        claim.iri.clone(),
                        super::Status::of(claim).to_string(),
                        safe(&claim.article_title),
                        claim.version.clone(),
                        passage.start.to_string(),
                        passage.end.to_string(),
                        safe(&passage.quote),
                        safe(&claim.rule),
                    ]
                    .into_iter(),
                );
            }
        }
    }
    rows.bytes()
}

fn cells(row: &[Option<Value>]) -> impl Iterator<Item = String> + '_ {
    row.iter().map(|value| match value {
        None => String::new(),
        Some(Value::Text(text)) => safe(&clean(text)),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::List(items)) => safe(&items.join("; ")),
    })
}

/// Returns the text so that no spreadsheet takes it for a formula (OWASP, "CSV Injection").
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A table in memory, which takes every row.
struct Rows {
    writer: Writer<Vec<u8>>,
}

impl Rows {
    fn new<'t>(titles: impl Iterator<Item = &'t str>) -> Self {
        let writer =
            WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
        let mut rows = Self { writer };
        rows.add(titles.map(safe));
        rows
    }

    fn add(&mut self, cells: impl Iterator<Item = String>) {
        let cells: Vec<String> = cells.collect();
        self.writer.write_record(&cells).expect("memory takes rows of equal length");
    }

    fn bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("memory needs no flushing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Scope, finish};
    use crate::graph::sample_claims::claim;

    #[test]
    fn tables_have_the_columns_that_gephi_looks_for() {
        let mut record = claim("Country/A", "memberOf", "Organization/B", "=cmd|'/c calc'!A1");
        record.subject.label = "=SUM(1,2) \"x\"".to_owned();
        let records = [record];
        let net = Network::new(&records, &Scope::default());
        let files = csv(&net, &finish(&net));
        let text = |slot: usize| String::from_utf8(files[slot].bytes.clone()).unwrap();
        assert!(text(0).starts_with("Id,Label,IRI,Name,Class,"), "{}", text(0));
        assert!(text(0).contains("\ncountry/a,\"'=SUM(1,2) \"\"x\"\"\","), "{}", text(0));
        let edge = &net.graph.raw_edges()[0].weight;
        assert!(text(1).starts_with("Source,Target,Type,Id,Kind,Label,Weight,"));
        let row = format!("\ncountry/a,organization/b,Directed,{},memberOf,member of,1,", edge.id);
        assert!(text(1).contains(&row), "{}", text(1));
        assert!(text(2).contains(",0,17,'=cmd|'/c calc'!A1,sample/1\n"), "{}", text(2));
    }

    #[test]
    fn every_row_is_as_long_as_the_header() {
        let records = [
            claim("Country/A", "memberOf", "Organization/B", "a,\"b\"\nc"),
            claim("Country/C", "foundedOn", "1991", "y"),
        ];
        let net = Network::new(&records, &Scope::default());
        for file in csv(&net, &finish(&net)).iter().filter(|file| file.name.ends_with("csv")) {
            let mut reader = ::csv::Reader::from_reader(file.bytes.as_slice());
            let width = reader.headers().unwrap().len();
            assert!(reader.records().all(|row| row.unwrap().len() == width), "{}", file.name);
        }
    }
}
