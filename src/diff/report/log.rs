//! The history of a document or an entity, and of single claims, for people and for programs.

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use super::json as shape;
use super::phrase;
use crate::diff::change::{Change, Entry};
use crate::diff::history::{Link, Step, Thread};

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// Returns the steps as text, one claim a line with its quote below. Empty steps are left out.
pub fn log(steps: &[Step], colour: bool) -> String {
    let mut text = String::new();
    for step in steps.iter().filter(|step| !step.diff.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let what = if step.is_first { "first seen: " } else { "" };
        let head = format!("{}  {}", date(step.date.as_deref()), step.name);
        let summary = step.diff.summary();
        text.push_str(&format!("{}  {what}{summary}\n", painted(&head, BOLD, colour)));
        for change in &step.diff.entities {
            text.push_str(&format!("  E {}\n", phrase::entity(change)));
        }
        for conflict in &step.diff.conflicts {
            let values: Vec<String> = conflict.values.iter().map(phrase::object).collect();
            let code = if conflict.opened { "C+" } else { "C-" };
            let slot = format!("{} {}", conflict.subject.label, conflict.predicate_label);
            text.push_str(&format!("  {code} {slot}: {}\n", values.join(" / ")));
        }
        for (part, heading, entries) in step.diff.parts() {
            let part = if heading.is_empty() { "" } else { part };
            for entry in entries {
                text.push_str(&line(entry, part, step.is_first, colour));
            }
        }
    }
    text
}

/// Returns the threads as text: when each claim was first and last said, and what changed between.
pub fn blame(threads: &[Thread], colour: bool) -> String {
    let mut text = String::new();
    for thread in threads {
        if !text.is_empty() {
            text.push('\n');
        }
        let last = &thread.links[thread.links.len() - 1];
        let claim = format!("{} {}", last.claim.subject.label, phrase::claim(&last.claim));
        text.push_str(&format!("{}\n", painted(&claim, BOLD, colour)));
        text.push_str(&said("first said", &thread.links[0], colour));
        for link in thread.links.iter().filter(|link| link.changes.iter().any(Change::is_factual)) {
            let what: Vec<String> = link.changes.iter().map(described).collect();
            let words = format!("changed    {}  {}", name(link), what.join("; "));
            text.push_str(&format!("  {words}\n"));
        }
        text.push_str(&said("last said", last, colour));
        match &thread.ended {
            Some(end) => {
                let why = described(&end.change);
                let place = format!("{} ({})", end.name, date(end.date.as_deref()));
                text.push_str(&format!("  gone from  {place}  {why}\n"));
            }
            None => text.push_str("  still said by the latest version\n"),
        }
    }
    text
}

/// Returns the steps as JSON: a list of objects with `version`, `date`, `first` and `diff`, which is
/// the report of [`super::json()`].
pub fn log_json(steps: &[Step]) -> Value {
    let step = |step: &Step| {
        json!({
            "version": step.name,
            "date": step.date,
            "first": step.is_first,
            "diff": shape::json(&step.diff),
        })
    };
    steps.iter().filter(|step| !step.diff.is_empty()).map(step).collect()
}

/// Returns the threads as JSON: a list of objects with `links` (`version`, `date`, `claim`,
/// `changes`) and `ended` (`version`, `date`, `change`, `cause`; null while it is said).
pub fn blame_json(threads: &[Thread]) -> Value {
    let link = |link: &Link| {
        json!({
            "version": link.name,
            "date": link.date,
            "claim": shape::claim(&link.claim),
            "changes": link.changes.iter().map(shape::change).collect::<Value>(),
        })
    };
    let thread = |thread: &Thread| {
        json!({
            "links": thread.links.iter().map(link).collect::<Value>(),
            "ended": thread.ended.as_ref().map(|end| json!({
                "version": end.name,
                "date": end.date,
                "change": shape::change(&end.change),
            })),
        })
    };
    threads.iter().map(thread).collect()
}

fn line(entry: &Entry, part: &str, is_first: bool, colour: bool) -> String {
    let change = entry.change();
    let claim = entry.claim();
    let what: Vec<String> = match is_first {
        true => Vec::new(),
        false => entry.changes.iter().map(|change| phrase::change(change, entry)).collect(),
    };
    let what = if what.is_empty() { String::new() } else { format!(" – {}", what.join("; ")) };
    let words = format!("{} {}", claim.subject.label, phrase::claim(claim));
    let code = painted(change.code(), style(change), colour);
    let part = if part.is_empty() { String::new() } else { format!("{part} ") };
    let mut text = format!("  {part}{code} {words}{what}\n");
    if let Some(passage) = claim.evidence.first() {
        text.push_str(&format!("      {}\n", painted(&quoted(&passage.quote), DIM, colour)));
    }
    text
}

fn said(what: &str, link: &Link, colour: bool) -> String {
    let quote = link.claim.evidence.first().map(|passage| quoted(&passage.quote));
    let quote = painted(&quote.unwrap_or_default(), DIM, colour);
    format!("  {what:<10} {}  {quote}\n", name(link))
}

fn name(link: &Link) -> String {
    format!("{} ({})", link.name, date(link.date.as_deref()))
}

fn date(date: Option<&str>) -> &str {
    date.unwrap_or("undated")
}

/// What changed, in a word or two, without the claims beside it.
fn described(change: &Change) -> String {
    match change {
        Change::Added(cause) => format!("added: {}", phrase::cause(*cause, true)),
        Change::Removed(cause) => format!("removed: {}", phrase::cause(*cause, false)),
        Change::Value { numbers: Some((old, new)) } => {
            format!("value {} → {}", phrase::grouped(*old), phrase::grouped(*new))
        }
        Change::Certainty { from, to, .. } => {
            format!("{} → {}", phrase::certainty(from), phrase::certainty(to))
        }
        Change::Qualifier(names) => format!("qualifier {}", names.join(", ")),
        Change::Time(time) => phrase::time_change(*time).to_owned(),
        other => other.name().to_owned(),
    }
}

fn quoted(quote: &str) -> String {
    format!("“{}”", quote.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn style(change: &Change) -> Style {
    let colour = match change {
        Change::Added(_) => AnsiColor::Green,
        Change::Removed(_) => AnsiColor::Red,
        change if change.is_factual() => AnsiColor::Yellow,
        _ => return DIM,
    };
    colour.on_default()
}

fn painted(text: &str, style: Style, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::history::{Version, steps, threads};
    use crate::diff::{Options, Side};
    use crate::graph::sample_claims::claim;

    #[test]
    fn blame_names_the_first_and_the_last_version() {
        let one = [claim("Country/A", "borders", "Country/B", "A borders B.")];
        let version = |name: &str, records| Version {
            name: name.to_owned(),
            date: Some("2023".to_owned()),
            side: Side { records, ..Side::default() },
        };
        let versions = [version("d@1", &one[..]), version("d@2", &one), version("d@3", &[])];
        let steps = steps(&versions, &Options::default());
        let text = blame(&threads(&versions, &steps, &|_| true), false);
        assert_eq!(
            text,
            "A borders B\n  first said d@1 (2023)  “A borders B.”\n  last said  d@2 (2023)  “A \
             borders B.”\n  gone from  d@3 (2023)  removed: the article is gone\n"
        );
        let text = log(&steps, false);
        assert!(
            text.starts_with("2023  d@1  first seen: +1 -0 ~0 =0\n  + A borders B\n"),
            "{text}"
        );
    }
}
