//! XML parts of packed formats, as a flat run of tags and texts: nesting costs nothing.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::ReadError;

/// One step through a part. Names are local ones: prefixes differ from program to program.
pub enum Step<'a> {
    /// A start tag (`<w:p>`); an empty element is one, followed by its [`Step::End`].
    Start(&'a Tag<'a>),
    /// An end tag.
    End(&'a str),
    /// Text, with its references decoded.
    Text(&'a str),
}

/// A start tag.
pub struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute of this local name.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes().flatten();
        let found = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = quick_xml::escape::unescape(&found.value).ok()?;
        Some(value.into_owned())
    }
}

/// Walks through a part, in one pass. Entities that the file declares itself are not expanded.
///
/// # Errors
/// [`ReadError::Damaged`] when the part is not well-formed.
pub fn walk(part: &str, bytes: &[u8], mut each: impl FnMut(Step<'_>)) -> Result<(), ReadError> {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i64;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                each(Step::Start(&Tag(&start)));
            }
            Ok(Event::End(end)) => {
                depth -= 1;
                each(Step::End(end.local_name().into_inner()));
            }
            Ok(Event::Text(text)) => each(Step::Text(&text.xml10_content())),
            Ok(Event::CData(text)) => each(Step::Text(&text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => {
                let name = reference.xml10_content();
                let meaning = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_xml_entity(&name).unwrap_or(" ").to_owned(),
                };
                each(Step::Text(&meaning));
            }
            Ok(Event::Eof) if depth == 0 => return Ok(()),
            Ok(Event::Eof) => {
                return Err(ReadError::Damaged(format!("`{part}` ends in the middle")));
            }
            Ok(_) => {}
            Err(error) => {
                let at = reader.error_position();
                return Err(ReadError::Damaged(format!("`{part}` at byte {at}: {error}")));
            }
        }
    }
}

/// XML is UTF-8 or UTF-16 with a mark; bytes that are neither become replacement characters.
fn decoded(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        _ => UTF_8.decode(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(source: &[u8]) -> Result<String, ReadError> {
        let mut out = String::new();
        walk("a.xml", source, |step| match step {
            Step::Start(tag) => {
                out.push('<');
                out.push_str(tag.name());
                out.push_str(&tag.get("val").map(|value| format!("={value}")).unwrap_or_default());
                out.push('>');
            }
            Step::End(name) => out.push_str(&format!("</{name}>")),
            Step::Text(text) => out.push_str(text),
        })?;
        Ok(out)
    }

    #[test]
    fn steps_are_local_names_and_decoded_text() {
        let found =
            walked(b"<?xml version=\"1.0\"?><w:p a:val=\"1&amp;2\">R&amp;D &#x41;<w:br/></w:p>");
        assert_eq!(found.unwrap(), "<p=1&2>R&D A<br></br></p>");
        assert_eq!(walked("\u{feff}<a>ж</a>".as_bytes()).unwrap(), "<a>ж</a>");
    }

    #[test]
    fn declared_entities_stay_folded_and_stumps_are_damaged() {
        let laughs = b"<!DOCTYPE a [<!ENTITY x \"&y;&y;\"><!ENTITY y \"ha\">]><a>&x;</a>";
        assert_eq!(walked(laughs).unwrap(), "<a> </a>");
        for source in [&b"<a><b>text"[..], b"<a></b>", b"<a", b"<a b=></a"] {
            assert!(matches!(walked(source), Err(ReadError::Damaged(_))));
        }
        assert!(walked("<a>".repeat(200_000).as_bytes()).is_err());
    }
}
