//! The files of the page, from inside the program.

use axum::Router;

use super::AppState;

/// The addresses of this module: `/`, and one for each file.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
}
