//! The answer to a query as a network.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term, Triple};

use super::common::Common;
use super::query::background;
use crate::date::Date;
use crate::export::{Interval, Link, Network};
use crate::graph::iri;
use crate::graph::record::Node;
use crate::graph::store::Store;
use crate::project::Project;
use crate::query::{Answer, Dataset, Query, Scope};

/// A query that makes a network may take so long.
const LIMIT: Duration = Duration::from_secs(60);

/// What is told of nodes: by IRI, the node and its notes.
type Told = BTreeMap<String, (Node, BTreeMap<String, BTreeSet<String>>)>;

/// Asks the query in a file and draws the answer.
///
/// # Errors
/// When the file cannot be read or is no query, when its answer is no network, or no store is there.
pub fn draw(common: &Common, project: &Project, file: &Path) -> anyhow::Result<Network<'static>> {
    let place = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(place)?;
    let query = Query::parse(&text).with_context(place)?;
    let store = Store::open(&common.store)?;
    let scope = Scope { all_versions: false, named_graphs: query.names_graphs(), inferred: false };
    let dataset = Dataset::load(&store, &background(project)?, scope)?;
    let known = Known { classes: classes(&dataset)?, dataset: &dataset };
    match dataset.ask(&query, LIMIT)? {
        Answer::Boolean(_) => bail!("{}: ASK makes no network; use SELECT or CONSTRUCT", place()),
        Answer::Graph(triples) => of_graph(&known, &triples),
        Answer::Solutions { variables, rows } => {
            of_table(&known, &variables, &rows).with_context(place)
        }
    }
}

/// What the store knows of the things that a query names.
struct Known<'d> {
    classes: BTreeMap<String, String>,
    dataset: &'d Dataset,
}

impl Known<'_> {
    fn node(&self, iri: &str) -> Node {
        Node {
            iri: iri.to_owned(),
            label: self.label(iri),
            class: self.classes.get(iri).cloned().unwrap_or_default(),
        }
    }

    fn label(&self, iri: &str) -> String {
        NamedNodeRef::new(iri).ok().and_then(|iri| self.dataset.label(iri)).unwrap_or_default()
    }

    /// A literal as it is written, an IRI by its label.
    fn words(&self, term: &Term) -> String {
        match term {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(node) => match self.label(node.as_str()) {
                label if label.is_empty() => node.as_str().to_owned(),
                label => label,
            },
            Term::BlankNode(node) => node.to_string(),
        }
    }
}

/// The classes of the entities of the store, the first in the order of IRIs where there are two.
fn classes(dataset: &Dataset) -> anyhow::Result<BTreeMap<String, String>> {
    let text = format!(
        "SELECT ?e (MIN(?c) AS ?class) {{ ?e a ?c FILTER(STRSTARTS(STR(?e), \"{}\")) }} GROUP BY ?e",
        iri::ENTITY
    );
    let Answer::Solutions { rows, .. } = dataset.ask(&Query::parse(&text)?, LIMIT)? else {
        return Ok(BTreeMap::new());
    };
    let text = |term: &Option<Term>| match term {
        Some(Term::NamedNode(node)) => Some(node.as_str().to_owned()),
        Some(Term::Literal(literal)) => Some(literal.value().to_owned()),
        _ => None,
    };
    Ok(rows.iter().filter_map(|row| Some((text(&row[0])?, text(&row[1])?))).collect())
}

