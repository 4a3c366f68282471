//! Finds every name of the lexicon in a text, in one pass (Aho and Corasick, 1975).

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::fact::Reason;
use crate::ontology::{EntryId, Lexicon};
use crate::span::Span;

/// All names of the lexicon, ready to be searched for.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    automaton: AhoCorasick,
    /// The readings of each pattern of the automaton.
    readings: Vec<Vec<Reading>>,
}

/// One thing that a listed name can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// How the name relates to the entry.
    pub reason: Reason,
    /// What it means.
    pub entry: EntryId,
}

/// A listed name as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<'g> {
    /// Where it stands.
    pub span: Span,
    /// What it can mean, names before adjectives.
    pub readings: &'g [Reading],
    /// Index of the longer hit that it lies inside.
    pub inside: Option<usize>,
}

impl Gazetteer {
    /// Compiles the names, aliases, adjectives and metonyms of `lexicon`.
    ///
    /// # Panics
    /// Never with a lexicon that fits in memory: the automaton's only limit is 2³¹ states.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut surfaces: Vec<(String, Reading)> = Vec::new();
        for (index, entry) in (0u32..).zip(&lexicon.entries) {
            let names = std::iter::once(&entry.name)
                .chain(&entry.aliases)
                .map(|name| (name, Reason::Gazetteer));
            let adjectives =
                entry.adjectives.iter().map(|adjective| (adjective, Reason::Adjective));
            for (surface, reason) in names.chain(adjectives) {
                surfaces.push((fold(surface).0, Reading { reason, entry: EntryId(index) }));
            }
        }
        for metonym in &lexicon.metonyms {
            let reading = Reading { reason: Reason::Metonym, entry: metonym.entry };
            surfaces.push((fold(&metonym.surface).0, reading));
        }
        surfaces.retain(|(surface, _)| !surface.is_empty());
        surfaces.sort();
        surfaces.dedup();
        let mut patterns: Vec<String> = Vec::new();
        let mut readings: Vec<Vec<Reading>> = Vec::new();
        for (surface, reading) in surfaces {
            if patterns.last() == Some(&surface) {
                readings.last_mut().expect("one list a pattern").push(reading);
            } else {
                patterns.push(surface);
                readings.push(vec![reading]);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .expect("the lexicon is far below the automaton's limit");
        Self { automaton, readings }
    }

    /// Returns every listed name in `span` of `text` that starts and ends with a word, in order, a
    /// longer one before those inside it. Of two that cross, the earlier is kept.
    pub fn find(&self, text: &str, span: Span) -> Vec<Hit<'_>> {
        let part = span.of(text);
        let (folded, offsets) = fold(part);
        let is_inside_word = |before: Option<char>, after: Option<char>| {
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            is_word(before) && is_word(after)
        };
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for hit in self.automaton.find_overlapping_iter(&folded) {
            let (before, inside, after) =
                (&folded[..hit.start()], &folded[hit.start()..hit.end()], &folded[hit.end()..]);
            let cut_start = is_inside_word(before.chars().next_back(), inside.chars().next());
            // `US$3 billion` names a currency.
            let cut_end = is_inside_word(inside.chars().next_back(), after.chars().next())
                || after.starts_with('$');
            if !cut_start && !cut_end {
                found.push((hit.start(), hit.end(), hit.pattern().as_usize()));
            }
        }
        // `The Belt and Road Initiative` is no `The Belt and Road` with a word too many.
        let mut reach: BTreeMap<usize, usize> = BTreeMap::new();
        for (start, end, _) in &found {
            let furthest = reach.entry(*start).or_insert(*end);
            *furthest = (*furthest).max(*end);
        }
        found.retain(|(start, end, _)| {
            let has_article = folded[*start..*end]
                .get(..4)
                .is_some_and(|article| article.eq_ignore_ascii_case("the "));
            !has_article || reach.get(&(start + 4)).is_none_or(|furthest| furthest <= end)
        });
        // Earliest first, and of those the longest.
        found.sort_by_key(|(start, end, _)| (*start, usize::MAX - end));
        let base = span.start as usize;
        let place =
            |offset: usize| base + offsets.get(offset).map_or(part.len(), |at| *at as usize);
        let mut hits: Vec<Hit<'_>> = Vec::new();
        let mut outer: Option<(usize, usize)> = None; // index and end of the last outermost hit
        for (start, end, pattern) in found {
            let inside = match outer {
                Some((index, outer_end)) if end <= outer_end => Some(index),
                Some((_, outer_end)) if start < outer_end => continue,
                _ => None,
            };
            if inside.is_none() {
                outer = Some((hits.len(), end));
            }
            let span = Span::new(place(start), place(end));
            hits.push(Hit { span, readings: &self.readings[pattern], inside });
        }
        hits
    }
}

