//! Words that a line end has broken.

use std::collections::BTreeSet;

/// First parts after which a hyphen at a line end is part of the word, where the document itself
/// does not show how it writes it.
const KEEPING: [&str; 20] = [
    "self", "ex", "non", "anti", "pro", "well", "so", "vice", "long", "short", "high", "low",
    "mid", "half", "cross", "all", "two", "three", "four", "post",
];

/// How two lines go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// With a space.
    Space,
    /// Directly: the hyphen is part of the word.
    Kept,
    /// Directly, without the hyphen.
    Closed,
}

/// The words of a document, as far as they stand inside lines, in lower case.
#[derive(Debug, Default)]
pub struct Words(BTreeSet<String>);

impl Words {
    /// Takes the words of a line, but not the first and the last, which may be broken.
    pub fn add(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for word in words.iter().skip(1).take(words.len().saturating_sub(2)) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if bare.len() > 2 {
                self.0.insert(bare.to_lowercase());
            }
        }
    }

    /// How `before` and the line `after` it go together.
    pub fn joint(&self, before: &str, after: &str) -> Joint {
        let Some(stem) = before.strip_suffix(['-', '\u{2010}', '\u{ad}']) else {
            return Joint::Space;
        };
        let first = start(stem);
        let second: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
        if first.is_empty() || second.is_empty() {
            return Joint::Space;
        }
        if before.ends_with('\u{ad}') {
            return Joint::Closed;
        }
        let begins_small = second.chars().next().is_some_and(char::is_lowercase);
        if !begins_small {
            // `pro-Russian`, `COVID-19`, `Alma-Ata`.
            return Joint::Kept;
        }
        let has = |word: String| self.0.contains(&word.to_lowercase());
        let (closed, kept) = (has(format!("{first}{second}")), has(format!("{first}-{second}")));
        let keeps = KEEPING.contains(&first.to_lowercase().as_str());
        match (closed, kept) {
            (true, _) => Joint::Closed,
            (false, true) => Joint::Kept,
            (false, false) if keeps => Joint::Kept,
            (false, false) => Joint::Closed,
        }
    }
}

/// The letters at the end of a text.
fn start(stem: &str) -> &str {
    let from = stem.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last();
    from.map_or("", |(at, _)| &stem[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_shows_how_it_writes_a_word() {
        let mut words = Words::default();
        words.add("the long-term plan and the multilateral talks in brief");
        words.add("a state-owned firm is here");
        assert_eq!(words.joint("the multi-", "lateral talks"), Joint::Closed);
        assert_eq!(words.joint("a long-", "term plan"), Joint::Kept);
        assert_eq!(words.joint("every state-", "owned bank"), Joint::Kept);
        assert_eq!(words.joint("the govern-", "ment"), Joint::Closed);
        assert_eq!(words.joint("a self-", "made man"), Joint::Kept);
        assert_eq!(words.joint("the pro-", "Russian side"), Joint::Kept);
        assert_eq!(words.joint("a plan", "for all"), Joint::Space);
        assert_eq!(words.joint("a plan -", "for all"), Joint::Space);
        assert_eq!(words.joint("long\u{ad}", "term"), Joint::Closed);
    }
}
