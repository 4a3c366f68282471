//! One article of a page: the kind of each of its paragraphs.

use std::collections::BTreeMap;

use super::endnotes::{Endnotes, endnotes};
use super::paragraphs::{BULLETS, Paragraph, begins_item};
use super::people;
use super::repetition::repeated;
use super::segment::{Plan, Zone};
use super::shape::{Look, Shape};
use crate::document::furniture::{self, Role};
use crate::document::notes::{self, Candidate};
use crate::document::{Article, Block, BlockKind};
use crate::span::Span;

/// Most words of a heading.
const HEADING_WORDS: usize = 16;
/// Most words of a biography.
const BIOGRAPHY_WORDS: usize = 120;

/// A page of plain text as it is known so far.
pub struct Page<'t> {
    /// The text.
    pub text: &'t str,
    /// Its paragraphs.
    pub paragraphs: &'t [Paragraph],
    /// Their looks.
    pub shapes: &'t [Shape],
    /// Their surroundings.
    pub zones: &'t [Zone],
}

impl Page<'_> {
    /// Makes the article of a plan.
    pub fn article(&self, plan: &Plan) -> Article {
        let mut work = Work::new(self, plan);
        let blocks: Vec<Block> = plan.range.clone().map(|index| work.block(index)).collect();
        let span = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        };
        let mut article = Article {
            title: plan.title.map(|index| self.paragraphs[index].span),
            authors: work.authors,
            date: work.date,
            span,
            blocks,
            ..Article::default()
        };
        mark_notes(self.text, &mut article.blocks, &work.notes, &work.candidates);
        mark_speakers(self.text, &mut article.blocks);
        article
    }

    /// Judges the paragraphs of an article whose other blocks are known from markup.
    pub fn refine(&self, plan: &Plan, article: &mut Article) {
        let mut work = Work::new(self, plan);
        let mut list_of_notes = None;
        for (index, block) in article.blocks.iter_mut().enumerate() {
            match block.kind {
                BlockKind::Heading(_) => {
                    list_of_notes = match self.shapes[index].role() {
                        Some(Role::Notes) => Some(BlockKind::Footnote),
                        Some(Role::References) => Some(BlockKind::Bibliography),
                        _ => None,
                    };
                    work.is_about_author = self.shapes[index].role() == Some(Role::Biography);
                }
                BlockKind::ListItem(_) => block.kind = list_of_notes.unwrap_or(block.kind),
                BlockKind::Paragraph => {
                    let kind = work.kind(index);
                    let is_furniture = matches!(self.shapes[index].look, Look::Furniture(_));
                    // Markup says what is a heading; a short paragraph stays one.
                    let is_guess = matches!(kind, BlockKind::Heading(_) | BlockKind::Navigation);
                    if !is_guess || is_furniture {
                        block.kind = kind;
                    }
                }
                _ => {}
            }
        }
        if article.authors.is_empty() {
            article.authors = work.authors;
        }
        article.date = article.date.or(work.date);
        let known: Vec<Vec<Span>> = article
            .blocks
            .iter_mut()
            .map(|block| std::mem::take(&mut block.note_markers))
            .collect();
        mark_notes(self.text, &mut article.blocks, &work.notes, &work.candidates);
        for (block, known) in article.blocks.iter_mut().zip(known) {
            block.note_markers.extend(known);
            // The longer of two that overlap begins first: `[12]` before `12`.
            block.note_markers.sort_unstable();
            block.note_markers.dedup_by(|next, kept| kept.overlaps(*next));
        }
        mark_speakers(self.text, &mut article.blocks);
    }

    fn part(&self, index: usize) -> &str {
        self.paragraphs[index].span.of(self.text)
    }
}

/// What is known of one article while its blocks are made.
struct Work<'p, 't> {
    page: &'p Page<'t>,
    plan: &'p Plan,
    candidates: Vec<Vec<Candidate>>,
    notes: Endnotes,
    /// By paragraph of the article.
    is_repeated: Vec<bool>,
    /// The last paragraphs that are prose of the body, latest first.
    last_prose: Vec<usize>,
    /// The article has prose; without any, short lines are its text.
    has_prose: bool,
    /// A heading "About the author" stands above.
    is_about_author: bool,
    /// Behind its text, the article was closed ("Continue Reading"): no author follows.
    is_closed: bool,
    /// Indents of the lists that are open, outermost first.
    indents: Vec<u32>,
    authors: Vec<Span>,
    date: Option<crate::date::Date>,
}

