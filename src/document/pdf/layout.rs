//! Glyphs to lines in reading order: words by gaps, lines by baselines, columns by gutters that run
//! down the page (a projection profile, as in Nagy et al. 1992, with lines instead of pixels).

use std::collections::BTreeMap;

use super::content::{Glyph, Page};
use super::table;

/// A page as lines in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Height in points.
    pub height: f32,
    /// The lines.
    pub lines: Vec<Line>,
}

/// What a line is, before paragraphs are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Part of the text.
    #[default]
    Body,
    /// A running head or foot, a page number.
    Furniture,
    /// Part of a footnote.
    Note,
}

/// Text of one line, or of one cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The text, with raised numbers apart.
    pub pieces: Vec<Piece>,
    /// Left and right edge.
    pub x: (f32, f32),
    /// Baseline, from the bottom of the page.
    pub y: f32,
    /// Size of most of its letters, in points.
    pub size: f32,
    /// Letters of each size, in tenths of a point.
    pub sizes: BTreeMap<u32, u32>,
    /// All of it is bold.
    pub is_bold: bool,
    /// Numbers the column on its page; lines of one number follow one another.
    pub column: u32,
    /// Left and right edge of that column.
    pub bounds: (f32, f32),
    /// Number of the table on its page, row and column, if it is a cell.
    pub cell: Option<(u16, u16, u16)>,
    /// What it is.
    pub role: Role,
}

/// A part of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// A small raised number: a mark of a note.
    pub is_mark: bool,
}

impl Line {
    /// Its text with the marks.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The size of most of its letters; of two, the larger.
    fn usual_size(&self) -> f32 {
        let most = self.sizes.iter().max_by_key(|(size, count)| (**count, **size));
        most.map_or(self.size, |(size, _)| *size as f32 / 10.0)
    }

    /// Appends another part of the same line.
    pub fn append(&mut self, other: Self) {
        let ends_open = self.pieces.last().is_some_and(|piece| !piece.text.ends_with(' '));
        if ends_open && other.pieces.first().is_some_and(|piece| !piece.text.starts_with(' ')) {
            push(&mut self.pieces, " ", false);
        }
        for piece in other.pieces {
            push(&mut self.pieces, &piece.text, piece.is_mark);
        }
        self.x = (self.x.0.min(other.x.0), self.x.1.max(other.x.1));
        self.is_bold &= other.is_bold;
        for (size, count) in other.sizes {
            *self.sizes.entry(size).or_default() += count;
        }
        self.size = self.usual_size();
    }
}

/// Lays out a page.
pub fn sheet(page: Page) -> Sheet {
    let height = page.height;
    let rows = rows(segments(&page.glyphs));
    let gutters = gutters(&rows);
    let mut lines = Vec::new();
    let mut band: Vec<Vec<Vec<Line>>> = vec![Vec::new(); gutters.len() + 1];
    // Rows over the whole width, one after the other.
    let mut wide: Vec<Vec<Line>> = Vec::new();
    let mut column = 0;
    for row in rows {
        let spans = |line: &Line| gutters.iter().any(|x| line.x.0 < x - 2.0 && line.x.1 > x + 2.0);
        if row.iter().any(spans) {
            flush(&mut band, &mut column, &mut lines);
            wide.push(row);
            continue;
        }
        flush(std::slice::from_mut(&mut wide), &mut column, &mut lines);
        let mut parts: Vec<Vec<Line>> = vec![Vec::new(); band.len()];
        for line in row {
            let middle = f32::midpoint(line.x.0, line.x.1);
            parts[gutters.iter().filter(|x| **x < middle).count()].push(line);
        }
        for (rows, part) in band.iter_mut().zip(parts) {
            if !part.is_empty() {
                rows.push(part);
            }
        }
    }
    flush(&mut band, &mut column, &mut lines);
    flush(std::slice::from_mut(&mut wide), &mut column, &mut lines);
    bound(&mut lines, &gutters);
    table::number(&mut lines);
    Sheet { height, lines }
}

/// Writes down the columns of the rows so far, from left to right.
fn flush(band: &mut [Vec<Vec<Line>>], column: &mut u32, lines: &mut Vec<Line>) {
    for rows in band {
        if !rows.is_empty() {
            table::row(std::mem::take(rows), *column, lines);
            *column += 1;
        }
    }
}

