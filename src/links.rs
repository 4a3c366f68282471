//! Stage 5d: the answer to a query as a network: what a store knows of the things in it, and which columns
//! mean what.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term, Triple};

use crate::date::Date;
use crate::export::{Interval, Link, Network};
use crate::graph::iri;
use crate::graph::record::Node;
use crate::query::{Answer, Dataset};

/// The status of facts among those that ready-made questions tell.
const FACT: &str = "actual";

/// What is told of nodes: by IRI, the node and its notes.
type Told = BTreeMap<String, (Node, BTreeMap<String, BTreeSet<String>>)>;

/// Which columns of a table are the ends of edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// `?source` and `?target`, or `?subject` and `?object`: whoever writes the query knows it is for a network.
    Named,
    /// Those, or else the first two columns that hold entities: of a query that was written for a table.
    Found,
}

/// Why an answer is no network.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotANetwork {
    /// Of `ASK`.
    #[error("ASK makes no network; use SELECT or CONSTRUCT")]
    Ask,
    /// No column is an end.
    #[error("the query returns ?{}; a network needs ?source and ?target", .0.join(", ?"))]
    NoEnds(Vec<String>),
    /// A node that cannot be one.
    #[error("?{0} is {1}: only an IRI can be a node")]
    Literal(String, Term),
    /// Such a node in a table.
    #[error("?{0} is a blank node: only an IRI can be a node")]
    Blank(String),
    /// Such a node in a graph.
    #[error("the query makes a blank node: only an IRI can be a node")]
    MadeBlank,
}

/// Draws an answer.
///
/// # Errors
/// When it is no network.
pub fn of_answer(
    dataset: &Dataset,
    answer: &Answer,
    ends: Ends,
) -> Result<Network<'static>, NotANetwork> {
    let known = Known { dataset };
    match answer {
        Answer::Boolean(_) => Err(NotANetwork::Ask),
        Answer::Graph(triples) => of_graph(&known, triples),
        Answer::Solutions { variables, rows } => of_table(&known, variables, rows, ends),
    }
}

/// What the store knows of the things that a query names.
struct Known<'d> {
    dataset: &'d Dataset,
}

impl Known<'_> {
    fn node(&self, iri: &str) -> Node {
        let found = NamedNodeRef::new(iri).ok();
        let class = found.filter(|node| node.as_str().starts_with(iri::ENTITY));
        Node {
            iri: iri.to_owned(),
            label: self.label(iri),
            class: class.and_then(|node| self.dataset.class(node)).unwrap_or_default(),
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

/// Rows with `?source` and `?target`; `?kind`, `?label`, `?weight`, `?start`, `?end` and `?date`
/// mean what they say, and whatever else is there becomes a column.
fn of_table(
    known: &Known<'_>,
    variables: &[String],
    rows: &[Vec<Option<Term>>],
    ends: Ends,
) -> Result<Network<'static>, NotANetwork> {
    let place =
        |names: &[&str]| variables.iter().position(|variable| names.contains(&variable.as_str()));
    let named = place(&["source", "subject", "s"]).zip(place(&["target", "object", "o"]));
    if ends == Ends::Found && rows.is_empty() {
        return Ok(Network::of_links(&[], &[]));
    }
    let found = || if ends == Ends::Found { first_two(variables, rows) } else { None };
    let Some((source, target)) = named.or_else(found) else {
        return Err(NotANetwork::NoEnds(variables.to_vec()));
    };
    let [kind, label, weight] =
        [&["kind", "relation", "predicate", "p"][..], &["label"], &["weight"]].map(place);
    let [start, end, date] = [&["start"][..], &["end"], &["date"]].map(place);
    // Whoever wrote the query for a network says with ?kind and ?label what an edge is.
    let status = if ends == Ends::Found { place(&["status"]) } else { None };
    let used = [Some(source), Some(target), kind, label, weight];
    let mut links = Vec::new();
    let mut told = Told::new();
    for row in rows {
        let cell = |slot: Option<usize>| slot.and_then(|slot| row[slot].as_ref());
        let Some(Term::NamedNode(from)) = cell(Some(source)) else {
            match cell(Some(source)) {
                None => continue,
                Some(other) => {
                    return Err(NotANetwork::Literal(variables[source].clone(), other.clone()));
                }
            }
        };
        let from = known.node(from.as_str());
        let kind = match cell(kind) {
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            Some(term) => known.words(term),
            None if ends == Ends::Found => variables[target].clone(),
            None => String::new(),
        };
        match cell(Some(target)) {
            None => {
                told.entry(from.iri.clone()).or_insert((from, BTreeMap::new()));
            }
            Some(Term::BlankNode(_)) => {
                return Err(NotANetwork::Blank(variables[target].clone()));
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
                    status: cell(status)
                        .map(|term| known.words(term))
                        .filter(|status| status != FACT)
                        .unwrap_or_default(),
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

/// The first two columns that hold entities, but for who says it.
fn first_two(variables: &[String], rows: &[Vec<Option<Term>>]) -> Option<(usize, usize)> {
    let is_entity = |term: &Option<Term>| matches!(term, Some(Term::NamedNode(node)) if node.as_str().starts_with(iri::ENTITY));
    let mut columns = (0..variables.len())
        .filter(|column| variables[*column] != "said_by")
        .filter(|column| rows.iter().any(|row| is_entity(&row[*column])));
    Some((columns.next()?, columns.next()?))
}

fn interval(start: Option<Date>, end: Option<Date>, date: Option<Date>) -> Option<Interval> {
    let (start, end) = if start.is_none() && end.is_none() { (date, date) } else { (start, end) };
    start.or(end)?;
    let (start, end) = (start.map(Date::first_day), end.map(Date::last_day));
    let is_reversed = start.zip(end).is_some_and(|(start, end)| end < start);
    (!is_reversed).then_some(Interval { start, end })
}

/// Triples: types become classes, literals attributes, the rest edges.
fn of_graph(known: &Known<'_>, triples: &[Triple]) -> Result<Network<'static>, NotANetwork> {
    let mut told = Told::new();
    let mut links = Vec::new();
    for triple in triples {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
            return Err(NotANetwork::MadeBlank);
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
            Term::BlankNode(_) => return Err(NotANetwork::MadeBlank),
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
            status: String::new(),
            weight: None,
            interval: None,
            notes: BTreeMap::new(),
        })
        .collect();
    let nodes: Vec<_> = told.into_values().collect();
    Ok(Network::of_links(&links, &nodes))
}