impl<'p, 't> Work<'p, 't> {
    fn new(page: &'p Page<'t>, plan: &'p Plan) -> Self {
        let range = plan.range.clone();
        let spans: Vec<Span> = range.clone().map(|index| page.paragraphs[index].span).collect();
        let candidates: Vec<Vec<Candidate>> =
            spans.iter().map(|span| notes::candidates(page.text, *span)).collect();
        let notes = endnotes(page.text, page.paragraphs, page.shapes, range.clone(), &candidates);
        let is_body = |index: &usize| {
            page.zones[*index] == Zone::Body
                && page.shapes[*index].look == Look::Prose
                && !notes.is_footnote(*index)
                && !notes.is_reference(*index)
        };
        let last_prose: Vec<usize> = range.clone().rev().filter(is_body).take(2).collect();
        Self {
            page,
            plan,
            is_repeated: repeated(page.text, &spans),
            has_prose: !last_prose.is_empty(),
            last_prose,
            candidates,
            notes,
            is_about_author: false,
            is_closed: false,
            indents: Vec::new(),
            authors: Vec::new(),
            date: None,
        }
    }

    /// Makes the block of one paragraph; called in order.
    fn block(&mut self, index: usize) -> Block {
        let span = self.page.paragraphs[index].span;
        if let Some((marker, level)) = self.list_item(index) {
            let rest = Span::new(span.start as usize + marker, span.end as usize);
            return Block::new(BlockKind::ListItem(level), rest.trim(self.page.text));
        }
        Block::new(self.kind(index), span)
    }

    fn kind(&mut self, index: usize) -> BlockKind {
        let shape = &self.page.shapes[index];
        match self.page.zones[index] {
            Zone::Comments => return BlockKind::Navigation,
            Zone::Teasers
                if shape.words >= 4 && shape.role().is_none() && !self.is_label(index) =>
            {
                return BlockKind::Teaser;
            }
            Zone::Teasers => return BlockKind::Navigation,
            Zone::Body => {}
        }
        if self.plan.title == Some(index) {
            return BlockKind::Title;
        }
        if self.notes.is_footnote(index) {
            return BlockKind::Footnote;
        }
        if self.notes.is_reference(index) {
            return BlockKind::Bibliography;
        }
        let in_header = index < self.plan.body;
        match &shape.look {
            Look::Dated(date) => {
                if self.date.is_none() && (in_header || self.is_tail(index)) {
                    self.date = Some(*date);
                }
                if in_header || self.is_tail(index) {
                    BlockKind::Dateline
                } else {
                    BlockKind::Heading(2)
                }
            }
            Look::Byline(names) => {
                self.authors.extend(names);
                BlockKind::Byline
            }
            Look::Furniture(role) => {
                self.is_closed |= *role == Role::End && self.is_tail(index);
                self.furniture(*role)
            }
            Look::Excerpt if self.is_label(index) => BlockKind::Navigation,
            Look::Prose | Look::Excerpt => self.prose(index),
            Look::Short => self.short(index),
        }
    }

    fn furniture(&mut self, role: Role) -> BlockKind {
        match role {
            Role::Notes | Role::References => BlockKind::Heading(2),
            Role::Biography => {
                self.is_about_author = true;
                BlockKind::Heading(2)
            }
            Role::Caption => BlockKind::Caption,
            Role::Byline => BlockKind::Byline,
            Role::Navigation | Role::Header | Role::End | Role::Teasers | Role::Comments => {
                BlockKind::Navigation
            }
        }
    }

    fn prose(&mut self, index: usize) -> BlockKind {
        if self.is_repeated[index - self.plan.range.start] {
            return BlockKind::PullQuote;
        }
        if let Some(author) = self.biography(index) {
            if let Some(author) = author.filter(|_| self.authors.is_empty()) {
                self.authors.push(author);
            }
            return BlockKind::Biography;
        }
        BlockKind::Paragraph
    }

