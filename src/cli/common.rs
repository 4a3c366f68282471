//! What every command shares: where the store and the project are, and how problems are shown.

use std::path::PathBuf;

use anyhow::bail;

use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::store::{self, AsOf, Store};
use crate::pipeline::Pipeline;
use crate::project::Project;
use crate::text::Language;

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
pub struct Common {
    /// Folder of the store
    #[arg(long, global = true, value_name = "DIR", default_value = "saiga.store")]
    pub store: PathBuf,
    /// Folder with ontology/ and seeds/ [default: $SAIGA_HOME, else the current folder if it has
    /// both, else the copy inside the program]
    #[arg(long, global = true, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Another domain than the project's: an ontology NAME.ttl, with patterns in NAME/patterns
    #[arg(long, global = true, value_name = "FILE")]
    pub ontology: Option<PathBuf>,
    /// Print no progress and no warnings, only errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Standard output shows colours.
    #[arg(skip)]
    pub colour: bool,
}

/// The state of the store that a command reads.
#[derive(Debug, clap::Args)]
pub struct When {
    /// Read the store as it was: what was published by a date (2023, 2023-07, 2023-07-14), or with
    /// a document at one of its versions (ID@VERSION, or a label such as v1)
    #[arg(long, value_name = "DATE|VERSION")]
    pub as_of: Option<AsOf>,
}

impl Common {
    /// Opens the store for reading, as it was when `when` says so. Documents that cannot be placed
    /// in time are told.
    ///
    /// # Errors
    /// When there is no store, or no such version in it.
    pub fn open_store(&self, when: &When) -> anyhow::Result<Store> {
        let store = Store::open(&self.store)?;
        let Some(as_of) = &when.as_of else { return Ok(store) };
        let (store, undated) = store.as_of(as_of)?;
        if !undated.is_empty() {
            let what = format!(
                "{} without a date of publication left out as of {as_of}: {}",
                count(undated.len(), "document"),
                first_few(&undated),
            );
            self.report(&Diagnostic::warning(self.store.display().to_string(), what));
        }
        Ok(store)
    }

    /// Makes the stages ready, with what the last build into the store knows of the patterns: without it, most
    /// of the start goes into reading them.
    pub fn pipeline<'p>(&self, project: &'p Project, language: &'p Language) -> Pipeline<'p> {
        let readings = project.readings(&store::readings(&self.store));
        Pipeline::with_readings(project, language, &readings)
    }

    /// Reads the project.
    ///
    /// # Errors
    /// When something in it is broken; each fault was then printed.
    pub fn load_project(&self) -> anyhow::Result<Project> {
        let source = Project::locate(self.project.as_deref());
        let loaded = match &self.ontology {
            Some(ontology) => Project::load_with(&source, ontology),
            None => Project::load(&source),
        };
        match loaded {
            Ok(project) => Ok(project),
            Err(faults) => {
                for fault in &faults {
                    self.report(fault);
                }
                bail!("the project cannot be used: {} to mend above", count(faults.len(), "fault"));
            }
        }
    }

    /// Prints one problem on standard error.
    pub fn report(&self, diagnostic: &Diagnostic) {
        match diagnostic.severity {
            Severity::Warning if self.quiet => {}
            Severity::Warning => eprintln!("saiga: warning: {diagnostic}"),
            Severity::Error => eprintln!("saiga: error: {diagnostic}"),
        }
    }
}

/// The first names of a list, for a message.
fn first_few(names: &[String]) -> String {
    let more = if names.len() > 5 { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(5)].join(", "))
}

/// `1 fault`, `2 faults`.
pub fn count(n: usize, noun: &str) -> String {
    let ending = match n {
        1 => "",
        _ if noun.ends_with("ss") => "es",
        _ => "s",
    };
    format!("{n} {noun}{ending}")
}
