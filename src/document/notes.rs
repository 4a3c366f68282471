//! Footnote marks inside text: `[12]`, superscript digits, and digits stuck to a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::span::Span;

/// How a mark is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// `[12]`, `[3, 4]`.
    Bracketed,
    /// `¹²`.
    Superscript,
    /// `policy.12`, right after a full stop, comma, quote or bracket.
    AfterPunctuation,
    /// `policy12`, right after a word.
    AfterWord,
}

/// Digits that may be a note mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The mark, brackets included.
    pub span: Span,
    /// Its number; of several, the first.
    pub number: u32,
    /// How it is written.
    pub style: Style,
}

/// Finds all candidates in one part of a text, in order, in one pass.
pub fn candidates(text: &str, within: Span) -> Vec<Candidate> {
    let part = within.of(text);
    let bytes = part.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'[' => bracketed(bytes, at),
            b'0'..=b'9' => {
                let end = run(bytes, at);
                stuck(part, at, end).map_or(Some((end, None)), |found| Some((end, Some(found))))
            }
            0xC2 | 0xE2 => superscript(part, at),
            _ => None,
        };
        let Some((end, found)) = found else {
            at += 1;
            continue;
        };
        if let Some((number, style)) = found {
            let start = within.start as usize;
            out.push(Candidate { span: Span::new(start + at, start + end), number, style });
        }
        at = end;
    }
    out
}

/// Chooses the marks among an article's candidates (in the order of its text). `listed` holds the
/// numbers of its footnotes.
///
/// Bracketed and superscript numbers are marks when they are listed or below 1,000. Stuck digits
/// are marks only as part of the longest run of rising numbers (steps of one or two), which must
/// be listed or, without a list, have three members: so `G20`, `Mi-8` and decimals stay words.
pub fn marks(candidates: &[Candidate], listed: &BTreeSet<u32>) -> Vec<Span> {
    let mut out = Vec::new();
    let is_known = |number: u32| listed.is_empty() || listed.contains(&number);
    // The best run that ends with each number: weight, and the index of its last candidate.
    let mut best: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
    let mut before: Vec<Option<usize>> = vec![None; candidates.len()];
    let mut members: Vec<u32> = vec![0; candidates.len()];
    let mut longest: Option<(u32, usize)> = None;
    for (at, candidate) in candidates.iter().enumerate() {
        let number = candidate.number;
        let own = match candidate.style {
            Style::Bracketed | Style::Superscript => {
                if number < 1000 || listed.contains(&number) {
                    out.push(candidate.span);
                }
                continue;
            }
            Style::AfterPunctuation => 3,
            Style::AfterWord => 2,
        };
        if !is_known(number) {
            continue;
        }
        let previous = [1, 2]
            .iter()
            .filter_map(|step| best.get(&number.checked_sub(*step)?))
            .max_by_key(|(weight, index)| (*weight, std::cmp::Reverse(*index)))
            .copied();
        let weight = own + previous.map_or(0, |(weight, _)| weight);
        before[at] = previous.map(|(_, index)| index);
        members[at] = 1 + before[at].map_or(0, |index| members[index]);
        if best.get(&number).is_none_or(|(old, _)| *old < weight) {
            best.insert(number, (weight, at));
        }
        if longest.is_none_or(|(old, _)| old < weight) {
            longest = Some((weight, at));
        }
    }
    let enough = if listed.is_empty() { 3 } else { 1 };
    let mut next = longest.map(|(_, at)| at).filter(|at| members[*at] >= enough);
    while let Some(at) = next {
        out.push(candidates[at].span);
        next = before[at];
    }
    out.sort_unstable();
    out
}

/// The value of superscript digits at the start of `text`, and their length in bytes.
pub fn superscript_number(text: &str) -> Option<(u32, usize)> {
    let mut number = 0_u32;
    let mut len = 0;
    for c in text.chars().take(4) {
        let Some(digit) = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == c) else {
            break;
        };
        number = number * 10 + digit as u32;
        len += c.len_utf8();
    }
    (len > 0).then_some((number, len))
}

type Found = Option<(usize, Option<(u32, Style)>)>;

/// `[12]`, `[3, 4]`, `[5–7]` at `at`.
fn bracketed(bytes: &[u8], at: usize) -> Found {
    let window = &bytes[at + 1..bytes.len().min(at + 24)];
    let close = window.iter().position(|byte| *byte == b']')?;
    let inner = std::str::from_utf8(&window[..close]).ok()?;
    let is_list = inner.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–'));
    let first: String = inner.chars().take_while(char::is_ascii_digit).collect();
    let number = first.parse().ok().filter(|_| is_list && first.len() <= 4)?;
    Some((at + close + 2, Some((number, Style::Bracketed))))
}

