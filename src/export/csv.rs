//! Tables as Gephi's spreadsheet importer wants them, and all evidence beside them.
//!
//! `nodes.csv` starts with `Id,Label`, `edges.csv` with `Source,Target,Type,Id,Kind,Label,Weight`
//! and, where anything is dated, `Timeset`. Gephi guesses types from the first 25 rows only: columns
//! that hold numbers hold nothing else, always with a decimal point where it may have one, and
//! text that looks like a number, a time or a list, or like a formula, is marked as [`plain`] text.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::appearance::Look;
use super::columns::{EdgeColumns, NodeColumns, Value};
use super::label::{clean, short};
use super::network::Network;
use super::plain::{formula_free, plain};
use super::time::Interval;

/// How Gephi imports the tables, for those who open the folder.
const IMPORT: &str = "\
# Opening these tables in Gephi

1. File > Import spreadsheet… > `nodes.csv`: import as *Nodes table*, then *New workspace*.
2. File > Import spreadsheet… > `edges.csv`: import as *Edges table*, then *Append to existing workspace*.

Leave the types that Gephi proposes: `Timeset` is when an edge holds, for the timeline.
`evidence.csv` holds every passage behind every edge, by the edge's Id: open it in a spreadsheet.
An apostrophe in front keeps Gephi from taking text for a number or a time (’2023), and spreadsheets
from running it as a formula.
";

/// Writes the table of nodes.
pub(super) fn nodes(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let table = NodeColumns::new(net, looks);
    let titles = table.columns.iter().map(|column| column.title.as_str());
    let mut rows = Rows::new(out, ["Id", "Label"].into_iter().chain(titles))?;
    for slot in net.graph.node_indices() {
        let entity = &net.graph[slot];
        let fixed =
            [clean(&entity.id).into_owned(), plain(&short(&entity.node.label)).into_owned()];
        rows.add(fixed.into_iter().chain(cells(&table.row(slot))))?;
    }
    rows.end()
}

/// Writes the table of edges.
pub(super) fn edges(net: &Network<'_>, _: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let table = EdgeColumns::new(net);
    let titles = table.columns.iter().map(|column| column.title.as_str());
    let fixed = ["Source", "Target", "Type", "Id", "Kind", "Label", "Weight"];
    let is_dated = net.graph.edge_weights().any(|edge| !edge.dated().is_empty());
    let times = is_dated.then_some("Timeset");
    let mut rows = Rows::new(out, fixed.into_iter().chain(times).chain(titles))?;
    for edge in net.graph.raw_edges() {
        let relation = &edge.weight;
        let fixed = [
            clean(&net.graph[edge.source()].id).into_owned(),
            clean(&net.graph[edge.target()].id).into_owned(),
            if net.is_directed { "Directed" } else { "Undirected" }.to_owned(),
            relation.id.clone(),
            plain(&relation.kind).into_owned(),
            plain(&short(&relation.label)).into_owned(),
            format!("{:?}", relation.weight()),
        ];
        let times = is_dated.then(|| timeset(&relation.spells()));
        rows.add(fixed.into_iter().chain(times).chain(cells(&table.row(relation))))?;
    }
    rows.end()
}

/// Writes one row a passage: which edge, which claim, the whole quote and where it stands.
pub(super) fn evidence(net: &Network<'_>, _: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let titles = [
        "Edge",
        "Claim",
        "Status",
        "Holder",
        "Article",
        "Published",
        "Version",
        "Start",
        "End",
        "Quote",
        "Rule",
    ];
    let mut rows = Rows::new(out, titles.into_iter())?;
    let issued = |article: &str, version: &str| {
        net.issued.get(article).or_else(|| net.issued.get(version)).cloned().unwrap_or_default()
    };
    for relation in net.graph.edge_weights() {
        for claim in &relation.claims {
            let holder = claim.holder.as_ref().map(super::columns::words).unwrap_or_default();
            for passage in &claim.evidence {
                let cells = [
                    relation.id.clone(),
                    claim.iri.clone(),
                    super::Status::of(claim).to_string(),
                    formula_free(&holder).into_owned(),
                    formula_free(&claim.article_title).into_owned(),
                    issued(&claim.article, &claim.version),
                    claim.version.clone(),
                    passage.start.to_string(),
                    passage.end.to_string(),
                    formula_free(&passage.quote).into_owned(),
                    formula_free(&claim.rule).into_owned(),
                ];
                rows.add(cells.into_iter())?;
            }
        }
        for shown in &relation.excerpts {
            let cells = [
                relation.id.clone(),
                String::new(),
                String::new(),
                String::new(),
                formula_free(&shown.title).into_owned(),
                issued(&shown.article, &shown.version),
                shown.version.clone().into_owned(),
                shown.start.to_string(),
                shown.end.to_string(),
                formula_free(&shown.quote).into_owned(),
                String::new(),
            ];
            rows.add(cells.into_iter())?;
        }
    }
    rows.end()
}

