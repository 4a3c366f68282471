//! Reads and writes CoNLL-U (universaldependencies.org/format), the exchange format of treebanks.

use std::fmt::Write as _;

use super::{Annotated, Edge, Features, Relation, Sentence, Token, Upos, Xpos};
use crate::span::Span;

/// A treebank file: the text that its words make up, and their annotation. Paragraphs are parted by
/// an empty line; the block of a sentence is its paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Treebank {
    /// The text; all spans point into it.
    pub text: String,
    /// Its sentences.
    pub annotated: Annotated,
    /// The `MISC` column of each token, by sentence and token.
    pub misc: Vec<Vec<String>>,
    /// First sentence of each document.
    pub documents: Vec<usize>,
}

/// A line that is not CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ConlluError {
    /// The 1-based line.
    pub line: u64,
    /// What was expected.
    pub message: String,
}

/// Reads a CoNLL-U file. Empty nodes and the edges from and to them are left out.
///
/// # Errors
/// When a line has not ten columns, or an unknown tag, head or relation.
pub fn read(content: &str) -> Result<Treebank, ConlluError> {
    let mut reader = Reader::default();
    for (index, line) in content.lines().enumerate() {
        let line = line.trim_end_matches('\r');
        reader.line(line).map_err(|message| ConlluError { line: index as u64 + 1, message })?;
    }
    reader
        .end_sentence()
        .map_err(|message| ConlluError { line: content.lines().count() as u64, message })?;
    Ok(reader.bank)
}

/// Writes sentences as CoNLL-U. Names go to the MISC column (`Name=B-Person`).
///
/// # Panics
/// When a span of `annotated` is not one of `text`.
pub fn write(text: &str, annotated: &Annotated) -> String {
    Writer::default().write(text, annotated, None)
}

/// Writes several texts one after another: no two of their documents or sentences have the same
/// number.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    n_documents: usize,
    n_sentences: usize,
}

impl Writer {
    /// Returns the sentences of a text as CoNLL-U; each of its documents names its `source`, if
    /// there is one.
    ///
    /// # Panics
    /// When a span of `annotated` is not one of `text`.
    pub fn write(&mut self, text: &str, annotated: &Annotated, source: Option<&str>) -> String {
        let mut out = String::new();
        let mut paragraph = None;
        for sentence in &annotated.sentences {
            self.sentence(&mut out, text, sentence, source, &mut paragraph)
                .expect("writing to a string cannot fail");
        }
        out
    }

    fn sentence(
        &mut self,
        out: &mut String,
        text: &str,
        sentence: &Sentence,
        source: Option<&str>,
        paragraph: &mut Option<(u32, u32)>,
    ) -> std::fmt::Result {
        let place = (sentence.article, sentence.block);
        if paragraph.map(|(article, _)| article) != Some(sentence.article) {
            self.n_documents += 1;
            writeln!(out, "# newdoc id = {}", self.n_documents)?;
            if let Some(source) = source {
                writeln!(out, "# source = {}", field(source))?;
            }
        }
        if *paragraph != Some(place) {
            writeln!(out, "# newpar")?;
            *paragraph = Some(place);
        }
        self.n_sentences += 1;
        writeln!(out, "# sent_id = {}", self.n_sentences)?;
        write_sentence(out, text, sentence)
    }
}

