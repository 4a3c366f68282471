//! The report as rows: for spreadsheets, for line-by-line readers, and as counts by relation.

use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};

use super::phrase;
use crate::diff::change::{Change, ClaimDiff, Entry};
use crate::graph::record::ClaimRecord;

/// Returns one row for each claim that differs, drift included. Cells that a spreadsheet would
/// run as a formula get an apostrophe in front.
///
/// # Panics
/// Never: memory takes rows of equal length.
pub fn csv(diff: &ClaimDiff) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let failed = "memory takes rows of equal length";
    let titles = [
        "part",
        "code",
        "change",
        "subject",
        "relation",
        "old",
        "new",
        "what",
        "matched",
        "old_quote",
        "old_place",
        "new_quote",
        "new_place",
    ];
    writer.write_record(titles).expect(failed);
    let parts = diff.parts().into_iter();
    for (part, entry) in
        parts.flat_map(|(part, _, entries)| entries.iter().map(move |entry| (part, entry)))
    {
        let (old, new) = (entry.old.as_deref(), entry.new.as_deref());
        let what: Vec<String> =
            entry.changes.iter().map(|change| phrase::change(change, entry)).collect();
        let said = |record: Option<&ClaimRecord>| record.map(phrase::claim).unwrap_or_default();
        let (old_quote, old_place) = quote(old);
        let (new_quote, new_place) = quote(new);
        let row = [
            part.to_owned(),
            entry.change().code().to_owned(),
            entry.change().name().to_owned(),
            entry.claim().subject.label.clone(),
            entry.claim().predicate_label.clone(),
            said(old),
            said(new),
            what.join("; "),
            phrase::matched(entry).unwrap_or_default(),
            old_quote,
            old_place,
            new_quote,
            new_place,
        ];
        writer.write_record(row.iter().map(|cell| safe(cell))).expect(failed);
    }
    writer.into_inner().expect("memory needs no flushing")
}

/// Returns how many claims of each relation were added, removed, changed or only restated: what
/// `--stat` shows.
pub fn stat(diff: &ClaimDiff) -> String {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for entry in &diff.entries {
        let row = counts.entry(&entry.claim().predicate_label).or_default();
        row[slot(entry)] += 1;
    }
    let width = counts.keys().map(|label| label.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (label, [added, removed, changed, restated]) in &counts {
        let pad = " ".repeat(width - label.chars().count());
        text.push_str(&format!(" {label}{pad} | +{added} -{removed} ~{changed} ={restated}\n"));
    }
    text.push_str(&format!("{}\n", diff.summary()));
    text
}

fn slot(entry: &Entry) -> usize {
    match entry.change() {
        Change::Added(_) => 0,
        Change::Removed(_) => 1,
        change if change.is_factual() => 2,
        _ => 3,
    }
}

fn quote(record: Option<&ClaimRecord>) -> (String, String) {
    let found = record.and_then(|record| Some((record, record.evidence.first()?)));
    found
        .map(|(record, passage)| (passage.quote.clone(), phrase::place(record, passage)))
        .unwrap_or_default()
}

fn safe(cell: &str) -> String {
    if cell.len() > 2 && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Options, Side, claims};
    use crate::graph::sample_claims::claim;

    fn diff() -> ClaimDiff {
        let new = [
            claim("Country/A", "hosts", "Event/B", "=SUM(A1), \"x\""),
            claim("Country/A", "borders", "Country/C", "y"),
        ];
        let side = |records| Side { records, ..Side::default() };
        claims(&side(&[]), &side(&new), &Options::default())
    }

    #[test]
    fn rows_are_safe_and_of_equal_length() {
        let bytes = csv(&diff());
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[1][1], &rows[1][6], &rows[1][11]), ("+", "hosts B", "'=SUM(A1), \"x\""));
    }

    #[test]
    fn counts_are_by_relation() {
        let expected = " borders | +1 -0 ~0 =0\n hosts   | +1 -0 ~0 =0\n+2 -0 ~0 =0\n";
        assert_eq!(stat(&diff()), expected);
    }
}
