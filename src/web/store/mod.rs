//! SPARQL 1.1 Graph Store Protocol, the part that reads.

use axum::Router;

use super::AppState;

/// The addresses of this module.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
}
