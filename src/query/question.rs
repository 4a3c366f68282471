//! Ready-made questions: SPARQL files whose header comments name their parameters.
//!
//! ```text
//! #+ title: Members of an organization
//! #+ description: Who belongs to it, since when, and who says so.
//! #+ param: organization | Organization | | the organization: a name, an id or an IRI
//! #+ param: at | date | any | only members on this day, month or year
//! SELECT … WHERE { VALUES ?organization { UNDEF } … }
//! ```
//! A parameter has a name, a kind (`entity`, `string`, `date`, `number`, `claim`, or the name of a
//! class), a default and a description. Without a default it must be given; the default `any`
//! leaves it open. Each stands in the query as a block `VALUES ?name { UNDEF }`, which takes the
//! values as terms: the query's text is never spliced. Several values mean any of them. A line
//! `#+ view: timeline` says how the answer is best shown: `table`, `graph`, `timeline` or `chart`.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};

use super::{Dataset, Query};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::graph::record::words_of;
use crate::graph::{iri, vocab};
use crate::slug::slug;

pub use self::choices::{Choice, Choices, ChoicesError, Wanted};

/// A question that saiga knows.
#[derive(Clone, Debug)]
pub struct Question {
    /// Name of its file without the suffix.
    pub name: String,
    /// One line.
    pub title: String,
    /// What the answer shows.
    pub description: String,
    /// In the order of the header.
    pub parameters: Vec<Parameter>,
    /// How the answer is best shown.
    pub view: View,
    query: Query,
}

/// How an answer is best shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Rows and columns.
    #[default]
    Table,
    /// Things and what relates them.
    Graph,
    /// Along the dates.
    Timeline,
    /// Numbers by date.
    Chart,
}

impl View {
    const ALL: [Self; 4] = [Self::Table, Self::Graph, Self::Timeline, Self::Chart];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Graph => "graph",
            Self::Timeline => "timeline",
            Self::Chart => "chart",
        }
    }
}

/// Values of parameters as typed, by name.
pub type Given = BTreeMap<String, Vec<String>>;

/// A blank in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name of the variable that it binds.
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// Taken when nothing is given; `None` when something must be. `any` leaves it open.
    pub default: Option<String>,
    /// One line.
    pub description: String,
}

/// What a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any entity: by IRI, id or name.
    Entity,
    /// An entity of this class: by IRI, id or name.
    Class(String),
    /// Words.
    Text,
    /// A day, month or year, ISO 8601; bound as a plain string.
    Date,
    /// A decimal number.
    Number,
    /// A claim: by IRI or the first digits of its hash.
    Claim,
}

/// Why a question cannot be asked so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// Something that must be given is not.
    #[error("`{question}` needs {name}: {description}")]
    Missing {
        /// Name of the question.
        question: String,
        /// Name of the parameter.
        name: String,
        /// Its description.
        description: String,
    },
    /// There is no such parameter.
    #[error("`{question}` has no parameter `{name}`; it takes {known}")]
    UnknownParameter {
        /// Name of the question.
        question: String,
        /// The name given.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// The value is not of the right kind.
    #[error("{name}: {message}")]
    Value {
        /// Name of the parameter.
        name: String,
        /// What is wrong with it, and what to do.
        message: String,
    },
}

impl Question {
    /// Reads questions from files, given as path and text; sorted by name.
    ///
    /// # Errors
    /// Everything wrong with the headers and queries, with file and line.
    pub fn parse_all(files: &[(&str, &str)]) -> Result<Vec<Self>, Vec<Diagnostic>> {
        let mut questions = Vec::new();
        let mut errors = Vec::new();
        for (path, text) in files {
            match Self::parse(path, text) {
                Ok(question) => questions.push(question),
                Err(wrong) => errors.extend(wrong),
            }
        }
        questions.sort_by(|a, b| a.name.cmp(&b.name));
        if errors.is_empty() { Ok(questions) } else { Err(errors) }
    }

    /// Returns the query with its parameters bound.
    ///
    /// # Errors
    /// When a parameter is missing, unknown, or not understood; the message says what would be.
    pub fn bind(&self, given: &Given, dataset: &Dataset) -> Result<Query, QuestionError> {
        let mut query = self.query.clone();
        query.bind(&self.terms(given, dataset, None)?);
        Ok(query)
    }

