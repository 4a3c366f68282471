//! `saiga diff`: what changed in what two versions say.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;

use super::common::{Common, When};
use super::export::replace;
use super::side::{Loaded, Reader, Source};
use super::{Exit, extract};
use crate::diagnostic::Severity;
use crate::diff::{self, Change, ClaimDiff, Options, report};
use crate::export::{self, Mark, Material, Network, Profile, Scope, StatusFilter};
use crate::graph::record::ClaimRecord;
use crate::graph::store::Store;
use crate::project::Project;
use crate::query;

/// Show what changed in what two versions say, with both quotes
///
/// Each side is a file, a folder, a store, a file of RDF, or
///   ID             the latest version of a document of the store
///   ID@VERSION     one of its versions, or the last by a date: report@2023-07
///   @DATE          the whole store as of a date; DIR@DATE for another store; @ for now
///   git:REV:PATH   a file or folder in a revision of a Git repository
/// With one side, a document is compared with its version before, or as of --as-of. With --as-of
/// alone, the whole store then is compared with the store now.
///
/// Exit code 0: they say the same; 1: something changed; 2: failed.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The older side, then the newer
    #[arg(value_name = "SIDE", num_args = 0..=2)]
    sides: Vec<String>,
    /// How to print the changes [default: by the ending of --output, else text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Counts by relation only
    #[arg(long, conflicts_with = "format")]
    stat: bool,
    /// File to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Match equal claims only: a changed claim is one removed and one added
    #[arg(long)]
    strict: bool,
    /// Put what each quad of an RDF Patch belongs to before it, as a comment
    #[arg(long)]
    annotate: bool,
    #[command(flatten)]
    when: When,
}

/// Formats of `saiga diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs; see docs/diff.md
    Json,
    /// One entry a line
    Jsonl,
    /// For a memo or a pull request
    Markdown,
    /// A page that stands alone, both sides beside each other
    Html,
    /// One row an entry
    Csv,
    /// Counts only
    Stat,
    /// The changes described in RDF, to be loaded and queried
    Turtle,
    /// The same, one quad a line
    Nquads,
    /// The network of both sides, each edge marked: for Gephi
    Gexf,
    /// What turns the quads of the old side into those of the new; see `saiga apply`
    RdfPatch,
    /// The same for any SPARQL store
    SparqlUpdate,
}

impl Format {
    /// The format that the end of a file's name tells.
    fn of_path(path: &std::path::Path) -> Option<Self> {
        Some(match path.extension()?.to_str()? {
            "txt" => Self::Text,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" => Self::Html,
            "csv" => Self::Csv,
            "ttl" => Self::Turtle,
            "nq" | "nt" => Self::Nquads,
            "gexf" => Self::Gexf,
            "rdfp" => Self::RdfPatch,
            "ru" | "rq" => Self::SparqlUpdate,
            _ => return None,
        })
    }
}

/// Runs the command.
///
/// # Errors
/// When a side cannot be read.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, _) if args.stat => Format::Stat,
        (None, Some(path)) => Format::of_path(path).with_context(|| {
            format!("{}: its ending tells no format; give --format", path.display())
        })?,
        (None, None) => Format::Text,
    };
    let (old, new) = sides(common, args)?;
    let project = common.load_project()?;
    let language = match old.needs_reader() || new.needs_reader() {
        true => Some(extract::language(&project)?),
        false => None,
    };
    let reader = language.as_ref().map(|language| Reader::new(&project, language));
    let mut problems = Vec::new();
    let (bytes, is_same) = if matches!(format, Format::RdfPatch | Format::SparqlUpdate) {
        let lines = old.lines(reader.as_ref(), &mut problems)?;
        let patch = lines.diff(&new.lines(reader.as_ref(), &mut problems)?);
        let text = match format {
            Format::RdfPatch if args.annotate => {
                // What could not be read has been told above.
                let old = old.claims(reader.as_ref(), &mut Vec::new())?;
                let new = new.claims(reader.as_ref(), &mut Vec::new())?;
                let changes = compare(&old, &new, &project, args.strict);
                diff::coverage::annotated(&patch, &changes)
            }
            Format::RdfPatch => patch.rdf_patch(None),
            _ => patch.sparql_update(),
        };
        (text.into_bytes(), patch.is_empty())
    } else {
        let old = old.claims(reader.as_ref(), &mut problems)?;
        let new = new.claims(reader.as_ref(), &mut problems)?;
        let changes = compare(&old, &new, &project, args.strict);
        let colour = common.colour && args.output.is_none();
        (write(format, &changes, &old, &new, colour)?, changes.is_empty())
    };
    problems.iter().for_each(|problem| common.report(problem));
    match &args.output {
        Some(path) => replace(path, |file| file.write_all(&bytes))?,
        None => out.write_all(&bytes)?,
    }
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Ok(Exit::Failed);
    }
    Ok(if is_same { Exit::Fine } else { Exit::Found })
}

