//! Lines to paragraphs: decides whether a file breaks its lines at a margin or keeps a paragraph
//! a line, and joins what belongs together.

use crate::span::Span;

/// A paragraph, heading, menu entry or the like, before anything is known of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it is, without white space at either end; never empty.
    pub span: Span,
    /// White space before its first character on the first line, in characters.
    pub indent: u32,
    /// A blank line, or the start of the text, stands before it.
    pub apart: bool,
}

/// Splits a text into paragraphs, in one pass over its lines.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = lines(text);
    let width = wrap_width(text, &lines);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut last_line: Option<Span> = None;
    for (at, line) in lines.iter().enumerate() {
        let previous = last_line.replace(line.span);
        let joins = !line.apart
            && previous.is_some_and(|previous| match width {
                Some(width) => {
                    // A deeper indent opens a paragraph, unless the line above breaks off.
                    let hangs = begins_item(previous.of(text)) || !ends_sentence(previous.of(text));
                    wraps(previous.of(text), line.span.of(text), width)
                        && (line.indent <= lines[at - 1].indent || hangs)
                }
                None => continues(previous.of(text), line.span.of(text)),
            });
        match out.last_mut() {
            Some(paragraph) if joins => paragraph.span = paragraph.span.cover(line.span),
            _ => out.push(*line),
        }
    }
    out
}

/// The bullet characters that open list items.
pub const BULLETS: &[char] = &[
    '•', '·', '▪', '▫', '◦', '‣', '⁃', '∙', '●', '○', '■', '□', '–', '—', '-', '*', '+', '➢', '✓',
];

/// Says whether a line opens a list item or a note: a bullet, `1.`, `(a)`, `[12]`.
pub fn begins_item(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next();
    if first.is_some_and(|c| BULLETS.contains(&c)) {
        return chars.next().is_some_and(char::is_whitespace);
    }
    let head: &str = line.split_whitespace().next().unwrap_or_default();
    let inner = head.trim_start_matches(['(', '[']).trim_end_matches(['.', ')', ']']);
    let marked = head.len() > inner.len();
    let is_number = (1..=4).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit());
    let is_letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase());
    marked && (is_number || is_letter) && !head.ends_with(char::is_alphanumeric)
}

/// Length in bytes of the bullet or label of a line that [`begins_item`], with the space after it.
pub fn item_label(line: &str) -> usize {
    let rest = line.trim_start();
    let label = rest.find(char::is_whitespace).unwrap_or(rest.len());
    line.len() - rest[label..].trim_start().len()
}

/// Says whether a text ends like a sentence: `.`, `!`, `?`, `…`, `:` or `;`, closing quotes and
/// brackets and note marks aside.
pub fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']')
    });
    let without_mark = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '[');
    // A closing bracket or quote alone ends nothing, but `(… in 2019.)` and `.358` do.
    let ends = |text: &str| text.ends_with(['.', '!', '?', '…', ':', ';', '。']);
    ends(bare) || (without_mark.len() < bare.len() && ends(without_mark))
}

/// The lines that hold something, trimmed.
fn lines(text: &str) -> Vec<Paragraph> {
    let mut out = Vec::new();
    let mut apart = true;
    let mut start = 0;
    while start < text.len() {
        let rest = &text.as_bytes()[start..];
        let end =
            start + rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        let whole = Span::new(start, end);
        let span = whole.trim(text);
        if span.is_empty() {
            apart = true;
        } else {
            let indent = text[start..span.start as usize].chars().count() as u32;
            out.push(Paragraph { span, indent, apart });
            apart = false;
        }
        // CRLF is one line end.
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    out
}

/// The margin, in bytes, at which lines were broken; `None` when a line is a paragraph.
///
/// Broken lines stand directly under one another, are nearly as long as the longest, and mostly
/// end inside a sentence.
fn wrap_width(text: &str, lines: &[Paragraph]) -> Option<usize> {
    // A line that another follows directly was broken, if anything was.
    let mut inner: Vec<usize> =
        (lines.windows(2)).filter(|pair| !pair[1].apart).map(|pair| pair[0].span.len()).collect();
    if inner.len() < 3 {
        return None;
    }
    inner.sort_unstable();
    let width = inner[inner.len() * 9 / 10];
    let longest = lines.iter().map(|line| line.span.len()).max().unwrap_or_default();
    // Cyrillic needs two bytes a letter, so 100 letters may take 200 bytes; a few URLs may stand
    // out over the margin.
    if !(30..=200).contains(&width) || longest > 4 * width {
        return None;
    }
    let is_broken = |pair: &&[Paragraph]| {
        !pair[1].apart
            && pair[0].span.len() * 10 > width * 6
            && !ends_sentence(pair[0].span.of(text))
    };
    let broken = lines.windows(2).filter(is_broken).count();
    let full = inner.iter().filter(|len| **len * 10 > width * 6).count();
    (broken * 2 > full).then_some(width)
}

/// In a text with a margin: `next` goes on where `previous` was broken.
fn wraps(previous: &str, next: &str, width: usize) -> bool {
    if begins_item(next) {
        return false;
    }
    let is_full = previous.len() * 10 >= width * 6;
    is_full || !ends_sentence(previous) && next.starts_with(char::is_lowercase)
}

/// In a text with a paragraph a line: `next` is the rest of `previous`, which was broken by
/// accident (a page end, a long URL).
fn continues(previous: &str, next: &str) -> bool {
    previous.len() >= 60
        && !ends_sentence(previous)
        && next.starts_with(char::is_lowercase)
        && !begins_item(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|paragraph| paragraph.span.of(text)).collect()
    }

    #[test]
    fn a_margin_is_found_and_undone() {
        let text = "The ministers of five states met in Bishkek on Monday to speak about\n\
                    water, the roads between their capitals, and what the spring floods\n\
                    had left behind of both in the three valleys along the old border.\n\
                    \n\
                    A second round of talks is to follow in Dushanbe before the winter,\n\
                    according to the hosts.\n\
                    - one item that is long enough to have to go on in the line below\n  it\n\
                    - two\n";
        let parts = split(text);
        assert_eq!(parts.len(), 4);
        assert!(parts[0].ends_with("old border."));
        assert!(parts[1].ends_with("the hosts."));
        assert!(parts[2].ends_with("  it"));
    }

    #[test]
    fn a_paragraph_a_line_stays_apart_unless_it_was_broken_by_accident() {
        let text = "A title\r\nThe first paragraph is a line that is much longer than the others \
                    and was once\r\nbroken by a page end.\r\nAnother.";
        assert_eq!(split(text).len(), 3);
        assert!(split(text)[1].contains("once\r\nbroken"));
    }

    #[test]
    fn items_and_sentence_ends() {
        assert!(["• a", "1. A", "(a) x", "[12] Y", "– x"].iter().all(|line| begins_item(line)));
        assert!(!["-5 degrees", "1991 was", "a dog", "No. 5"].iter().any(|line| begins_item(line)));
        assert!(["So.", "So?”", "So.[12]", "So.358", "list:"].iter().all(|t| ends_sentence(t)));
        assert!(!["In 2019", "So", "Law (2019)"].iter().any(|t| ends_sentence(t)));
    }
}
