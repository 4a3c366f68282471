//! Stage 2: [`Document`] in, [`Annotated`] out: sentences, tokens, their parts of speech, lemmas
//! and dependency trees. Knows nothing of the ontology.

// In the order of the data.
mod clauses; // where a sentence is parsed in parts
pub mod conllu; // reads and writes treebank files
mod enhanced; // trees -> implied relations
mod features; // number, tense, voice, …
mod guess; // tags without a model
mod hash; // feature keys
mod language; // word tables and model of one language
mod lemma; // dictionary forms
mod lexicon; // words of the training texts
mod model; // file of the trained models
mod morph; // features from tags and tree
mod names; // trees -> names
mod parse; // tags -> trees
mod readings; // of sentences that are read in every run
mod relation; // names of dependency relations
mod repair; // trees mended by the order of words
pub mod score; // CoNLL 2018 scores
mod sentence; // words -> sentences
mod shape; // spelling of words
mod table; // hash table
mod tag; // parts of speech
mod tagger; // words -> parts of speech
mod token; // text -> words
pub mod train; // learns the models
mod voice; // passive subjects and auxiliaries
mod weights; // linear models

use crate::document::{BlockKind, Document};
use crate::span::Span;
use shape::Spelling;
use tagger::Words;
use token::Word;

pub use clauses::dateline;
pub use features::{Degree, Features, Mood, Number, Tense, VerbForm, Voice};
pub use language::{Language, LanguageError};
pub use readings::Readings;
pub use relation::{RELATIONS, Relation};
pub use tag::{Upos, XPOS, Xpos};

/// The sentences of all running text and headings of one document, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotated {
    /// In the order of the text.
    pub sentences: Vec<Sentence>,
}

/// A sentence. Its tokens, the white space between them and the note marks of its block tile it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Where it is.
    pub span: Span,
    /// Index of its article in the document.
    pub article: u32,
    /// Index of its block in that article.
    pub block: u32,
    /// Its tokens; a sentence has at least one.
    pub tokens: Vec<Token>,
    /// The relations of the basic tree with what they imply (shared subjects, antecedents, …), by
    /// dependent, then head.
    pub enhanced: Vec<Edge>,
    /// Names, by first token; none overlap.
    pub names: Vec<Name>,
    /// It was cut at a safe point because it was too long to parse whole.
    pub cut: bool,
}

/// A word, number or punctuation mark, split as Universal Dependencies splits English
/// (`don't` is `do` and `n't`).
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it is.
    pub span: Span,
    /// Dictionary form; the form itself in lower case where nothing better is known.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// English part of speech.
    pub xpos: Xpos,
    /// Number, tense and the like.
    pub features: Features,
    /// Index in the sentence of the word that governs this one; `None` for the root.
    pub head: Option<u32>,
    /// Relation to the head, in Universal Dependencies v2.
    pub relation: Relation,
    /// It is a later part of a word that is written as one: `n't` of `don't`.
    pub part: bool,
}

/// An enhanced relation between two words of a sentence
/// (universaldependencies.org/u/overview/enhanced-syntax).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// Index of the dependent token.
    pub dependent: u32,
    /// Index of the head token; `None` for the root.
    pub head: Option<u32>,
    /// The relation.
    pub relation: Relation,
    /// Index of the token whose lemma is collapsed into the relation: the `in` of `obl:in`, the
    /// `and` of `conj:and`.
    pub case: Option<u32>,
    /// The basic tree has this relation too; otherwise it is implied.
    pub basic: bool,
}

/// A name found in a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Index of its first token.
    pub first: u32,
    /// Index of its last token.
    pub last: u32,
    /// What it names.
    pub kind: NameKind,
    /// How sure the recogniser is, from 0 to 1.
    pub score: f32,
}

/// What a [`Name`] names.
#[expect(missing_docs, reason = "the names say it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Person,
    Organization,
    Place,
    Event,
    Date,
    Other,
}

/// Annotates the running text, the headings and the titles of `doc`, block by block. Note marks
/// belong to no token.
pub fn annotate(doc: &Document, language: &Language) -> Annotated {
    let mut annotated = Annotated::default();
    let mut session = Session::default();
    for (article_index, article) in doc.articles.iter().enumerate() {
        for (block_index, block) in article.blocks.iter().enumerate() {
            let read = block.kind.is_running_text()
                || matches!(block.kind, BlockKind::Title | BlockKind::Heading(_));
            if !read {
                continue;
            }
            let base = block.span.start as usize;
            let mut text = block.span.of(&doc.text).to_owned();
            for marker in &block.note_markers {
                let hole = marker.start as usize - base..marker.end as usize - base;
                // As many spaces as bytes: every other offset stays true.
                text.replace_range(hole.clone(), &" ".repeat(hole.len()));
            }
            let place = Place { base, article: article_index as u32, block: block_index as u32 };
            annotate_block(&text, place, language, &mut session, &mut annotated.sentences);
        }
    }
    annotated
}

