//! HTML pages: finds the articles and keeps menus, heads and feet apart.

mod element;
mod metadata;
mod reader;
mod reference;

use super::plain::{self, people};
use super::{Article, Block, BlockKind, Parsed};
use crate::span::Span;
use reader::{Content, Place};

/// Fewest words of running text of an `article` that is one; shorter ones are teasers, where the
/// page has any that is longer.
const ARTICLE_WORDS: usize = 40;

/// Reads a page.
pub fn read(source: &str) -> Parsed {
    let content = reader::content(source, true);
    let has_text = content.out.blocks.iter().any(|block| block.kind.is_running_text());
    // A page whose classes call everything a menu is read without them.
    let content = if has_text { content } else { reader::content(source, false) };
    let Content { out, places, authors, dates, metadata } = content;
    let (text, blocks, origin) = out.finish(source.len());
    let mut articles = articles(&text, blocks, &places);
    for article in &mut articles {
        let mut seen = std::collections::BTreeSet::new();
        for span in authors.iter().filter(|span| article.span.contains(**span)) {
            for name in signed(&text, *span) {
                if seen.insert(name.of(&text)) {
                    article.authors.push(name);
                }
            }
        }
        sign(&text, article, &authors);
        article.date = (dates.iter())
            .find(|(at, _)| (article.span.start..=article.span.end).contains(at))
            .map(|(_, date)| *date);
        plain::refine(&text, article);
    }
    let metadata = metadata.finish();
    if let [article] = articles.as_mut_slice() {
        article.date = article.date.or(metadata.date);
    }
    Parsed { text, origin, metadata, articles, ..Parsed::default() }
}

/// Cuts the blocks of a page into articles; what stands between them goes to the one before.
fn articles(text: &str, mut blocks: Vec<Block>, places: &[Place]) -> Vec<Article> {
    let words = |blocks: &[Block]| -> usize {
        let running = blocks.iter().filter(|block| block.kind.is_running_text());
        running.map(|block| block.span.of(text).split_whitespace().count()).sum()
    };
    let has_main = places.iter().any(|place| place.main);
    // Runs of blocks of one `article`.
    let mut runs: Vec<(Option<u32>, std::ops::Range<usize>)> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        match runs.last_mut() {
            Some((article, range)) if *article == place.article => range.end = index + 1,
            _ => runs.push((place.article, index..index + 1)),
        }
    }
    let is_long = |range: &std::ops::Range<usize>| words(&blocks[range.clone()]) >= ARTICLE_WORDS;
    let long: Vec<bool> = runs.iter().map(|(_, range)| is_long(range)).collect();
    let any_long = runs.iter().zip(&long).any(|((article, _), long)| article.is_some() && *long);
    let has_article = runs.iter().any(|(article, _)| article.is_some());
    let mut starts = Vec::new();
    for ((article, range), long) in runs.iter().zip(&long) {
        let is_article = article.is_some() && (*long || !any_long);
        if is_article {
            starts.push(range.start);
        }
        for index in range.clone() {
            let block = &mut blocks[index];
            let place = places[index];
            let is_text = block.kind.is_running_text();
            if article.is_some() && !is_article {
                if is_text || matches!(block.kind, BlockKind::Heading(_)) {
                    block.kind = BlockKind::Teaser;
                }
            } else if article.is_none() && (has_article || (has_main && !place.main)) {
                // A heading above the article may be its title.
                if is_text {
                    block.kind = BlockKind::Navigation;
                }
            } else if article.is_none() && !place.main && is_text {
                let is_link = place.link_len * 10 > block.span.len() * 7;
                let is_sentence = block.span.of(text).ends_with(['.', '!', '?', '”', '"']);
                if is_link && !is_sentence {
                    block.kind = BlockKind::Navigation;
                }
            }
        }
    }
    // What precedes the first article belongs to it.
    match starts.first_mut() {
        Some(first) => *first = 0,
        None => starts.push(0),
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([blocks.len()]).collect();
    let mut rest = blocks.into_iter();
    let mut out = Vec::new();
    for (start, end) in starts.into_iter().zip(ends) {
        let mut blocks: Vec<Block> = rest.by_ref().take(end - start).collect();
        let title = title(&mut blocks);
        let span = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => continue,
        };
        out.push(Article { title, span, blocks, ..Article::default() });
    }
    out
}

/// Makes the highest heading before the text the title; of several, the last.
fn title(blocks: &mut [Block]) -> Option<Span> {
    let body = blocks.iter().position(|block| block.kind.is_running_text()).unwrap_or(blocks.len());
    let headings = blocks[..body].iter_mut().filter_map(|block| match block.kind {
        BlockKind::Heading(level) => Some((level, block)),
        _ => None,
    });
    let (_, block) =
        headings.min_by_key(|(level, block)| (*level, std::cmp::Reverse(block.span)))?;
    block.kind = BlockKind::Title;
    Some(block.span)
}

/// The names in an element that is marked as the author's.
fn signed(text: &str, span: Span) -> Vec<Span> {
    let span = span.trim(text);
    if span.len() > 300 {
        return Vec::new();
    }
    people::byline(text, span).unwrap_or_else(|| people::names(text, span))
}

/// Short lines that name a marked author become by-lines.
fn sign(text: &str, article: &mut Article, authors: &[Span]) {
    for block in &mut article.blocks {
        let part = block.span.of(text);
        let is_line = part.len() <= 120 && !part.ends_with(['.', '!', '?']);
        if block.kind == BlockKind::Paragraph && is_line {
            let first = authors.partition_point(|span| span.end <= block.span.start);
            if authors.get(first).is_some_and(|span| block.span.contains(*span)) {
                block.kind = BlockKind::Byline;
            }
        }
    }
}
