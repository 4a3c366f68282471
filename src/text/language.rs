//! The data of one language: word tables and, when there is one, the trained model.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::hash;
use super::lemma::Lemmas;
use super::model;
use super::names::Recogniser;
use super::parse::Parser;
use super::shape::Spelling;
use super::tag::{Upos, Xpos};
use super::tagger::Tagger;
use super::weights::Weights;

/// All that the stage knows of a language, read from the files of `seeds/language/<code>/`.
#[derive(Clone, Debug, Default)]
pub struct Language {
    /// Words that keep their full stop, without it, and how they do.
    pub(super) abbreviations: BTreeMap<String, Abbreviation>,
    /// Words that are split although no apostrophe shows it, in lower case, and the length in
    /// bytes of their first part (`cannot` and 3).
    pub(super) contractions: BTreeMap<String, usize>,
    /// Prefixes that stay in one token with what follows their hyphen.
    pub(super) prefixes: BTreeSet<String>,
    /// Lemmas of irregular forms, by form in lower case and English tag.
    pub(super) irregular: BTreeMap<(String, Xpos), String>,
    /// Parts of speech of function words, in lower case.
    pub(super) function_words: BTreeMap<String, Upos>,
    /// The hashes of them, as spellings have them.
    pub(super) function_hashes: BTreeSet<u64>,
    /// What was learned from treebanks.
    pub(super) model: Option<Model>,
}

/// The trained models of a language.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Model {
    /// Finds the ends of sentences.
    pub splitter: Weights,
    /// Finds parts of speech.
    pub tagger: Tagger,
    /// Finds dictionary forms.
    pub lemmas: Lemmas,
    /// Builds trees.
    pub parser: Parser,
    /// Finds names.
    pub names: Recogniser,
}

/// How an abbreviation behaves at its full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before a name: never ends a sentence (`Dr.`).
    Title,
    /// May end a sentence (`etc.`).
    General,
    /// Stands before a number; otherwise it is a word of its own (`No.`, `p.`).
    Number,
    /// Of a month or a day; otherwise it may be a word of its own (`Mar.`, `Sun.`).
    Month,
}

/// A data file of the language that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct LanguageError {
    /// Its name in the folder of the language.
    pub file: String,
    /// The 1-based line; 0 when the error is about the whole file.
    pub line: u64,
    /// What was expected and what to do.
    pub message: String,
}

impl Language {
    /// Says whether a word can stand for a relation between words, whatever else it may be.
    pub(super) fn is_function_word(&self, spelling: &Spelling) -> bool {
        self.function_hashes.contains(&spelling.lower)
    }

    /// Reads a language from its data files. `read` gives the content of a file by its name inside
    /// the language's folder, or `None` when there is no such file: the tables then are empty.
    ///
    /// # Errors
    /// When a file is not of the form that it must have.
    pub fn parse<'a>(read: impl Fn(&str) -> Option<Cow<'a, [u8]>>) -> Result<Self, LanguageError> {
        let mut language = Self::default();
        let table = |file, columns| match read(file) {
            Some(content) => rows(file, &content, columns),
            None => Ok(Vec::new()),
        };
        for (line, row) in table("abbreviations.csv", "form,kind")? {
            let kind = match row[1].as_str() {
                "title" => Abbreviation::Title,
                "general" => Abbreviation::General,
                "number" => Abbreviation::Number,
                "month" => Abbreviation::Month,
                other => {
                    let message = format!(
                        "`{other}` is no kind of abbreviation; write title, general, number or month"
                    );
                    return Err(error("abbreviations.csv", line, message));
                }
            };
            language.abbreviations.insert(row[0].clone(), kind);
        }
        for (line, row) in table("contractions.csv", "form,first")? {
            if !row[0].starts_with(&row[1]) || row[0] == row[1] {
                let message = format!("`{}` does not begin with `{}` and go on", row[0], row[1]);
                return Err(error("contractions.csv", line, message));
            }
            language.contractions.insert(row[0].clone(), row[1].len());
        }
        for (_, row) in table("prefixes.csv", "prefix")? {
            language.prefixes.insert(row[0].clone());
        }
        for (line, row) in table("irregular.csv", "form,xpos,lemma")? {
            let Some(xpos) = Xpos::parse(&row[1]) else {
                let message = format!("`{}` is no English part-of-speech tag", row[1]);
                return Err(error("irregular.csv", line, message));
            };
            language.irregular.insert((row[0].clone(), xpos), row[2].clone());
        }
        for (line, row) in table("function_words.csv", "form,upos")? {
            let Some(upos) = Upos::parse(&row[1]) else {
                let message = format!("`{}` is no universal part-of-speech tag", row[1]);
                return Err(error("function_words.csv", line, message));
            };
            language.function_hashes.insert(hash::text(&row[0]));
            language.function_words.insert(row[0].clone(), upos);
        }
        if let Some(content) = read("model.bin") {
            let model = model::read(&content).map_err(|message| error("model.bin", 0, message))?;
            language.model = Some(model);
        }
        Ok(language)
    }

    /// The names of the files that [`Language::parse`] asks for: all that the reading of a sentence depends on
    /// beside the program.
    pub const FILES: [&str; 6] = [
        "abbreviations.csv",
        "contractions.csv",
        "function_words.csv",
        "irregular.csv",
        "model.bin",
        "prefixes.csv",
    ];

    /// Returns the trained models as the content of the file `model.bin`, if there are any.
    pub fn model_file(&self) -> Option<Vec<u8>> {
        self.model.as_ref().map(model::write)
    }

    /// English, from the files built into the binary.
    ///
    /// # Panics
    /// Never: a test reads the same files.
    pub fn english() -> Self {
        Self::parse(|name| built_in(name).map(Cow::Borrowed))
            .expect("the built-in files are tested to be readable")
    }
}