/// Gives every line the edges of its column: those of all lines between the same gutters.
fn bound(lines: &mut [Line], gutters: &[f32]) {
    let key = |line: &Line| {
        let side = |x: f32| gutters.iter().filter(|gutter| **gutter < x).count();
        (side(line.x.0 + 1.0), side(line.x.1 - 1.0))
    };
    let mut edges = BTreeMap::new();
    for line in lines.iter() {
        let edge: &mut (f32, f32) = edges.entry(key(line)).or_insert(line.x);
        *edge = (edge.0.min(line.x.0), edge.1.max(line.x.1));
    }
    for line in lines {
        line.bounds = edges[&key(line)];
    }
}

/// Glyphs that follow one another on one line, in the order of drawing.
fn segments(glyphs: &[Glyph]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs {
        // The same letter drawn twice, a hair apart, is a bold one.
        let again = last.is_some_and(|last| {
            last.letters == glyph.letters
                && (last.x.0 - glyph.x.0).abs() < 0.12 * glyph.size
                && (last.y - glyph.y).abs() < 0.12 * glyph.size
        });
        if again {
            continue;
        }
        last = Some(glyph);
        match out.last_mut() {
            Some(line) if joins(line, glyph) => extend(line, glyph),
            // White space never begins a line.
            _ if glyph.letters.trim().is_empty() => {}
            _ => out.push(Line {
                pieces: vec![Piece { text: glyph.letters.clone(), is_mark: false }],
                x: glyph.x,
                y: glyph.y,
                size: glyph.size,
                sizes: BTreeMap::from([(tenths(glyph.size), 1)]),
                is_bold: glyph.is_bold,
                ..Line::default()
            }),
        }
    }
    for line in &mut out {
        line.size = line.usual_size();
        if let Some(piece) = line.pieces.last_mut() {
            piece.text.truncate(piece.text.trim_end().len());
        }
        line.pieces.retain(|piece| !piece.text.is_empty());
    }
    out.retain(|line| !line.pieces.is_empty());
    out
}

fn joins(line: &Line, glyph: &Glyph) -> bool {
    let size = line.size.max(glyph.size);
    let dy = glyph.y - line.y;
    let is_raised = raised(line, glyph) || lowered(line, glyph);
    let gap = glyph.x.0 - line.x.1;
    (dy.abs() <= 0.15 * size || is_raised) && (-0.4 * size..0.9 * size).contains(&gap)
}

/// A small glyph above the line.
fn raised(line: &Line, glyph: &Glyph) -> bool {
    let dy = glyph.y - line.y;
    glyph.size < 0.85 * line.size && dy > 0.1 * line.size && dy < 0.7 * line.size
}

/// The line began with a small raised glyph and goes on in its proper size.
fn lowered(line: &Line, glyph: &Glyph) -> bool {
    let dy = line.y - glyph.y;
    line.size < 0.85 * glyph.size
        && dy > 0.1 * glyph.size
        && dy < 0.7 * glyph.size
        && line.pieces.len() == 1
        && is_number(&line.pieces[0].text)
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn extend(line: &mut Line, glyph: &Glyph) {
    let gap = glyph.x.0 - line.x.1;
    let ends_open = line.pieces.last().is_some_and(|piece| !piece.text.ends_with(' '));
    let is_blank = glyph.letters.trim().is_empty();
    if lowered(line, glyph) {
        line.pieces[0].is_mark = true;
        (line.y, line.size) = (glyph.y, glyph.size);
    }
    let is_raised = raised(line, glyph);
    let is_mark = is_raised && is_number(&glyph.letters);
    // Digits of one mark, and a comma between marks, stay together.
    if is_blank {
        if ends_open {
            push(&mut line.pieces, " ", false);
        }
    } else {
        if ends_open && gap > 0.17 * line.size.min(glyph.size) && !is_mark {
            push(&mut line.pieces, " ", false);
        }
        push(&mut line.pieces, &glyph.letters, is_mark);
        *line.sizes.entry(tenths(glyph.size)).or_default() += 1;
        line.is_bold &= glyph.is_bold || is_raised;
    }
    line.x = (line.x.0.min(glyph.x.0), line.x.1.max(glyph.x.1));
    if !is_raised && !is_blank && glyph.size > 1.15 * line.size {
        // A small initial (or a drop cap of the next size) does not make the size of the line.
        line.size = glyph.size;
    }
}

fn tenths(size: f32) -> u32 {
    (size * 10.0).round() as u32
}

fn push(pieces: &mut Vec<Piece>, text: &str, is_mark: bool) {
    match pieces.last_mut() {
        Some(last) if last.is_mark == is_mark => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), is_mark }),
    }
}

