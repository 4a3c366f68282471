//! E-mail (RFC 5322 and MIME, RFC 2045 to 2047): the text of the message. Attachments are no part of
//! it; quoted earlier messages and signatures are kept apart.

use super::{Article, Block, BlockKind, Parsed, ReadError, html, plain};
use crate::span::Span;

/// Parts inside parts, at most.
const MAX_DEPTH: usize = 8;
/// Most parts of one message.
const MAX_PARTS: usize = 200;
/// Most bytes of the header of a message or part.
const MAX_HEADER: usize = 256 << 10;

/// Says whether a file is a message: by its name, when it begins with a header.
pub fn is_email(path: &str, bytes: &[u8]) -> bool {
    path.to_ascii_lowercase().ends_with(".eml") && header(bytes).is_some()
}

/// Reads a message.
///
/// # Errors
/// [`ReadError::Empty`] when no part of it is text, [`ReadError::Damaged`] when it has no header.
pub fn read(bytes: &[u8]) -> Result<Parsed, ReadError> {
    let (fields, _) = header(bytes)
        .ok_or_else(|| ReadError::Damaged("it does not begin with a header".to_owned()))?;
    let mut n_parts = 0;
    let text = find(bytes, 0, &mut n_parts).ok_or(ReadError::Empty)?;
    let mut parsed = match text {
        Text::Plain(text) => {
            let text = text.replace("\r\n", "\n");
            let mut parsed = plain::read(text);
            set_apart(&mut parsed);
            parsed
        }
        Text::Html(source) => {
            // The HTML part is a text of its own: it has no place in the bytes of the file.
            let mut parsed = html::read(&source);
            parsed.origin = super::Origin::identity(parsed.text.len());
            parsed
        }
    };
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let subject = field("subject").map(|value| words(value)).filter(|value| !value.is_empty());
    let metadata = &mut parsed.metadata;
    metadata.title = subject.or(metadata.title.take());
    metadata.authors = field("from").and_then(|value| sender(&words(value))).into_iter().collect();
    metadata.date = field("date").and_then(|value| date(value));
    if let [article] = parsed.articles.as_mut_slice() {
        article.date = metadata.date.or(article.date);
    }
    Ok(parsed)
}

/// A part that is text.
enum Text {
    Plain(String),
    Html(String),
}

/// Names in lower case, and values unfolded.
type Fields = Vec<(String, String)>;

/// The fields of a header and what follows it; `None` when the first line is no field.
fn header(bytes: &[u8]) -> Option<(Fields, &[u8])> {
    let mut fields: Fields = Vec::new();
    let mut at = 0;
    while at < bytes.len() && at < MAX_HEADER {
        let rest = &bytes[at..];
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        let line = String::from_utf8_lossy(&rest[..end]);
        let line = line.trim_end_matches(['\r', '\n']);
        at += end;
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            fields.last_mut()?.1.push_str(&format!(" {}", line.trim()));
            continue;
        }
        let (name, value) = line.split_once(':')?;
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
        if !is_name {
            return None;
        }
        fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    (!fields.is_empty()).then_some((fields, &bytes[at.min(bytes.len())..]))
}

/// The text of a part: of alternatives the plain one, of several parts the first that is text.
fn find(bytes: &[u8], depth: usize, n_parts: &mut usize) -> Option<Text> {
    *n_parts += 1;
    let (fields, body) = header(bytes).unwrap_or((Vec::new(), bytes));
    let field = |name: &str| {
        fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    if field("content-disposition").to_ascii_lowercase().starts_with("attachment") {
        return None;
    }
    let kind = field("content-type");
    let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media.starts_with("multipart/") {
        let boundary = parameter(kind, "boundary")?;
        let mut html = None;
        for part in parts(body, &boundary) {
            if depth >= MAX_DEPTH || *n_parts >= MAX_PARTS {
                break;
            }
            match find(part, depth + 1, n_parts) {
                Some(Text::Plain(text)) if !text.trim().is_empty() => {
                    return Some(Text::Plain(text));
                }
                Some(found @ Text::Html(_)) if html.is_none() => html = Some(found),
                _ => {}
            }
        }
        return html;
    }
    let is_text = media.is_empty() || media == "text/plain" || media == "text/html";
    let decoded = is_text.then(|| {
        match field("content-transfer-encoding").to_ascii_lowercase().as_str() {
            "base64" => base64(body),
            "quoted-printable" => quoted_printable(body, false),
            _ => body.to_vec(),
        }
    })?;
    let label = parameter(kind, "charset").unwrap_or_default();
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes());
    let text = encoding.unwrap_or(encoding_rs::UTF_8).decode(&decoded).0.into_owned();
    Some(if media == "text/html" { Text::Html(text) } else { Text::Plain(text) })
}

/// The parts between the boundaries, in one pass.
fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let mut out = Vec::new();
    let (mut start, mut at) = (None, 0);
    while at < body.len() {
        let rest = &body[at..];
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        if rest.starts_with(&mark) {
            if let Some(start) = start {
                out.push(&body[start..at]);
            }
            start = (!rest[mark.len()..].starts_with(b"--")).then_some(at + end);
        }
        at += end;
    }
    if let Some(start) = start {
        out.push(&body[start..]);
    }
    out
}

