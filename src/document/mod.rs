//! Stage 1: bytes in, [`Document`] out. Decodes, finds articles and their blocks, and keeps
//! navigation, teasers, captions, footnotes and bibliographies apart from the running text.

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Warned};
use crate::span::line_at;

pub use block::{Article, Block, BlockKind};
pub use guard::is_guarded;
pub use origin::Origin;
pub use plain::people::names as listed_names;
pub use plain::speaker_label;
pub use sidecar::Sidecar;

pub mod archive; // ZIP archives within bounds
mod block; // articles and blocks
mod builder; // text as read, block by block
mod date_line; // dates that stand on a line of their own
mod decode; // bytes -> text
mod docx; // DOCX -> blocks
mod email; // e-mail -> the text of its message
mod epub; // EPUB -> its chapters in order
mod front_matter; // what a Markdown file says of itself
mod furniture; // words that pages have around their articles
pub mod guard; // a panic of a parser costs one file
mod html; // HTML -> articles
mod identifier; // names of documents, versions and articles
pub mod identity; // the same article in two documents
mod markdown; // Markdown -> blocks
mod notes; // footnote marks inside text
mod origin; // text as read -> decoded source
mod package; // which format a ZIP archive is
mod pdf; // PDF -> blocks
mod plain; // plain text -> articles
pub mod sidecar; // what a file beside it says
mod xml; // the parts of packed formats

/// Reads one file.
///
/// # Errors
/// [`ReadError`] when the file holds no text: it is empty, binary or too large. Anything less is
/// a warning beside the document.
pub fn read(input: Input<'_>) -> Result<Warned<Document>, ReadError> {
    read_with(input, &Sidecar::default())
}

/// Reads one file of which something is known already: what `sidecar` says wins over what the file
/// says of itself. The text as read does not depend on it.
///
/// # Errors
/// As [`read`].
pub fn read_with(input: Input<'_>, sidecar: &Sidecar) -> Result<Warned<Document>, ReadError> {
    let name = identifier::name(input);
    let Packed { format, encoding, mut parsed, warnings } = match packed(input)? {
        Some(packed) => packed,
        None => text(input)?,
    };
    if parsed.articles.iter().all(|article| article.blocks.is_empty()) {
        return Err(ReadError::Empty);
    }
    parsed.metadata.overwrite(&sidecar.metadata);
    if let ([article], Some(date)) = (parsed.articles.as_mut_slice(), sidecar.metadata.date) {
        article.date = Some(date);
    }
    let given = |label: &Option<String>| label.as_deref().and_then(identifier::clean);
    let id = given(&sidecar.id).or(parsed.id.take()).unwrap_or(name.id);
    identifier::name_articles(&mut parsed, &id);
    check_paragraphs(&parsed.articles, &parsed.text)?;
    let document = Document {
        id,
        version: given(&sidecar.version).or(parsed.version).unwrap_or(name.version),
        path: input.path.to_owned(),
        format,
        encoding,
        sha256: name.sha256,
        text: parsed.text,
        origin: parsed.origin,
        pages: parsed.pages,
        metadata: parsed.metadata,
        articles: parsed.articles,
    };
    Ok(Warned { output: document, warnings })
}

/// What the reader of one format gives, and which format it was.
struct Packed {
    format: Format,
    encoding: &'static str,
    parsed: Parsed,
    warnings: Vec<Diagnostic>,
}

/// Reads a format that is no text file; `None` when the bytes are of no such format.
fn packed(input: Input<'_>) -> Result<Option<Packed>, ReadError> {
    let bytes = input.bytes;
    let (format, parsed) = if pdf::is_pdf(bytes) {
        (Format::Pdf, pdf::read(bytes)?)
    } else if bytes.starts_with(b"PK\x03\x04") {
        let (format, main, mut archive) = package::open(bytes)?;
        let parsed = match format {
            Format::Epub => epub::read(&mut archive, &main)?,
            _ => docx::read(&mut archive, &main)?,
        };
        (format, parsed)
    } else if is_locked(bytes) {
        return Err(ReadError::Protected);
    } else if email::is_email(input.path, bytes) {
        (Format::Email, email::read(bytes)?)
    } else {
        return Ok(None);
    };
    Ok(Some(Packed { format, encoding: "UTF-8", parsed, warnings: Vec::new() }))
}

/// An office document with a password is no ZIP archive, but an OLE file with a stream of a known
/// name, in UTF-16 (MS-OFFCRYPTO, 2.3.4.4).
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        && bytes.windows(name.len()).any(|window| window == name)
}

/// Reads a text file.
fn text(input: Input<'_>) -> Result<Packed, ReadError> {
    let Warned { output: decoded, warnings } = decode::decode(input)?;
    let format = Format::of(input.path, &decoded.text);
    let parsed = match format {
        Format::Markdown => markdown::read(&decoded.text),
        Format::Html => html::read(&decoded.text),
        _ => plain::read(decoded.text),
    };
    Ok(Packed { format, encoding: decoded.encoding, parsed, warnings })
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
    pages: Vec<PageBreak>,
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
    /// PDF, by its first bytes.
    Pdf,
    /// DOCX, by the parts inside.
    Docx,
    /// EPUB, by the parts inside.
    Epub,
    /// An e-mail: `.eml`.
    Email,
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
    /// Where the text changes to another page, in the order of the text; empty for a format
    /// without pages. Notes come after the text of all pages, so page numbers may fall.
    pub pages: Vec<PageBreak>,
    /// What the file says of itself.
    pub metadata: Metadata,
    /// The articles, in the order of the text. A plain document has one.
    pub articles: Vec<Article>,
}

/// From here on the text is that of another page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageBreak {
    /// Byte offset into the text as read.
    pub offset: u32,
    /// Number of the page in the file, from 1; not the one that is printed on it.
    pub page: u32,
}

impl Document {
    /// The page on which the byte at `offset` of the text stands; `None` in a format without
    /// pages.
    pub fn page(&self, offset: u32) -> Option<u32> {
        let after = self.pages.partition_point(|page| page.offset <= offset);
        after.checked_sub(1).map(|slot| self.pages[slot].page)
    }
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
    /// A format that is known and not read.
    #[error("this is {0}, which is not read")]
    Unsupported(String),
    /// It needs a password.
    #[error("the file is protected by a password")]
    Protected,
    /// A document of pictures: a scan without the text that recognition would add.
    #[error(
        "the file has {pages} but no text layer: it is a scan; run text recognition on it first"
    )]
    NoTextLayer {
        /// How many pages it has.
        pages: String,
    },
    /// Cut off, or not what it pretends to be.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// It would take more memory or time than any document is worth.
    #[error("the file is refused: {0}")]
    TooMuch(String),
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

/// A date that a program wrote into a file may be that of a later copy or of its template: it
/// counts only where the text mentions its year.
fn plausible_date(date: Date, text: &str) -> bool {
    text.contains(&date.to_string()[..4])
}

/// `1 page`, `2 pages`.
fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
