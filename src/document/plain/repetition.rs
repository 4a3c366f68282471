//! Pull quotes: a paragraph whose words stand, in the same order, in another one.

use std::collections::{BTreeMap, BTreeSet};

use super::paragraphs::ends_sentence;
use crate::span::Span;

/// Fewest and most words of a pull quote.
const WORDS: std::ops::RangeInclusive<usize> = 6..=80;
/// Most bytes of a pull quote.
const MAX_LEN: usize = 2000;
/// Words of the key by which repetitions are looked up.
const KEY: usize = 5;
/// Candidates compared at one place, at most: keeps the work linear in odd texts.
const MAX_COMPARED: usize = 4;

/// Share of the five-word runs of a pull quote that another part must have, in percent, where
/// the quote has no final full stop: editors shorten what they lift out.
const LOOSE_SHARE: usize = 60;

/// Says for each part whether it repeats a passage of a longer part: word for word, or, when it
/// does not end like a sentence, mostly.
pub fn repeated(text: &str, parts: &[Span]) -> Vec<bool> {
    let mut out = vec![false; parts.len()];
    let is_short = |part: &Span| part.len() <= MAX_LEN;
    // A lone paragraph, however long, has nothing to be repeated in.
    if parts.len() < 2 || !parts.iter().any(is_short) {
        return out;
    }
    let words: Vec<Vec<u64>> = parts.iter().map(|part| words(part.of(text))).collect();
    let mut by_key: BTreeMap<&[u64], Vec<usize>> = BTreeMap::new();
    for (index, words) in words.iter().enumerate() {
        if WORDS.contains(&words.len()) && is_short(&parts[index]) {
            let same_key = by_key.entry(&words[..KEY]).or_default();
            if same_key.len() < MAX_COMPARED {
                same_key.push(index);
            }
        }
    }
    mark_loose(text, parts, &words, &mut out);
    for longer in &words {
        for (at, key) in longer.windows(KEY).enumerate() {
            for &index in by_key.get(key).into_iter().flatten() {
                let shorter = &words[index];
                if shorter.len() < longer.len() && longer[at..].starts_with(shorter) {
                    out[index] = true;
                }
            }
        }
    }
    out
}

/// Marks the parts without a sentence's end most of whose runs of words stand in another part.
fn mark_loose(text: &str, parts: &[Span], words: &[Vec<u64>], out: &mut [bool]) {
    let is_open = |index: &usize| {
        WORDS.contains(&words[*index].len())
            && words[*index].len() >= 2 * KEY
            && !ends_sentence(parts[*index].of(text))
    };
    // Owner and number of every run of the candidates.
    let mut runs: BTreeMap<&[u64], Vec<(usize, usize)>> = BTreeMap::new();
    for index in (0..parts.len()).filter(is_open) {
        for (number, run) in words[index].windows(KEY).enumerate() {
            let owners = runs.entry(run).or_default();
            if owners.len() < MAX_COMPARED {
                owners.push((index, number));
            }
        }
    }
    if runs.is_empty() {
        return;
    }
    for (other, longer) in words.iter().enumerate() {
        let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for run in longer.windows(KEY) {
            for &(index, number) in runs.get(run).into_iter().flatten() {
                if index != other && words[index].len() < longer.len() {
                    found.entry(index).or_default().insert(number);
                }
            }
        }
        for (index, numbers) in found {
            let n_runs = words[index].len() + 1 - KEY;
            out[index] |= numbers.len() * 100 >= n_runs * LOOSE_SHARE;
        }
    }
}

/// Hashes of the words in lower case; punctuation and note marks do not count.
fn words(part: &str) -> Vec<u64> {
    part.split(|c: char| !c.is_alphanumeric())
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .map(crate::document::identity::word_hash)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_sentence_is_found_when_it_is_left_open() {
        let body = "The envoy said that water is the first and the last question of all the talks \
                    between the two states this year.";
        let open = "Water is the first and the last question of all the talks between the states";
        for (end, is_repeated) in [("", true), (".", false)] {
            let text = format!("{body}\n{open}{end}");
            let spans = [Span::new(0, body.len()), Span::new(body.len() + 1, text.len())];
            assert_eq!(repeated(&text, &spans), [false, is_repeated]);
        }
    }

    #[test]
    fn a_repeated_sentence_is_found_whatever_its_end() {
        let body = "First came talk. The river belongs to both of the two states.12 Then war.";
        let quote = "The river belongs to both of the two states";
        let other = "The river belongs to both of the three";
        let text = [quote, body, other].join("\n");
        let spans: Vec<Span> = [quote, body, other]
            .iter()
            .map(|part| text.find(part).map(|at| Span::new(at, at + part.len())).unwrap())
            .collect();
        assert_eq!(repeated(&text, &spans), [true, false, false]);
    }
}
