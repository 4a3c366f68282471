//! Learns the models of a language from treebanks: splitter, tagger, lemmas, parser, names.
//!
//! Training is the same on every run: orders come from a generator with fixed seeds, and nothing
//! depends on the time or on threads.

mod gazetteer;
mod lemmas;
mod names;
mod parser;
mod perceptron;
mod splitter;
mod tagger;

use super::conllu::Treebank;
use super::language::{Language, Model};
use super::lexicon::Known;
use super::parse::Room;
use super::parse::features::Input;
use super::score::{score, score_names};
use super::shape::Spelling;
use super::tag::{Upos, Xpos};
use super::{Annotated, NameKind, annotate_text, annotate_words};

pub use names::names;

/// Learns all models of `language` from `banks`. `seeds` gives the content of a name list by its
/// path below `seeds/`; `log` gets a line at every step, and at some of them the language as it
/// would be if training ended there.
pub fn train(
    banks: &[&Treebank],
    mut language: Language,
    seeds: &dyn Fn(&str) -> Option<String>,
    log: &mut dyn FnMut(&str, Option<&Language>),
) -> Language {
    let splitter = splitter::train(banks, &language, &mut |line| log(&line, None));
    let sentences: Vec<tagger::Tagged> = banks.iter().flat_map(|bank| tagged(bank)).collect();
    let gazetteer = gazetteer::gazetteer(seeds);
    let (tagger, tags) = tagger::train(&sentences, &gazetteer, &mut |line| log(&line, None));
    let inputs: Vec<Input> = sentences
        .iter()
        .zip(&tags)
        .map(|(sentence, tags)| {
            let tags: Vec<(Upos, Xpos)> =
                tags.iter().map(|tag| tagger.classes[usize::from(*tag)]).collect();
            let known: Vec<Known> =
                sentence.spellings.iter().map(|spelling| tagger.lexicon.get(spelling)).collect();
            Input::new(&sentence.spellings, &known, &tags)
        })
        .collect();
    let trees = banks.iter().flat_map(|bank| &bank.annotated.sentences);
    let parsed: Vec<parser::Parsed> = trees
        .zip(inputs)
        .map(|(tree, input)| {
            let tree = tree.tokens.iter().map(|token| (token.head, token.relation)).collect();
            parser::Parsed { input, tree }
        })
        .collect();
    language.model = Some(Model { splitter, tagger, ..Model::default() });
    lemmas::train(banks, &mut language);
    let parser = parser::train(&parsed, &mut |line, parser| {
        if let (Some(parser), Some(model)) = (parser, &mut language.model) {
            model.parser = parser.clone();
        }
        log(&line, parser.map(|_| &language));
    });
    if let Some(model) = &mut language.model {
        model.parser = parser;
    }
    let named = named(banks, &language, &sentences, &tags);
    if let Some(model) = &mut language.model {
        let lexicon = &model.tagger.lexicon;
        model.names = names::train(&named, lexicon, &mut |line| log(&line, None));
    }
    language
}

/// Returns the scores of `language` on a treebank: from its own words, then from the raw text.
pub fn evaluate(bank: &Treebank, language: &Language) -> [String; 2] {
    const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Organization, NameKind::Place];
    let mut gold = bank.annotated.clone();
    for (sentence, names) in gold.sentences.iter_mut().zip(names(bank)) {
        sentence.names = names;
    }
    let report = |annotated: &Annotated| {
        let scores = score(&gold, annotated);
        let names = score_names(&gold, annotated, &KINDS);
        if names.gold == 0 {
            scores.to_string()
        } else {
            format!("{scores} names {:.2}", names.f1())
        }
    };
    [
        report(&annotate_words(&bank.text, &bank.annotated, language)),
        report(&annotate_text(&bank.text, language)),
    ]
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

/// Returns the sentences with names as the recogniser will see them: with jackknifed tags and the
/// parser's trees.
fn named(
    banks: &[&Treebank],
    language: &Language,
    sentences: &[tagger::Tagged],
    tags: &[Vec<u8>],
) -> Vec<names::Named> {
    let Some(model) = &language.model else { return Vec::new() };
    let mut named = Vec::new();
    let mut room = Room::default();
    let mut at = 0;
    for bank in banks {
        let names = names(bank);
        // A treebank without any names has none annotated: it teaches nothing.
        let annotated = names.iter().any(|names| !names.is_empty());
        for (index, (sentence, names)) in bank.annotated.sentences.iter().zip(names).enumerate() {
            let (spellings, tags) = (&sentences[at].spellings, &tags[at]);
            at += 1;
            if !annotated {
                continue;
            }
            let tags: Vec<(Upos, Xpos)> =
                tags.iter().map(|tag| model.tagger.classes[usize::from(*tag)]).collect();
            let known: Vec<Known> =
                spellings.iter().map(|spelling| model.tagger.lexicon.get(spelling)).collect();
            let tree = model.parser.parse(&Input::new(spellings, &known, &tags), &mut room);
            let mut tokens = sentence.tokens.clone();
            for ((token, tag), (head, relation)) in tokens.iter_mut().zip(tags).zip(tree) {
                (token.upos, token.xpos) = tag;
                (token.head, token.relation) = (head, relation);
            }
            let opens = bank.documents.contains(&index);
            named.push(names::Named { spellings: spellings.clone(), tokens, names, opens });
        }
    }
    named
}

/// A generator of pseudo-random numbers (xorshift64*, Vigna 2016).
struct Shuffler(u64);

impl Shuffler {
    /// A generator that starts from `seed`.
    fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// Returns a number below `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        ((high * bound as u64) >> 32) as usize
    }

    /// Puts `items` into an order of its own (Fisher and Yates).
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANK: &str = "# newdoc id = 1\n\
        1\tAnn\tAnn\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-x)\n\
        2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\t_\n\
        3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_\n\
        4\tkings\tking\tNOUN\tNNS\t_\t2\tobj\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n\
        1\tOmsk\tOmsk\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(2-place-x)\n\
        2\tgrew\tgrow\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\
        3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn what_was_learned_is_known_and_the_same_each_time() {
        let bank = super::super::conllu::read(&BANK.repeat(12)).unwrap();
        let learn = || train(&[&bank], Language::default(), &|_| None, &mut |_, _| {});
        let language = learn();
        let [given, raw] = evaluate(&bank, &language);
        assert!(given.ends_with("names 100.00"), "{given}");
        assert!(raw.starts_with("words 100.00"), "{raw}");
        assert_eq!(language.model_file(), learn().model_file());
    }

    #[test]
    fn shuffling_keeps_all_items() {
        let mut items: Vec<usize> = (0..100).collect();
        Shuffler::new(3).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
