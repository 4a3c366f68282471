//! Fonts: which letters a code stands for, and how far it moves on.

use lopdf::{Dictionary, Document, Encoding, Object};

use super::metrics;

/// Most bytes that a font's table of letters may unfold to.
const MAX_TABLE: usize = 16 << 20;

/// A font as far as text needs it.
pub struct Font {
    codes: Codes,
    /// Its name says bold.
    pub is_bold: bool,
}

enum Codes {
    /// One byte a code: letters and width of each of the 256.
    Simple(Vec<(Letters, f32)>),
    /// Two bytes a code.
    Composite { letters: Option<Table>, widths: Vec<(u32, u32, f32)>, default: f32 },
}

/// A table from codes to letters: always [`Encoding::UnicodeMapEncoding`].
type Table = Encoding<'static>;

/// What one code shows: `None` when the font does not say.
pub type Letters = Option<String>;

/// One code of a string.
pub struct Shown {
    /// Its letters.
    pub letters: Letters,
    /// Width in thousandths of the font size.
    pub width: f32,
    /// A single byte 32, which word spacing widens.
    pub is_space: bool,
}

impl Font {
    /// Reads a font dictionary. What it does not say is taken from the standard fonts.
    pub fn new(dict: &Dictionary, file: &Document) -> Self {
        let name = dict.get_deref(b"BaseFont", file).and_then(Object::as_name).unwrap_or_default();
        let name = String::from_utf8_lossy(name).to_lowercase();
        let is_composite =
            dict.get_deref(b"Subtype", file).and_then(Object::as_name).is_ok_and(|t| t == b"Type0");
        let codes = if is_composite { composite(dict, file) } else { simple(dict, file, &name) };
        let is_bold = ["bold", "black", "heavy", "semibd"].iter().any(|word| name.contains(word));
        Self { codes, is_bold }
    }

    /// Reads a string of codes, calling `each` for every one.
    pub fn decode(&self, bytes: &[u8], mut each: impl FnMut(Shown)) {
        match &self.codes {
            Codes::Simple(table) => {
                for byte in bytes {
                    let (letters, width) = table[usize::from(*byte)].clone();
                    each(Shown { letters, width, is_space: *byte == 32 });
                }
            }
            Codes::Composite { letters, widths, default } => {
                for pair in bytes.chunks(2) {
                    let code = pair.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
                    let after = widths.partition_point(|(first, _, _)| *first <= code);
                    let range = after.checked_sub(1).map(|slot| widths[slot]);
                    let width = range.filter(|(_, last, _)| code <= *last);
                    each(Shown {
                        letters: letters.as_ref().and_then(|table| mapped(table, code, 2)),
                        width: width.map_or(*default, |(_, _, width)| width),
                        is_space: false,
                    });
                }
            }
        }
    }
}

fn simple(dict: &Dictionary, file: &Document, name: &str) -> Codes {
    let table = to_unicode(dict, file);
    let encoding = dict.get_font_encoding_with_limit(file, MAX_TABLE).ok();
    let is_pictures = ["wingdings", "dingbats", "symbol"].iter().any(|word| name.contains(word));
    let has_encoding = dict.has(b"Encoding");
    let is_true_type =
        dict.get_deref(b"Subtype", file).and_then(Object::as_name).is_ok_and(|t| t == b"TrueType");
    let first = dict.get_deref(b"FirstChar", file).and_then(Object::as_i64).unwrap_or(0);
    let widths = dict.get_deref(b"Widths", file).and_then(Object::as_array).ok();
    let descriptor = dict.get_deref(b"FontDescriptor", file).and_then(Object::as_dict).ok();
    let missing = descriptor
        .and_then(|descriptor| descriptor.get_deref(b"MissingWidth", file).ok())
        .and_then(|width| width.as_float().ok())
        .filter(|width| *width > 0.0);
    let scale = type3_scale(dict, file);
    let code = |code: u8| {
        let by_table = table.as_ref().and_then(|table| mapped(table, u32::from(code), 1));
        let by_encoding = || match &encoding {
            _ if is_pictures && !has_encoding => (code > 32).then(|| "•".to_owned()),
            // The bullet of TeX's symbol font, which says nothing of its own codes.
            _ if name.contains("cmsy") && code == 15 => Some("•".to_owned()),
            Some(encoding) if has_encoding || !is_true_type => {
                encoding.bytes_to_string(&[code]).ok()
            }
            // A TrueType font without encoding is nearly always in the Windows code page.
            _ => {
                Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[code]).0.into_owned())
            }
        };
        let letters = by_table.or_else(by_encoding).filter(|letters| !letters.is_empty());
        let width = widths
            .and_then(|widths| widths.get(usize::try_from(i64::from(code) - first).ok()?))
            .and_then(|width| file.dereference(width).ok()?.1.as_float().ok())
            .map(|width| width * scale)
            .or(missing)
            .unwrap_or_else(|| metrics::width(name, letters.as_deref().unwrap_or_default()));
        (letters, width)
    };
    Codes::Simple((0..=255).map(code).collect())
}

