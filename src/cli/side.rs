//! What a name on the command line of `diff` stands for: a file, a folder, a graph, a store or a
//! state of one, a version of a document, a revision of a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rayon::prelude::*;

use super::common::{Common, When};
use super::{extract, revision};
use crate::diagnostic::Diagnostic;
use crate::diff::lines::Lines;
use crate::diff::{ArticleText, Side};
use crate::document::{Document, Input};
use crate::graph::store::{AsOf, DocumentEntry, Store, VersionEntry, sha256};
use crate::graph::{iri, record};
use crate::pipeline::{Pipeline, Reading};
use crate::project::Project;

/// What a name stands for.
pub enum Source {
    /// A document, a folder of documents, or standard input.
    Files(PathBuf),
    /// A file of RDF.
    Graph(PathBuf, RdfFormat),
    /// Documents in a revision of a Git repository.
    Revision(String),
    /// A whole store, in some state.
    Store(Store),
    /// One version of a document in a store.
    Version(Store, String),
}

/// The claims of one side, with the texts that they were read from.
pub struct Loaded {
    /// Its claims.
    pub records: Vec<record::ClaimRecord>,
    texts: Vec<(String, String)>,
    articles: Vec<ArticleText>,
    reader: Option<String>,
    /// It is one document, which may be a version of another.
    pub is_document: bool,
}

/// What reading documents takes.
pub struct Reader<'p> {
    project: &'p Project,
    pipeline: Pipeline<'p>,
}

impl<'p> Reader<'p> {
    /// Makes it ready.
    pub fn new(project: &'p Project, language: &'p crate::text::Language) -> Self {
        Self { project, pipeline: Pipeline::new(project, language) }
    }
}

impl Loaded {
    /// The side to hand to the comparison.
    pub fn side(&self) -> Side<'_> {
        let texts: BTreeMap<&str, &str> =
            self.texts.iter().map(|(iri, text)| (iri.as_str(), text.as_str())).collect();
        Side {
            records: &self.records,
            texts,
            articles: self.articles.clone(),
            reader: self.reader.as_deref(),
        }
    }
}

impl Source {
    /// Finds out what a name stands for: first a path, then a state of a store, then a document.
    ///
    /// # Errors
    /// When it is nothing of all that.
    pub fn find(common: &Common, when: &When, name: &str) -> anyhow::Result<Self> {
        if let Some(revision) = name.strip_prefix("git:") {
            return Ok(Self::Revision(revision.to_owned()));
        }
        let path = Path::new(name);
        if name == "-" {
            return Ok(Self::Files(path.to_owned()));
        }
        if is_store(path) {
            let common = Common { store: path.to_owned(), ..common.clone() };
            return Ok(Self::Store(common.open_store(when)?));
        }
        if path.exists() {
            let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
            let format = match end {
                "nq" | "nt" | "ttl" | "trig" | "rdf" | "jsonld" => RdfFormat::from_extension(end),
                _ => None,
            };
            return Ok(match format {
                Some(format) if path.is_file() => Self::Graph(path.to_owned(), format),
                _ => Self::Files(path.to_owned()),
            });
        }
        if let Some((dir, state)) = name.rsplit_once('@')
            && (dir.is_empty() || is_store(Path::new(dir)))
        {
            let dir = if dir.is_empty() { common.store.clone() } else { PathBuf::from(dir) };
            let as_of: Option<AsOf> = match state {
                "" => when.as_of.clone(),
                state => Some(state.parse().with_context(|| format!("{name}: after the @"))?),
            };
            let common = Common { store: dir, ..common.clone() };
            return Ok(Self::Store(common.open_store(&When { as_of })?));
        }
        let store = common.open_store(when).map_err(|error| {
            anyhow::anyhow!("{name}: there is no such file, and no store to look in ({error})")
        })?;
        store.find(name)?;
        Ok(Self::Version(store, name.to_owned()))
    }

    /// Says whether reading it takes the pipeline, which the others come without.
    pub fn needs_reader(&self) -> bool {
        matches!(self, Self::Files(_) | Self::Revision(_))
    }