/// Compares two sides by the rules of a project.
pub fn compare(old: &Loaded, new: &Loaded, project: &Project, strict: bool) -> ClaimDiff {
    let same_document = old.is_document && new.is_document;
    let options = Options { strict, functional: functional(project), same_document };
    diff::claims(&old.side(), &new.side(), &options)
}

/// IRIs of the relations with one value at a time.
pub fn functional(project: &Project) -> BTreeSet<String> {
    let relations = project.ontology.relations.iter().filter(|relation| relation.functional);
    relations.map(|relation| relation.iri.clone()).collect()
}

/// Finds the two sides that the arguments mean.
fn sides(common: &Common, args: &Args) -> anyhow::Result<(Source, Source)> {
    let find = |when: &When, name: &str| Source::find(common, when, name);
    let now = When { as_of: None };
    Ok(match (&args.sides[..], &args.when.as_of) {
        ([old, new], _) => (find(&args.when, old)?, find(&args.when, new)?),
        ([one], Some(_)) => (find(&args.when, one)?, find(&now, one)?),
        ([one], None) => {
            let new = find(&now, one)?;
            let Source::Version(store, name) = &new else {
                bail!("{one}: compared with what? Give a second side");
            };
            let (document, version) = store.find(name)?;
            let slot = document.versions.iter().position(|other| other == version);
            let line = version.line();
            let mut earlier = document.versions[..slot.unwrap_or(0)].iter();
            let Some(before) = earlier.rfind(|other| other.line() == line) else {
                bail!("{one}: the store has no earlier version of it; give a second side");
            };
            let old = format!("{}@{}", document.id, before.version);
            (Source::Version(Store::open(store.dir())?, old), new)
        }
        ([], Some(_)) => (find(&args.when, "@")?, find(&now, "@")?),
        _ => bail!("nothing to compare: give two sides, or --as-of (see `saiga diff --help`)"),
    })
}

fn write(
    format: Format,
    changes: &ClaimDiff,
    old: &Loaded,
    new: &Loaded,
    colour: bool,
) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        Format::Text => report::text(changes, colour).into_bytes(),
        Format::Json => {
            let mut json = serde_json::to_vec_pretty(&report::json(changes))?;
            json.push(b'\n');
            json
        }
        Format::Jsonl => report::json_lines(changes).into_bytes(),
        Format::Markdown => report::markdown(changes).into_bytes(),
        Format::Html => report::html(changes).into_bytes(),
        Format::Csv => report::csv(changes),
        Format::Stat => report::stat(changes).into_bytes(),
        Format::Turtle => export::rdf(export::Format::Turtle, &report::rdf(changes), PREFIXES)?,
        Format::Nquads => export::rdf(export::Format::NQuads, &report::rdf(changes), PREFIXES)?,
        Format::Gexf => network(changes, old, new)?,
        Format::RdfPatch | Format::SparqlUpdate => bail!("patches are made of quads"),
    })
}

const PREFIXES: &[(&str, &str)] = query::PREFIXES;

/// The network of both sides: what is gone stays, marked.
fn network(changes: &ClaimDiff, old: &Loaded, new: &Loaded) -> anyhow::Result<Vec<u8>> {
    let mut marks: BTreeMap<&ClaimRecord, Mark> = BTreeMap::new();
    for entry in changes.parts().into_iter().flat_map(|(_, _, entries)| entries) {
        let mark = match entry.change() {
            Change::Added(_) => Mark::Added,
            Change::Removed(_) => Mark::Removed,
            change if change.is_factual() => Mark::Changed,
            _ => Mark::Same,
        };
        // What is only said otherwise is drawn once, as it is said now.
        let old = entry.old.as_deref().filter(|_| mark != Mark::Same || entry.new.is_none());
        marks.extend(old.into_iter().chain(entry.new.as_deref()).map(|claim| (claim, mark)));
    }
    for (old, new) in changes.entities.iter().flat_map(|change| &change.claims) {
        marks.extend([(old, Mark::Changed), (new, Mark::Changed)]);
    }
    let is_drawn = |record: &&ClaimRecord| marks.contains_key(record);
    let mut records: Vec<ClaimRecord> = old.records.iter().filter(is_drawn).cloned().collect();
    let told: BTreeSet<&ClaimRecord> =
        changes.entries.iter().filter_map(|entry| entry.old.as_deref()).collect();
    records.extend(new.records.iter().filter(|record| !told.contains(record)).cloned());
    let scope = Scope { status: StatusFilter::All, ..Scope::default() };
    let material = Material { claims: &records, ..Material::default() };
    let mut net = Network::draw(Profile::Entities, &material, &scope);
    net.mark(|claim| marks.get(claim).copied().unwrap_or(Mark::Same));
    let looks = export::finish(&net);
    let mut bytes = Vec::new();
    for part in export::parts(export::Format::Gexf)? {
        part.write(&net, &looks, &mut bytes)?;
    }
    Ok(bytes)
}