/// Segments that stand on one baseline, left to right; rows from the top of the page down. Parts
/// of one line that were drawn apart are joined.
fn rows(mut segments: Vec<Line>) -> Vec<Vec<Line>> {
    segments.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.0.total_cmp(&b.x.0)));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(row) if (row[0].y - segment.y).abs() < 0.3 * row[0].size.min(segment.size) => {
                row.push(segment);
            }
            _ => rows.push(vec![segment]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
        let mut joined: Vec<Line> = Vec::new();
        for segment in row.drain(..) {
            match joined.last_mut() {
                Some(line) if segment.x.0 - line.x.1 < 0.8 * line.size.max(segment.size) => {
                    let gap = segment.x.0 - line.x.1;
                    let is_word = gap <= 0.17 * line.size;
                    if is_word && !line.text().ends_with(' ') {
                        for piece in &segment.pieces {
                            push(&mut line.pieces, &piece.text, piece.is_mark);
                        }
                        line.x.1 = line.x.1.max(segment.x.1);
                    } else {
                        line.append(segment);
                    }
                }
                Some(line) if table::is_label(&line.text()) && line.pieces.len() == 1 => {
                    line.append(segment);
                }
                _ => joined.push(segment),
            }
        }
        *row = joined;
    }
    rows
}

/// Fewest lines on each side of a gutter.
const COLUMN_LINES: usize = 5;
/// Fewest letters of the median line of a column: fewer is a table.
const COLUMN_LETTERS: usize = 16;

/// Most columns of a page.
const MAX_COLUMNS: usize = 4;

/// Where the gutters between columns of prose are, left to right.
fn gutters(rows: &[Vec<Line>]) -> Vec<f32> {
    let lines: Vec<&Line> = rows.iter().flatten().collect();
    split(&lines, MAX_COLUMNS - 1).unwrap_or_default()
}

/// The gutters of a region: the left column must be one of prose, and so must what stands to the
/// right of it, or be such columns itself. `None` when there are no columns.
fn split(lines: &[&Line], most: usize) -> Option<Vec<f32>> {
    if most == 0 || lines.len() < 2 * COLUMN_LINES {
        return None;
    }
    let (left, right) = extent(lines);
    // Candidates: just before every line that begins away from the edges.
    let mut starts: Vec<f32> = lines.iter().map(|line| line.x.0 - 2.0).collect();
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 3.0);
    let within = (left + 0.1 * (right - left))..(right - 0.1 * (right - left));
    let mut best: Option<(usize, Vec<f32>)> = None;
    for x in starts.into_iter().filter(|x| within.contains(x)).take(100) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for line in lines {
            if line.x.1 <= x + 1.0 {
                before.push(*line);
            } else if line.x.0 >= x {
                after.push(*line);
            }
        }
        let crossing = lines.len() - before.len() - after.len();
        let is_clear = crossing * 3 <= before.len().min(after.len());
        if !is_clear || best.as_ref().is_some_and(|(old, _)| *old <= crossing) || !is_prose(&before)
        {
            continue;
        }
        let mut gutters = vec![x];
        match split(&after, most - 1) {
            Some(more) => gutters.extend(more),
            None if is_prose(&after) => {}
            None => continue,
        }
        best = Some((crossing, gutters));
    }
    best.map(|(_, gutters)| gutters)
}

fn extent(lines: &[&Line]) -> (f32, f32) {
    let left = lines.iter().map(|line| line.x.0).fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|line| line.x.1).fold(f32::NEG_INFINITY, f32::max);
    (left, right)
}

/// Lines that mostly fill their column with words.
fn is_prose(lines: &[&Line]) -> bool {
    if lines.len() < COLUMN_LINES {
        return false;
    }
    let (left, right) = extent(lines);
    let mut widths: Vec<f32> = lines.iter().map(|line| line.x.1 - line.x.0).collect();
    widths.sort_by(f32::total_cmp);
    let mut letters: Vec<usize> = lines.iter().map(|line| line.text().chars().count()).collect();
    letters.sort_unstable();
    widths[widths.len() / 2] >= 0.6 * (right - left) && letters[letters.len() / 2] >= COLUMN_LETTERS
}
