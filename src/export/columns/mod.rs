//! The columns of nodes and edges: the same in every format. Rows are made one at a time, so that
//! a large network never stands in memory twice.

mod edges;
mod nodes;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub use self::edges::EdgeColumns;
pub use self::nodes::NodeColumns;
use super::label::{clean, local_name};
use super::network::Notes;
use super::status::Status;
use crate::graph::record::{ClaimRecord, Object};

/// Titles with a meaning of their own in Gephi's tables, in lower case.
const RESERVED: [&str; 8] =
    ["id", "label", "source", "target", "type", "kind", "weight", "timeset"];

/// A cell. Its text is clean: every reader of XML accepts it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'v> {
    /// Words.
    Text(Cow<'v, str>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Several texts.
    List(Vec<Cow<'v, str>>),
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

/// As long as there are columns; `None` where there is nothing to say.
pub type Row<'v> = Vec<Option<Value<'v>>>;

/// The columns that the ontology gives, after the fixed ones: one for each relation with literals
/// or each qualifier that occurs.
#[derive(Clone, Debug)]
struct Own {
    /// From IRI to place among the own columns. Two IRIs may share one.
    places: BTreeMap<String, usize>,
    count: usize,
}

/// Lays out the fixed columns, then one for each IRI in `own`.
fn lay_out<'f>(
    fixed: impl Iterator<Item = (&'f str, &'f str, Kind)>,
    own: &BTreeSet<&str>,
) -> (Vec<Column>, Own) {
    let named = |(id, title, kind): (&str, &str, Kind)| Column {
        id: id.to_owned(),
        title: title.to_owned(),
        kind,
    };
    let mut columns: Vec<Column> = fixed.map(named).collect();
    let ids: BTreeSet<String> = own.iter().map(|iri| own_id(iri)).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let place = |iri: &&str| ((*iri).to_owned(), ids.partition_point(|id| *id < own_id(iri)));
    let places = Own { places: own.iter().map(place).collect(), count: ids.len() };
    // Titles must differ as well, whatever their case, also from those that Gephi's spreadsheet
    // importer gives a meaning.
    let mut titles: BTreeSet<String> = RESERVED.iter().map(|title| (*title).to_owned()).collect();
    titles.extend(columns.iter().map(|column| column.title.to_lowercase()));
    for id in ids {
        let plain = id.strip_prefix("x_").unwrap_or(&id).replace('_', " ");
        let title = if titles.insert(plain.clone()) { plain } else { id.clone() };
        columns.push(Column { id, title, kind: Kind::List });
    }
    (columns, places)
}

impl Own {
    /// Adds the cells of the own columns to a row.
    fn fill<'v>(&self, row: &mut Row<'v>, values: impl Iterator<Item = (&'v str, Cow<'v, str>)>) {
        if self.count == 0 {
            return;
        }
        let mut cells: Vec<Vec<Cow<'v, str>>> = vec![Vec::new(); self.count];
        for (iri, value) in values {
            if let Some(place) = self.places.get(iri) {
                cells[*place].push(value);
            }
        }
        row.extend(cells.into_iter().map(|values| list(values.into_iter())));
    }
}

/// Returns the id of the column of a relation or qualifier: in lower case, and never equal to a
/// fixed one or to what Gephi keeps for itself (`label`, `weight`, `id`).
fn own_id(iri: &str) -> String {
    let name = clean(local_name(iri)).replace(' ', "_").to_lowercase();
    // Gephi takes whatever has these words in its title for a set of times.
    format!("x_{}", name.replace("interval", "inter_val").replace("timestamp", "time_stamp"))
}

