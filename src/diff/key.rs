//! What makes a claim the same claim in another version: its identity key.

use crate::date::Date;
use crate::graph::record::{ClaimRecord, Object};

/// Separates the parts of a key; no IRI contains it.
const SEPARATOR: char = '\u{1F}';

/// What a qualifier does to the identity of its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Start of the time at which the claim holds.
    Start,
    /// End of that time.
    End,
    /// When it happened, or the day that a number is for: tells claims apart.
    Date,
    /// Tells claims apart: what a number counts, its other side, its unit.
    Distinguishing,
    /// Part of the content: role, place, amount, …
    Content,
}

/// Returns what the qualifier with this IRI does.
pub(super) fn role(iri: &str) -> Role {
    match local_name(iri) {
        "validFrom" => Role::Start,
        "validTo" => Role::End,
        "date" => Role::Date,
        "of" | "counterpart" | "unit" => Role::Distinguishing,
        _ => Role::Content,
    }
}

/// Returns what follows the last `#` or `/` of an IRI.
pub(super) fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// Returns the key under which a claim is the same whatever it says of time, status and role:
/// subject, relation, object and the qualifiers that tell claims apart.
pub(super) fn identity(record: &ClaimRecord) -> String {
    start(record, true, |role| matches!(role, Role::Date | Role::Distinguishing))
}

/// The same without the date, for dates that were corrected.
pub(super) fn identity_but_date(record: &ClaimRecord) -> String {
    start(record, true, |role| role == Role::Distinguishing)
}

/// Returns the key of the slot that a measure fills: subject, measure, what of, other side, unit
/// and date, but not the number.
pub(super) fn slot(record: &ClaimRecord) -> String {
    start(record, false, |role| matches!(role, Role::Date | Role::Distinguishing))
}

/// Returns the key of all the values of one relation of one subject.
pub(super) fn relation(record: &ClaimRecord) -> String {
    start(record, false, |_| false)
}

/// Returns the key of two ends whatever relates them.
pub(super) fn ends(record: &ClaimRecord) -> String {
    format!("{}{SEPARATOR}{}", record.subject.iri, term(&record.object))
}

/// Returns a form of `object` that is equal when the values are: `22000000000` and `2.2E10`.
pub(super) fn term(object: &Object) -> String {
    match object {
        Object::Entity(node) => node.iri.clone(),
        Object::Literal { value, .. } => match number(object) {
            Some(number) => number.to_string(),
            None => format!("\"{}", value.trim()),
        },
    }
}

/// Returns the number that `object` is.
pub(super) fn number(object: &Object) -> Option<f64> {
    let Object::Literal { value, datatype } = object else { return None };
    let is_number = matches!(local_name(datatype), "decimal" | "double" | "float" | "integer");
    is_number.then(|| value.trim().parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

/// Returns the date that `object` is.
pub(super) fn date(object: &Object) -> Option<Date> {
    match object {
        Object::Literal { value, .. } => value.trim().parse().ok(),
        Object::Entity(_) => None,
    }
}

/// Returns the first date of the qualifier in this role.
pub(super) fn dated(record: &ClaimRecord, wanted: Role) -> Option<Date> {
    let mut values = record.qualifiers.iter().filter(|(iri, _)| role(iri) == wanted);
    values.find_map(|(_, values)| values.iter().find_map(date))
}

fn start(record: &ClaimRecord, with_object: bool, counts: impl Fn(Role) -> bool) -> String {
    let mut key = format!("{}{SEPARATOR}{}", record.subject.iri, record.predicate);
    if with_object {
        key.push(SEPARATOR);
        key.push_str(&term(&record.object));
    }
    for (iri, values) in record.qualifiers.iter().filter(|(iri, _)| counts(role(iri))) {
        key.push(SEPARATOR);
        key.push_str(iri);
        for value in values {
            key.push('=');
            key.push_str(&term(value));
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::{claim, literal, number as numeral};

    #[test]
    fn numbers_are_equal_by_value() {
        assert_eq!(term(&numeral("22000000000")), term(&numeral("2.2E10")));
        assert_ne!(term(&numeral("1")), term(&literal("one")));
        assert_eq!(number(&literal("2007")), None, "a year is no number");
    }

    #[test]
    fn a_slot_leaves_the_number_out() {
        let trade = |number: &str, date: &str| {
            let claim =
                claim("Country/Kazakhstan", "amount", "A/B", "…").with("date", literal(date));
            ClaimRecord { object: numeral(number), ..claim }
        };
        let (a, b, c) = (trade("31", "2022"), trade("41", "2022"), trade("41", "2023"));
        assert!(slot(&a) == slot(&b) && slot(&b) != slot(&c));
        assert!(identity(&a) != identity(&b) && identity_but_date(&b) == identity_but_date(&c));
        assert_eq!(relation(&a), relation(&c));
    }
}
