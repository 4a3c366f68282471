//! Markdown (CommonMark with GitHub's tables and footnotes) to blocks.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::front_matter::front_matter;
use super::{Article, BlockKind, Parsed, identifier, plain};
use crate::span::Span;

/// Reads a Markdown file: one article; its first heading of level 1, if any, is the title.
pub fn read(source: &str) -> Parsed {
    let head = front_matter(source);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { source, ..Reader::default() };
    let parser = Parser::new_ext(&source[head.len..], options);
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range.start + head.len, range.end + head.len);
    }
    let (text, mut blocks, origin) = reader.out.finish(source.len());
    let title = blocks.iter_mut().find(|block| block.kind == BlockKind::Heading(1)).map(|block| {
        block.kind = BlockKind::Title;
        block.span
    });
    let span = match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    };
    let mut article =
        Article { title, date: head.said.metadata.date, span, blocks, ..Article::default() };
    plain::refine(&text, &mut article);
    Parsed {
        id: head.said.id.as_deref().and_then(identifier::clean),
        version: head.said.version.as_deref().and_then(identifier::clean),
        text,
        origin,
        metadata: head.said.metadata,
        articles: vec![article],
        ..Parsed::default()
    }
}

#[derive(Default)]
struct Reader<'s> {
    source: &'s str,
    out: Builder,
    /// What surrounds the current place, outermost first.
    around: Vec<Around>,
    table: u16,
    row: u16,
    column: u16,
    in_head: bool,
    /// Lists that are open.
    lists: usize,
    /// Depth of pictures: their words are captions.
    pictures: u32,
}

/// A block that decides the kind of the text inside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    List,
    Is(BlockKind),
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, start, end),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                self.code(&code, start, end);
            }
            Event::SoftBreak | Event::HardBreak => {
                if self.out.is_open() {
                    self.out.space(start, &self.source[start..end]);
                }
            }
            Event::FootnoteReference(_) => {
                self.open();
                let at = self.out.text.len();
                self.out.verbatim(start, &self.source[start..end]);
                self.out.note_marker(at);
            }
            Event::InlineHtml(tag) => {
                if tag.to_ascii_lowercase().starts_with("<br") && self.out.is_open() {
                    self.out.space(start, &self.source[start..end]);
                }
            }
            Event::Rule => drop(self.out.close()),
            Event::Html(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph | Tag::HtmlBlock => {
                self.out.close();
                return;
            }
            Tag::Heading { level, .. } => BlockKind::Heading(depth(*level)),
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::List(_) => {
                self.out.close();
                self.around.push(Around::List);
                self.lists += 1;
                return;
            }
            Tag::Item => {
                let level = self.lists.saturating_sub(1);
                BlockKind::ListItem(u8::try_from(level).unwrap_or(u8::MAX))
            }
            Tag::FootnoteDefinition(_) => BlockKind::Footnote,
            Tag::Table(_) => {
                self.out.close();
                self.row = 0;
                return;
            }
            Tag::TableHead | Tag::TableRow => {
                self.column = 0;
                self.in_head = matches!(tag, Tag::TableHead);
                return;
            }
            Tag::TableCell => BlockKind::Cell {
                table: self.table,
                row: self.row,
                column: self.column,
                header: self.in_head,
            },
            Tag::Image { .. } => {
                self.pictures += 1;
                return;
            }
            _ => return,
        };
        self.out.close();
        self.around.push(Around::Is(kind));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => drop(self.out.close()),
            TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition => {
                self.out.close();
                if self.around.pop() == Some(Around::List) {
                    self.lists -= 1;
                }
            }
            TagEnd::TableCell => {
                self.out.close();
                self.around.pop();
                self.column = self.column.saturating_add(1);
            }
            TagEnd::TableHead | TagEnd::TableRow => self.row = self.row.saturating_add(1),
            TagEnd::Table => self.table = self.table.saturating_add(1),
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, start: usize, end: usize) {
        if self.pictures > 0 && !self.out.is_open() {
            self.out.open(|| BlockKind::Caption);
        }
        self.open();
        if self.source.get(start..end) == Some(text) {
            if self.around.last() == Some(&Around::Is(BlockKind::Code)) {
                self.out.verbatim(start, text);
            } else {
                self.out.collapsed(start, text);
            }
        } else {
            self.out.made(start, end, text);
        }
    }

    /// Code inside a line: the source range has its backticks too.
    fn code(&mut self, code: &str, start: usize, end: usize) {
        self.open();
        match self.source[start..end].find(code) {
            Some(at) => self.out.verbatim(start + at, code),
            None => self.out.made(start, end, code),
        }
    }

    fn open(&mut self) {
        let around = &self.around;
        self.out.open(|| {
            let innermost = around.iter().rev().find_map(|around| match around {
                Around::Is(kind) => Some(*kind),
                Around::List => None,
            });
            innermost.unwrap_or(BlockKind::Paragraph)
        });
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(source: &str) -> Vec<(BlockKind, String)> {
        let read = read(source);
        let blocks = read.articles[0].blocks.iter();
        blocks.map(|block| (block.kind, block.span.of(&read.text).to_owned())).collect()
    }

    #[test]
    fn blocks_keep_their_kinds() {
        let found = blocks(
            "# Trade\n\nFirst *line*,\nwith a [link](http://x.y) &amp; a note[^a].\n\n> Said.\n\n\
             - one\n  - two\n\n```\ncode\n```\n\n## Part\n\n[^a]: The note.\n",
        );
        let expected = [
            (BlockKind::Title, "Trade"),
            (BlockKind::Paragraph, "First line, with a link & a note[^a]."),
            (BlockKind::Quote, "Said."),
            (BlockKind::ListItem(0), "one"),
            (BlockKind::ListItem(1), "two"),
            (BlockKind::Code, "code"),
            (BlockKind::Heading(2), "Part"),
            (BlockKind::Footnote, "The note."),
        ];
        let expected: Vec<_> = expected.iter().map(|(k, t)| (*k, (*t).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tables_are_cells() {
        let found = blocks("| Country | Share |\n|---|---|\n| Kazakhstan | 19.2 |\n");
        let cell = |row, column, header| BlockKind::Cell { table: 0, row, column, header };
        assert_eq!(found[0], (cell(0, 0, true), "Country".to_owned()));
        assert_eq!(found[3], (cell(1, 1, false), "19.2".to_owned()));
    }

    #[test]
    fn origins_are_exact_and_notes_are_marked() {
        let source =
            "---\ntitle: T\nid: a b\n---\nA **bold** claim\\* about R&amp;D.[^1]\n\n[^1]: N.\n";
        let read = read(source);
        assert_eq!(read.id.as_deref(), Some("a-b"));
        assert_eq!(read.metadata.title.as_deref(), Some("T"));
        assert_eq!(read.text, "A bold claim* about R&D.[^1]\nN.");
        let at = |part: &str| {
            let start = read.text.find(part).unwrap();
            read.origin.source(Span::new(start, start + part.len())).of(source)
        };
        assert_eq!(at("bold"), "bold");
        assert_eq!(at("R&D"), "R&amp;D");
        assert_eq!(at("N."), "N.");
        let marks = &read.articles[0].blocks[0].note_markers;
        assert_eq!(marks.iter().map(|m| m.of(&read.text)).collect::<Vec<_>>(), ["[^1]"]);
    }
}
