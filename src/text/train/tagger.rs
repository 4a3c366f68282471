//! Learns the tagger: lexicon, first model, and the second one on jackknifed tags of the first.

use std::collections::BTreeMap;

use super::super::lexicon::{Known, Lexicon, form_key, lower_key};
use super::super::shape::Spelling;
use super::super::tag::{Upos, Xpos};
use super::super::tagger::{Tagger, Words, features};
use super::super::weights::{Weights, best};
use super::Shuffler;
use super::perceptron::Perceptron;

/// A sentence with the right tags.
pub struct Tagged {
    pub(crate) spellings: Vec<Spelling>,
    pub(crate) tags: Vec<(Upos, Xpos)>,
}

const EPOCHS: usize = 14;
/// Parts of the training set in jackknifing.
const FOLDS: usize = 5;
/// Words seen less often are unknown.
const LEAST: u32 = 3;

/// Learns a tagger. Also returns jackknifed tags of all sentences: each part of the set tagged by
/// models that did not see it.
pub fn train(sentences: &[Tagged], log: &mut dyn FnMut(String)) -> (Tagger, Vec<Vec<u8>>) {
    let mut classes: Vec<(Upos, Xpos)> = sentences.iter().flat_map(|s| s.tags.clone()).collect();
    classes.sort_unstable();
    classes.dedup();
    let all: Vec<usize> = (0..sentences.len()).collect();
    let mut first_tags = vec![Vec::new(); sentences.len()];
    let mut second_tags = vec![Vec::new(); sentences.len()];
    if std::env::var("QUICK").is_ok() {
        let lexicon = lexicon(sentences, &all, &classes);
        let first = learn(sentences, &all, &classes, &lexicon, None, EPOCHS);
        let gold_tags = sentences
            .iter()
            .map(|s| s.tags.iter().map(|t| classes.binary_search(t).unwrap() as u8).collect())
            .collect();
        return (Tagger { classes, lexicon, first, ..Tagger::default() }, gold_tags);
    }
    // Pass-one tags of each fold by a model of the others.
    for fold in 0..FOLDS {
        let (rest, held): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|index| *index % FOLDS != fold);
        let lexicon = lexicon(sentences, &rest, &classes);
        let first = learn(sentences, &rest, &classes, &lexicon, None, 8);
        let tagger = Tagger { classes: classes.clone(), lexicon, first, ..Tagger::default() };
        for index in held {
            let words = Words::new(sentences[index].spellings.clone(), &tagger.lexicon);
            first_tags[index] = tagger.pass(&tagger.first, &words, None);
        }
    }
    log(format!("tagger: jackknifed first pass {:.2}", accuracy(sentences, &classes, &first_tags)));
    for fold in 0..FOLDS {
        let (rest, held): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|index| *index % FOLDS != fold);
        let lexicon = lexicon(sentences, &rest, &classes);
        let second = learn(sentences, &rest, &classes, &lexicon, Some(&first_tags), 8);
        let tagger = Tagger { classes: classes.clone(), lexicon, second, ..Tagger::default() };
        for index in held {
            let words = Words::new(sentences[index].spellings.clone(), &tagger.lexicon);
            second_tags[index] = tagger.pass(&tagger.second, &words, Some(&first_tags[index]));
        }
    }
    log(format!(
        "tagger: jackknifed second pass {:.2}",
        accuracy(sentences, &classes, &second_tags)
    ));
    let lexicon = lexicon(sentences, &all, &classes);
    let first = learn(sentences, &all, &classes, &lexicon, None, EPOCHS);
    let second = learn(sentences, &all, &classes, &lexicon, Some(&first_tags), EPOCHS);
    (Tagger { classes, lexicon, first, second }, second_tags)
}

