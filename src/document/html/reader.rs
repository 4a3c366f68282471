//! HTML tokens to blocks. Keeps a stack of open elements but builds no tree: any depth of nesting
//! costs a stack entry, not a stack frame.

use std::collections::BTreeMap;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::element::{Attributes, Effect, effect, is_inline, is_void};
use super::metadata::Collected;
use super::reference::{self, Part};
use crate::date::Date;
use crate::document::BlockKind;
use crate::document::builder::Builder;
use crate::document::date_line::date_value;
use crate::span::Span;

/// Elements that are searched for an end tag's start, from the innermost: keeps broken pages
/// linear.
const MAX_SEARCH: usize = 64;

/// The content of a page.
#[derive(Debug, Default)]
pub struct Content {
    /// Text, blocks and origin.
    pub out: Builder,
    /// For each block of `out`: where it stands.
    pub places: Vec<Place>,
    /// Names of authors, in the order of the text.
    pub authors: Vec<Span>,
    /// Dates of `time` elements, with the byte offset of the text where they stand.
    pub dates: Vec<(u32, Date)>,
    /// What the page says of itself.
    pub metadata: Collected,
}

/// Where a block stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Number of the outermost `article` around it, from 1.
    pub article: Option<u32>,
    /// Inside `main`.
    pub main: bool,
    /// Bytes of the block's text inside links.
    pub link_len: usize,
}

/// Reads a page; `by_class` says whether the words of classes and ids may make an element
/// furniture.
pub fn content(source: &str, by_class: bool) -> Content {
    let mut reader = Reader { source, by_class, ..Reader::default() };
    let mut emitter = CallbackEmitter::new(
        |event: CallbackEvent<'_>,
         span: html5gum::Span<usize>|
         -> Option<std::convert::Infallible> {
            reader.event(&event, span.start, span.end);
            None
        },
    );
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
    reader.close_block();
    reader.content
}

#[derive(Debug)]
struct Open {
    name: String,
    effect: Effect,
    /// Length of the text as read when it was opened.
    text_len: usize,
}

