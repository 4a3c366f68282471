//! The morphological features that extraction asks for.

use std::fmt;

/// Features of a word form (universaldependencies.org/u/feat), as far as saiga uses them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Features {
    /// Degree of comparison of adjectives and adverbs.
    pub degree: Option<Degree>,
    /// Mood of finite verbs.
    pub mood: Option<Mood>,
    /// Number of nouns, pronouns and finite verbs.
    pub number: Option<Number>,
    /// Person, 1 to 3, of pronouns and finite verbs.
    pub person: Option<u8>,
    /// Tense of finite verbs and participles.
    pub tense: Option<Tense>,
    /// Form of verbs and auxiliaries.
    pub verb_form: Option<VerbForm>,
    /// Voice; set on passive participles only, as the English treebanks do.
    pub voice: Option<Voice>,
}

macro_rules! feature {
    ($(#[$doc:meta])* $name:ident: $($value:ident = $text:literal),+) => {
        $(#[$doc])*
        #[expect(missing_docs, reason = "the names are the values themselves")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($value),+ }

        impl $name {
            /// Returns the value as CoNLL-U writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }

            fn parse(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$value),)+ _ => None }
            }
        }
    };
}

feature!(
    /// Degree of comparison.
    Degree: Positive = "Pos", Comparative = "Cmp", Superlative = "Sup"
);
feature!(
    /// Mood of a finite verb.
    Mood: Indicative = "Ind", Imperative = "Imp", Subjunctive = "Sub"
);
feature!(
    /// Grammatical number; nouns such as `scissors` are `PluraleTantum`.
    Number: Singular = "Sing", Plural = "Plur", PluraleTantum = "Ptan"
);
feature!(
    /// Grammatical tense.
    Tense: Past = "Past", Present = "Pres"
);
feature!(
    /// Form of a verb.
    VerbForm: Finite = "Fin", Infinitive = "Inf", Participle = "Part", Gerund = "Ger"
);
feature!(
    /// Grammatical voice.
    Voice: Passive = "Pass"
);

impl Features {
    /// Reads a FEATS column, leaving out features that saiga does not use.
    pub fn parse(column: &str) -> Self {
        let mut features = Self::default();
        for (name, value) in column.split('|').filter_map(|pair| pair.split_once('=')) {
            match name {
                "Degree" => features.degree = Degree::parse(value),
                "Mood" => features.mood = Mood::parse(value),
                "Number" => features.number = Number::parse(value),
                "Person" => features.person = value.parse().ok(),
                "Tense" => features.tense = Tense::parse(value),
                "VerbForm" => features.verb_form = VerbForm::parse(value),
                "Voice" => features.voice = Voice::parse(value),
                _ => {}
            }
        }
        features
    }
}

/// Writes a FEATS column: names in order, `_` when there are none.
impl fmt::Display for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: [&str; 4] = ["0", "1", "2", "3"];
        let person = self.person.and_then(|person| DIGITS.get(usize::from(person)).copied());
        let pairs = [
            ("Degree", self.degree.map(Degree::as_str)),
            ("Mood", self.mood.map(Mood::as_str)),
            ("Number", self.number.map(Number::as_str)),
            ("Person", person),
            ("Tense", self.tense.map(Tense::as_str)),
            ("VerbForm", self.verb_form.map(VerbForm::as_str)),
            ("Voice", self.voice.map(Voice::as_str)),
        ];
        let mut separator = "";
        for (name, value) in pairs {
            if let Some(value) = value {
                write!(f, "{separator}{name}={value}")?;
                separator = "|";
            }
        }
        if separator.is_empty() { f.write_str("_") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_and_written() {
        let column = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin";
        assert_eq!(Features::parse(column).to_string(), column);
        assert_eq!(Features::parse("Case=Nom|PronType=Prs").to_string(), "_");
        assert_eq!(Features::parse("_"), Features::default());
    }
}
