//! EPUB (EPUB 3.3): the chapters of a book in their reading order, each read as a page of HTML.

use std::collections::BTreeMap;

use super::archive::Archive;
use super::builder::Builder;
use super::date_line::date_value;
use super::package::MAX_PART;
use super::xml::{Step, walk};
use super::{Article, BlockKind, Metadata, Origin, Parsed, ReadError, decode, html};
use crate::span::Span;

/// Most chapters of a book.
const MAX_CHAPTERS: usize = 2_000;

/// Reads a book whose list of parts is at `list`.
///
/// # Errors
/// [`ReadError`] when a part is damaged or too large.
pub fn read(archive: &mut Archive<&[u8]>, list: &str) -> Result<Parsed, ReadError> {
    let folder = list.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (metadata, chapters) = contents(list, &archive.read(list, MAX_PART)?)?;
    let mut out = Builder::default();
    let mut articles: Vec<Article> = Vec::new();
    for path in chapters.iter().take(MAX_CHAPTERS) {
        let path = resolved(folder, path);
        if !archive.has(&path) {
            continue;
        }
        let bytes = archive.read(&path, decode::MAX_BYTES as u64)?;
        let page = html::read(&String::from_utf8_lossy(&bytes));
        for article in page.articles {
            let first = out.blocks.len();
            for block in &article.blocks {
                copy(&mut out, block, &page.text);
            }
            let blocks = &out.blocks[first..];
            let (Some(start), Some(end)) = (blocks.first(), blocks.last()) else { continue };
            let title = blocks.iter().find(|block| block.kind == BlockKind::Title);
            articles.push(Article {
                title: title.map(|block| block.span),
                span: start.span.cover(end.span),
                blocks: blocks.to_vec(),
                ..Article::default()
            });
        }
    }
    let text = out.text;
    let origin = Origin::identity(text.len());
    Ok(Parsed { text, origin, metadata, articles, ..Parsed::default() })
}

/// Copies a block with its note marks into the text of the book.
fn copy(out: &mut Builder, block: &super::Block, text: &str) {
    out.close();
    out.open(|| block.kind);
    let mut at = block.span.start as usize;
    for mark in &block.note_markers {
        out.text.push_str(&text[at..mark.start as usize]);
        let start = out.text.len();
        out.text.push_str(mark.of(text));
        out.note_marker(start);
        at = mark.end as usize;
    }
    out.text.push_str(&text[at..block.span.end as usize]);
    let start = out.text.len() - block.span.len();
    let moved = |span: Span| {
        let offset = (span.start - block.span.start) as usize;
        Span::new(start + offset, start + offset + span.len())
    };
    let speaker = block.speaker.map(moved);
    if let Some(index) = out.close() {
        out.blocks[index].speaker = speaker;
    }
}

/// What a book says of itself, and the paths of its chapters in reading order.
fn contents(part: &str, bytes: &[u8]) -> Result<(Metadata, Vec<String>), ReadError> {
    let mut metadata = Metadata::default();
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    let mut spine: Vec<String> = Vec::new();
    let mut text = String::new();
    walk(part, bytes, |step| match step {
        Step::Start(tag) => {
            text.clear();
            match tag.name() {
                "item" => {
                    let is_page = tag.get("media-type").is_some_and(|kind| kind.contains("html"));
                    let is_contents =
                        tag.get("properties").is_some_and(|it| it.split(' ').any(|it| it == "nav"));
                    if let (Some(id), Some(path), true, false) =
                        (tag.get("id"), tag.get("href"), is_page, is_contents)
                    {
                        paths.insert(id, path);
                    }
                }
                "itemref" if tag.get("linear").as_deref() != Some("no") => {
                    spine.extend(tag.get("idref"));
                }
                _ => {}
            }
        }
        Step::Text(part) => text.push_str(part),
        Step::End(name) => {
            let value = text.trim().to_owned();
            if !value.is_empty() {
                match name {
                    "title" if metadata.title.is_none() => metadata.title = Some(value),
                    "creator" => metadata.authors.push(value),
                    "publisher" => metadata.publisher = Some(value),
                    "language" => metadata.language = Some(value),
                    "date" => metadata.date = metadata.date.or_else(|| date_value(&value)),
                    _ => {}
                }
            }
            text.clear();
        }
    })?;
    let chapters = spine.iter().filter_map(|id| paths.get(id).cloned()).collect();
    Ok((metadata, chapters))
}

/// A path as a list in `folder` writes it: relative, with `%20` for a space.
fn resolved(folder: &str, path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| str::from_utf8(hex).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    let path = String::from_utf8_lossy(&bytes).into_owned();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use crate::document::archive::tests::zipped;
    use crate::document::{BlockKind, Format, Input, read};

    #[test]
    fn chapters_are_read_in_the_order_of_the_spine() {
        let list = b"<package><metadata><dc:title>The river</dc:title><dc:creator>Ann Lee\
            </dc:creator><dc:language>en</dc:language></metadata><manifest>\
            <item id='b' href='text/two%20b.xhtml' media-type='application/xhtml+xml'/>\
            <item id='a' href='text/one.xhtml' media-type='application/xhtml+xml'/>\
            <item id='n' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>\
            </manifest><spine><itemref idref='n'/><itemref idref='a'/><itemref idref='b'/></spine>\
            </package>";
        let bytes = zipped(&[
            ("mimetype", b"application/epub+zip"),
            (
                "META-INF/container.xml",
                b"<container><rootfiles><rootfile full-path='OPS/list.opf'/></rootfiles></container>",
            ),
            ("OPS/list.opf", list),
            ("OPS/text/two b.xhtml", b"<html><body><h1>Second</h1><p>The river ends.</p></body></html>"),
            ("OPS/text/one.xhtml", b"<html><body><h1>First</h1><p>The river begins.</p></body></html>"),
            ("OPS/nav.xhtml", b"<html><body><p>Contents</p></body></html>"),
        ]);
        let doc = read(Input { path: "a.epub", bytes: &bytes }).unwrap().output;
        assert_eq!(doc.format, Format::Epub);
        assert_eq!(doc.metadata.title.as_deref(), Some("The river"));
        assert_eq!(doc.text, "First\nThe river begins.\nSecond\nThe river ends.");
        assert_eq!(doc.articles.len(), 2);
        assert_eq!(doc.articles[1].blocks[0].kind, BlockKind::Title);
        assert_eq!(doc.articles[1].title.unwrap().of(&doc.text), "Second");
    }
}
