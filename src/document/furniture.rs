//! The words that pages put around their articles, from `seeds/language/en/furniture.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Longest line, in bytes, that may be furniture: a paragraph of prose never is.
const MAX_LINE: usize = 300;

/// What a piece of page furniture tells of the lines around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A menu entry, a button, a notice: says nothing about its neighbours.
    Navigation,
    /// Stands between a title and the text ("Published", "5 min read").
    Header,
    /// Closes an article.
    End,
    /// Opens a list of other articles.
    Teasers,
    /// Opens what readers wrote.
    Comments,
    /// Heading of the footnotes.
    Notes,
    /// Heading of the bibliography.
    References,
    /// Begins words about a picture.
    Caption,
    /// Begins a by-line.
    Byline,
    /// Occurs in what is said about an author.
    Biography,
}

/// The rows, by how they match.
struct Table {
    lines: BTreeMap<String, Role>,
    starts: Vec<(String, Role)>,
    within: Vec<(String, Role)>,
}

/// Returns the role of a whole line, or `None` when it is not furniture.
/// ([`Role::Biography`]: a heading over biographies; [`has_biography_word`] finds their words.)
pub fn role(line: &str) -> Option<Role> {
    if line.len() > MAX_LINE {
        return None;
    }
    let folded = fold(line);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
    if bare.is_empty() {
        return Some(Role::Navigation);
    }
    if folded.starts_with('©') || folded.starts_with("(c) ") {
        return Some(Role::Navigation);
    }
    if let Some(role) = TABLE.lines.get(bare) {
        return Some(*role);
    }
    // A sentence may begin with the same words as a heading over other articles.
    let is_short = bare.split_whitespace().count() <= 8 && !bare.contains(". ");
    let starts = TABLE.starts.iter().find(|(phrase, role)| {
        begins(&folded, phrase) && (is_short || !matches!(role, Role::Teasers | Role::Comments))
    });
    let within = || {
        TABLE
            .within
            .iter()
            .find(|(phrase, role)| *role != Role::Biography && folded.contains(phrase.as_str()))
    };
    starts.or_else(within).map(|(_, role)| *role)
}

/// Returns the part of a by-line, caption, ... after its opening phrase, when the line starts
/// with one of the given role: the byte offset where it begins.
pub fn after_opening(line: &str, wanted: Role) -> Option<usize> {
    let head: String = line.chars().take(40).collect();
    // Folding keeps the length of ASCII; the phrases are ASCII or Cyrillic, whose case pairs
    // have equal lengths. Curly apostrophes do not occur in openings.
    let folded = fold(&head);
    (TABLE.starts.iter())
        .filter(|(phrase, role)| *role == wanted && begins(&folded, phrase))
        .map(|(phrase, _)| phrase.len())
        .max()
        .filter(|at| line.is_char_boundary(*at))
}

/// Says whether the text has a word or phrase that is typical of an author's biography.
pub fn has_biography_word(text: &str) -> bool {
    let folded = fold(text);
    (TABLE.within.iter())
        .any(|(phrase, role)| *role == Role::Biography && folded.contains(phrase.as_str()))
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { lines: BTreeMap::new(), starts: Vec::new(), within: Vec::new() };
    let source = include_str!("../../seeds/language/en/furniture.csv");
    // `tests::every_row_is_well_formed` reads the same rows and fails on a bad one.
    for (phrase, role, kind) in source.lines().skip(1).filter_map(row) {
        let phrase = fold(phrase);
        match kind {
            "line" => drop(table.lines.insert(phrase, role)),
            "start" => table.starts.push((phrase, role)),
            _ => table.within.push((phrase, role)),
        }
    }
    table
});

/// Reads `phrase,role,match`; `None` when it is something else.
fn row(line: &str) -> Option<(&str, Role, &str)> {
    let (rest, kind) = line.rsplit_once(',')?;
    let (phrase, role) = rest.rsplit_once(',')?;
    let role = match role {
        "navigation" => Role::Navigation,
        "header" => Role::Header,
        "end" => Role::End,
        "teasers" => Role::Teasers,
        "comments" => Role::Comments,
        "notes" => Role::Notes,
        "references" => Role::References,
        "caption" => Role::Caption,
        "byline" => Role::Byline,
        "biography" => Role::Biography,
        _ => return None,
    };
    matches!(kind, "line" | "start" | "within").then_some((phrase, role, kind))
}

/// Lower case, straight apostrophes.
fn fold(text: &str) -> String {
    text.to_lowercase().replace(['’', '‘'], "'")
}

/// `text` starts with the whole words of `phrase`.
fn begins(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| {
        !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_well_formed() {
        let source = include_str!("../../seeds/language/en/furniture.csv");
        let mut phrases = std::collections::BTreeSet::new();
        for line in source.lines().skip(1) {
            let (phrase, _, _) = row(line).unwrap_or_else(|| panic!("bad row: {line}"));
            assert_eq!(phrase, fold(phrase), "phrases are written in lower case");
            assert!(phrases.insert(phrase), "twice: {phrase}");
        }
    }

    #[test]
    fn lines_are_matched_without_case_and_outer_punctuation() {
        assert_eq!(role("Read more »"), Some(Role::Navigation));
        assert_eq!(role("LATEST:"), Some(Role::Teasers));
        assert_eq!(role("You’re reading the Latest"), None);
        assert_eq!(role("* * *"), Some(Role::Navigation));
        assert_eq!(role("Photo: A. Writer"), Some(Role::Caption));
        assert_eq!(role("Photography is an art"), None);
        assert_eq!(after_opening("Written by Ann Lee", Role::Byline), Some(10));
        assert!(has_biography_word("Ann Lee teaches at a school in Osh"));
    }
}
