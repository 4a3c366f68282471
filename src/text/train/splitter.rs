//! Learns where sentences end, on the words that saiga itself cuts.

use super::super::conllu::Treebank;
use super::super::language::Language;
use super::super::sentence::Context;
use super::super::shape::spellings;
use super::super::token::tokenize;
use super::super::weights::Weights;
use super::perceptron::Perceptron;

const EPOCHS: usize = 12;

/// Learns a splitter from the texts of `banks`.
pub(super) fn train(
    banks: &[&Treebank],
    language: &Language,
    log: &mut dyn FnMut(String),
) -> Weights {
    let texts: Vec<_> = banks
        .iter()
        .map(|bank| {
            let words = tokenize(&bank.text, language);
            let spellings = spellings(&bank.text, &words);
            let ends: Vec<usize> =
                bank.annotated.sentences.iter().map(|s| s.span.end as usize).collect();
            let gold: Vec<bool> =
                words.iter().map(|word| ends.binary_search(&word.end).is_ok()).collect();
            (&bank.text, words, spellings, gold)
        })
        .collect();
    let mut model = Perceptron::new();
    let mut keys = Vec::new();
    for epoch in 0..EPOCHS {
        let (mut wrong, mut asked) = (0, 0);
        for (text, words, spellings, gold) in &texts {
            let context = Context { text, words, spellings, language };
            let mut start = 0;
            for (at, ends) in gold.iter().enumerate() {
                if at + 1 < words.len() && context.fixed(at).is_none() {
                    keys.clear();
                    context.features(at, start, &mut keys);
                    let mut score = [0];
                    model.add(&keys, &mut score);
                    // A margin keeps the model from resting on what it just manages to tell.
                    let side = if *ends { 1 } else { -1 };
                    wrong += usize::from((score[0] > 0) != *ends);
                    asked += 1;
                    if score[0] * side <= 3 {
                        model.update(&keys, 0, side);
                    }
                    model.tick();
                }
                if *ends {
                    start = at + 1;
                }
            }
        }
        log(format!("splitter: epoch {}: {wrong} of {asked} gaps wrong", epoch + 1));
    }
    model.freeze(2, 16.0, 1)
}
