//! Stage 1: bytes in, [`Document`] out. Decodes, finds articles and their blocks, and keeps
//! navigation, teasers, captions, footnotes and bibliographies apart from the running text.

use crate::date::Date;
use crate::diagnostic::Warned;
use crate::span::line_at;

pub use block::{Article, Block, BlockKind};
pub use origin::Origin;

mod block; // articles and blocks
mod builder; // text as read, block by block
mod date_line; // dates that stand on a line of their own
mod decode; // bytes -> text
mod front_matter; // what a Markdown file says of itself
mod furniture; // words that pages have around their articles
mod html; // HTML -> articles
mod identifier; // names of documents, versions and articles
pub mod identity; // the same article in two documents
mod markdown; // Markdown -> blocks
mod notes; // footnote marks inside text
mod origin; // text as read -> decoded source
mod plain; // plain text -> articles

/// Reads one file.
///
/// # Errors
/// [`ReadError`] when the file holds no text: it is empty, binary or too large. Anything less is
/// a warning beside the document.
pub fn read(input: Input<'_>) -> Result<Warned<Document>, ReadError> {
    let Warned { output: decoded, warnings } = decode::decode(input)?;
    let format = Format::of(input.path, &decoded.text);
    let name = identifier::name(input);
    let mut parsed = match format {
        Format::Plain => plain::read(decoded.text),
        Format::Markdown => markdown::read(&decoded.text),
        Format::Html => html::read(&decoded.text),
    };
    if parsed.articles.iter().all(|article| article.blocks.is_empty()) {
        return Err(ReadError::Empty);
    }
    let id = parsed.id.take().unwrap_or(name.id);
    identifier::name_articles(&mut parsed, &id);
    check_paragraphs(&parsed.articles, &parsed.text)?;
    let document = Document {
        id,
        version: parsed.version.unwrap_or(name.version),
        path: input.path.to_owned(),
        format,
        encoding: decoded.encoding,
        sha256: name.sha256,
        text: parsed.text,
        origin: parsed.origin,
        metadata: parsed.metadata,
        articles: parsed.articles,
    };
    Ok(Warned { output: document, warnings })
}

/// Returns what a document is called by its path alone, when nothing else names it.
pub fn id_of_path(path: &str) -> String {
    identifier::name(Input { path, bytes: &[] }).id
}

/// What the reader of one format gives: a document without the names that its file gives it.
#[derive(Clone, Debug, Default)]
struct Parsed {
    /// The document's own name for itself.
    id: Option<String>,
    /// The document's own name for its version.
    version: Option<String>,
    text: String,
    origin: Origin,
    metadata: Metadata,
    articles: Vec<Article>,
}

impl Parsed {
    /// A text that is its own source.
    fn plain(text: String, articles: Vec<Article>) -> Self {
        Self { origin: Origin::identity(text.len()), text, articles, ..Self::default() }
    }
}

impl Format {
    /// Tells the format by the end of the path, else by the first characters of the text.
    fn of(path: &str, text: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let end = file.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        let head: String = text.trim_start().chars().take(14).collect();
        let head = head.to_ascii_lowercase();
        match end.as_deref() {
            Some("txt" | "text") => Self::Plain,
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ if head.starts_with("<!doctype html") || head.starts_with("<html") => Self::Html,
            _ => Self::Plain,
        }
    }
}

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
    /// The text as read. Every [`Span`](crate::span::Span) of every later stage points into it. For plain text it is
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
    /// A paragraph that is longer than any paragraph: data, or a file without line ends.
    #[error("line {line}: a paragraph of {len} bytes; the limit is {limit}")]
    LongParagraph {
        /// Its 1-based line in the text as read.
        line: u64,
        /// Its length in bytes.
        len: usize,
        /// The longest that is read, in bytes.
        limit: usize,
    },
}

/// The longest paragraph that is read, in bytes. Memory grows with it.
pub const MAX_PARAGRAPH: usize = 1 << 20;

/// Refuses a text with a paragraph that is too long to be one.
fn check_paragraphs(articles: &[Article], text: &str) -> Result<(), ReadError> {
    let blocks = articles.iter().flat_map(|article| &article.blocks);
    match blocks.map(|block| block.span).find(|span| span.len() > MAX_PARAGRAPH) {
        None => Ok(()),
        Some(span) => Err(ReadError::LongParagraph {
            line: line_at(text, span.start as usize),
            len: span.len(),
            limit: MAX_PARAGRAPH,
        }),
    }
}
