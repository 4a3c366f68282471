//! Dependency relations of Universal Dependencies v2, with the subtypes that English uses.

use std::fmt;

/// A dependency relation; index into [`RELATIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation(pub u8);

/// Names of the relations, in byte order (universaldependencies.org/en/dep).
pub const RELATIONS: [&str; 51] = [
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

#[expect(missing_docs, reason = "the names are the relations themselves")]
impl Relation {
    pub const ACL: Self = Self(0);
    pub const ACL_RELCL: Self = Self(1);
    pub const ADVCL: Self = Self(2);
    pub const ADVCL_RELCL: Self = Self(3);
    pub const ADVMOD: Self = Self(4);
    pub const AMOD: Self = Self(5);
    pub const APPOS: Self = Self(6);
    pub const AUX: Self = Self(7);
    pub const AUX_PASS: Self = Self(8);
    pub const CASE: Self = Self(9);
    pub const CC: Self = Self(10);
    pub const CC_PRECONJ: Self = Self(11);
    pub const CCOMP: Self = Self(12);
    pub const COMPOUND: Self = Self(13);
    pub const COMPOUND_PRT: Self = Self(14);
    pub const CONJ: Self = Self(15);
    pub const COP: Self = Self(16);
    pub const CSUBJ: Self = Self(17);
    pub const CSUBJ_OUTER: Self = Self(18);
    pub const CSUBJ_PASS: Self = Self(19);
    pub const DEP: Self = Self(20);
    pub const DET: Self = Self(21);
    pub const DET_PREDET: Self = Self(22);
    pub const DISCOURSE: Self = Self(23);
    pub const DISLOCATED: Self = Self(24);
    pub const EXPL: Self = Self(25);
    pub const FIXED: Self = Self(26);
    pub const FLAT: Self = Self(27);
    pub const GOESWITH: Self = Self(28);
    pub const IOBJ: Self = Self(29);
    pub const LIST: Self = Self(30);
    pub const MARK: Self = Self(31);
    pub const NMOD: Self = Self(32);
    pub const NMOD_DESC: Self = Self(33);
    pub const NMOD_POSS: Self = Self(34);
    pub const NMOD_UNMARKED: Self = Self(35);
    pub const NSUBJ: Self = Self(36);
    pub const NSUBJ_OUTER: Self = Self(37);
    pub const NSUBJ_PASS: Self = Self(38);
    pub const NUMMOD: Self = Self(39);
    pub const OBJ: Self = Self(40);
    pub const OBL: Self = Self(41);
    pub const OBL_AGENT: Self = Self(42);
    pub const OBL_UNMARKED: Self = Self(43);
    pub const ORPHAN: Self = Self(44);
    pub const PARATAXIS: Self = Self(45);
    pub const PUNCT: Self = Self(46);
    pub const REPARANDUM: Self = Self(47);
    pub const ROOT: Self = Self(48);
    pub const VOCATIVE: Self = Self(49);
    pub const XCOMP: Self = Self(50);
}

impl Relation {
    /// Returns the relation as CoNLL-U writes it, subtype included.
    pub fn as_str(self) -> &'static str {
        RELATIONS[usize::from(self.0)]
    }

    /// Returns the relation without its subtype: `nsubj` for `nsubj:pass`.
    pub fn universal(self) -> &'static str {
        let name = self.as_str();
        name.split_once(':').map_or(name, |(universal, _)| universal)
    }

    /// Returns the relation that CoNLL-U writes as `name`; for an unknown subtype, the relation
    /// without it.
    pub fn parse(name: &str) -> Option<Self> {
        let find = |name| RELATIONS.iter().position(|relation| *relation == name);
        let universal = || name.split_once(':').and_then(|(universal, _)| find(universal));
        find(name).or_else(universal).map(|index| Self(index as u8))
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_relations_are_one_to_one() {
        for index in 0..RELATIONS.len() as u8 {
            assert_eq!(Relation::parse(Relation(index).as_str()), Some(Relation(index)));
        }
        assert_eq!(Relation::parse("obl:tmod"), Some(Relation::OBL));
        assert_eq!(Relation::NSUBJ_PASS.as_str(), "nsubj:pass");
        assert_eq!(Relation::NSUBJ_PASS.universal(), "nsubj");
        assert_eq!(Relation::parse("subject"), None);
    }
}
