//! The paragraphs of a part, as they stand when all tracked changes are accepted.

use super::style::{Meaning, Styles};
use crate::document::xml::{Step, Tag, walk};
use crate::document::{BlockKind, ReadError};

/// A paragraph that became a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    pub text: String,
}

/// Reads the paragraphs of a main or notes part, in the order in which they are read aloud: the
/// paragraphs of a text box follow the one that it is anchored in.
///
/// # Errors
/// [`ReadError::Damaged`] when the part is not well-formed.
pub fn blocks(part: &str, bytes: &[u8], styles: &Styles) -> Result<Vec<Paragraph>, ReadError> {
    let mut body = Body::new(styles);
    walk(part, bytes, |step| match step {
        Step::Start(tag) => body.start(tag),
        Step::End(name) => body.end(name),
        Step::Text(text) => {
            if body.skipped == 0 && body.in_text {
                body.text(text);
            }
        }
    })?;
    Ok(body.out)
}

/// Elements whose whole content is no part of the final text: removed or moved away, the older
/// formatting, what stands for a newer drawing, field codes, notes about the note's own number.
const LEFT_OUT: [&str; 14] = [
    "del",
    "moveFrom",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "numberingChange",
    "Fallback",
    "instrText",
    "delText",
    "delInstrText",
    "rt",
];

/// A paragraph that is still open.
#[derive(Debug, Default)]
struct Open {
    text: String,
    style: String,
    /// Level of the list, 0 the outermost, when it is numbered or has a bullet of its own.
    item: Option<u8>,
    /// It is taken out of its style's list.
    no_item: bool,
    outline: Option<u8>,
    /// The paragraph mark was deleted: the next paragraph goes on in the same line.
    joins_next: bool,
    /// The run being read is hidden.
    hidden: bool,
}

struct Body<'s> {
    styles: &'s Styles,
    out: Vec<Paragraph>,
    /// Open paragraphs: a text box may stand inside one.
    open: Vec<Open>,
    /// Paragraphs of text boxes, until the one around them is done.
    boxed: Vec<Paragraph>,
    /// Text of paragraphs whose mark was deleted.
    carried: String,
    /// Depth inside elements of [`LEFT_OUT`].
    skipped: u32,
    in_text: bool,
    in_paragraph_properties: bool,
    in_paragraph_mark: bool,
    in_row_properties: bool,
    tables: Vec<Table>,
    n_tables: u16,
    /// Depth inside a table of contents.
    contents: u32,
    /// Structured parts: whether each is a table of contents.
    parts: Vec<bool>,
}

#[derive(Debug, Default)]
struct Table {
    number: u16,
    row: u16,
    column: u16,
    /// Columns that the open cell takes.
    width: u16,
    header: bool,
    row_deleted: bool,
    /// Blocks before the open row: a deleted row is taken back.
    row_start: usize,
}

