//! What a PDF file says of itself: its information dictionary and catalog.

use lopdf::{Document, Object, decode_text_string};

use crate::date::Date;
use crate::document::{Metadata, docx, plausible_date};

/// Reads title, author, date and language. `text` is the document's text: a date whose year it
/// never mentions may be that of a later printing and is left out.
pub fn read(file: &Document, text: &str) -> Metadata {
    let info = file.trailer.get_deref(b"Info", file).and_then(Object::as_dict).ok();
    let value = |key: &[u8]| {
        let value = decode_text_string(info?.get_deref(key, file).ok()?).ok()?;
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        (!value.is_empty() && value.len() <= 500).then_some(value)
    };
    let language = file.catalog().ok().and_then(|catalog| {
        let tag = decode_text_string(catalog.get_deref(b"Lang", file).ok()?).ok()?;
        let is_tag = tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (is_tag && !tag.is_empty()).then_some(tag)
    });
    Metadata {
        title: value(b"Title").filter(|title| is_title(title)),
        authors: value(b"Author").map(|author| docx::authors(&author)).unwrap_or_default(),
        publisher: None,
        date: value(b"CreationDate")
            .and_then(|date| pdf_date(&date))
            .filter(|date| plausible_date(*date, text)),
        language,
        url: None,
    }
}

/// Many programs put the name of the source file where the title should stand.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_file = [".doc", ".docx", ".indd", ".tex", ".pdf", ".rtf", ".odt", ".dvi", ".qxd"]
        .iter()
        .any(|end| lower.ends_with(end));
    !is_file
        && !lower.starts_with("microsoft word")
        && !lower.starts_with("untitled")
        && lower != "(anonymous)"
}

/// `D:20240514103000+05'00'`: year, month and day.
fn pdf_date(value: &str) -> Option<Date> {
    let digits: String = value.strip_prefix("D:").unwrap_or(value).chars().take(8).collect();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::day(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_titles_are_judged() {
        assert_eq!(pdf_date("D:20240514103000+05'00'").unwrap().to_string(), "2024-05-14");
        assert_eq!(pdf_date("D:2024"), None);
        assert_eq!(pdf_date("D:20241399"), None);
        assert!(is_title("On water") && !is_title("Microsoft Word - water.docx"));
    }
}
