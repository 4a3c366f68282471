//! SPARQL Update on a dataset in memory, for a server that allows it. The store on the disk is made
//! from documents and never changes by this.

use std::sync::OnceLock;

use oxigraph::model::NamedNode;
use oxigraph::sparql::SparqlEvaluator;
use spargebra::GraphUpdateOperation;
use spargebra::algebra::QueryDataset;

use super::{Dataset, QueryError, algebra, check_size, limit, nodes, parser};

/// A parsed update that stays on this machine.
#[derive(Clone, Debug)]
pub struct Update {
    algebra: spargebra::Update,
}

impl Update {
    /// Parses SPARQL 1.1 Update; the prefixes of queries are declared already. `base` resolves relative
    /// IRIs; `default` and `named` are graphs that the request names in the place of `USING`.
    ///
    /// # Errors
    /// When the text is no update, calls another server, or names its graphs itself as well.
    pub fn parse(
        text: &str,
        base: Option<&str>,
        default: &[String],
        named: &[String],
    ) -> Result<Self, QueryError> {
        check_size(text)?;
        let using = match (default, named) {
            ([], []) => None,
            _ => Some(QueryDataset { default: nodes(default)?, named: Some(nodes(named)?) }),
        };
        let parsed = limit::on_deep_stack(|| {
            parser(base)?.parse_update(text).map_err(QueryError::NotUpdate)
        });
        let mut algebra = parsed?;
        for operation in &mut algebra.operations {
            match operation {
                GraphUpdateOperation::Load { .. } => return Err(QueryError::Load),
                GraphUpdateOperation::DeleteInsert { using: own, pattern, .. } => {
                    if algebra::pattern_calls_service(pattern) {
                        return Err(QueryError::Service);
                    }
                    if using.is_some() && own.is_some() {
                        return Err(QueryError::TwoDatasets);
                    }
                    if using.is_some() {
                        own.clone_from(&using);
                    }
                }
                _ => {}
            }
        }
        Ok(Self { algebra })
    }
}

impl Dataset {
    /// Changes what is in memory: all of it, or nothing when it fails. Time is for the caller to bound.
    ///
    /// # Errors
    /// When the evaluation fails.
    pub fn update(&mut self, update: &Update) -> Result<(), QueryError> {
        let memory = &self.memory;
        let done = limit::on_deep_stack(|| {
            SparqlEvaluator::new().for_update(update.algebra.clone()).on_store(memory).execute()
        });
        self.names = OnceLock::new();
        done.map_err(QueryError::UpdateFailed)
    }

    /// Says whether there is a graph of this name.
    pub fn has_graph(&self, graph: &NamedNode) -> bool {
        self.memory.contains_named_graph(graph).unwrap_or(false)
    }
}
