//! Reads Turtle and remembers the file and line at which each subject is described.

use std::collections::BTreeMap;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};

use crate::diagnostic::Diagnostic;

/// One triple of an ontology file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Triple {
    /// IRI of the subject.
    pub(super) subject: String,
    /// IRI of the predicate.
    pub(super) predicate: String,
    /// The object, never a blank node.
    pub(super) object: Term,
}

/// The triples of one file, and where their subjects stand.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// The path, for messages.
    pub(super) path: String,
    /// In the order of the text.
    pub(super) triples: Vec<Triple>,
    /// By subject IRI: the 1-based lines at which a statement about it begins, ascending.
    pub(super) lines: BTreeMap<String, Vec<u64>>,
}

/// Reads `text` as Turtle.
///
/// # Errors
/// The first syntax error of the file, with its line, or the blank nodes: everything that saiga
/// writes is named by an IRI, so that two graphs can be compared as sets.
pub(super) fn read(path: &str, text: &str) -> Result<File, Vec<Diagnostic>> {
    let mut parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes());
    let mut triples = Vec::new();
    let mut n_blank = 0usize;
    for quad in parser.by_ref() {
        let quad = quad.map_err(|error| {
            let line = error.location().map(|location| location.start.line + 1);
            // The message repeats the position, after which comes what was expected.
            let message = error.to_string();
            let message = message.split_once(": ").map_or(&*message, |(_, reason)| reason);
            let diagnostic = Diagnostic::error(path, format!("this is not Turtle: {message}"));
            vec![line.map_or(diagnostic.clone(), |line| diagnostic.at_line(line))]
        })?;
        match (quad.subject, quad.object) {
            (NamedOrBlankNode::BlankNode(_), _) | (_, Term::BlankNode(_)) => n_blank += 1,
            (NamedOrBlankNode::NamedNode(subject), object) => triples.push(Triple {
                subject: subject.into_string(),
                predicate: quad.predicate.into_string(),
                object,
            }),
        }
    }
    if n_blank > 0 {
        let message = format!("{n_blank} triples with a blank node; every node needs an IRI");
        return Err(vec![
            Diagnostic::error(path, message)
                .with_hint("write a name in place of [ … ], ( … ) and _:names"),
        ]);
    }
    let prefixes: BTreeMap<&str, &str> = parser.prefixes().collect();
    let lines = subject_lines(text, &prefixes);
    Ok(File { path: path.to_owned(), triples, lines })
}

/// Finds the line at which each statement begins, in one pass over text known to be Turtle. The
/// parser gives positions for errors only.
fn subject_lines(text: &str, prefixes: &BTreeMap<&str, &str>) -> BTreeMap<String, Vec<u64>> {
    let mut lines: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let bytes = text.as_bytes();
    let (mut at, mut line, mut expects_subject) = (0, 1, true);
    while at < bytes.len() {
        let end = token_end(bytes, at);
        let token = &text[at..end];
        match bytes[at] {
            b'\n' => line += 1,
            b'.' => expects_subject = true,
            byte if byte.is_ascii_whitespace() || byte == b'#' => {}
            // SPARQL's form of a directive has no full stop: it ends with its IRI.
            _ if expects_subject
                && (token.eq_ignore_ascii_case("prefix") || token.eq_ignore_ascii_case("base")) =>
            {
                let past = text[end..].find('>').map_or(text.len(), |offset| end + offset + 1);
                line += count_lines(&text[end..past]);
                at = past;
                continue;
            }
            _ if expects_subject => {
                if let Some(iri) = expand(token, prefixes) {
                    lines.entry(iri).or_default().push(line);
                }
                expects_subject = token.ends_with('.') && !token.starts_with('<');
            }
            b'<' => {}
            // `gp:Country.` ends its statement.
            _ => expects_subject = token.len() > 1 && token.ends_with('.'),
        }
        if bytes[at] != b'\n' {
            line += count_lines(token);
        }
        at = end;
    }
    lines
}

/// Returns where the token that starts at byte `at` ends. White space, punctuation and comments
/// are tokens too.
fn token_end(bytes: &[u8], at: usize) -> usize {
    let find = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes[from..].iter().position(|byte| stop(*byte)).map_or(bytes.len(), |found| from + found)
    };
    match bytes[at] {
        b'#' => find(at, &|byte| byte == b'\n'),
        b'<' => (find(at, &|byte| byte == b'>') + 1).min(bytes.len()),
        quote @ (b'"' | b'\'') => string_end(bytes, at, quote),
        b'.' | b';' | b',' | b'[' | b']' | b'(' | b')' => at + 1,
        byte if byte.is_ascii_whitespace() => at + 1,
        _ => find(at, &|byte| {
            byte.is_ascii_whitespace()
                || matches!(byte, b';' | b',' | b'[' | b']' | b'(' | b')' | b'<' | b'"' | b'\'')
        }),
    }
}

/// Returns where the string that starts at byte `at` ends, its last quotation mark included.
fn string_end(bytes: &[u8], at: usize, quote: u8) -> usize {
    let long = bytes[at..].starts_with(&[quote; 3]);
    let width = if long { 3 } else { 1 };
    let mut end = at + width;
    while end < bytes.len() {
        if bytes[end] == b'\\' {
            end += 2;
        } else if bytes[end..].starts_with(&[quote; 3][..width]) {
            return end + width;
        } else {
            end += 1;
        }
    }
    bytes.len()
}

/// Returns the IRI that `<…>` or `prefix:local` stands for.
fn expand(token: &str, prefixes: &BTreeMap<&str, &str>) -> Option<String> {
    if let Some(iri) = token.strip_prefix('<') {
        return Some(iri.trim_end_matches('>').to_owned());
    }
    let (prefix, local) = token.split_once(':')?;
    Some(format!("{}{}", prefixes.get(prefix)?, local.trim_end_matches('.')))
}

/// Returns how many line ends `text` has.
fn count_lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_has_the_line_of_each_of_its_statements() {
        let text = "@prefix e: <http://e/> .\n\
                    # e:not a subject .\n\
                    PREFIX f: <http://f/>\n\
                    e:a e:says \"\"\"one.\n\ne:b two .\"\"\" , 'three . # no comment' ;\n  e:to e:c.\n\
                    f:x e:is 1.5 .\n\
                    <http://e/a> e:to f:x .";
        let file = read("a.ttl", text).unwrap();
        assert_eq!(file.triples.len(), 5);
        let lines: Vec<_> = file.lines.iter().map(|(iri, at)| (&**iri, &**at)).collect();
        assert_eq!(lines, [("http://e/a", &[4, 9][..]), ("http://f/x", &[8][..])]);
    }

    #[test]
    fn a_syntax_error_has_its_line() {
        let errors = read("a.ttl", "@prefix e: <http://e/> .\n\ne:a e:b no .\n").unwrap_err();
        assert_eq!((errors.len(), errors[0].line), (1, Some(3)));
        assert!(
            errors[0].to_string().starts_with("a.ttl:3: this is not Turtle: "),
            "{}",
            errors[0]
        );
        let errors = read("a.ttl", "<http://e/a> <http://e/b> [] .").unwrap_err();
        assert!(errors[0].message.contains("blank node"), "{}", errors[0]);
    }

    #[test]
    fn any_text_is_read_or_refused() {
        for text in ["", "\\", "\"", "'''", "<", "a:b", "@prefix", "PREFIX", ".", "\u{feff}"] {
            let _ = read("a.ttl", text);
            subject_lines(text, &BTreeMap::new());
        }
    }
}
