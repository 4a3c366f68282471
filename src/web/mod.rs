//! Stage 5e: what the store holds, over HTTP on this machine: SPARQL protocol, ready-made
//! questions, and a page for people.
//!
//! | path | module |
//! |---|---|
//! | `/sparql`, `/update` | `sparql` |
//! | `/data` | `store` |
//! | `/api/q…`, `/api/openapi.json` | `questions` |
//! | `/api/…` else | `api` |
//! | `/health` | here |
//! | everything else | `assets` |

mod answers;
pub mod api;
mod assets;
mod cached;
mod form;
mod guard;
mod listener;
mod negotiate;
mod problem;
mod questions;
mod sparql;
mod state;
mod store;
pub mod worker;

use std::net::{Ipv4Addr, SocketAddr};

use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use self::problem::Problem;
pub use self::state::{AppState, Limits, Options, Snapshot, StateError};

/// The port unless another is asked for: S, A, I, G on the keys of a telephone.
pub const PORT: u16 = 7244;

/// Everything that the server answers.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/health", get(health))
        .merge(sparql::routes())
        .merge(store::routes())
        .merge(questions::routes())
        .merge(api::routes())
        .merge(assets::routes())
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "not-found", "nothing is here"))
        .method_not_allowed_fallback(async || {
            let what =
                "this address does not take that method; the header Allow lists those it does";
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", what)
        })
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_| Problem::internal().into_response()))
        .layer(middleware::from_fn_with_state(state.clone(), guard::guard))
        .with_state(state)
}

/// Serves on the loopback interface until the program is asked to stop. `ready` is told the address;
/// port 0 takes any that is free.
///
/// # Errors
/// When the port is taken or the system refuses.
pub fn run(state: AppState, port: u16, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        ready(listener.local_addr()?);
        let follow = tokio::spawn(state.clone().follow());
        listener::serve(listener, router(state)).await;
        follow.abort();
        Ok(())
    })
}

/// Says that the server is there, and which state of the store it shows.
async fn health(State(state): State<AppState>) -> Response {
    let snapshot = state.snapshot();
    Json(json!({
        "status": "ok",
        "program": env!("CARGO_PKG_VERSION"),
        "store": snapshot.version,
        "documents": snapshot.store.manifest().documents.len(),
    }))
    .into_response()
}
