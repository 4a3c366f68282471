//! Articles, their blocks, and what kinds of block there are.

use crate::date::Date;
use crate::span::Span;

/// One article of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Names the article wherever it is found: a slug of its title, or the document's id when it
    /// has none. Unique within its document.
    pub id: String,
    /// The title, where the text has one.
    pub title: Option<Span>,
    /// Names in its by-line.
    pub authors: Vec<Span>,
    /// When it was published, if the text says so.
    pub date: Option<Date>,
    /// From its first block to its last.
    pub span: Span,
    /// Its blocks, in the order of the text, none overlapping.
    pub blocks: Vec<Block>,
}

/// A paragraph or its like. Blocks never overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is, without white space at either end.
    pub span: Span,
    /// Footnote and citation marks inside it (`358` of `China.358`, `[12]`), in order. They are
    /// not part of any sentence.
    pub note_markers: Vec<Span>,
    /// The label that says who speaks, without its colon (`Q` of `Q: Why?`), in an interview.
    pub speaker: Option<Span>,
}

impl Block {
    /// A block without note marks or speaker.
    pub fn new(kind: BlockKind, span: Span) -> Self {
        Self { kind, span, note_markers: Vec::new(), speaker: None }
    }
}

/// What a block is. [`BlockKind::is_running_text`] says which ones are read for facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// The title of its article.
    Title,
    /// A section heading; 1 is the highest level.
    Heading(u8),
    /// Running prose.
    Paragraph,
    /// An item of a list; 0 is the outermost list. The span leaves out the bullet or number.
    ListItem(u8),
    /// A cell of a table.
    Cell {
        /// Number of the table in its article, from 0.
        table: u16,
        /// Row, from 0.
        row: u16,
        /// Column, from 0.
        column: u16,
        /// A header cell.
        header: bool,
    },
    /// A block quotation.
    Quote,
    /// Words of the running text shown once more to catch the eye: not read again.
    PullQuote,
    /// About the author: read for facts.
    Biography,
    /// Who wrote it.
    Byline,
    /// When and where it was written or published.
    Dateline,
    /// Words about a picture.
    Caption,
    /// A footnote or endnote.
    Footnote,
    /// An entry of a list of references.
    Bibliography,
    /// Menus, buttons, notices, lists of other articles.
    Navigation,
    /// Title or first words of another article.
    Teaser,
    /// Code, or markup that is not text.
    Code,
}

impl BlockKind {
    /// Says whether facts are read from such blocks.
    pub fn is_running_text(self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::ListItem(_) | Self::Cell { .. } | Self::Quote | Self::Biography
        )
    }
}