/// Widths of Type 3 fonts are in units of their own matrix.
fn type3_scale(dict: &Dictionary, file: &Document) -> f32 {
    let matrix = dict.get_deref(b"FontMatrix", file).and_then(Object::as_array).ok();
    let first = matrix.and_then(|matrix| matrix.first()).and_then(|first| first.as_float().ok());
    first.map_or(1.0, |first| first.abs() * 1000.0)
}

fn composite(dict: &Dictionary, file: &Document) -> Codes {
    let descendants = dict.get_deref(b"DescendantFonts", file).and_then(Object::as_array).ok();
    let child = descendants
        .and_then(|fonts| fonts.first())
        .and_then(|font| file.dereference(font).ok()?.1.as_dict().ok());
    let default = child
        .and_then(|child| child.get_deref(b"DW", file).ok())
        .and_then(|width| width.as_float().ok())
        .unwrap_or(1000.0);
    let list = child.and_then(|child| child.get_deref(b"W", file).and_then(Object::as_array).ok());
    let mut widths = list.map(|list| cid_widths(list, file)).unwrap_or_default();
    widths.sort_by_key(|(first, _, _)| *first);
    Codes::Composite { letters: to_unicode(dict, file), widths, default }
}

/// `c [w1 w2 …]` and `first last w` (ISO 32000-1, 9.7.4.3).
fn cid_widths(list: &[Object], file: &Document) -> Vec<(u32, u32, f32)> {
    let mut out = Vec::new();
    let number = |object: Option<&Object>| -> Option<f32> {
        file.dereference(object?).ok()?.1.as_float().ok()
    };
    let mut at = 0;
    while let Some(first) = number(list.get(at)) {
        let first = first.max(0.0) as u32;
        let next = list.get(at + 1).and_then(|next| file.dereference(next).ok());
        match next.map(|(_, next)| next) {
            Some(Object::Array(each)) => {
                for (offset, width) in each.iter().enumerate() {
                    let code = first.saturating_add(offset as u32);
                    out.extend(number(Some(width)).map(|width| (code, code, width)));
                }
                at += 2;
            }
            Some(last) => {
                let last = last.as_float().unwrap_or(0.0).max(0.0) as u32;
                out.extend(number(list.get(at + 2)).map(|width| (first, last, width)));
                at += 3;
            }
            None => break,
        }
    }
    out
}

/// The table of letters that goes with the font, for whoever copies or searches.
fn to_unicode(dict: &Dictionary, file: &Document) -> Option<Table> {
    dict.get_deref(b"ToUnicode", file).and_then(Object::as_stream).ok()?;
    let mut bare = Dictionary::new();
    bare.set("Type", Object::Name(b"Font".to_vec()));
    bare.set("Encoding", Object::Name(b"Identity-H".to_vec()));
    bare.set("ToUnicode", dict.get(b"ToUnicode").ok()?.clone());
    match bare.get_font_encoding_with_limit(file, MAX_TABLE) {
        Ok(Encoding::UnicodeMapEncoding(table)) => Some(Encoding::UnicodeMapEncoding(table)),
        _ => None,
    }
}

fn mapped(table: &Table, code: u32, len: u8) -> Letters {
    let Encoding::UnicodeMapEncoding(table) = table else { return None };
    // Some writers give the codes of one-byte fonts in two bytes, and the other way round.
    let units = table.get(code, len).or_else(|| table.get(code, 3 - len))?;
    let letters = String::from_utf16(&units).ok()?;
    (!letters.contains(['\u{fffd}', '\0']) && !letters.is_empty()).then_some(letters)
}
