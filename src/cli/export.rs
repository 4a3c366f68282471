//! `saiga export`: the graph as files for Gephi, spreadsheets and RDF stores.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;

use super::Exit;
use super::common::{Common, When};
use crate::date::Date;
use crate::export::{self, Format, Network, Scope, StatusFilter};
use crate::graph::record;
use crate::query;

/// Write the graph for Gephi, spreadsheets or RDF stores
#[derive(Debug, clap::Args)]
pub struct Args {
    /// gexf, gexf-lite, graphml, csv, graphology, cytoscape, dot, turtle, trig, ntriples, nquads or
    /// jsonld [default: by the ending of --output, else gexf]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// File to write; a folder for csv, which makes several files [default: standard output]
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Only what is near this entity; may be given several times
    #[arg(long, value_name = "ENTITY")]
    around: Vec<String>,
    /// How many steps from --around
    #[arg(long, default_value_t = 1)]
    hops: usize,
    /// Only these relations, such as memberOf
    #[arg(long, value_name = "RELATION")]
    relation: Vec<String>,
    /// Only entities of these classes, such as Country
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,
    /// Leave out what ended before this date
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Leave out what began after this date
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only edges that so many articles state
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_weight: usize,
    /// Only the N entities with the most edges
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Which claims by their status
    #[arg(long, value_enum, default_value_t = Status::Planned)]
    status: Status,
    #[command(flatten)]
    when: When,
}

/// Which claims to take by their status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Status {
    /// What is or was so
    Actual,
    /// That, and plans
    Planned,
    /// That, and what is denied or only possible
    All,
}

/// Runs the command.
///
/// # Errors
/// When there is no store, the format is unknown, or the output cannot be written.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let format = match (&args.format, &args.output) {
        (Some(name), _) => Format::from_name_or_path(name)?,
        (None, Some(path)) => Format::from_name_or_path(&path.to_string_lossy())?,
        (None, None) => Format::Gexf,
    };
    let store = common.open_store(&args.when)?;
    let quads = store.latest()?;
    let files = if format.is_rdf() {
        vec![export::File {
            name: format.suffix(),
            bytes: export::rdf(format, &quads, query::PREFIXES)?,
        }]
    } else {
        let records = record::claims(&quads);
        let net = Network::new(&records, &scope(args));
        export::network(format, &net)?
    };
    write(args, &files, out)
}

/// The flags as a scope.
fn scope(args: &Args) -> Scope {
    Scope {
        status: match args.status {
            Status::Actual => StatusFilter::Actual,
            Status::Planned => StatusFilter::Planned,
            Status::All => StatusFilter::All,
        },
        relations: args.relation.iter().cloned().collect(),
        classes: args.class.iter().cloned().collect(),
        since: args.since,
        until: args.until,
        min_weight: args.min_weight,
        around: args.around.iter().cloned().collect(),
        hops: args.hops,
        top: args.top,
    }
}

/// Writes one file to the output, or several into a folder.
fn write(args: &Args, files: &[export::File], out: &mut dyn Write) -> anyhow::Result<Exit> {
    match (files, &args.output) {
        ([file], None) => out.write_all(&file.bytes)?,
        (_, None) => bail!("this format makes {} files: name a folder with --output", files.len()),
        ([file], Some(path)) => replace(path, &file.bytes)?,
        (files, Some(folder)) => {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            for file in files {
                replace(&folder.join(file.name), &file.bytes)?;
            }
        }
    }
    Ok(Exit::Fine)
}

/// Writes a file whole or not at all.
pub fn replace(path: &std::path::Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".tmp");
    let unfinished = PathBuf::from(unfinished);
    let attempt = || {
        fs::write(&unfinished, bytes)?;
        fs::rename(&unfinished, path)
    };
    attempt().with_context(|| format!("{}: cannot write", path.display()))
}
