//! Words of quotes: which were taken out and put in between two, and how alike two are.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Quotes with more words than this are shown whole: the cost of a diff grows with the product.
const MAX_WORDS: usize = 2_000;

/// A run of text on one side or on both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// On both sides.
    Same(String),
    /// Only in the old text.
    Old(String),
    /// Only in the new text.
    New(String),
}

/// Returns the old and the new text as runs: words that stayed, words taken out, words put in.
pub fn marks(old: &str, new: &str) -> Vec<Mark> {
    let (before, after) = (split(old), split(new));
    if before.len().max(after.len()) > MAX_WORDS {
        return vec![Mark::Old(old.to_owned()), Mark::New(new.to_owned())];
    }
    let mut marks = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (old, new) = (before[op.old_range()].concat(), after[op.new_range()].concat());
        match op {
            DiffOp::Equal { .. } => marks.push(Mark::Same(old)),
            DiffOp::Delete { .. } => marks.push(Mark::Old(old)),
            DiffOp::Insert { .. } => marks.push(Mark::New(new)),
            DiffOp::Replace { .. } => marks.extend([Mark::Old(old), Mark::New(new)]),
        }
    }
    marks
}

/// Returns how alike two texts are, 0 to 1: Dice's coefficient (1945) over their words as
/// multisets. Unlike a ratio of diffs it is the same both ways round.
pub(super) fn likeness(old: &str, new: &str) -> f64 {
    let (before, after) = (counts(old), counts(new));
    let total: usize = before.values().sum::<usize>() + after.values().sum::<usize>();
    if total == 0 {
        return 1.0;
    }
    let shared = |(word, count): (&&str, &usize)| after.get(word).map_or(0, |n| *n.min(count));
    2.0 * before.iter().map(shared).sum::<usize>() as f64 / total as f64
}

/// Returns the text with every run of white space as one space, and none at the ends.
pub(super) fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

fn counts(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for word in split(text).into_iter().filter(|word| word.chars().all(char::is_alphanumeric)) {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

/// Cuts text into words, runs of white space and single other characters. A dot or comma between
/// digits belongs to the number.
pub(super) fn split(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() => 0,
        c if c.is_whitespace() => 1,
        _ => 2,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let between_digits = matches!(c, '.' | ',')
            && text[..at].ends_with(|c: char| c.is_ascii_digit())
            && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let this = if between_digits { 0 } else { kind(c) };
        if at > start && (last != Some(this) || this == 2) {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(this);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_show_words_and_whole_numbers() {
        let marks = marks("Trade was $31.2 billion.", "Trade reached $41.5 billion.");
        let (same, old, new) = (
            |text: &str| Mark::Same(text.to_owned()),
            |text: &str| Mark::Old(text.to_owned()),
            |text: &str| Mark::New(text.to_owned()),
        );
        let expected = [
            same("Trade "),
            old("was"),
            new("reached"),
            same(" $"),
            old("31.2"),
            new("41.5"),
            same(" billion."),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn likeness_ignores_order_and_is_symmetric() {
        assert_eq!(likeness("a b c", "c b a"), 1.0);
        assert_eq!(likeness("a b", "a c"), 0.5);
        assert_eq!(likeness("", ""), 1.0);
        assert_eq!(likeness("a", ""), likeness("", "a"));
    }

    #[test]
    fn words_tile_the_text() {
        for text in ["", "a", " a  b,c 1,5 – 2.", "тест—№5\u{301}"] {
            assert_eq!(split(text).concat(), text);
        }
    }
}