/// `¹²` at `at`, but not the square of `km²`.
fn superscript(part: &str, at: usize) -> Found {
    if !part.is_char_boundary(at) {
        return None;
    }
    let (number, len) = superscript_number(&part[at..])?;
    let before = &part[..at];
    let word_start = before
        .char_indices()
        .rev()
        .take(6)
        .take_while(|(_, c)| c.is_alphanumeric())
        .last()
        .map_or(at, |(start, _)| start);
    let word = &part[word_start..at];
    let is_power =
        matches!(word, "m" | "km" | "cm" | "mm" | "dm" | "mi" | "ft" | "м" | "км" | "см")
            || word.ends_with(|c: char| c.is_ascii_digit());
    Some((at + len, (!is_power).then_some((number, Style::Superscript))))
}

/// End of the digits that begin at `at`.
fn run(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len() - at)
}

/// One to three digits that stick to what stands before them, with a word's end after them.
fn stuck(part: &str, at: usize, end: usize) -> Option<(u32, Style)> {
    if end - at > 3 || part.as_bytes()[at] == b'0' {
        return None;
    }
    let is_end = match part[end..].chars().next() {
        None => true,
        Some(c) => {
            c.is_whitespace()
                || matches!(c, '”' | '’' | '"' | ')' | '—' | '–' | ';' | '[')
                // A full stop or comma closes, unless digits go on behind it.
                || (matches!(c, '.' | ',' | ':' | '?' | '!')
                    && !part[end + 1..].starts_with(|c: char| c.is_alphanumeric()))
        }
    };
    let number = part[at..end].parse().ok().filter(|_| is_end)?;
    let mut before = part[..at].chars().rev();
    let style = match before.next()? {
        '.' | ',' | '!' | '?' | ';' | ':' if is_word_stop(part, at) => Style::AfterPunctuation,
        '”' | '’' | '"' | ')' | ']' | '»' | '…' => Style::AfterPunctuation,
        c if c.is_lowercase() && before.next().is_some_and(char::is_lowercase) => Style::AfterWord,
        _ => return None,
    };
    Some((number, style))
}

/// The punctuation before `at` closes a word of prose: not a decimal (`3.5`), a section (`1.2`), a
/// clock time or an abbreviation that takes a number (`No.5`, `p.16`, `Aug.19`).
fn is_word_stop(part: &str, at: usize) -> bool {
    const TAKES_NUMBER: [&str; 27] = [
        "no", "nos", "nr", "p", "pp", "vol", "vols", "art", "arts", "ch", "sec", "fig", "figs",
        "para", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec", "tel",
    ];
    let stem = &part[..at - 1];
    let start = stem
        .char_indices()
        .rev()
        .take(12)
        .take_while(|(_, c)| c.is_alphanumeric())
        .last()
        .map_or(stem.len(), |(start, _)| start);
    let word = &stem[start..];
    if word.is_empty() {
        // `practice’.400`, `(2018).35`
        return stem.ends_with(['”', '’', '"', ')', ']', '»', '%']);
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        // A year may end a sentence; other digits before a point are a decimal or a section.
        return word.len() == 4 && part.as_bytes()[at - 1] != b':';
    }
    !TAKES_NUMBER.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, listed: &[u32]) -> Vec<&'t str> {
        let all = candidates(text, Span::new(0, text.len()));
        let listed = listed.iter().copied().collect();
        marks(&all, &listed).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn brackets_and_superscripts_are_marks() {
        assert_eq!(found("One.[1] Two [2, 3] of³ 5 km² [sic] [x1]", &[]), ["[1]", "[2, 3]", "³"]);
    }

    #[test]
    fn stuck_digits_are_marks_in_a_rising_run() {
        let text = "A treaty.12 A ‘plan’,13 in 2019.14 (worth 3.5 million)15 at the G20 with Mi-8 \
                    and No.16 or CO2, or a pact17 of old.";
        assert_eq!(found(text, &[12, 13, 14, 15, 17]), ["12", "13", "14", "15", "17"]);
        assert_eq!(found(text, &[]), ["12", "13", "14", "15", "17"]);
        assert!(found("See word.7 and nothing else", &[]).is_empty());
        assert!(
            found("Rates rose by 3.5, 4.6 and 5.7 per cent in sections 1.2 and 1.3", &[])
                .is_empty()
        );
    }
}
