//! Ready-made questions.

use axum::Router;

use super::AppState;

/// The addresses of this module.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
}