/// Returns a built-in file of `seeds/language/en/` by its name.
fn built_in(name: &str) -> Option<&'static [u8]> {
    macro_rules! seed {
        ($name:literal) => {
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/language/en/", $name))
        };
    }
    Some(match name {
        "abbreviations.csv" => seed!("abbreviations.csv"),
        "contractions.csv" => seed!("contractions.csv"),
        "function_words.csv" => seed!("function_words.csv"),
        "irregular.csv" => seed!("irregular.csv"),
        "model.bin" => seed!("model.bin"),
        "prefixes.csv" => seed!("prefixes.csv"),
        _ => return None,
    })
}

/// Returns the rows of a CSV table with exactly these columns, each with its line.
fn rows(
    file: &str,
    content: &[u8],
    columns: &str,
) -> Result<Vec<(u64, Vec<String>)>, LanguageError> {
    let mut reader = csv::ReaderBuilder::new().from_reader(content);
    let to_error = |wrong: csv::Error| {
        let line = wrong.position().map_or(0, csv::Position::line);
        error(file, line, format!("this is not a CSV table: {wrong}"))
    };
    let header = reader.headers().map_err(to_error)?;
    if !header.iter().eq(columns.split(',')) {
        return Err(error(file, 1, format!("expected the columns `{columns}`")));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(to_error)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

fn error(file: &str, line: u64, message: String) -> LanguageError {
    LanguageError { file: file.to_owned(), line, message }
}

/// English, read once for all tests: the model takes a while without optimisation.
#[cfg(test)]
pub(super) fn english() -> &'static Language {
    static ENGLISH: std::sync::LazyLock<Language> = std::sync::LazyLock::new(Language::english);
    &ENGLISH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_files_are_asked_for() {
        let asked = std::cell::RefCell::new(Vec::new());
        let language = Language::parse(|name| {
            asked.borrow_mut().push(name.to_owned());
            None
        });
        assert!(language.is_ok());
        let mut asked = asked.into_inner();
        asked.sort();
        assert_eq!(asked, Language::FILES);
        assert!(asked.iter().all(|name| built_in(name).is_some()));
    }

    #[test]
    fn built_in_english_is_readable() {
        let english = english();
        assert_eq!(english.abbreviations.get("Dr"), Some(&Abbreviation::Title));
        assert_eq!(english.contractions.get("cannot"), Some(&3));
        assert_eq!(
            english.irregular.get(&("went".to_owned(), Xpos::VBD)).map(String::as_str),
            Some("go")
        );
    }

    #[test]
    fn a_wrong_row_is_named() {
        let read = |name: &str| {
            (name == "irregular.csv")
                .then(|| Cow::Borrowed(&b"form,xpos,lemma\nwent,PAST,go\n"[..]))
        };
        let wrong = Language::parse(read).unwrap_err();
        assert_eq!(wrong.to_string(), "irregular.csv:2: `PAST` is no English part-of-speech tag");
    }
}
