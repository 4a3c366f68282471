//! The report for programs. `docs/diff.md` documents every field; a change that breaks readers
//! gets a new number in [`SCHEMA`].

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::phrase;
use crate::diff::change::{
    Cause, Certainty, Change, ClaimDiff, Direction, EntityChange, EntityKind, Entry, Match,
    TimeChange,
};
use crate::extract::{Polarity, Realis};
use crate::graph::record::{ClaimRecord, Node, Object};

/// Name and version of the shape.
pub const SCHEMA: &str = "saiga-diff/1";

/// Returns the diff as one JSON object. Keys are in alphabetical order, lists in that of the diff.
pub fn json(diff: &ClaimDiff) -> Value {
    let summary = diff.summary();
    json!({
        "schema": SCHEMA,
        "summary": {
            "added": summary.added,
            "removed": summary.removed,
            "changed": summary.changed,
            "restated": summary.restated,
            "entities": summary.entities,
            "unclear": summary.unclear,
            "drift": summary.drift,
            "unchanged": summary.unchanged,
        },
        "same_facts": diff.says_the_same(),
        "articles": list(&diff.articles, |article| json!({
            "change": if article.added { "added" } else { "removed" },
            "iri": article.iri,
            "title": article.title,
            "claims": article.claims,
        })),
        "entities": list(&diff.entities, entity),
        "conflicts": list(&diff.conflicts, |conflict| json!({
            "change": if conflict.opened { "opened" } else { "resolved" },
            "subject": node(&conflict.subject),
            "predicate_label": conflict.predicate_label,
            "values": list(&conflict.values, object),
        })),
        "entries": list(&diff.entries, entry),
        "unclear": list(&diff.unclear, entry),
        "drift": list(&diff.drift, entry),
    })
}

/// Returns the claims that differ as JSON Lines: the entries of [`json()`], each with its `part`
/// (`document`, `unclear` or `drift`).
pub fn json_lines(diff: &ClaimDiff) -> String {
    let mut lines = String::new();
    for (part, _, entries) in diff.parts() {
        for one in entries {
            let mut value = entry(one);
            value["part"] = json!(part);
            lines.push_str(&format!("{value}\n"));
        }
    }
    lines
}

fn list<T>(items: &[T], each: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(each).collect())
}

fn entry(entry: &Entry) -> Value {
    let matched = match entry.matched {
        Match::Alone => Value::Null,
        why => json!({
            "by": match_name(why),
            // Two decimals: enough to rank, and the same on every machine.
            "score": (entry.score * 100.0).round() / 100.0,
        }),
    };
    json!({
        "change": entry.change().name(),
        "changes": list(&entry.changes, |one| {
            let mut value = change(one);
            value["text"] = json!(phrase::change(one, entry));
            value
        }),
        "match": matched,
        "old": entry.old.as_deref().map(claim),
        "new": entry.new.as_deref().map(claim),
    })
}

/// A change without the words that its two claims give it.
pub(super) fn change(change: &Change) -> Value {
    let mut value = details(change);
    value.insert("change".to_owned(), json!(change.name()));
    value.insert("code".to_owned(), json!(change.code()));
    Value::Object(value)
}