    /// Reads its claims. What keeps a single document from being read is told in `problems`.
    ///
    /// # Errors
    /// When it cannot be read as a whole.
    pub fn claims(
        &self,
        reader: Option<&Reader<'_>>,
        problems: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Loaded> {
        match self {
            Self::Files(_) | Self::Revision(_) => {
                let reader = reader.context("documents are read with a pipeline")?;
                let readings = self.readings(reader, problems)?;
                Ok(of_readings(&readings, reader.project, self.is_document(&readings)))
            }
            Self::Graph(path, format) => {
                let quads = parse(path, *format)?;
                Ok(Loaded {
                    records: record::claims(&quads),
                    texts: Vec::new(),
                    articles: Vec::new(),
                    reader: None,
                    is_document: false,
                })
            }
            Self::Store(store) => {
                of_versions(store, &store.manifest().latest().collect::<Vec<_>>())
            }
            Self::Version(store, name) => {
                let found = store.find(name)?;
                Ok(Loaded { is_document: true, ..of_versions(store, &[found])? })
            }
        }
    }

    /// Reads its quads as sorted lines, for a patch.
    ///
    /// # Errors
    /// As [`Source::claims`]; also when it has blank nodes, which no patch can name.
    pub fn lines(
        &self,
        reader: Option<&Reader<'_>>,
        problems: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Lines> {
        let of_segments = |store: &Store, versions: &[(&DocumentEntry, &VersionEntry)]| {
            let segments: Vec<Vec<u8>> = versions
                .par_iter()
                .map(|(_, version)| store.segment(version))
                .collect::<Result<_, _>>()?;
            // A segment is what the store's own writer wrote: its lines need no parsing.
            Ok(Lines::of_canonical(segments.concat()))
        };
        match self {
            Self::Files(_) | Self::Revision(_) => {
                let reader = reader.context("documents are read with a pipeline")?;
                let readings = self.readings(reader, problems)?;
                let all: Vec<&Quad> = readings.iter().flat_map(|reading| &reading.quads).collect();
                Ok(Lines::of_quads(all)?)
            }
            Self::Graph(path, RdfFormat::NQuads | RdfFormat::NTriples) => {
                let bytes = read(path)?;
                Ok(Lines::parse(&bytes).with_context(|| path.display().to_string())?)
            }
            Self::Graph(path, format) => Ok(Lines::of_quads(&parse(path, *format)?)
                .with_context(|| path.display().to_string())?),
            Self::Store(store) => {
                of_segments(store, &store.manifest().latest().collect::<Vec<_>>())
            }
            Self::Version(store, name) => of_segments(store, &[store.find(name)?]),
        }
    }

    fn readings(
        &self,
        reader: &Reader<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<Vec<Reading>> {
        match self {
            Self::Files(path) => {
                Ok(extract::read(&reader.pipeline, std::slice::from_ref(path), problems))
            }
            Self::Revision(name) => {
                let files = revision::files(name, problems)?;
                let results: Vec<_> = files
                    .par_iter()
                    .map(|(path, bytes)| {
                        (reader.pipeline.read(Input { path, bytes }))
                            .map_err(|error| Diagnostic::error(path, error.to_string()))
                    })
                    .collect();
                let mut readings = Vec::new();
                for result in results {
                    match result {
                        Ok(read) => {
                            problems.extend(read.warnings);
                            readings.push(read.output);
                        }
                        Err(problem) => problems.push(problem),
                    }
                }
                Ok(readings)
            }
            _ => bail!("this side is no document"),
        }
    }

    /// A folder stands for a collection, even when it holds one document today.
    fn is_document(&self, readings: &[Reading]) -> bool {
        let is_folder = matches!(self, Self::Files(path) if path.is_dir());
        readings.len() == 1 && !is_folder
    }
}

/// Says whether a folder is a store.
fn is_store(path: &Path) -> bool {
    path.join("manifest.json").is_file() && path.join("segments").is_dir()
}

fn of_readings(readings: &[Reading], project: &Project, is_document: bool) -> Loaded {
    let quads: Vec<_> = readings.iter().flat_map(|reading| &reading.quads).collect();
    let (mut texts, mut articles) = (Vec::new(), Vec::new());
    for Reading { document, .. } in readings {
        let version = iri::version_of(document).into_string();
        articles.extend(ArticleText::of_document(document, &version));
        texts.push((version, document.text.clone()));
    }
    Loaded {
        records: record::claims(quads),
        texts,
        articles,
        reader: Some(sha256(format!("{:?}", project.fingerprint()).as_bytes())),
        is_document,
    }
}

/// Reads versions of a store, with their texts from the store's copies of their sources.
pub fn of_versions(
    store: &Store,
    versions: &[(&DocumentEntry, &VersionEntry)],
) -> anyhow::Result<Loaded> {
    #[expect(clippy::type_complexity, reason = "each version with its text, taken apart at once")]
    let parts: Vec<(Vec<Quad>, Option<(String, Document)>)> = versions
        .par_iter()
        .map(|(document, version)| {
            let name = iri::version(&document.id, &version.version).into_string();
            let text = read_again(store, version).map(|read| (name, read));
            Ok((store.quads(version)?, text))
        })
        .collect::<anyhow::Result<_>>()?;
    let (mut quads, mut texts, mut articles) = (Vec::new(), Vec::new(), Vec::new());
    for (part, text) in parts {
        quads.extend(part);
        if let Some((name, document)) = text {
            articles.extend(ArticleText::of_document(&document, &name));
            texts.push((name, document.text));
        }
    }
    let mut readers: Vec<&str> =
        versions.iter().map(|(_, version)| version.built_with.as_str()).collect();
    readers.sort_unstable();
    readers.dedup();
    Ok(Loaded {
        records: record::claims(&quads),
        texts,
        articles,
        reader: Some(readers.join(" ")),
        is_document: false,
    })
}

/// A stored version, read again from the store's copy of its source.
fn read_again(store: &Store, version: &VersionEntry) -> Option<Document> {
    let bytes = store.source(&version.source).ok()?;
    let input = Input { path: &version.path, bytes: &bytes };
    Some(crate::document::read(input).ok()?.output)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

fn parse(path: &Path, format: RdfFormat) -> anyhow::Result<Vec<Quad>> {
    let bytes = read(path)?;
    let base = "https://w3id.org/saiga/graph/";
    let parser = RdfParser::from_format(format).with_base_iri(base)?;
    let quads: Result<Vec<Quad>, _> = parser.for_slice(&bytes).collect();
    quads.with_context(|| path.display().to_string())
}
