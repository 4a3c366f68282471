//! Names and values of a query string or a form: strict, because a value that is bent to fit is
//! another value.

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

use super::Problem;

/// Most pairs of one request.
const MOST: usize = 1000;
/// How long a body may take.
const SENDING: Duration = Duration::from_secs(15);

/// Names and values in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `a=b&c=d`.
    ///
    /// # Errors
    /// When a part is not UTF-8 behind its percent signs, or there are too many.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let mut pairs = Vec::new();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            if pairs.len() == MOST {
                return Err(Problem::bad_request(format!("more than {MOST} parameters")));
            }
            pairs.push((decode(name)?, decode(value)?));
        }
        Ok(Self(pairs))
    }

    /// All values of a name.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(own, _)| own == name).map(|(_, value)| value.clone()).collect()
    }

    /// The value of a name that may stand once.
    ///
    /// # Errors
    /// When it stands more than once.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut found = self.0.iter().filter(|(own, _)| own == name);
        let first = found.next().map(|(_, value)| value.as_str());
        match found.next() {
            Some(_) => Err(Problem::bad_request(format!("`{name}` is given more than once"))),
            None => Ok(first),
        }
    }

    /// A whole number, or what it is unless given.
    ///
    /// # Errors
    /// When it is no number from `least` to `most`.
    pub(super) fn number(
        &self,
        name: &str,
        unless: usize,
        (least, most): (usize, usize),
    ) -> Result<usize, Problem> {
        let Some(text) = self.one(name)? else { return Ok(unless) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| {
            Problem::bad_request(format!("{name}={text}: expected a number from {least} to {most}"))
        })
    }

    /// The pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Both, one after the other.
    #[must_use]
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

fn decode(part: &str) -> Result<String, Problem> {
    let spaced = part.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8();
    let text = decoded.map_err(|_| Problem::bad_request("a parameter is not UTF-8"))?;
    if text.contains('\0') {
        return Err(Problem::bad_request("a parameter holds a zero byte"));
    }
    Ok(text.into_owned())
}

/// Reads a body of at most `most` bytes, as text.
///
/// # Errors
/// When it is longer, takes too long, breaks off, or is not UTF-8.
pub(super) async fn text(body: Body, most: usize) -> Result<String, Problem> {
    let collected = tokio::time::timeout(SENDING, Limited::new(body, most).collect()).await;
    let bytes: Bytes = match collected {
        Err(_) => {
            let what = format!("the body did not come within {} seconds", SENDING.as_secs());
            return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "slow-request", what));
        }
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let what = format!("the body is longer than {most} bytes");
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request-too-large", what));
        }
        Ok(Err(_)) => return Err(Problem::bad_request("the body breaks off")),
        Ok(Ok(body)) => body.to_bytes(),
    };
    String::from_utf8(bytes.into()).map_err(|_| Problem::bad_request("the body is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_is_meant() {
        let form = Form::parse("a=1&b=x+y%2Bz&a=%D0%96&c").unwrap();
        assert_eq!(form.all("a"), ["1", "Ж"]);
        assert_eq!(form.one("b").unwrap(), Some("x y+z"));
        assert_eq!(form.one("c").unwrap(), Some(""));
        assert_eq!(form.one("d").unwrap(), None);
        assert!(form.one("a").is_err());
        assert!(Form::parse("a=%FF").is_err() && Form::parse("a=%00").is_err());
        assert!(Form::parse(&"a&".repeat(1001)).is_err());
        assert_eq!(form.number("z", 5, (1, 9)).unwrap(), 5);
        assert!(Form::parse("z=-1").unwrap().number("z", 5, (1, 9)).is_err());
    }
}
