//! Where sources disagree: claims about one thing that cannot all be so, side by side. Nothing is
//! resolved; which of them is right is for the reader.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::extract::{Polarity, Realis};
use crate::graph::record::{ClaimRecord, Object};
use crate::graph::vocab;

/// Claims that cannot all be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<'r> {
    /// What they disagree about.
    pub kind: ConflictKind,
    /// The sides, each a reading with the records that have it; at least two, in order.
    pub sides: Vec<Side<'r>>,
}

/// One of several readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side<'r> {
    /// The value or status that tells it from the others: `19.2`, `1992`, `planned`.
    pub reading: String,
    /// Who says it, in the order of document and passage; never empty.
    pub records: Vec<&'r ClaimRecord>,
}

/// What sources can disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictKind {
    /// A measure has several values for the same thing counted, unit, other side and date.
    Number,
    /// A relation that has one object at a time has several.
    Object,
    /// Sources agree that it is so, not since when.
    Start,
    /// Some affirm and some deny it.
    Polarity,
    /// For some it is so, for others it is planned or hypothetical.
    Realis,
}

impl ConflictKind {
    /// The word by which it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Object => "object",
            Self::Start => "start",
            Self::Polarity => "denied",
            Self::Realis => "status",
        }
    }
}

/// Returns the conflicts among `records`, in the order of subject, relation and kind.
///
/// Two records conflict only when they come from different sources, that is from different
/// documents or articles, or from different speakers in one; when their periods can be the same; and when
/// neither has ended. Numbers must be exact (`more than 20` contradicts nothing) and of one date.
/// `functional` are the IRIs of the relations with one object at a time. Linear in the number of
/// records, but for sorting and within one group.
pub fn conflicts<'r>(
    records: &'r [ClaimRecord],
    functional: &BTreeSet<String>,
) -> Vec<Conflict<'r>> {
    let mut values: BTreeMap<String, Vec<&ClaimRecord>> = BTreeMap::new();
    let mut statuses: BTreeMap<String, Vec<&ClaimRecord>> = BTreeMap::new();
    for record in records {
        let is_so = record.polarity == Polarity::Affirmed && record.realis == Realis::Actual;
        if number(&record.object).is_some() {
            if is_so && is_exact(record) {
                values.entry(slot(record)).or_default().push(record);
            }
            continue;
        }
        if is_so && functional.contains(&record.predicate) && end(record).is_none() {
            values.entry(slot(record)).or_default().push(record);
        }
        let key = format!("{}\u{1F}{}", slot(record), reading(&record.object));
        statuses.entry(key).or_default().push(record);
    }
    let mut found = Vec::new();
    for group in values.values() {
        let is_measure = number(&group[0].object).is_some();
        let kind = if is_measure { ConflictKind::Number } else { ConflictKind::Object };
        found.extend(conflict(kind, group, |record| reading(&record.object)));
    }
    for group in statuses.values() {
        let polarity = |record: &ClaimRecord| match record.polarity {
            Polarity::Affirmed => "affirmed".to_owned(),
            Polarity::Negated => "denied".to_owned(),
        };
        let actual: Vec<_> =
            group.iter().copied().filter(|record| record.realis == Realis::Actual).collect();
        found.extend(conflict(ConflictKind::Polarity, &actual, polarity));
        let realis = |record: &ClaimRecord| match record.realis {
            Realis::Actual => "actual".to_owned(),
            Realis::Planned => "planned".to_owned(),
            Realis::Hypothetical => "hypothetical".to_owned(),
        };
        let affirmed: Vec<_> =
            group.iter().copied().filter(|one| one.polarity == Polarity::Affirmed).collect();
        found.extend(conflict(ConflictKind::Realis, &affirmed, realis));
        let start = |record: &ClaimRecord| date(record, vocab::VALID_FROM.as_str());
        let started: Vec<_> = (affirmed.iter().copied())
            .filter(|one| one.realis == Realis::Actual && start(one).is_some())
            .collect();
        let since =
            |record: &ClaimRecord| start(record).map_or_else(String::new, |date| date.to_string());
        found.extend(conflict(ConflictKind::Start, &started, since));
    }
    found.sort_by(|one, other| order(one).cmp(&order(other)));
    found
}

/// Sort key: label and IRI of the subject, relation, kind, first reading.
fn order<'c>(conflict: &'c Conflict<'_>) -> (&'c str, &'c str, &'c str, ConflictKind, &'c str) {
    let first = conflict.sides[0].records[0];
    (
        &first.subject.label,
        &first.subject.iri,
        &first.predicate_label,
        conflict.kind,
        &conflict.sides[0].reading,
    )
}

