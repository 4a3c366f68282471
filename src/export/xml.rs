//! Writes XML into memory, piece by piece: the pieces of a large file are made on all threads.

use std::fmt::Display;
use std::io::{self, Write};

use quick_xml::escape::escape;

/// XML that is being written, indented. Names are the program's own; values may be any clean text.
#[derive(Debug)]
pub(super) struct Xml {
    text: Vec<u8>,
    depth: usize,
}

/// The start of an element.
#[derive(Debug)]
#[must_use = "an element must be opened, or left empty"]
pub(super) struct Tag<'x> {
    xml: &'x mut Xml,
    name: &'static str,
}

impl Xml {
    /// Starts a file.
    pub(super) fn file() -> Self {
        Self { text: b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_vec(), depth: 0 }
    }

    /// Starts a piece of a file, inside as many elements as `depth` says.
    pub(super) fn inside(depth: usize) -> Self {
        Self { text: Vec::new(), depth }
    }

    /// Starts an element on a line of its own.
    pub(super) fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.line();
        self.text.push(b'<');
        self.text.extend_from_slice(name.as_bytes());
        Tag { xml: self, name }
    }

    /// Opens an element without attributes.
    pub(super) fn open(&mut self, name: &'static str) {
        self.tag(name).open();
    }

    /// Closes the element that was opened last, which has this name.
    pub(super) fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line();
        self.end(name);
    }

    /// Returns the piece.
    pub(super) fn into_text(self) -> Vec<u8> {
        self.text
    }

    /// Hands over what there is, and goes on.
    pub(super) fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.text)?;
        self.text.clear();
        Ok(())
    }

    fn line(&mut self) {
        const INDENT: &[u8] = b"\n                ";
        let end = (1 + self.depth).min(INDENT.len());
        self.text.extend_from_slice(&INDENT[..end]);
    }

    fn end(&mut self, name: &str) {
        self.text.extend_from_slice(b"</");
        self.text.extend_from_slice(name.as_bytes());
        self.text.push(b'>');
    }
}

impl Tag<'_> {
    /// Gives it an attribute.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.begin(name);
        self.xml.text.extend_from_slice(escape(value).as_bytes());
        self.xml.text.push(b'"');
        self
    }

    /// As [`Tag::with`], of what needs no escaping: numbers, dates, names of the program's own.
    pub(super) fn with_plain(mut self, name: &str, value: impl Display) -> Self {
        self.begin(name);
        write!(self.xml.text, "{value}\"").expect("memory takes everything");
        self
    }

    /// Gives it an attribute that holds a list as Gephi reads it without loss: each item in
    /// quotes, quotes and backslashes in it after a backslash.
    pub(super) fn with_list<T: AsRef<str>>(mut self, name: &str, items: &[T]) -> Self {
        self.begin(name);
        let text = &mut self.xml.text;
        text.push(b'[');
        for (at, item) in items.iter().enumerate() {
            text.extend_from_slice(if at == 0 { b"&quot;" } else { b", &quot;" });
            let item = item.as_ref();
            if item.contains(['\\', '"']) {
                let item = item.replace('\\', "\\\\").replace('"', "\\\"");
                text.extend_from_slice(escape(item.as_str()).as_bytes());
            } else {
                text.extend_from_slice(escape(item).as_bytes());
            }
            text.extend_from_slice(b"&quot;");
        }
        text.extend_from_slice(b"]\"");
        self
    }

    /// Opens the element.
    pub(super) fn open(self) {
        self.xml.text.push(b'>');
        self.xml.depth += 1;
    }

    /// Leaves the element empty.
    pub(super) fn empty(self) {
        self.xml.text.extend_from_slice(b"/>");
    }

    /// Makes it an element that holds only text.
    pub(super) fn text(self, text: &str) {
        self.xml.text.push(b'>');
        self.xml.text.extend_from_slice(escape(text).as_bytes());
        self.xml.end(self.name);
    }

    fn begin(&mut self, name: &str) {
        let text = &mut self.xml.text;
        text.push(b' ');
        text.extend_from_slice(name.as_bytes());
        text.extend_from_slice(b"=\"");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_indented_and_values_escaped() {
        let mut xml = Xml::inside(1);
        xml.tag("a").with("b", "1 < \"2\"").with_plain("c", 1.5).open();
        xml.tag("d").text("x & y");
        xml.tag("e").with_list("f", &["Foo, Inc.", "say \"hi\"", "back\\slash", "R&D"]).empty();
        xml.close("a");
        let expected = r#"
 <a b="1 &lt; &quot;2&quot;" c="1.5">
  <d>x &amp; y</d>
  <e f="[&quot;Foo, Inc.&quot;, &quot;say \&quot;hi\&quot;&quot;, &quot;back\\slash&quot;, &quot;R&amp;D&quot;]"/>
 </a>"#;
        assert_eq!(String::from_utf8(xml.into_text()).unwrap(), expected);
    }
}