fn details(change: &Change) -> Map<String, Value> {
    let value = match change {
        Change::Added(cause) | Change::Removed(cause) => json!({ "cause": match cause {
            Cause::Article => "article",
            Cause::Text => "text",
            Cause::Edited => "edited",
            Cause::Context => "context",
            Cause::Unknown => "unknown",
        } }),
        Change::Value { numbers: Some((old, new)) } => json!({ "delta": new - old }),
        Change::Certainty { from, to, direction } => json!({
            "from": certainty(from),
            "to": certainty(to),
            "direction": match direction {
                Direction::Up => "up",
                Direction::Down => "down",
                Direction::Source => "source",
            },
        }),
        Change::Time(time) => json!({ "time": match time {
            TimeChange::Dated => "dated",
            TimeChange::Undated => "undated",
            TimeChange::MorePrecise => "more-precise",
            TimeChange::LessPrecise => "less-precise",
            TimeChange::Extended => "extended",
            TimeChange::Shortened => "shortened",
            TimeChange::Moved => "moved",
        } }),
        Change::Qualifier(names) => json!({ "qualifiers": names }),
        Change::Support { old, new } => json!({ "old_passages": old, "new_passages": new }),
        Change::Value { numbers: None }
        | Change::Polarity
        | Change::Ontology
        | Change::Reworded
        | Change::Moved => json!({}),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn match_name(matched: Match) -> &'static str {
    match matched {
        Match::Alone => "none",
        Match::Exact => "exact",
        Match::OtherArticle => "other-article",
        Match::Entity => "entity",
        Match::Key => "key",
        Match::KeyButDate => "key-but-date",
        Match::Slot => "slot",
        Match::EditedPassage => "edited-passage",
        Match::Term => "term",
    }
}

fn certainty(certainty: &Certainty) -> &'static str {
    match certainty {
        Certainty::Hypothetical => "hypothetical",
        Certainty::Planned => "planned",
        Certainty::Attributed(_) => "attributed",
        Certainty::Asserted => "asserted",
    }
}

fn entity(change: &EntityChange) -> Value {
    json!({
        "change": match change.kind {
            EntityKind::Rename => "rename",
            EntityKind::Merge => "merge",
            EntityKind::Split => "split",
            EntityKind::Retype => "retype",
        },
        "old": list(&change.old, node),
        "new": list(&change.new, node),
        "reason": change.reason,
        "score": (change.score * 100.0).round() / 100.0,
        "claims": list(&change.claims, |(old, new)| json!({ "old": claim(old), "new": claim(new) })),
    })
}

/// A claim with its evidence.
pub(super) fn claim(record: &ClaimRecord) -> Value {
    let qualifiers: BTreeMap<&String, Value> =
        record.qualifiers.iter().map(|(iri, values)| (iri, list(values, object))).collect();
    json!({
        "iri": record.iri,
        "version": record.version,
        "article": record.article,
        "article_title": record.article_title,
        "subject": node(&record.subject),
        "predicate": record.predicate,
        "predicate_label": record.predicate_label,
        "object": object(&record.object),
        "qualifiers": qualifiers,
        "polarity": match record.polarity {
            Polarity::Affirmed => "affirmed",
            Polarity::Negated => "negated",
        },
        "realis": match record.realis {
            Realis::Actual => "actual",
            Realis::Planned => "planned",
            Realis::Hypothetical => "hypothetical",
        },
        "holder": record.holder.as_ref().map(object),
        "evidence": list(&record.evidence, |passage| json!({
            "iri": passage.iri,
            "start": passage.start,
            "end": passage.end,
            "quote": passage.quote,
        })),
        "rule": record.rule,
    })
}

fn node(node: &Node) -> Value {
    json!({ "iri": node.iri, "label": node.label, "class": node.class })
}

fn object(object: &Object) -> Value {
    match object {
        Object::Entity(entity) => node(entity),
        Object::Literal { value, datatype } => json!({ "value": value, "datatype": datatype }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Options, Side, claims};
    use crate::graph::sample_claims::{claim as sample, literal};

    #[test]
    fn every_entry_names_its_change_and_why_it_matched() {
        let old =
            [sample("Country/A", "visited", "Country/B", "A came.").with("date", literal("2024"))];
        let new =
            [sample("Country/A", "visited", "Country/B", "A came.")
                .with("date", literal("2024-05"))];
        let side = |records| Side { records, ..Side::default() };
        let value = json(&claims(&side(&old), &side(&new), &Options::default()));
        assert_eq!(value["schema"], "saiga-diff/1");
        assert_eq!(value["summary"]["changed"], 1);
        let entry = &value["entries"][0];
        assert_eq!(entry["change"], "time");
        assert_eq!(entry["changes"][0]["time"], "more-precise");
        assert_eq!(entry["match"]["by"], "key-but-date");
        assert_eq!(entry["old"]["evidence"][0]["quote"], "A came.");
        let lines = json_lines(&claims(&side(&old), &side(&new), &Options::default()));
        let line: Value = serde_json::from_str(lines.trim_end()).unwrap();
        assert_eq!((&line["part"], &line["new"]), (&json!("document"), &entry["new"]));
    }
}
