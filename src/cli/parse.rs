//! `saiga parse`: the annotation of a text, in CoNLL-U.

use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

use super::common::Common;
use super::{Exit, inputs};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Input};
use crate::text::{self, conllu};

/// Print sentences, words, tags and trees of some files in CoNLL-U
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Take each file as one plain text instead of a document with title, notes and furniture
    #[arg(long)]
    plain: bool,
}

/// Runs the command.
///
/// # Errors
/// When the project is broken or the output cannot be written.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let language = project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
    let mut problems = Vec::new();
    let mut writer = conllu::Writer::default();
    let paths = inputs::find(&args.paths, &mut problems);
    let several = paths.len() > 1;
    for path in paths {
        let source = several.then_some(path.as_str());
        let bytes = match inputs::read(&path) {
            Ok(bytes) => bytes,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        if args.plain {
            let text = String::from_utf8_lossy(&bytes);
            if matches!(text, Cow::Owned(_)) {
                let message = "this is not UTF-8; what is no character was read as `\u{FFFD}`";
                problems.push(Diagnostic::warning(&path, message));
            }
            let text = text.trim_start_matches('\u{FEFF}');
            let annotated = text::annotate_text(text, &language);
            out.write_all(writer.write(text, &annotated, source).as_bytes())?;
            continue;
        }
        match document::read(Input { path: &path, bytes: &bytes }) {
            Ok(read) => {
                let annotated = text::annotate(&read.output, &language);
                out.write_all(writer.write(&read.output.text, &annotated, source).as_bytes())?;
                problems.extend(read.warnings);
            }
            Err(error) => problems.push(Diagnostic::error(&path, error.to_string())),
        }
    }
    problems.iter().for_each(|problem| common.report(problem));
    let failed = problems.iter().any(|one| one.severity == crate::diagnostic::Severity::Error);
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}