fn write_sentence(out: &mut String, text: &str, sentence: &Sentence) -> std::fmt::Result {
    let plain: Vec<&str> = sentence.span.of(text).split_whitespace().collect();
    writeln!(out, "# text = {}", plain.join(" "))?;
    let tokens = &sentence.tokens;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let glued = next.is_some_and(|next| next.span.start == token.span.end);
        let misc = |glued: bool| if glued { "SpaceAfter=No" } else { "_" };
        let opens = !token.part && next.is_some_and(|next| next.part);
        if opens {
            let mut last = at;
            while tokens.get(last + 1).is_some_and(|token| token.part) {
                last += 1;
            }
            let end = tokens[last].span.end;
            let glued = tokens.get(last + 1).is_some_and(|next| next.span.start == end);
            let form = &text[token.span.start as usize..end as usize];
            writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{}", at + 1, last + 1, misc(glued))?;
        }
        let inside = opens || token.part;
        let mut notes = String::new();
        if glued && !inside {
            notes.push_str("SpaceAfter=No");
        }
        for name in &sentence.names {
            if (name.first..=name.last).contains(&(at as u32)) {
                let place = if name.first == at as u32 { 'B' } else { 'I' };
                let bar = if notes.is_empty() { "" } else { "|" };
                notes = format!("Name={place}-{:?}{bar}{notes}", name.kind);
            }
        }
        if notes.is_empty() {
            notes.push('_');
        }
        let head = token.head.map_or(0, |head| head + 1);
        let relation = if token.head.is_none() { Relation::ROOT } else { token.relation };
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{relation}\t{}\t{notes}",
            at + 1,
            field(token.span.of(text)),
            field(&token.lemma),
            token.upos,
            token.xpos,
            token.features,
            enhanced(sentence, at as u32),
        )?;
    }
    writeln!(out)
}

/// A column may hold neither tabs nor line ends, nor be empty.
fn field(value: &str) -> String {
    let clean: String =
        value.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    if clean.trim().is_empty() { "_".to_owned() } else { clean }
}

/// Returns the DEPS column of a token.
fn enhanced(sentence: &Sentence, dependent: u32) -> String {
    let mut edges: Vec<(u32, String)> = sentence
        .enhanced
        .iter()
        .filter(|edge| edge.dependent == dependent)
        .map(|edge| {
            let mut relation = edge.relation.as_str().to_owned();
            if let Some(case) = edge.case {
                relation.push(':');
                relation.push_str(&sentence.tokens[case as usize].lemma.to_lowercase());
            }
            (edge.head.map_or(0, |head| head + 1), relation)
        })
        .collect();
    edges.sort();
    if edges.is_empty() {
        return "_".to_owned();
    }
    let columns: Vec<String> =
        edges.iter().map(|(head, relation)| format!("{head}:{relation}")).collect();
    columns.join("|")
}

/// A word of the text that stands for several syntactic words.
#[derive(Clone, Copy)]
struct Written {
    /// Index of its first syntactic word.
    first: usize,
    /// Index of its last one.
    last: usize,
    /// No space follows.
    glued: bool,
}

#[derive(Default)]
struct Reader {
    bank: Treebank,
    tokens: Vec<Token>,
    edges: Vec<Edge>,
    misc: Vec<String>,
    /// The written word that the coming lines are parts of.
    written: Option<Written>,
    paragraph: u32,
    article: u32,
    new_paragraph: bool,
    space: bool,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() {
            return self.end_sentence();
        }
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start();
            if comment.starts_with("newdoc") {
                self.bank.documents.push(self.bank.annotated.sentences.len());
                self.article += u32::from(!self.bank.text.is_empty());
            }
            if comment.starts_with("newdoc")
                || comment.starts_with("newpar") && !comment.starts_with("newpar_")
            {
                self.new_paragraph = true;
            }
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, feats, head, relation, deps, misc] = columns[..] else {
            return Err(format!("expected 10 columns, found {}", columns.len()));
        };
        if id.contains('.') {
            return Ok(());
        }
        let glued = misc.split('|').any(|pair| pair == "SpaceAfter=No");
        let index = self.tokens.len();
        if let Some((_, last)) = id.split_once('-') {
            let last: usize = last.parse().map_err(|_| format!("`{id}` is no range of words"))?;
            self.written = Some(Written { first: index, last: last.max(1) - 1, glued });
            return Ok(());
        }
        if id.parse() != Ok(index + 1) {
            return Err(format!("expected word {}, found `{id}`", index + 1));
        }
        let part = self.begin_word(index);
        let start = self.bank.text.len();
        self.bank.text.push_str(form);
        self.space = match self.written {
            Some(written) if index < written.last => false,
            Some(written) => {
                self.written = None;
                !written.glued
            }
            None => !glued,
        };
        let head: u32 = head.parse().map_err(|_| format!("`{head}` is no head"))?;
        self.tokens.push(Token {
            span: Span::new(start, start + form.len()),
            lemma: lemma.into(),
            upos: Upos::parse(upos).ok_or_else(|| format!("unknown part of speech `{upos}`"))?,
            xpos: Xpos::parse(xpos).ok_or_else(|| format!("unknown English tag `{xpos}`"))?,
            features: Features::parse(feats),
            head: head.checked_sub(1),
            relation: Relation::parse(relation)
                .ok_or_else(|| format!("unknown relation `{relation}`"))?,
            part,
        });
        self.misc.push(misc.to_owned());
        self.edges.extend(deps.split('|').filter_map(|edge| read_edge(index as u32, edge)));
        Ok(())
    }

    /// Writes the space before a word; says whether the word is a later part of a written one.
    fn begin_word(&mut self, index: usize) -> bool {
        if index == 0 {
            let gap = match (self.bank.text.is_empty(), self.new_paragraph) {
                (true, _) => "",
                (false, true) => "\n\n",
                (false, false) if self.space => " ",
                (false, false) => "",
            };
            self.paragraph += u32::from(gap == "\n\n");
            self.bank.text.push_str(gap);
            self.new_paragraph = false;
            return false;
        }
        if self.space {
            self.bank.text.push(' ');
        }
        self.written.is_some_and(|written| written.first < index)
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        let tokens = std::mem::take(&mut self.tokens);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return Ok(());
        };
        let n_tokens = tokens.len() as u32;
        if tokens.iter().any(|token| token.head.is_some_and(|head| head >= n_tokens)) {
            return Err(format!("a head of this sentence is beyond its {n_tokens} words"));
        }
        let mut enhanced = std::mem::take(&mut self.edges);
        enhanced.retain(|edge| edge.head.is_none_or(|head| head < n_tokens));
        self.bank.annotated.sentences.push(Sentence {
            span: first.span.cover(last.span),
            article: self.article,
            block: self.paragraph,
            enhanced,
            names: Vec::new(),
            cut: false,
            tokens,
        });
        self.bank.misc.push(std::mem::take(&mut self.misc));
        self.written = None;
        Ok(())
    }
}

