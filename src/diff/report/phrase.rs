//! The words in which reports speak of claims and changes.

use crate::diff::change::{
    Cause, Certainty, Change, Direction, EntityChange, EntityKind, Entry, Match, TimeChange,
};
use crate::diff::key;
use crate::extract::{Polarity, Realis};
use crate::graph::record::{ClaimRecord, Node, Object, Passage};

/// Returns the relation, its object, qualifiers and status: `member of CSTO (start 2002)`.
pub(in crate::diff) fn claim(record: &ClaimRecord) -> String {
    let mut phrase = format!("{} {}", record.predicate_label, object(&record.object));
    let qualifiers: Vec<String> = (record.qualifiers.iter())
        .map(|(iri, values)| {
            let values: Vec<String> = values.iter().map(object).collect();
            format!("{} {}", qualifier(iri), values.join(", "))
        })
        .collect();
    if !qualifiers.is_empty() {
        phrase.push_str(&format!(" ({})", qualifiers.join("; ")));
    }
    if let Some(status) = status(record) {
        phrase.push_str(&format!(" [{status}]"));
    }
    phrase
}

/// Returns the name of an entity, or a literal as people write it: numbers in groups of three.
pub(super) fn object(object: &Object) -> String {
    match (object, key::number(object)) {
        (Object::Entity(Node { label, .. }), _) => label.clone(),
        (Object::Literal { .. }, Some(number)) => grouped(number),
        (Object::Literal { value, .. }, None) => value.clone(),
    }
}

