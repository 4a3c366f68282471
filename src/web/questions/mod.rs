//! Ready-made questions over HTTP: a list, their answers, and what their parameters can be.

mod openapi;
mod rows;

use std::collections::BTreeMap;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

pub(super) use self::rows::{FORMATS, NoForm, Page, choices, write};
use super::form::Form;
use super::worker::{Reply, Task};
use super::{AppState, Limits, Problem, cached};
use crate::query::question::{Given, Question};

/// Rows of an answer unless `limit` says otherwise.
const ROWS: usize = 1000;
/// Rows that the page asks for: `ROWS` of `page/src/ask.tsx`.
const ROWS_OF_PAGE: usize = 20_000;
/// Choices of a parameter unless `limit` says otherwise.
const CHOICES: usize = 200;
/// Names of parameters that no question can have.
const OWN: [&str; 2] = ["limit", "offset"];

/// The addresses of this module.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/q", get(list))
        .route("/api/q/{question}", get(answer))
        .route("/api/q/{question}/values", get(values))
        .route("/api/openapi.json", get(describe))
}

/// All questions with their parameters.
async fn list(State(state): State<AppState>) -> Response {
    let all: Vec<Value> = state.questions().iter().map(question).collect();
    Json(json!({ "questions": all, "formats": FORMATS })).into_response()
}

/// What a client must know of a question to ask it.
fn question(question: &Question) -> Value {
    let parameters: Vec<Value> = (question.parameters.iter())
        .map(|one| {
            json!({
                "name": one.name,
                "kind": one.kind.as_str(),
                "description": one.description,
                "required": one.default.is_none(),
                "default": one.default,
                "values": format!("/api/q/{}/values?param={}", question.name, one.name),
            })
        })
        .collect();
    json!({
        "name": question.name,
        "title": question.title,
        "description": question.description,
        "view": question.view.as_str(),
        "parameters": parameters,
        "href": format!("/api/q/{}.json", question.name),
    })
}

async fn describe(State(state): State<AppState>) -> Response {
    Json(openapi::document(state.questions())).into_response()
}

/// What a client asks that opens a question, and what the page asks; nothing for a question that
/// needs a parameter.
pub(super) fn as_opened(question: &Question, limits: &Limits) -> Vec<Task> {
    if question.parameters.iter().any(|one| one.default.is_none()) {
        return Vec::new();
    }
    let asked = |limit: usize| {
        let (name, format) = (question.name.clone(), "json".to_owned());
        let limit = limit.min(limits.rows);
        Task::Question { name, given: Given::new(), format, offset: 0, limit }
    };
    [ROWS, ROWS_OF_PAGE].map(asked).to_vec()
}

async fn answer(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    let (name, format) = file.rsplit_once('.').unwrap_or((&file, "json"));
    let rows = state.options().limits.rows;
    let offset = form.number("offset", 0, (0, usize::MAX >> 1))?;
    let limit = form.number("limit", ROWS.min(rows), (1, rows))?;
    let given = given(&form, &OWN);
    let snapshot = state.snapshot();
    let tag = cached::tag(&snapshot, &headers);
    if cached::is_known(&tag, &headers) {
        return Ok(cached::not_modified(tag));
    }
    let (name, format) = (name.to_owned(), format.to_owned());
    let task = Task::Question { name, given, format, offset, limit };
    let (reply, body) = state.run(&snapshot, task).await?;
    let next = match reply {
        Reply::Done { next, .. } => next,
        Reply::Failed(_) => None,
    };
    let mut response = cached::response(reply, body, tag);
    if let Some(next) = next {
        let link = format!("<{}>; rel=\"next\"", address(&file, &form, next));
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

async fn values(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    let Some(parameter) = form.one("param")? else {
        return Err(Problem::bad_request(
            "expected `param=NAME`, the parameter whose values are wanted",
        ));
    };
    let parameter = parameter.to_owned();
    let words = form.one("words")?.unwrap_or_default().to_owned();
    let limit = form.number("limit", CHOICES, (1, 10_000))?;
    let given = given(&form, &["param", "words", "limit"]);
    let snapshot = state.snapshot();
    let tag = cached::tag(&snapshot, &headers);
    if cached::is_known(&tag, &headers) {
        return Ok(cached::not_modified(tag));
    }
    let task = Task::Choices { name, parameter, given, words, limit };
    let (reply, body) = state.run(&snapshot, task).await?;
    Ok(cached::response(reply, body, tag))
}

/// The values of the question's own parameters. An empty one is the same as none.
fn given(form: &Form, own: &[&str]) -> Given {
    let mut given: Given = BTreeMap::new();
    for (name, value) in form.pairs().filter(|(name, _)| !own.contains(name)) {
        let values = given.entry(name.to_owned()).or_default();
        if !value.is_empty() {
            values.push(value.to_owned());
        }
    }
    given
}

/// The address of the same question from another row on.
fn address(file: &str, form: &Form, offset: usize) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let kept = form.pairs().filter(|(name, _)| *name != "offset");
    let mut pairs: Vec<String> =
        kept.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.push(format!("offset={offset}"));
    format!("/api/q/{}?{}", encode(file).replace("%2E", ".").replace("%2D", "-"), pairs.join("&"))
}
