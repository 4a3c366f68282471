//! What every command shares: where the store and the project are, and how problems are shown.

use std::path::PathBuf;

use anyhow::bail;

use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Project;

/// Options of every command.
#[derive(Debug, clap::Args)]
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
}

impl Common {
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

/// `1 fault`, `2 faults`.
pub fn count(n: usize, noun: &str) -> String {
    let ending = match n {
        1 => "",
        _ if noun.ends_with("ss") => "es",
        _ => "s",
    };
    format!("{n} {noun}{ending}")
}