    fn short(&mut self, index: usize) -> BlockKind {
        let shape = &self.page.shapes[index];
        let first = self.plan.range.start;
        if self.is_repeated[index - first] {
            return BlockKind::PullQuote;
        }
        if !self.has_prose {
            return if shape.words >= 4 { BlockKind::Paragraph } else { BlockKind::Heading(2) };
        }
        let is_same = |other: Option<usize>| {
            other.is_some_and(|other| {
                self.plan.range.contains(&other) && self.page.part(other) == self.page.part(index)
            })
        };
        if is_same(index.checked_sub(1)) || is_same(Some(index + 1)) {
            return BlockKind::Caption;
        }
        let text = self.page.text;
        let span = self.page.paragraphs[index].span;
        let is_header = index < self.plan.body;
        let before = index.checked_sub(1).filter(|before| *before >= first);
        let before_role = before.and_then(|before| self.page.shapes[before].role());
        let after_title = self.plan.title.is_some_and(|title| title < index);
        if is_header && (after_title || before_role == Some(Role::Header)) {
            let names = people::names(text, span);
            let is_signed = before_role == Some(Role::Header)
                && self.page.shapes[index].words <= 12
                && !names.is_empty();
            if is_signed {
                self.authors.extend(names);
                return BlockKind::Byline;
            }
        } else if is_header {
            return BlockKind::Navigation;
        }
        if self.is_tail(index) {
            let is_signed = !self.is_closed && self.authors.is_empty();
            if is_signed && people::is_name(span.of(text)) {
                self.authors.push(span);
                return BlockKind::Byline;
            }
            return BlockKind::Navigation;
        }
        // "About us:" before its list is no heading.
        if shape.words > HEADING_WORDS || span.of(text).ends_with([':', ',', ';']) {
            return BlockKind::Paragraph;
        }
        BlockKind::Heading(2)
    }

    /// Behind the last prose of the body.
    fn is_tail(&self, index: usize) -> bool {
        self.last_prose.first().is_none_or(|last| index > *last)
    }

    /// Says when an excerpt or line only labels what follows ("World19 mins ago").
    fn is_label(&self, index: usize) -> bool {
        let part = self.page.part(index);
        self.page.shapes[index].words < 4 || part.ends_with(" ago")
    }

    /// Says whether a paragraph is about the author: `Some` with the name, where it should count
    /// as one.
    fn biography(&self, index: usize) -> Option<Option<Span>> {
        let shape = &self.page.shapes[index];
        let span = self.page.paragraphs[index].span;
        let part = span.of(self.page.text);
        if shape.words > BIOGRAPHY_WORDS || part.len() > BIOGRAPHY_WORDS * 20 {
            return None;
        }
        let name = people::introduced(part)
            .map(|len| Span::new(span.start as usize, span.start as usize + len));
        if self.is_about_author {
            return Some(name);
        }
        let has_word = furniture::has_biography_word(part);
        if self.notes.end().is_some_and(|end| index >= end) {
            return (name.is_some() || has_word).then_some(name);
        }
        let name = name.filter(|_| has_word)?;
        if self.last_prose.contains(&index) && index > self.plan.body {
            return (!self.is_mentioned(name, index)).then_some(Some(name));
        }
        // At the head of an interview: about a person whom the title names.
        let title = self.plan.title.map(|title| self.page.part(title)).unwrap_or_default();
        let is_head = index <= self.plan.body + 2 && title.contains(name.of(self.page.text));
        is_head.then_some(None)
    }

    /// The body speaks of the person: so a paragraph about them is no author's biography.
    fn is_mentioned(&self, name: Span, index: usize) -> bool {
        let name = name.of(self.page.text);
        let surname = name.rsplit(' ').next().unwrap_or(name);
        let body = self.plan.body..index;
        body.filter(|other| self.page.shapes[*other].look == Look::Prose)
            .any(|other| self.page.part(other).contains(surname))
    }

    /// The length of the bullet or number with which an item begins, and the item's level.
    fn list_item(&mut self, index: usize) -> Option<(usize, u8)> {
        let is_note = self.notes.is_footnote(index) || self.notes.is_reference(index);
        let in_body = self.page.zones[index] == Zone::Body && self.plan.title != Some(index);
        let marker = if is_note || !in_body || index < self.plan.body && self.has_prose {
            None
        } else {
            self.marker(index)
        };
        let Some(marker) = marker else {
            self.indents.clear();
            return None;
        };
        let indent = self.page.paragraphs[index].indent;
        while self.indents.last().is_some_and(|open| *open > indent) {
            self.indents.pop();
        }
        if self.indents.last() != Some(&indent) {
            self.indents.push(indent);
        }
        Some((marker, u8::try_from(self.indents.len() - 1).unwrap_or(u8::MAX)))
    }

