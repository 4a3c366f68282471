//! What the page asks: look-ups that take milliseconds, answered in this process and never by a query
//! of someone's choosing.

use axum::Router;

use super::AppState;
use crate::graph::store::{Store, StoreError};
use crate::project::Project;

/// What is looked up, made once for each state of the store.
pub struct Index {}

impl Index {
    /// Reads the store.
    ///
    /// # Errors
    /// When a file of it is missing or damaged.
    pub fn build(_store: &Store, _project: &Project) -> Result<Self, StoreError> {
        Ok(Self {})
    }
}

/// The addresses of this module, below `/api/`; those of questions are not among them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
}