/// Annotates a text of its own, as block 0 of article 0.
pub fn annotate_text(text: &str, language: &Language) -> Annotated {
    annotate_known(text, language, None)
}

/// As [`annotate_text`], with what is known of its sentences, and without names.
pub fn annotate_again(text: &str, language: &Language, readings: &Readings) -> Annotated {
    annotate_known(text, language, Some(readings))
}

fn annotate_known(text: &str, language: &Language, readings: Option<&Readings>) -> Annotated {
    let mut annotated = Annotated::default();
    let (place, mut session) = (Place::default(), Session { readings, ..Session::default() });
    annotate_block(text, place, language, &mut session, &mut annotated.sentences);
    annotated
}

/// Returns the words of a text with parts of speech and lemmas only: no trees, features or names. A
/// fraction of the work of [`annotate_again`].
pub fn tag_again(text: &str, language: &Language, readings: &Readings) -> Vec<Token> {
    let words = token::tokenize(text, language);
    let spellings = shape::spellings(text, &words);
    let stretches = sentence::split(text, &words, &spellings, language);
    let tokens = stretches.into_iter().flat_map(|stretch| {
        let range = stretch.start..stretch.end;
        let (words, spellings) = (&words[range.clone()], &spellings[range]);
        let room = (None, &mut lemma::Met::default());
        tokens(text, 0, words, spellings, language, room, Some(readings))
    });
    tokens.collect()
}

/// The lemma of a word in a regular form of this tag, as if a text had it. `None` where the form is not that
/// of the tag: `left` for a past, `talks` for a singular.
pub fn lemma_by_tag(form: &str, upos: Upos, xpos: Xpos, language: &Language) -> Option<String> {
    let has_ending = ["s", "ed", "ing"].iter().any(|ending| form.ends_with(ending));
    let is_regular = match (upos, xpos) {
        (Upos::Verb, Xpos::VBD | Xpos::VBN) => form.ends_with("ed"),
        (Upos::Verb, Xpos::VBG) => form.ends_with("ing"),
        (Upos::Verb, Xpos::VBZ) | (Upos::Noun, Xpos::NNS) => {
            form.ends_with('s') && !form.ends_with("ss")
        }
        (Upos::Verb, Xpos::VB | Xpos::VBP) | (Upos::Noun, Xpos::NN) => !has_ending,
        _ => false,
    };
    let is_word = form.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_regular && is_word).then(|| lemma::lemma(form, upos, xpos, language))
}

/// Annotates sentences and words that are given, as a treebank gives them: only spans, `part` and
/// the limits of sentences, articles and blocks are read from `given`.
pub fn annotate_words(text: &str, given: &Annotated, language: &Language) -> Annotated {
    let mut session = Session::default();
    let sentences = given.sentences.iter().map(|sentence| {
        let words: Vec<Word> = sentence
            .tokens
            .iter()
            .map(|token| {
                let range = token.span.range();
                Word { start: range.start, end: range.end, part: token.part }
            })
            .collect();
        let spellings = shape::spellings(text, &words);
        let place = Place { base: 0, article: sentence.article, block: sentence.block };
        let annotated = annotate_sentence(text, place, &words, &spellings, language, &mut session);
        Sentence { cut: sentence.cut, ..annotated }
    });
    Annotated { sentences: sentences.collect() }
}

/// Where a block is: its first byte, its article and its number in it.
#[derive(Clone, Copy, Default)]
struct Place {
    base: usize,
    article: u32,
    block: u32,
}

/// What the annotation of one document carries from sentence to sentence.
#[derive(Default)]
struct Session<'r> {
    room: parse::Room,
    /// Lemmas of the words so far.
    met: lemma::Met,
    /// What is known of sentences beforehand.
    readings: Option<&'r Readings>,
    /// Names of the article in hand.
    memory: names::Memory,
    article: u32,
}

/// Annotates one block.
fn annotate_block(
    text: &str,
    place: Place,
    language: &Language,
    session: &mut Session<'_>,
    sentences: &mut Vec<Sentence>,
) {
    let words = token::tokenize(text, language);
    let spellings = shape::spellings(text, &words);
    for stretch in sentence::split(text, &words, &spellings, language) {
        let range = stretch.start..stretch.end;
        let (words, spellings) = (&words[range.clone()], &spellings[range]);
        let sentence = annotate_sentence(text, place, words, spellings, language, session);
        sentences.push(Sentence { cut: stretch.cut, ..sentence });
    }
}

