//! What the page asks: look-ups that take milliseconds, answered in this process and never by a query
//! of someone's choosing.

mod compare;
mod corpus;
mod decisions;
mod entity;
mod fact;
mod misses;
mod network;
mod overview;
mod search;
mod text;

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

pub use self::corpus::{Corpus, Index, Opened, Thing};
use super::{AppState, Problem};
use crate::graph::store::StoreError;

/// Results of a search, unless another number is asked for.
const RESULTS: usize = 20;
/// Most results of a search.
const MOST_RESULTS: usize = 200;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// The request is not as it should be.
    #[error("{0}")]
    Wrong(String),
    /// Whoever started the server has not allowed it.
    #[error("{0}")]
    Forbidden(String),
    /// It cannot be read or written.
    #[error("{0}")]
    Failed(String),
}

type Parameters = Query<BTreeMap<String, String>>;

/// The addresses of this module, below `/api/`; those of questions are not among them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/overview", get(overview))
        .route("/api/void", get(void))
        .route("/api/search", get(search))
        .route("/api/entities", get(entities))
        .route("/api/entity/{class}/{slug}", get(entity))
        .route("/api/conflicts", get(conflicts))
        .route("/api/fact/{hash}", get(fact))
        .route("/api/documents", get(documents))
        .route("/api/document/{id}", get(document))
        .route("/api/misses/{id}", get(misses))
        .route("/api/network", get(network))
        .route("/api/network/{file}", get(network_file))
        .route("/api/diff", get(diff))
        .route("/api/decisions", get(decisions).post(decide).delete(undo))
}

async fn overview(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let allowed = state.options().allow_decisions;
    json(state, &headers, move |corpus| Ok(overview::overview(corpus, allowed))).await
}

async fn void(State(state): State<AppState>, headers: HeaderMap) -> Response {
    json(state, &headers, |corpus| Ok(overview::void(corpus))).await
}

async fn search(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(asked): Parameters,
) -> Response {
    json(state, &headers, move |corpus| {
        let query = asked.get("q").map_or("", String::as_str);
        Ok(search::search(corpus, query, limit(&asked)))
    })
    .await
}

async fn entities(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(asked): Parameters,
) -> Response {
    json(state, &headers, move |corpus| {
        let query = asked.get("q").map_or("", String::as_str);
        let class = asked.get("class").map(String::as_str).filter(|class| !class.is_empty());
        Ok(Value::Array(search::entities(corpus, query, class, limit(&asked))))
    })
    .await
}

async fn entity(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((class, slug)): Path<(String, String)>,
) -> Response {
    json(state, &headers, move |corpus| entity::entity(corpus, &format!("{class}/{slug}"))).await
}

async fn conflicts(State(state): State<AppState>, headers: HeaderMap) -> Response {
    json(state, &headers, |corpus| Ok(Value::Array(entity::conflicts(corpus, "")))).await
}

async fn fact(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(hash): Path<String>,
) -> Response {
    json(state, &headers, move |corpus| fact::detail(corpus, &hash)).await
}

async fn documents(State(state): State<AppState>, headers: HeaderMap) -> Response {
    json(state, &headers, |corpus| Ok(text::documents(corpus))).await
}

async fn document(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(asked): Parameters,
) -> Response {
    let version = asked.get("version").filter(|version| !version.is_empty()).cloned();
    json(state, &headers, move |corpus| text::document(corpus, &id, version.as_deref())).await
}

async fn misses(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(asked): Parameters,
) -> Response {
    let version = asked.get("version").filter(|version| !version.is_empty());
    let name = version.map_or_else(|| id.clone(), |version| format!("{id}@{version}"));
    bytes(state, &headers, "application/json", move |corpus| {
        corpus.find(&name)?;
        corpus.misses.get(&name, || Ok(misses::misses(corpus, &name)?.to_string().into_bytes()))
    })
    .await
}

async fn network(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(asked): Parameters,
) -> Response {
    let wanted = wanted(&asked);
    bytes(state, &headers, "application/json", move |corpus| {
        corpus.networks.get(&format!("page {wanted:?}"), || {
            Ok(network::network(corpus, &wanted)?.to_string().into_bytes())
        })
    })
    .await
}

