//! `saiga log`: the history of what a document says, or of what is said of an entity.

use std::io::Write;

use anyhow::bail;

use super::Exit;
use super::common::{Common, When};
use super::diff::functional;
use super::query::background;
use super::side::{self, Loaded};
use crate::diff::Options;
use crate::diff::history::{self, Step, Version};
use crate::diff::report;
use crate::graph::store::{DocumentEntry, Store};
use crate::query::{Dataset, Scope, question};

/// Show how what a document says, or what is said of an entity, changed over all versions
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A document (its id or path) or an entity (name, `class/slug` or IRI)
    #[arg(value_name = "DOC|ENTITY")]
    what: String,
    /// Print JSON; see docs/diff.md
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    when: When,
}

/// A document with all its versions in memory.
pub struct Chain {
    /// Name, date and content of each version, oldest first.
    versions: Vec<(String, Option<String>, Loaded)>,
}

impl Chain {
    /// Reads the lines of a document: most have one, files of one name in two folders make two.
    ///
    /// # Errors
    /// When a version cannot be read.
    pub fn of(store: &Store, document: &DocumentEntry) -> anyhow::Result<Vec<Self>> {
        let mut lines: Vec<(Option<&str>, Self)> = Vec::new();
        for version in &document.versions {
            let name = format!("{}@{}", document.id, version.version);
            let date = version.date().map(|date| date.to_string());
            let loaded = side::of_versions(store, &[(document, version)])?;
            match lines.iter_mut().find(|(line, _)| *line == version.line()) {
                Some((_, chain)) => chain.versions.push((name, date, loaded)),
                None => {
                    let versions = vec![(name, date, loaded)];
                    lines.push((version.line(), Self { versions }));
                }
            }
        }
        Ok(lines.into_iter().map(|(_, chain)| chain).collect())
    }

    /// Its versions, to be compared.
    pub fn versions(&self) -> Vec<Version<'_>> {
        self.versions
            .iter()
            .map(|(name, date, loaded)| Version {
                name: name.clone(),
                date: date.clone(),
                side: loaded.side(),
            })
            .collect()
    }
}

/// Runs the command.
///
/// # Errors
/// When the store has no such document and no such entity.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let store = common.open_store(&args.when)?;
    let options = Options { functional: functional(&project), ..Options::default() };
    let steps = match document(&store, &args.what) {
        Some(document) => {
            let mut steps = Vec::new();
            for chain in Chain::of(&store, document)? {
                steps.extend(history::steps(&chain.versions(), &options));
            }
            steps
        }
        None => {
            let scope = Scope { all_versions: true, ..Scope::default() };
            let dataset = Dataset::load(&store, &background(&project)?, scope)?;
            let iri = match question::entity(&args.what, None, &dataset) {
                Ok(iri) => iri,
                Err(message) => bail!("{message}; nor is it a document of the store"),
            };
            of_entity(&store, iri.as_str(), &options)?
        }
    };
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report::log_json(&steps))?;
        writeln!(out)?;
    } else {
        out.write_all(report::log(&steps, common.colour).as_bytes())?;
    }
    Ok(Exit::Fine)
}

/// Finds a document by id, else by the path of one of its files.
pub fn document<'s>(store: &'s Store, name: &str) -> Option<&'s DocumentEntry> {
    let manifest = store.manifest();
    let has_path = |document: &&DocumentEntry| document.versions.iter().any(|one| one.path == name);
    manifest.document(name).or_else(|| manifest.documents.iter().find(has_path))
}

/// The steps of all documents that change what is said of an entity, by date.
fn of_entity(store: &Store, iri: &str, options: &Options) -> anyhow::Result<Vec<Step>> {
    let mut steps = Vec::new();
    for document in &store.manifest().documents {
        for chain in Chain::of(store, document)? {
            let all = history::steps(&chain.versions(), options);
            steps.extend(all.iter().map(|step| history::about(step, iri)));
        }
    }
    steps.retain(|step| !step.diff.is_empty());
    // What has no date comes last. Steps of one document stay in their order: the sort is stable.
    steps.sort_by_key(|step| (step.date.is_none(), step.date.clone()));
    Ok(steps)
}