    /// The terms that the parameters are bound to; none for one that is left open, as `open` is.
    ///
    /// # Errors
    /// As [`Question::bind`].
    pub fn terms(
        &self,
        given: &Given,
        dataset: &Dataset,
        open: Option<&str>,
    ) -> Result<BTreeMap<String, Vec<Term>>, QuestionError> {
        if let Some(name) =
            given.keys().find(|name| self.parameters.iter().all(|one| one.name != **name))
        {
            let known: Vec<_> = self.parameters.iter().map(|one| one.name.as_str()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let (question, name) = (self.name.clone(), name.clone());
            return Err(QuestionError::UnknownParameter { question, name, known });
        }
        let mut terms = BTreeMap::new();
        for parameter in &self.parameters {
            let name = parameter.name.clone();
            if open == Some(name.as_str()) {
                terms.insert(name, Vec::new());
                continue;
            }
            let given = given.get(&name).filter(|values| !values.is_empty());
            let values: Vec<&str> = match (given, &parameter.default) {
                (Some(values), _) => values.iter().map(String::as_str).collect(),
                (None, Some(default)) => vec![default],
                // Whoever asks for the values of one parameter need not know the others yet.
                (None, None) if open.is_some() => vec![ANY],
                (None, None) => {
                    let (question, description) =
                        (self.name.clone(), parameter.description.clone());
                    return Err(QuestionError::Missing { question, name, description });
                }
            };
            if values.len() > MOST_VALUES {
                let message = format!("{} values given, {MOST_VALUES} are the most", values.len());
                return Err(QuestionError::Value { name, message });
            }
            let mut found = Vec::new();
            if !values.contains(&ANY) {
                for value in values {
                    let term = parameter.kind.term(value, dataset);
                    let term = term
                        .map_err(|message| QuestionError::Value { name: name.clone(), message })?;
                    if !found.contains(&term) {
                        found.push(term);
                    }
                }
            }
            terms.insert(name, found);
        }
        Ok(terms)
    }

    fn parse(path: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let file = path.rsplit('/').next().unwrap_or(path);
        let name = file.strip_suffix(".rq").unwrap_or(file).to_owned();
        let (mut title, mut description) = (String::new(), String::new());
        let mut parameters = Vec::new();
        let mut view = View::default();
        let mut errors = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let Some(header) = line.strip_prefix("#+") else { continue };
            let (key, value) = header.split_once(':').unwrap_or((header, ""));
            match key.trim() {
                "title" => title = value.trim().to_owned(),
                "description" => description = value.trim().to_owned(),
                "param" => match Parameter::parse(value) {
                    Ok(parameter) => parameters.push(parameter),
                    Err(message) => errors.push(Diagnostic::error(path, message).at_line(number)),
                },
                "view" => match View::ALL.iter().find(|one| one.as_str() == value.trim()) {
                    Some(one) => view = *one,
                    None => {
                        let message = format!(
                            "unknown view `{}`: expected table, graph, timeline or chart",
                            value.trim()
                        );
                        errors.push(Diagnostic::error(path, message).at_line(number));
                    }
                },
                other => {
                    let message = format!(
                        "unknown header `{other}`: expected title, description, param or view"
                    );
                    errors.push(Diagnostic::error(path, message).at_line(number));
                }
            }
        }
        if title.is_empty() {
            errors.push(Diagnostic::error(path, "no `#+ title:` in the header").at_line(1));
        }
        match Query::parse(text) {
            Err(error) => {
                let message = error.to_string();
                let fault = Diagnostic::error(path, &message);
                errors.push(match error.place() {
                    Some((line, _)) => fault.at_line(line),
                    None => fault,
                });
            }
            Ok(query) => {
                let blanks = parameters
                    .iter()
                    .map(|one: &Parameter| (one.name.clone(), Vec::new()))
                    .collect();
                for name in query.clone().bind(&blanks) {
                    let message = format!(
                        "the query has no `VALUES ?{name} {{ UNDEF }}` for the parameter `{name}`"
                    );
                    errors.push(Diagnostic::error(path, message));
                }
                if errors.is_empty() {
                    return Ok(Self { name, title, description, parameters, view, query });
                }
            }
        }
        Err(errors)
    }
}

impl Parameter {
    fn parse(header: &str) -> Result<Self, String> {
        let parts: Vec<&str> = header.split('|').map(str::trim).collect();
        let [name, kind, default, description] = parts.as_slice() else {
            return Err("expected `#+ param: name | kind | default | description`".to_owned());
        };
        let kind = match *kind {
            "entity" => Kind::Entity,
            "string" => Kind::Text,
            "date" => Kind::Date,
            "number" => Kind::Number,
            "claim" => Kind::Claim,
            class if class.starts_with(|first: char| first.is_ascii_uppercase()) => {
                Kind::Class(class.to_owned())
            }
            other => {
                return Err(format!(
                    "unknown kind `{other}`: expected entity, string, date, number, claim or a class"
                ));
            }
        };
        let default = (!default.is_empty()).then(|| (*default).to_owned());
        Ok(Self { name: (*name).to_owned(), kind, default, description: (*description).to_owned() })
    }
}

