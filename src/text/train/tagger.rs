//! Learns the tagger: lexicon, first model, and the second one on jackknifed tags of the first.

use std::collections::BTreeMap;

use super::super::lexicon::{Known, Lexicon, RARE, form_key, lower_key};
use super::super::shape::Spelling;
use super::super::table::Table;
use super::super::tag::{Upos, Xpos};
use super::super::tagger::{Tagger, Words, features, landmarks};
use super::super::weights::{Weights, best};
use super::Shuffler;
use super::perceptron::Perceptron;

/// A sentence with the right tags.
pub(super) struct Tagged {
    pub spellings: Vec<Spelling>,
    pub tags: Vec<(Upos, Xpos)>,
}

/// Passes over the sentences.
const EPOCHS: usize = 12;
/// Parts of the training set in jackknifing.
const FOLDS: usize = 4;
/// Models whose mean is taken.
const ORDERS: u64 = 3;
/// Weights nearer to 0 are left out.
const SMALLEST: i32 = 7;
/// Weights are multiples of this: the file is smaller for it.
const STEP: i32 = 4;
/// So many of a thousand words are hidden from the lexicon in training.
const HIDDEN: usize = 80;
/// Words seen less often are rare.
const LEAST: u32 = 3;
/// Parts of the training set: each is learned from with a lexicon of the others, so that a word seen
/// once is unknown where it is learned, as new words will be.
const PARTS: usize = 8;
/// Neighbouring sentences that go to the same part: the words of one text come together.
const STRETCH: usize = 7;

/// Learns a tagger. Also returns jackknifed tags of all sentences: each part of the set tagged by
/// models that did not see it.
pub(super) fn train(
    sentences: &[Tagged],
    gazetteer: &Table,
    log: &mut dyn FnMut(String),
) -> (Tagger, Vec<Vec<u8>>) {
    let mut classes: Vec<(Upos, Xpos)> = sentences.iter().flat_map(|s| s.tags.clone()).collect();
    classes.sort_unstable();
    classes.dedup();
    let all: Vec<usize> = (0..sentences.len()).collect();
    let mut first_tags = vec![Vec::new(); sentences.len()];
    for fold in 0..FOLDS {
        let (rest, held): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|index| *index % FOLDS != fold);
        let lexicon = lexicon(sentences, &rest, &classes, gazetteer);
        let first = learn(sentences, &rest, &classes, gazetteer, None, (5, 0));
        let tagger = Tagger { classes: classes.clone(), lexicon, first, ..Tagger::default() };
        for index in held {
            let words = Words::new(sentences[index].spellings.clone(), &tagger.lexicon);
            first_tags[index] = tagger.pass(&tagger.first, &words, None);
        }
    }
    log(format!("tagger: jackknifed first pass {:.2}", accuracy(sentences, &classes, &first_tags)));
    let mut second_tags = vec![Vec::new(); sentences.len()];
    for fold in 0..FOLDS {
        let (rest, held): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|index| *index % FOLDS != fold);
        let lexicon = lexicon(sentences, &rest, &classes, gazetteer);
        let second = learn(sentences, &rest, &classes, gazetteer, Some(&first_tags), (5, 0));
        let tagger = Tagger { classes: classes.clone(), lexicon, second, ..Tagger::default() };
        for index in held {
            let words = Words::new(sentences[index].spellings.clone(), &tagger.lexicon);
            second_tags[index] = tagger.pass(&tagger.second, &words, Some(&first_tags[index]));
        }
    }
    let right = accuracy(sentences, &classes, &second_tags);
    log(format!("tagger: jackknifed second pass {right:.2}"));
    let lexicon = lexicon(sentences, &all, &classes, gazetteer);
    let first = several(sentences, &all, &classes, gazetteer, None);
    let second = several(sentences, &all, &classes, gazetteer, Some(&first_tags));
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
fn lexicon(
    sentences: &[Tagged],
    chosen: &[usize],
    classes: &[(Upos, Xpos)],
    gazetteer: &Table,
) -> Lexicon {
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
    let mut lexicon = Lexicon { gazetteer: gazetteer.clone(), ..Lexicon::default() };
    for (key, tags) in counts {
        let n: u32 = tags.values().sum();
        // How often a rare word was seen says how far to trust its set.
        let (rare, mut set) = if n < LEAST { (RARE, n << 8) } else { (0, 0) };
        set ^= 0x811C_9DC5;
        for (tag, _) in tags.iter().filter(|(_, count)| **count * 20 >= n) {
            set = (set ^ u32::from(*tag)).wrapping_mul(0x0100_0193);
        }
        lexicon.words.insert(key, (set ^ set >> 16) & 0xFFFF | 1 | rare);
    }
    lexicon
}