fn accuracy(sentences: &[Tagged], classes: &[(Upos, Xpos)], tags: &[Vec<u8>]) -> f64 {
    let (mut right, mut n_words) = (0, 0);
    for (sentence, tags) in sentences.iter().zip(tags) {
        n_words += tags.len();
        right += sentence
            .tags
            .iter()
            .zip(tags)
            .filter(|(gold, tag)| classes[usize::from(**tag)].0 == gold.0)
            .count();
    }
    100.0 * right as f64 / n_words.max(1) as f64
}

/// Notes which words bear which tags.
fn lexicon(sentences: &[Tagged], chosen: &[usize], classes: &[(Upos, Xpos)]) -> Lexicon {
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for index in chosen {
        let sentence = &sentences[*index];
        for (spelling, tag) in sentence.spellings.iter().zip(&sentence.tags) {
            let class = classes.binary_search(tag).expect("classes hold all tags") as u8;
            for key in [form_key(spelling), lower_key(spelling)] {
                *counts.entry(key).or_default().entry(class).or_default() += 1;
            }
        }
    }
    // Numbers must not depend on the part of the data that is looked at: hash the set.
    let mut lexicon = Lexicon::default();
    for (key, tags) in counts {
        let n: u32 = tags.values().sum();
        if n < std::env::var("LEAST").ok().and_then(|v| v.parse().ok()).unwrap_or(LEAST) {
            continue;
        }
        let mut set = 0x811C_9DC5_u32;
        for (tag, _) in tags.iter().filter(|(_, count)| **count * 20 >= n) {
            set = (set ^ u32::from(*tag)).wrapping_mul(0x0100_0193);
        }
        lexicon.words.insert(key, (set ^ set >> 16) & 0xFFFF | 1);
    }
    lexicon
}

fn learn(
    sentences: &[Tagged],
    chosen: &[usize],
    classes: &[(Upos, Xpos)],
    lexicon: &Lexicon,
    seen: Option<&[Vec<u8>]>,
    epochs: usize,
) -> Weights {
    let mut examples: Vec<(usize, Words, Vec<u8>)> = chosen
        .iter()
        .map(|index| {
            let sentence = &sentences[*index];
            let gold = |tag| classes.binary_search(tag).expect("classes hold all tags") as u8;
            let words = Words::new(sentence.spellings.clone(), lexicon);
            (*index, words, sentence.tags.iter().map(gold).collect())
        })
        .collect();
    let ev = |n: &str, d: usize| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let hide = ev("HIDE", 200);
    let margin = ev("MARGIN", 0) as i32;
    let epochs = ev("EPOCHS", epochs);
    let mut model = Perceptron::new();
    let mut shuffler = Shuffler::new(7);
    let mut scores = vec![0; classes.len()];
    let (mut keys, mut tags) = (Vec::new(), Vec::new());
    for _ in 0..epochs {
        shuffler.shuffle(&mut examples);
        for (index, words, gold) in &mut examples {
            tags.clear();
            // Some words are hidden, so that the model learns to judge by context and spelling.
            let known = words.known.clone();
            for word in &mut words.known {
                if shuffler.below(1000) < hide {
                    *word = Known::default();
                }
            }
            for (at, right) in gold.iter().enumerate() {
                keys.clear();
                features(words, at, &tags, seen.map(|seen| &seen[*index][..]), &mut keys);
                scores.fill(0);
                model.add(&keys, &mut scores);
                let guess = best(&scores);
                let right_score = scores[usize::from(*right)];
                let rival = (0..scores.len())
                    .filter(|c| *c != usize::from(*right))
                    .max_by_key(|c| (scores[*c], std::cmp::Reverse(*c)))
                    .unwrap_or(0);
                let guess_out = guess;
                let guess = rival;
                if right_score - scores[rival] <= margin {
                    model.update(&keys, usize::from(*right), 1);
                    model.update(&keys, guess, -1);
                }
                model.tick();
                tags.push(guess_out as u8);
            }
            words.known = known;
        }
    }
    model.freeze(3, 8.0, 1)
}
