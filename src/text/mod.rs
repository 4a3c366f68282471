//! Stage 2: [`Document`] in, [`Annotated`] out: sentences, tokens, their parts of speech, lemmas
//! and dependency trees. Knows nothing of the ontology.

use crate::span::Span;

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
    /// Index in the sentence of the word that governs this one; `None` for the root.
    pub head: Option<u32>,
    /// Relation to the head, in Universal Dependencies v2.
    pub relation: Relation,
}

/// Universal part-of-speech tags (universaldependencies.org/u/pos).
#[expect(missing_docs, reason = "the names are the tags themselves")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

/// A dependency relation; index into [`RELATIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation(pub u8);