/// Annotates the words of one sentence, of which there is at least one.
fn annotate_sentence(
    text: &str,
    place: Place,
    words: &[Word],
    spellings: &[Spelling],
    language: &Language,
    session: &mut Session<'_>,
) -> Sentence {
    let room = (Some(&mut session.room), &mut session.met);
    let tokens = tokens(text, place.base, words, spellings, language, room, session.readings);
    let mut sentence = Sentence {
        span: tokens[0].span.cover(tokens[tokens.len() - 1].span),
        article: place.article,
        block: place.block,
        tokens,
        enhanced: Vec::new(),
        names: Vec::new(),
        cut: false,
    };
    if language.model.is_some() {
        repair::mend(text, place.base, &mut sentence.tokens);
    }
    voice::agree(&mut sentence.tokens);
    morph::fill(text, place.base, &mut sentence);
    if let Some(model) = &language.model {
        sentence.enhanced = enhanced::enhance(&sentence.tokens);
        if session.article != place.article {
            session.article = place.article;
            session.memory.clear();
        }
        // What stands in a pattern for something with a name is known by its place.
        if session.readings.is_none() {
            let (tokens, lexicon) = (&sentence.tokens, &model.tagger.lexicon);
            sentence.names = model.names.names(spellings, tokens, lexicon, &mut session.memory);
        }
    }
    sentence
}

/// Tags the words of one sentence; parses them where there is room to.
fn tokens(
    text: &str,
    base: usize,
    words: &[Word],
    spellings: &[Spelling],
    language: &Language,
    (room, met): (Option<&mut parse::Room>, &mut lemma::Met),
    readings: Option<&Readings>,
) -> Vec<Token> {
    // The parser numbers words in 16 bits; only given sentences can be longer than a cut one.
    let model = language.model.as_ref().filter(|_| words.len() < 60_000);
    let Some(model) = model else {
        return guessed(text, base, words, language);
    };
    let read =
        |room: Option<&mut parse::Room>| read(text, words, spellings, (language, model), room);
    let found = match (readings, words.first().zip(words.last())) {
        (Some(readings), Some((first, last))) => {
            let sentence = &text[first.start..last.end];
            readings.get(sentence, room.is_some(), words.len(), || read(room))
        }
        _ => read(room),
    };
    words
        .iter()
        .zip(found)
        .map(|(word, ((upos, xpos), (head, relation)))| {
            let form = &text[word.start..word.end];
            Token {
                span: Span::new(base + word.start, base + word.end),
                lemma: met.lemma(form, upos, xpos, language),
                upos,
                xpos,
                features: Features::default(),
                head,
                relation,
                part: word.part,
            }
        })
        .collect()
}

/// Finds the tags of the words of one sentence, and their tree where there is room to.
fn read(
    text: &str,
    words: &[Word],
    spellings: &[Spelling],
    (language, model): (&Language, &language::Model),
    room: Option<&mut parse::Room>,
) -> Vec<readings::Read> {
    let mut seen = Words::new(spellings.to_vec(), &model.tagger.lexicon);
    seen.open = (seen.known.iter().zip(spellings))
        .map(|(known, spelling)| {
            // Shorter ones are written for others: `u`, `re`.
            let is_long = spelling.is(Spelling::LETTER) && spelling.suffixes[2] != 0;
            // What was never seen and has no capital may be a slip for one: `beacuse`.
            let is_word = known.lower > 0 || spelling.is(Spelling::CAPITAL);
            is_long && is_word && !language.is_function_word(spelling)
        })
        .collect();
    let mut tags: Vec<(Upos, Xpos)> = model
        .tagger
        .tag(&seen)
        .into_iter()
        .map(|class| model.tagger.classes[usize::from(class)])
        .collect();
    let forms: Vec<&str> = words.iter().map(|word| &text[word.start..word.end]).collect();
    repair::mend_tags(&forms, &mut tags);
    let tree = match room {
        Some(room) => {
            let input = |part: std::ops::Range<usize>| {
                let known = &seen.known[part.clone()];
                parse::features::Input::new(&spellings[part.clone()], known, &tags[part])
            };
            let is_joined =
                |at: usize| words.get(at + 1).is_some_and(|next| words[at].end == next.start);
            let dateline = dateline(&forms, |at| tags[at].0, is_joined);
            let opening = clauses::opening_date(&forms, &tags)
                .or_else(|| clauses::opening_phrase(&forms, &tags))
                .or_else(|| clauses::opening_participle(&forms, &tags))
                .filter(|_| dateline.is_none());
            let start = opening.map_or(0, |end| end + usize::from(forms[end] == ","));
            let parts = clauses::parts(&forms, &tags, dateline, start);
            clauses::parse(&model.parser, &parts, dateline.is_some(), opening, input, &tags, room)
        }
        None => vec![(None, Relation::DEP); words.len()],
    };
    tags.into_iter().zip(tree).collect()
}

/// Tags words by rule, for a language without a model: every word then hangs on nothing.
fn guessed(text: &str, base: usize, words: &[Word], language: &Language) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let form = &text[word.start..word.end];
        let before = tokens.last().map(|token| token.upos);
        let (upos, xpos) = guess::tag(form, index == 0, before, language);
        tokens.push(Token {
            span: Span::new(base + word.start, base + word.end),
            lemma: lemma::by_rule(form, upos, xpos, language).into(),
            upos,
            xpos,
            features: Features::default(),
            head: None,
            relation: Relation::DEP,
            part: word.part,
        });
    }
    tokens
}

#[cfg(test)]
mod tests;
