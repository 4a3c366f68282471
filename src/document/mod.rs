//! Stage 1: bytes in, [`Document`] out. Decodes, finds articles and their blocks, and keeps
//! navigation, teasers, captions, footnotes and bibliographies apart from the running text.

use crate::date::Date;
use crate::span::Span;

/// One file as handed to [`read`]: its bytes are in hand, no stage opens files.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The path or URL as the user named it, with `/` between folders.
    pub path: &'a str,
    /// The content, undecoded.
    pub bytes: &'a [u8],
}

/// A file format that saiga reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `.txt` and anything unknown that is text.
    Plain,
    /// `.md`, `.markdown`.
    Markdown,
    /// `.html`, `.htm`, `.xhtml`.
    Html,
}

/// A document as read: one text, and what each part of it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Names the document over all its versions: letters, digits, `-`, `_` and `.` only.
    pub id: String,
    /// Names this version, in the same characters: a label from the file (`v2`), else the first
    /// twelve digits of `sha256`.
    pub version: String,
    /// The path or URL as the user named it.
    pub path: String,
    /// The format it was read as.
    pub format: Format,
    /// The WHATWG name of the encoding it was decoded from.
    pub encoding: &'static str,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The text as read. Every [`Span`] of every later stage points into it. For plain text it is
    /// the decoded file, unchanged; markup formats keep one line a block.
    pub text: String,
    /// Where each part of `text` stands in the decoded source.
    pub origin: Origin,
    /// What the file says of itself.
    pub metadata: Metadata,
    /// The articles, in the order of the text. A plain document has one.
    pub articles: Vec<Article>,
}

/// What a document says of itself, or a file beside it says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: Option<String>,
    /// The authors' names, as printed.
    pub authors: Vec<String>,
    /// The publisher or the site.
    pub publisher: Option<String>,
    /// The day, month or year of publication.
    pub date: Option<Date>,
    /// A BCP 47 language tag.
    pub language: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
}

/// One article of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Names the article wherever it is found: the slug of its title, else the document's id.
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
    /// A block quotation or a pull quote.
    Quote,
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

/// Maps the text as read back to the decoded source: pieces copied verbatim, in order of both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The encoding's UTF-8 form of the whole file has this many bytes.
    pub source_len: u32,
    /// Pieces `(text, source, length)` in bytes; text between two pieces was made by the reader
    /// (a line end between blocks, a decoded character reference).
    pub pieces: Vec<(u32, u32, u32)>,
}

impl Origin {
    /// The whole text stands in the source unchanged.
    pub fn identity(len: usize) -> Self {
        let len = Span::new(0, len).end;
        Self { source_len: len, pieces: vec![(0, 0, len)] }
    }

    /// Returns the smallest range of the decoded source that holds all of `span`.
    pub fn source(&self, span: Span) -> Span {
        let locate = |offset: u32, is_end: bool| -> u32 {
            let after = self.pieces.partition_point(|(text, _, _)| *text <= offset);
            // An end offset on the seam of two pieces belongs to the earlier one.
            let slot = if is_end && after > 0 && self.pieces[after - 1].0 == offset {
                after - 1
            } else {
                after
            };
            match slot.checked_sub(1).map(|slot| self.pieces[slot]) {
                None => self.pieces.first().map_or(0, |piece| piece.1),
                Some((text, source, len)) if offset <= text + len => source + (offset - text),
                // Between two pieces: up to the start of the next one.
                Some((_, source, len)) if is_end => {
                    self.pieces.get(slot).map_or(source + len, |piece| piece.1)
                }
                Some((_, source, len)) => source + len,
            }
        };
        let start = locate(span.start, false);
        Span { start, end: locate(span.end, true).max(start) }
    }
}

/// Why a file gave no document at all. Anything less is a warning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Not text in any encoding that is known.
    #[error("this is not text: {0}")]
    Binary(String),
    /// More than the limit.
    #[error("the file has {len} bytes; the limit is {limit}")]
    TooLarge {
        /// Its length in bytes.
        len: usize,
        /// The most that is read, in bytes.
        limit: usize,
    },
}
