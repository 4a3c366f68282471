//! HTML pages: finds the articles and keeps menus, heads and feet apart.

mod element;
mod metadata;
mod reader;
mod reference;

use super::date_line::date_line;
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
    if !has_article {
        starts = dated_sections(text, &blocks);
        // The heading of the page is not that of its first article.
        for block in &mut blocks[..starts.first().copied().unwrap_or(0)] {
            if matches!(block.kind, BlockKind::Heading(_)) {
                block.kind = BlockKind::Navigation;
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

/// Where the articles of a page begin that does not mark them: at headings of one level that each
/// have a date or a by-line between them and their text. Empty unless there are two.
fn dated_sections(text: &str, blocks: &[Block]) -> Vec<usize> {
    let levels = blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Heading(level) => Some(level),
        _ => None,
    });
    let mut counts = std::collections::BTreeMap::<u8, usize>::new();
    levels.for_each(|level| *counts.entry(level).or_default() += 1);
    let Some(level) = counts.iter().find(|(_, count)| **count >= 2).map(|(level, _)| *level) else {
        return Vec::new();
    };
    let is_head = |block: &Block| block.kind == BlockKind::Heading(level);
    let heads: Vec<usize> = (0..blocks.len()).filter(|at| is_head(&blocks[*at])).collect();
    let ends = heads.iter().skip(1).copied().chain([blocks.len()]);
    let is_article = |start: usize, end: usize| {
        let running = blocks[start..end].iter().filter(|block| block.kind.is_running_text());
        let words: usize =
            running.map(|block| block.span.of(text).split_whitespace().count()).sum();
        let is_signed = |block: &&Block| {
            let line = block.span.of(text);
            date_line(line).is_some() || people::byline(text, block.span).is_some()
        };
        words >= ARTICLE_WORDS
            && blocks[start + 1..end].iter().take(3).any(|block| is_signed(&block))
    };
    let found: Vec<usize> = heads
        .iter()
        .zip(ends)
        .filter(|(at, end)| is_article(**at, *end))
        .map(|(at, _)| *at)
        .collect();
    if found.len() >= 2 { found } else { Vec::new() }
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

#[cfg(test)]
mod tests {
    use super::*;

    const WATER: &str = "The two ministries of the valley opened talks on water in Osh on Tuesday, \
                         and both of them called the meeting a beginning after years of silence \
                         that had cost each of them more than it cared to say, as an envoy put it.";
    const MINE: &str = "A copper mine in the hills is to open next year, its owners say, with six \
                        hundred workers from the four villages in the valley below it, where few \
                        people have found work since the old canal company closed its last office.";

    fn titles(source: &str) -> Vec<(String, Option<String>)> {
        let read = read(source);
        let articles = read.articles.iter();
        let title = |article: &Article| {
            article.title.map_or(String::new(), |title| title.of(&read.text).to_owned())
        };
        articles.map(|article| (title(article), article.date.map(|it| it.to_string()))).collect()
    }

    #[test]
    fn articles_without_a_mark_are_told_by_their_dates() {
        let story = |title: &str, line: &str, text: &str| {
            format!("<div><h2>{title}</h2><span>{line}</span><p>{text}</p></div>")
        };
        let page = |lines: [&str; 2]| {
            format!(
                "<h1>Valley Press</h1>{}{}",
                story("Talks open", lines[0], WATER),
                story("A mine opens", lines[1], MINE)
            )
        };
        let found = titles(&page(["14 May 2024", "13 May 2024"]));
        let expected = [("Talks open", "2024-05-14"), ("A mine opens", "2024-05-13")]
            .map(|(title, date)| (title.to_owned(), Some(date.to_owned())));
        assert_eq!(found, expected);
        // Sections of one article have no dates of their own.
        assert_eq!(titles(&page(["", ""])).len(), 1);
    }

    #[test]
    fn entries_of_a_blog_are_articles() {
        let entry = |title: &str, text: &str| {
            format!("<div class=\"post hentry\"><h2>{title}</h2><p>{text}</p></div>")
        };
        let found = titles(&(entry("Talks open", WATER) + &entry("A mine opens", MINE)));
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, "A mine opens");
    }
}
