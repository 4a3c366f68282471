//! What a paragraph looks like on its own: furniture, prose, a short line, a date, a by-line.

use super::paragraphs::{Paragraph, ends_sentence};
use super::people;
use crate::date::Date;
use crate::document::date_line::date_line;
use crate::document::furniture::{self, Role};
use crate::span::Span;

/// Words are counted up to this many: more makes no difference to any rule.
const ENOUGH_WORDS: usize = 200;

/// The look of one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Words, counted up to 200.
    pub words: usize,
    /// What it looks like.
    pub look: Look,
}

/// The kinds of look, told apart in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// A line that is a date.
    Dated(Date),
    /// A by-line, with the names in it.
    Byline(Vec<Span>),
    /// Furniture of the page.
    Furniture(Role),
    /// The first words of something longer: ends with an ellipsis, or says how long ago.
    Excerpt,
    /// Sentences.
    Prose,
    /// A line of a few words without an end: a title, a heading, a label.
    Short,
}

impl Shape {
    /// Looks at one paragraph.
    pub fn of(text: &str, paragraph: &Paragraph) -> Self {
        let part = paragraph.span.of(text);
        let words = part.split_whitespace().take(ENOUGH_WORDS).count();
        let look = if let Some(date) = date_line(part) {
            Look::Dated(date)
        } else if let Some(names) = people::byline(text, paragraph.span) {
            Look::Byline(names)
        } else if let Some(role) = furniture::role(part) {
            Look::Furniture(role)
        } else if is_issue(part, words) {
            Look::Furniture(Role::Header)
        } else if is_credit(part, words) {
            Look::Furniture(Role::Caption)
        } else if is_excerpt(part, words) {
            Look::Excerpt
        } else if is_prose(part, words) {
            Look::Prose
        } else {
            Look::Short
        };
        Self { words, look }
    }

    /// Its role, when it is furniture.
    pub fn role(&self) -> Option<Role> {
        match self.look {
            Look::Furniture(role) => Some(role),
            _ => None,
        }
    }

    /// Sentences of at least so many words.
    pub fn is_prose_of(&self, words: usize) -> bool {
        self.look == Look::Prose && self.words >= words
    }

    /// Says whether this shows that a title stands above: a by-line or "Published".
    pub fn is_header(&self) -> bool {
        matches!(self.look, Look::Furniture(Role::Header) | Look::Byline(_))
    }
}

/// `Lima Institute, Policy Brief 7/2023`, `Review of Trade, Vol. 3, No. 12`: which issue of what.
fn is_issue(part: &str, words: usize) -> bool {
    let is_number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit() && c != '/');
        word.split('/').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let all: Vec<&str> = part.split_whitespace().collect();
    let is_labelled = all.windows(2).any(|pair| {
        matches!(pair[0], "No." | "no." | "Vol." | "vol." | "Issue" | "Volume" | "№")
            && is_number(pair[1])
    });
    let last = all.last().copied().unwrap_or_default();
    let is_of_year = last.contains('/') && is_number(last);
    (2..=14).contains(&words) && part.len() <= 140 && (is_labelled || is_of_year)
}

/// `Ann Lee in Osh. Photo: Bo Ray`: the caption opens behind a sentence.
fn is_credit(part: &str, words: usize) -> bool {
    words <= 40
        && part.len() <= 400
        && part.match_indices(['.', '(', '/', '|']).any(|(at, mark)| {
            let rest = part[at + mark.len()..].trim_start();
            furniture::after_opening(rest, Role::Caption).is_some()
        })
}

fn is_excerpt(part: &str, words: usize) -> bool {
    let cut = part.ends_with("...") || part.ends_with('…') || part.ends_with("[…]");
    (cut && words < 60) || (words <= 12 && says_how_long_ago(part))
}

/// `World19 mins ago`, `3 hours ago`.
fn says_how_long_ago(part: &str) -> bool {
    let mut words = part.split_whitespace().rev();
    let (Some("ago"), Some(unit), Some(count)) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let unit = unit.trim_end_matches('s').to_lowercase();
    let is_unit = ["sec", "second", "min", "minute", "hour", "hr", "day", "week", "month", "year"]
        .contains(&unit.as_str());
    is_unit && (count.ends_with(|c: char| c.is_ascii_digit()) || matches!(count, "a" | "an"))
}

fn is_prose(part: &str, words: usize) -> bool {
    let asks = part.ends_with(['?', '!']);
    words >= 25 || (ends_sentence(part) && words >= if asks { 20 } else { 5 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(line: &str) -> Look {
        let span = Span::new(0, line.len());
        Shape::of(line, &Paragraph { span, indent: 0, apart: true }).look
    }

    #[test]
    fn lines_are_told_apart() {
        assert_eq!(look("Economy8 hours ago"), Look::Excerpt);
        assert_eq!(look("The two sides met in Osh to..."), Look::Excerpt);
        assert_eq!(look("The two sides met in Osh."), Look::Prose);
        assert_eq!(look("Two sides, one river?"), Look::Short);
        assert_eq!(look("Published"), Look::Furniture(Role::Header));
        assert_eq!(look("Ann Lee. Photo: Bo Ray"), Look::Furniture(Role::Caption));
        assert!(matches!(look("3 May 2021"), Look::Dated(_)));
        assert!(matches!(look("By Ann Lee"), Look::Byline(_)));
    }
}
