//! Answers that a client may keep: each names the state of the store that it was made from.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::worker::Reply;
use super::{Problem, Snapshot};
use crate::graph::store::sha256;

/// The weak entity tag of what a state of the store says in the formats that these headers ask for.
pub(super) fn tag(snapshot: &Snapshot, headers: &HeaderMap) -> HeaderValue {
    let accept = accept(headers);
    let tag = format!("W/\"{}-{}\"", snapshot.tag(), &sha256(accept.as_bytes())[..8]);
    HeaderValue::from_str(&tag).expect("digits are a header")
}

/// The header `Accept`, all of it.
pub(super) fn accept(headers: &HeaderMap) -> String {
    let all = headers.get_all(header::ACCEPT).iter();
    all.filter_map(|one| one.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// Says whether the client has this state already.
pub(super) fn is_known(tag: &HeaderValue, headers: &HeaderMap) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let own = bare(tag.to_str().unwrap_or_default());
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    known
        .filter_map(|one| one.to_str().ok())
        .flat_map(|one| one.split(','))
        .any(|one| one.trim() == "*" || bare(one) == own)
}

/// Answers that nothing has changed.
pub(super) fn not_modified(tag: HeaderValue) -> Response {
    with_tag(StatusCode::NOT_MODIFIED.into_response(), tag)
}

/// Makes a response of what a worker has answered.
pub(super) fn response(reply: Reply, body: Vec<u8>, tag: HeaderValue) -> Response {
    let content_type = match reply {
        Reply::Failed(problem) => return problem.into_response(),
        Reply::Done { content_type, .. } => content_type,
    };
    let Ok(content_type) = HeaderValue::from_str(&content_type) else {
        return Problem::internal().into_response();
    };
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    with_tag(response, tag)
}

fn with_tag(mut response: Response, tag: HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    response
}
