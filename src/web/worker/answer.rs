//! What a worker does: asks the dataset, and writes the answer in the format that is wanted.

use std::io;
use std::time::Duration;

use axum::http::StatusCode;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::NamedNode;
use oxigraph::sparql::results::QueryResultsFormat;

use super::frame::MAX_BODY;
use super::task::{Ask, Asked, Reply, Task};
use crate::query::question::Question;
use crate::query::update::Update;
use crate::query::{Answer, Dataset, Query, QueryError, table};
use crate::web::questions::NoForm;
use crate::web::{Problem, negotiate, questions, sparql};

/// What to try when a query was too much.
pub(super) const HINT: &str =
    "join patterns by shared variables, filter early, or ask for part of it with LIMIT";

/// What a worker has loaded.
pub struct Context {
    dataset: Dataset,
    questions: Vec<Question>,
}

/// Bodies with their replies.
type Answered = (Reply, Vec<u8>);

/// Formats of solutions and truth values, the preferred one first.
const RESULTS: [(QueryResultsFormat, &[&str]); 4] = [
    (QueryResultsFormat::Json, &["application/sparql-results+json", "application/json"]),
    (QueryResultsFormat::Xml, &["application/sparql-results+xml", "application/xml", "text/xml"]),
    (QueryResultsFormat::Csv, &["text/csv"]),
    (QueryResultsFormat::Tsv, &["text/tab-separated-values", "text/tsv"]),
];

/// Formats of graphs, the preferred one first.
const GRAPHS: [(RdfFormat, &[&str]); 4] = [
    (RdfFormat::Turtle, &["text/turtle", "application/x-turtle"]),
    (RdfFormat::NTriples, &["application/n-triples", "text/plain"]),
    (RdfFormat::RdfXml, &["application/rdf+xml", "application/xml", "text/xml"]),
    (
        RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        &["application/ld+json", "application/json"],
    ),
];

impl Context {
    /// Reads the names of entities at once, so that no query has to.
    pub fn new(dataset: Dataset, questions: Vec<Question>) -> Self {
        dataset.named();
        Self { dataset, questions }
    }

    /// Does a piece of work that changes nothing.
    pub(super) fn answer(&self, ask: &Ask) -> Answered {
        let done = match &ask.task {
            Task::Query { asked, accept } => self.query(asked, accept, ask),
            Task::Graph { graph, accept } => self.graph(graph.as_deref(), accept, ask),
            Task::Describe { endpoint, accept } => {
                let triples = sparql::description(endpoint, &self.dataset.statistics());
                graph(&triples, accept)
            }
            Task::Question { name, given, format, offset, limit } => {
                let rows = (*limit).min(ask.rows);
                self.question(name).and_then(|question| {
                    let query = question.bind(given, &self.dataset).map_err(bad_question)?;
                    self.rows(question, query, format, *offset, rows, ask.time())
                })
            }
            Task::Choices { name, parameter, given, words, limit } => {
                self.question(name).and_then(|question| {
                    let wanted = crate::query::question::Wanted {
                        parameter,
                        words,
                        most: (*limit).min(ask.rows),
                    };
                    let choices = question.choices(wanted, given, &self.dataset, ask.time());
                    Ok(done("application/json", questions::choices(&choices.map_err(bad_choices)?)))
                })
            }
            Task::Update(_) => Err(Problem::internal()),
        };
        match done {
            Ok((_, body)) if body.len() > MAX_BODY => {
                (Reply::Failed(too_large(&format!("{} MB", MAX_BODY >> 20))), Vec::new())
            }
            Ok(answered) => answered,
            Err(problem) => (Reply::Failed(problem), Vec::new()),
        }
    }

    /// Changes the dataset.
    pub(super) fn update(&mut self, asked: &Asked) -> Answered {
        let parsed = Update::parse(&asked.text, Some(&asked.base), &asked.default, &asked.named);
        match parsed.and_then(|update| self.dataset.update(&update)) {
            Ok(()) => {
                self.dataset.named();
                (Reply::Done { content_type: String::new(), next: None }, Vec::new())
            }
            Err(error) => (Reply::Failed(problem(&error)), Vec::new()),
        }
    }