async fn network_file(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(file): Path<String>,
    Query(asked): Parameters,
) -> Response {
    let wanted = wanted(&asked);
    let kind = match file.as_str() {
        "gexf" => "application/gexf+xml",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        _ => "application/xml",
    };
    bytes(state, &headers, kind, move |corpus| {
        corpus.networks.get(&format!("{file} {wanted:?}"), || network::file(corpus, &wanted, &file))
    })
    .await
}

async fn diff(
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(asked): Parameters,
) -> Response {
    json(state, &headers, move |corpus| {
        let side = |name: &str| {
            let given = asked.get(name).filter(|version| !version.is_empty());
            given.ok_or_else(|| ApiError::Wrong(format!("`{name}` is missing: give ID@VERSION")))
        };
        compare::diff(corpus, side("old")?, side("new")?)
    })
    .await
}

async fn decisions(State(state): State<AppState>) -> Response {
    // Not a part of the state of the store: the file may change at any time.
    done(decisions::list(state.project()))
}

async fn decide(State(state): State<AppState>, body: Bytes) -> Response {
    change(state, body, |project, row| project.add_decision(&row)).await
}

async fn undo(State(state): State<AppState>, body: Bytes) -> Response {
    change(state, body, |project, row| project.remove_decision(&row)).await
}

async fn change(
    state: AppState,
    body: Bytes,
    write: impl FnOnce(&crate::project::Project, [String; 4]) -> Result<(), String> + Send + 'static,
) -> Response {
    if !state.options().allow_decisions {
        let why = "decisions are not written unless the server was started with --allow-decisions";
        return Problem::from(ApiError::Forbidden(why.to_owned())).into_response();
    }
    let written = tokio::task::spawn_blocking(move || {
        let row = decisions::row(&body)?;
        write(state.project(), row).map_err(ApiError::Wrong)?;
        decisions::list(state.project())
    });
    match written.await {
        Ok(result) => done(result),
        Err(_) => Problem::internal().into_response(),
    }
}

fn done(result: Result<Value, ApiError>) -> Response {
    match result {
        Ok(value) => {
            ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
        }
        Err(error) => Problem::from(error).into_response(),
    }
}

fn limit(asked: &BTreeMap<String, String>) -> usize {
    let given = asked.get("limit").and_then(|limit| limit.parse().ok());
    given.unwrap_or(RESULTS).min(MOST_RESULTS)
}

fn wanted(asked: &BTreeMap<String, String>) -> network::Wanted {
    let number = |name: &str| asked.get(name).and_then(|text| text.parse().ok());
    network::Wanted {
        around: asked.get("around").filter(|id| !id.is_empty()).cloned(),
        hops: number("hops").unwrap_or(1),
        top: number("top"),
        all: asked.get("status").is_some_and(|status| status == "all"),
    }
}

async fn json(
    state: AppState,
    headers: &HeaderMap,
    work: impl FnOnce(Corpus<'_>) -> Result<Value, ApiError> + Send + 'static,
) -> Response {
    bytes(state, headers, "application/json", |corpus| Ok(work(corpus)?.to_string().into_bytes()))
        .await
}

/// Answers from one state of the store, off the threads that serve others. Whoever has this state's
/// answer already is told so.
async fn bytes(
    state: AppState,
    headers: &HeaderMap,
    kind: &'static str,
    work: impl FnOnce(Corpus<'_>) -> Result<Vec<u8>, ApiError> + Send + 'static,
) -> Response {
    let snapshot = state.snapshot();
    let tag = format!("\"{}-{}\"", snapshot.version, env!("CARGO_PKG_VERSION"));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let worked = tokio::task::spawn_blocking(move || {
        let (store, index) = (&snapshot.store, &snapshot.index);
        work(Corpus { project: state.project(), store, index })
    });
    match worked.await {
        Ok(Ok(bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CACHE_CONTROL, "no-cache".to_owned()),
                (header::ETAG, tag),
            ];
            (headers, bytes).into_response()
        }
        Ok(Err(error)) => Problem::from(error).into_response(),
        Err(_) => Problem::internal().into_response(),
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        let (status, kind) = match error {
            ApiError::NotFound(_) => (StatusCode::NOT_FOUND, "not-found"),
            ApiError::Wrong(_) => (StatusCode::BAD_REQUEST, "bad-request"),
            ApiError::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            ApiError::Failed(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        };
        Self::new(status, kind, error.to_string())
    }
}
