//! Footnotes and bibliographies at the end of an article.

use std::collections::BTreeSet;
use std::ops::Range;

use super::paragraphs::Paragraph;
use super::people;
use super::shape::{Look, Shape};
use crate::document::furniture::Role;
use crate::document::notes::{self, Candidate, Style};

/// Paragraphs between two entries that may be the rest of the first one.
const MAX_GAP: usize = 2;

/// The notes of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endnotes {
    /// First paragraph of the article.
    start: usize,
    /// What each paragraph is, from `start` on.
    kinds: Vec<Option<NoteKind>>,
    /// The numbers of the footnotes.
    pub numbers: BTreeSet<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoteKind {
    Footnote,
    Reference,
}

impl Endnotes {
    /// Says whether the paragraph is a footnote.
    pub fn is_footnote(&self, index: usize) -> bool {
        self.kind(index) == Some(NoteKind::Footnote)
    }

    /// Says whether the paragraph is an entry of a bibliography.
    pub fn is_reference(&self, index: usize) -> bool {
        self.kind(index) == Some(NoteKind::Reference)
    }

    /// One past the last note or reference.
    pub fn end(&self) -> Option<usize> {
        self.kinds.iter().rposition(Option::is_some).map(|last| self.start + last + 1)
    }

    fn kind(&self, index: usize) -> Option<NoteKind> {
        self.kinds.get(index.checked_sub(self.start)?).copied().flatten()
    }

    fn mark(&mut self, range: Range<usize>, kind: NoteKind) {
        let range = range.start - self.start..range.end - self.start;
        self.kinds[range].fill(Some(kind));
    }
}

/// Finds the notes among the paragraphs `body`. A run of numbered entries is a run of footnotes
/// when a heading says so, or when at least half of its numbers occur before it as marks.
/// `candidates` holds the possible marks of each paragraph of `body`.
pub fn endnotes(
    text: &str,
    paragraphs: &[Paragraph],
    shapes: &[Shape],
    body: Range<usize>,
    candidates: &[Vec<Candidate>],
) -> Endnotes {
    let mut out =
        Endnotes { start: body.start, kinds: vec![None; body.len()], numbers: BTreeSet::new() };
    let mut marked: BTreeSet<(bool, u32)> = BTreeSet::new();
    let mut counted = body.start;
    for chain in chains(text, paragraphs, body.clone()) {
        while counted < chain.range.start {
            for candidate in &candidates[counted - body.start] {
                let is_stuck =
                    matches!(candidate.style, Style::AfterPunctuation | Style::AfterWord);
                marked.insert((is_stuck, candidate.number));
            }
            counted += 1;
        }
        let headed = (chain.range.start.checked_sub(1).filter(|before| *before >= body.start))
            .and_then(|before| shapes[before].role());
        let is_marked = |number: &&u32| {
            let in_brackets = marked.contains(&(false, **number));
            let is_stuck = marked.contains(&(true, **number));
            in_brackets || (is_stuck && chain.form != Form::Bracketed)
        };
        let n_marked = chain.numbers.iter().filter(is_marked).count();
        let enough = chain.numbers.len() >= 2 || chain.form == Form::Bracketed;
        let is_notes = matches!(headed, Some(Role::Notes | Role::References))
            || (enough && n_marked * 2 >= chain.numbers.len());
        if is_notes {
            let mut end = chain.range.end;
            // The rest of the last entry, broken off.
            while end < body.end && goes_on(paragraphs[end].span.of(text)) {
                end += 1;
            }
            let is_list_of_works = headed == Some(Role::References) && n_marked == 0;
            if is_list_of_works {
                out.mark(chain.range.start..end, NoteKind::Reference);
            } else {
                out.mark(chain.range.start..end, NoteKind::Footnote);
                out.numbers.extend(chain.numbers);
            }
        }
    }
    for heading in body.clone() {
        if matches!(shapes[heading].role(), Some(Role::References | Role::Notes)) {
            let end = entries_end(text, paragraphs, shapes, heading + 1..body.end);
            let is_new = !out.is_footnote(heading + 1) && !out.is_reference(heading + 1);
            if end > heading + 1 && is_new {
                out.mark(heading + 1..end, NoteKind::Reference);
            }
        }
    }
    out
}

