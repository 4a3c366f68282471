//! Which patterns a sentence can match, by the words that it must have for them: most are turned away
//! before they are tried.

use std::collections::BTreeMap;

use super::Compiled;

/// The words of the patterns, by number.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// The number of each word.
    numbers: BTreeMap<String, usize>,
    /// By word: the patterns that cannot match without it or another of their words.
    patterns: Vec<Vec<usize>>,
    /// Patterns that no word tells.
    unanchored: Vec<usize>,
    /// By pattern: it needs one word of each.
    required: Vec<Vec<Vec<usize>>>,
}

impl Anchors {
    /// Chooses for each pattern the words to find it by: those of its required word that is the longest
    /// and so the rarest, roughly.
    pub fn new(compiled: &[Compiled]) -> Self {
        let mut anchors = Self::default();
        for (index, pattern) in compiled.iter().enumerate() {
            let required: Vec<Vec<usize>> =
                pattern.required.iter().map(|words| anchors.numbers_of(words)).collect();
            let shortest = |words: &&Vec<String>| words.iter().map(String::len).min();
            let words = (pattern.required.iter().zip(&required))
                .max_by_key(|(words, _)| shortest(words))
                .map(|(_, numbers)| numbers);
            match words {
                Some(words) => {
                    words.iter().for_each(|word| anchors.patterns[*word].push(index));
                }
                None => anchors.unanchored.push(index),
            }
            anchors.required.push(required);
        }
        anchors
    }

    fn numbers_of(&mut self, words: &[String]) -> Vec<usize> {
        let number = |word: &String| {
            let next = self.patterns.len();
            let number = *self.numbers.entry(word.clone()).or_insert(next);
            if number == next {
                self.patterns.push(Vec::new());
            }
            number
        };
        words.iter().map(number).collect()
    }

    /// Returns the patterns that a sentence with this vocabulary can match, in order.
    pub fn candidates(&self, vocabulary: &[String]) -> Vec<usize> {
        let mut is_there = vec![false; self.patterns.len()];
        let mut found = self.unanchored.clone();
        for word in vocabulary.iter().filter_map(|word| self.numbers.get(word)) {
            is_there[*word] = true;
            found.extend(&self.patterns[*word]);
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|index| {
            self.required[*index].iter().all(|words| words.iter().any(|word| is_there[*word]))
        });
        found
    }
}
