//! Plain text: finds the articles of a page and the kind of each paragraph.

mod blocks;
mod endnotes;
mod paragraphs;
pub(super) mod people;
mod repetition;
mod segment;
mod shape;

use super::{Article, Parsed};
use shape::Shape;

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
