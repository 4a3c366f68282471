//! `tests/changes/*.md`: pairs of texts with the changes that a reader finds between them, in
//! several genres, scored end to end.
//!
//! A change is written `- CODE SUBJECT | RELATION | OBJECT` (of the newer side, where there is one),
//! `- E:KIND OLD | NEW` for entities and `- C+ SUBJECT | RELATION` for conflicts. All of them are
//! listed: what the program tells beside them counts against it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::support::{Workdir, files, name, root};

/// A pair of texts.
struct Pair {
    name: String,
    old: String,
    new: String,
    changes: BTreeSet<String>,
}

/// Right, missed and wrong changes of one code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Told and true.
    pub hits: usize,
    /// True and not told.
    pub missed: usize,
    /// Told and not true.
    pub wrong: usize,
}

impl Score {
    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let all = 2 * self.hits + self.missed + self.wrong;
        if all == 0 { 1.0 } else { 2.0 * self.hits as f64 / all as f64 }
    }
}

/// The mean of the F1 of all codes that are expected anywhere, with a table to print.
pub fn macro_f1(scores: &BTreeMap<String, Score>) -> (f64, String) {
    let counted = scores.iter().filter(|(_, score)| score.hits + score.missed > 0);
    let f1: Vec<f64> = counted.map(|(_, score)| score.f1()).collect();
    let mean = f1.iter().sum::<f64>() / f1.len().max(1) as f64;
    let mut table = String::new();
    for (code, score) in scores {
        let Score { hits, missed, wrong } = score;
        let f1 = score.f1();
        table.push_str(&format!(
            "{code:<9} {hits:>3} right {missed:>3} missed {wrong:>3} wrong  {f1:.2}\n"
        ));
    }
    (mean, table)
}

/// Adds what is told and what is true of one pair to the scores, by code: the first word.
pub fn count(
    scores: &mut BTreeMap<String, Score>,
    told: &BTreeSet<String>,
    truth: &BTreeSet<String>,
) {
    let mut add = |change: &String, field: fn(&mut Score) -> &mut usize| {
        let code = change.split(' ').next().unwrap_or_default().to_owned();
        *field(scores.entry(code).or_default()) += 1;
    };
    told.intersection(truth).for_each(|change| add(change, |score| &mut score.hits));
    truth.difference(told).for_each(|change| add(change, |score| &mut score.missed));
    told.difference(truth).for_each(|change| add(change, |score| &mut score.wrong));
}

#[test]
fn pairs_are_told_as_a_reader_tells_them() {
    let mut scores = BTreeMap::new();
    for pair in pairs() {
        let told = told(&pair);
        count(&mut scores, &told, &pair.changes);
        for change in pair.changes.difference(&told) {
            println!("{}: missed: {change}", pair.name);
        }
        for change in told.difference(&pair.changes) {
            println!("{}: wrong:  {change}", pair.name);
        }
    }
    let (mean, table) = macro_f1(&scores);
    println!("{table}macro-F1 {mean:.3}");
    assert!(mean >= 0.80, "macro-F1 {mean:.3}\n{table}");
}

fn pairs() -> Vec<Pair> {
    let folder = root().join("tests/changes");
    let pairs: Vec<Pair> = files(&folder)
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("pairs are UTF-8");
            let part = |title: &str| {
                let (_, rest) = text.split_once(title).unwrap_or_else(|| {
                    panic!("{}: expected a part `{}`", path.display(), title.trim())
                });
                rest.split("\n## ").next().unwrap_or_default().trim_start().to_owned()
            };
            let changes = part("\n## Changes\n");
            Pair {
                name: name(path),
                old: part("\n## Old\n"),
                new: part("\n## New\n"),
                changes: changes
                    .lines()
                    .filter_map(|line| line.strip_prefix("- "))
                    .map(str::to_lowercase)
                    .collect(),
            }
        })
        .collect();
    assert!(pairs.len() >= 10, "{} holds the pairs", folder.display());
    pairs
}

/// What the program tells of a pair, in the notation of the pairs.
fn told(pair: &Pair) -> BTreeSet<String> {
    let work = Workdir::new();
    work.write("old.txt", &pair.old);
    work.write("new.txt", &pair.new);
    let run = work.saiga(&["diff", "old.txt", "new.txt", "--format", "json"]);
    assert!(run.code.is_some_and(|code| code < 2), "{}: {}", pair.name, run.err);
    let report: Value = serde_json::from_str(&run.out).expect("the report is JSON");
    let label = |node: &Value| node["label"].as_str().unwrap_or_default().to_owned();
    let object = |object: &Value| match object["value"].as_str() {
        Some(value) => value.to_owned(),
        None => label(object),
    };
    let list = |key: &str| report[key].as_array().cloned().unwrap_or_default();
    let mut told = BTreeSet::new();
    for entry in list("entries") {
        let claim = if entry["new"].is_null() { &entry["old"] } else { &entry["new"] };
        let relation = claim["predicate"].as_str().unwrap_or_default();
        let relation = relation.rsplit('#').next().unwrap_or_default();
        let code = entry["changes"][0]["code"].as_str().unwrap_or_default();
        let (subject, object) = (label(&claim["subject"]), object(&claim["object"]));
        told.insert(format!("{code} {subject} | {relation} | {object}").to_lowercase());
    }
    for change in list("entities") {
        let names = |side: &str| {
            let nodes = change[side].as_array().cloned().unwrap_or_default();
            nodes.iter().map(label).collect::<Vec<_>>().join(" + ")
        };
        let kind = change["change"].as_str().unwrap_or_default();
        told.insert(format!("E:{kind} {} | {}", names("old"), names("new")).to_lowercase());
    }
    for conflict in list("conflicts") {
        let code = if conflict["change"] == "opened" { "C+" } else { "C-" };
        let relation = conflict["predicate_label"].as_str().unwrap_or_default();
        let subject = label(&conflict["subject"]);
        told.insert(format!("{code} {subject} | {relation}").to_lowercase());
    }
    told
}
