//! Where a passage of the old text stands in the new one.
//!
//! Sentences that occur once in each text anchor the two (patience diff: B. Cohen, 2005; the
//! longest increasing run of anchors, Fredman 1975); words between two anchors are compared with
//! Myers' algorithm (1986). Unlike Myers on whole texts this is never quadratic in their length.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Stretches with more words than this between two anchors count as rewritten.
const MAX_WORDS: usize = 1_000;

/// A run of text that both versions have: code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    old: u32,
    new: u32,
    len: u32,
}

/// The runs that two texts share, in the order of both.
#[derive(Clone, Debug, Default)]
pub(super) struct SpanMap {
    runs: Vec<Run>,
}

/// Where a passage went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// First code point in the new text.
    pub(super) start: u32,
    /// One past the last.
    pub(super) end: u32,
    /// Share of the passage that is unchanged, 0 to 1.
    pub(super) kept: f64,
}

/// A piece of text with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// Code points before it.
    start: u32,
    len: u32,
}

impl SpanMap {
    /// Aligns two texts. The map from `new` to `old` is the exact inverse.
    pub(super) fn new(old: &str, new: &str) -> Self {
        if old > new {
            // Ties are broken by the order of one side; always the same one.
            let mut runs = Self::new(new, old).runs;
            for run in &mut runs {
                (run.old, run.new) = (run.new, run.old);
            }
            return Self { runs };
        }
        let (before, after) = (sentences(old), sentences(new));
        let mut runs = Vec::new();
        let shared = before.iter().zip(&after).take_while(|(a, b)| a.text == b.text).count();
        for (a, b) in before.iter().zip(&after).take(shared) {
            push(&mut runs, *a, *b);
        }
        let (mut i, mut j) = (shared, shared);
        for (a, b) in anchors(&before, &after) {
            if a < i || b < j {
                continue; // grown over by the run before it
            }
            let (mut start_a, mut start_b) = (a, b);
            while start_a > i && start_b > j && before[start_a - 1].text == after[start_b - 1].text
            {
                (start_a, start_b) = (start_a - 1, start_b - 1);
            }
            between(&before[i..start_a], &after[j..start_b], &mut runs);
            (i, j) = (start_a, start_b);
            while i < before.len() && j < after.len() && before[i].text == after[j].text {
                push(&mut runs, before[i], after[j]);
                (i, j) = (i + 1, j + 1);
            }
        }
        between(&before[i..], &after[j..], &mut runs);
        Self { runs }
    }

    /// Returns where the code points `start..end` of the old text went: the stretch of the new
    /// text between the runs that they kept. `None` when nothing of them is left.
    pub(super) fn map(&self, start: u32, end: u32) -> Option<Place> {
        let first = self.runs.partition_point(|run| run.old + run.len <= start);
        let inside = self.runs[first..].iter().take_while(|run| run.old < end);
        let mut place: Option<Place> = None;
        let mut kept = 0;
        for run in inside {
            let (from, to) = (run.old.max(start), (run.old + run.len).min(end));
            kept += to - from;
            let (from, to) = (run.new + (from - run.old), run.new + (to - run.old));
            let start = place.map_or(from, |place| place.start);
            place = Some(Place { start, end: to, kept: 0.0 });
        }
        place
            .map(|place| Place { kept: f64::from(kept) / f64::from((end - start).max(1)), ..place })
    }
}

/// Cuts text after line breaks, and after `.`, `!` or `?` with white space behind it. These need
/// not be the sentences that extraction sees: they only have to fall alike in both texts.
pub(super) fn sentences(text: &str) -> Vec<Piece<'_>> {
    cut(text, |before, c| c == '\n' || (matches!(before, '.' | '!' | '?') && c.is_whitespace()))
}

/// Cuts text after white space and before and after everything that is no letter or digit.
fn words<'t>(pieces: &[Piece<'t>]) -> Vec<Piece<'t>> {
    let mut words = Vec::new();
    for piece in pieces {
        let inner = cut(piece.text, |_, c| !c.is_alphanumeric());
        words.extend(
            inner.into_iter().map(|word| Piece { start: piece.start + word.start, ..word }),
        );
    }
    words
}

/// Cuts text behind each character `c` for which `is_last(the one before, c)` holds.
fn cut(text: &str, is_last: impl Fn(char, char) -> bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut byte, mut start, mut len, mut before) = (0, 0, 0, '\0');
    for (at, c) in text.char_indices() {
        len += 1;
        if is_last(before, c) {
            let next = at + c.len_utf8();
            pieces.push(Piece { text: &text[byte..next], start, len });
            (byte, start, len) = (next, start + len, 0);
        }
        before = c;
    }
    if byte < text.len() {
        pieces.push(Piece { text: &text[byte..], start, len });
    }
    pieces
}

