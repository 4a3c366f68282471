//! Names to the short ASCII form that identifiers are made of.

use deunicode::deunicode_char;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Most bytes that a slug keeps of a name; longer names end in a hash of the whole.
const LIMIT: usize = 80;

/// Hexadecimal digits of a hash that stands for what a slug cannot say.
const HASH_DIGITS: usize = 12;

/// Returns the name in lower-case ASCII letters and digits, words joined by `-`.
///
/// Letters of other scripts are transliterated after compatibility decomposition (NFKD, Unicode
/// Standard Annex 15), so that spellings of one name which differ in case, accents, white space
/// or punctuation share one slug. The result is never empty: what cannot be written in ASCII, and
/// what is cut from a long name, is replaced by digits of the name's SHA-256.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len().min(LIMIT + HASH_DIGITS + 1));
    let mut is_complete = true;
    for letter in name.nfkd() {
        match letter {
            // An apostrophe joins: `Xi'an` and `Xian` are spellings of one name.
            '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`' => {}
            '&' => push_words(&mut slug, "-and-"),
            '+' => push_words(&mut slug, "-plus-"),
            '\0'..='\x7F' => push_words(&mut slug, letter.encode_utf8(&mut [0; 4])),
            _ => match deunicode_char(letter) {
                Some(words) => push_words(&mut slug, words),
                None => is_complete = false,
            },
        }
        if slug.len() > LIMIT {
            is_complete = false;
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len().min(LIMIT));
    if slug.is_empty() || !is_complete {
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        slug.push_str(&hash(name)[..HASH_DIGITS]);
    }
    slug
}

/// Returns the id of an entity: the slugs of its top class and of its name, such as
/// `country/kazakhstan`.
pub fn entity_id(top_class: &str, name: &str) -> String {
    format!("{}/{}", slug(top_class), slug(name))
}

/// Adds letters and digits in lower case; anything else parts two words.
fn push_words(slug: &mut String, words: &str) {
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() {
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
}

/// SHA-256 of the name in one normal form, in hexadecimal.
fn hash(name: &str) -> String {
    let normal: String = name.nfkc().collect();
    Sha256::digest(normal.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_slug() {
        for (name, expected) in [
            ("Kazakhstan", "kazakhstan"),
            ("  L.N. Gumilyov\u{a0}University ", "l-n-gumilyov-university"),
            ("Türkiye", "turkiye"),
            ("Xi\u{2019}an", "xian"),
            ("Johnson & Sons", "johnson-and-sons"),
            ("Алматы", "almaty"),
            ("ＡＢＣ", "abc"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(slug("—").len(), HASH_DIGITS);
    }

    #[test]
    fn ids_begin_with_their_class() {
        assert_eq!(entity_id("EthnicGroup", "Éxample People"), "ethnicgroup/example-people");
    }

    #[test]
    fn what_ascii_cannot_say_is_kept_apart() {
        assert_ne!(slug("a\u{E000}"), slug("a\u{E001}"));
        let (one, two) = ("n".repeat(500) + "1", "n".repeat(500) + "2");
        assert_ne!(slug(&one), slug(&two));
        assert_eq!(slug(&one).len(), LIMIT + 1 + HASH_DIGITS);
    }

    proptest! {
        #[test]
        fn every_name_has_a_plain_slug(name in any::<String>()) {
            let slug = slug(&name);
            prop_assert!(!slug.is_empty() && slug.len() <= LIMIT + 1 + HASH_DIGITS);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-'));
        }
    }
}
