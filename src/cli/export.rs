//! `saiga export`: the graph as files for Gephi, spreadsheets and RDF stores.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::Exit;
use super::common::Common;
use super::network;
use crate::export::{self, Format, Look, Network, Part, finish, lint};
use crate::query;

/// Write the graph for Gephi, spreadsheets or RDF stores
#[derive(Debug, clap::Args)]
pub struct Args {
    /// gexf, gexf-lite, graphml, csv, graphology, cytoscape, dot, pajek, svg, png, turtle, trig,
    /// ntriples, nquads or jsonld [default: by the ending of --output, else gexf]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// File to write; a folder for csv, which makes several files [default: standard output]
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Also write every quote of every edge, whole, to this CSV file
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
    /// Write nothing; say what Gephi and others would do to these GEXF files, whoever wrote them
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["format", "output", "evidence"])]
    check: Vec<PathBuf>,
    #[command(flatten, next_help_heading = "Which network")]
    network: network::Args,
}

/// Runs the command.
///
/// # Errors
/// When there is no store, the format is unknown, or the output cannot be written.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if !args.check.is_empty() {
        return check(&args.check, out);
    }
    let format = match (&args.format, &args.output) {
        (Some(name), _) => Format::from_name_or_path(name)?,
        (None, Some(path)) => Format::from_name_or_path(&path.to_string_lossy())?,
        (None, None) => Format::Gexf,
    };
    if format.is_rdf() {
        let store = common.open_store(&args.network.when)?;
        let bytes = export::rdf(format, &store.latest()?, query::PREFIXES)?;
        match &args.output {
            Some(path) => replace(path, |file| file.write_all(&bytes))?,
            None => out.write_all(&bytes)?,
        }
        return Ok(Exit::Fine);
    }
    let parts = export::parts(format)?;
    if parts.len() > 1 && args.output.is_none() {
        bail!("this format makes {} files: name a folder with --output", parts.len());
    }
    args.network.draw(common, |net| write(args, &parts, net, out))?;
    Ok(Exit::Fine)
}

/// Writes one file to the output, or several into a folder.
fn write(
    args: &Args,
    parts: &[Part],
    net: &Network<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let looks: Vec<Look> = finish(net);
    match (parts, &args.output) {
        ([part], None) => part.write(net, &looks, out)?,
        ([part], Some(path)) => replace(path, |file| part.write(net, &looks, file))?,
        (parts, folder) => {
            let folder = folder.as_deref().unwrap_or_else(|| Path::new("."));
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            for part in parts {
                replace(&folder.join(part.name), |file| part.write(net, &looks, file))?;
            }
        }
    }
    if let Some(path) = &args.evidence {
        replace(path, |file| Part::EVIDENCE.write(net, &looks, file))?;
    }
    Ok(())
}

/// Says what is wrong with GEXF files; exit code 1 when anything is.
fn check(files: &[PathBuf], out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut exit = Exit::Fine;
    for path in files {
        let name = path.display();
        let bytes = fs::read(path).with_context(|| name.to_string())?;
        let findings = lint::gexf(&bytes);
        for finding in &findings {
            writeln!(out, "{name}:{finding}")?;
        }
        if findings.is_empty() {
            writeln!(out, "{name}: opens in Gephi as it is")?;
        } else {
            exit = Exit::Found;
        }
    }
    Ok(exit)
}

/// Writes a file whole or not at all.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".tmp");
    let unfinished = PathBuf::from(unfinished);
    let attempt = || {
        let mut file = BufWriter::with_capacity(1 << 16, File::create(&unfinished)?);
        write(&mut file)?;
        file.into_inner()?.sync_all()?;
        fs::rename(&unfinished, path)
    };
    attempt().with_context(|| format!("{}: cannot write", path.display()))
}