impl Kind {
    /// Reads a value as typed.
    fn term(&self, value: &str, dataset: &Dataset) -> Result<Term, String> {
        Ok(match self {
            Self::Entity => entity(value, None, dataset)?.into(),
            Self::Class(class) => entity(value, Some(class), dataset)?.into(),
            Self::Text => Literal::new_simple_literal(value).into(),
            Self::Date => {
                let date: Date =
                    value.parse().map_err(|error: crate::date::NotADate| error.to_string())?;
                Literal::new_simple_literal(date.to_string()).into()
            }
            Self::Number => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => crate::graph::literal::number(number).into(),
                _ => return Err(format!("`{value}` is not a number")),
            },
            Self::Claim => claim(value, dataset)?.into(),
        })
    }

    /// The word for it in a header: `entity`, `Country`, `date`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Entity => "entity",
            Self::Class(class) => class,
            Self::Text => "string",
            Self::Date => "date",
            Self::Number => "number",
            Self::Claim => "claim",
        }
    }
}

/// Given for a parameter, leaves it open.
const ANY: &str = "any";
/// Most values of one parameter.
const MOST_VALUES: usize = 100;

/// Finds an entity by IRI, id (`country/kazakhstan`) or name, of a class where one is given.
///
/// # Errors
/// When there is none, or more than one: the message lists what may be meant.
pub fn entity(value: &str, class: Option<&str>, dataset: &Dataset) -> Result<NamedNode, String> {
    let wanted = class.map(|class| NamedNode::new_unchecked(format!("{}{class}", vocab::GP)));
    let fits = |iri: NamedNodeRef<'_>| {
        wanted.as_ref().is_none_or(|wanted| dataset.is_a(iri, wanted.as_ref()))
    };
    let what = class.map_or("entity".to_owned(), |class| words_of(class).to_lowercase());
    let direct = match value.strip_prefix("id:") {
        Some(id) => iri::entity(id),
        None if value.starts_with(iri::ENTITY) => NamedNode::new_unchecked(value),
        None => iri::entity(value),
    };
    if (value.contains('/') || value.contains(':'))
        && NamedNode::new(direct.as_str()).is_ok()
        && dataset.knows(direct.as_ref())
    {
        return if fits(direct.as_ref()) {
            Ok(direct)
        } else {
            Err(format!("`{value}` is no {what}"))
        };
    }
    let names = dataset.named();
    let key = slug(value);
    // A name that is the main one of a thing wins over one that is also used for another.
    for only_labels in [true, false] {
        let found: BTreeSet<&str> = (names.iter())
            .filter(|one| one.is_label || !only_labels)
            .filter(|one| one.key == key && fits(NamedNodeRef::new_unchecked(&one.iri)))
            .map(|one| one.iri.as_str())
            .collect();
        let found: Vec<&str> = found.into_iter().collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(NamedNode::new_unchecked(*one)),
            many => {
                let ids: Vec<_> =
                    many.iter().map(|iri| iri.trim_start_matches(iri::ENTITY)).collect();
                let ids = ids.join(" or ");
                return Err(format!("`{value}` may mean {ids}: give one of these ids"));
            }
        }
    }
    let mut near: Vec<(i64, &str)> = (names.iter())
        .filter(|one| fits(NamedNodeRef::new_unchecked(&one.iri)))
        .filter_map(|one| {
            let other = one.key.as_str();
            let likeness = strsim::jaro_winkler(&key, other);
            let contains = key.len() > 2 && (other.contains(&key) || key.contains(other));
            (likeness > 0.85 || contains).then_some((-(likeness * 1e6) as i64, one.name.as_str()))
        })
        .collect();
    near.sort_unstable();
    near.dedup_by_key(|(_, name)| *name);
    let near: Vec<_> = near.iter().take(5).map(|(_, name)| format!("`{name}`")).collect();
    Err(if near.is_empty() {
        format!("no {what} called `{value}` in the store")
    } else {
        format!("no {what} called `{value}` in the store; did you mean {}?", near.join(", "))
    })
}

/// Finds a claim by IRI or the first digits of its hash.
///
/// # Errors
/// When there is none, or more than one.
pub fn claim(value: &str, dataset: &Dataset) -> Result<NamedNode, String> {
    let digits = value.trim_start_matches("claim:").trim_start_matches(iri::CLAIM);
    if digits.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(format!(
            "`{value}` is not a claim: give its IRI or at least four digits of its hash"
        ));
    }
    let start = format!("{}{}", iri::CLAIM, digits.to_ascii_lowercase());
    // Looking through all claims is for what is cut short.
    let whole = NamedNode::new_unchecked(&start);
    if dataset.is_a(whole.as_ref(), vocab::CLAIM) {
        return Ok(whole);
    }
    let found: Vec<_> =
        dataset.claims().into_iter().filter(|iri| iri.starts_with(&start)).collect();
    match found.as_slice() {
        [one] => Ok(NamedNode::new_unchecked(one)),
        [] => Err(format!("no claim starts with `{digits}` in the store")),
        many => Err(format!("{} claims start with `{digits}`: give more digits", many.len())),
    }
}

mod choices;
#[cfg(test)]
mod tests;
