//! Closed lists of ordinary words that extraction needs, from `seeds/language/en/*.csv`: heads of
//! names, offices, given names, cues of status, currencies, nouns for people, words by what they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::measure::MeasureWords;
use super::word_class::{WordClass, WordClasses};
use crate::diagnostic::Diagnostic;
use crate::ontology::{ClassId, Ontology};

/// The word lists. Forms are in lower case unless said otherwise.
#[derive(Clone, Debug, Default)]
pub struct WordLists {
    /// Head words of names: `university`, `river`. A capitalised phrase with such a word is a
    /// name of the class.
    pub name_heads: BTreeMap<String, ClassId>,
    /// Head nouns of things that are described rather than named: `summit`, `treaty`.
    pub description_heads: BTreeMap<String, ClassId>,
    /// Offices, from `president` to `spokesman`, with their kind.
    pub offices: BTreeMap<String, OfficeKind>,
    /// Given names, capitalised.
    pub given_names: BTreeSet<String>,
    /// Given names that only women or only men bear.
    pub genders: BTreeMap<String, Gender>,
    /// Titles before a person's name, as written: `Dr.`, `Colonel`.
    pub honorifics: BTreeSet<String>,
    /// Lemmas and phrases that show status.
    pub cues: BTreeMap<String, Vec<Cue>>,
    /// Which words mean alike: verbs of founding, nouns for plants.
    pub classes: WordClasses,
    /// Currency words and signs, with their ISO 4217 code.
    pub currencies: BTreeMap<String, String>,
    /// What stands in a slot of a verb or noun (lemmas): `(reside, in)` is a place. Slots are
    /// `subject`, `passive` (its subject in the passive), `object`, or a preposition.
    pub contexts: BTreeMap<(String, String), ClassId>,
    /// Nouns that count people: `student`, `soldier` (lemmas).
    pub people: BTreeSet<String>,
    /// Words that tell what a number measures.
    pub measures: MeasureWords,
    /// Verbs with their nouns (lemmas), and the prepositions that bring what was the object.
    pub nominalizations: Vec<(String, String, Vec<String>)>,
}

/// Whether `he` or `she` can mean the bearer of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// `she`
    Female,
    /// `he`
    Male,
}

/// What kind of office a title names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficeKind {
    /// Head of a state or of its government.
    HeadOfState,
    /// Head of an organization, party or movement.
    HeadOfOrganization,
    /// A minister, deputy, ambassador, governor, …
    Official,
    /// Works for, belongs to: researcher, spokesman.
    Staff,
    /// No office, but told of a person in the same way: brother, son-in-law.
    Kin,
}

/// What a word shows of the status of what depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cue {
    /// Denies or refuses it.
    Negated,
    /// Makes it a plan.
    Planned,
    /// Makes it possible only.
    Hypothetical,
    /// Leaves it as it is: `began to`, `managed to`.
    Neutral,
    /// The subject of this verb says it.
    Speech,
    /// Acts for its country: `government`.
    Government,
    /// A noun for something that is done or laid down: `policy`, `ban`.
    Measure,
    /// A noun that adds little to what it is of: `the idea of`.
    Transparent,
    /// A verb that says little beside its noun: `pay a visit`.
    Light,
    /// A noun for what somebody says: `expressed concern that`.
    Statement,
    /// A verb whose object is not there before: `build a plant`, `hold a summit`.
    Creating,
    /// After `not`, says that there is more: `not only`.
    Focus,
    /// After or before a denied word, how far it goes: `not fully`, `not the only`.
    Degree,
    /// Little or near: `hardly`, `nearly`.
    Approximate,
    /// Before a leader, says that a part is led: `opposition leader`.
    Part,
    /// The subject of this predicate holds it to be so: `is convinced that`, `recalls that`.
    Conviction,
    /// A predicate that says of a clause that it holds: `it is true that`.
    True,
    /// One that says that it does not: `it is false that`.
    False,
}

