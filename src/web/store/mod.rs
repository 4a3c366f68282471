//! SPARQL 1.1 Graph Store Protocol, the part that reads: `/data?default`, `/data?graph=IRI`, and
//! `/data/doc/…` for the graph `https://w3id.org/saiga/doc/…`.

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::form::Form;
use super::worker::Task;
use super::{AppState, Problem, cached};

/// Graphs of the store are named below this address.
const NAMES: &str = "https://w3id.org/saiga/";

/// The addresses of this module.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/data", get(indirect)).route("/data/{*name}", get(direct))
}

async fn indirect(
    State(state): State<AppState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    let graph = match (form.one("default")?, form.one("graph")?) {
        (Some(""), None) => None,
        (None, Some(graph)) => Some(graph.to_owned()),
        _ => return Err(Problem::bad_request("expected either `default` or `graph=IRI`")),
    };
    send(&state, &headers, graph).await
}

async fn direct(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    if query.is_some() {
        return Err(Problem::bad_request("a graph that is named by the path takes no parameters"));
    }
    send(&state, &headers, Some(format!("{NAMES}{name}"))).await
}

async fn send(
    state: &AppState,
    headers: &HeaderMap,
    graph: Option<String>,
) -> Result<Response, Problem> {
    let snapshot = state.snapshot();
    let tag = cached::tag(&snapshot, headers);
    if cached::is_known(&tag, headers) {
        return Ok(cached::not_modified(tag));
    }
    let task = Task::Graph { graph, accept: cached::accept(headers) };
    let (reply, body) = state.run(&snapshot, task).await?;
    Ok(cached::response(reply, body, tag))
}
