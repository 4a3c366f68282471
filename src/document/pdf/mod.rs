//! PDF (ISO 32000) with a text layer: glyphs, lines, columns, paragraphs. Running heads, feet and
//! page numbers are left out, footnotes kept apart, hyphenated words joined, pages remembered.

mod content; // text operators -> glyphs
mod flow; // lines -> paragraphs over columns and pages
mod font; // codes -> letters and widths
mod furniture; // running heads and feet, footnotes
mod hyphen; // words broken at line ends
mod layout; // glyphs -> lines in reading order
mod metrics; // widths of the standard fonts
mod properties; // what the file says of itself
mod table; // rows of cells

use lopdf::{DecompressError, LoadOptions};

use super::builder::Builder;
use super::{Article, BlockKind, PageBreak, Parsed, ReadError, count, plain};
use crate::span::Span;

/// Most bytes that one stream of a file may unfold to.
const MAX_STREAM: usize = 64 << 20;
/// Most pages that are read.
const MAX_PAGES: usize = 5_000;
/// Bytes at the end of a file among which its end mark must stand.
const TAIL: usize = 2048;

/// Says whether the bytes are a PDF file: its mark stands within the first kilobyte (ISO 32000-1,
/// annex H.3.4.1).
pub fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.starts_with(b"%PDF-") || {
        // Text about PDF files may hold the mark too, but not right at the start of a line of junk.
        let at = head.windows(5).position(|window| window == b"%PDF-");
        at.is_some_and(|at| head[..at].iter().any(|byte| *byte == 0 || *byte >= 0x80))
    }
}

/// Reads a file.
///
/// The parser of this format is other people's; should it panic on a file, the file is damaged and
/// nothing else suffers.
///
/// # Errors
/// [`ReadError`] when the file is damaged, needs a password, has no text layer or unfolds to too
/// much.
pub fn read(bytes: &[u8]) -> Result<Parsed, ReadError> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if !tail.windows(5).any(|window| window == b"%%EOF") {
        return Err(ReadError::Damaged("its end is missing: was it cut off?".to_owned()));
    }
    let unwound = super::guard::quietly(|| parse(bytes));
    unwound.unwrap_or_else(|| {
        Err(ReadError::Damaged("its structure makes no sense to the PDF parser".to_owned()))
    })
}

fn parse(bytes: &[u8]) -> Result<Parsed, ReadError> {
    let options = LoadOptions::with_max_decompressed_size(MAX_STREAM);
    let file =
        lopdf::Document::load_mem_with_options(bytes, options).map_err(|error| told(&error))?;
    // Had the empty password been the right one, it would have been decrypted.
    if file.trailer.has(b"Encrypt") && !file.was_encrypted() {
        return Err(ReadError::Protected);
    }
    let pages: Vec<_> = file.page_iter().take(MAX_PAGES + 1).collect();
    if pages.is_empty() {
        return Err(ReadError::Damaged("it has no pages that can be found".to_owned()));
    }
    if pages.len() > MAX_PAGES {
        return Err(ReadError::TooMuch(format!("more than {MAX_PAGES} pages")));
    }
    let mut reader = content::Reader::new(&file);
    let mut sheets = Vec::new();
    for page in &pages {
        sheets.push(layout::sheet(reader.page(*page)?));
    }
    let seen = reader.seen();
    if seen.shown == 0 {
        return Err(ReadError::NoTextLayer { pages: count(pages.len(), "page") });
    }
    if seen.unknown * 3 > seen.shown {
        let what = "a PDF file whose fonts do not say which letters they show";
        return Err(ReadError::Unsupported(what.to_owned()));
    }
    furniture::mark(&mut sheets);
    Ok(assemble(flow::blocks(&sheets), &file))
}

/// Writes the blocks down as a document.
fn assemble(blocks: Vec<flow::Text>, file: &lopdf::Document) -> Parsed {
    let mut out = Builder::default();
    let mut pages: Vec<PageBreak> = Vec::new();
    for block in &blocks {
        out.open(|| block.kind);
        for part in &block.parts {
            let at = Span::new(out.text.len(), out.text.len()).start;
            if pages.last().is_none_or(|last| last.page != part.page) {
                pages.push(PageBreak { offset: at, page: part.page });
            }
            out.text.push_str(&part.text);
            if part.is_mark {
                out.note_marker(at as usize);
            }
        }
        out.close();
    }
    let (text, mut blocks, origin) = out.finish_own();
    pages.retain(|page| (page.offset as usize) < text.len());
    let mut metadata = properties::read(file, &text);
    let title = blocks.iter().find(|block| block.kind == BlockKind::Title).map(|block| block.span);
    for block in &mut blocks {
        if block.kind == BlockKind::Title && Some(block.span) != title {
            block.kind = BlockKind::Heading(1);
        }
    }
    if let Some(title) = title {
        metadata.title = Some(title.of(&text).to_owned());
    }
    let span = match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    };
    let mut article = Article { title, span, blocks, ..Article::default() };
    plain::refine(&text, &mut article);
    metadata.date = article.date.or(metadata.date);
    article.date = metadata.date;
    if metadata.authors.is_empty() {
        metadata.authors = article.authors.iter().map(|at| at.of(&text).to_owned()).collect();
    }
    Parsed { text, origin, metadata, pages, articles: vec![article], ..Parsed::default() }
}

/// What the crate complains of, in words for people.
fn told(error: &lopdf::Error) -> ReadError {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ReadError::Protected,
        lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { limit }) => {
            ReadError::TooMuch(format!("a part of it unfolds to more than {} MiB", limit >> 20))
        }
        other => ReadError::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
