//! Names that fit beside a node, and text that every reader of XML accepts.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// Labels have at most so many code points; the full name has its own column.
pub(super) const MAX_LABEL: usize = 40;

/// Returns the text without what XML 1.0 cannot hold (control characters, U+FFFE, U+FFFF), with
/// each run of white space as one space and none at the ends: what `xsd:token` allows.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let at = cleaned.len();
        cleaned.extend(word.chars().filter(|c| is_xml(*c)));
        if at > 0 && cleaned.len() > at {
            cleaned.insert(at, ' ');
        }
    }
    Cow::Owned(cleaned)
}

/// Says whether [`clean`] would leave the text as it is; most texts it would.
fn is_clean(text: &str) -> bool {
    let mut after_space = true;
    // Most texts are of letters that take one byte.
    let start = text.bytes().take_while(|byte| byte.is_ascii_graphic() || *byte == b' ').count();
    for (at, byte) in text.as_bytes()[..start].iter().enumerate() {
        if *byte == b' ' && (at == 0 || text.as_bytes()[at - 1] == b' ') {
            return false;
        }
        after_space = *byte == b' ';
    }
    for c in text[start..].chars() {
        if c == ' ' && after_space || c != ' ' && c.is_whitespace() || !is_xml(c) {
            return false;
        }
        after_space = c == ' ';
    }
    !after_space || text.is_empty()
}

/// Returns a label of at most [`MAX_LABEL`] code points, cut between words if that leaves half of
/// it, with an ellipsis where something was cut.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    let cleaned = clean(text);
    if cleaned.len() <= MAX_LABEL || cleaned.chars().count() <= MAX_LABEL {
        return cleaned;
    }
    let mut end = cleaned.char_indices().nth(MAX_LABEL - 1).map_or(cleaned.len(), |(at, _)| at);
    // Marks belong to the letter before them.
    while end > 0 && cleaned[end..].starts_with(is_combining_mark) {
        end -= cleaned[..end].chars().next_back().map_or(0, char::len_utf8);
    }
    let cut = &cleaned[..end];
    if cleaned[end..].starts_with(' ') {
        return Cow::Owned(format!("{cut}…"));
    }
    let at_word = cut.rfind(' ').filter(|at| cleaned[..*at].chars().count() >= MAX_LABEL / 2);
    Cow::Owned(format!("{}…", cut[..at_word.unwrap_or(end)].trim_end()))
}

/// Returns what follows the last `#` or `/` of an IRI.
pub(super) fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// Says whether XML 1.0 allows the character (production 2, `Char`), and it is no control
/// character of C1 that viewers choke on.
fn is_xml(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned_for_xml() {
        assert_eq!(clean(" a\u{1}b \n \u{2} c\u{FFFF} "), "ab c");
        assert_eq!(clean("שלום “x” & <y>"), "שלום “x” & <y>");
    }

    #[test]
    fn labels_are_short_and_end_between_words() {
        let long = "Collective Security Treaty Organization of the States";
        assert_eq!(short(long), "Collective Security Treaty Organization…");
        assert_eq!(short(&"x".repeat(10_000)).chars().count(), MAX_LABEL);
        assert_eq!(short("short"), "short");
        let marked = "e\u{301}".repeat(30);
        assert!(short(&marked).ends_with("e\u{301}…"), "{}", short(&marked));
    }
}