    /// The length of a paragraph's bullet. A number counts only beside another numbered item,
    /// else it numbers a section.
    fn marker(&self, index: usize) -> Option<usize> {
        let part = self.page.part(index);
        if !begins_item(part) || matches!(self.page.shapes[index].role(), Some(Role::Navigation)) {
            return None;
        }
        let head = part.split_whitespace().next()?;
        let is_bullet = head.chars().all(|c| BULLETS.contains(&c));
        let number = |index: usize| -> Option<u32> {
            let part = self.page.part(index);
            let head = part.split_whitespace().next().filter(|_| begins_item(part))?;
            let inner = head.trim_matches(|c: char| !c.is_alphanumeric());
            match inner.as_bytes() {
                [letter @ b'a'..=b'z'] => Some(u32::from(*letter)),
                _ => inner.parse().ok(),
            }
        };
        let own = number(index);
        let range = &self.plan.range;
        let is_beside = |other: usize, step: u32| {
            range.contains(&other)
                && own.zip(number(other)).is_some_and(|(a, b)| a.abs_diff(b) == step)
        };
        let is_numbered = index.checked_sub(1).is_some_and(|other| is_beside(other, 1))
            || is_beside(index + 1, 1);
        (is_bullet || is_numbered).then_some(head.len())
    }
}

/// Chooses the note marks of an article and puts them into its blocks.
fn mark_notes(text: &str, blocks: &mut [Block], notes: &Endnotes, candidates: &[Vec<Candidate>]) {
    let is_read = |block: &Block| {
        !matches!(
            block.kind,
            BlockKind::Footnote
                | BlockKind::Bibliography
                | BlockKind::Navigation
                | BlockKind::Teaser
        ) && !block.span.of(text).is_empty()
    };
    let mut all = Vec::new();
    for (block, own) in blocks.iter().zip(candidates) {
        if is_read(block) {
            // The number of a list item stands before its span.
            all.extend(own.iter().filter(|mark| block.span.contains(mark.span)).copied());
        }
    }
    let mut marks = notes::marks(&all, &notes.numbers).into_iter().peekable();
    for block in blocks.iter_mut().filter(|block| is_read(block)) {
        while let Some(mark) = marks.next_if(|mark| mark.start < block.span.end) {
            block.note_markers.push(mark);
        }
    }
}

/// Finds the labels of an interview: the same words and a colon at the head of two paragraphs.
fn mark_speakers(text: &str, blocks: &mut [Block]) {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    // A short question looks like a heading.
    let is_turn =
        |block: &Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_));
    for block in blocks.iter().filter(|block| is_turn(block)) {
        if let Some(label) = speaker_label(text, block.span) {
            *counts.entry(label.of(text)).or_default() += 1;
        }
    }
    for block in blocks.iter_mut().filter(|block| is_turn(block)) {
        // `Contributor: …` may be a byline: three of them are not.
        let is_furniture = |label: &str| furniture::role(&format!("{label}:")).is_some();
        block.speaker = speaker_label(text, block.span).filter(|label| {
            let label = label.of(text);
            counts[label] >= 3 || counts[label] == 2 && !is_furniture(label)
        });
        if block.speaker.is_some() {
            block.kind = BlockKind::Paragraph;
        }
    }
}

/// The label of a turn: at most five words that begin with a capital, and a colon.
pub fn speaker_label(text: &str, span: Span) -> Option<Span> {
    let part = span.of(text);
    let (at, _) = part.char_indices().take(60).find(|(_, c)| *c == ':')?;
    let label = &part[..at];
    let starts_well = label.starts_with(char::is_uppercase);
    let is_short = label.split_whitespace().count() <= 5;
    let goes_on = part[at + 1..].starts_with(char::is_whitespace);
    let is_plain = !label.contains([',', ';', '?', '!', '(', '[', '"', '“', '«']);
    (starts_well && is_short && goes_on && is_plain)
        .then(|| Span::new(span.start as usize, span.start as usize + at))
}