/// How an entry is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Bracketed,
    Superscript,
    Point,
    Bare,
}

/// Entries whose numbers rise by one.
struct Chain {
    form: Form,
    numbers: Vec<u32>,
    range: Range<usize>,
}

/// The maximal chains of numbered paragraphs.
fn chains(text: &str, paragraphs: &[Paragraph], body: Range<usize>) -> Vec<Chain> {
    let mut out: Vec<Chain> = Vec::new();
    for index in body {
        let Some((form, number)) = entry(paragraphs[index].span.of(text)) else { continue };
        let open = out.last_mut().filter(|chain| {
            chain.form == form
                && chain
                    .numbers
                    .last()
                    .is_some_and(|last| (1..=2).contains(&number.wrapping_sub(*last)))
                && index <= chain.range.end + MAX_GAP
        });
        match open {
            Some(chain) => {
                chain.numbers.push(number);
                chain.range.end = index + 1;
            }
            None => out.push(Chain { form, numbers: vec![number], range: index..index + 1 }),
        }
    }
    out
}

/// Reads the number with which an entry begins: `[12] …`, `12. …`, `12 Name …`, `¹² …`, `^ 12 …`.
fn entry(text: &str) -> Option<(Form, u32)> {
    let text = text.strip_prefix('^').map_or(text, str::trim_start);
    if let Some((number, _)) = notes::superscript_number(text) {
        return Some((Form::Superscript, number));
    }
    let (form, rest) = match text.strip_prefix('[') {
        Some(rest) => (Form::Bracketed, rest),
        None => (Form::Bare, text),
    };
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&len) {
        return None;
    }
    let number = rest[..len].parse().ok()?;
    let mut after = rest[len..].chars();
    let form = match (form, after.next()?) {
        (Form::Bracketed, ']') => return Some((Form::Bracketed, number)),
        (Form::Bare, '.' | ')') if after.next().is_some_and(char::is_whitespace) => Form::Point,
        (Form::Bare, c) if c.is_whitespace() => Form::Bare,
        _ => return None,
    };
    let opens_text = |c: char| c.is_uppercase() || matches!(c, '‘' | '“' | '"' | '\'' | '«' | '(');
    let follows = rest[len..].trim_start_matches(['.', ')']).trim_start();
    (follows.starts_with(opens_text) || follows.starts_with("http")).then_some((form, number))
}

/// A paragraph that cannot open anything: it begins with a small letter or an address.
fn goes_on(text: &str) -> bool {
    text.starts_with(char::is_lowercase) || text.starts_with("http")
}

/// Where the entries that begin at `from` end: at the first paragraph without the marks of a
/// reference, when at least the first two of it have them.
fn entries_end(
    text: &str,
    paragraphs: &[Paragraph],
    shapes: &[Shape],
    from: Range<usize>,
) -> usize {
    let start = from.start;
    let mut end = start;
    for index in from {
        let part = paragraphs[index].span.of(text);
        let is_rest = goes_on(part) || paragraphs[index].indent > paragraphs[start].indent;
        let is_entry = is_reference(part) || (index > start && is_rest);
        let is_person = people::introduced(part).is_some();
        if !is_entry || is_person || matches!(shapes[index].look, Look::Furniture(_)) {
            break;
        }
        end = index + 1;
    }
    end
}

/// A year in brackets, an address, a DOI, "accessed", pages.
fn is_reference(part: &str) -> bool {
    let head: String = part.chars().take(2000).collect();
    let lower = head.to_lowercase();
    let year_in_brackets = head.match_indices('(').any(|(at, _)| {
        let inner = &head.as_bytes()[at + 1..];
        inner.len() > 4
            && inner[..4].iter().all(u8::is_ascii_digit)
            && matches!(inner[4], b')' | b'a'..=b'f' | b',')
    });
    year_in_brackets
        || [
            "http://",
            "https://",
            "www.",
            "doi:",
            "doi.org",
            "accessed ",
            "isbn",
            "ibid",
            " pp. ",
            " vol. ",
        ]
        .iter()
        .any(|sign| lower.contains(sign))
}
