//! Running heads and feet, page numbers and footnotes: lines that their place gives away.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Line, Role, Sheet};

/// Share of the page at its top and at its bottom where running lines may stand.
const MARGIN: f32 = 0.14;
/// Distinct heights at each end of a page that are looked at.
const ROWS: usize = 3;

/// Marks what is not running text on each page.
pub fn mark(sheets: &mut [Sheet]) {
    let body = body_size(sheets);
    running_lines(sheets);
    for sheet in sheets.iter_mut() {
        footnotes(sheet, body);
    }
}

/// The font size of most letters, to a tenth of a point.
pub fn body_size(sheets: &[Sheet]) -> f32 {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        *sizes.entry((line.size * 10.0).round() as u32).or_default() += line.text().len();
    }
    let most = sizes.iter().max_by_key(|(size, count)| (**count, std::cmp::Reverse(**size)));
    most.map_or(10.0, |(size, _)| *size as f32 / 10.0)
}

/// A line that stands at the head or foot of several pages, numbers aside, or holds nothing but
/// the number of its page.
fn running_lines(sheets: &mut [Sheet]) {
    let mut pages_of: BTreeMap<(bool, String), BTreeSet<usize>> = BTreeMap::new();
    let mut candidates: Vec<(usize, usize, bool)> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for is_top in [true, false] {
            for index in edge(sheet, is_top) {
                // "12 Ibid., p. 5" is much like its neighbours and no running foot.
                let line = &sheet.lines[index];
                if begins_note(line) && !is_page_number(&line.text()) {
                    continue;
                }
                let key = shape(&sheet.lines[index].text());
                pages_of.entry((is_top, key)).or_default().insert(page);
                candidates.push((page, index, is_top));
            }
        }
    }
    for (page, index, is_top) in &candidates {
        let text = sheets[*page].lines[*index].text();
        // Left and right pages may have heads of their own, and a chapter may be short.
        let near = page.saturating_sub(2)..=page + 2;
        let pages = pages_of.get(&(*is_top, shape(&text)));
        let n_near = pages.map_or(0, |pages| pages.range(near).count());
        if n_near >= 2 && text.len() <= 200 || is_page_number(&text) {
            sheets[*page].lines[*index].role = Role::Furniture;
        }
    }
    // What stands beside a page number is a running line, though it may do so only once.
    for (page, index, _) in candidates {
        let lines = &sheets[page].lines;
        let y = lines[index].y;
        let is_beside = |line: &Line| {
            (line.y - y).abs() < 2.0 && line.role == Role::Furniture && is_page_number(&line.text())
        };
        if lines.iter().any(is_beside) {
            sheets[page].lines[index].role = Role::Furniture;
        }
    }
}

/// The lines in the margin at one end of a page, at most [`ROWS`] heights of them.
fn edge(sheet: &Sheet, is_top: bool) -> Vec<usize> {
    let limit = MARGIN * sheet.height;
    let is_near = |line: &Line| {
        if is_top { line.y > sheet.height - limit } else { line.y < limit }
    };
    let mut near: Vec<usize> =
        (0..sheet.lines.len()).filter(|index| is_near(&sheet.lines[*index])).collect();
    near.sort_by(|a, b| {
        let (a, b) = (sheet.lines[*a].y, sheet.lines[*b].y);
        if is_top { b.total_cmp(&a) } else { a.total_cmp(&b) }
    });
    let mut heights: Vec<f32> = Vec::new();
    near.retain(|index| {
        let y = sheet.lines[*index].y;
        if heights.last().is_none_or(|last| (last - y).abs() > 2.0) {
            heights.push(y);
        }
        heights.len() <= ROWS
    });
    near
}

/// A text with every run of digits made one sign.
fn shape(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !out.ends_with('#') {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// `3`, `iv`, `- 3 -`, `Page 3 of 10`, `3/10`.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.to_lowercase().replace(['-', '–', '—', '|', '.', '/', '[', ']'], " ");
    let words: Vec<&str> = bare.split_whitespace().collect();
    let is_roman = |word: &str| word.len() <= 6 && word.bytes().all(|b| b"ivxlc".contains(&b));
    let is_number = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [one] => is_number(one) || is_roman(one),
        [one, of] => {
            is_number(of) && (is_number(one) || ["page", "p", "seite", "стр"].contains(one))
        }
        [one, "of" | "von" | "из", of] => is_number(one) && is_number(of),
        ["page" | "seite" | "стр", one, "of" | "von" | "из", of] => {
            is_number(one) && is_number(of)
        }
        _ => false,
    }
}

/// Smaller lines at the foot of a page or column, from the first one that begins with a number or
/// a star.
fn footnotes(sheet: &mut Sheet, body: f32) {
    let columns: BTreeSet<u32> = sheet.lines.iter().map(|line| line.column).collect();
    for column in columns {
        let members: Vec<usize> = (0..sheet.lines.len())
            .filter(|index| {
                let line = &sheet.lines[*index];
                line.column == column && line.role == Role::Body
            })
            .collect();
        let small: Vec<usize> = members
            .iter()
            .rev()
            .take_while(|index| {
                let line = &sheet.lines[**index];
                line.size < 0.93 * body && line.cell.is_none()
            })
            .copied()
            .collect();
        // A page all in small type has no notes below its text; its column may follow one that has.
        if small.len() == members.len()
            && members.len() > 1
            && sheet.height - sheet.lines[members[0]].y < 0.3 * sheet.height
        {
            continue;
        }
        let first = small.iter().rev().position(|index| begins_note(&sheet.lines[*index]));
        if let Some(first) = first {
            for index in small.iter().rev().skip(first) {
                sheet.lines[*index].role = Role::Note;
            }
        }
    }
}

pub(super) fn begins_note(line: &Line) -> bool {
    let text = line.text();
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..=3).contains(&digits)
        && (line.pieces[0].is_mark || text[digits..].starts_with([' ', '.', ')']));
    is_number || text.starts_with(['*', '†', '‡', '¹', '²', '³']) || text.starts_with('[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::pdf::layout::Piece;

    #[test]
    fn page_numbers_have_many_forms() {
        for text in ["3", "- 12 -", "xiv", "Page 3 of 10", "3 / 10", "[7]", "3 of 9", "Page 3"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2 May", "In 2024", "Osh", "12 states", "19.2 percent", "10,000"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn heads_repeat_and_notes_are_small() {
        let line = |text: &str, y: f32, size: f32| Line {
            pieces: vec![Piece { text: text.to_owned(), is_mark: false }],
            y,
            size,
            ..Line::default()
        };
        let page = |number: u32| Sheet {
            height: 800.0,
            lines: vec![
                line(&format!("Water report {number}"), 780.0, 9.0),
                line(
                    &format!("The text of page {number} is not the same as any other."),
                    600.0,
                    11.0,
                ),
                line("Osh", 300.0, 11.0),
                line("1 See the annex.", 80.0, 8.0),
                line(&format!("It is {} long.", "very ".repeat(number as usize)), 70.0, 8.0),
                line(&number.to_string(), 40.0, 9.0),
            ],
        };
        let mut sheets: Vec<Sheet> = (1..=4).map(page).collect();
        mark(&mut sheets);
        use Role::{Body, Furniture, Note};
        for sheet in &sheets {
            let roles: Vec<Role> = sheet.lines.iter().map(|line| line.role).collect();
            assert_eq!(roles, [Furniture, Body, Body, Note, Note, Furniture]);
        }
    }
}
