//! What a parameter can be, from the data: only what has an answer.

use std::collections::BTreeMap;
use std::time::Duration;

use oxigraph::model::Term;

use super::{Given, Kind, Parameter, Question, QuestionError};
use crate::date::Date;
use crate::graph::iri;
use crate::query::{Answer, Dataset, Query, QueryError};

/// Values that a parameter can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// In the order of their labels.
    pub values: Vec<Choice>,
    /// There are more that fit.
    pub more: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// For people.
    pub label: String,
    /// As the parameter takes it: an IRI, a date, words.
    pub value: String,
}

/// Why there are no choices.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChoicesError {
    /// The question cannot be asked so.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The look-up failed.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// Name of the parameter.
    pub parameter: &'w str,
    /// Only values whose label holds these words, in any case.
    pub words: &'w str,
    /// No more values than this.
    pub most: usize,
}

impl Question {
    /// Returns the values for which the question has an answer while the other parameters are as
    /// `given`, those not given at their default. A parameter that the query only compares with gets
    /// the values of its kind that stand in the answer. One that must be given and is not stays open. When
    /// finding out takes too long, every entity of its kind that a claim mentions is a choice.
    ///
    /// # Errors
    /// When there is no such parameter, a value is not understood, or the limit passes.
    pub fn choices(
        &self,
        wanted: Wanted<'_>,
        given: &Given,
        dataset: &Dataset,
        limit: Duration,
    ) -> Result<Choices, ChoicesError> {
        let name = wanted.parameter;
        let Some(parameter) = self.parameters.iter().find(|one| one.name == name) else {
            let known: Vec<_> = self.parameters.iter().map(|one| one.name.as_str()).collect();
            return Err(QuestionError::UnknownParameter {
                question: self.name.clone(),
                name: name.to_owned(),
                known: if known.is_empty() { "none".to_owned() } else { known.join(", ") },
            }
            .into());
        };
        let mut query = self.query.clone();
        query.bind(&self.terms(given, dataset, Some(name))?);
        let found = match answering(&query, parameter, dataset, limit.min(EXACT)) {
            Err(QueryError::Timeout(_)) => {
                let mentioned = Query::parse(MENTIONED)?;
                terms(&dataset.ask(&mentioned, limit)?, |_| true)
            }
            found => found?,
        };
        let words = wanted.words.to_lowercase();
        let mut values: Vec<Choice> = (found.into_values())
            .filter_map(|term| choice(&parameter.kind, &term, dataset))
            .filter(|choice| choice.label.to_lowercase().contains(&words))
            .collect();
        values.sort_unstable();
        values.dedup();
        let more = values.len() > wanted.most;
        values.truncate(wanted.most);
        Ok(Choices { values, more })
    }
}

/// How long to look for the values that have an answer.
const EXACT: Duration = Duration::from_secs(2);

/// All things that claims relate.
const MENTIONED: &str = "SELECT DISTINCT ?x { ?claim a sg:Claim . \
    { ?claim rdf:subject ?x } UNION { ?claim rdf:object ?x FILTER(ISIRI(?x)) } }";

/// The terms for a parameter for which a query, in which it is open, has an answer.
fn answering(
    query: &Query,
    parameter: &Parameter,
    dataset: &Dataset,
    limit: Duration,
) -> Result<BTreeMap<String, Term>, QueryError> {
    let name = parameter.name.as_str();
    let found = terms(&dataset.ask(&query.values_of(name), limit)?, |_| true);
    if !found.is_empty() {
        return Ok(found);
    }
    let is_near = |column: &str| match parameter.kind {
        Kind::Text => column.strip_prefix(name).is_some_and(|rest| rest.starts_with('_')),
        _ => true,
    };
    Ok(terms(&dataset.ask(query, limit)?, is_near))
}

/// The terms in some columns of an answer, each once.
fn terms(answer: &Answer, is_meant: impl Fn(&str) -> bool) -> BTreeMap<String, Term> {
    let Answer::Solutions { variables, rows } = answer else { return BTreeMap::new() };
    let meant: Vec<usize> =
        (0..variables.len()).filter(|column| is_meant(&variables[*column])).collect();
    rows.iter()
        .flat_map(|row| meant.iter().filter_map(|column| row[*column].clone()))
        .map(|term| (term.to_string(), term))
        .collect()
}

/// A term as a value of this kind; `None` when it is of another.
fn choice(kind: &Kind, term: &Term, dataset: &Dataset) -> Option<Choice> {
    match (kind, term) {
        (Kind::Entity | Kind::Class(_), Term::NamedNode(node)) => {
            let class = match kind {
                Kind::Class(class) => Some(class.as_str()),
                _ => None,
            };
            let value = node.as_str().to_owned();
            let fits = node.as_str().starts_with(iri::ENTITY)
                && class.is_none_or(|class| super::entity(&value, Some(class), dataset).is_ok());
            let label = dataset.label(node.as_ref())?;
            fits.then_some(Choice { label, value })
        }
        (Kind::Claim, Term::NamedNode(node)) => {
            let value = node.as_str().strip_prefix(iri::CLAIM)?.to_owned();
            Some(Choice { label: value.clone(), value })
        }
        (Kind::Date, Term::Literal(literal)) => {
            let date: Date = literal.value().parse().ok()?;
            Some(Choice { label: date.to_string(), value: date.to_string() })
        }
        (Kind::Number, Term::Literal(literal)) => {
            literal.value().parse::<f64>().ok()?;
            let value = literal.value().to_owned();
            Some(Choice { label: value.clone(), value })
        }
        (Kind::Text, Term::Literal(literal)) => {
            let value = literal.value().to_owned();
            Some(Choice { label: value.clone(), value })
        }
        _ => None,
    }
}
