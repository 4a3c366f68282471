//! Lines to headings, paragraphs, list items and notes, over columns and pages.

use std::collections::BTreeMap;

use super::furniture::body_size;
use super::hyphen::{Joint, Words};
use super::layout::{Line, Piece, Role, Sheet};
use crate::document::BlockKind;
use crate::document::plain::{begins_item, ends_sentence, item_label};

/// A block that is made of lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What it is.
    pub kind: BlockKind,
    /// Its text in order.
    pub parts: Vec<Part>,
}

/// A part of a block, from one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// It is the mark of a note.
    pub is_mark: bool,
    /// Its page, from 1.
    pub page: u32,
}

/// Larger than the text by this factor is a heading.
const HEADING: f32 = 1.12;
/// Most words of a heading that only its weight gives away.
const HEADING_WORDS: usize = 16;

/// Makes the blocks of a document; its notes come last.
pub fn blocks(sheets: &[Sheet]) -> Vec<Text> {
    let mut flow = Flow::new(sheets);
    for wanted in [Role::Body, Role::Note] {
        flow.last = None;
        for (page, sheet) in (1..).zip(sheets) {
            let lines = sheet.lines.iter().filter(|line| line.role == wanted);
            for line in lines {
                flow.line(line, page);
            }
        }
    }
    let mut out = flow.out;
    entitle(&mut out, &flow.sizes);
    out
}

/// A line that was read, for the next one to be held against.
#[derive(Clone, Copy)]
struct Last<'s> {
    line: &'s Line,
    page: u32,
}

struct Flow<'s> {
    out: Vec<Text>,
    /// Size of each block of `out`, in tenths of a point; 0 for a note.
    sizes: Vec<u32>,
    last: Option<Last<'s>>,
    words: Words,
    body: f32,
    body_is_bold: bool,
    /// Usual distance of two lines of one page and column.
    leading: BTreeMap<(u32, u32), f32>,
    n_tables: u16,
}

impl<'s> Flow<'s> {
    fn new(sheets: &'s [Sheet]) -> Self {
        let mut words = Words::default();
        let mut leading = BTreeMap::new();
        let (mut bold, mut all) = (0, 0);
        for (page, sheet) in (1..).zip(sheets) {
            let mut gaps: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
            for pair in sheet.lines.windows(2) {
                let gap = pair[0].y - pair[1].y;
                if pair[0].column == pair[1].column && gap > 0.5 * pair[0].size {
                    gaps.entry(pair[0].column).or_default().push(gap);
                }
            }
            for (column, mut gaps) in gaps {
                gaps.sort_by(f32::total_cmp);
                // The lower third: gaps between paragraphs are larger, and in a page of short
                // paragraphs there are many of them.
                leading.insert((page, column), gaps[gaps.len() / 3]);
            }
            for line in &sheet.lines {
                let text = line.text();
                words.add(&text);
                all += text.len();
                bold += if line.is_bold { text.len() } else { 0 };
            }
        }
        Self {
            out: Vec::new(),
            sizes: Vec::new(),
            last: None,
            words,
            body: body_size(sheets),
            body_is_bold: bold * 2 > all,
            leading,
            n_tables: 0,
        }
    }

    fn line(&mut self, line: &'s Line, page: u32) {
        let kind = self.kind(line, page);
        let goes_on = self.last.is_some_and(|last| {
            self.out.last().is_some_and(|block| self.continues(block.kind, last, kind, line, page))
        });
        if goes_on {
            self.append(line, page);
        } else {
            let pieces = match kind {
                BlockKind::ListItem(_) => without_label(line),
                _ => line.pieces.clone(),
            };
            let part = |piece: Piece| Part { text: piece.text, is_mark: piece.is_mark, page };
            self.out.push(Text { kind, parts: pieces.into_iter().map(part).collect() });
            let size = if line.role == Role::Note { 0.0 } else { line.size * 10.0 };
            self.sizes.push(size.round() as u32);
        }
        self.last = Some(Last { line, page });
    }

    /// What a line would be as the first of a block.
    fn kind(&mut self, line: &Line, page: u32) -> BlockKind {
        if line.role == Role::Note {
            return BlockKind::Footnote;
        }
        if let Some((table, row, column)) = line.cell {
            let is_new = self.last.is_none_or(|last| {
                last.page != page || last.line.cell.is_none_or(|(old, _, _)| old != table)
            });
            self.n_tables = self.n_tables.saturating_add(u16::from(is_new));
            return BlockKind::Cell { table: self.n_tables - 1, row, column, header: false };
        }
        let text = line.text();
        if has_leaders(&text) {
            return BlockKind::Navigation;
        }
        let is_short = text.split_whitespace().count() <= HEADING_WORDS;
        let has_letters = text.chars().any(char::is_alphabetic);
        let is_strong =
            line.is_bold && !self.body_is_bold && !text.trim_end().ends_with(['.', ',']);
        if has_letters && (line.size >= HEADING * self.body || is_short && is_strong) {
            return BlockKind::Heading(if line.size >= HEADING * self.body { 2 } else { 3 });
        }
        if begins_item(&text) && self.may_begin_item(line, page) {
            return BlockKind::ListItem(0);
        }
        BlockKind::Paragraph
    }

    /// A number or dash at the start of a line is a label only where something may begin.
    fn may_begin_item(&self, line: &Line, page: u32) -> bool {
        let Some(Last { line: last, page: last_page }) = self.last else { return true };
        let text = last.text();
        let is_short = last.x.1 < last.bounds.1 - 0.25 * (last.bounds.1 - last.bounds.0);
        let is_indented = (line.x.0 - last.x.0).abs() > 0.8 * line.size;
        ends_sentence(&text)
            || line.text().starts_with(['•', '▪', '●', '◦', '■'])
            || is_short
            || (last_page == page && is_indented)
            || matches!(self.out.last().map(|block| block.kind), Some(BlockKind::Heading(_)))
    }

