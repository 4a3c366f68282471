//! Pull quotes: a paragraph whose words all stand, in the same order, in another one.

use std::collections::BTreeMap;

use crate::span::Span;

/// Fewest and most words of a pull quote.
const WORDS: std::ops::RangeInclusive<usize> = 6..=80;
/// Most bytes of a pull quote.
const MAX_LEN: usize = 2000;
/// Words of the key by which repetitions are looked up.
const KEY: usize = 5;
/// Candidates compared at one place, at most: keeps the work linear in odd texts.
const MAX_COMPARED: usize = 4;

/// Says for each part whether it repeats a passage of a longer part.
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
