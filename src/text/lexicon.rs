//! Which words were seen in training, and with which tags.

use super::shape::Spelling;
use super::table::Table;

/// From words to the set of tags they bear. A number stands for each set that occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lexicon {
    /// By the form as written, and by the form in lower case: the number of its set of tags, with
    /// [`RARE`] for a word that was hardly seen.
    pub words: Table,
    /// By word in lower case: the lists of names it is on, as bits.
    pub gazetteer: Table,
}

/// Marks the set of tags of a word that was seen once or twice: enough to hint at its part of speech,
/// too little to learn anything else of it.
pub(super) const RARE: u32 = 1 << 16;

/// What the lexicon knows of one word; 0 for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Set of tags of the form as written.
    pub form: u32,
    /// Set of tags of the form in lower case.
    pub lower: u32,
    /// Lists of names it is on, as bits.
    pub lists: u32,
}

impl Known {
    /// Whether the word was seen often, in whatever case it is written here.
    pub fn is_common(self) -> bool {
        self.lower > 0 && self.lower & RARE == 0
    }
}

impl Lexicon {
    /// Whether a form was seen as it is written.
    pub fn has(&self, spelling: &Spelling) -> bool {
        self.words.get(form_key(spelling)).is_some()
    }

    /// Whether a form was seen often as it is written.
    pub fn has_common(&self, spelling: &Spelling) -> bool {
        self.words.get(form_key(spelling)).is_some_and(|set| set & RARE == 0)
    }

    /// Looks a word up.
    pub fn get(&self, spelling: &Spelling) -> Known {
        Known {
            form: self.words.get(form_key(spelling)).unwrap_or(0),
            lower: self.words.get(lower_key(spelling)).unwrap_or(0),
            lists: self.gazetteer.get(word_key(spelling.lower)).unwrap_or(0),
        }
    }
}

/// Returns the key of a form as written.
pub(super) fn form_key(spelling: &Spelling) -> u32 {
    ((spelling.form >> 32) as u32 | 1).max(1)
}

/// Returns the key of a form in lower case; never that of a form as written.
pub(super) fn lower_key(spelling: &Spelling) -> u32 {
    ((spelling.lower >> 32) as u32 & !1).max(2)
}

/// Returns the gazetteer's key of a word in lower case.
pub(super) fn word_key(lower: u64) -> u32 {
    ((lower >> 32) as u32).max(1)
}

/// Bits of the lists of names that a word can be on. `PART` is a word of a longer name, `HEAD` the last
/// word of names of a kind.
pub(super) mod lists {
    pub const GIVEN: u32 = 1;
    pub const COUNTRY: u32 = 2;
    pub const NATION: u32 = 4;
    pub const PLACE: u32 = 8;
    pub const PLACE_PART: u32 = 16;
    pub const ORGANIZATION: u32 = 32;
    pub const ORGANIZATION_PART: u32 = 64;
    pub const ORGANIZATION_HEAD: u32 = 128;
    pub const PLACE_HEAD: u32 = 256;
    pub const EVENT_HEAD: u32 = 512;
    pub const OFFICE: u32 = 1024;
    pub const SURNAME: u32 = 2048;
}
