//! Tables as Gephi's spreadsheet importer wants them, and all evidence beside them.
//!
//! `nodes.csv` starts with `Id,Label`, `edges.csv` with `Source,Target,Type,Id,Kind,Label,Weight`
//! and, where anything is dated, `Timeset`. Gephi guesses types from the first 25 rows only: columns
//! that hold numbers hold nothing else, always with a decimal point where it may have one, and
//! text that looks like a number, a time or a list, or like a formula, is marked as [`plain`] text.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use petgraph::graph::NodeIndex;

use super::appearance::Look;
use super::chunks::in_order;
use super::columns::{EdgeColumns, NodeColumns, Value};
use super::label::{clean, short};
use super::network::{Network, Relation};
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
    header(out, ["Id", "Label"].into_iter().chain(titles))?;
    let slots: Vec<NodeIndex> = net.graph.node_indices().collect();
    in_order(out, &slots, |slots| {
        let mut rows = Rows::default();
        for slot in slots {
            let entity = &net.graph[*slot];
            rows.cell(&clean(&entity.id));
            rows.cell(&plain(&short(&entity.node.label)));
            cells(&mut rows, &table.row(*slot));
            rows.end_row();
        }
        rows.into_text()
    })
}

/// Writes the table of edges.
pub(super) fn edges(net: &Network<'_>, _: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let table = EdgeColumns::new(net);
    let titles = table.columns.iter().map(|column| column.title.as_str());
    let fixed = ["Source", "Target", "Type", "Id", "Kind", "Label", "Weight"];
    let is_dated = net.graph.edge_weights().any(|edge| !edge.dated().is_empty());
    let times = is_dated.then_some("Timeset");
    header(out, fixed.into_iter().chain(times).chain(titles))?;
    in_order(out, net.graph.raw_edges(), |edges| {
        let mut rows = Rows::default();
        for edge in edges {
            let relation = &edge.weight;
            rows.cell(&clean(&net.graph[edge.source()].id));
            rows.cell(&clean(&net.graph[edge.target()].id));
            rows.cell(if net.is_directed { "Directed" } else { "Undirected" });
            rows.cell(&relation.id);
            rows.cell(&plain(&relation.kind));
            rows.cell(&plain(&short(&relation.label)));
            rows.cell(&format!("{:?}", relation.weight()));
            if is_dated {
                rows.cell(&timeset(&relation.spells()));
            }
            cells(&mut rows, &table.row(relation));
            rows.end_row();
        }
        rows.into_text()
    })
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
    header(out, titles.into_iter())?;
    in_order(out, net.graph.raw_edges(), |edges| {
        let mut rows = Rows::default();
        for edge in edges {
            passages(net, &edge.weight, &mut rows);
        }
        rows.into_text()
    })
}

fn passages(net: &Network<'_>, relation: &Relation<'_>, rows: &mut Rows) {
    let issued = |article: &str, version: &str| {
        net.issued.get(article).or_else(|| net.issued.get(version)).map_or("", String::as_str)
    };
    for claim in &relation.claims {
        let holder = claim.holder.as_ref().map(super::columns::words).unwrap_or_default();
        for passage in &claim.evidence {
            for cell in [
                &relation.id,
                &claim.iri,
                super::Status::of(claim).name(),
                &formula_free(&holder),
                &formula_free(&claim.article_title),
                issued(&claim.article, &claim.version),
                &claim.version,
                &passage.start.to_string(),
                &passage.end.to_string(),
                &formula_free(&passage.quote),
                &formula_free(&claim.rule),
            ] {
                rows.cell(cell);
            }
            rows.end_row();
        }
    }
    for shown in &relation.excerpts {
        for cell in [
            &relation.id,
            "",
            "",
            "",
            &formula_free(&shown.title),
            issued(&shown.article, &shown.version),
            &shown.version,
            &shown.start.to_string(),
            &shown.end.to_string(),
            &formula_free(&shown.quote),
            "",
        ] {
            rows.cell(cell);
        }
        rows.end_row();
    }
}

/// Writes how to open the tables.
pub(super) fn import(_: &Network<'_>, _: &[Look], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(IMPORT.as_bytes())
}

fn cells(rows: &mut Rows, row: &[Option<Value<'_>>]) {
    for value in row {
        match value {
            None => rows.cell(""),
            Some(Value::Text(text)) => rows.cell(&plain(text)),
            Some(Value::Integer(number)) => rows.cell(&number.to_string()),
            // With a decimal point: Gephi takes 25 whole numbers for a column of integers.
            Some(Value::Number(number)) => rows.cell(&format!("{number:?}")),
            Some(Value::List(items)) => rows.cell(&plain(&items.join("; "))),
        }
    }
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

fn header<'t>(out: &mut dyn Write, titles: impl Iterator<Item = &'t str>) -> io::Result<()> {
    let mut rows = Rows::default();
    for title in titles {
        rows.cell(&formula_free(title));
    }
    rows.end_row();
    out.write_all(&rows.into_text())
}

/// Rows of a table.
struct Rows {
    writer: Writer<Vec<u8>>,
}

impl Default for Rows {
    fn default() -> Self {
        let lines = Terminator::Any(b'\n');
        Self { writer: WriterBuilder::new().terminator(lines).from_writer(Vec::new()) }
    }
}

impl Rows {
    fn cell(&mut self, cell: &str) {
        self.writer.write_field(cell).expect("memory takes everything");
    }

    fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("rows are of one length");
    }

    fn into_text(self) -> Vec<u8> {
        self.writer.into_inner().expect("memory takes everything")
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