    /// Says whether `line` goes on where the last block stopped.
    fn continues(
        &self,
        block: BlockKind,
        Last { line: last, page: last_page }: Last<'_>,
        kind: BlockKind,
        line: &Line,
        page: u32,
    ) -> bool {
        let is_same_size = (last.size - line.size).abs() <= 0.12 * last.size.max(line.size);
        let is_same_column = last_page == page && last.column == line.column;
        let gap = last.y - line.y;
        match (block, kind) {
            (BlockKind::Cell { .. }, _) | (_, BlockKind::Cell { .. }) => return false,
            (BlockKind::Navigation, _) | (_, BlockKind::Navigation | BlockKind::ListItem(_)) => {
                return false;
            }
            (BlockKind::Heading(old), BlockKind::Heading(new)) => {
                // A heading in several lines; centred lines do not begin under one another.
                return old == new
                    && is_same_size
                    && is_same_column
                    && last.is_bold == line.is_bold
                    && gap < 1.7 * line.size;
            }
            (BlockKind::Heading(_), _) | (_, BlockKind::Heading(_)) => return false,
            (BlockKind::Footnote, BlockKind::Footnote) => {
                return is_same_column && gap > 0.0 && !super::furniture::begins_note(line);
            }
            _ => {}
        }
        if !is_same_size {
            return false;
        }
        let text = last.text();
        let is_done = ends_sentence(&text);
        let width = last.bounds.1 - last.bounds.0;
        let is_short = last.x.1 < last.bounds.1 - 0.15 * width;
        if !is_same_column {
            return !is_done;
        }
        let leading = self.leading.get(&(page, line.column)).copied().unwrap_or(1.2 * line.size);
        if gap <= 0.0 || gap > 1.4 * leading.max(line.size) {
            return false;
        }
        let is_indented = line.x.0 > last.x.0 + 0.9 * line.size;
        let is_item = matches!(block, BlockKind::ListItem(_));
        let begins_capital = line.text().starts_with(|c: char| !c.is_lowercase());
        if is_indented && !is_item && (is_done || is_short) {
            return false;
        }
        if is_item && line.x.0 + 0.9 * line.size < last.x.0 && is_done {
            return false;
        }
        !(is_short && begins_capital && (is_done || last.x.1 - last.x.0 < 0.5 * width))
    }

    fn append(&mut self, line: &Line, page: u32) {
        let Some(block) = self.out.last_mut() else { return };
        let mut pieces = line.pieces.clone();
        // A mark at the end of the line above does not hide its hyphen, nor take one.
        let before: String =
            block.parts.iter().rev().take(3).rev().map(|p| p.text.as_str()).collect();
        let joint = match block.parts.last() {
            Some(part) if part.is_mark => Joint::Space,
            _ => {
                self.words.joint(before.trim_end(), pieces.first().map_or("", |p| p.text.as_str()))
            }
        };
        if let Some(part) = block.parts.last_mut() {
            match joint {
                Joint::Space => match pieces.first_mut() {
                    Some(first) if !first.is_mark => first.text.insert(0, ' '),
                    _ => {}
                },
                Joint::Kept => {}
                Joint::Closed => {
                    part.text.truncate(part.text.trim_end().len());
                    part.text.pop();
                }
            }
        }
        block.parts.extend(pieces.into_iter().map(|p| Part {
            text: p.text,
            is_mark: p.is_mark,
            page,
        }));
    }
}

/// The same mark five times in a row leads the eye to a page number in a table of contents.
fn has_leaders(text: &str) -> bool {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    marks.windows(5).any(|run| {
        matches!(run[0], '.' | ':' | '·' | '_' | '…') && run.iter().all(|mark| *mark == run[0])
    })
}

/// The pieces of a line without its bullet or number.
fn without_label(line: &Line) -> Vec<Piece> {
    let mut pieces = line.pieces.clone();
    if let Some(first) = pieces.first_mut() {
        let len = item_label(&first.text);
        first.text.drain(..len);
        if first.text.is_empty() {
            pieces.remove(0);
        }
    }
    pieces
}

/// Gives headings their levels by size, and makes the largest one of the first page the title.
fn entitle(blocks: &mut [Text], sizes: &[u32]) {
    let is_heading = |block: &Text| matches!(block.kind, BlockKind::Heading(_));
    let first_page = |block: &Text| block.parts.first().is_some_and(|part| part.page == 1);
    let title = (0..blocks.len())
        .filter(|index| is_heading(&blocks[*index]) && first_page(&blocks[*index]))
        .max_by_key(|index| (sizes[*index], std::cmp::Reverse(*index)))
        .filter(|index| blocks[*index].kind == BlockKind::Heading(2));
    let mut ranks: Vec<u32> = (0..blocks.len())
        .filter(|index| blocks[*index].kind == BlockKind::Heading(2) && Some(*index) != title)
        .map(|index| sizes[index])
        .collect();
    ranks.sort_unstable_by(|a, b| b.cmp(a));
    ranks.dedup();
    for (index, block) in blocks.iter_mut().enumerate() {
        if Some(index) == title {
            block.kind = BlockKind::Title;
        } else if block.kind == BlockKind::Heading(2) {
            let rank = ranks.iter().position(|size| *size == sizes[index]).unwrap_or(0);
            block.kind = BlockKind::Heading(u8::try_from(rank + 1).unwrap_or(6).min(6));
        } else if block.kind == BlockKind::Heading(3) {
            let rank = u8::try_from(ranks.len() + 1).unwrap_or(6).min(6);
            block.kind = BlockKind::Heading(rank);
        }
    }
}