    fn query(&self, asked: &Asked, accept: &str, ask: &Ask) -> Result<Answered, Problem> {
        let mut query =
            Query::parse_with_base(&asked.text, Some(&asked.base)).map_err(|e| problem(&e))?;
        if !(asked.default.is_empty() && asked.named.is_empty()) {
            query.set_graphs(&asked.default, &asked.named).map_err(|error| problem(&error))?;
        }
        let answer = self.dataset.ask_within(&query, ask.time(), ask.rows);
        match answer.map_err(|error| problem(&error))? {
            Answer::Graph(triples) => graph(&triples, accept),
            answer => {
                let names = RESULTS.map(|(_, names)| names);
                let slot = negotiate::choose(accept, &names).ok_or_else(|| unacceptable(&names))?;
                let body =
                    table::results(&answer, RESULTS[slot].0).map_err(|_| Problem::internal())?;
                Ok(done(RESULTS[slot].0.media_type(), body))
            }
        }
    }

    /// All triples of a graph.
    fn graph(&self, name: Option<&str>, accept: &str, ask: &Ask) -> Result<Answered, Problem> {
        let mut query = Query::parse("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            .map_err(|_| Problem::internal())?;
        if let Some(name) = name {
            let node = NamedNode::new(name)
                .map_err(|_| Problem::bad_request(format!("`{name}` is not an absolute IRI")))?;
            if !self.dataset.has_graph(&node) {
                let what = format!("there is no graph <{name}>");
                return Err(Problem::new(StatusCode::NOT_FOUND, "not-found", what)
                    .hint("the service description at /sparql lists the graphs"));
            }
            query.set_graphs(&[name.to_owned()], &[]).map_err(|error| problem(&error))?;
        }
        // A graph is copied, not computed: only the bytes of the answer bound it.
        match self.dataset.ask_within(&query, ask.time(), MAX_BODY / 64) {
            Ok(Answer::Graph(triples)) => graph(&triples, accept),
            Ok(_) => Err(Problem::internal()),
            Err(error) => Err(problem(&error)),
        }
    }

    fn question(&self, name: &str) -> Result<&Question, Problem> {
        self.questions.iter().find(|question| question.name == name).ok_or_else(|| {
            let what = format!("there is no question `{name}`");
            Problem::new(StatusCode::NOT_FOUND, "not-found", what).hint("/api/q lists them")
        })
    }

    fn rows(
        &self,
        question: &Question,
        mut query: Query,
        format: &str,
        offset: usize,
        limit: usize,
        time: Duration,
    ) -> Result<Answered, Problem> {
        // One row more tells whether there are more.
        query.slice(offset, limit + 1);
        let mut answer =
            self.dataset.ask_within(&query, time, limit + 1).map_err(|error| problem(&error))?;
        let mut next = None;
        if let Answer::Solutions { rows, .. } = &mut answer
            && rows.len() > limit
        {
            rows.truncate(limit);
            next = Some(offset + limit);
        }
        let page = questions::Page { offset, limit, next };
        let written = questions::write(question, &answer, &self.dataset, format, page);
        let (content_type, body) = written.map_err(|error| no_form(error, format))?;
        Ok((Reply::Done { content_type: content_type.to_owned(), next }, body))
    }
}

/// The problem of a query that takes too long.
pub(super) fn too_long(seconds: f64) -> Problem {
    let what = format!("the query was stopped after its limit of {seconds} seconds");
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "time-limit", what).hint(HINT)
}

fn done(content_type: &str, body: Vec<u8>) -> Answered {
    (Reply::Done { content_type: content_type.to_owned(), next: None }, body)
}

