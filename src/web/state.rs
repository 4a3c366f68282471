//! What all handlers share: the options, the project, and the state of the store that is shown.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use super::api;
use crate::graph::store::{Store, StoreError};
use crate::project::Project;

/// What whoever starts the server decides.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder of the store.
    pub store: PathBuf,
    /// Whoever shows this token may update; nobody without one.
    pub update_token: Option<String>,
    /// The page may write merges, splits, acceptances and rejections to `decisions.csv`.
    pub allow_decisions: bool,
    /// What one query may use.
    pub limits: Limits,
    /// Names, beside those of this machine, under which a reverse proxy reaches the server.
    pub hosts: Vec<String>,
    /// Origins, beside those of this machine, whose pages may ask: `https://example.org`.
    pub origins: Vec<String>,
}

/// What one query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte of the request to the answer, waiting included.
    pub time: Duration,
    /// Bytes of memory beside the store itself.
    pub memory: u64,
    /// Rows or triples of an answer.
    pub rows: usize,
}

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    options: Options,
    project: Project,
    snapshot: RwLock<Arc<Snapshot>>,
    notice: Box<dyn Fn(&str) + Send + Sync>,
}

/// One state of the store, with what is looked up in it. Handlers take it once and keep it, so
/// that an answer never mixes two states.
pub struct Snapshot {
    /// The store as it stands on the disk.
    pub store: Store,
    /// Names the state: the first digits of the hash of its manifest.
    pub version: String,
    /// What the page looks up.
    pub index: api::Index,
}

impl Snapshot {
    fn load(options: &Options, project: &Project) -> Result<Self, StoreError> {
        let store = Store::open(&options.store)?;
        let version = store.manifest().digest()[..16].to_owned();
        let index = api::Index::build(&store, project)?;
        Ok(Self { store, version, index })
    }
}

impl AppState {
    /// Reads the store. `notice` is told, one line at a time, what whoever started the server should
    /// know.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn load(
        options: Options,
        project: Project,
        notice: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let snapshot = Snapshot::load(&options, &project)?;
        let snapshot = RwLock::new(Arc::new(snapshot));
        Ok(Self(Arc::new(Shared { options, project, snapshot, notice: Box::new(notice) })))
    }

    /// What whoever started the server decided.
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// Ontology, names and questions.
    pub fn project(&self) -> &Project {
        &self.0.project
    }

    /// The state of the store that is shown now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.0.snapshot.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// Shows the store anew when a build has changed it. Looks every two seconds; never ends.
    pub(super) async fn follow(self) {
        let mut beat = tokio::time::interval(Duration::from_secs(2));
        let mut told = None;
        loop {
            beat.tick().await;
            let state = self.clone();
            let looked = tokio::task::spawn_blocking(move || state.refresh()).await;
            let fault = match looked {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(error.to_string()),
                Err(_) => Some("the store could not be read".to_owned()),
            };
            // A fault that lasts is told once.
            if let Some(fault) = fault.as_ref().filter(|fault| told.as_ref() != Some(*fault)) {
                (self.0.notice)(&format!("still serving the state before: {fault}"));
            }
            told = fault;
        }
    }

    fn refresh(&self) -> Result<(), StoreError> {
        let now = Store::open(&self.0.options.store)?;
        if now.manifest() == self.snapshot().store.manifest() {
            return Ok(());
        }
        let snapshot = Snapshot::load(&self.0.options, &self.0.project)?;
        (self.0.notice)(&format!("the store has changed; serving state {}", snapshot.version));
        *self.0.snapshot.write().unwrap_or_else(|poisoned| poisoned.into_inner()) =
            Arc::new(snapshot);
        Ok(())
    }
}