/// Makes typographic variants equal: curly to straight apostrophes, every dash to a hyphen, every
/// white space to one space. Gives for each byte of the result the byte of `text` it comes from.
fn fold(text: &str) -> (String, Vec<u32>) {
    let mut folded = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len());
    let mut was_space = false;
    for (offset, c) in text.char_indices() {
        let plain = match c {
            '‘' | '’' | 'ʼ' | '`' | '´' => '\'',
            '‐' | '‑' | '–' | '—' | '−' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        // Runs of white space, and characters of no width, must not hide a name.
        let is_invisible =
            matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}');
        if is_invisible || plain == ' ' && was_space {
            continue;
        }
        was_space = plain == ' ';
        folded.push(plain);
        offsets.resize(folded.len(), offset as u32);
    }
    (folded, offsets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::{ClassId, Entry, Metonym};

    fn entry(name: &str, aliases: &[&str], adjectives: &[&str]) -> Entry {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Entry {
            name: name.to_owned(),
            aliases: owned(aliases),
            adjectives: owned(adjectives),
            class: ClassId(0),
            located_in: None,
            capital_of: None,
            office_of: None,
            leads: false,
            wikidata: None,
            source: String::new(),
            file: String::new(),
            line: 0,
        }
    }

    fn surfaces<'t>(gazetteer: &Gazetteer, text: &'t str) -> Vec<&'t str> {
        let hits = gazetteer.find(text, Span::new(0, text.len()));
        hits.iter().filter(|hit| hit.inside.is_none()).map(|hit| hit.span.of(text)).collect()
    }

    #[test]
    fn the_longest_whole_name_wins() {
        let entries = vec![
            entry("Niger", &[], &[]),
            entry("Nigeria", &[], &["Nigerian"]),
            entry("Xi'an", &[], &[]),
        ];
        let lexicon = Lexicon::new(entries, Vec::new());
        let gazetteer = Gazetteer::new(&lexicon);
        assert_eq!(
            surfaces(&gazetteer, "Nigerian ships left Niger for Nigeria’s coast."),
            ["Nigerian", "Niger", "Nigeria"]
        );
        assert_eq!(surfaces(&gazetteer, "Xi’an, not Xi‘anning"), ["Xi’an"]);
    }

    #[test]
    fn broken_lines_and_dashes_do_not_hide_a_name() {
        let entries = vec![entry("Altai-Kettle Pact", &["AKP"], &[])];
        let metonyms = vec![Metonym {
            surface: "AKP".into(),
            entry: EntryId(0),
            reading: "government".into(),
        }];
        let gazetteer = Gazetteer::new(&Lexicon::new(entries, metonyms));
        let text = "the Altai–Kettle\n  Pact (AKP)";
        assert_eq!(surfaces(&gazetteer, text), ["Altai–Kettle\n  Pact", "AKP"]);
        let hits = gazetteer.find(text, Span::new(0, text.len()));
        assert_eq!(hits.len(), 2);
        let reasons: Vec<Reason> = hits[1].readings.iter().map(|reading| reading.reason).collect();
        assert_eq!(reasons, [Reason::Gazetteer, Reason::Metonym]);
    }
}
