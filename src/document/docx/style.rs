//! Styles of paragraphs, and what kind of block each means.

use std::collections::BTreeMap;

use crate::document::xml::{Step, walk};
use crate::document::{BlockKind, ReadError};

/// Styles that build on others, at most: a chain that is longer goes round in a circle.
const MAX_CHAIN: usize = 32;

/// The paragraph styles of a document.
#[derive(Debug, Default)]
pub struct Styles(BTreeMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    /// Its name, which does not depend on the user's language for the styles that Word brings.
    name: String,
    based_on: Option<String>,
    /// Outline level, 0 to 8; 9 is running text.
    outline: Option<u8>,
    is_list: bool,
}

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing that matters.
    None,
    /// A kind of block.
    Kind(BlockKind),
    /// An item of a list.
    Item,
}

impl Styles {
    /// Reads `styles.xml`.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when it is not well-formed.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut styles = BTreeMap::new();
        let mut open: Option<(String, Style)> = None;
        walk("word/styles.xml", bytes, |step| match step {
            Step::Start(tag) => match (tag.name(), &mut open) {
                ("style", _) if tag.get("type").as_deref() == Some("paragraph") => {
                    open = tag.get("styleId").map(|id| (id, Style::default()));
                }
                ("name", Some((_, style))) => {
                    style.name = tag.get("val").unwrap_or_default().to_lowercase();
                }
                ("basedOn", Some((_, style))) => style.based_on = tag.get("val"),
                ("outlineLvl", Some((_, style))) => {
                    style.outline = tag.get("val").and_then(|level| level.parse().ok());
                }
                ("numPr", Some((_, style))) => style.is_list = true,
                _ => {}
            },
            Step::End("style") => styles.extend(open.take()),
            _ => {}
        })?;
        Ok(Self(styles))
    }

    /// What the style of this id means, by its name, its outline level, or the style it builds on.
    pub fn meaning(&self, id: &str) -> Meaning {
        let mut next = Some(id);
        for _ in 0..MAX_CHAIN {
            // Without `styles.xml` the id is all there is; Word's own ids are names without spaces.
            let Some(id) = next else { break };
            let style = self.0.get(id);
            let name = style.map_or_else(|| id.to_lowercase(), |style| style.name.clone());
            let meaning = by_name(&name);
            if meaning != Meaning::None {
                return meaning;
            }
            match style.and_then(|style| style.outline) {
                Some(level @ 0..=8) => return Meaning::Kind(BlockKind::Heading(level + 1)),
                Some(_) => return Meaning::None,
                None => {}
            }
            if style.is_some_and(|style| style.is_list) {
                return Meaning::Item;
            }
            next = style.and_then(|style| style.based_on.as_deref());
        }
        Meaning::None
    }
}

/// The styles that every Word knows (ECMA-376 part 1, 17.7.4.9), by name in lower case.
fn by_name(name: &str) -> Meaning {
    let bare = name.replace([' ', '-', '_'], "");
    if let Some(level) = bare.strip_prefix("heading") {
        let level: u8 = level.parse().unwrap_or(0);
        return match level {
            1..=9 => Meaning::Kind(BlockKind::Heading(level)),
            _ => Meaning::None,
        };
    }
    let kind = match bare.as_str() {
        "title" => BlockKind::Title,
        "subtitle" => BlockKind::Heading(2),
        "quote" | "intensequote" | "blocktext" => BlockKind::Quote,
        "caption" => BlockKind::Caption,
        "footnotetext" | "endnotetext" => BlockKind::Footnote,
        "bibliography" => BlockKind::Bibliography,
        "header" | "footer" | "tocheading" | "index1" | "index2" | "tableoffigures" => {
            BlockKind::Navigation
        }
        _ if bare.strip_prefix("toc").is_some_and(|level| level.parse::<u8>().is_ok()) => {
            BlockKind::Navigation
        }
        _ if bare.starts_with("listbullet") || bare.starts_with("listnumber") => {
            return Meaning::Item;
        }
        _ => return Meaning::None,
    };
    Meaning::Kind(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_mean_what_they_build_on() {
        let source = "<s:styles xmlns:s='x'>\
            <s:style s:type='paragraph' s:styleId='berschrift1'><s:name s:val='heading 1'/></s:style>\
            <s:style s:type='paragraph' s:styleId='House'><s:name s:val='House Head'/>\
              <s:basedOn s:val='berschrift1'/></s:style>\
            <s:style s:type='paragraph' s:styleId='Point'><s:name s:val='Point'/>\
              <s:pPr><s:numPr/></s:pPr></s:style>\
            <s:style s:type='paragraph' s:styleId='Ring'><s:basedOn s:val='Ring'/></s:style>\
            <s:style s:type='paragraph' s:styleId='Part'><s:outlineLvl s:val='2'/></s:style>\
            </s:styles>";
        let styles = Styles::read(source.as_bytes()).unwrap();
        assert_eq!(styles.meaning("House"), Meaning::Kind(BlockKind::Heading(1)));
        assert_eq!(styles.meaning("Point"), Meaning::Item);
        assert_eq!(styles.meaning("Part"), Meaning::Kind(BlockKind::Heading(3)));
        assert_eq!(styles.meaning("Ring"), Meaning::None);
        assert_eq!(styles.meaning("Heading2"), Meaning::Kind(BlockKind::Heading(2)));
        assert_eq!(styles.meaning("TOC3"), Meaning::Kind(BlockKind::Navigation));
        assert_eq!(styles.meaning("Normal"), Meaning::None);
    }
}