#[derive(Debug, Default)]
struct Reader<'s> {
    source: &'s str,
    by_class: bool,
    content: Content,
    stack: Vec<Open>,
    /// How many elements of each name are open.
    open_names: BTreeMap<String, u32>,
    /// How many of each effect are open.
    skip: u32,
    navigation: u32,
    article: u32,
    main: u32,
    quote: u32,
    pull_quote: u32,
    code: u32,
    lists: u32,
    caption: u32,
    footnote: u32,
    biography: u32,
    author: u32,
    links: u32,
    tables: u32,
    headings: Vec<u8>,
    items: Vec<u8>,
    cells: Vec<(u16, u16, u16, bool)>,
    /// Tables met so far; row and column of the next cell.
    n_tables: u16,
    row: u16,
    column: u16,
    n_articles: u32,
    link_len: usize,
    /// The start tag being read.
    tag: String,
    attribute: String,
    attributes: Attributes,
    /// A line break was the last thing of the open block.
    broken: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, start: usize, end: usize) {
        let lower = |name: &[u8]| String::from_utf8_lossy(name).to_ascii_lowercase();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = lower(name);
                self.attributes = Attributes::default();
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = lower(name);
                self.attributes.hidden |= self.attribute == "hidden";
            }
            CallbackEvent::AttributeValue { value } => {
                self.attribute_value(&String::from_utf8_lossy(value));
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start_tag(*self_closing),
            CallbackEvent::EndTag { name } => self.end_tag(&lower(name)),
            CallbackEvent::String { .. } => self.text(start, end),
            _ => {}
        }
    }

    fn attribute_value(&mut self, value: &str) {
        let attributes = &mut self.attributes;
        let join = |to: &mut String| {
            if !to.is_empty() {
                to.push(' ');
            }
            to.push_str(value);
        };
        match self.attribute.as_str() {
            "class" | "id" => join(&mut attributes.names),
            "role" | "rel" | "itemprop" => join(&mut attributes.roles),
            "aria-hidden" => attributes.hidden |= value.eq_ignore_ascii_case("true"),
            "style" => {
                let style = value.to_ascii_lowercase().replace(' ', "");
                attributes.hidden |=
                    style.contains("display:none") || style.contains("visibility:hidden");
            }
            "type" => value.clone_into(&mut attributes.kind),
            "content" | "datetime" | "href" => value.clone_into(&mut attributes.value),
            "name" | "property" => value.clone_into(&mut attributes.key),
            "lang" | "xml:lang" => value.clone_into(&mut attributes.lang),
            _ => {}
        }
    }

    fn start_tag(&mut self, self_closing: bool) {
        let name = std::mem::take(&mut self.tag);
        let attributes = std::mem::take(&mut self.attributes);
        self.content.metadata.tag(&name, &attributes);
        if name == "time" && self.skip == 0 {
            let at = Span::new(0, self.content.out.text.len()).end;
            self.content.dates.extend(date_value(&attributes.value).map(|date| (at, date)));
        }
        if name == "br" {
            self.line_break();
            return;
        }
        self.close_implied(&name);
        if !is_inline(&name) {
            self.close_block();
        }
        if is_void(&name) || (self_closing && matches!(name.as_str(), "path" | "use" | "circle")) {
            return;
        }
        let effect = effect(&name, &attributes, self.article + self.main > 0, self.by_class);
        self.enter(effect);
        *self.open_names.entry(name.clone()).or_default() += 1;
        let text_len = self.content.out.text.len();
        self.stack.push(Open { name, effect, text_len });
    }

    /// Closes what the start of `name` ends without an end tag (WHATWG HTML, "optional tags").
    fn close_implied(&mut self, name: &str) {
        let (closed, bounds): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "tr" => (&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            _ if !is_inline(name) => {
                (&["p"], &["td", "th", "table", "button", "object", "li", "article", "main"])
            }
            _ => return,
        };
        let from_top = self.stack.iter().rev().take(MAX_SEARCH);
        let found = from_top
            .enumerate()
            .take_while(|(_, open)| !bounds.contains(&open.name.as_str()))
            .find(|(_, open)| closed.contains(&open.name.as_str()));
        if let Some((depth, _)) = found {
            self.pop(depth + 1);
        }
    }

    fn end_tag(&mut self, name: &str) {
        if name == "br" {
            self.line_break();
            return;
        }
        if self.open_names.get(name).is_none_or(|count| *count == 0) {
            if !is_inline(name) {
                self.close_block();
            }
            return;
        }
        let inline = is_inline(name);
        let depth = if inline {
            // An inline end tag never closes a block.
            let from_top = self.stack.iter().rev().take(MAX_SEARCH);
            let mut reachable =
                from_top.take_while(|open| open.name == name || is_inline(&open.name));
            reachable.position(|open| open.name == name)
        } else {
            // Popping pays for the search.
            self.stack.iter().rev().position(|open| open.name == name)
        };
        if let Some(depth) = depth {
            self.pop(depth + 1);
        }
    }

    fn pop(&mut self, count: usize) {
        for _ in 0..count {
            let Some(open) = self.stack.pop() else { break };
            if let Some(count) = self.open_names.get_mut(&open.name) {
                *count -= 1;
            }
            self.leave(&open);
        }
    }

    fn enter(&mut self, effect: Effect) {
        match effect {
            Effect::None | Effect::Superscript => {}
            Effect::Skip | Effect::PageTitle | Effect::JsonLd => self.skip += 1,
            Effect::Navigation => self.navigation += 1,
            Effect::Article => {
                self.n_articles += u32::from(self.article == 0);
                self.article += 1;
            }
            Effect::Main => self.main += 1,
            Effect::Heading(level) => self.headings.push(level),
            Effect::Quote => self.quote += 1,
            Effect::PullQuote => self.pull_quote += 1,
            Effect::Code => self.code += 1,
            Effect::List => self.lists += 1,
            Effect::Item => {
                let level = self.lists.saturating_sub(1);
                self.items.push(u8::try_from(level).unwrap_or(u8::MAX));
            }
            Effect::Caption => self.caption += 1,
            Effect::Footnote => self.footnote += 1,
            Effect::Biography => self.biography += 1,
            Effect::Author => self.author += 1,
            Effect::Link => self.links += 1,
            Effect::Table => {
                self.tables += 1;
                if self.tables == 1 {
                    (self.row, self.column) = (0, 0);
                }
            }
            Effect::Row => self.column = 0,
            Effect::Cell(header) => {
                self.cells.push((self.n_tables, self.row, self.column, header));
            }
        }
    }

    fn leave(&mut self, open: &Open) {
        if !is_inline(&open.name) {
            self.close_block();
        }
        match open.effect {
            Effect::None => {}
            Effect::Skip | Effect::PageTitle | Effect::JsonLd => self.skip -= 1,
            Effect::Navigation => self.navigation -= 1,
            Effect::Article => self.article -= 1,
            Effect::Main => self.main -= 1,
            Effect::Heading(_) => drop(self.headings.pop()),
            Effect::Quote => self.quote -= 1,
            Effect::PullQuote => self.pull_quote -= 1,
            Effect::Code => self.code -= 1,
            Effect::List => self.lists -= 1,
            Effect::Item => drop(self.items.pop()),
            Effect::Caption => self.caption -= 1,
            Effect::Footnote => self.footnote -= 1,
            Effect::Biography => self.biography -= 1,
            Effect::Author => {
                self.author -= 1;
                let text = &self.content.out.text;
                if self.author == 0 && text.is_char_boundary(open.text_len) {
                    // Trimmed now, as its block will be: the span stays valid.
                    let span = Span::new(open.text_len, text.len()).trim(text);
                    self.content.authors.extend((!span.is_empty()).then_some(span));
                }
            }
            Effect::Superscript => self.superscript(open.text_len),
            Effect::Link => self.links -= 1,
            Effect::Table => {
                self.tables -= 1;
                if self.tables == 0 {
                    self.n_tables = self.n_tables.saturating_add(1);
                }
            }
            Effect::Row => self.row = self.row.saturating_add(1),
            Effect::Cell(_) => {
                self.cells.pop();
                self.column = self.column.saturating_add(1);
            }
        }
    }

    /// Raised text is a note mark when it is a number, in brackets or not.
    fn superscript(&mut self, start: usize) {
        let out = &mut self.content.out;
        let Some(raised) = out.text.get(start..) else { return };
        let inner = raised.trim().trim_matches(['[', ']', '(', ')', '*', '†']);
        let is_number = inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit());
        let unit = out.text[..start].ends_with([' ', '\n']) || {
            let word = out.text[..start].rsplit(|c: char| !c.is_alphanumeric()).next();
            matches!(word, Some("m" | "km" | "cm" | "10"))
        };
        if is_number && !raised.trim().is_empty() && !unit {
            out.note_marker(start);
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        let Some(raw) = self.source.get(start..end) else { return };
        if self.skip > 0 {
            match self.stack.last().map(|open| open.effect) {
                Some(Effect::PageTitle) => {
                    self.content.metadata.page_title(&reference::decoded(raw));
                }
                Some(Effect::JsonLd) => self.content.metadata.json_ld(raw),
                _ => {}
            }
            return;
        }
        let is_blank = raw.bytes().all(|byte| byte.is_ascii_whitespace());
        if is_blank && !self.content.out.is_open() {
            return;
        }
        let kind = self.kind();
        let before = self.content.out.text.len();
        let out = &mut self.content.out;
        let is_code = kind == BlockKind::Code;
        out.open(|| kind);
        reference::parts(raw, |part| match part {
            Part::Verbatim(at, text) if is_code => out.verbatim(start + at, text),
            Part::Verbatim(at, text) => out.collapsed(start + at, text),
            Part::Reference(from, to, text) => out.made(start + from, start + to, &text),
        });
        self.broken &= is_blank;
        if self.links > 0 {
            self.link_len += self.content.out.text.len().saturating_sub(before);
        }
    }

    fn kind(&self) -> BlockKind {
        if self.navigation > 0 {
            BlockKind::Navigation
        } else if self.code > 0 {
            BlockKind::Code
        } else if let Some(level) = self.headings.last() {
            BlockKind::Heading(*level)
        } else if self.caption > 0 {
            BlockKind::Caption
        } else if self.footnote > 0 {
            BlockKind::Footnote
        } else if self.pull_quote > 0 {
            BlockKind::PullQuote
        } else if self.biography > 0 {
            BlockKind::Biography
        } else if let (Some(&(table, row, column, header)), 1) = (self.cells.last(), self.tables) {
            // A table inside a table is there for the layout.
            BlockKind::Cell { table, row, column, header }
        } else if let Some(level) = self.items.last() {
            BlockKind::ListItem(*level)
        } else if self.quote > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        }
    }

    /// One break is a space, two in a row part paragraphs.
    fn line_break(&mut self) {
        if self.broken {
            self.close_block();
        } else if self.content.out.is_open() {
            // The tag itself stands for the space.
            let at = self.content.out.source_end();
            self.content.out.space(at, "\n");
            self.broken = true;
        }
    }

    fn close_block(&mut self) {
        self.broken = false;
        let link_len = std::mem::take(&mut self.link_len);
        if self.content.out.close().is_some() {
            let article = (self.article > 0).then_some(self.n_articles);
            self.content.places.push(Place { article, main: self.main > 0, link_len });
        }
    }
}