impl<'s> Body<'s> {
    fn new(styles: &'s Styles) -> Self {
        Self {
            styles,
            out: Vec::new(),
            open: Vec::new(),
            boxed: Vec::new(),
            carried: String::new(),
            skipped: 0,
            in_text: false,
            in_paragraph_properties: false,
            in_paragraph_mark: false,
            in_row_properties: false,
            tables: Vec::new(),
            n_tables: 0,
            contents: 0,
            parts: Vec::new(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name();
        // In properties, `del` marks the paragraph mark or the row itself as deleted.
        if name == "del" && self.skipped == 0 && self.in_paragraph_mark {
            if let Some(open) = self.open.last_mut() {
                open.joins_next = true;
            }
        } else if name == "del"
            && self.skipped == 0
            && self.in_row_properties
            && let Some(table) = self.tables.last_mut()
        {
            table.row_deleted = true;
        }
        if LEFT_OUT.contains(&name) {
            self.skipped += 1;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" => self.open.push(Open::default()),
            "pPr" => self.in_paragraph_properties = true,
            "rPr" if self.in_paragraph_properties => self.in_paragraph_mark = true,
            "t" => self.in_text = true,
            "tab" | "br" | "cr" if !self.in_paragraph_properties => self.text(" "),
            "noBreakHyphen" => self.text("-"),
            "r" => self.set(|open| open.hidden = false),
            "vanish" if !self.in_paragraph_properties => {
                let is_off = matches!(tag.get("val").as_deref(), Some("0" | "false"));
                self.set(|open| open.hidden = !is_off);
            }
            "pStyle" => self.set(|open| open.style = tag.get("val").unwrap_or_default()),
            "outlineLvl" => {
                self.set(|open| open.outline = tag.get("val").and_then(|level| level.parse().ok()));
            }
            "ilvl" => {
                let level = tag.get("val").and_then(|level| level.parse().ok());
                self.set(|open| open.item = level.or(open.item));
            }
            "numId" => {
                let none = tag.get("val").as_deref() == Some("0");
                self.set(|open| {
                    open.no_item = none;
                    open.item = if none { None } else { open.item.or(Some(0)) };
                });
            }
            "sdt" => self.parts.push(false),
            "docPartGallery" => {
                let is_contents = tag.get("val").is_some_and(|val| val.contains("Contents"));
                if let Some(part) = self.parts.last_mut().filter(|part| is_contents && !**part) {
                    *part = true;
                    self.contents += 1;
                }
            }
            "tbl" => {
                self.tables.push(Table { number: self.n_tables, ..Table::default() });
                if self.tables.len() == 1 {
                    self.n_tables = self.n_tables.saturating_add(1);
                }
            }
            "trPr" => self.in_row_properties = true,
            _ => self.start_in_table(tag),
        }
    }

    fn start_in_table(&mut self, tag: &Tag<'_>) {
        let n_blocks = self.out.len();
        let Some(table) = self.tables.last_mut() else { return };
        match tag.name() {
            "tr" => {
                (table.column, table.header, table.row_deleted) = (0, false, false);
                table.row_start = n_blocks;
            }
            "tblHeader" => table.header = !matches!(tag.get("val").as_deref(), Some("0" | "false")),
            "tc" => table.width = 1,
            "gridSpan" => {
                let width = tag.get("val").and_then(|width| width.parse().ok());
                table.width = width.unwrap_or(1).clamp(1, 1000);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if LEFT_OUT.contains(&name) {
            self.skipped -= 1;
            return;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" => self.close(),
            "pPr" => self.in_paragraph_properties = false,
            "rPr" => self.in_paragraph_mark = false,
            "t" => self.in_text = false,
            "sdt" if self.parts.pop() == Some(true) => {
                self.contents -= 1;
            }
            "tbl" => drop(self.tables.pop()),
            "trPr" => self.in_row_properties = false,
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    if table.row_deleted {
                        self.out.truncate(table.row_start);
                    } else {
                        table.row = table.row.saturating_add(1);
                    }
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column = table.column.saturating_add(table.width);
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.open.last_mut() {
            change(open);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| !open.hidden) {
            // The soft hyphen is a place to break, not a letter.
            open.text.extend(text.chars().filter(|c| *c != '\u{ad}'));
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let kind = self.kind(&open);
        let text = if self.open.is_empty() && !self.carried.is_empty() {
            std::mem::take(&mut self.carried) + &open.text
        } else {
            open.text
        };
        if !self.open.is_empty() {
            self.boxed.push(Paragraph { kind, text });
        } else if open.joins_next {
            self.carried = text;
        } else {
            self.out.push(Paragraph { kind, text });
            self.out.append(&mut self.boxed);
        }
    }

    fn kind(&self, open: &Open) -> BlockKind {
        if self.contents > 0 {
            return BlockKind::Navigation;
        }
        let meaning = self.styles.meaning(&open.style);
        let by_outline = open.outline.filter(|level| *level < 9).map(|l| BlockKind::Heading(l + 1));
        if let Some(table) = self.tables.first().filter(|_| self.tables.len() == 1) {
            let Table { number, row, column, header, .. } = *table;
            return match meaning {
                Meaning::Kind(kind @ (BlockKind::Caption | BlockKind::Navigation)) => kind,
                _ => BlockKind::Cell { table: number, row, column, header },
            };
        }
        match (meaning, by_outline, open.item) {
            (Meaning::Kind(kind), _, _) => kind,
            (_, Some(heading), _) => heading,
            (_, _, Some(level)) => BlockKind::ListItem(level),
            (Meaning::Item, _, None) if !open.no_item => BlockKind::ListItem(0),
            _ => BlockKind::Paragraph,
        }
    }
}
