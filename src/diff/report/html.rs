//! The report as one page that needs nothing else: both quotes side by side, filters by kind of
//! change, keys `j` and `k` from entry to entry.

use super::phrase;
use crate::diff::change::{Change, ClaimDiff, Entry};
use crate::diff::{Mark, marks};
use crate::graph::record::ClaimRecord;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Returns the page. Text of documents is escaped wherever it stands; the page loads nothing.
pub fn html(diff: &ClaimDiff) -> String {
    let summary = escape(&diff.summary().to_string());
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>What changed: {summary}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>What changed in what is said</h1>\n<p class=\"summary\">{summary}</p>\n{}</header>\n<main>\n",
        filters(diff),
    );
    let mut lines = Vec::new();
    for article in &diff.articles {
        let what = if article.added { "added" } else { "removed" };
        lines.push(format!("Article {what}: {} ({} claims)", article.title, article.claims));
    }
    for change in &diff.entities {
        lines.push(format!("Entity {} – {} claims", phrase::entity(change), change.claims.len()));
    }
    for conflict in &diff.conflicts {
        let what = if conflict.opened { "opened" } else { "resolved" };
        let values: Vec<String> = conflict.values.iter().map(phrase::object).collect();
        let slot = format!("{} {}", conflict.subject.label, conflict.predicate_label);
        lines.push(format!("Conflict {what}: {slot}: {}", values.join(" / ")));
    }
    if !lines.is_empty() {
        let items: String =
            lines.iter().map(|line| format!("<li>{}</li>\n", escape(line))).collect();
        page.push_str(&format!("<ul>\n{items}</ul>\n"));
    }
    for (_, heading, entries) in diff.parts() {
        if !heading.is_empty() && !entries.is_empty() {
            page.push_str(&format!("<h2 class=\"part\">{heading}</h2>\n"));
        }
        by_subject(&mut page, entries);
    }
    page.push_str(&format!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"));
    page
}

/// Returns a check box for each kind of change that occurs.
fn filters(diff: &ClaimDiff) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for entry in diff.parts().into_iter().flat_map(|(_, _, entries)| entries) {
        let name = entry.change().name();
        match kinds.iter_mut().find(|(kind, _)| *kind == name) {
            Some((_, count)) => *count += 1,
            None => kinds.push((name, 1)),
        }
    }
    kinds.sort_unstable();
    let boxes: String = kinds
        .iter()
        .map(|(kind, count)| {
            format!("<label><input type=\"checkbox\" value=\"{kind}\" checked> {kind} ({count})</label>\n")
        })
        .collect();
    format!("<fieldset>\n<legend>Show</legend>\n{boxes}</fieldset>\n")
}

fn by_subject(page: &mut String, entries: &[Entry]) {
    let mut last = None;
    for entry in entries {
        let subject = &entry.claim().subject;
        if last != Some(&subject.iri) {
            page.push_str(&format!("<h2>{}</h2>\n", escape(&subject.label)));
            last = Some(&subject.iri);
        }
        let change = entry.change();
        page.push_str(&format!(
            "<article tabindex=\"0\" data-kind=\"{}\">\n<h3><code>{}</code> {}</h3>\n",
            change.name(),
            change.code(),
            escape(&phrase::claim(entry.claim())),
        ));
        let what: Vec<String> =
            entry.changes.iter().map(|change| escape(&phrase::change(change, entry))).collect();
        let why =
            phrase::matched(entry).map(|why| format!(" <small>matched: {}</small>", escape(&why)));
        page.push_str(&format!("<p>{}{}</p>\n", what.join("; "), why.unwrap_or_default()));
        sides(page, entry);
        page.push_str("</article>\n");
    }
}

fn sides(page: &mut String, entry: &Entry) {
    let (old, new) = (entry.old.as_deref(), entry.new.as_deref());
    let marks = match (first_quote(old), first_quote(new)) {
        (Some(old), Some(new)) if !matches!(entry.change(), Change::Moved) => marks(old, new),
        _ => Vec::new(),
    };
    page.push_str("<div class=\"sides\">\n");
    for (record, is_old) in [(old, true), (new, false)] {
        let Some((record, passage)) = record.and_then(|r| Some((r, r.evidence.first()?))) else {
            page.push_str("<blockquote class=\"none\"></blockquote>\n");
            continue;
        };
        let mut words = String::new();
        for mark in &marks {
            match mark {
                Mark::Same(text) => words.push_str(&escape(text)),
                Mark::Old(text) if is_old => {
                    words.push_str(&format!("<del>{}</del>", escape(text)));
                }
                Mark::New(text) if !is_old => {
                    words.push_str(&format!("<ins>{}</ins>", escape(text)));
                }
                _ => {}
            }
        }
        if marks.is_empty() {
            words = escape(&passage.quote);
        }
        let place = escape(&phrase::place(record, passage));
        page.push_str(&format!("<blockquote>{words}<footer>{place}</footer></blockquote>\n"));
    }
    page.push_str("</div>\n");
}

fn first_quote(record: Option<&ClaimRecord>) -> Option<&str> {
    Some(record?.evidence.first()?.quote.as_str())
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // HTML has no form for these.
            c if c.is_control() && !c.is_whitespace() => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Options, Side, claims};
    use crate::graph::sample_claims::{claim, literal};

    #[test]
    fn nothing_of_a_document_becomes_markup() {
        let old =
            [claim("Country/A", "hosts", "Event/B", "A <b>hosts</b> B.")
                .with("role", literal("x"))];
        let mut new = [claim("Country/A", "hosts", "Event/B", "A <script>hosts</script> B.")
            .with("role", literal("y"))];
        new[0].article_title = "<img src=x>".to_owned();
        let side = |records| Side { records, ..Side::default() };
        let page = html(&claims(&side(&old), &side(&new), &Options::default()));
        assert_eq!(page.matches("<script>").count(), 1, "{page}");
        assert!(!page.contains("<img") && !page.contains("<b>"), "{page}");
        assert!(
            page.contains("<ins>script</ins>") && page.contains("data-kind=\"qualifier\""),
            "{page}"
        );
        assert!(
            page.contains("<input type=\"checkbox\" value=\"qualifier\" checked> qualifier (1)")
        );
    }
}
