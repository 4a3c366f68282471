//! A sentence as extraction sees it: its tokens with their words at hand.

use crate::span::Span;
use crate::text::{Relation, Sentence, Token, Upos};

/// A half-open range of token indices in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tokens {
    /// First token.
    pub first: usize,
    /// One past the last.
    pub end: usize,
}

impl Tokens {
    /// Makes the range `first..end`.
    pub fn new(first: usize, end: usize) -> Self {
        Self { first, end }
    }

    /// Says whether the two share a token.
    pub fn overlaps(self, other: Self) -> bool {
        self.first < other.end && other.first < self.end
    }

    /// Says whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.end <= self.end
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        self.end - self.first
    }

    /// Says whether there are none.
    pub fn is_empty(self) -> bool {
        self.end == self.first
    }
}

/// One sentence with its words.
pub struct View<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Each token as written.
    pub forms: Vec<&'a str>,
    /// Each token in lower case, with straight apostrophes.
    pub lower: Vec<String>,
}

impl<'a> View<'a> {
    /// Looks at `sentence` of a document with this `text`.
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Self {
        let forms: Vec<&str> = sentence.tokens.iter().map(|token| token.span.of(text)).collect();
        let lower = forms.iter().map(|form| form.to_lowercase().replace(['’', '‘'], "'")).collect();
        Self { text, sentence, forms, lower }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The token at `index`.
    pub fn token(&self, index: usize) -> &'a Token {
        &self.sentence.tokens[index]
    }

    /// The lower-case form at `index`, or nothing past the end.
    pub fn word(&self, index: usize) -> &str {
        self.lower.get(index).map_or("", String::as_str)
    }

    /// The lemma at `index`, or nothing past the end.
    pub fn lemma(&self, index: usize) -> &str {
        self.sentence.tokens.get(index).map_or("", |token| &token.lemma)
    }

    /// Says whether the word is another form than its lemma: of a noun, the plural.
    pub fn is_inflected(&self, index: usize) -> bool {
        self.word(index) != self.lemma(index).to_lowercase()
    }

    /// The part of speech at `index`; [`Upos::X`] past the end.
    pub fn upos(&self, index: usize) -> Upos {
        self.sentence.tokens.get(index).map_or(Upos::X, |token| token.upos)
    }

    /// Says whether the token at `index` starts with a capital letter.
    pub fn is_capitalised(&self, index: usize) -> bool {
        self.forms.get(index).is_some_and(|form| form.starts_with(char::is_uppercase))
    }

    /// Says whether no white space stands between the tokens at `index` and `index + 1`.
    pub fn is_joined(&self, index: usize) -> bool {
        index + 1 < self.len() && self.token(index).span.end == self.token(index + 1).span.start
    }

    /// The token of `tokens` that the others hang on: the first whose head lies outside.
    pub fn head_of(&self, tokens: Tokens) -> usize {
        let is_outside = |index: &usize| {
            let head = self.governor(*index);
            head.is_none_or(|head| head < tokens.first || head >= tokens.end)
                && self.upos(*index) != Upos::Punct
        };
        (tokens.first..tokens.end).find(is_outside).unwrap_or(tokens.end.saturating_sub(1))
    }

    /// The token that governs the one at `index`; `None` for the root and past the end.
    pub fn governor(&self, index: usize) -> Option<usize> {
        self.sentence.tokens.get(index)?.head.map(|head| head as usize)
    }

    /// The relation of the token at `index` to its governor; [`Relation::DEP`] past the end.
    pub fn relation(&self, index: usize) -> Relation {
        self.sentence.tokens.get(index).map_or(Relation::DEP, |token| token.relation)
    }

    /// The tokens that hang on the one at `index`, in the order of the sentence.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(move |at| self.governor(*at) == Some(index))
    }

    /// The subject of the verb or predicate at `index`, if it has one of its own.
    pub fn subject_of(&self, index: usize) -> Option<usize> {
        self.children(index).find(|at| {
            matches!(
                self.relation(*at),
                Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::NSUBJ_OUTER
            )
        })
    }

    /// Says whether the predicate at `index` is said with a copula: `is a member`.
    pub fn has_copula(&self, index: usize) -> bool {
        self.children(index).any(|at| self.relation(at) == Relation::COP)
    }

    /// The particle of the verb at `index`: `out` of `rule out`.
    pub fn particle_of(&self, index: usize) -> Option<usize> {
        self.children(index).find(|at| self.relation(*at) == Relation::COMPOUND_PRT)
    }

    /// Says whether the token at `above` governs the one at `index`, directly or over others, or
    /// is that token.
    pub fn governs(&self, above: usize, index: usize) -> bool {
        let mut at = Some(index);
        // A tree is never deeper than its sentence is long.
        for _ in 0..=self.len() {
            match at {
                Some(token) if token == above => return true,
                Some(token) => at = self.governor(token),
                None => return false,
            }
        }
        false
    }

    /// The span of the document that `tokens` cover.
    pub fn span(&self, tokens: Tokens) -> Span {
        let first = self.token(tokens.first).span;
        first.cover(self.token(tokens.end.max(tokens.first + 1) - 1).span)
    }

    /// The text that `tokens` cover, as written.
    pub fn slice(&self, tokens: Tokens) -> &'a str {
        self.span(tokens).of(self.text)
    }

    /// The tokens that lie wholly inside `span`, when it starts and ends with a token.
    pub fn tokens_of(&self, span: Span) -> Option<Tokens> {
        let tokens = &self.sentence.tokens;
        let first = tokens.partition_point(|token| token.span.start < span.start);
        let end = tokens.partition_point(|token| token.span.end <= span.end);
        (first < end).then(|| Tokens::new(first, end))
    }

    /// Index of the `)` that closes the `(` at `open`, within sixty tokens.
    pub fn closing(&self, open: usize) -> Option<usize> {
        let close = match self.word(open) {
            "(" => ")",
            "[" => "]",
            _ => return None,
        };
        (open + 1..self.len().min(open + 60)).find(|index| self.word(*index) == close)
    }
}

/// Says whether `word` is a quotation mark.
pub fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "„" | "«" | "»" | "‘" | "’" | "'" | "``" | "''")
}

/// Says whether `word` is a dash that can stand between the ends of a range.
pub fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "‑" | "−")
}