/// Writes how to open the tables.
pub(super) fn import(_: &Network<'_>, _: &[Look], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(IMPORT.as_bytes())
}

fn cells(row: &[Option<Value>]) -> impl Iterator<Item = String> + '_ {
    row.iter().map(|value| match value {
        None => String::new(),
        Some(Value::Text(text)) => plain(&clean(text)).into_owned(),
        Some(Value::Integer(number)) => number.to_string(),
        // With a decimal point: Gephi takes 25 whole numbers for a column of integers.
        Some(Value::Number(number)) => format!("{number:?}"),
        Some(Value::List(items)) => plain(&items.join("; ")).into_owned(),
    })
}

/// Returns intervals as Gephi reads them: `[2016-02-03, 2016-02-04]; [2017-01-01, Infinity]`.
fn timeset(spells: &[Interval]) -> String {
    let written = |spell: &Interval| {
        let start = spell.start.map_or("-Infinity".to_owned(), |day| day.to_string());
        let end = spell.end.map_or("Infinity".to_owned(), |day| day.to_string());
        format!("[{start}, {end}]")
    };
    spells.iter().map(written).collect::<Vec<_>>().join("; ")
}

/// A table that is being written.
struct Rows<'w> {
    writer: Writer<&'w mut dyn Write>,
}

impl<'w> Rows<'w> {
    fn new<'t>(out: &'w mut dyn Write, titles: impl Iterator<Item = &'t str>) -> io::Result<Self> {
        let writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
        let mut rows = Self { writer };
        rows.add(titles.map(|title| formula_free(title).into_owned()))?;
        Ok(rows)
    }

    fn add(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let cells: Vec<String> = cells.collect();
        self.writer.write_record(&cells).map_err(io::Error::other)
    }

    fn end(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{File, Format, Scope, network};
    use crate::graph::sample_claims::{claim, literal};

    #[test]
    fn tables_have_the_columns_that_gephi_looks_for() {
        let mut record = claim("Country/A", "memberOf", "Organization/B", "=cmd|'/c calc'!A1");
        record.subject.label = "=SUM(1,2) \"x\"".to_owned();
        let records = [record];
        let net = Network::new(&records, &Scope::default());
        let files = network(Format::Csv, &net).unwrap();
        let text = |slot: usize| String::from_utf8(files[slot].bytes.clone()).unwrap();
        assert!(text(0).starts_with("Id,Label,IRI,Name,Class,"), "{}", text(0));
        assert!(text(0).contains("\ncountry/a,\"'=SUM(’1,2) \"\"x\"\"\","), "{}", text(0));
        let edge = &net.graph.raw_edges()[0].weight;
        assert!(text(1).starts_with("Source,Target,Type,Id,Kind,Label,Weight,"));
        let row =
            format!("\ncountry/a,organization/b,Directed,{},memberOf,member of,1.0,", edge.id);
        assert!(text(1).contains(&row), "{}", text(1));
        assert!(text(2).contains(",0,17,'=cmd|'/c calc'!A1,sample/1\n"), "{}", text(2));
    }

    #[test]
    fn times_are_sets_of_intervals_and_text_is_never_taken_for_more() {
        let dated = claim("Country/2002", "memberOf", "Organization/B", "x");
        let records = [
            dated.clone().with("end", literal("-0044")),
            dated.with("start", literal("2002")),
            claim("Country/C", "memberOf", "Organization/B", "z").with("start", literal("2002")),
            claim("Country/2002", "foundedOn", "1991", "y"),
        ];
        let net = Network::new(&records, &Scope::default());
        let files = network(Format::Csv, &net).unwrap();
        let text = |slot: usize| String::from_utf8(files[slot].bytes.clone()).unwrap();
        assert!(
            text(1).starts_with("Source,Target,Type,Id,Kind,Label,Weight,Timeset,"),
            "{}",
            text(1)
        );
        let times = ",1.0,\"[-Infinity, -0044-12-31]; [2002-01-01, Infinity]\",";
        assert!(text(1).contains(times), "{}", text(1));
        assert!(text(1).contains(",’2002-01-01,"), "{}", text(1));
        assert!(
            text(0).contains("country/2002,’2002,") && text(0).contains(",’1991\n"),
            "{}",
            text(0)
        );
    }

    #[test]
    fn every_row_is_as_long_as_the_header() {
        let records = [
            claim("Country/A", "memberOf", "Organization/B", "a,\"b\"\nc"),
            claim("Country/C", "foundedOn", "1991", "y"),
        ];
        let net = Network::new(&records, &Scope::default());
        let files = network(Format::Csv, &net).unwrap();
        let is_table = |file: &&File| file.name.ends_with("csv");
        for file in files.iter().filter(is_table) {
            let mut reader = ::csv::Reader::from_reader(file.bytes.as_slice());
            let width = reader.headers().unwrap().len();
            assert!(reader.records().all(|row| row.unwrap().len() == width), "{}", file.name);
        }
    }
}
