//! SPARQL 1.1 Protocol: `/sparql` for queries and the service description, `/update` for updates.

mod description;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

pub(super) use self::description::description;
use super::form::{self, Form};
use super::worker::{Asked, Task};
use super::{AppState, Problem, cached};

/// Longest body of a query: 16 KiB of text, each byte written as three.
const LONGEST_QUERY: usize = 64 << 10;
/// The same for updates.
const LONGEST_UPDATE: usize = 64 << 10;

/// The addresses of this module.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/sparql", get(get_query).post(post_query).options(options))
        .route("/sparql/", get(get_query).post(post_query).options(options))
        .route("/update", post(update).options(options))
}

/// What can be done here.
async fn options() -> Response {
    let allow = HeaderValue::from_static("GET, HEAD, POST, OPTIONS");
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::ALLOW, allow);
    response
}

async fn get_query(
    State(state): State<AppState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    if form.one("update")?.is_some() {
        return Err(Problem::bad_request("an update needs POST, to /update"));
    }
    let snapshot = state.snapshot();
    let tag = cached::tag(&snapshot, &headers);
    if cached::is_known(&tag, &headers) {
        return Ok(cached::not_modified(tag));
    }
    let task = match form.one("query")? {
        None => {
            Task::Describe { endpoint: base(&headers, "sparql"), accept: cached::accept(&headers) }
        }
        Some(text) => Task::Query {
            asked: asked(text.to_owned(), &form, &headers, "sparql", GRAPHS),
            accept: cached::accept(&headers),
        },
    };
    let (reply, body) = state.run(&snapshot, task).await?;
    Ok(cached::response(reply, body, tag))
}

async fn post_query(
    State(state): State<AppState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Body,
) -> Result<Response, Problem> {
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    let (text, form) = posted(&headers, form, body, "query", LONGEST_QUERY).await?;
    let snapshot = state.snapshot();
    let asked = asked(text, &form, &headers, "sparql", GRAPHS);
    let task = Task::Query { asked, accept: cached::accept(&headers) };
    let (reply, body) = state.run(&snapshot, task).await?;
    Ok(cached::response(reply, body, cached::tag(&snapshot, &headers)))
}

async fn update(
    State(state): State<AppState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Body,
) -> Result<Response, Problem> {
    let Some(token) = &state.options().update_token else {
        let what = "this server only reads; updates need --allow-update when it is started";
        return Err(Problem::new(StatusCode::FORBIDDEN, "read-only", what));
    };
    if !is_bearer(&headers, token) {
        let what =
            "an update needs the header Authorization: Bearer with the token of --allow-update";
        let problem = Problem::new(StatusCode::UNAUTHORIZED, "no-token", what);
        let mut response = problem.into_response();
        let scheme = HeaderValue::from_static("Bearer realm=\"update\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        return Ok(response);
    }
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    let (text, form) = posted(&headers, form, body, "update", LONGEST_UPDATE).await?;
    let snapshot = state.snapshot();
    let asked = asked(text, &form, &headers, "update", USING);
    state.run(&snapshot, Task::Update(asked)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Parameters that name the graphs to ask: for the default graph, and under their names.
const GRAPHS: (&str, &str) = ("default-graph-uri", "named-graph-uri");
const USING: (&str, &str) = ("using-graph-uri", "using-named-graph-uri");

fn asked(
    text: String,
    form: &Form,
    headers: &HeaderMap,
    path: &str,
    (default, named): (&str, &str),
) -> Asked {
    Asked { text, base: base(headers, path), default: form.all(default), named: form.all(named) }
}

/// The address under which the client knows us.
fn base(headers: &HeaderMap, path: &str) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}/{path}", host.unwrap_or("localhost"))
}

/// The text of a posted query or update, with all parameters: as a form, or as it is.
async fn posted(
    headers: &HeaderMap,
    form: Form,
    body: Body,
    name: &str,
    most: usize,
) -> Result<(String, Form), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let mut parts = kind.unwrap_or_default().split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_other = |part: &str| {
        part.split_once('=').is_some_and(|(key, value)| {
            key.eq_ignore_ascii_case("charset")
                && !value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
    };
    if parts.any(is_other) {
        let what = "expected charset=utf-8";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", what));
    }
    let direct = format!("application/sparql-{name}");
    if kind == direct {
        return Ok((form::text(body, most).await?, form));
    }
    if kind != "application/x-www-form-urlencoded" {
        let what = format!(
            "expected Content-Type: {direct}, or application/x-www-form-urlencoded with `{name}=`"
        );
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", what));
    }
    let form = form.and(Form::parse(&form::text(body, most).await?)?);
    match form.one(name)? {
        Some(text) => Ok((text.to_owned(), form)),
        None => Err(Problem::bad_request(format!("the form has no `{name}`"))),
    }
}

/// Says whether the request shows the token. Takes the same time wherever the first difference is.
fn is_bearer(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|given| given.to_str().ok());
    let Some((scheme, given)) = given.and_then(|given| given.split_once(' ')) else {
        return false;
    };
    let given = given.trim();
    let differ = given.bytes().zip(token.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    scheme.eq_ignore_ascii_case("bearer") && given.len() == token.len() && differ == 0
}
