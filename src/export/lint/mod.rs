//! Tells what Gephi and other readers will do to a GEXF file: refuse it, lose parts of it, or show
//! it less well than it could be.
//!
//! Each rule was observed in Gephi 0.10's own importer (or networkx 3.6, graphology-gexf 0.13
//! where the message says so), which is stricter in places than the standard and laxer in others.

mod rules;

use std::fmt;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::rules::State;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// The whole file is refused.
    Refused,
    /// A node, an edge, a value or a time is lost or changed.
    Lost,
    /// It opens, but not finished.
    Unfinished,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// 1-based.
    pub line: u64,
    /// How bad.
    pub harm: Harm,
    /// Short name of the rule: `zero-weight`.
    pub rule: &'static str,
    /// What it is about and what will happen.
    pub message: String,
}

impl fmt::Display for Finding {
    /// `line 12: zero-weight: edge e4: …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: {}", self.line, self.rule, self.message)
    }
}

/// Returns what is wrong with a GEXF file, in the order of its lines; empty when nothing is.
/// Linear in its length but for sorting.
pub fn gexf(bytes: &[u8]) -> Vec<Finding> {
    let mut state = State::default();
    let Ok(text) = std::str::from_utf8(bytes) else {
        state.report(
            Harm::Refused,
            "encoding",
            "not UTF-8: accents are lost or the file is refused",
        );
        return state.findings;
    };
    if let Some(at) = text.find(is_forbidden) {
        state.line = crate::span::line_at(text, at);
        state.report(Harm::Refused, "control-character", "XML does not allow a control character");
    }

    let mut reader = Reader::from_str(text);
    let (mut line, mut counted) = (1, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        line += text.as_bytes()[counted..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        counted = at;
        // The white space before a tag is an event of its own, so that this is the tag's line.
        state.line = line;
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if !open(&mut state, &start) {
                    break;
                }
            }
            Ok(Event::Empty(start)) => {
                if !open(&mut state, &start) {
                    break;
                }
                state.close(&name(&start));
            }
            Ok(Event::End(end)) => {
                state.close(end.name().as_ref());
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                state.report(Harm::Refused, "xml", &format!("not well-formed: {error}"));
                break;
            }
        }
    }
    state.finish();
    state.findings.sort();
    state.findings
}

/// Reads a tag's attributes and gives them to the rules. Returns whether to read on.
fn open(state: &mut State, start: &BytesStart<'_>) -> bool {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let read = attribute.ok().and_then(|attribute| {
            let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
            Some((attribute.key.as_ref().to_owned(), value))
        });
        match read {
            // Written as a reference it is no better.
            Some((_, value)) if value.contains(is_forbidden) => {
                state.report(
                    Harm::Refused,
                    "control-character",
                    "XML does not allow a control character",
                );
                return false;
            }
            Some(attribute) => attributes.push(attribute),
            None => {
                state.report(Harm::Refused, "xml", "not well-formed: broken attribute");
                return false;
            }
        }
    }
    state.open(&name(start), &attributes);
    true
}

/// Says whether XML 1.0 has no such character.
fn is_forbidden(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn name(start: &BytesStart<'_>) -> String {
    start.name().as_ref().to_owned()
}

#[cfg(test)]
mod tests;
