//! Bytes to text: byte order marks, declared encodings, detection, and what is not text at all.

use std::fmt::Write as _;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Input, ReadError};
use crate::diagnostic::{Diagnostic, Warned};

/// The most bytes that one file may have.
pub const MAX_BYTES: usize = 16 << 20;

/// A file's text, with line ends as they are and without a byte order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// WHATWG name of the encoding.
    pub encoding: &'static str,
}

/// Decodes a file.
///
/// In this order: byte order mark, valid UTF-8, the encoding that an HTML or XML file declares,
/// UTF-8 with few errors, detection from the letters (the `chardetng` crate: the method of
/// Firefox).
///
/// # Errors
/// [`ReadError`] for an empty, binary or too large file.
pub fn decode(input: Input<'_>) -> Result<Warned<Decoded>, ReadError> {
    let bytes = input.bytes;
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { len: bytes.len(), limit: MAX_BYTES });
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::Binary(format!("it looks like {name}")));
    }
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, mark),
        None => (choose(bytes)?, 0),
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')) {
        return Err(ReadError::Empty);
    }
    let mut warnings = Vec::new();
    if encoding != UTF_8 && mark == 0 && !bytes.is_ascii() {
        let message = format!("not UTF-8: read as {}", encoding.name());
        warnings.push(
            Diagnostic::warning(input.path, message)
                .with_hint("save it as UTF-8 if letters look wrong"),
        );
    }
    if had_errors {
        warnings.push(bad_bytes(input.path, bytes, mark, encoding));
    }
    let decoded = Decoded { text: text.into_owned(), encoding: encoding.name() };
    Ok(Warned { output: decoded, warnings })
}

/// First bytes of common formats that are not text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "a RIFF file (sound, film or WebP image)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "a Rich Text document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xff\xfe\0\0", "UTF-32 text, which is not supported"),
    (b"\0\0\xfe\xff", "UTF-32 text, which is not supported"),
];

/// Chooses the encoding of bytes without a byte order mark.
fn choose(bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return utf16_without_mark(bytes)
            .ok_or_else(|| ReadError::Binary(format!("it has a NUL byte at byte {at}")));
    }
    let is_odd = |b: &&u8| matches!(**b, 1..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let controls = bytes.iter().filter(is_odd).count();
    if controls * 20 > bytes.len() {
        return Err(ReadError::Binary(format!("{controls} of its bytes are control characters")));
    }
    // Counts of well-formed sequences outside ASCII and of broken ones.
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if bad == 0 {
        return Ok(UTF_8);
    }
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        return Ok(encoding);
    }
    // A legacy file makes a valid multi-byte sequence by chance only: where most are valid, it
    // is a damaged UTF-8 file.
    if good >= 4 * bad {
        return Ok(UTF_8);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(detector.guess(None, chardetng::Utf8Detection::Deny))
}

/// UTF-16 of mostly Latin text has a NUL in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.len() / 2;
    let even = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
    let odd = bytes.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
    match (even, odd) {
        (0, odd) if odd * 10 > pairs * 7 => Some(UTF_16LE),
        (even, 0) if even * 10 > pairs * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that an HTML or XML file declares in its first kilobyte (WHATWG HTML, "prescan a
/// byte stream", without its attribute parser: the label is what follows `charset=` or, in an XML
/// declaration, `encoding=`).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let after = |key: &[u8]| {
        let at = head.windows(key.len()).position(|window| window == key)?;
        Some(&head[at + key.len()..])
    };
    after(b"<meta")?;
    let label = after(b"charset=").or_else(|| after(b"encoding="))?;
    let label = label.trim_ascii_start();
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)))
        .unwrap_or(label.len());
    Encoding::for_label(&label[..end])
}

/// Says where the first bytes are that the encoding does not have.
fn bad_bytes(path: &str, bytes: &[u8], mark: usize, encoding: &'static Encoding) -> Diagnostic {
    let mut message = format!("some bytes are not {}", encoding.name());
    if encoding == UTF_8 {
        let mut offset = mark;
        let mut first = None;
        let mut count = 0;
        for chunk in bytes[mark..].utf8_chunks() {
            offset += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                first.get_or_insert(offset);
                count += 1;
            }
            offset += chunk.invalid().len();
        }
        if let Some(first) = first {
            let times = if count == 1 { "time".to_owned() } else { format!("times ({count})") };
            message = format!("invalid UTF-8 at byte {first}");
            if count > 1 {
                // Writing to a string cannot fail.
                let _ = write!(message, " and at {} more {times}", count - 1);
            }
        }
    }
    // Text that is damaged may say something else than its author wrote.
    Diagnostic::error(path, message).with_hint("each is read as U+FFFD; mend the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Warned<Decoded> {
        decode(Input { path: "x.txt", bytes }).unwrap()
    }

    #[test]
    fn byte_order_marks_are_obeyed_and_left_out() {
        assert_eq!(decoded(b"\xef\xbb\xbfAstana").output.text, "Astana");
        let utf16 = decoded(b"\xff\xfeA\0s\0\x4b\x04");
        assert_eq!((utf16.output.text.as_str(), utf16.output.encoding), ("Asы", "UTF-16LE"));
        assert_eq!(decoded(b"\xfe\xff\0A").output.text, "A");
        assert_eq!(decoded(b"A\0l\0m\0a\0t\0y\0").output.text, "Almaty");
    }

    #[test]
    fn cyrillic_legacy_encodings_are_detected() {
        let text = "Казахстан и Россия подписали договор о союзе в Астане.";
        let (cp1251, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        let (koi8, _, _) = encoding_rs::KOI8_R.encode(text);
        let read = decoded(&cp1251);
        assert_eq!((read.output.text.as_str(), read.output.encoding), (text, "windows-1251"));
        assert_eq!(read.warnings.len(), 1);
        // KOI8-U extends KOI8-R and is what the detector names.
        assert_eq!(decoded(&koi8).output.text, text);
    }

    #[test]
    fn a_declared_encoding_wins_over_detection() {
        let page = b"<html><head><meta charset=\"windows-1251\"></head><p>\xcc\xe8\xf0</p>";
        assert_eq!(decoded(page).output.encoding, "windows-1251");
        assert!(decoded(page).output.text.contains("Мир"));
    }

    #[test]
    fn nearly_utf8_is_read_and_reported() {
        let read = decoded("Кыргызстан и Таджикистан\u{a0}"[..].as_bytes());
        assert!(read.warnings.is_empty());
        let mut bytes = "Кыргызстан ".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xff Osh");
        let read = decoded(&bytes);
        assert_eq!(read.output.text, "Кыргызстан \u{fffd} Osh");
        assert_eq!(
            read.warnings[0].to_string(),
            "x.txt: invalid UTF-8 at byte 21 (each is read as U+FFFD; mend the file)"
        );
    }

    #[test]
    fn what_is_not_text_is_refused() {
        let refuse = |bytes: &[u8]| decode(Input { path: "x", bytes }).unwrap_err().to_string();
        assert_eq!(refuse(b""), "the file is empty");
        assert_eq!(refuse(b" \r\n\t"), "the file is empty");
        assert_eq!(refuse(b"%PDF-1.7\n"), "this is not text: it looks like a PDF document");
        assert_eq!(refuse(b"abc\0def"), "this is not text: it has a NUL byte at byte 3");
        let big = vec![b'a'; MAX_BYTES + 1];
        assert!(refuse(&big).starts_with("the file has 16777217 bytes"));
    }
}
