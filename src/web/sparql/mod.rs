//! SPARQL 1.1 Protocol.

use axum::Router;

use super::AppState;

/// The addresses of this module.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
}
