//! Learns the models of a language from treebanks.

mod lemmas;
mod parser;
pub(crate) mod perceptron;
mod splitter;
mod tagger;

/// A generator of pseudo-random numbers (xorshift64*, Vigna 2016), so that training is the same
/// on every run.
pub(crate) struct Shuffler(u64);

impl Shuffler {
    /// A generator that starts from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// Returns a number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        (high * bound as u64 >> 32) as usize
    }

    /// Puts `items` into an order of its own (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

use super::Language;
use super::conllu::Treebank;
use super::language::Model;
use super::lexicon::Known;
use super::parse::Parser;
use super::parse::features::Input;
use super::shape::Spelling;
use super::tag::{Upos, Xpos};

/// Learns all models of `language` from treebanks; `log` gets a line at every step, and the
/// language as it would be now.
pub fn train(
    banks: &[&Treebank],
    mut language: Language,
    log: &mut dyn FnMut(String, Option<&Language>),
) -> Language {
    let splitter = splitter::train(banks, &language, &mut |line| log(line, None));
    let sentences: Vec<tagger::Tagged> = banks.iter().flat_map(|bank| tagged(bank)).collect();
    let start = std::env::var("START")
        .ok()
        .map(|path| super::model::read(&std::fs::read(path).unwrap()).unwrap());
    let (tagger, tags) = if let Some(start) = &start {
        let bytes = std::fs::read(std::env::var("TAGS").unwrap()).unwrap();
        let mut at = 0;
        let tags: Vec<Vec<u8>> = sentences
            .iter()
            .map(|s| {
                let n = s.tags.len();
                at += n;
                bytes[at - n..at].to_vec()
            })
            .collect();
        (start.tagger.clone(), tags)
    } else {
        let r = tagger::train(&sentences, &mut |line| log(line, None));
        if let Ok(p) = std::env::var("TAGS") {
            std::fs::write(p, r.1.concat()).unwrap();
        }
        r
    };
    let trees = banks.iter().flat_map(|bank| &bank.annotated.sentences);
    let parsed: Vec<parser::Parsed> = trees
        .zip(&sentences)
        .zip(&tags)
        .map(|((tree, sentence), tags)| {
            let tags: Vec<(Upos, Xpos)> =
                tags.iter().map(|tag| tagger.classes[usize::from(*tag)]).collect();
            let known: Vec<Known> =
                sentence.spellings.iter().map(|spelling| tagger.lexicon.get(spelling)).collect();
            let tree = tree.tokens.iter().map(|token| (token.head, token.relation)).collect();
            parser::Parsed { input: Input::new(&sentence.spellings, &known, &tags), tree }
        })
        .collect();
    language.model = Some(Model { splitter, tagger, ..Model::default() });
    lemmas::train(banks, &mut language);
    let number = |name: &str, default: usize| {
        std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
    };
    let plan = parser::Plan {
        greedy: number("GREEDY", 8),
        beam: number("BEAM", 5),
        width: number("WIDTH", 4),
        least: 2,
        smallest: number("SMALLEST", 1) as i32,
    };
    let mut log2 = |line: String, parser: Option<&Parser>| {
        if let (Some(parser), Some(model)) = (parser, &mut language.model) {
            model.parser = parser.clone();
        }
        log(line, parser.map(|_| &language));
    };
    let parser = match &start {
        Some(start) if std::env::var("REFINE").is_ok() => {
            parser::refine(&parsed, &start.parser.weights, plan, &mut log2)
        }
        _ => parser::train(&parsed, plan, &mut log2),
    };
    if let Some(model) = &mut language.model {
        model.parser = parser;
    }
    language
}

/// Returns the sentences of a treebank as the tagger learns them.
fn tagged(bank: &Treebank) -> Vec<tagger::Tagged> {
    let mut buffer = String::new();
    bank.annotated
        .sentences
        .iter()
        .map(|sentence| tagger::Tagged {
            spellings: sentence
                .tokens
                .iter()
                .map(|token| Spelling::new(token.span.of(&bank.text), token.part, &mut buffer))
                .collect(),
            tags: sentence.tokens.iter().map(|token| (token.upos, token.xpos)).collect(),
        })
        .collect()
}
/// TEMP
pub fn lemmas_only(banks: &[&Treebank], mut language: Language) -> Language {
    lemmas::train(banks, &mut language);
    language
}
