//! Plain text: finds the articles of a page and the kind of each paragraph.

mod blocks;
mod endnotes;
mod paragraphs;
pub(super) mod people;
mod repetition;
mod segment;
mod shape;

use super::{Article, BlockKind, Parsed};
pub use blocks::speaker_label;
use paragraphs::Paragraph;
pub(super) use paragraphs::{begins_item, ends_sentence, item_label};
use segment::{Plan, Zone};
use shape::{Look, Shape};

/// Reads plain text; the text as read is the text itself.
pub fn read(text: String) -> Parsed {
    let paragraphs = paragraphs::paragraphs(&text);
    let shapes: Vec<Shape> = paragraphs.iter().map(|part| Shape::of(&text, part)).collect();
    let (plans, zones) = segment::segment(&shapes);
    let page =
        blocks::Page { text: &text, paragraphs: &paragraphs, shapes: &shapes, zones: &zones };
    let articles: Vec<Article> = plans.iter().map(|plan| page.article(plan)).collect();
    Parsed::plain(text, articles)
}

/// Looks once more at the paragraphs of an article whose blocks came from markup: by-lines, dates,
/// captions, notes, biographies, page furniture, note marks and speakers, which markup seldom
/// names. Headings, lists, tables and quotes keep their kinds.
pub fn refine(text: &str, article: &mut Article) {
    let paragraphs: Vec<Paragraph> = (article.blocks.iter())
        .map(|block| Paragraph { span: block.span, indent: 0, apart: true })
        .collect();
    let mut shapes: Vec<Shape> = paragraphs.iter().map(|part| Shape::of(text, part)).collect();
    for (shape, block) in shapes.iter_mut().zip(&article.blocks) {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_)) {
            // Only what stands in paragraphs is judged by its look.
            shape.look = Look::Short;
        }
    }
    let n_blocks = article.blocks.len();
    let is_text = |index: &usize| {
        article.blocks[*index].kind == BlockKind::Paragraph && shapes[*index].is_prose_of(1)
    };
    let plan = Plan {
        range: 0..n_blocks,
        title: article.blocks.iter().position(|block| block.kind == BlockKind::Title),
        body: (0..n_blocks).find(is_text).unwrap_or(0),
    };
    let zones = vec![Zone::Body; n_blocks];
    let page = blocks::Page { text, paragraphs: &paragraphs, shapes: &shapes, zones: &zones };
    page.refine(&plan, article);
}
