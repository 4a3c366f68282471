//! Finds and reads `ontology/` and `seeds/`, from a folder or from the copy inside the program.

mod decided;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::Embed;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Severity};
use crate::ontology::pattern::Patterns;
use crate::ontology::words::WordLists;
use crate::ontology::{Decisions, Lexicon, Ontology, check};
use crate::span::line_at;
use crate::text::{Language, Readings};

/// The environment variable that names a project folder.
pub const HOME_VARIABLE: &str = "SAIGA_HOME";

/// The model's own terms, which every domain needs.
const MODEL: &str = "ontology/saiga.ttl";

/// The analyst's decisions, among the files of a project.
const DECISIONS: &str = "seeds/decisions.csv";

/// What the program's own language finds in the sentences of its own patterns; the tests make it.
const READINGS: &str = include_str!("project/readings.tsv");

/// Largest file of a project, in bytes. A list that is longer was put there by mistake.
const MAX_FILE: u64 = 64 << 20;

/// What extraction knows before it reads: everything in `ontology/` and `seeds/`, parsed.
#[derive(Clone, Debug)]
pub struct Project {
    /// Where it was read from.
    pub source: Source,
    /// Classes, relations, units.
    pub ontology: Ontology,
    /// Names.
    pub lexicon: Lexicon,
    /// Words of the language that extraction needs.
    pub words: WordLists,
    /// Ways to say the relations.
    pub patterns: Patterns,
    /// The analyst's decisions.
    pub decisions: Decisions,
    /// What was read in a way that the user should know of.
    pub warnings: Vec<Diagnostic>,
    files: BTreeMap<String, Cow<'static, [u8]>>,
    /// By path in the project: where files of another domain really are.
    renamed: BTreeMap<String, String>,
}

/// Where a project was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The copy inside the program.
    BuiltIn,
    /// A folder with `ontology/` and, if it likes, `seeds/`.
    Folder(PathBuf),
}

#[derive(Embed)]
#[folder = "ontology/"]
#[prefix = "ontology/"]
struct OntologyFiles;

#[derive(Embed)]
#[folder = "seeds/lexicon/"]
#[prefix = "seeds/lexicon/"]
struct LexiconFiles;

#[derive(Embed)]
#[folder = "seeds/language/"]
#[prefix = "seeds/language/"]
struct LanguageFiles;

impl Project {
    /// Says which project to use: the folder of the flag, else of the variable [`HOME_VARIABLE`],
    /// else the current folder when it has `ontology/` and `seeds/`, else the built-in one.
    pub fn locate(flag: Option<&Path>) -> Source {
        let variable =
            || std::env::var_os(HOME_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let here = || ["ontology", "seeds"].iter().all(|folder| Path::new(folder).is_dir());
        match flag.map(Path::to_owned).or_else(variable) {
            Some(folder) => Source::Folder(folder),
            None if here() => Source::Folder(PathBuf::from(".")),
            None => Source::BuiltIn,
        }
    }

    /// Reads the project that `source` names.
    ///
    /// # Errors
    /// As [`Project::builtin`] and [`Project::open`].
    pub fn load(source: &Source) -> Result<Self, Vec<Diagnostic>> {
        match source {
            Source::BuiltIn => Self::builtin(),
            Source::Folder(folder) => Self::open(folder),
        }
    }

    /// Reads the project that `source` names with another domain: the Turtle file `ontology`, with
    /// its patterns and questions in the folder beside it that has its name
    /// (`birds.ttl`, `birds/patterns/*.toml`, `birds/queries/*.rq`). The project's own domain is left
    /// out; the model's own terms (`saiga.ttl`), names, language and decisions stay.
    ///
    /// # Errors
    /// As [`Project::load`], for the files of both.
    pub fn load_with(source: &Source, ontology: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut files = match source {
            Source::BuiltIn => built_in(),
            Source::Folder(folder) => in_folder(folder)?,
        };
        files.retain(|path, _| !path.starts_with("ontology/") || path == MODEL);
        let name = |path: &Path| path.display().to_string();
        let Some(stem) = ontology.file_stem().and_then(|stem| stem.to_str()) else {
            let message = "this names no file; expected an ontology in Turtle, NAME.ttl";
            return Err(vec![Diagnostic::error(name(ontology), message)]);
        };
        let mut domain = BTreeMap::new();
        let mut errors = Vec::new();
        let beside = ontology.with_extension("");
        let file_name = ontology.file_name().map(Path::new).unwrap_or(ontology);
        read_file(
            ontology.parent().unwrap_or(Path::new("")),
            &name(file_name),
            &mut domain,
            &mut errors,
        );
        let mut renamed = BTreeMap::from([(format!("ontology/{stem}.ttl"), name(ontology))]);
        files.extend(domain.into_values().map(|bytes| (format!("ontology/{stem}.ttl"), bytes)));
        for (part, extension) in [("patterns", ".toml"), ("queries", ".rq")] {
            let mut found = BTreeMap::new();
            read_folder(&beside, part, &|path| path.ends_with(extension), &mut found, &mut errors);
            for (path, bytes) in found {
                renamed.insert(format!("ontology/{path}"), name(&beside.join(&path)));
                files.insert(format!("ontology/{path}"), bytes);
            }
        }
        if !errors.is_empty() {
            errors.sort();
            let parent = ontology.parent().unwrap_or(Path::new(""));
            return Err(located(parent, errors));
        }
        Self::parse(source.clone(), files, renamed)
    }

    /// Reads the copy inside the program.
    ///
    /// # Errors
    /// When the program was built from files that do not agree, which its tests exclude.
    pub fn builtin() -> Result<Self, Vec<Diagnostic>> {
        Self::parse(Source::BuiltIn, built_in(), BTreeMap::new())
    }

    /// Reads the project in `folder`: `ontology/**`, and where they are there `seeds/lexicon/*.csv`,
    /// `seeds/language/**` (else the built-in language) and `seeds/decisions.csv`.
    ///
    /// # Errors
    /// A folder without `ontology/`, a file that cannot be read or is not UTF-8, and everything
    /// wrong inside the files, each with its path and line.
    pub fn open(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let files = in_folder(folder)?;
        Self::parse(Source::Folder(folder.to_owned()), files, BTreeMap::new())
    }

    /// Returns every file of the project with its path below the project's folder, in order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
    }

