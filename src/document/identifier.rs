//! The names of documents, versions and articles: from file names, hashes and titles.

use std::fmt::Write as _;

use deunicode::deunicode;
use sha2::{Digest, Sha256};

use super::{Input, Parsed};

/// Most characters of a slug: long enough to keep titles apart, short enough for an IRI.
const MAX_SLUG: usize = 80;

/// What a document and its version are called before the document says so itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// See [`Document::id`](super::Document::id).
    pub id: String,
    /// See [`Document::version`](super::Document::version).
    pub version: String,
    /// See [`Document::sha256`](super::Document::sha256).
    pub sha256: String,
}

/// Names a file: by its stem and its content, or `folder/v2.md` by folder and label.
pub fn name(input: Input<'_>) -> Name {
    let sha256 = Sha256::digest(input.bytes).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let path = input.path.split(['?', '#']).next().unwrap_or_default();
    let mut folders = path.split(['/', '\\']).rev().filter(|part| !part.is_empty());
    let file = folders.next().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    let content = sha256[..12].to_owned();
    let (id, version) = match folders.next().filter(|_| is_version_label(stem)) {
        Some(folder) => (folder, clean(stem).unwrap_or(content)),
        None if stem == "-" => ("stdin", content),
        None => (stem, content),
    };
    Name { id: clean(id).unwrap_or_else(|| "document".to_owned()), version, sha256 }
}

/// Keeps letters and digits (in ASCII), `-`, `_` and `.`; anything else becomes one `-`. `None`
/// when nothing is left.
pub fn clean(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in deunicode(name).chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_matches(['-', '.']);
    (!out.is_empty()).then(|| out.to_owned())
}

/// Makes a slug: lower-case ASCII letters and digits, words joined by `-`, cut between words
/// after at most [`MAX_SLUG`] characters. `None` when nothing is left.
pub fn slug(title: &str) -> Option<String> {
    let mut out = String::new();
    // Titles are short; a "title" of a megabyte is not transliterated whole.
    let head: String = title.chars().take(4 * MAX_SLUG).collect();
    // Apostrophes join: "Kazakhstan's" is one word.
    let head = head.replace(['\'', '’', '‘', 'ʼ'], "");
    for word in deunicode(&head).split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            if out.len() + 1 + word.len() > MAX_SLUG {
                break;
            }
            out.push('-');
        }
        out.extend(word.chars().take(MAX_SLUG).map(|c| c.to_ascii_lowercase()));
    }
    (!out.is_empty()).then_some(out)
}

/// Gives every article its id: the slug of its title (of a lone untitled article: of the title
/// that the document gives itself), else the document's id; a second article of the same name
/// gets `-2`.
pub fn name_articles(parsed: &mut Parsed, document: &str) {
    let alone = parsed.metadata.title.as_deref().filter(|_| parsed.articles.len() == 1);
    let mut taken = std::collections::BTreeMap::<String, u32>::new();
    for article in &mut parsed.articles {
        let title = article.title.map(|title| title.of(&parsed.text)).or(alone);
        let base = title.and_then(slug).unwrap_or_else(|| document.to_owned());
        let count = taken.entry(base.clone()).or_default();
        *count += 1;
        article.id = if *count == 1 { base } else { format!("{base}-{count}") };
    }
}

/// `v1`, `v2.1`, `V2023-01`: a `v` and a number.
fn is_version_label(stem: &str) -> bool {
    let rest = stem.strip_prefix(['v', 'V']).unwrap_or_default();
    rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_stem_and_versions_by_label_or_content() {
        let named = |path| name(Input { path, bytes: b"abc" });
        assert_eq!(named("in/Trade report (final).txt").id, "Trade-report-final");
        assert_eq!(named("in/a.txt").version, "ba7816bf8f01");
        assert_eq!(named("in/trade/v2.md").id, "trade");
        assert_eq!(named("in/trade/v2.md").version, "v2");
        assert_eq!(named("v2.md").id, "v2");
        assert_eq!(named("https://example.org/news/summit.html?x=1").id, "summit");
        assert_eq!(named("Отчёт.txt").id, "Otchiot");
        assert_eq!(named("-").id, "stdin");
        assert_eq!(named("???").id, "document");
    }

    #[test]
    fn slugs_are_cut_between_words() {
        assert_eq!(slug("Putin’s plan: “Union 2.0”").unwrap(), "putins-plan-union-2-0");
        assert_eq!(slug("— ! —"), None);
        assert_eq!(slug(&"word ".repeat(40)).unwrap().len(), 79);
        assert_eq!(slug(&"w".repeat(500)).unwrap().len(), 80);
    }
}
