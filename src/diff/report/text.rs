//! The report that people read in a terminal: a summary line, then what changed, by subject, with
//! both quotes.

use super::phrase;
use crate::diff::change::{Change, ClaimDiff, Entry};
use crate::diff::{Mark, marks};
use crate::graph::record::ClaimRecord;

/// Escape sequences of a terminal, or the plain signs that stand for them.
struct Paint {
    colour: bool,
}

/// Returns the report, with ANSI colours when asked for. Without them, words taken out are
/// `[-so-]` and words put in `{+so+}`, as in `git diff --word-diff`.
pub fn text(diff: &ClaimDiff, colour: bool) -> String {
    let paint = Paint { colour };
    let mut out = format!("{}\n", diff.summary());
    for article in &diff.articles {
        let (sign, what) = if article.added { ("+", "added") } else { ("-", "removed") };
        let claims = if article.claims == 1 { "claim" } else { "claims" };
        let title = paint.bold(&article.title);
        out.push_str(&format!("{sign} article {what}: {title} ({} {claims})\n", article.claims));
    }
    for change in &diff.entities {
        let count = change.claims.len();
        let claims = if count == 1 { "1 claim".to_owned() } else { format!("{count} claims") };
        out.push_str(&format!("E {} [{claims}]\n", phrase::entity(change)));
    }
    for conflict in &diff.conflicts {
        let (sign, what) = if conflict.opened { ("C+", "opened") } else { ("C-", "resolved") };
        let values: Vec<String> = conflict.values.iter().map(phrase::object).collect();
        let slot = format!("{} {}", conflict.subject.label, conflict.predicate_label);
        out.push_str(&format!("{sign} conflict {what}: {slot}: {}\n", values.join(" / ")));
    }
    for (_, heading, entries) in diff.parts() {
        if !heading.is_empty() && !entries.is_empty() {
            out.push_str(&format!("\n{heading}:\n"));
        }
        // What articles of one side say comes after what changed in those of both.
        let (alone, shared): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| entry.is_of_lone_article());
        by_subject(&mut out, &shared, &paint);
        if !alone.is_empty() {
            out.push_str("\nIn articles that only one side has:\n");
            by_subject(&mut out, &alone, &paint);
        }
    }
    out
}

fn by_subject(out: &mut String, entries: &[&Entry], paint: &Paint) {
    let mut last = None;
    for entry in entries {
        let subject = &entry.claim().subject;
        if last != Some(&subject.iri) {
            out.push_str(&format!("\n{}\n", paint.bold(&subject.label)));
            last = Some(&subject.iri);
        }
        describe(out, entry, paint);
    }
}

fn describe(out: &mut String, entry: &Entry, paint: &Paint) {
    let code = paint.code(entry.change());
    out.push_str(&format!("  {code:<2} {}\n", phrase::claim(entry.claim())));
    for change in &entry.changes {
        out.push_str(&format!("     {}\n", phrase::change(change, entry)));
    }
    if let Some(why) = phrase::matched(entry) {
        out.push_str(&format!("     matched: {why}\n"));
    }
    let quote = |record: &ClaimRecord| record.evidence.first().map(|passage| passage.quote.clone());
    let both = (entry.old.as_deref().and_then(quote)).zip(entry.new.as_deref().and_then(quote));
    for (name, record, is_old) in [("old", &entry.old, true), ("new", &entry.new, false)] {
        let Some(record) = record else { continue };
        let Some(passage) = record.evidence.first() else { continue };
        let words = match &both {
            Some((old, new)) => side(&marks(old, new), is_old, paint),
            None => passage.quote.clone(),
        };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("     {name}: “{words}” — {}\n", phrase::place(record, passage)));
    }
}

/// Returns one side of a word diff.
fn side(marks: &[Mark], is_old: bool, paint: &Paint) -> String {
    let mut words = String::new();
    for mark in marks {
        match mark {
            Mark::Same(text) => words.push_str(text),
            Mark::Old(text) if is_old => words.push_str(&paint.taken(text)),
            Mark::New(text) if !is_old => words.push_str(&paint.put(text)),
            _ => {}
        }
    }
    words
}

impl Paint {
    fn sgr(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1B}[{code}m{text}\u{1B}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.sgr("1", text)
    }

    fn taken(&self, text: &str) -> String {
        if self.colour { self.sgr("31", text) } else { format!("[-{text}-]") }
    }

    fn put(&self, text: &str) -> String {
        if self.colour { self.sgr("32", text) } else { format!("{{+{text}+}}") }
    }

    fn code(&self, change: &Change) -> String {
        let colour = match change {
            Change::Added(_) => "32",
            Change::Removed(_) | Change::Polarity => "31",
            change if change.is_factual() => "33",
            _ => "2",
        };
        self.sgr(colour, change.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Options, Side, claims};
    use crate::graph::sample_claims::{claim, literal, number};

    #[test]
    fn the_report_shows_both_quotes_with_marks() {
        let trade = |value: &str, quote: &str| {
            let record =
                claim("Country/Kazakhstan", "amount", "A/B", quote).with("date", literal("2023"));
            let record = record.with("of", literal("trade"));
            ClaimRecord { object: number(value), iri: value.to_owned(), ..record }
        };
        let old = [trade("31", "Trade was 31 tons.")];
        let new = [
            trade("41", "Trade was 41 tons."),
            claim("Country/Uzbekistan", "borders", "Country/Kazakhstan", "They touch."),
        ];
        let side = |records| Side { records, ..Side::default() };
        let diff = claims(&side(&old), &side(&new), &Options::default());
        let expected = "\
+1 -0 ~1 =0

Kazakhstan
  ~v amount 41 (of trade; date 2023)
     value 31 → 41 (+10, +32.3%)
     matched: the value of the same thing at the same date, score 0.79
     old: “Trade was [-31-] tons.” — An article, characters 0–18
     new: “Trade was {+41+} tons.” — An article, characters 0–18

Uzbekistan
  +  borders Kazakhstan
     added: texts not at hand
     new: “They touch.” — An article, characters 0–11
";
        assert_eq!(text(&diff, false), expected);
        let coloured = text(&diff, true);
        assert!(coloured.contains("\u{1B}[31m31\u{1B}[0m"), "{coloured}");
    }
}