/// The conflict of a group, if any two of its records contradict each other; records that no other
/// contradicts are left out.
fn conflict<'r>(
    kind: ConflictKind,
    group: &[&'r ClaimRecord],
    reading: impl Fn(&ClaimRecord) -> String,
) -> Option<Conflict<'r>> {
    let read: Vec<(String, &'r ClaimRecord)> =
        group.iter().map(|record| (reading(record), *record)).collect();
    let is_one = read.windows(2).all(|pair| pair[0].0 == pair[1].0);
    if is_one {
        return None;
    }
    // A group holds what sources say of one slot: few records, but a hostile text may repeat itself.
    let read = &read[..read.len().min(MAX_GROUP)];
    let is_of_start = kind == ConflictKind::Start;
    let contradicted = |(one, record): &(String, &ClaimRecord)| {
        read.iter().any(|(other, with)| {
            one != other
                && !agree(one, other)
                && are_apart(record, with)
                && (is_of_start || can_meet(record, with))
        })
    };
    let mut sides: BTreeMap<&str, Vec<&'r ClaimRecord>> = BTreeMap::new();
    for one in read.iter().filter(|one| contradicted(one)) {
        sides.entry(&one.0).or_default().push(one.1);
    }
    let mut sides: Vec<Side<'r>> = sides
        .into_iter()
        .map(|(reading, mut records)| {
            records.sort_by_key(|record| (&record.version, record.evidence[0].start));
            Side { reading: reading.to_owned(), records }
        })
        .collect();
    let value = |side: &Side<'_>| number(&side.records[0].object).unwrap_or_default();
    sides.sort_by(|one, other| value(one).total_cmp(&value(other)));
    (sides.len() > 1).then_some(Conflict { kind, sides })
}

/// Most records of one group that are compared with each other.
const MAX_GROUP: usize = 500;

/// Says whether two readings are dates of which one covers the other: `2002` and `2002-05-14`.
fn agree(one: &str, other: &str) -> bool {
    match (one.parse::<Date>(), other.parse::<Date>()) {
        (Ok(one), Ok(other)) => one.covers(other) || other.covers(one),
        _ => false,
    }
}

/// Says whether two records are not of one source: one article's own words.
fn are_apart(one: &ClaimRecord, other: &ClaimRecord) -> bool {
    // The same article on two pages, or in two versions of them, is one source.
    one.article != other.article || one.holder != other.holder
}

/// Says whether the times of two records can be the same: of those given, one covers the other.
fn can_meet(one: &ClaimRecord, other: &ClaimRecord) -> bool {
    let fit = |key: &str| match (date(one, key), date(other, key)) {
        (Some(one), Some(other)) => one.covers(other) || other.covers(one),
        _ => true,
    };
    [vocab::DATE, vocab::VALID_FROM, vocab::VALID_TO].iter().all(|key| fit(key.as_str()))
}

/// Says whether a number is given for a date and without `more than` or the like.
fn is_exact(record: &ClaimRecord) -> bool {
    let has = |key: &str| record.qualifiers.contains_key(key);
    let is_dated = has(vocab::DATE.as_str()) || has(vocab::VALID_FROM.as_str());
    is_dated && !has(vocab::BOUND.as_str())
}

fn end(record: &ClaimRecord) -> Option<Date> {
    date(record, vocab::VALID_TO.as_str())
}

fn date(record: &ClaimRecord, key: &str) -> Option<Date> {
    record.qualifiers.get(key)?.iter().find_map(|value| match value {
        Object::Literal { value, .. } => value.parse().ok(),
        Object::Entity(_) => None,
    })
}

/// What a value is for: subject, relation, and for a measure what is counted, unit, other side and
/// time.
fn slot(record: &ClaimRecord) -> String {
    let mut key = format!("{}\u{1F}{}", record.subject.iri, record.predicate);
    if number(&record.object).is_some() {
        for part in [
            vocab::OF,
            vocab::UNIT,
            vocab::COUNTERPART,
            vocab::DATE,
            vocab::VALID_FROM,
            vocab::VALID_TO,
        ] {
            key.push('\u{1F}');
            for value in record.qualifiers.get(part.as_str()).into_iter().flatten() {
                key.push_str(&reading(value));
            }
        }
    }
    key
}

