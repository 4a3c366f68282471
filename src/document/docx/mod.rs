//! DOCX (ECMA-376, WordprocessingML): the final text of the main part, with headings, lists and
//! tables; notes are kept apart, and heads, feet, comments and deleted text are left out.

mod body;
mod properties;
mod style;

pub(super) use properties::authors;

use super::archive::Archive;
use super::builder::Builder;
use super::package::MAX_PART;
use super::{Article, BlockKind, Parsed, ReadError, plain, plausible_date};
use crate::span::Span;

/// Reads a document whose main part is at `main`.
///
/// # Errors
/// [`ReadError`] when a part that is there is damaged or too large.
pub fn read(archive: &mut Archive<&[u8]>, main: &str) -> Result<Parsed, ReadError> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let part = |name: &str| format!("{folder}/{name}");
    let mut optional = |name: String| -> Result<Option<Vec<u8>>, ReadError> {
        archive.has(&name).then(|| archive.read(&name, MAX_PART)).transpose()
    };
    let styles = match optional(part("styles.xml"))? {
        Some(bytes) => style::Styles::read(&bytes)?,
        None => style::Styles::default(),
    };
    let notes = [optional(part("footnotes.xml"))?, optional(part("endnotes.xml"))?];
    let core = optional("docProps/core.xml".to_owned())?;
    let app = optional("docProps/app.xml".to_owned())?;
    let mut metadata = properties::read(core.as_deref(), app.as_deref())?;

    let mut out = Builder::default();
    let body = archive.read(main, MAX_PART)?;
    for block in body::blocks("word/document.xml", &body, &styles)? {
        out.block(block.kind, &block.text);
    }
    for bytes in notes.iter().flatten() {
        for block in body::blocks("word/footnotes.xml", bytes, &styles)? {
            out.block(BlockKind::Footnote, &block.text);
        }
    }
    let (text, mut blocks, origin) = out.finish_own();
    let title = title(&mut blocks, &text);
    if let Some(title) = title {
        metadata.title = Some(title.of(&text).to_owned());
    }
    let span = match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    };
    let mut article = Article { title, span, blocks, ..Article::default() };
    plain::refine(&text, &mut article);
    metadata.date = article.date.or(metadata.date.filter(|date| plausible_date(*date, &text)));
    article.date = metadata.date;
    if metadata.authors.is_empty() {
        metadata.authors = article.authors.iter().map(|at| at.of(&text).to_owned()).collect();
    }
    Ok(Parsed { text, origin, metadata, articles: vec![article], ..Parsed::default() })
}

/// The block of the style "Title", else the only heading of level 1 that stands before the text.
fn title(blocks: &mut [super::Block], text: &str) -> Option<Span> {
    if let Some(block) = blocks.iter().find(|block| block.kind == BlockKind::Title) {
        let title = block.span;
        // A title in several lines is one title and headings.
        for block in blocks.iter_mut().filter(|block| block.span > title) {
            if block.kind == BlockKind::Title {
                block.kind = BlockKind::Heading(1);
            }
        }
        return Some(title);
    }
    let long = |block: &super::Block| {
        block.kind.is_running_text() && block.span.of(text).split_whitespace().count() > 12
    };
    let body = blocks.iter().position(long).unwrap_or(blocks.len());
    let is_top = |block: &&mut super::Block| block.kind == BlockKind::Heading(1);
    let block = blocks[..body].iter_mut().find(is_top)?;
    block.kind = BlockKind::Title;
    Some(block.span)
}

#[cfg(test)]
mod tests;
