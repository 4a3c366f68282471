//! `saiga explain`: a fact or an entity with its quotes.

use std::io::Write;

use anyhow::bail;

use super::Exit;
use super::common::Common;
use super::query::background;
use crate::graph::iri;
use crate::graph::store::Store;
use crate::query::explain::Explanation;
use crate::query::{Dataset, Scope, question};

/// Show a fact or an entity with its quotes, and why saiga reads them so
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An entity (name, `class/slug` or IRI) or a claim (IRI or first digits of its hash)
    #[arg(value_name = "FACT|ENTITY")]
    what: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the store knows no such fact or entity; the message names the nearest.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let store = Store::open(&common.store)?;
    let quads = store.latest()?;
    let dataset = Dataset::load(&store, &background(&project)?, Scope::default())?;
    let is_claim = args.what.starts_with(iri::CLAIM)
        || args.what.len() >= 6 && args.what.bytes().all(|byte| byte.is_ascii_hexdigit());
    let found = if is_claim {
        question::claim(&args.what, &dataset)
    } else {
        question::entity(&args.what, None, &dataset)
    };
    let iri = match found {
        Ok(iri) => iri,
        Err(message) => bail!("{message}"),
    };
    let Some(explanation) = Explanation::of(&quads, iri.as_str()) else {
        bail!("no document of the store names `{}`", args.what);
    };
    let explanation = explanation.with_decisions(&project.decisions);
    let text = if args.json { explanation.to_json() } else { explanation.to_text() };
    out.write_all(text.as_bytes())?;
    Ok(Exit::Fine)
}
