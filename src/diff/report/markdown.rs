//! The report as Markdown, for a pull request, a memo or release notes.

use super::phrase;
use crate::diff::change::{Change, ClaimDiff, Entry};
use crate::diff::{Mark, marks};

/// Returns the report: a heading with the summary, the changes of fact by subject, and what was
/// only restated in a folded list.
pub fn markdown(diff: &ClaimDiff) -> String {
    let mut out =
        format!("## What changed in what is said: {}\n", escape(&diff.summary().to_string()));
    let mut lines = Vec::new();
    for article in &diff.articles {
        let what = if article.added { "added" } else { "removed" };
        lines.push(format!(
            "- Article {what}: **{}** ({} claims)",
            escape(&article.title),
            article.claims
        ));
    }
    for change in &diff.entities {
        lines.push(format!(
            "- Entity {} – {} claims",
            escape(&phrase::entity(change)),
            change.claims.len()
        ));
    }
    for conflict in &diff.conflicts {
        let what = if conflict.opened { "opened" } else { "resolved" };
        let values: Vec<String> =
            conflict.values.iter().map(|value| escape(&phrase::object(value))).collect();
        let slot = escape(&format!("{} {}", conflict.subject.label, conflict.predicate_label));
        lines.push(format!("- Conflict {what}: {slot}: {}", values.join(" / ")));
    }
    if !lines.is_empty() {
        out.push_str(&format!("\n{}\n", lines.join("\n")));
    }
    let (facts, restated): (Vec<&Entry>, Vec<&Entry>) =
        diff.entries.iter().partition(|entry| entry.change().is_factual());
    let (alone, facts): (Vec<&Entry>, Vec<&Entry>) =
        facts.into_iter().partition(|entry| entry.is_of_lone_article());
    by_subject(&mut out, &facts);
    let [_, (_, unclear, _), (_, drift, _)] = diff.parts();
    for (title, entries) in [
        ("In articles that only one side has", alone),
        ("Said in another way or place", restated),
        (unclear, diff.unclear.iter().collect()),
        (drift, diff.drift.iter().collect()),
    ] {
        if !entries.is_empty() {
            out.push_str(&format!("\n<details><summary>{title}: {}</summary>\n", entries.len()));
            by_subject(&mut out, &entries);
            out.push_str("\n</details>\n");
        }
    }
    out
}

fn by_subject(out: &mut String, entries: &[&Entry]) {
    let mut last = None;
    for entry in entries {
        let subject = &entry.claim().subject;
        if last != Some(&subject.iri) {
            out.push_str(&format!("\n### {}\n\n", escape(&subject.label)));
            last = Some(&subject.iri);
        }
        let what: Vec<String> =
            entry.changes.iter().map(|change| escape(&phrase::change(change, entry))).collect();
        let claim = escape(&phrase::claim(entry.claim()));
        out.push_str(&format!("- `{}` **{claim}** – {}\n", entry.change().code(), what.join("; ")));
        quotes(out, entry);
    }
}

fn quotes(out: &mut String, entry: &Entry) {
    let passage = |record: &Option<Box<_>>| -> Option<(String, String)> {
        let record: &crate::graph::record::ClaimRecord = record.as_deref()?;
        let passage = record.evidence.first()?;
        Some((passage.quote.clone(), phrase::place(record, passage)))
    };
    match (passage(&entry.old), passage(&entry.new)) {
        (Some((old, place)), Some((new, _))) if !matches!(entry.change(), Change::Moved) => {
            let mut words = String::new();
            for mark in marks(&old, &new) {
                match mark {
                    Mark::Same(text) => words.push_str(&escape(&text)),
                    Mark::Old(text) => words.push_str(&wrap("del", &text)),
                    Mark::New(text) => words.push_str(&wrap("ins", &text)),
                }
            }
            line(out, &words, &place);
        }
        (Some((quote, place)), _) | (None, Some((quote, place))) => {
            line(out, &escape(&quote), &place);
        }
        (None, None) => {}
    }
}

fn line(out: &mut String, words: &str, place: &str) {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    out.push_str(&format!("  > {words} — {}\n", escape(place)));
}

/// White space at the ends of a mark stays outside: Markdown would not see the mark otherwise.
fn wrap(tag: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let lead = &text[..text.len() - text.trim_start().len()];
    let trail = &text[text.trim_end().len()..];
    format!("{lead}<{tag}>{}</{tag}>{trail}", escape(inner))
}

/// Takes from text what Markdown and HTML would act on.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Options, Side, claims};
    use crate::extract::{Polarity, Realis};
    use crate::graph::sample_claims::claim;

    #[test]
    fn quotes_cannot_break_out_of_the_list() {
        let done = claim("Country/A", "hosts", "Event/B", "A *hosts* <b>B</b>.");
        let plan = done.clone().status(Polarity::Affirmed, Realis::Planned, None);
        let side = |records| Side { records, ..Side::default() };
        let (old, new) = ([plan], [done]);
        let report = markdown(&claims(&side(&old), &side(&new), &Options::default()));
        assert!(
            report.contains("- `~m` **hosts B** – more certain: planned → asserted\n"),
            "{report}"
        );
        assert!(
            report.contains("  > A \\*hosts\\* &lt;b&gt;B&lt;/b&gt;. — An article"),
            "{report}"
        );
    }
}
