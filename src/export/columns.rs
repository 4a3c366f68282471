//! The columns of nodes and edges: the same in every format.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use super::appearance::Look;
use super::label::{clean, local_name};
use super::network::{Entity, Network, Relation};
use super::time::{Interval, Stated};
use crate::date::{Date, Precision};
use crate::graph::record::{ClaimRecord, Object};

/// Quotes that an edge carries; the evidence table of the CSV export has all.
const MAX_QUOTES: usize = 3;

/// Titles with a meaning of their own in Gephi's tables, in lower case.
const RESERVED: [&str; 8] =
    ["id", "label", "source", "target", "type", "kind", "weight", "timeset"];

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Several texts.
    List(Vec<String>),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Text`].
    Text,
    /// [`Value::Integer`].
    Integer,
    /// [`Value::Number`].
    Number,
    /// [`Value::List`].
    List,
}

/// A column: every value in it is of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Unique among the columns of its table, whatever the case: Gephi merges `Name` and `name`.
    pub id: String,
    /// What Gephi shows.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
}

/// Columns, and a row of cells for each node or edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// In a fixed order.
    pub columns: Vec<Column>,
    /// As long as there are columns; `None` where there is nothing to say.
    pub rows: Vec<Vec<Option<Value>>>,
}

/// Rows while their columns are not known yet.
type Cells = BTreeMap<String, Value>;

/// Returns the attributes of the nodes, in the order of the nodes.
pub fn nodes(net: &Network<'_>, looks: &[Look]) -> Table {
    let rows: Vec<Cells> =
        net.graph.node_indices().zip(looks).map(|(slot, look)| node(net, slot, look)).collect();
    table(
        &[
            ("iri", "IRI", Kind::Text),
            ("name", "Name", Kind::Text),
            ("class", "Class", Kind::Text),
            ("class_iri", "Class IRI", Kind::Text),
            ("modularity_class", "Modularity Class", Kind::Integer),
            ("degree", "Degree", Kind::Integer),
            ("weighted_degree", "Weighted Degree", Kind::Integer),
            ("articles", "Articles", Kind::Integer),
            ("first_date", "First date", Kind::Text),
            ("last_date", "Last date", Kind::Text),
        ],
        Kind::List,
        rows,
    )
}

/// Returns the attributes of the edges, in the order of the edges.
pub fn edges(net: &Network<'_>) -> Table {
    let rows: Vec<Cells> = net.graph.edge_weights().map(edge).collect();
    table(
        &[
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
        ],
        Kind::List,
        rows,
    )
}

fn node(net: &Network<'_>, slot: NodeIndex, look: &Look) -> Cells {
    let entity = &net.graph[slot];
    let mut cells = Cells::new();
    let mut put = |id: &str, value: Value| cells.insert(id.to_owned(), value);
    put("iri", Value::Text(entity.node.iri.clone()));
    put("name", Value::Text(clean(&entity.node.label)));
    put("class", Value::Text(clean(local_name(&entity.node.class))));
    put("class_iri", Value::Text(entity.node.class.clone()));
    put("modularity_class", integer(look.community));
    put("degree", integer(look.degree));
    put("weighted_degree", integer(look.weighted_degree));
    put("articles", integer(entity.articles(net, slot)));
    if let Some((first, last)) = dates(net, slot, entity) {
        put("first_date", Value::Text(first.to_string()));
        put("last_date", Value::Text(last.to_string()));
    }
    for (predicate, claims) in &entity.literals {
        let stated: BTreeSet<String> = claims.iter().map(|claim| stated(claim)).collect();
        put(&own_column(predicate), Value::List(stated.into_iter().collect()));
    }
    cells
}

/// Returns the first and the last day that any claim of the node names.
fn dates(net: &Network<'_>, slot: NodeIndex, entity: &Entity<'_>) -> Option<(Date, Date)> {
    let out = net.graph.edges_directed(slot, petgraph::Direction::Outgoing);
    let both = out.chain(net.graph.edges_directed(slot, petgraph::Direction::Incoming));
    let claims = both.flat_map(|edge| edge.weight().claims.iter());
    let claims = claims.chain(entity.literals.values().flatten());
    let intervals: Vec<Interval> =
        claims.filter_map(|claim| Stated::of(claim).interval()).collect();
    let ends = |interval: &Interval| {
        [interval.start, interval.end].into_iter().flatten().collect::<Vec<_>>()
    };
    let days: BTreeSet<Date> = intervals.iter().flat_map(ends).collect();
    Some((*days.first()?, *days.last()?))
}

fn edge(relation: &Relation<'_>) -> Cells {
    let mut cells = Cells::new();
    let claims = &relation.claims;
    let strongest = relation.status();
    let mut put = |id: &str, value: Value| cells.insert(id.to_owned(), value);
    put("predicate_iri", Value::Text(relation.predicate.to_owned()));
    put("certainty", Value::Text(strongest.to_string()));
    put(
        "polarity",
        Value::Text(every(claims, |claim| format!("{:?}", claim.polarity).to_lowercase())),
    );
    put("realis", Value::Text(every(claims, |claim| format!("{:?}", claim.realis).to_lowercase())));
    list(&mut put, "holders", claims.iter().filter_map(|claim| claim.holder.as_ref()).map(words));
    let spells = relation.spells();
    if let (Some(first), Some(last)) = (spells.first(), spells.last()) {
        if let Some(start) = first.start {
            put("valid_from", Value::Text(start.to_string()));
            put("year", Value::Integer(i64::from(start.year_number())));
        }
        if let Some(end) = last.end {
            put("valid_to", Value::Text(end.to_string()));
        }
    }
    if let Some(precision) = claims.iter().filter_map(|claim| Stated::of(claim).precision()).min() {
        put(
            "date_precision",
            Value::Text(match precision {
                Precision::Year => "year".to_owned(),
                Precision::Month => "month".to_owned(),
                Precision::Day => "day".to_owned(),
            }),
        );
    }
    let numbers = claims.iter().filter(|claim| matches!(claim.object, Object::Literal { .. }));
    let latest = numbers.clone().filter_map(|claim| {
        let Object::Literal { value, .. } = &claim.object else { return None };
        let number = value.trim().parse::<f64>().ok().filter(|number| number.is_finite())?;
        Some((Stated::of(claim).date, number))
    });
    if let Some((_, number)) = latest.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))) {
        put("value", Value::Number(number));
    }
    list(&mut put, "values", numbers.map(|claim| stated(claim)));
    put("articles", integer(relation.weight()));
    put("mentions", integer(relation.mentions()));
    list(&mut put, "sources", claims.iter().map(|claim| clean(&claim.article_title)));
    for (number, quote) in quotes(claims).into_iter().enumerate() {
        put(&format!("quote_{}", number + 1), Value::Text(quote));
    }
    list(&mut put, "rules", claims.iter().map(|claim| clean(&claim.rule)));
    list(&mut put, "claims", claims.iter().map(|claim| claim.iri.clone()));
    let mut own: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (iri, values) in claims.iter().flat_map(|claim| &claim.qualifiers) {
        if !matches!(local_name(iri), "validFrom" | "validTo" | "counterpart") {
            own.entry(own_column(iri)).or_default().extend(values.iter().map(words));
        }
    }
    for (id, values) in own {
        put(&id, Value::List(values.into_iter().collect()));
    }
    cells
}

/// Returns up to three quotes, the firmest claims first, each with where it stands.
fn quotes(claims: &[&ClaimRecord]) -> Vec<String> {
    let mut ranked: Vec<&&ClaimRecord> = claims.iter().collect();
    ranked.sort_by_key(|claim| std::cmp::Reverse(super::Status::of(claim)));
    let mut seen = BTreeSet::new();
    let mut quotes = Vec::new();
    for claim in ranked {
        for passage in &claim.evidence {
            let quote = clean(&passage.quote);
            if quotes.len() < MAX_QUOTES && seen.insert(quote.clone()) {
                quotes.push(format!(
                    "“{quote}” — {}, {}–{}",
                    clean(&claim.article_title),
                    passage.start,
                    passage.end
                ));
            }
        }
    }
    quotes
}

/// Returns a literal with what a measure says of it: `19 percent of trade (2023-07)`.
fn stated(claim: &ClaimRecord) -> String {
    let qualifier = |name: &str| {
        let found = claim.qualifiers.iter().find(|(iri, _)| local_name(iri) == name);
        found.and_then(|(_, values)| values.first()).map(words)
    };
    let mut phrase = words(&claim.object);
    let bound = qualifier("bound");
    if let Some(bound) = bound {
        phrase = format!("{bound} {phrase}");
    }
    for (before, name) in [("", "unit"), ("of ", "of")] {
        if let Some(value) = qualifier(name) {
            phrase.push_str(&format!(" {before}{value}"));
        }
    }
    let status = super::Status::of(claim);
    let status = (status != super::Status::Asserted).then(|| status.to_string());
    let notes: Vec<String> = [qualifier("date"), status].into_iter().flatten().collect();
    if !notes.is_empty() {
        phrase.push_str(&format!(" ({})", notes.join(", ")));
    }
    phrase
}

/// Returns the name of an entity or the form of a literal; of a unit, its last part.
fn words(object: &Object) -> String {
    match object {
        Object::Entity(node) => clean(&node.label),
        Object::Literal { value, .. } => clean(value),
    }
}

/// Returns the values that all claims have, or all values.
fn every(claims: &[&ClaimRecord], value: impl Fn(&ClaimRecord) -> String) -> String {
    let values: BTreeSet<String> = claims.iter().map(|claim| value(claim)).collect();
    values.into_iter().collect::<Vec<_>>().join(" and ")
}

fn list<R>(put: &mut impl FnMut(&str, Value) -> R, id: &str, values: impl Iterator<Item = String>) {
    let values: BTreeSet<String> = values.filter(|value| !value.is_empty()).collect();
    if !values.is_empty() {
        put(id, Value::List(values.into_iter().collect()));
    }
}

fn integer(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Returns the id of the column of a relation or qualifier: after the fixed columns, and never
/// equal to one of them or to what Gephi keeps for itself (`label`, `weight`, `id`).
fn own_column(iri: &str) -> String {
    let name = clean(local_name(iri)).replace(' ', "_").to_lowercase();
    // Gephi takes whatever has these words in its title for a set of times.
    format!("x_{}", name.replace("interval", "inter_val").replace("timestamp", "time_stamp"))
}

/// Lays cells out as rows: the fixed columns that any row fills, then the others by id.
fn table(fixed: &[(&str, &str, Kind)], other: Kind, rows: Vec<Cells>) -> Table {
    let filled: BTreeSet<&String> = rows.iter().flat_map(BTreeMap::keys).collect();
    let mut columns: Vec<Column> = fixed
        .iter()
        .filter(|(id, _, _)| filled.contains(&(*id).to_owned()))
        .map(|(id, title, kind)| Column {
            id: (*id).to_owned(),
            title: (*title).to_owned(),
            kind: *kind,
        })
        .collect();
    for id in filled.iter().filter(|id| fixed.iter().all(|(fixed, _, _)| fixed != *id)) {
        let title = id.strip_prefix("x_").unwrap_or(id).replace('_', " ");
        columns.push(Column { id: (*id).clone(), title, kind: other });
    }
    // Titles must differ as well, whatever their case, also from those that Gephi's spreadsheet
    // importer gives a meaning.
    let mut titles: BTreeSet<String> = RESERVED.iter().map(|title| (*title).to_owned()).collect();
    for column in &mut columns {
        if !titles.insert(column.title.to_lowercase()) {
            column.title.clone_from(&column.id);
            titles.insert(column.title.to_lowercase());
        }
    }
    let rows = rows
        .into_iter()
        .map(|mut cells| columns.iter().map(|column| cells.remove(&column.id)).collect())
        .collect();
    Table { columns, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Scope, finish};
    use crate::graph::sample_claims::{claim, literal, node, number};

    fn cell(table: &Table, row: usize, id: &str) -> Option<Value> {
        let slot = table.columns.iter().position(|column| column.id == id)?;
        table.rows[row][slot].clone()
    }

    #[test]
    fn an_edge_tells_its_evidence_time_and_value() {
        let share = claim("Country/A", "share", "X/Y", "A fifth.");
        let share = ClaimRecord { object: number("19.5"), ..share }
            .with("of", literal("trade"))
            .with("unit", literal("percent"))
            .with("date", literal("2023"))
            .with("counterpart", Object::Entity(node("Country/B")));
        let records = [share];
        let net = Network::new(&records, &Scope::default());
        let table = edges(&net);
        assert_eq!(cell(&table, 0, "value"), Some(Value::Number(19.5)));
        let values = Value::List(vec!["19.5 percent of trade (2023)".to_owned()]);
        assert_eq!(cell(&table, 0, "values"), Some(values));
        assert_eq!(cell(&table, 0, "valid_to"), Some(Value::Text("2023-12-31".to_owned())));
        assert_eq!(cell(&table, 0, "date_precision"), Some(Value::Text("year".to_owned())));
        let quote = "“A fifth.” — An article, 0–8";
        assert_eq!(cell(&table, 0, "quote_1"), Some(Value::Text(quote.to_owned())));
        assert_eq!(cell(&table, 0, "quote_2"), None);
    }

    #[test]
    fn own_columns_never_meet_the_fixed_ones() {
        let records = [
            claim("Country/A", "Name", "x", "…"),
            claim("Country/A", "name", "y", "…"),
            claim("Country/A", "label", "z", "…"),
        ];
        let net = Network::new(&records, &Scope::default());
        let table = nodes(&net, &finish(&net));
        for key in [
            |column: &Column| column.id.to_lowercase(),
            |column: &Column| column.title.to_lowercase(),
        ] {
            let names: Vec<String> = table.columns.iter().map(key).collect();
            let distinct: BTreeSet<&String> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{names:?}");
            assert!(RESERVED.iter().all(|name| !names.contains(&(*name).to_owned())), "{names:?}");
        }
    }
}