/// A value as it is printed and compared: equal numbers are written alike.
fn reading(object: &Object) -> String {
    match (object, number(object)) {
        (_, Some(number)) => number.to_string(),
        (Object::Entity(node), _) => node.label.clone(),
        (Object::Literal { value, .. }, _) => value.clone(),
    }
}

/// The number that an object is.
fn number(object: &Object) -> Option<f64> {
    let Object::Literal { value, datatype } = object else { return None };
    let name = datatype.rsplit('#').next()?;
    let is_number = matches!(name, "decimal" | "double" | "float" | "integer");
    is_number.then(|| value.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::{claim, literal, node, number as numeral};

    fn share(value: &str, article: &str) -> ClaimRecord {
        let claim = claim("Country/Vestia", "share", "x", "A quote.");
        let claim = ClaimRecord { object: numeral(value), ..claim }
            .with("of", literal("trade"))
            .with("date", literal("2022"));
        claim.inside(article, article)
    }

    fn kinds(records: &[ClaimRecord]) -> Vec<(ConflictKind, Vec<String>)> {
        let functional =
            BTreeSet::from(["https://w3id.org/saiga/geopolitics#foundedOn".to_owned()]);
        (conflicts(records, &functional).into_iter())
            .map(|one| (one.kind, one.sides.into_iter().map(|side| side.reading).collect()))
            .collect()
    }

    #[test]
    fn numbers_for_the_same_date_differ() {
        let records = [share("21", "a"), share("19.2", "b"), share("21.0", "c")];
        let found = conflicts(&records, &BTreeSet::new());
        assert_eq!(found.len(), 1);
        let counts: Vec<_> =
            found[0].sides.iter().map(|side| (&*side.reading, side.records.len())).collect();
        assert_eq!(counts, [("19.2", 1), ("21", 2)]);
        let other_date = share("30", "b").with("date", literal("2023"));
        let bounded = share("30", "b").with("bound", literal("more than"));
        for peaceful in [share("21", "b"), share("19.2", "a"), other_date, bounded] {
            assert_eq!(kinds(&[share("21", "a"), peaceful]), []);
        }
    }

    #[test]
    fn a_thing_is_founded_once() {
        let founded = |date: &str, article: &str| {
            claim("Organization/Union", "foundedOn", date, "…").inside(article, article)
        };
        let found =
            kinds(&[founded("1992", "a"), founded("1992-05-15", "b"), founded("1994", "c")]);
        let readings = ["1992", "1992-05-15", "1994"].map(str::to_owned).to_vec();
        assert_eq!(found, [(ConflictKind::Object, readings)]);
        assert_eq!(kinds(&[founded("1992", "a"), founded("1992-05-15", "b")]), []);
    }

    #[test]
    fn sources_give_different_starts() {
        let joined = |start: &str, article: &str| {
            claim("Country/Vestia", "memberOf", "Organization/Union", "…")
                .with("start", literal(start))
                .inside(article, article)
        };
        let readings = ["2002", "2004"].map(str::to_owned).to_vec();
        let found = kinds(&[joined("2002", "a"), joined("2004", "b")]);
        assert_eq!(found, [(ConflictKind::Start, readings)]);
        assert_eq!(kinds(&[joined("2002", "a"), joined("2002-05-14", "b")]), []);
        assert_eq!(kinds(&[joined("2002", "a"), joined("2004", "a")]), []);
    }

    #[test]
    fn what_one_affirms_another_denies_or_plans() {
        let joined = |article: &str| {
            claim("Country/Vestia", "memberOf", "Organization/Union", "…").inside(article, article)
        };
        let denied = joined("b").status(Polarity::Negated, Realis::Actual, None);
        let planned = joined("b").status(Polarity::Affirmed, Realis::Planned, None);
        let found = kinds(&[joined("a"), denied.clone()]);
        let readings = ["affirmed", "denied"].map(str::to_owned).to_vec();
        assert_eq!(found, [(ConflictKind::Polarity, readings)]);
        let readings = ["actual", "planned"].map(str::to_owned).to_vec();
        assert_eq!(kinds(&[joined("a"), planned.clone()]), [(ConflictKind::Realis, readings)]);
        // Different times, or one article in its own words, are no conflict.
        let later = planned.with("start", literal("2030"));
        assert_eq!(kinds(&[joined("a").with("start", literal("2020")), later]), []);
        assert_eq!(kinds(&[joined("b"), denied.clone()]), []);
        // A source that the article quotes is another voice.
        let quoted = ClaimRecord { holder: Some(Object::Entity(node("Person/Anna"))), ..denied };
        assert_eq!(kinds(&[joined("b"), quoted]).len(), 1);
    }
}
