//! Claims that one side does not make, though its text may well say them in words that were not
//! read: the names and numbers still stand together in a sentence that is much like the old one.
//!
//! To tell such a claim as removed would be to invent a change. It is set apart for a person to
//! judge. A sentence of which a claim between the same ends was read is no such sentence.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::span_map::sentences;
use super::words::{likeness, split};
use crate::graph::record::{ClaimRecord, Object};

/// How alike the two sentences must be, 0 to 1.
const MIN_LIKENESS: f64 = 0.5;
/// Names and numbers that must stand in both.
const MIN_PIECES: usize = 2;
/// Of a name that stands in more sentences than this, the first ones are looked at.
const MAX_SENTENCES: usize = 200;

/// The sentences of the texts of one side, found by their words.
pub(super) struct Sentences<'t> {
    texts: &'t BTreeMap<&'t str, &'t str>,
    /// By version and word: the sentences that hold it, in order.
    words: RefCell<BTreeMap<&'t str, BTreeMap<&'t str, Vec<&'t str>>>>,
    /// What was read of each sentence, as the ends of claims.
    read: BTreeMap<(&'t str, &'t str), Vec<&'t str>>,
}

impl<'t> Sentences<'t> {
    /// Takes the texts of a side by version, and all of its claims.
    pub(super) fn new(texts: &'t BTreeMap<&'t str, &'t str>, records: &[&'t ClaimRecord]) -> Self {
        let mut read: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for record in records {
            let quotes = record.evidence.iter().map(|passage| passage.quote.as_str());
            read.entry(ends(record)).or_default().extend(quotes);
        }
        Self { texts, words: RefCell::default(), read }
    }

    /// Says whether one of the versions may say the claim in words that were not read.
    pub(super) fn may_say(&self, record: &ClaimRecord, versions: &[&'t str]) -> bool {
        record.evidence.iter().any(|passage| {
            let pieces = pieces(record, &passage.quote);
            pieces.len() >= MIN_PIECES
                && versions.iter().any(|version| {
                    let found = self.holding(version, pieces[0]);
                    found.iter().take(MAX_SENTENCES).any(|sentence| {
                        pieces.iter().all(|piece| sentence.contains(piece))
                            && likeness(&passage.quote, sentence) >= MIN_LIKENESS
                            && passage.quote.trim() != sentence.trim()
                            && !self.is_read(record, sentence)
                    })
                })
        })
    }

    /// The sentences of a version that hold the longest word of a piece.
    fn holding(&self, version: &'t str, piece: &str) -> Vec<&'t str> {
        let Some(text) = self.texts.get(version) else { return Vec::new() };
        let mut words = self.words.borrow_mut();
        let index = words.entry(version).or_insert_with(|| {
            let mut index: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for sentence in sentences(text) {
                let words: BTreeSet<&str> = split(sentence.text).into_iter().collect();
                for word in words.into_iter().filter(|word| is_word(word)) {
                    index.entry(word).or_default().push(sentence.text);
                }
            }
            index
        });
        let longest = split(piece).into_iter().filter(|word| is_word(word)).max_by_key(|w| w.len());
        longest.and_then(|word| index.get(word)).cloned().unwrap_or_default()
    }

    /// Says whether a claim between the same ends was read of the sentence, whichever way round.
    fn is_read(&self, record: &ClaimRecord, sentence: &str) -> bool {
        let (a, b) = ends(record);
        let quotes = [(a, b), (b, a)].into_iter().filter_map(|ends| self.read.get(&ends)).flatten();
        quotes
            .into_iter()
            .any(|quote| quote.contains(sentence.trim()) || sentence.contains(quote.trim()))
    }
}

/// The names of the claim that its quote holds, and the numbers of the quote.
fn pieces<'r>(record: &'r ClaimRecord, quote: &'r str) -> Vec<&'r str> {
    let mut pieces = BTreeSet::new();
    let objects = record.qualifiers.values().flatten().chain([&record.object]);
    let names = objects.filter_map(|object| match object {
        Object::Entity(node) => Some(node.label.as_str()),
        Object::Literal { .. } => None,
    });
    pieces.extend(names.chain([record.subject.label.as_str()]).filter(|name| quote.contains(name)));
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    pieces.extend(split(quote).into_iter().filter(is_number));
    pieces.into_iter().filter(|piece| piece.chars().any(char::is_alphanumeric)).collect()
}

fn ends(record: &ClaimRecord) -> (&str, &str) {
    let object = match &record.object {
        Object::Entity(node) => node.iri.as_str(),
        Object::Literal { .. } => record.predicate.as_str(),
    };
    (&record.subject.iri, object)
}

fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::claim;

    #[test]
    fn a_sentence_of_like_words_may_say_the_same() {
        let quote = "Osh is the seat of Alay.";
        let record = claim("Place/Osh", "capitalOf", "Place/Alay", quote);
        let says = |text: &str, others: &[&ClaimRecord]| {
            let texts = BTreeMap::from([("v", text)]);
            Sentences::new(&texts, others).may_say(&record, &["v"])
        };
        assert!(says("It is far. The seat of Alay is Osh.\n", &[]));
        assert!(!says("The seat of Alay is Gulcha.\n", &[]), "one of the names is gone");
        assert!(!says("Buses go from Osh to the villages of Alay at noon.\n", &[]));
        // What was read there is something else between the two.
        let other = claim("Place/Osh", "locatedIn", "Place/Alay", "The seat of Alay is Osh.");
        assert!(!says("The seat of Alay is Osh.\n", &[&other]));
    }
}
