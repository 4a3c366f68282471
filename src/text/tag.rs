//! The tags a token carries: universal and Penn parts of speech, and features of form.

use std::fmt;

/// Universal part-of-speech tags (universaldependencies.org/u/pos).
#[expect(missing_docs, reason = "the names are the tags themselves")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// Says whether it is a closed class: new words come into the language as others.
    pub fn is_closed(self) -> bool {
        matches!(
            self,
            Self::Adp | Self::Aux | Self::Cconj | Self::Det | Self::Part | Self::Pron | Self::Sconj
        )
    }

    /// All of them, in the order of their discriminants.
    pub const ALL: [Self; 17] = [
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    /// Returns the tag as CoNLL-U writes it.
    pub fn as_str(self) -> &'static str {
        const NAMES: [&str; 17] = [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON",
            "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
        ];
        NAMES[self as usize]
    }

    /// Returns the tag that CoNLL-U writes as `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|upos| upos.as_str() == name)
    }

    /// Says whether words of this class have content of their own.
    pub fn is_content(self) -> bool {
        matches!(self, Self::Adj | Self::Adv | Self::Noun | Self::Num | Self::Propn | Self::Verb)
    }
}

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An English part-of-speech tag, as the English treebanks of Universal Dependencies use them (the
/// tag set of the Penn Treebank with the additions of OntoNotes); index into [`XPOS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xpos(pub u8);

/// Names of the English tags, in byte order.
pub const XPOS: [&str; 49] = [
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW",
    "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP",
    "VBZ", "WDT", "WP", "WP$", "WRB", "``",
];

#[expect(missing_docs, reason = "the names are the tags themselves")]
impl Xpos {
    pub const DOLLAR: Self = Self(0);
    pub const CLOSE_QUOTE: Self = Self(1);
    pub const COMMA: Self = Self(2);
    pub const LRB: Self = Self(3);
    pub const RRB: Self = Self(4);
    pub const STOP: Self = Self(5);
    pub const COLON: Self = Self(6);
    pub const ADD: Self = Self(7);
    pub const AFX: Self = Self(8);
    pub const CC: Self = Self(9);
    pub const CD: Self = Self(10);
    pub const DT: Self = Self(11);
    pub const EX: Self = Self(12);
    pub const FW: Self = Self(13);
    pub const GW: Self = Self(14);
    pub const HYPH: Self = Self(15);
    pub const IN: Self = Self(16);
    pub const JJ: Self = Self(17);
    pub const JJR: Self = Self(18);
    pub const JJS: Self = Self(19);
    pub const LS: Self = Self(20);
    pub const MD: Self = Self(21);
    pub const NFP: Self = Self(22);
    pub const NN: Self = Self(23);
    pub const NNP: Self = Self(24);
    pub const NNPS: Self = Self(25);
    pub const NNS: Self = Self(26);
    pub const PDT: Self = Self(27);
    pub const POS: Self = Self(28);
    pub const PRP: Self = Self(29);
    pub const PRPS: Self = Self(30);
    pub const RB: Self = Self(31);
    pub const RBR: Self = Self(32);
    pub const RBS: Self = Self(33);
    pub const RP: Self = Self(34);
    pub const SYM: Self = Self(35);
    pub const TO: Self = Self(36);
    pub const UH: Self = Self(37);
    pub const VB: Self = Self(38);
    pub const VBD: Self = Self(39);
    pub const VBG: Self = Self(40);
    pub const VBN: Self = Self(41);
    pub const VBP: Self = Self(42);
    pub const VBZ: Self = Self(43);
    pub const WDT: Self = Self(44);
    pub const WP: Self = Self(45);
    pub const WPS: Self = Self(46);
    pub const WRB: Self = Self(47);
    pub const OPEN_QUOTE: Self = Self(48);
}

impl Xpos {
    /// Returns the tag as CoNLL-U writes it.
    pub fn as_str(self) -> &'static str {
        XPOS[usize::from(self.0)]
    }

    /// Returns the tag that CoNLL-U writes as `name`.
    pub fn parse(name: &str) -> Option<Self> {
        XPOS.iter().position(|tag| *tag == name).map(|index| Self(index as u8))
    }

    /// Says whether this is a tag of verbs, modals apart.
    pub fn is_verb(self) -> bool {
        (Self::VB..=Self::VBZ).contains(&self)
    }

    /// Says whether this is a tag of verbs with a tense: `leaves`, `leave`, `left`; modals apart.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::VBD | Self::VBP | Self::VBZ)
    }
}

impl fmt::Display for Xpos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags_are_one_to_one() {
        for upos in Upos::ALL {
            assert_eq!(Upos::parse(upos.as_str()), Some(upos));
        }
        for index in 0..XPOS.len() as u8 {
            assert_eq!(Xpos::parse(Xpos(index).as_str()), Some(Xpos(index)));
        }
        assert_eq!(Xpos::VBZ.as_str(), "VBZ");
        assert_eq!(Xpos::WPS.as_str(), "WP$");
        assert!(Xpos::VBN.is_verb() && !Xpos::MD.is_verb());
        assert!(Xpos::VBZ.is_finite() && !Xpos::VBN.is_finite() && !Xpos::VB.is_finite());
    }
}
