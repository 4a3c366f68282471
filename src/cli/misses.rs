//! `saiga misses`: what was almost read, and the patterns that would read it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use rayon::prelude::*;
use serde_json::json;

use super::common::{Common, count};
use super::{Exit, inputs};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Input;
use crate::extract::misses::{Miss, MissReason, Watch};
use crate::pipeline::Pipeline;

/// List sentences from which a relation was almost read, and why it was not
///
/// Two mentions fit the relation and a word of its patterns stands near, but nothing was read. The
/// list is sorted so that the pattern which would clear the most sentences comes first; it is a
/// suggestion to edit, in the notation of ontology/patterns, and not every miss is a fact.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Only this relation, such as memberOf; may be given several times
    #[arg(long = "relation", value_name = "RELATION")]
    relations: Vec<String>,
    /// Sentences shown for each suggestion
    #[arg(long, value_name = "N", default_value_t = 3)]
    examples: usize,
    /// Suggestions shown; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print JSON, one sentence a line, all of them
    #[arg(long)]
    json: bool,
}

/// A miss with what is needed to show it.
struct Found {
    path: String,
    relation: String,
    /// In code points of the text as read.
    start: u32,
    end: u32,
    quote: String,
    subject: String,
    object: String,
    trigger: String,
    miss: Miss,
}

/// Runs the command.
///
/// # Errors
/// When the project is broken, or a relation is not in the ontology.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let language = project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
    if let Some(name) =
        args.relations.iter().find(|name| !project.ontology.relation_names.contains_key(*name))
    {
        bail!("--relation {name}: the ontology has no such relation");
    }
    let pipeline = common.pipeline(&project, &language);
    let watch = Watch::new(&pipeline.rules);
    let mut problems = Vec::new();
    let files = inputs::find(&args.paths, &mut problems);
    let read: Vec<Result<Vec<Found>, Diagnostic>> =
        files.par_iter().map(|path| misses(&pipeline, &watch, path)).collect();
    let mut found = Vec::new();
    for result in read {
        match result {
            Ok(misses) => found.extend(misses),
            Err(problem) => problems.push(problem),
        }
    }
    problems.iter().for_each(|problem| common.report(problem));
    if !args.relations.is_empty() {
        found.retain(|one| args.relations.contains(&one.relation));
    }
    if args.json {
        for one in &found {
            writeln!(out, "{}", as_json(one))?;
        }
    } else {
        print(&found, args, out)?;
    }
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

/// The misses of one file, in the order of the text.
fn misses(pipeline: &Pipeline<'_>, watch: &Watch, path: &str) -> Result<Vec<Found>, Diagnostic> {
    let bytes = inputs::read(path)?;
    let (document, misses) = pipeline
        .misses(Input { path, bytes: &bytes }, watch)
        .map_err(|error| Diagnostic::error(path, error.to_string()))?;
    let points = crate::span::CodePoints::new(&document.text);
    let words = |span: crate::span::Span| span.of(&document.text).to_owned();
    Ok(misses
        .into_iter()
        .map(|miss| {
            let (start, end) = points.span(miss.sentence);
            Found {
                path: path.to_owned(),
                relation: pipeline.rules.onto.relation(miss.relation).name.clone(),
                start,
                end,
                quote: words(miss.sentence),
                subject: words(miss.subject),
                object: words(miss.object),
                trigger: words(miss.trigger),
                miss,
            }
        })
        .collect())
}

/// Prints the misses by relation, suggested pattern and reason, the most frequent first.
fn print(found: &[Found], args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut groups: BTreeMap<(&str, &str, MissReason), Vec<&Found>> = BTreeMap::new();
    let mut shown = BTreeSet::new();
    for one in found {
        // An article that stands on two pages is one article.
        if !shown.insert((&one.relation, &one.quote)) {
            continue;
        }
        let pattern = one.miss.pattern.as_deref().unwrap_or("");
        groups.entry((&one.relation, pattern, one.miss.reason)).or_default().push(one);
    }
    let n_groups = groups.len();
    let mut groups: Vec<_> = groups.into_iter().collect();
    // What no pattern can say comes last, however often.
    groups.sort_by_key(|((_, pattern, _), of)| (pattern.is_empty(), std::cmp::Reverse(of.len())));
    let n_shown = if args.limit == 0 { n_groups } else { args.limit.min(n_groups) };
    for ((relation, pattern, reason), of) in &groups[..n_shown] {
        let pattern = if pattern.is_empty() { "(too far apart for a pattern)" } else { pattern };
        writeln!(out, "{} × {relation}: {pattern}", of.len())?;
        writeln!(out, "  {}", reason.as_str())?;
        for one in of.iter().take(args.examples) {
            let nearest =
                one.miss.nearest.as_ref().map(|id| format!(" · {id}")).unwrap_or_default();
            writeln!(
                out,
                "  {} {}–{}: {} → {} near “{}”{nearest}",
                one.path, one.start, one.end, one.subject, one.object, one.trigger
            )?;
            writeln!(out, "    “{}”", one.quote.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
    }
    if n_groups > n_shown {
        writeln!(out, "and {} more; --limit 0 shows all", count(n_groups - n_shown, "suggestion"))?;
    }
    let n_misses = groups.iter().map(|(_, of)| of.len()).sum();
    writeln!(out, "{} in {}", count(n_misses, "miss"), count(n_groups, "suggestion"))?;
    Ok(())
}

fn as_json(one: &Found) -> serde_json::Value {
    json!({
        "document": one.path,
        "relation": one.relation,
        "reason": one.miss.reason.as_str(),
        "pattern": one.miss.pattern,
        "nearest": one.miss.nearest,
        "subject": one.subject,
        "object": one.object,
        "trigger": one.trigger,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
    })
}
