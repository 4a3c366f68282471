//! `saiga diff`: what changed in what two versions say.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::common::Common;
use super::{Exit, extract};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::{self, Options, Side, report};
use crate::document::Input;
use crate::graph::record::{self, ClaimRecord};
use crate::graph::store::VersionEntry;
use crate::graph::store::{Store, sha256};
use crate::pipeline::Pipeline;
use crate::project::Project;

/// Show what changed in what two versions say, with both quotes
///
/// Each side is a file, a folder, or a version in the store: `id@version`, or `id` for the latest.
/// Exit code 0: they say the same; 1: something changed; 2: failed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older side
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer side
    #[arg(value_name = "NEW")]
    new: String,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Match equal claims only: a changed claim is one removed and one added
    #[arg(long)]
    strict: bool,
}

/// Formats of `saiga diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs; see docs/diff.md
    Json,
    /// For a memo or a pull request
    Markdown,
    /// A page that stands alone, both sides beside each other
    Html,
    /// One entry a line
    Jsonl,
    /// One row an entry
    Csv,
    /// Counts only
    Stat,
}

/// Claims of one side, with the texts that they were read from.
pub(super) struct Loaded {
    pub(super) records: Vec<ClaimRecord>,
    texts: Vec<(String, String)>,
    reader: String,
}

/// Runs the command.
///
/// # Errors
/// When a side cannot be read.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let language = project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
    let pipeline = Pipeline::new(&project, &language);
    let mut problems = Vec::new();
    let old = load(common, &project, &pipeline, &args.old, &mut problems)?;
    let new = load(common, &project, &pipeline, &args.new, &mut problems)?;
    problems.iter().for_each(|problem| common.report(problem));
    let functional: BTreeSet<String> = project
        .ontology
        .relations
        .iter()
        .filter(|relation| relation.functional)
        .map(|relation| relation.iri.clone())
        .collect();
    let options = Options { strict: args.strict, functional };
    let changes = diff::claims(&side(&old), &side(&new), &options);
    match args.format {
        // The stream takes the colours out where nobody would see them.
        Format::Text => out.write_all(report::text(&changes, true).as_bytes())?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &report::json(&changes))?;
            writeln!(out)?;
        }
        Format::Markdown => out.write_all(report::markdown(&changes).as_bytes())?,
        Format::Html => out.write_all(report::html(&changes).as_bytes())?,
        Format::Jsonl => out.write_all(report::json_lines(&changes).as_bytes())?,
        Format::Csv => out.write_all(&report::csv(&changes))?,
        Format::Stat => out.write_all(report::stat(&changes).as_bytes())?,
    }
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Ok(Exit::Failed);
    }
    Ok(if changes.is_empty() { Exit::Fine } else { Exit::Found })
}

pub(super) fn side(loaded: &Loaded) -> Side<'_> {
    let texts: BTreeMap<&str, &str> =
        loaded.texts.iter().map(|(iri, text)| (iri.as_str(), text.as_str())).collect();
    Side { records: &loaded.records, texts, reader: Some(&loaded.reader) }
}

/// Reads a side: a path that exists, else a version of the store.
pub(super) fn load(
    common: &Common,
    project: &Project,
    pipeline: &Pipeline<'_>,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) -> anyhow::Result<Loaded> {
    if Path::new(name).exists() || name == "-" {
        let readings = extract::read(pipeline, &[PathBuf::from(name)], problems);
        let quads: Vec<_> = readings.iter().flat_map(|reading| &reading.quads).collect();
        let texts = readings
            .iter()
            .map(|reading| {
                let iri = crate::graph::iri::version_of(&reading.document).into_string();
                (iri, reading.document.text.clone())
            })
            .collect();
        let reader = sha256(format!("{:?}", project.fingerprint()).as_bytes());
        return Ok(Loaded { records: record::claims(quads), texts, reader });
    }
    let store = Store::open(&common.store).map_err(|error| {
        anyhow::anyhow!("{name}: there is no such file, and no store to look in ({error})")
    })?;
    let (_, version) = store.find(name)?;
    let quads = store.quads(version)?;
    let texts = text(&store, version).into_iter().collect();
    Ok(Loaded { records: record::claims(&quads), texts, reader: version.built_with.clone() })
}

/// The text of a stored version, read again from the store's copy of its source.
fn text(store: &Store, version: &VersionEntry) -> Option<(String, String)> {
    let bytes = store.source(&version.source).ok()?;
    let input = Input { path: &version.path, bytes: &bytes };
    let document = crate::document::read(input).ok()?.output;
    Some((crate::graph::iri::version_of(&document).into_string(), document.text))
}