fn graph(triples: &[oxigraph::model::Triple], accept: &str) -> Result<Answered, Problem> {
    let names = GRAPHS.map(|(_, names)| names);
    let slot = negotiate::choose(accept, &names).ok_or_else(|| unacceptable(&names))?;
    let format = GRAPHS[slot].0;
    let body = table::rdf(triples, format).map_err(|error: io::Error| {
        let what = format!("this graph has no form in {}: {error}", format.media_type());
        Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", what)
            .hint("Accept: text/turtle takes any graph")
    })?;
    Ok(done(format.media_type(), body))
}

/// The problem of an answer that cannot be written so.
fn no_form(error: NoForm, format: &str) -> Problem {
    match error {
        NoForm::Unknown => {
            let what = format!("there is no format `{format}`");
            Problem::new(StatusCode::NOT_FOUND, "not-found", what)
                .hint(format!("the formats are {}", questions::FORMATS.join(", ")))
        }
        NoForm::NoNetwork => {
            let what = "the rows of this answer do not join two things: they make no network";
            Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", what)
                .hint("ask for it as csv or json")
        }
        NoForm::Unwritten => Problem::internal(),
    }
}

fn unacceptable(names: &[&[&str]]) -> Problem {
    let known: Vec<&str> = names.iter().map(|names| names[0]).collect();
    let what = format!("this answer can be had as {}", known.join(", "));
    Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", what)
}

fn too_large(limit: &str) -> Problem {
    let what = format!("the answer is larger than {limit}; nothing of it was sent");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "answer-too-large", what).hint(
        "ask for part of it with LIMIT and OFFSET, or start the server with a higher --max-rows",
    )
}

/// A query without an answer.
fn problem(error: &QueryError) -> Problem {
    let what = error.to_string();
    match error {
        QueryError::Timeout(limit) => too_long(limit.as_secs_f64()),
        QueryError::TooManyRows(most) => too_large(&format!("{most} rows")),
        QueryError::TooBig(_) => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "query-too-large", what)
        }
        QueryError::Service | QueryError::Load => {
            Problem::new(StatusCode::FORBIDDEN, "refused", what)
        }
        QueryError::Update => Problem::bad_request("this is an update, not a query")
            .hint("updates go to /update, where the server allows them"),
        QueryError::Syntax(_) | QueryError::NotUpdate(_) => {
            let problem = Problem::new(StatusCode::BAD_REQUEST, "syntax", shortened(&what));
            let problem = problem.hint(advice(&what));
            match error.place() {
                Some((line, column)) => problem.at(line, column),
                None => problem,
            }
        }
        QueryError::NotAnIri(_) | QueryError::TwoDatasets => Problem::bad_request(what),
        _ => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "evaluation", what),
    }
}

/// The message of the parser without the long end of the list of what would have been possible.
fn shortened(message: &str) -> String {
    let mut kept = String::new();
    for part in message.split_inclusive(", ") {
        if kept.chars().count() + part.chars().count() > LONGEST_MESSAGE || part.starts_with('[') {
            return kept + "…";
        }
        kept += part;
    }
    kept
}

/// Letters of a message of the parser.
const LONGEST_MESSAGE: usize = 240;

/// What to look at, for the mistakes that people make most.
fn advice(message: &str) -> String {
    let prefixes: Vec<&str> = crate::query::PREFIXES.iter().map(|(name, _)| *name).collect();
    if message.to_lowercase().contains("prefix") {
        format!("declare it with PREFIX; known without are {}", prefixes.join(", "))
    } else {
        "look just before that place: a missing dot, a bracket that is not closed, or a prefixed \
         name with / that needs \\/ are what is wrong most often"
            .to_owned()
    }
}

fn bad_question(error: crate::query::question::QuestionError) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-parameter", error.to_string())
        .hint("/api/q lists the parameters of each question")
}

fn bad_choices(error: crate::query::question::ChoicesError) -> Problem {
    match error {
        crate::query::question::ChoicesError::Question(error) => bad_question(error),
        crate::query::question::ChoicesError::Query(error) => problem(&error),
    }
}
