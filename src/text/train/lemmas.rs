//! Learns lemmas: how endings change, from the shortest ending to the longest, and the words that
//! the rules get wrong.

use std::collections::BTreeMap;

use super::super::conllu::Treebank;
use super::super::language::Language;
use super::super::lemma::{LONGEST_ENDING, Lemmas, ending_key, exception_key, inflection, lemma};
use super::super::tag::{Upos, Xpos};

/// An edit: characters to take off, what to put on.
type Edit = (u8, String);

/// Learns from the words of `banks`. `language` must already have its tagger's lexicon.
pub(super) fn train(banks: &[&Treebank], language: &mut Language) {
    let mut counts: BTreeMap<(String, Upos, Xpos), BTreeMap<String, usize>> = BTreeMap::new();
    for bank in banks {
        for token in bank.annotated.sentences.iter().flat_map(|sentence| &sentence.tokens) {
            let form = token.span.of(&bank.text).to_owned();
            let lemmas = counts.entry((form, token.upos, token.xpos)).or_default();
            *lemmas.entry(token.lemma.to_string()).or_default() += 1;
        }
    }
    let words: Vec<((String, Upos, Xpos), String)> = counts
        .into_iter()
        .map(|(word, lemmas)| {
            let best = lemmas.into_iter().max_by_key(|(_, count)| *count);
            (word, best.map(|(lemma, _)| lemma).unwrap_or_default())
        })
        .collect();
    let Some(model) = &mut language.model else { return };
    model.lemmas = endings(&words);
    let mut exceptions: BTreeMap<u32, String> = BTreeMap::new();
    // Forms in small letters first: they also serve for the same words with capitals.
    for small in [true, false] {
        for ((form, upos, xpos), gold) in &words {
            let lower = form.to_lowercase().replace('’', "'");
            let number = form.contains(|c: char| c.is_ascii_digit());
            if (lower == *form) != small || number || lemma(form, *upos, *xpos, language) == *gold {
                continue;
            }
            let key = exception_key(form, *upos, *xpos);
            exceptions.entry(key).or_insert_with(|| gold.clone());
        }
        let Some(model) = &mut language.model else { return };
        store(&mut model.lemmas, &exceptions);
    }
}

fn store(lemmas: &mut Lemmas, exceptions: &BTreeMap<u32, String>) {
    lemmas.exceptions = super::super::table::Table::with_capacity(exceptions.len());
    lemmas.words = Vec::new();
    for (number, (key, word)) in exceptions.iter().enumerate() {
        lemmas.exceptions.insert(*key, number as u32);
        lemmas.words.push(word.as_str().into());
    }
}

/// Learns the changes of endings: a longer ending is a rule when most of its words, and at least
/// two, change in a way of their own.
fn endings(words: &[((String, Upos, Xpos), String)]) -> Lemmas {
    let mut votes: BTreeMap<(usize, String, Xpos), BTreeMap<Edit, usize>> = BTreeMap::new();
    let mut seen = BTreeMap::new();
    for ((form, upos, xpos), lemma) in words {
        let lower = form.to_lowercase().replace('’', "'");
        let Some(tag) = inflection(&lower, *upos, *xpos) else { continue };
        if seen.insert((lower.clone(), tag), ()).is_some() || !lower.contains(char::is_alphabetic) {
            continue;
        }
        let lemma = lemma.to_lowercase();
        let common = lower.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let cut = lower.chars().count() - common;
        if cut > 5 {
            continue;
        }
        let edit = (cut as u8, lemma.chars().skip(common).collect::<String>());
        let starts: Vec<usize> = lower.char_indices().rev().map(|(at, _)| at).collect();
        for (index, start) in starts.iter().take(LONGEST_ENDING).enumerate() {
            if index + 1 < cut || *start == 0 {
                continue;
            }
            let key = (index + 1, lower[*start..].to_owned(), tag);
            *votes.entry(key).or_default().entry(edit.clone()).or_default() += 1;
        }
    }
    let mut lemmas = Lemmas::default();
    let mut rules: BTreeMap<(String, Xpos), Edit> = BTreeMap::new();
    for ((_, ending, xpos), edits) in votes {
        let total: usize = edits.values().sum();
        let Some((edit, count)) = edits.into_iter().max_by_key(|(_, count)| *count) else {
            continue;
        };
        // What the next shorter endings say.
        let inherited = ending
            .char_indices()
            .skip(1)
            .find_map(|(at, _)| rules.get(&(ending[at..].to_owned(), xpos)));
        if count >= 2 && count * 2 > total && inherited != Some(&edit) {
            rules.insert((ending, xpos), edit);
        }
    }
    for ((ending, xpos), (cut, add)) in rules {
        let edit = (cut, add.into_boxed_str());
        let number = lemmas.edits.iter().position(|known| *known == edit).unwrap_or_else(|| {
            lemmas.edits.push(edit);
            lemmas.edits.len() - 1
        });
        lemmas.endings.insert(ending_key(&ending, xpos), number as u32);
    }
    lemmas
}
