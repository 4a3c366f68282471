//! Words that tell what a number measures, from `seeds/language/en/measures.csv` and `units.csv`:
//! `reach` gives a level, `fall` a change downwards, `account` a share.

use std::collections::BTreeMap;

/// What a word does for a number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasureUse {
    /// A verb whose subject has the number as its level: `reach`, `total`, `stand`.
    Level,
    /// A verb or noun of growth: `rise`, `growth`.
    Rise,
    /// A verb or noun of decline.
    Fall,
    /// A verb whose subject is the part of a whole: `account for`.
    Share,
    /// A verb whose subject has what is counted.
    Have,
    /// A verb whose subject does something to what is counted; its noun is the participle.
    Act,
    /// A noun that says by itself that people are counted: `enrolment`.
    Headcount,
    /// A verb whose subject is counted, at a place; its noun is the participle.
    Stay,
    /// A verb whose subject is counted, from or to a place; its noun is a relative clause.
    Move,
    /// A verb whose subject pays or earns for itself; its noun says what.
    Spend,
    /// A verb whose subject takes money from another; its noun says what.
    Borrow,
    /// A verb whose subject gives money to another, whom the number is about.
    Lend,
    /// A noun for how many: `number`.
    Number,
    /// A noun for a part of a whole: `share`.
    Part,
    /// A noun for how much: `volume`.
    Size,
    /// A noun that, when definite, belongs to the country that is spoken of: `population`.
    Whole,
    /// A noun for the other side of a relation: whose partner it is, the rank is about.
    Partner,
    /// A noun for money that one gives another, whom the number is about: `loan`.
    Gift,
    /// A noun that makes a number a plan: `target`.
    Plan,
    /// A noun whose numbers are no figures: `year`, `side`.
    Uncounted,
}

/// The words that tell what a number measures. Lemmas are in lower case.
#[derive(Clone, Debug, Default)]
pub struct MeasureWords {
    uses: BTreeMap<String, Vec<(MeasureUse, String)>>,
    /// Units of measure, by lemma or form as written, with their code.
    pub units: BTreeMap<String, String>,
}

impl MeasureWords {
    /// Adds a word; `noun` is the noun or participle that goes with it, or empty.
    ///
    /// # Errors
    /// The name of the use, when there is none of that name.
    pub fn add(&mut self, lemma: &str, name: &str, noun: &str) -> Result<(), String> {
        let known = USES.iter().find(|(known, _)| *known == name);
        let (_, wanted) = known.ok_or_else(|| {
            let names: Vec<&str> = USES.iter().map(|(name, _)| *name).collect();
            format!("unknown use `{name}`: expected one of {}", names.join(", "))
        })?;
        self.uses.entry(lemma.to_lowercase()).or_default().push((*wanted, noun.to_owned()));
        Ok(())
    }

    /// Says whether `lemma` has this use.
    pub fn is(&self, lemma: &str, wanted: MeasureUse) -> bool {
        self.noun(lemma, wanted).is_some()
    }

    /// The noun or participle that goes with `lemma` in this use.
    pub fn noun(&self, lemma: &str, wanted: MeasureUse) -> Option<&str> {
        let uses = self.uses.get(lemma)?;
        uses.iter().find(|(known, _)| *known == wanted).map(|(_, noun)| noun.as_str())
    }
}

const USES: [(&str, MeasureUse); 20] = [
    ("level", MeasureUse::Level),
    ("rise", MeasureUse::Rise),
    ("fall", MeasureUse::Fall),
    ("share", MeasureUse::Share),
    ("have", MeasureUse::Have),
    ("act", MeasureUse::Act),
    ("headcount", MeasureUse::Headcount),
    ("stay", MeasureUse::Stay),
    ("move", MeasureUse::Move),
    ("spend", MeasureUse::Spend),
    ("borrow", MeasureUse::Borrow),
    ("lend", MeasureUse::Lend),
    ("number", MeasureUse::Number),
    ("part", MeasureUse::Part),
    ("size", MeasureUse::Size),
    ("whole", MeasureUse::Whole),
    ("partner", MeasureUse::Partner),
    ("gift", MeasureUse::Gift),
    ("plan", MeasureUse::Plan),
    ("uncounted", MeasureUse::Uncounted),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_have_several_uses() {
        let mut words = MeasureWords::default();
        words.add("export", "act", "exported").unwrap();
        words.add("export", "spend", "exports").unwrap();
        assert_eq!(words.noun("export", MeasureUse::Spend), Some("exports"));
        assert!(words.is("export", MeasureUse::Act) && !words.is("export", MeasureUse::Level));
        assert!(words.add("export", "sale", "").unwrap_err().contains("unknown use `sale`"));
    }
}
