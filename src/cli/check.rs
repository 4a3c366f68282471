//! `saiga check`: do ontology, lexicons and patterns agree, and does every example hold?

use std::io::Write;

use anyhow::Context;

use super::Exit;
use super::common::{Common, count};
use super::query::questions;
use crate::diagnostic::Severity;
use crate::ontology::pattern::Patterns;
use crate::pipeline;

/// Check ontology, patterns, lexicons and questions against each other
///
/// Exit code 0: nothing wrong; 1: faults found; 2: the files cannot even be read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show how this text is read instead: words, mentions, dates, numbers, and the claims with
    /// their rules
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,

    /// With --text: show how these patterns read it, and why not: `member-of`, `member-of/2`, or a
    /// file of patterns
    #[arg(long, value_name = "NAME", requires = "text")]
    pattern: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// When the project cannot be read at all.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut project = common.load_project()?;
    let language = project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
    if let (Some(text), Some(name)) = (&args.text, &args.pattern) {
        let is_file = name.ends_with(".toml");
        if is_file {
            let content =
                std::fs::read_to_string(name).with_context(|| format!("{name}: cannot be read"))?;
            project.patterns = Patterns::parse(&[(name, &content)], &project.ontology)
                .map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
        }
        let pipeline = common.pipeline(&project, &language);
        let is_wanted = |id: &str| {
            is_file || id == name || id.rsplit_once('/').is_some_and(|(stem, _)| stem == name)
        };
        let told = pipeline.trace_patterns(text, is_wanted);
        if told.is_empty() {
            anyhow::bail!("there is no pattern `{name}`; `saiga list relations` names them");
        }
        out.write_all(told.as_bytes())?;
        return Ok(Exit::Fine);
    }
    if let Some(text) = &args.text {
        let pipeline = common.pipeline(&project, &language);
        out.write_all(pipeline.trace(text).as_bytes())?;
        return Ok(Exit::Fine);
    }
    questions(&project)?;
    let mut faults = project.check();
    faults.extend(pipeline::check_examples(&common.pipeline(&project, &language)));
    faults.sort();
    faults.iter().for_each(|fault| common.report(fault));
    let n_errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    writeln!(
        out,
        "{}, {}, {}, {}: {}",
        count(project.ontology.relations.len(), "relation"),
        count(project.patterns.patterns.len(), "pattern"),
        count(project.patterns.examples.len(), "example"),
        count(project.lexicon.entries.len(), "name"),
        count(n_errors, "fault"),
    )?;
    Ok(if n_errors == 0 { Exit::Fine } else { Exit::Found })
}