/// The mean of models that saw the sentences in different orders.
fn several(
    sentences: &[Tagged],
    chosen: &[usize],
    classes: &[(Upos, Xpos)],
    gazetteer: &Table,
    seen: Option<&[Vec<u8>]>,
) -> Weights {
    let models: Vec<Weights> = (0..ORDERS)
        .map(|order| learn(sentences, chosen, classes, gazetteer, seen, (EPOCHS, order)))
        .collect();
    Weights::mean(&models, 1).pruned(SMALLEST, STEP)
}

/// Learns one model in so many passes, in an order of sentences by number.
fn learn(
    sentences: &[Tagged],
    chosen: &[usize],
    classes: &[(Upos, Xpos)],
    gazetteer: &Table,
    seen: Option<&[Vec<u8>]>,
    (epochs, order): (usize, u64),
) -> Weights {
    let part = |index: usize| index / STRETCH % PARTS;
    let lexicons: Vec<Lexicon> = (0..PARTS)
        .map(|left_out| {
            let rest: Vec<usize> =
                chosen.iter().copied().filter(|index| part(*index) != left_out).collect();
            lexicon(sentences, &rest, classes, gazetteer)
        })
        .collect();
    let mut examples: Vec<(usize, Words, Vec<u8>)> = chosen
        .iter()
        .map(|index| {
            let sentence = &sentences[*index];
            let gold = |tag| classes.binary_search(tag).expect("classes hold all tags") as u8;
            let words = Words::new(sentence.spellings.clone(), &lexicons[part(*index)]);
            (*index, words, sentence.tags.iter().map(gold).collect())
        })
        .collect();
    let mut model = Perceptron::new();
    let landmarks = landmarks(classes);
    let mut shuffler = Shuffler::new(7 + 2 * order);
    let mut scores = vec![0; classes.len()];
    let (mut keys, mut tags) = (Vec::new(), Vec::new());
    for _ in 0..epochs {
        shuffler.shuffle(&mut examples);
        for (index, words, gold) in &mut examples {
            tags.clear();
            // Some words are hidden, so that the model learns to judge by context and spelling.
            let known = words.known.clone();
            for word in &mut words.known {
                if shuffler.below(1000) < HIDDEN {
                    *word = Known { lists: word.lists, ..Known::default() };
                }
            }
            for (at, right) in gold.iter().enumerate() {
                keys.clear();
                let tagged = seen.map(|seen| (&seen[*index][..], &landmarks[..]));
                features(words, at, &tags, tagged, &mut keys);
                scores.fill(0);
                model.add(&keys, &mut scores);
                let guess = best(&scores);
                // A tie counts as wrong.
                let right = usize::from(*right);
                let rival = if guess == right { second(&scores, right) } else { guess };
                if scores[right] <= scores[rival] {
                    model.update(&keys, right, 1);
                    model.update(&keys, rival, -1);
                }
                model.tick();
                tags.push(guess as u8);
            }
            words.known = known;
        }
    }
    model.freeze(3, 8.0, 1)
}

/// Returns the best class apart from one.
fn second(scores: &[i32], but: usize) -> usize {
    let mut second = usize::from(but == 0);
    for (class, score) in scores.iter().enumerate() {
        if class != but && *score > scores[second] {
            second = class;
        }
    }
    second
}
