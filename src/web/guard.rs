//! Before any handler: who may ask at all. After it: what a browser may do with the answer.
//!
//! The server is for programs and browsers of this machine. A page of some other site must not reach
//! it through the browser of whoever reads that page: neither by a name that it lets point here
//! (DNS rebinding; the name in `Host` gives it away), nor by a form or a script (`Origin` and
//! `Sec-Fetch-Site` do).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{AppState, Problem};

/// Nothing but what this server sends; no frames, no plug-ins, no inline code.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Headers of every answer.
static HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Methods that any allowed page may use, and the headers it may send.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";
const ASKED: &str = "accept, authorization, content-type, if-none-match";
const SHOWN: &str = "etag, link, retry-after, saiga-store";

/// Lets a request through, or answers it.
pub(super) async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match refusal(&state, request.headers()) {
        Some(problem) => problem.into_response(),
        None if is_preflight => StatusCode::NO_CONTENT.into_response(),
        None => next.run(request).await,
    };
    let is_refused = response.status() == StatusCode::FORBIDDEN && is_preflight;
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let version = HeaderValue::from_str(&state.snapshot().version);
    headers.insert("saiga-store", version.expect("a hash is a header"));
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin.filter(|origin| !is_refused && may_read(&state, origin)) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(SHOWN));
        if is_preflight {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ASKED));
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
    }
    response
}

/// Why a request is not answered.
fn refusal(state: &AppState, headers: &HeaderMap) -> Option<Problem> {
    let refuse = |what: &str| Some(Problem::new(StatusCode::FORBIDDEN, "refused", what));
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let Some(host) = host.filter(|_| hosts.next().is_none()) else {
        return Some(Problem::bad_request("expected one header Host"));
    };
    if !is_here(name(host), &state.options().hosts) {
        return refuse(
            "this server answers as localhost only; behind a proxy, name its host with --allow-host",
        );
    }
    if let Some(origin) = headers.get(header::ORIGIN)
        && !may_read(state, origin)
    {
        return refuse("pages of other sites may not ask; name their origin with --allow-origin");
    }
    // Without `Origin` (images, plain links) a browser still says where a request comes from.
    let says = |name: &str, value: &str| headers.get(name).is_some_and(|it| it == value);
    let is_foreign = says("sec-fetch-site", "cross-site") && !headers.contains_key(header::ORIGIN);
    if is_foreign && !says("sec-fetch-mode", "navigate") {
        return refuse("pages of other sites may not ask");
    }
    None
}

/// Says whether pages of this origin may read answers.
fn may_read(state: &AppState, origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let options = state.options();
    let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    options.origins.iter().any(|allowed| allowed == origin)
        || rest.is_some_and(|authority| is_here(name(authority), &options.hosts))
}

/// The name in `name:port`, in lower case.
fn name(authority: &str) -> String {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => authority,
    };
    name.to_ascii_lowercase()
}

fn is_here(name: String, allowed: &[String]) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(&name.as_str())
        || allowed.iter().any(|one| one.eq_ignore_ascii_case(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_here() {
        let here = |host: &str| is_here(name(host), &["graph.example".to_owned()]);
        for host in ["localhost", "LOCALHOST:7244", "127.0.0.1:80", "[::1]:1", "graph.example"] {
            assert!(here(host), "{host}");
        }
        for host in ["localhost.evil.example", "evil.example:7244", "127.0.0.1.nip.io", "", ":1"] {
            assert!(!here(host), "{host}");
        }
    }
}
