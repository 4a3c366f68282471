//! What the spelling of a word tells: its hashes, ends and shape, computed once for all models.

use super::hash;
use super::token::Word;

/// The spelling of one word, as hashes.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    /// Of the form as written, digits made equal.
    pub form: u64,
    /// Of the form in lower case, digits made equal, curly apostrophes straightened.
    pub lower: u64,
    /// Kinds of characters in order, runs shortened: `Xx` for `Xi`, `X.X.` for `U.S.`
    pub shape: u64,
    /// First characters of the lower-case form, 1 to 3.
    pub prefixes: [u64; 3],
    /// Last characters of the lower-case form, 1 to 5; 0 when the word is not longer.
    pub suffixes: [u64; 5],
    /// See the constants of this type.
    pub flags: u8,
}

impl Spelling {
    /// The first character is a capital letter.
    pub const CAPITAL: u8 = 1;
    /// All letters are capitals, and there are at least two.
    pub const UPPER: u8 = 2;
    /// There is a digit.
    pub const DIGIT: u8 = 4;
    /// There is a hyphen.
    pub const HYPHEN: u8 = 8;
    /// There is a letter.
    pub const LETTER: u8 = 16;
    /// It is a later part of a written word.
    pub const PART: u8 = 32;

    /// Reads the spelling of `form`; `buffer` is room for its lower-case form.
    pub fn new(form: &str, part: bool, buffer: &mut String) -> Self {
        let mut flags = if part { Self::PART } else { 0 };
        let mut shape = String::with_capacity(8);
        let (mut n_letters, mut n_upper, mut run) = (0, 0, 0);
        buffer.clear();
        for (index, c) in form.chars().enumerate() {
            let kind = match c {
                '0'..='9' => 'd',
                _ if c.is_uppercase() => 'X',
                _ if c.is_alphabetic() => 'x',
                '’' | '‘' | '`' => '\'',
                '–' | '—' => '-',
                _ => c,
            };
            match kind {
                'd' => {
                    flags |= Self::DIGIT;
                    buffer.push('0');
                }
                'X' => {
                    n_letters += 1;
                    n_upper += 1;
                    if index == 0 {
                        flags |= Self::CAPITAL;
                    }
                    buffer.extend(c.to_lowercase());
                }
                'x' => {
                    n_letters += 1;
                    buffer.push(c);
                }
                _ => {
                    if kind == '-' {
                        flags |= Self::HYPHEN;
                    }
                    buffer.push(kind);
                }
            }
            if shape.ends_with(kind) {
                run += 1;
            } else {
                run = 1;
            }
            if run <= 2 && shape.len() < 12 {
                shape.push(kind);
            }
        }
        if n_letters > 0 {
            flags |= Self::LETTER;
        }
        if n_upper > 1 && n_upper == n_letters {
            flags |= Self::UPPER;
        }
        let lower = hash::text(buffer);
        let mut spelling = Self {
            form: hash::pair(
                lower,
                hash::number(u64::from(n_upper > 0) + 2 * u64::from(n_upper > 1)),
            ),
            lower,
            shape: hash::text(&shape),
            prefixes: [0; 3],
            suffixes: [0; 5],
            flags,
        };
        let mut ends = buffer.char_indices().map(|(at, _)| at).skip(1);
        for prefix in &mut spelling.prefixes {
            let Some(end) = ends.next() else { break };
            *prefix = hash::text(&buffer[..end]);
        }
        let mut starts = buffer.char_indices().rev().map(|(at, _)| at);
        for suffix in &mut spelling.suffixes {
            let Some(start) = starts.next().filter(|start| *start > 0) else { break };
            *suffix = hash::text(&buffer[start..]);
        }
        spelling
    }

    /// Says whether a flag is set.
    pub fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// Returns the spellings of all words of a text.
pub(super) fn spellings(text: &str, words: &[Word]) -> Vec<Spelling> {
    let mut buffer = String::new();
    words
        .iter()
        .map(|word| Spelling::new(&text[word.start..word.end], word.part, &mut buffer))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(form: &str) -> Spelling {
        Spelling::new(form, false, &mut String::new())
    }

    #[test]
    fn spellings_are_compared_by_shape() {
        assert_eq!(spell("Almaty").shape, spell("Astana").shape);
        assert_ne!(spell("UN").shape, spell("Un").shape);
        assert_eq!(spell("1998").lower, spell("2013").lower);
        assert_eq!(spell("’s").lower, spell("'s").lower);
        assert_ne!(spell("Bank").form, spell("bank").form);
        assert_eq!(spell("signing").suffixes[2], spell("Trading").suffixes[2]);
        assert_eq!(spell("at").suffixes[1], 0);
        assert!(spell("NATO").is(Spelling::UPPER) && !spell("A").is(Spelling::UPPER));
    }
}