    /// Returns the bytes of the file `path`, such as `seeds/language/en/offices.csv`.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| &**bytes)
    }

    /// Returns the files of one folder as path and text, in order: `ontology/queries`.
    pub fn texts(&self, folder: &str) -> Vec<(&str, &str)> {
        texts(&self.files, |path| path.rsplit_once('/').is_some_and(|(before, _)| before == folder))
    }

    /// Reads the data of the language that documents are annotated with.
    ///
    /// # Errors
    /// The first file of the language that is not of the form that it must have.
    pub fn language(&self) -> Result<Language, Vec<Diagnostic>> {
        Language::parse(|name| self.file(&format!("seeds/language/en/{name}")).map(Cow::Borrowed))
            .map_err(|error| {
                let path = self.name(&format!("seeds/language/en/{}", error.file));
                let diagnostic = Diagnostic::error(path, error.message);
                vec![if error.line == 0 { diagnostic } else { diagnostic.at_line(error.line) }]
            })
    }

    /// Returns the SHA-256 of each part that extraction depends on, in hexadecimal: `ontology`
    /// (classes, relations and patterns), `lexicon`, `language`, `decisions`; and the `program`'s
    /// version. Ready-made queries change no fact and are left out.
    pub fn fingerprint(&self) -> BTreeMap<String, String> {
        let hash = |is_part: &dyn Fn(&str) -> bool| self.hash(is_part);
        let has_extension = |path: &str, extension| path.ends_with(extension);
        [
            ("ontology", hash(&|path| has_extension(path, ".ttl") || has_extension(path, ".toml"))),
            ("lexicon", hash(&|path| path.starts_with("seeds/lexicon/"))),
            ("language", hash(&is_language)),
            ("decisions", hash(&|path| path == DECISIONS)),
            ("program", env!("CARGO_PKG_VERSION").to_owned()),
        ]
        .map(|(part, value)| (part.to_owned(), value))
        .into()
    }

    /// The SHA-256 of those files whose paths are a part, in hexadecimal.
    fn hash(&self, is_part: &dyn Fn(&str) -> bool) -> String {
        let mut hash = Sha256::new();
        for (path, bytes) in self.files().filter(|(path, _)| is_part(path)) {
            for piece in [path.as_bytes(), bytes] {
                hash.update((piece.len() as u64).to_be_bytes());
                hash.update(piece);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns what the reading of a sentence depends on: the language and the part of the program that reads
    /// it.
    pub fn reading_key(&self) -> String {
        let is_read = |path: &str| {
            let name = path.strip_prefix("seeds/language/en/");
            name.is_some_and(|name| Language::FILES.contains(&name))
        };
        format!("{} {}", self.hash(&is_read), env!("SAIGA_TEXT_LAYER"))
    }

    /// Returns what is known of the sentences of the patterns: from the last build, if what it kept holds for
    /// this language and program, else of the built-in patterns from the making of the program. Without it,
    /// most of the start goes into reading them.
    pub fn readings(&self, kept: &str) -> Readings {
        let key = self.reading_key();
        let kept = Readings::parse(kept, &key);
        if kept.is_empty() { Readings::parse(READINGS, &key) } else { kept }
    }

    /// Checks the parts against each other, beyond what reading them checks; in order of file and
    /// line, the warnings of reading included. Whether each example of a pattern holds is for
    /// extraction to say.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut found = check::ontology(&self.ontology, &self.lexicon, &self.words, &self.patterns);
        found.extend(check::canonical_form(&self.texts("seeds/lexicon")));
        found = self.source.located(&self.renamed, found);
        if let Err(errors) = self.language() {
            found.extend(errors);
        }
        found.extend(self.warnings.iter().cloned());
        found.sort();
        found
    }

    /// Parses the files. `renamed` says where those are that stand outside the project's folder.
    fn parse(
        source: Source,
        files: BTreeMap<String, Cow<'static, [u8]>>,
        renamed: BTreeMap<String, String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let place = |found| source.located(&renamed, found);
        let parsed = Self::parse_files(files).map_err(&place)?;
        let warnings = place(parsed.warnings);
        Ok(Self { source, renamed, warnings, ..parsed })
    }

    /// Parses the files; paths in diagnostics are relative to the project.
    fn parse_files(files: BTreeMap<String, Cow<'static, [u8]>>) -> Result<Self, Vec<Diagnostic>> {
        let errors = not_utf8(&files);
        if !errors.is_empty() {
            return Err(errors);
        }
        let ontology = Ontology::parse(&texts(&files, |path| path.ends_with(".ttl")))?;
        let below = |folder: &str| texts(&files, |path| path.starts_with(folder));
        let (lexicon, (words, patterns)) = rayon::join(
            || Lexicon::parse(&below("seeds/lexicon/"), &ontology),
            || {
                rayon::join(
                    || WordLists::parse(&below("seeds/language/"), &ontology),
                    || Patterns::parse(&below("ontology/patterns/"), &ontology),
                )
            },
        );
        let mut errors = Vec::new();
        let lexicon = keep(lexicon, &mut errors);
        let words = keep(words, &mut errors);
        let patterns = keep(patterns, &mut errors);
        let text = texts(&files, |path| path == DECISIONS).first().map_or("", |(_, text)| *text);
        let decisions = keep(Decisions::parse(DECISIONS, text), &mut errors);
        match (lexicon, words, patterns, decisions) {
            (Some(lexicon), Some(words), Some(patterns), Some(decisions)) => Ok(Self {
                source: Source::BuiltIn,
                renamed: BTreeMap::new(),
                ontology,
                lexicon: lexicon.output,
                words,
                patterns,
                decisions,
                warnings: lexicon.warnings,
                files,
            }),
            _ => {
                errors.sort();
                Err(errors)
            }
        }
    }

    /// The path of a file of the project as a user finds it.
    pub fn name(&self, path: &str) -> String {
        self.source.name(&self.renamed, path)
    }
}

impl Source {
    /// The path of a file as a user finds it.
    fn name(&self, renamed: &BTreeMap<String, String>, path: &str) -> String {
        match (renamed.get(path), self) {
            (Some(real), _) => real.clone(),
            (None, Self::Folder(folder)) if folder != Path::new(".") => {
                folder.join(path).display().to_string()
            }
            (None, _) => path.to_owned(),
        }
    }

    /// Names files as the user can find them.
    fn located(
        &self,
        renamed: &BTreeMap<String, String>,
        mut diagnostics: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        for diagnostic in &mut diagnostics {
            diagnostic.path = self.name(renamed, &diagnostic.path);
        }
        diagnostics
    }
}

/// The files inside the program.
fn built_in() -> BTreeMap<String, Cow<'static, [u8]>> {
    let mut files = built_in_language();
    files.extend(
        OntologyFiles::iter().filter_map(|path| {
            OntologyFiles::get(&path).map(|file| (path.into_owned(), file.data))
        }),
    );
    files
        .extend(LexiconFiles::iter().filter_map(|path| {
            LexiconFiles::get(&path).map(|file| (path.into_owned(), file.data))
        }));
    let decisions = include_bytes!("../seeds/decisions.csv").as_slice();
    files.insert(DECISIONS.to_owned(), Cow::Borrowed(decisions));
    files.retain(|path, _| is_used(path));
    files
}

