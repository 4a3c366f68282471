//! `saiga apply`: a patch into the store.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::Context;

use super::Exit;
use super::common::{Common, count};
use crate::diff::lines::Lines;
use crate::diff::patch;
use crate::graph::nquads;
use crate::graph::store::Store;

/// Apply a patch of `saiga diff` to the store
///
/// The patch must fit: what it deletes must be there, and what it adds must not. The store then
/// states, quad for quad, what the new side of the comparison stated; or it stays as it was.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An RDF Patch, or a SPARQL Update of DELETE DATA and INSERT DATA; `-` is standard input
    #[arg(value_name = "PATCH")]
    patch: PathBuf,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// Patches larger than this are refused.
const MAX_BYTES: u64 = 4 << 30;

/// Runs the command.
///
/// # Errors
/// When the patch cannot be read, does not fit, or would leave graphs that are no document version.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let name = args.patch.display().to_string();
    let mut text = String::new();
    if name == "-" {
        std::io::stdin().lock().take(MAX_BYTES).read_to_string(&mut text)?;
    } else {
        let file = std::fs::File::open(&args.patch).with_context(|| name.clone())?;
        file.take(MAX_BYTES).read_to_string(&mut text).with_context(|| name.clone())?;
    }
    let patch = patch::read(&text).with_context(|| name.clone())?;
    let mut store = match args.dry_run {
        true => Store::open(&common.store)?,
        false => Store::create_or_open(&common.store)?,
    };
    let mut segments = Vec::new();
    for (_, version) in store.manifest().latest() {
        segments.extend(store.segment(version)?);
    }
    let lines = patch::apply(&Lines::of_canonical(segments), &patch).with_context(|| name)?;
    // Only graphs that the patch names are written anew.
    let mut changed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for quad in patch.removed.iter().chain(&patch.added) {
        changed.entry(graph(quad).to_owned()).or_default();
    }
    for line in &lines {
        if let Some(segment) = changed.get_mut(graph(line)) {
            segment.extend(line.as_bytes());
            segment.extend(b" .\n");
        }
    }
    let n_graphs = changed.len();
    let graphs = (changed.into_iter())
        .map(|(graph, segment)| Ok((graph, nquads::read(&segment)?)))
        .collect::<anyhow::Result<BTreeMap<_, _>>>()?;
    if !args.dry_run {
        store.put_graphs(&graphs)?;
    }
    if !common.quiet {
        let done = if args.dry_run { "would be deleted" } else { "deleted" };
        writeln!(
            out,
            "{}: {} {done}, {} added, in {}",
            common.store.display(),
            count(patch.removed.len(), "quad"),
            patch.added.len(),
            count(n_graphs, "graph"),
        )?;
    }
    Ok(Exit::Fine)
}

/// The IRI of the graph of a line, without brackets; empty for the default graph.
fn graph(line: &str) -> &str {
    let (graph, _) = crate::diff::quads::split(line);
    graph.unwrap_or_default().trim_start_matches('<').trim_end_matches('>')
}
