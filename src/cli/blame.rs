//! `saiga blame`: the version that first said something, and the last that did.

use std::io::Write;

use anyhow::bail;

use super::Exit;
use super::common::{Common, When};
use super::diff::functional;
use super::log::Chain;
use crate::diff::history::{self, Thread};
use crate::diff::{Options, report};
use crate::graph::iri;
use crate::graph::record::{ClaimRecord, Node, Object};

/// Show which version first said something, what changed since, and which was the last to say it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A claim (IRI or first digits of its hash), or the name of an entity
    #[arg(value_name = "FACT|SUBJECT")]
    what: String,
    /// With an entity: only this relation, such as memberOf
    #[arg(value_name = "RELATION")]
    relation: Option<String>,
    /// Only with this object: the name of an entity, or a value
    #[arg(value_name = "OBJECT")]
    object: Option<String>,
    /// Print JSON; see docs/diff.md
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    when: When,
}

/// Runs the command.
///
/// # Errors
/// When no version says such a thing.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let store = common.open_store(&args.when)?;
    let options = Options { functional: functional(&project), ..Options::default() };
    let mut threads: Vec<Thread> = Vec::new();
    for document in &store.manifest().documents {
        for chain in Chain::of(&store, document)? {
            let versions = chain.versions();
            let records = versions.iter().flat_map(|version| version.side.records);
            if !records.into_iter().any(|claim| is_meant(args, claim)) {
                continue;
            }
            let steps = history::steps(&versions, &options);
            threads.extend(history::threads(&versions, &steps, &|claim| is_meant(args, claim)));
        }
    }
    if threads.is_empty() {
        bail!(
            "no version of any document says this; `saiga explain {}` shows what is said",
            args.what
        );
    }
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report::blame_json(&threads))?;
        writeln!(out)?;
    } else {
        out.write_all(report::blame(&threads, common.colour).as_bytes())?;
    }
    Ok(Exit::Fine)
}

/// Says whether a claim is one that was asked for.
fn is_meant(args: &Args, claim: &ClaimRecord) -> bool {
    let hash = args.what.strip_prefix(iri::CLAIM).unwrap_or(&args.what);
    let is_hash = hash.len() >= 6 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash && claim.iri.strip_prefix(iri::CLAIM).is_some_and(|own| own.starts_with(hash)) {
        return true;
    }
    let equal = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let is_node = |node: &Node, name: &str| {
        let id = node.iri.strip_prefix(iri::ENTITY).unwrap_or(&node.iri);
        equal(&node.label, name) || node.iri == name || id == name
    };
    let is_relation = |name: &String| {
        let own = claim.predicate.rsplit(['#', '/']).next().unwrap_or_default();
        equal(own, name) || equal(&claim.predicate_label, name) || claim.predicate == *name
    };
    let is_object = |name: &String| match &claim.object {
        Object::Entity(node) => is_node(node, name),
        Object::Literal { value, .. } => value == name,
    };
    is_node(&claim.subject, &args.what)
        && args.relation.as_ref().is_none_or(is_relation)
        && args.object.as_ref().is_none_or(is_object)
}