/// Returns a literal with what a measure says of it: `19 percent of trade (2023-07)`.
pub(super) fn stated(claim: &ClaimRecord) -> String {
    let qualifier = |name: &str| {
        let found = claim.qualifiers.iter().find(|(iri, _)| local_name(iri) == name);
        found.and_then(|(_, values)| values.first()).map(words)
    };
    let mut phrase = words(&claim.object).into_owned();
    if let Some(bound) = qualifier("bound") {
        phrase = format!("{bound} {phrase}");
    }
    for (before, name) in [("", "unit"), ("of ", "of")] {
        if let Some(value) = qualifier(name) {
            phrase.push_str(&format!(" {before}{value}"));
        }
    }
    let status = Status::of(claim);
    let status = (status != Status::Asserted).then(|| status.to_string());
    let status = status.map(Cow::Owned);
    let notes: Vec<Cow<'_, str>> = [status, qualifier("date")].into_iter().flatten().collect();
    if !notes.is_empty() {
        phrase.push_str(&format!(" ({})", notes.join(", ")));
    }
    phrase
}

/// Returns the name of an entity, or a literal as it is written.
pub(super) fn words(object: &Object) -> Cow<'_, str> {
    match object {
        Object::Entity(node) => clean(&node.label),
        Object::Literal { value, .. } => clean(value),
    }
}

/// Returns notes as values of the columns that they name.
fn notes(notes: &Notes) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    notes
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), clean(value))))
}

fn text<'v>(text: impl Into<Cow<'v, str>>) -> Option<Value<'v>> {
    Some(Value::Text(text.into()))
}

fn integer(number: usize) -> Option<Value<'static>> {
    Some(Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)))
}

/// Returns the distinct values in order; `None` when there are none.
fn list<'v>(values: impl Iterator<Item = Cow<'v, str>>) -> Option<Value<'v>> {
    let mut values: Vec<Cow<'v, str>> = values.filter(|value| !value.is_empty()).collect();
    values.sort_unstable();
    values.dedup();
    (!values.is_empty()).then_some(Value::List(values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Network, Scope, finish};
    use crate::graph::sample_claims::{claim, literal, node, number};

    fn cell<'v>(columns: &[Column], row: &Row<'v>, id: &str) -> Option<Value<'v>> {
        let slot = columns.iter().position(|column| column.id == id)?;
        row[slot].clone()
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
        let table = EdgeColumns::new(&net);
        let row = table.row(&net.graph.raw_edges()[0].weight);
        let cell = |id: &str| cell(&table.columns, &row, id);
        assert_eq!(cell("value"), Some(Value::Number(19.5)));
        let values = Value::List(vec!["19.5 percent of trade (2023)".into()]);
        assert_eq!(cell("values"), Some(values));
        assert_eq!(cell("valid_to"), text("2023-12-31"));
        assert_eq!(cell("date_precision"), text("year"));
        assert_eq!(cell("quote_1"), text("“A fifth.” — An article, 0–8"));
        assert_eq!(cell("quote_2"), None);
        assert_eq!(cell("x_unit"), Some(Value::List(vec!["percent".into()])));
        assert_eq!(row.len(), table.columns.len());
    }

    #[test]
    fn own_columns_never_meet_the_fixed_ones() {
        let records = [
            claim("Country/A", "Name", "x", "…"),
            claim("Country/A", "name", "y", "…"),
            claim("Country/A", "label", "z", "…"),
        ];
        let net = Network::new(&records, &Scope::default());
        let looks = finish(&net);
        let table = NodeColumns::new(&net, &looks);
        for key in [
            |column: &Column| column.id.to_lowercase(),
            |column: &Column| column.title.to_lowercase(),
        ] {
            let names: Vec<String> = table.columns.iter().map(key).collect();
            let distinct: BTreeSet<&String> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{names:?}");
            assert!(RESERVED.iter().all(|name| !names.contains(&(*name).to_owned())), "{names:?}");
        }
        let row = table.row(net.graph.node_indices().next().unwrap());
        let both = Value::List(vec!["x".into(), "y".into()]);
        assert_eq!(cell(&table.columns, &row, "x_name"), Some(both));
    }
}