/// Rows with `?source` and `?target`; `?kind`, `?label`, `?weight`, `?start`, `?end` and `?date`
/// mean what they say, and whatever else is there becomes a column.
fn of_table(
    known: &Known<'_>,
    variables: &[String],
    rows: &[Vec<Option<Term>>],
) -> anyhow::Result<Network<'static>> {
    let place =
        |names: &[&str]| variables.iter().position(|variable| names.contains(&variable.as_str()));
    let (Some(source), Some(target)) =
        (place(&["source", "subject", "s"]), place(&["target", "object", "o"]))
    else {
        bail!("the query returns ?{}; a network needs ?source and ?target", variables.join(", ?"));
    };
    let [kind, label, weight] =
        [&["kind", "relation", "predicate", "p"][..], &["label"], &["weight"]].map(place);
    let [start, end, date] = [&["start"][..], &["end"], &["date"]].map(place);
    let used = [Some(source), Some(target), kind, label, weight];
    let mut links = Vec::new();
    let mut told = Told::new();
    for row in rows {
        let cell = |slot: Option<usize>| slot.and_then(|slot| row[slot].as_ref());
        let Some(Term::NamedNode(from)) = cell(Some(source)) else {
            match cell(Some(source)) {
                None => continue,
                Some(other) => {
                    bail!("?{} is {other}: only an IRI can be a node", variables[source])
                }
            }
        };
        let from = known.node(from.as_str());
        let kind = match cell(kind) {
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            Some(term) => known.words(term),
            None => String::new(),
        };
        match cell(Some(target)) {
            None => {
                told.entry(from.iri.clone()).or_insert((from, BTreeMap::new()));
            }
            Some(Term::BlankNode(_)) => {
                bail!("?{} is a blank node: only an IRI can be a node", variables[target])
            }
            // Literals are attributes, never nodes.
            Some(Term::Literal(literal)) => {
                let name = if kind.is_empty() { variables[target].clone() } else { kind };
                let (_, notes) = told.entry(from.iri.clone()).or_insert((from, BTreeMap::new()));
                notes.entry(name).or_default().insert(literal.value().to_owned());
            }
            Some(Term::NamedNode(to)) => {
                let day = |slot| cell(slot).and_then(|term| known.words(term).parse::<Date>().ok());
                let number = cell(weight).and_then(|term| known.words(term).parse::<f64>().ok());
                let rest = (0..variables.len()).filter(|slot| !used.contains(&Some(*slot)));
                let notes = rest.filter_map(|slot| {
                    Some((variables[slot].clone(), known.words(row[slot].as_ref()?)))
                });
                links.push(Link {
                    source: from,
                    target: known.node(to.as_str()),
                    label: cell(label).map(|term| known.words(term)).unwrap_or_default(),
                    kind,
                    weight: number,
                    interval: interval(day(start), day(end), day(date)),
                    notes: notes.collect(),
                });
            }
        }
    }
    let nodes: Vec<_> = told.into_values().collect();
    Ok(Network::of_links(&links, &nodes))
}

fn interval(start: Option<Date>, end: Option<Date>, date: Option<Date>) -> Option<Interval> {
    let (start, end) = if start.is_none() && end.is_none() { (date, date) } else { (start, end) };
    start.or(end)?;
    let (start, end) = (start.map(Date::first_day), end.map(Date::last_day));
    let is_reversed = start.zip(end).is_some_and(|(start, end)| end < start);
    (!is_reversed).then_some(Interval { start, end })
}

/// Triples: types become classes, literals attributes, the rest edges.
fn of_graph(known: &Known<'_>, triples: &[Triple]) -> anyhow::Result<Network<'static>> {
    let mut told = Told::new();
    let mut links = Vec::new();
    for triple in triples {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
            bail!("the query makes a blank node: only an IRI can be a node");
        };
        let source = known.node(subject.as_str());
        let (node, notes) = told.entry(source.iri.clone()).or_insert((source, BTreeMap::new()));
        match &triple.object {
            Term::NamedNode(class) if triple.predicate == rdf::TYPE => {
                node.class = class.as_str().to_owned();
            }
            Term::Literal(words) if triple.predicate == rdfs::LABEL => {
                node.label = words.value().to_owned();
            }
            Term::Literal(literal) => {
                let name = triple.predicate.as_str().to_owned();
                notes.entry(name).or_default().insert(literal.value().to_owned());
            }
            Term::NamedNode(object) => links.push((subject, &triple.predicate, object)),
            Term::BlankNode(_) => bail!("the query makes a blank node: only an IRI can be a node"),
        }
    }
    let node = |iri: &str| match told.get(iri) {
        Some((node, _)) => node.clone(),
        None => known.node(iri),
    };
    let links: Vec<Link> = links
        .into_iter()
        .map(|(source, predicate, target)| Link {
            source: node(source.as_str()),
            target: node(target.as_str()),
            kind: predicate.as_str().to_owned(),
            label: known.label(predicate.as_str()),
            weight: None,
            interval: None,
            notes: BTreeMap::new(),
        })
        .collect();
    let nodes: Vec<_> = told.into_values().collect();
    Ok(Network::of_links(&links, &nodes))
}
