//! What an edge tells.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Column, Kind, Own, Row, Value, integer, lay_out, list, notes, stated, text, words};
use crate::date::Precision;
use crate::export::label::{clean, local_name};
use crate::export::network::{Network, Relation};
use crate::export::status::Status;
use crate::export::time::Stated;
use crate::extract::{Polarity, Realis};
use crate::graph::record::{ClaimRecord, Object};

/// Quotes that an edge carries; the evidence table of the CSV export has all.
const MAX_QUOTES: usize = 3;

/// What an edge needs for a column to have anything in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Nothing,
    Claims,
    Dates,
    Literals,
    Evidence,
    Mark,
}

const FIXED: [(&str, &str, Kind, Need); 20] = [
    ("predicate_iri", "Relation IRI", Kind::Text, Need::Nothing),
    ("certainty", "Certainty", Kind::Text, Need::Claims),
    ("polarity", "Polarity", Kind::Text, Need::Claims),
    ("realis", "Realis", Kind::Text, Need::Claims),
    ("holders", "According to", Kind::List, Need::Claims),
    ("valid_from", "Valid from", Kind::Text, Need::Dates),
    ("valid_to", "Valid to", Kind::Text, Need::Dates),
    ("year", "Year", Kind::Integer, Need::Dates),
    ("date_precision", "Date precision", Kind::Text, Need::Dates),
    ("value", "Value", Kind::Number, Need::Literals),
    ("values", "Values", Kind::List, Need::Literals),
    ("articles", "Articles", Kind::Integer, Need::Evidence),
    ("mentions", "Mentions", Kind::Integer, Need::Evidence),
    ("sources", "Sources", Kind::List, Need::Evidence),
    ("quote_1", "Quote 1", Kind::Text, Need::Evidence),
    ("quote_2", "Quote 2", Kind::Text, Need::Evidence),
    ("quote_3", "Quote 3", Kind::Text, Need::Evidence),
    ("rules", "Rules", Kind::List, Need::Claims),
    ("claims", "Claims", Kind::List, Need::Claims),
    ("diff", "Diff", Kind::Text, Need::Mark),
];

/// The columns of the edges of a network.
#[derive(Clone, Debug)]
pub struct EdgeColumns {
    /// In a fixed order.
    pub columns: Vec<Column>,
    used: [bool; FIXED.len()],
    own: Own,
    issued: BTreeMap<String, String>,
}

impl EdgeColumns {
    /// Lays out the columns: those that some edge has anything for.
    pub fn new(net: &Network<'_>) -> Self {
        let relations: Vec<&Relation<'_>> = net.graph.edge_weights().collect();
        Self::of(&relations, &net.issued)
    }

