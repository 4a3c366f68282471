//! Character references: where they stand in a stretch of source text and what they mean.

use html5gum::{Token, Tokenizer};

/// Longest reference that is looked at, in bytes: the longest named one has 33.
const MAX_LEN: usize = 40;

/// A stretch of source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'s> {
    /// Means itself. The byte offset is relative to the stretch.
    Verbatim(usize, &'s str),
    /// A reference from one byte offset to another, and the text it stands for.
    Reference(usize, usize, String),
}

/// Splits a stretch of text (no tags) at its character references, calling `each` in order.
pub fn parts<'s>(raw: &'s str, mut each: impl FnMut(Part<'s>)) {
    let mut done = 0;
    let mut from = 0;
    while let Some(offset) = raw[from..].find('&') {
        let at = from + offset;
        let body = raw.as_bytes()[at + 1..].iter().take(MAX_LEN);
        let len = body.take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
        let end = at + 1 + len + usize::from(raw.as_bytes().get(at + 1 + len) == Some(&b';'));
        from = end;
        let Some(meaning) = (len > 0).then(|| decode(&raw[at..end])).flatten() else { continue };
        if at > done {
            each(Part::Verbatim(done, &raw[done..at]));
        }
        each(Part::Reference(at, end, meaning));
        done = end;
    }
    if done < raw.len() {
        each(Part::Verbatim(done, &raw[done..]));
    }
}

/// Decodes text with references (attribute values are decoded already).
pub fn decoded(raw: &str) -> String {
    let mut out = String::new();
    parts(raw, |part| match part {
        Part::Verbatim(_, text) => out.push_str(text),
        Part::Reference(_, _, text) => out.push_str(&text),
    });
    out
}

/// What the reference means; `None` when it is none and means itself.
fn decode(reference: &str) -> Option<String> {
    let Some(Ok(Token::String(text))) = Tokenizer::new(reference).next() else { return None };
    let text = String::from_utf8_lossy(&text.value).into_owned();
    (text != reference).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_in_place() {
        let mut found = Vec::new();
        parts("R&amp;D &nosuch; & &#x2014;", |part| found.push(part));
        assert_eq!(
            found,
            [
                Part::Verbatim(0, "R"),
                Part::Reference(1, 6, "&".to_owned()),
                Part::Verbatim(6, "D &nosuch; & "),
                Part::Reference(19, 27, "—".to_owned()),
            ]
        );
        assert_eq!(decoded("a&nbsp;b"), "a\u{a0}b");
    }
}
