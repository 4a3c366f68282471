//! Rows of a column: one line each, or the cells of a table.

use super::layout::Line;

/// Says whether a text is only the bullet or label of a list item: `•`, `1.`, `(a)`.
pub fn is_label(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['(', ')', '.', '[', ']']);
    let is_bullet = text.chars().count() == 1 && !text.chars().all(char::is_alphanumeric);
    let is_mark = inner.len() < text.len()
        && (1..=3).contains(&inner.len())
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_bullet || is_mark
}

/// Writes down the rows of one column: a run of rows with several parts that stand under one
/// another is a table, anything else is lines.
pub fn row(rows: Vec<Vec<Line>>, column: u32, out: &mut Vec<Line>) {
    let left = rows.iter().flatten().map(|line| line.x.0).fold(f32::INFINITY, f32::min);
    let right = rows.iter().flatten().map(|line| line.x.1).fold(f32::NEG_INFINITY, f32::max);
    let mut run: Vec<Vec<Line>> = Vec::new();
    for row in rows {
        let row = if is_loose(&row, (left, right)) { joined(row) } else { row };
        if row.len() >= 2 || row.iter().any(|line| goes_on(&run, line)) {
            run.push(row);
        } else {
            close(&mut run, column, out);
            out.extend(row.into_iter().map(|line| Line { column, ..line }));
        }
    }
    close(&mut run, column, out);
}

/// A justified line whose words stand far apart: it reaches from edge to edge of its column, and
/// no gap is as wide as between cells.
fn is_loose(row: &[Line], (left, right): (f32, f32)) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return false };
    let is_full = first.x.0 - left < 2.0 * first.size && right - last.x.1 < 0.5 * last.size;
    row.len() >= 2
        && is_full
        && row.windows(2).all(|pair| pair[1].x.0 - pair[0].x.1 < 2.2 * pair[0].size)
}

fn joined(row: Vec<Line>) -> Vec<Line> {
    let joined = row.into_iter().reduce(|mut line, next| {
        line.append(next);
        line
    });
    joined.into_iter().collect()
}

/// A line of its own goes on in a cell if it stays within a column of the table above it.
fn goes_on(run: &[Vec<Line>], line: &Line) -> bool {
    let [.., last] = run else { return false };
    let above = columns(run);
    let within = |number: usize, left: f32| {
        let end = above.get(number + 1).map_or(above[number].1 + 1.0, |next| next.0);
        left - 1.0 <= line.x.0 && line.x.1 < end
    };
    run.len() >= 2
        && last[0].y - line.y < 1.7 * line.size
        && above.iter().enumerate().any(|(number, (left, _))| within(number, *left))
}

/// Numbers the tables of a page: cells that follow one another belong to one.
pub fn number(lines: &mut [Line]) {
    let mut n_tables = 0;
    let mut before: Option<(u16, u16)> = None;
    for line in lines {
        let Some((table, row, _)) = &mut line.cell else {
            before = None;
            continue;
        };
        // Rows that begin again begin another table.
        if before.is_none_or(|(_, last_row)| *row < last_row) {
            n_tables += 1;
        }
        before = Some((n_tables, *row));
        *table = n_tables - 1;
    }
}

fn close(run: &mut Vec<Vec<Line>>, column: u32, out: &mut Vec<Line>) {
    let rows = std::mem::take(run);
    let columns = columns(&rows);
    let is_table = rows.len() >= 2 && columns.len() >= 2;
    for (number, row) in rows.into_iter().enumerate() {
        for line in row {
            let place = columns.iter().filter(|(left, _)| *left <= line.x.0 + 0.1).count();
            let cell = is_table.then(|| (0, narrow(number), narrow(place.saturating_sub(1))));
            out.push(Line { column, cell, ..line });
        }
    }
}

/// The ranges that the parts of all rows cover, joined where they overlap.
fn columns(rows: &[Vec<Line>]) -> Vec<(f32, f32)> {
    let mut ranges: Vec<(f32, f32)> = rows.iter().flatten().map(|line| line.x).collect();
    ranges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (left, right) in ranges {
        match out.last_mut() {
            Some(last) if left <= last.1 => last.1 = last.1.max(right),
            _ => out.push((left, right)),
        }
    }
    out
}

fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(x0: f32, x1: f32) -> Line {
        Line { x: (x0, x1), ..Line::default() }
    }

    #[test]
    fn rows_under_one_another_are_a_table() {
        let mut out = Vec::new();
        let rows = vec![
            vec![part(0.0, 90.0)],
            vec![part(0.0, 30.0), part(50.0, 80.0)],
            vec![part(0.0, 20.0), part(55.0, 80.0)],
            vec![part(0.0, 90.0)],
            vec![part(0.0, 10.0), part(70.0, 90.0)],
        ];
        row(rows, 4, &mut out);
        number(&mut out);
        let cells: Vec<_> = out.iter().map(|line| line.cell).collect();
        let cell = |row, column| Some((0, row, column));
        assert_eq!(cells, [None, cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1), None, None, None]);
    }

    #[test]
    fn labels_are_short() {
        assert!(["•", "1.", "(a)", "[12]", "–"].iter().all(|text| is_label(text)));
        assert!(!["A", "12", "2019.", "Some."].iter().any(|text| is_label(text)));
    }
}