    /// As [`EdgeColumns::new`], of some edges; `issued` tells when articles were published.
    pub(super) fn of(relations: &[&Relation<'_>], issued: &BTreeMap<String, String>) -> Self {
        // These have columns of their own, or are the end of the edge.
        let is_told = |iri: &&str| {
            matches!(local_name(iri), "validFrom" | "validTo" | "date" | "counterpart")
        };
        let mut own: BTreeSet<&str> = BTreeSet::new();
        let mut met = [false; 6];
        met[Need::Nothing as usize] = true;
        for relation in relations {
            let claims = &relation.claims;
            met[Need::Claims as usize] |= !claims.is_empty();
            met[Need::Dates as usize] |= !relation.dated.is_empty();
            met[Need::Literals as usize] |= claims.iter().any(|claim| is_literal(claim));
            met[Need::Evidence as usize] |= !claims.is_empty() || !relation.excerpts.is_empty();
            met[Need::Mark as usize] |= relation.mark.is_some();
            let qualifiers = claims.iter().flat_map(|claim| claim.qualifiers.keys());
            own.extend(qualifiers.map(String::as_str).filter(|iri| !is_told(iri)));
            own.extend(relation.notes.keys().map(String::as_str));
        }
        let used = FIXED.map(|(_, _, _, need)| met[need as usize]);
        let fixed = FIXED.iter().zip(used).filter(|(_, used)| *used);
        let (columns, own) =
            lay_out(fixed.map(|((id, title, kind, _), _)| (*id, *title, *kind)), &own);
        Self { columns, used, own, issued: issued.clone() }
    }

    /// Returns what an edge tells, column by column.
    pub fn row<'v>(&self, relation: &'v Relation<'_>) -> Row<'v> {
        let claims = &relation.claims;
        let spells = relation.spells();
        let start = spells.first().and_then(|first| first.start);
        let end = spells.last().and_then(|last| last.end);
        let has_evidence = !claims.is_empty() || !relation.excerpts.is_empty();
        let mut quotes = self.quotes(relation).into_iter();
        let fixed = [
            (!relation.predicate.is_empty()).then(|| Value::Text(clean(&relation.predicate))),
            relation.status().and_then(|status| text(status.name())),
            every(claims, |claim| match claim.polarity {
                Polarity::Affirmed => "affirmed",
                Polarity::Negated => "negated",
            }),
            every(claims, |claim| match claim.realis {
                Realis::Actual => "actual",
                Realis::Planned => "planned",
                Realis::Hypothetical => "hypothetical",
            }),
            list(claims.iter().filter_map(|claim| claim.holder.as_ref()).map(words)),
            start.and_then(|day| text(day.to_string())),
            end.and_then(|day| text(day.to_string())),
            start.map(|day| Value::Integer(i64::from(day.year_number()))),
            precision(claims),
            latest(claims).map(Value::Number),
            list(claims.iter().filter(|claim| is_literal(claim)).map(|claim| stated(claim).into())),
            has_evidence.then(|| relation.n_articles()).and_then(integer),
            has_evidence.then(|| relation.mentions()).and_then(integer),
            list(relation.articles().map(|(_, title)| clean(title))),
            quotes.next().and_then(text),
            quotes.next().and_then(text),
            quotes.next().and_then(text),
            list(claims.iter().map(|claim| clean(&claim.rule))),
            list(claims.iter().map(|claim| clean(&claim.iri))),
            relation.mark.and_then(|mark| text(mark.to_string())),
        ];
        let mut row: Row<'v> = fixed
            .into_iter()
            .zip(self.used)
            .filter(|(_, used)| *used)
            .map(|(cell, _)| cell)
            .collect();
        let qualifiers = claims.iter().flat_map(|claim| &claim.qualifiers);
        let values = qualifiers
            .flat_map(|(iri, values)| values.iter().map(|value| (iri.as_str(), words(value))));
        self.own.fill(&mut row, values.chain(notes(&relation.notes)));
        row
    }

    /// Returns the quote that comes first, with where it stands.
    pub(in crate::export) fn first_quote(&self, relation: &Relation<'_>) -> Option<String> {
        self.quotes(relation).into_iter().next()
    }

    /// Returns up to three quotes, the firmest claims first, each with article, date of the
    /// article where known, and code points.
    fn quotes(&self, relation: &Relation<'_>) -> Vec<String> {
        let mut ranked: Vec<&&ClaimRecord> = relation.claims.iter().collect();
        ranked.sort_by_key(|claim| Reverse(Status::of(claim)));
        let of_claims = ranked.into_iter().flat_map(|claim| {
            claim.evidence.iter().map(|passage| {
                let source = (&*claim.article, &*claim.article_title, &*claim.version);
                (&*passage.quote, source, passage.start, passage.end)
            })
        });
        let of_excerpts = relation.excerpts.iter().map(|shown| {
            (
                &*shown.quote,
                (&*shown.article, &*shown.title, &*shown.version),
                shown.start,
                shown.end,
            )
        });
        let mut quotes: Vec<String> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (quote, (article, title, version), start, end) in of_claims.chain(of_excerpts) {
            if quotes.len() == MAX_QUOTES {
                break;
            }
            if seen.contains(&quote) {
                continue;
            }
            seen.push(quote);
            let issued = self.issued.get(article).or_else(|| self.issued.get(version));
            let issued = issued.map(|date| format!(" ({date})")).unwrap_or_default();
            let (quote, title) = (clean(quote), clean(title));
            quotes.push(format!("“{quote}” — {title}{issued}, {start}–{end}"));
        }
        quotes
    }
}

fn is_literal(claim: &ClaimRecord) -> bool {
    matches!(claim.object, Object::Literal { .. })
}

/// Returns how exactly the least exact date is known.
fn precision(claims: &[&ClaimRecord]) -> Option<Value<'static>> {
    let least = claims.iter().filter_map(|claim| Stated::of(claim).precision()).min()?;
    text(match least {
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
    })
}

/// Returns the number of the latest date, the largest of several.
fn latest(claims: &[&ClaimRecord]) -> Option<f64> {
    let numbers = claims.iter().filter_map(|claim| {
        let Object::Literal { value, .. } = &claim.object else { return None };
        let number = value.trim().parse::<f64>().ok().filter(|number| number.is_finite())?;
        Some((Stated::of(claim).date, number))
    });
    numbers.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).map(|(_, number)| number)
}

/// Returns the value that all claims have, or all values.
fn every(
    claims: &[&ClaimRecord],
    value: impl Fn(&ClaimRecord) -> &'static str,
) -> Option<Value<'static>> {
    let mut values: Vec<&str> = claims.iter().map(|claim| value(claim)).collect();
    values.sort_unstable();
    values.dedup();
    match values.as_slice() {
        [] => None,
        [one] => text(*one),
        several => text(several.join(" and ")),
    }
}
