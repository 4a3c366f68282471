//! `saiga extract`: the facts of some files, without a store.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;

use super::common::Common;
use super::{Exit, inputs};
use crate::diagnostic::{Diagnostic, Severity, Warned};
use crate::document::{Input, Sidecar};
use crate::export;
use crate::extract::json;
use crate::pipeline::{Pipeline, Reading};
use crate::project::Project;
use crate::query;
use crate::text::Language;

/// Print the facts of some files, without a store
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Keep facts about pronouns whose antecedent is not in the text, marked as unresolved: for
    /// excerpts that begin in the middle
    #[arg(long)]
    unresolved: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

/// Formats of `saiga extract`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One fact a line
    Jsonl,
    /// One quad a line, in the graph of its document version
    Nquads,
    /// Without graph names
    Turtle,
    /// With graph names
    Trig,
    /// JSON for linked data
    Jsonld,
}

/// Runs the command.
///
/// # Errors
/// When the project is broken or the output cannot be written.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let language = language(&project)?;
    let mut pipeline = common.pipeline(&project, &language);
    pipeline.rules.keep_unresolved = args.unresolved;
    let mut problems = Vec::new();
    let readings = read(&pipeline, &args.paths, &mut problems);
    problems.iter().for_each(|problem| common.report(problem));
    let format = match args.format {
        Format::Jsonl => {
            for reading in &readings {
                let lines = json::lines(&reading.document, &reading.facts, pipeline.rules.onto);
                out.write_all(lines.as_bytes())?;
            }
            None
        }
        Format::Nquads => Some(export::Format::NQuads),
        Format::Turtle => Some(export::Format::Turtle),
        Format::Trig => Some(export::Format::Trig),
        Format::Jsonld => Some(export::Format::JsonLd),
    };
    if let Some(format) = format {
        let quads: Vec<_> = readings.into_iter().flat_map(|reading| reading.quads).collect();
        out.write_all(&export::rdf(format, &quads, query::PREFIXES)?)?;
    }
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

/// The project's language.
///
/// # Errors
/// The first fault in its files.
pub fn language(project: &Project) -> anyhow::Result<Language> {
    project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))
}

/// Reads files through all stages, in the order of their paths.
pub fn read(
    pipeline: &Pipeline<'_>,
    paths: &[PathBuf],
    problems: &mut Vec<Diagnostic>,
) -> Vec<Reading> {
    let files = inputs::find(paths, problems);
    let results: Vec<Result<Warned<Reading>, Diagnostic>> = files
        .par_iter()
        .map(|path| {
            let bytes = inputs::read(path)?;
            let said = inputs::sidecar(path)?.map(|(_, said)| said);
            let said = said.unwrap_or_else(|| Warned::clean(Sidecar::default()));
            let mut read = pipeline
                .read_with(Input { path, bytes: &bytes }, &said.output)
                .map_err(|error| Diagnostic::error(path, error.to_string()))?;
            read.warnings.extend(said.warnings);
            Ok(read)
        })
        .collect();
    let mut readings = Vec::new();
    for result in results {
        match result {
            Ok(Warned { output, warnings }) => {
                problems.extend(warnings);
                readings.push(output);
            }
            Err(problem) => problems.push(problem),
        }
    }
    readings
}
