//! What became of the words that state a claim: still there, edited, gone, at another place.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::change::Cause;
use super::span_map::{Place, SpanMap};
use super::words::{collapse, likeness};
use crate::graph::record::{ClaimRecord, Passage};

/// Share of a passage's text that must be left for it to count as edited and not as gone.
const MIN_KEPT: f64 = 0.3;

/// How alike two quotes must be to count as one edited passage when the texts are not at hand.
const MIN_LIKENESS: f64 = 0.6;

/// The texts of both sides and their alignments, made when first asked for.
pub(super) struct Texts<'a> {
    old: &'a BTreeMap<&'a str, &'a str>,
    new: &'a BTreeMap<&'a str, &'a str>,
    /// By version on the old side and on the new; `None` when a text is missing.
    maps: RefCell<BTreeMap<(String, String), Option<SpanMap>>>,
}

impl<'a> Texts<'a> {
    /// Takes the texts of both sides, by version.
    pub(super) fn new(
        old: &'a BTreeMap<&'a str, &'a str>,
        new: &'a BTreeMap<&'a str, &'a str>,
    ) -> Self {
        Self { old, new, maps: RefCell::default() }
    }

    /// Returns the texts of the old side or of the new.
    pub(super) fn of(&self, is_old: bool) -> &'a BTreeMap<&'a str, &'a str> {
        if is_old { self.old } else { self.new }
    }

    /// Says whether a passage of `old` was edited into one of `new`, or is the same.
    pub(super) fn is_same_passage(&self, old: &ClaimRecord, new: &ClaimRecord) -> bool {
        let mut pairs = old.evidence.iter().flat_map(|a| new.evidence.iter().map(move |b| (a, b)));
        pairs.any(|(a, b)| match self.place(a, &old.version, &new.version) {
            Some(place) => overlaps(place, b) && place.is_some_and(|place| place.kept >= MIN_KEPT),
            None => likeness(&a.quote, &b.quote) >= MIN_LIKENESS,
        })
    }

    /// Says whether the same words stand at another place of the text: no passage of `old` went
    /// where one of `new` is.
    pub(super) fn is_moved(&self, old: &ClaimRecord, new: &ClaimRecord) -> bool {
        if old.version == new.version {
            return false;
        }
        let pairs = old.evidence.iter().zip(&new.evidence);
        let mut places =
            pairs.filter_map(|(a, b)| Some((self.place(a, &old.version, &new.version)?, b)));
        places.any(|(place, b)| !overlaps(place, b))
    }

    /// Says whether the new texts have the name `new` as often as the old ones have `old`, more
    /// than once, and neither side has both: one name was put for the other throughout.
    pub(super) fn is_replaced(&self, old: &str, new: &str) -> bool {
        let count = |texts: &BTreeMap<&str, &str>, name: &str| -> usize {
            texts.values().map(|text| text.matches(name).count()).sum()
        };
        if old.is_empty() || new.is_empty() || old.contains(new) || new.contains(old) {
            return false;
        }
        let n_times = count(self.old, old);
        n_times > 1
            && count(self.new, new) == n_times
            && count(self.old, new) == 0
            && count(self.new, old) == 0
    }

    /// Returns where a passage went; the outer `None` when a text is missing.
    fn place(&self, passage: &Passage, old: &str, new: &str) -> Option<Option<Place>> {
        let mut maps = self.maps.borrow_mut();
        let map = maps.entry((old.to_owned(), new.to_owned())).or_insert_with(|| {
            let (before, after) = (self.old.get(old)?, self.new.get(new)?);
            Some(SpanMap::new(before, after))
        });
        map.as_ref().map(|map| map.map(passage.start, passage.end))
    }
}

fn overlaps(place: Option<Place>, passage: &Passage) -> bool {
    place.is_some_and(|place| place.start < passage.end && passage.start < place.end)
}

/// Returns why each of `alone`, claims of one side, is not on the other. `versions` are, for each,
/// the versions of the other side that have its article; none when no version has it.
///
/// `is_old` tells which side of `texts` the claims are on.
pub(super) fn causes(
    alone: &[&ClaimRecord],
    versions: &[Vec<&str>],
    other_quotes: &BTreeSet<String>,
    texts: &Texts<'_>,
    is_old: bool,
) -> Vec<Cause> {
    let there = if is_old { texts.new } else { texts.old };
    let mut asked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (record, versions) in alone.iter().zip(versions) {
        for version in versions {
            let quotes = record.evidence.iter().map(|passage| collapse(&passage.quote));
            asked.entry(version).or_default().extend(quotes);
        }
    }
    let found: BTreeMap<&str, BTreeSet<String>> = (asked.into_iter())
        .filter_map(|(version, quotes)| Some((version, present(there.get(version)?, quotes))))
        .collect();

    let cause = |(record, versions): (&&ClaimRecord, &Vec<&str>)| {
        if versions.is_empty() {
            return Cause::Article;
        }
        let quotes: Vec<String> =
            record.evidence.iter().map(|passage| collapse(&passage.quote)).collect();
        let read: Vec<_> = versions.iter().filter_map(|version| found.get(version)).collect();
        let is_there = |quote: &String| {
            other_quotes.contains(quote) || read.iter().any(|set| set.contains(quote))
        };
        if quotes.iter().any(is_there) {
            return Cause::Context;
        }
        if read.is_empty() {
            return Cause::Unknown;
        }
        let kept = |version: &&str| {
            let places = record.evidence.iter().filter_map(|passage| {
                if is_old {
                    texts.place(passage, &record.version, version)?
                } else {
                    texts.place_back(passage, version, &record.version)
                }
            });
            places.map(|place| place.kept).fold(0.0, f64::max)
        };
        if versions.iter().map(kept).fold(0.0, f64::max) >= MIN_KEPT {
            Cause::Edited
        } else {
            Cause::Text
        }
    };
    alone.iter().zip(versions).map(cause).collect()
}

impl Texts<'_> {
    /// Returns where a passage of the new side came from.
    fn place_back(&self, passage: &Passage, old: &str, new: &str) -> Option<Place> {
        let (before, after) = (self.old.get(old)?, self.new.get(new)?);
        let mut maps = self.maps.borrow_mut();
        // Kept under a name that no pair of versions has: the second text is marked.
        let name = (new.to_owned(), format!("{old} (back)"));
        let map = maps.entry(name).or_insert_with(|| Some(SpanMap::new(after, before)));
        map.as_ref().and_then(|map| map.map(passage.start, passage.end))
    }
}

/// Returns those of `quotes` (white space collapsed) that occur in `text`, in one pass over it.
fn present(text: &str, mut quotes: Vec<String>) -> BTreeSet<String> {
    quotes.sort_unstable();
    quotes.dedup();
    let text = collapse(text);
    let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&quotes);
    match finder {
        Ok(finder) => {
            let mut seen = vec![false; quotes.len()];
            for found in finder.find_overlapping_iter(&text) {
                seen[found.pattern().as_usize()] = true;
            }
            quotes.into_iter().zip(seen).filter_map(|(quote, seen)| seen.then_some(quote)).collect()
        }
        // More quotes than an automaton can hold: look for each.
        Err(_) => quotes.into_iter().filter(|quote| text.contains(quote.as_str())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_found_across_line_breaks_and_inside_one_another() {
        let text = "The road\n  is open. It is long.";
        let quotes = ["The road is open.", "road is", "closed"].map(str::to_owned).to_vec();
        let found: Vec<String> = present(text, quotes).into_iter().collect();
        assert_eq!(found, ["The road is open.", "road is"]);
    }
}