/// Reads `4:nsubj:pass` or `7:nmod:in`; edges from empty nodes and unknown relations give `None`.
fn read_edge(dependent: u32, edge: &str) -> Option<Edge> {
    let (head, relation) = edge.split_once(':')?;
    let head: u32 = head.parse().ok()?;
    let relation = Relation::parse(relation)?;
    Some(Edge { dependent, head: head.checked_sub(1), relation, case: None, basic: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newpar\n\
        1-2\tShe's\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tShe\tshe\tPRON\tPRP\tPerson=3\t3\tnsubj\t3:nsubj\t_\n\
        2\t's\tbe\tAUX\tVBZ\t_\t3\tcop\t3:cop\t_\n\
        3\there\there\tADV\tRB\t_\t0\troot\t0:root\tSpaceAfter=No\n\
        4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t3:punct\t_\n\n";

    #[test]
    fn what_is_read_can_be_written() {
        let bank = read(SAMPLE).unwrap();
        assert_eq!(bank.text, "She's here.");
        let tokens = &bank.annotated.sentences[0].tokens;
        let parts: Vec<bool> = tokens.iter().map(|token| token.part).collect();
        assert_eq!(parts, [false, true, false, false]);
        let written = write(&bank.text, &bank.annotated);
        let lines = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
        };
        assert_eq!(lines(&written), lines(SAMPLE));
    }

    #[test]
    fn broken_lines_are_named() {
        assert_eq!(read("1\ta\n").unwrap_err().to_string(), "line 1: expected 10 columns, found 2");
        let wrong = SAMPLE.replace("\t3\tnsubj", "\t9\tnsubj");
        assert_eq!(read(&wrong).unwrap_err().line, 7);
    }

    #[test]
    fn sentences_of_several_texts_are_numbered_through() {
        let text = "Go.";
        let annotated = super::super::annotate_text(text, &super::super::Language::default());
        let mut writer = Writer::default();
        let one = writer.write(text, &annotated, None);
        assert_eq!(one, write(text, &annotated));
        let two = writer.write(text, &annotated, Some("a\tb.txt"));
        let begin =
            "# newdoc id = 2\n# source = a b.txt\n# newpar\n# sent_id = 2\n# text = Go.\n1\t";
        assert!(two.starts_with(begin), "{two}");
    }
}