/// Returns what is unusual about a claim's status, if anything.
fn status(record: &ClaimRecord) -> Option<String> {
    let mut parts = Vec::new();
    if record.polarity == Polarity::Negated {
        parts.push("denied".to_owned());
    }
    match record.realis {
        Realis::Actual => {}
        Realis::Planned => parts.push("planned".to_owned()),
        Realis::Hypothetical => parts.push("hypothetical".to_owned()),
    }
    if let Some(holder) = &record.holder {
        parts.push(format!("according to {}", object(holder)));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Returns what changed, in words, with old and new where that is short.
pub(super) fn change(change: &Change, entry: &Entry) -> String {
    let sides = entry.old.as_deref().zip(entry.new.as_deref());
    let arrow = |old: String, new: String| format!("{old} → {new}");
    match change {
        Change::Polarity => match entry.new.as_deref().map(|new| new.polarity) {
            Some(Polarity::Negated) => "affirmed → denied".to_owned(),
            _ => "denied → affirmed".to_owned(),
        },
        Change::Added(why) => format!("added: {}", cause(*why, true)),
        Change::Removed(why) => format!("removed: {}", cause(*why, false)),
        Change::Value { numbers } => {
            let values = sides.map(|(old, new)| arrow(object(&old.object), object(&new.object)));
            let mut phrase = format!("value {}", values.unwrap_or_default());
            if let Some((old, new)) = numbers {
                let sign = if new > old { "+" } else { "−" };
                phrase.push_str(&format!(" ({sign}{}", grouped((new - old).abs())));
                if *old != 0.0 {
                    let percent = (100.0 * (new - old) / old.abs()).abs();
                    phrase.push_str(&format!(", {sign}{percent:.1}%"));
                }
                phrase.push(')');
            }
            phrase
        }
        Change::Certainty { from, to, direction } => {
            let way = match direction {
                Direction::Up => "more certain: ",
                Direction::Down => "less certain: ",
                Direction::Source => "another source: ",
            };
            way.to_owned() + &arrow(certainty(from), certainty(to))
        }
        Change::Time(what) => {
            let words = time_change(*what);
            let times = sides.map(|(old, new)| arrow(time(old), time(new))).unwrap_or_default();
            format!("{words}: {times}")
        }
        Change::Qualifier(names) => {
            let describe = |name: &String| {
                let value = |record: &ClaimRecord| {
                    let values =
                        record.qualifiers.iter().find(|(iri, _)| key::local_name(iri) == name);
                    let values =
                        values.map(|(_, values)| values.iter().map(object).collect::<Vec<_>>());
                    values.map_or_else(|| "none".to_owned(), |values| values.join(", "))
                };
                let values = sides.map(|(old, new)| arrow(value(old), value(new)));
                format!("{} {}", spaced(name), values.unwrap_or_default())
            };
            names.iter().map(describe).collect::<Vec<_>>().join("; ")
        }
        Change::Ontology => {
            let labels = |record: &ClaimRecord| record.predicate_label.clone();
            let labels = sides.map(|(old, new)| arrow(labels(old), labels(new)));
            format!("another term: {}", labels.unwrap_or_default())
        }
        Change::Support { old, new } => format!("stated by {old} → {new} passages"),
        Change::Reworded => "the same in other words".to_owned(),
        Change::Moved => "the same words at another place".to_owned(),
    }
}

/// Returns why two claims were taken for one, when that is not plain.
pub(super) fn matched(entry: &Entry) -> Option<String> {
    let why = match entry.matched {
        Match::Alone | Match::Exact => return None,
        Match::OtherArticle => "the same claim in another article",
        Match::Entity => "the same but for an entity that changed",
        Match::Key => "same subject, relation, object and date",
        Match::KeyButDate => "same subject, relation and object",
        Match::Slot => "the value of the same thing at the same date",
        Match::EditedPassage => "the same measure in an edited passage",
        Match::Term => "the same two ends in the same words",
    };
    Some(format!("{why}, score {:.2}", entry.score))
}

/// Returns what happened to an entity.
pub(super) fn entity(change: &EntityChange) -> String {
    let names = |nodes: &[Node]| {
        nodes.iter().map(|node| node.label.as_str()).collect::<Vec<_>>().join(" + ")
    };
    let class = |nodes: &[Node]| key::local_name(&nodes[0].class).to_owned();
    let what = match change.kind {
        EntityKind::Rename => "renamed",
        EntityKind::Merge => "merged",
        EntityKind::Split => "split",
        EntityKind::Retype => {
            let (old, new) = (class(&change.old), class(&change.new));
            return format!("{}: {old} → {new} ({})", names(&change.new), change.reason);
        }
    };
    format!("{what}: {} → {} ({})", names(&change.old), names(&change.new), change.reason)
}

/// Returns where a passage stands.
pub(super) fn place(record: &ClaimRecord, passage: &Passage) -> String {
    format!("{}, characters {}–{}", record.article_title, passage.start, passage.end)
}

/// Returns why a claim is on one side only.
pub(super) fn cause(cause: Cause, added: bool) -> &'static str {
    match (cause, added) {
        (Cause::Article, true) => "the article is new",
        (Cause::Article, false) => "the article is gone",
        (Cause::Text, true) => "the passage is new",
        (Cause::Text, false) => "the passage was deleted",
        (Cause::Edited, _) => "the passage was edited",
        (Cause::Context, _) => "the words are the same, those around them are not",
        (Cause::Unknown, _) => "texts not at hand",
    }
}

/// Returns how firmly a claim is made.
pub(super) fn certainty(certainty: &Certainty) -> String {
    match certainty {
        Certainty::Hypothetical => "hypothetical".to_owned(),
        Certainty::Planned => "planned".to_owned(),
        Certainty::Attributed(holder) => format!("according to {}", object(holder)),
        Certainty::Asserted => "asserted".to_owned(),
    }
}

/// Returns what happened to the time of a claim.
pub(super) fn time_change(change: TimeChange) -> &'static str {
    match change {
        TimeChange::Dated => "now dated",
        TimeChange::Undated => "no longer dated",
        TimeChange::MorePrecise => "time more exact",
        TimeChange::LessPrecise => "time less exact",
        TimeChange::Extended => "time extended",
        TimeChange::Shortened => "time shortened",
        TimeChange::Moved => "another time",
    }
}

fn time(record: &ClaimRecord) -> String {
    let at = |role| key::dated(record, role).map(|date| date.to_string());
    let (start, end) = (at(key::Role::Start), at(key::Role::End));
    match (start, end, at(key::Role::Date)) {
        (None, None, None) => "undated".to_owned(),
        (None, None, Some(date)) => date,
        (start, end, _) => format!("{}…{}", start.unwrap_or_default(), end.unwrap_or_default()),
    }
}

fn qualifier(iri: &str) -> String {
    match key::role(iri) {
        key::Role::Start => "from".to_owned(),
        key::Role::End => "to".to_owned(),
        _ => spaced(key::local_name(iri)),
    }
}

/// `amountOfMoney` to `amount of money`.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// `31000000000` to `31,000,000,000`.
pub(super) fn grouped(number: f64) -> String {
    let plain = number.abs().to_string();
    let (whole, fraction) =
        plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = if number < 0.0 { "−".to_owned() } else { String::new() };
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in
            [(31e9, "31,000,000,000"), (19.25, "19.25"), (-1234.0, "−1,234"), (999.0, "999")]
        {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn camel_case_is_read_as_words() {
        assert_eq!(spaced("amountOfMoney"), "amount of money");
        assert_eq!(qualifier("https://w3id.org/saiga/ns#validFrom"), "from");
    }
}
