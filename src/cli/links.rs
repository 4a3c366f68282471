//! The answer to a query in a file as a network.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;

use super::common::Common;
use super::query::background;
use crate::export::Network;
use crate::graph::store::Store;
use crate::links::{Ends, of_answer};
use crate::project::Project;
use crate::query::{Dataset, Query, Scope};

/// A query that makes a network may take so long.
const LIMIT: Duration = Duration::from_secs(60);

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
    let answer = dataset.ask(&query, LIMIT)?;
    of_answer(&dataset, &answer, Ends::Named).with_context(place)
}