/// Reads one CSV with a header line into `(1-based line, fields)`.
pub(super) fn rows<'t>(
    path: &str,
    text: &'t str,
    header: &[&str],
) -> Result<Vec<(u64, csv::StringRecord)>, Diagnostic> {
    let _: &'t str = text;
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let found = reader.headers().map_err(|error| Diagnostic::error(path, error.to_string()))?;
    if found.iter().ne(header.iter().copied()) {
        let found = found.iter().collect::<Vec<_>>().join(",");
        return Err(Diagnostic::error(path, format!("header is `{found}`"))
            .at_line(1)
            .with_hint(format!("expected `{}`", header.join(","))));
    }
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|error| {
                let line = error.position().map_or(1, csv::Position::line);
                Diagnostic::error(path, "a row that is not CSV with as many fields as the header")
                    .at_line(line)
            })?;
            Ok((record.position().map_or(1, csv::Position::line), record))
        })
        .collect()
}

impl WordLists {
    /// Says whether a noun, in lower case, tells what somebody is: an office (`minister`) or another kind of
    /// person (`economist`).
    pub fn is_person_noun(&self, lemma: &str) -> bool {
        self.offices.contains_key(lemma) || self.people.contains(lemma)
    }

    /// Says whether a noun (its lemma) tells what a verb does: `arrest`.
    pub fn is_nominalization(&self, lemma: &str) -> bool {
        self.nominalizations.iter().any(|(_, noun, _)| noun == lemma)
    }

    /// Says whether an office, in the singular or the plural, can begin with these letters.
    pub fn starts_office(&self, word: &str) -> bool {
        let begins = |word: &str| {
            let from = (Bound::Included(word), Bound::Unbounded);
            let mut next = self.offices.range::<str, _>(from);
            next.next().is_some_and(|(office, _)| office.starts_with(word))
        };
        begins(word) || word.strip_suffix('s').is_some_and(begins)
    }

    /// Reads the lists among `files` (path, text); other files are left alone.
    ///
    /// # Errors
    /// Every broken file or row, with its line: a wrong header, an unknown class, office kind,
    /// cue or class of words.
    pub fn parse(files: &[(&str, &str)], onto: &Ontology) -> Result<Self, Vec<Diagnostic>> {
        let mut lists = Self::default();
        let mut errors = Vec::new();
        for (path, text) in files {
            if let Err(error) = lists.add(path, text, onto) {
                errors.push(error);
            }
        }
        if errors.is_empty() { Ok(lists) } else { Err(errors) }
    }