/// `name="value"` or `name=value` among the parameters of a field.
fn parameter(field: &str, name: &str) -> Option<String> {
    field.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// A field with its encoded words read (RFC 2047).
fn words(field: &str) -> String {
    let mut out = String::new();
    let mut rest = field;
    while let Some((before, from)) = rest.split_once("=?") {
        let mut pieces = from.splitn(4, '?');
        let word = (|| {
            let (label, how) = (pieces.next()?, pieces.next()?);
            let (content, after) = (pieces.next()?, pieces.next()?.strip_prefix('=')?);
            let bytes = match how {
                "B" | "b" => base64(content.as_bytes()),
                "Q" | "q" => quoted_printable(content.as_bytes(), true),
                _ => return None,
            };
            let label = label.split('*').next().unwrap_or_default();
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
            Some((encoding.decode(&bytes).0.into_owned(), after))
        })();
        // White space between two encoded words is not shown.
        let is_gap = !out.is_empty() && before.trim().is_empty();
        match word {
            Some((word, after)) => {
                out.push_str(if is_gap { "" } else { before });
                out.push_str(&word);
                rest = after;
            }
            None => {
                out.push_str(before);
                out.push_str("=?");
                rest = from;
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of `"Ann Lee" <ann@example.org>`; a bare address is none.
fn sender(field: &str) -> Option<String> {
    let name = field.split('<').next()?.trim().trim_matches('"').trim();
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

/// `Tue, 14 May 2024 10:30:00 +0600`: the day as the sender had it.
fn date(field: &str) -> Option<crate::date::Date> {
    let rest = field.split_once(',').map_or(field, |(_, rest)| rest);
    let day: Vec<&str> = rest.split_whitespace().take(3).collect();
    super::date_line::date_line(&day.join(" "))
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFF_FFFF;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push((bits >> n_bits & 0xFF) as u8);
        }
    }
    out
}

/// `=C3=A9`, soft line ends, and in header fields `_` for a space.
fn quoted_printable(bytes: &[u8], is_field: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| str::from_utf8(pair).ok());
        let code = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], code) {
            (b'=', Some(code)) => {
                out.push(code);
                at += 3;
            }
            (b'=', None) if bytes[at + 1..].starts_with(b"\r\n") => at += 3,
            (b'=', None) if bytes[at + 1..].starts_with(b"\n") => at += 2,
            (b'_', _) if is_field => {
                out.push(b' ');
                at += 1;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// Quoted lines are another message, and what follows `-- ` is a signature: neither is read.
fn set_apart(parsed: &mut Parsed) {
    let text = &parsed.text;
    let signature = text.find("\n-- \n").map_or(text.len(), |at| at + 1);
    let is_apart = |block: &Block, span: Span| {
        let line_start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[line_start..block.span.end as usize];
        line.starts_with('>') || span.start as usize >= signature
    };
    for block in parsed.articles.iter_mut().flat_map(|article: &mut Article| &mut article.blocks) {
        if is_apart(block, block.span) {
            block.kind = BlockKind::Navigation;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Input, read as read_document};

    const BODY: &str = "The board met in Osh on Monday.\n\nIt approved the plan for the canal and \
                        will publish it.\n\n> What did the board say?\n\n-- \nAnn Lee\nSecretary\n";

    #[test]
    fn a_plain_message_is_read_without_quotes_and_signature() {
        let source = format!(
            "From: =?UTF-8?Q?Ann_L=C3=A9e?= <ann@example.org>\r\nSubject: =?utf-8?B?V2F0ZXI=?=\r\n \
             board\r\nDate: Tue, 14 May 2024 10:30:00 +0600\r\n\r\n{BODY}"
        );
        let input = Input { path: "a.eml", bytes: source.as_bytes() };
        let doc = read_document(input).unwrap().output;
        assert_eq!(doc.format, Format::Email);
        assert_eq!(doc.metadata.title.as_deref(), Some("Water board"));
        assert_eq!(doc.metadata.authors, ["Ann Lée"]);
        assert_eq!(doc.metadata.date.unwrap().to_string(), "2024-05-14");
        let running: Vec<&str> = (doc.articles[0].blocks.iter())
            .filter(|block| block.kind.is_running_text())
            .map(|block| block.span.of(&doc.text))
            .collect();
        assert_eq!(running.len(), 2, "{running:?}");
        assert!(running[1].starts_with("It approved"));
    }

    #[test]
    fn the_plain_alternative_is_preferred_and_attachments_are_left() {
        let source = "Subject: x\nContent-Type: multipart/mixed; boundary=\"b1\"\n\n--b1\n\
            Content-Type: multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/html\n\n\
            <p>The <b>html</b> text.</p>\n--b2\nContent-Type: text/plain; charset=iso-8859-1\n\
            Content-Transfer-Encoding: quoted-printable\n\nThe caf=E9 in Osh is o=\npen.\n--b2--\n--b1\n\
            Content-Type: text/plain\nContent-Disposition: attachment\n\nattached\n--b1--\n";
        let doc = read_document(Input { path: "a.eml", bytes: source.as_bytes() }).unwrap().output;
        assert_eq!(doc.text.trim(), "The café in Osh is open.");
        assert_eq!(base64(b"V2F0\r\nZXI="), b"Water");
    }

    #[test]
    fn nesting_and_nonsense_are_bounded() {
        let mut source = String::new();
        for level in 0..5000 {
            source += &format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
        }
        assert!(matches!(read(source.as_bytes()), Err(ReadError::Empty)));
        assert!(!is_email("a.eml", b"no header\n"));
        assert!(is_email("a.EML", b"Subject: x\n\ny"));
    }
}
