//! What the server asks a worker, and what it is answered.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::query::question::Given;
use crate::web::{Limits, Problem};

/// A piece of work with what it may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::web) struct Ask {
    /// The work.
    pub task: Task,
    /// Milliseconds.
    time: u64,
    /// Bytes beside the store.
    pub memory: u64,
    /// Rows or triples.
    pub rows: usize,
}

impl Ask {
    /// Work within limits.
    pub fn new(task: Task, limits: &Limits) -> Self {
        let time = u64::try_from(limits.time.as_millis()).unwrap_or(u64::MAX);
        Self { task, time, memory: limits.memory, rows: limits.rows }
    }

    /// How long it may take.
    pub fn time(&self) -> Duration {
        Duration::from_millis(self.time)
    }
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::web) enum Task {
    /// A query of someone's own.
    Query {
        /// SPARQL, with the graphs to ask.
        asked: Asked,
        /// The header `Accept`.
        accept: String,
    },
    /// An update.
    Update(Asked),
    /// All of a graph; `None` is the default graph.
    Graph {
        /// IRI.
        graph: Option<String>,
        /// The header `Accept`.
        accept: String,
    },
    /// The service description.
    Describe {
        /// IRI of the endpoint.
        endpoint: String,
        /// The header `Accept`.
        accept: String,
    },
    /// A ready-made question.
    Question {
        /// Its name.
        name: String,
        /// Values of its parameters.
        given: Given,
        /// Suffix of the format: `json`, `csv`, …
        format: String,
        /// Rows to leave out.
        offset: usize,
        /// Most rows.
        limit: usize,
    },
    /// Values that a parameter of a question can take.
    Choices {
        /// Name of the question.
        name: String,
        /// Name of the parameter.
        parameter: String,
        /// Values of the others.
        given: Given,
        /// Words that the label must hold.
        words: String,
        /// Most values.
        limit: usize,
    },
}

impl Task {
    /// Says whether the work is saiga's own question, whose cost is known and which many ask alike;
    /// else it is whatever someone thought of.
    pub fn is_ready_made(&self) -> bool {
        match self {
            Self::Question { .. } | Self::Choices { .. } | Self::Describe { .. } => true,
            Self::Query { .. } | Self::Update(_) | Self::Graph { .. } => false,
        }
    }

    /// Says whether the work changes what later work sees.
    pub fn is_update(&self) -> bool {
        matches!(self, Self::Update(_))
    }
}

/// SPARQL as the protocol brings it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::web) struct Asked {
    /// The text.
    pub text: String,
    /// What relative IRIs are resolved against.
    pub base: String,
    /// IRIs of the graphs that make the default graph.
    pub default: Vec<String>,
    /// IRIs of the named graphs.
    pub named: Vec<String>,
}

/// The answer, as a copy sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::web) struct Outcome {
    /// It.
    pub reply: Reply,
    /// The same connection takes more work.
    pub stays: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::web) enum Reply {
    /// It succeeded; the body follows.
    Done {
        /// Media type of the body; empty when there is none.
        content_type: String,
        /// Offset of the next rows, where there are more.
        next: Option<usize>,
    },
    /// It did not.
    Failed(Problem),
}
