//! `saiga list`: what the store holds.

use std::collections::BTreeMap;
use std::io::Write;

use clap::ValueEnum;
use serde_json::json;

use super::Exit;
use super::common::{Common, When, count};
use crate::graph::record;
use crate::graph::store::Store;

/// List the documents, entities or relations of the store
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to list
    #[arg(value_enum)]
    what: What,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    when: When,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Documents with the chains of their versions, oldest first
    Documents,
    /// Entities with class and number of mentions
    Entities,
    /// Relations with number of claims
    Relations,
}

/// Runs the command.
///
/// # Errors
/// When there is no store or it is damaged.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let store = common.open_store(&args.when)?;
    match args.what {
        What::Documents => documents(&store, args.json, out)?,
        What::Entities => entities(&store, args.json, out)?,
        What::Relations => relations(&store, args.json, out)?,
    }
    Ok(Exit::Fine)
}

fn documents(store: &Store, as_json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    for document in &store.manifest().documents {
        if as_json {
            writeln!(out, "{}", serde_json::to_string(document)?)?;
            continue;
        }
        let title = document.versions.last().and_then(|version| version.title.as_deref());
        writeln!(out, "{}  {}", document.id, title.unwrap_or("(no title)"))?;
        let latest = document.latest();
        for version in &document.versions {
            let date = version.date().map_or_else(|| "undated".to_owned(), |date| date.to_string());
            let state = match (version.superseded, latest.contains(&version)) {
                (true, _) => "superseded",
                (_, true) => "current",
                (_, false) => "older",
            };
            writeln!(
                out,
                "    @{}  {date}  {}  {} quads  {state}",
                version.version, version.path, version.quads
            )?;
            for copy in &version.copies {
                writeln!(out, "        also {copy}")?;
            }
        }
    }
    Ok(())
}

fn entities(store: &Store, as_json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    for entity in record::entities(&store.latest()?) {
        let class = entity.class.rsplit(['#', '/']).next().unwrap_or_default();
        if as_json {
            let line = json!({ "iri": entity.iri, "label": entity.label, "class": class, "mentions": entity.mentions.len() });
            writeln!(out, "{line}")?;
        } else {
            writeln!(
                out,
                "{}  {class}  {}",
                entity.label,
                count(entity.mentions.len(), "mention")
            )?;
        }
    }
    Ok(())
}

fn relations(store: &Store, as_json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for claim in record::claims(&store.latest()?) {
        let name = claim.predicate.rsplit(['#', '/']).next().unwrap_or_default().to_owned();
        *counts.entry(name).or_default() += 1;
    }
    for (name, n_claims) in counts {
        if as_json {
            writeln!(out, "{}", json!({ "relation": name, "claims": n_claims }))?;
        } else {
            writeln!(out, "{name}  {}", count(n_claims, "claim"))?;
        }
    }
    Ok(())
}