/// The files of the project in `folder`.
fn in_folder(folder: &Path) -> Result<BTreeMap<String, Cow<'static, [u8]>>, Vec<Diagnostic>> {
    let mut files = BTreeMap::new();
    let mut errors = Vec::new();
    if !folder.join("ontology").is_dir() {
        let message = "this is no project: there is no folder `ontology` in it";
        return Err(vec![
            Diagnostic::error(folder.display().to_string(), message)
                .with_hint("name a folder that has ontology/ and seeds/"),
        ]);
    }
    for part in ["ontology", "ontology/patterns", "ontology/queries", "seeds/lexicon"] {
        read_folder(folder, part, &is_used, &mut files, &mut errors);
    }
    for language in subfolders(&folder.join("seeds/language")) {
        let part = format!("seeds/language/{language}");
        read_folder(folder, &part, &is_used, &mut files, &mut errors);
    }
    if folder.join(DECISIONS).is_file() {
        read_file(folder, DECISIONS, &mut files, &mut errors);
    }
    if !files.keys().any(|path| path.starts_with("seeds/language/")) {
        files.extend(built_in_language());
    }
    if errors.is_empty() {
        return Ok(files);
    }
    errors.sort();
    Err(located(folder, errors))
}

fn keep<T>(result: Result<T, Vec<Diagnostic>>, errors: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| errors.extend(found)).ok()
}

