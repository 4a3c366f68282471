//! What went wrong, for people and programs: RFC 9457, `application/problem+json`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// Kinds of problems are named below this address, by a word that stays the same.
const KINDS: &str = "https://w3id.org/saiga/problem#";

/// An answer that is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problem(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Details {
    /// IRI of the kind of problem; programs tell them apart by it.
    #[serde(rename = "type")]
    kind: String,
    /// The words of the HTTP status.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong, and what would be right.
    detail: String,
    /// Where in the query, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// Where in the line, from 1, in letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    /// What to try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// Try again after so many seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of a kind, a word such as `not-found`.
    pub fn new(status: StatusCode, kind: &str, detail: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind: format!("{KINDS}{kind}"),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            line: None,
            column: None,
            hint: None,
            retry_after: None,
        }))
    }

    /// A request that is not as it should be: 400.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", detail)
    }

    /// A fault of the program: 500.
    pub fn internal() -> Self {
        let what = "the program has a fault; please report what you asked";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", what)
    }

    /// With the place in the query.
    #[must_use]
    pub fn at(mut self, line: u64, column: u64) -> Self {
        (self.0.line, self.0.column) = (Some(line), Some(column));
        self
    }

    /// With what to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// With a time after which to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).expect("a problem is plain data");
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, kind);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