/// Returns the longest run of pairs of equal pieces that each occur once on either side, in the
/// order of both.
fn anchors(before: &[Piece<'_>], after: &[Piece<'_>]) -> Vec<(usize, usize)> {
    // Per text: how often and where on either side.
    let mut seen: BTreeMap<&str, [(usize, usize); 2]> = BTreeMap::new();
    for (side, pieces) in [before, after].into_iter().enumerate() {
        for (at, piece) in pieces.iter().enumerate() {
            let (count, place) = &mut seen.entry(piece.text).or_default()[side];
            (*count, *place) = (*count + 1, at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = seen
        .values()
        .filter_map(|sides| match sides {
            [(1, a), (1, b)] => Some((*a, *b)),
            _ => None,
        })
        .collect();
    pairs.sort_unstable();

    // Longest increasing subsequence of the second numbers, by patience sorting.
    let mut tops: Vec<usize> = Vec::new(); // index into `pairs` of the top of each pile
    let mut previous = vec![None; pairs.len()];
    for (at, (_, b)) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|top| pairs[*top].1 < *b);
        previous[at] = pile.checked_sub(1).map(|left| tops[left]);
        match tops.get_mut(pile) {
            Some(top) => *top = at,
            None => tops.push(at),
        }
    }
    let mut run = Vec::with_capacity(tops.len());
    let mut next = tops.last().copied();
    while let Some(at) = next {
        run.push(pairs[at]);
        next = previous[at];
    }
    run.reverse();
    run
}

/// Compares the words between two anchors.
fn between(before: &[Piece<'_>], after: &[Piece<'_>], runs: &mut Vec<Run>) {
    if before.is_empty() || after.is_empty() {
        return;
    }
    let (before, after) = (words(before), words(after));
    if before.len().max(after.len()) > MAX_WORDS {
        return;
    }
    let text = |pieces: &[Piece<'_>]| -> Vec<String> {
        pieces.iter().map(|piece| piece.text.to_owned()).collect()
    };
    for op in capture_diff_slices(Algorithm::Myers, &text(&before), &text(&after)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for at in 0..len {
                push(runs, before[old_index + at], after[new_index + at]);
            }
        }
    }
}

/// Adds a pair of equal pieces, to the last run if it follows on both sides.
fn push(runs: &mut Vec<Run>, old: Piece<'_>, new: Piece<'_>) {
    match runs.last_mut() {
        Some(run) if (run.old + run.len, run.new + run.len) == (old.start, new.start) => {
            run.len += old.len;
        }
        _ => runs.push(Run { old: old.start, new: new.start, len: old.len }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(old: &str, new: &str, quote: &str) -> Option<(String, f64)> {
        let start = old[..old.find(quote).unwrap()].chars().count() as u32;
        let place = SpanMap::new(old, new).map(start, start + quote.chars().count() as u32)?;
        let (start, len) = (place.start as usize, (place.end - place.start) as usize);
        Some((new.chars().skip(start).take(len).collect(), (place.kept * 100.0).round() / 100.0))
    }

    #[test]
    fn passages_are_found_again() {
        let old = "Ört — first.\nTrade grew to 31 billion. The road is open.\nLast line.\n";
        let new = "New start. Ört — first.\nTrade grew to 41 billion. Last line.\n";
        assert_eq!(place(old, new, "Ört — first."), Some(("Ört — first.".to_owned(), 1.0)));
        let (found, kept) = place(old, new, "Trade grew to 31 billion.").unwrap();
        assert_eq!((found.as_str(), kept), ("Trade grew to 41 billion.", 0.88));
        assert_eq!(place(old, new, "Last line."), Some(("Last line.".to_owned(), 1.0)));
        let (_, kept) = place(old, new, "The road is open.").unwrap_or_default();
        assert!(kept < 0.3, "{kept}");
    }

    #[test]
    fn long_repetitive_texts_do_not_take_long() {
        let old = "a b. ".repeat(50_000);
        let new = "b a. ".repeat(50_000);
        assert!(SpanMap::new(&old, &new).map(0, 10).is_none());
    }

    proptest! {
        #[test]
        fn runs_hold_the_same_text_in_order(old in "[ab.\n ]{0,60}", new in "[ab.\n ]{0,60}") {
            let map = SpanMap::new(&old, &new);
            let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
            let mut last = (0, 0);
            for run in &map.runs {
                let (i, j, n) = (run.old as usize, run.new as usize, run.len as usize);
                prop_assert!(i >= last.0 && j >= last.1);
                prop_assert_eq!(&a[i..i + n], &b[j..j + n]);
                last = (i + n, j + n);
            }
            let inverse = SpanMap::new(&new, &old);
            let flipped: Vec<Run> = inverse.runs.iter()
                .map(|run| Run { old: run.new, new: run.old, len: run.len }).collect();
            prop_assert_eq!(flipped, map.runs);
        }
    }
}
