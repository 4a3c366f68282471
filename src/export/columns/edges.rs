//! What an edge tells.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Column, Kind, Own, Row, Value, integer, lay_out, list, stated, text, words};
use crate::date::Precision;
use crate::export::label::{clean, local_name};
use crate::export::network::{Network, Relation};
use crate::export::status::Status;
use crate::export::time::Stated;
use crate::graph::record::{ClaimRecord, Object};

/// Quotes that an edge carries; the evidence table of the CSV export has all.
const MAX_QUOTES: usize = 3;

const FIXED: [(&str, &str, Kind); 20] = [
    ("predicate_iri", "Relation IRI", Kind::Text),
    ("certainty", "Certainty", Kind::Text),
    ("polarity", "Polarity", Kind::Text),
    ("realis", "Realis", Kind::Text),
    ("holders", "According to", Kind::List),
    ("valid_from", "Valid from", Kind::Text),
    ("valid_to", "Valid to", Kind::Text),
    ("year", "Year", Kind::Integer),
    ("date_precision", "Date precision", Kind::Text),
    ("value", "Value", Kind::Number),
    ("values", "Values", Kind::List),
    ("articles", "Articles", Kind::Integer),
    ("mentions", "Mentions", Kind::Integer),
    ("sources", "Sources", Kind::List),
    ("quote_1", "Quote 1", Kind::Text),
    ("quote_2", "Quote 2", Kind::Text),
    ("quote_3", "Quote 3", Kind::Text),
    ("rules", "Rules", Kind::List),
    ("claims", "Claims", Kind::List),
    ("diff", "Diff", Kind::Text),
];

/// The columns of the edges of a network.
#[derive(Clone, Debug)]
pub struct EdgeColumns<'a> {
    /// In a fixed order.
    pub columns: Vec<Column>,
    own: Own<'a>,
}

impl<'a> EdgeColumns<'a> {
    /// Lays out the columns.
    pub fn new(net: &Network<'a>) -> Self {
        // These have columns of their own, or are the end of the edge.
        let is_told =
            |iri: &&str| matches!(local_name(iri), "validFrom" | "validTo" | "counterpart");
        let claims = net.graph.edge_weights().flat_map(|edge| edge.claims.iter());
        let qualifiers = claims.flat_map(|claim| claim.qualifiers.keys());
        let own: BTreeSet<&'a str> =
            qualifiers.map(String::as_str).filter(|iri| !is_told(iri)).collect();
        let (columns, own) = lay_out(&FIXED, &own);
        Self { columns, own }
    }

    /// Returns what an edge tells, column by column.
    pub fn row(&self, relation: &Relation<'_>) -> Row {
        let claims = &relation.claims;
        let spells = relation.spells();
        let start = spells.first().and_then(|first| first.start);
        let end = spells.last().and_then(|last| last.end);
        let literals = claims.iter().filter(|claim| matches!(claim.object, Object::Literal { .. }));
        let mut quotes = quotes(claims).into_iter();
        let mut row = vec![
            text(relation.predicate),
            text(relation.status().to_string()),
            every(claims, |claim| format!("{:?}", claim.polarity).to_lowercase()),
            every(claims, |claim| format!("{:?}", claim.realis).to_lowercase()),
            list(claims.iter().filter_map(|claim| claim.holder.as_ref()).map(words)),
            start.and_then(|day| text(day.to_string())),
            end.and_then(|day| text(day.to_string())),
            start.map(|day| Value::Integer(i64::from(day.year_number()))),
            precision(claims),
            latest(claims).map(Value::Number),
            list(literals.map(|claim| stated(claim))),
            integer(relation.weight()),
            integer(relation.mentions()),
            list(claims.iter().map(|claim| clean(&claim.article_title))),
            quotes.next().map(Value::Text),
            quotes.next().map(Value::Text),
            quotes.next().map(Value::Text),
            list(claims.iter().map(|claim| clean(&claim.rule))),
            list(claims.iter().map(|claim| claim.iri.clone())),
            relation.mark.and_then(|mark| text(mark.to_string())),
        ];
        let qualifiers = claims.iter().flat_map(|claim| &claim.qualifiers);
        let values = qualifiers
            .flat_map(|(iri, values)| values.iter().map(|value| (iri.as_str(), words(value))));
        row.extend(self.own.cells(values));
        row
    }
}

/// Returns how exactly the least exact date is known.
fn precision(claims: &[&ClaimRecord]) -> Option<Value> {
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

/// Returns up to three quotes, the firmest claims first, each with where it stands.
fn quotes(claims: &[&ClaimRecord]) -> Vec<String> {
    let mut ranked: Vec<&&ClaimRecord> = claims.iter().collect();
    ranked.sort_by_key(|claim| Reverse(Status::of(claim)));
    let mut seen = BTreeSet::new();
    let mut quotes = Vec::new();
    for claim in ranked {
        for passage in &claim.evidence {
            if quotes.len() == MAX_QUOTES {
                return quotes;
            }
            let quote = clean(&passage.quote);
            if seen.insert(quote.clone()) {
                let place =
                    format!("{}, {}–{}", clean(&claim.article_title), passage.start, passage.end);
                quotes.push(format!("“{quote}” — {place}"));
            }
        }
    }
    quotes
}

/// Returns the value that all claims have, or all values.
fn every(claims: &[&ClaimRecord], value: impl Fn(&ClaimRecord) -> String) -> Option<Value> {
    let values: BTreeSet<String> = claims.iter().map(|claim| value(claim)).collect();
    text(values.into_iter().collect::<Vec<_>>().join(" and "))
}