    /// Adds one file.
    fn add(&mut self, path: &str, text: &str, onto: &Ontology) -> Result<(), Diagnostic> {
        let stem = path.rsplit('/').next().unwrap_or(path);
        let class = |line: u64, name: &str| {
            onto.class_names.get(name).copied().ok_or_else(|| {
                Diagnostic::error(path, format!("class `{name}` is not in the ontology"))
                    .at_line(line)
            })
        };
        match stem {
            "organization_heads.csv" | "place_heads.csv" => {
                for (line, row) in rows(path, text, &["form", "class"])? {
                    self.name_heads.insert(row[0].to_lowercase(), class(line, &row[1])?);
                }
            }
            "event_heads.csv"
            | "agreement_heads.csv"
            | "programme_heads.csv"
            | "project_heads.csv" => {
                for (line, row) in rows(path, text, &["form", "class"])? {
                    self.description_heads.insert(row[0].to_lowercase(), class(line, &row[1])?);
                }
            }
            "offices.csv" => {
                for (line, row) in rows(path, text, &["form", "kind"])? {
                    let kind = match &row[1] {
                        "head-of-state" | "head-of-government" => OfficeKind::HeadOfState,
                        "head-of-organization" => OfficeKind::HeadOfOrganization,
                        "minister" | "official" => OfficeKind::Official,
                        "staff" | "other" => OfficeKind::Staff,
                        "kin" => OfficeKind::Kin,
                        kind => {
                            return Err(Diagnostic::error(path, format!("unknown kind of office `{kind}`"))
                                .at_line(line)
                                .with_hint("expected head-of-state, head-of-government, head-of-organization, minister, official, staff or other"));
                        }
                    };
                    self.offices.insert(row[0].to_lowercase(), kind);
                }
            }
            "given_names.csv" => {
                let names = rows(path, text, &["name", "gender", "origin"])?;
                for (_, row) in names {
                    let gender = match &row[1] {
                        "f" => Some(Gender::Female),
                        "m" => Some(Gender::Male),
                        _ => None,
                    };
                    self.genders.extend(gender.map(|gender| (row[0].to_owned(), gender)));
                    self.given_names.insert(row[0].to_owned());
                }
            }
            "honorifics.csv" => {
                let forms = rows(path, text, &["form", "kind"])?;
                self.honorifics.extend(forms.iter().map(|(_, row)| row[0].to_owned()));
            }
            "cues.csv" => {
                for (line, row) in rows(path, text, &["form", "cue"])? {
                    let cue = match &row[1] {
                        "negated" => Cue::Negated,
                        "planned" => Cue::Planned,
                        "hypothetical" => Cue::Hypothetical,
                        "neutral" => Cue::Neutral,
                        "speech" => Cue::Speech,
                        "government" => Cue::Government,
                        "light" => Cue::Light,
                        "measure" => Cue::Measure,
                        "transparent" => Cue::Transparent,
                        "statement" => Cue::Statement,
                        "creating" => Cue::Creating,
                        "focus" => Cue::Focus,
                        "degree" => Cue::Degree,
                        "approximate" => Cue::Approximate,
                        "part" => Cue::Part,
                        "conviction" => Cue::Conviction,
                        "true" => Cue::True,
                        "false" => Cue::False,
                        cue => {
                            return Err(Diagnostic::error(path, format!("unknown cue `{cue}`"))
                                .at_line(line)
                                .with_hint(
                                    "expected negated, planned, hypothetical, neutral, speech, government, light, measure, transparent, statement, creating, focus, degree, approximate, part, conviction, true or false",
                                ));
                        }
                    };
                    self.cues.entry(row[0].to_lowercase()).or_default().push(cue);
                }
            }
            "word_classes.csv" => self.classes = WordClasses::read(path, text)?,
            "currencies.csv" => {
                for (_, row) in rows(path, text, &["form", "code"])? {
                    self.currencies.insert(row[0].to_owned(), row[1].to_owned());
                }
            }
            "contexts.csv" => {
                for (line, row) in rows(path, text, &["form", "slot", "class"])? {
                    let slot = (row[0].to_lowercase(), row[1].to_lowercase());
                    self.contexts.insert(slot, class(line, &row[2])?);
                }
            }
            "nominalizations.csv" => {
                for (_, row) in rows(path, text, &["verb", "noun", "object"])? {
                    let objects = row[2].split(';').filter(|word| !word.is_empty());
                    self.nominalizations.push((
                        row[0].to_owned(),
                        row[1].to_owned(),
                        objects.map(str::to_owned).collect(),
                    ));
                }
            }
            "people.csv" => {
                let forms = rows(path, text, &["form"])?;
                self.people.extend(forms.iter().map(|(_, row)| row[0].to_lowercase()));
            }
            "measures.csv" => {
                for (line, row) in rows(path, text, &["form", "use", "noun"])? {
                    self.measures
                        .add(&row[0], &row[1], &row[2])
                        .map_err(|message| Diagnostic::error(path, message).at_line(line))?;
                }
            }
            "units.csv" => {
                for (_, row) in rows(path, text, &["form", "code"])? {
                    self.measures.units.insert(row[0].to_owned(), row[1].to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Says whether `form` (a lemma, lower case) can show `cue`.
    pub fn is_cue(&self, form: &str, cue: Cue) -> bool {
        self.cues.get(form).is_some_and(|cues| cues.contains(&cue))
    }

    /// Says whether `form` (a lemma or a form, in lower case) is a word of `class`.
    pub fn is(&self, form: &str, class: WordClass) -> bool {
        self.classes.contains(form, class)
    }
}