fn built_in_language() -> BTreeMap<String, Cow<'static, [u8]>> {
    LanguageFiles::iter()
        .filter(|path| is_used(path))
        .filter_map(|path| LanguageFiles::get(&path).map(|file| (path.into_owned(), file.data)))
        .collect()
}

/// Says whether a file of that path belongs to a project; README files, for one, do not.
fn is_used(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name.starts_with('.') {
        return false;
    }
    match folder {
        "ontology" => name.ends_with(".ttl"),
        "ontology/patterns" => name.ends_with(".toml"),
        "ontology/queries" => name.ends_with(".rq"),
        "seeds/lexicon" => name.ends_with(".csv"),
        "seeds" => path == DECISIONS,
        // Models are of no fixed extension.
        _ => folder.starts_with("seeds/language/") && !name.ends_with(".md"),
    }
}

fn is_text(path: &str) -> bool {
    [".ttl", ".toml", ".rq", ".csv"].iter().any(|extension| path.ends_with(extension))
}

/// Returns the text files whose path fits. Every text file is known to be UTF-8.
fn texts<'f>(
    files: &'f BTreeMap<String, Cow<'static, [u8]>>,
    fits: impl Fn(&str) -> bool,
) -> Vec<(&'f str, &'f str)> {
    (files.iter().filter(|(path, _)| is_text(path) && fits(path)))
        .filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
        .collect()
}

fn not_utf8(files: &BTreeMap<String, Cow<'static, [u8]>>) -> Vec<Diagnostic> {
    let text_files = files.iter().filter(|(path, _)| is_text(path));
    let error = |(path, bytes): (&String, &Cow<'_, [u8]>)| {
        let offset = std::str::from_utf8(bytes).err()?.valid_up_to();
        let line = line_at(std::str::from_utf8(&bytes[..offset]).ok()?, offset);
        let hint = "save the file as UTF-8";
        Some(Diagnostic::error(path, "this line is not UTF-8").at_line(line).with_hint(hint))
    };
    text_files.filter_map(error).collect()
}

/// Names files as the user can find them: with the project's folder before them.
fn located(folder: &Path, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if folder != Path::new(".") {
        for diagnostic in &mut diagnostics {
            diagnostic.path = folder.join(&diagnostic.path).display().to_string();
        }
    }
    diagnostics
}

/// Names of the folders in `folder`, in order; none when it is not there.
fn subfolders(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// Reads the files of `part` that belong to a project; a part that is not there has none.
fn read_folder(
    root: &Path,
    part: &str,
    is_wanted: &dyn Fn(&str) -> bool,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
    errors: &mut Vec<Diagnostic>,
) {
    let entries = match fs::read_dir(root.join(part)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => return errors.push(unreadable(part, &error)),
    };
    for entry in entries {
        match entry.map(|entry| entry.file_name().into_string()) {
            Ok(Ok(name)) => {
                let path = format!("{part}/{name}");
                if is_wanted(&path) {
                    read_file(root, &path, files, errors);
                }
            }
            // A name that is not Unicode is none of ours.
            Ok(Err(_)) => {}
            Err(error) => errors.push(unreadable(part, &error)),
        }
    }
}

fn read_file(
    root: &Path,
    path: &str,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
    errors: &mut Vec<Diagnostic>,
) {
    let file = root.join(path);
    let read = fs::metadata(&file).and_then(|metadata| {
        // A pipe would never end, and a folder is no file.
        if metadata.is_file() && metadata.len() <= MAX_FILE {
            fs::read(&file).map(Some)
        } else {
            Ok(None)
        }
    });
    match read {
        Ok(Some(bytes)) => {
            files.insert(path.to_owned(), Cow::Owned(bytes));
        }
        Ok(None) => {
            let message = format!("this is no file of at most {} MiB", MAX_FILE >> 20);
            errors.push(Diagnostic::error(path, message));
        }
        Err(error) => errors.push(unreadable(path, &error)),
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        ..Diagnostic::error(path, format!("cannot read: {error}"))
    }
}

/// Says whether a file belongs to the language.
fn is_language(path: &str) -> bool {
    path.starts_with("seeds/language/")
}

#[cfg(test)]
mod tests;
