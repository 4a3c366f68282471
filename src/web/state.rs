//! What all handlers share: the options, the project, and the state of the store that is shown.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::answers::Answers;
use super::worker::{Ask, Lane, Reply, Task, Workers};
use super::{Problem, api, questions};
use crate::graph::store::{Store, StoreError};
use crate::project::Project;
use crate::query::question::Question;

/// Why a state of the store cannot be shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The process that answers queries does not start; it has said why.
    #[error("{0}")]
    Worker(#[from] io::Error),
    /// The store changes faster than it is read.
    #[error("the store was rebuilt while it was read")]
    Rebuilt,
}

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
    /// Program and arguments of the process that answers queries from this store.
    pub worker: Vec<OsString>,
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

/// Queries of someone's own that may wait for others.
const FREE_WAITING: usize = 32;
/// Ready-made questions that may wait for others.
const KNOWN_WAITING: usize = 256;

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    options: Options,
    project: Project,
    questions: Vec<Question>,
    /// Queries of someone's own, and updates.
    free: Lane,
    /// Ready-made questions, whose cost is known.
    known: Lane,
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
    workers: Workers,
    answers: Answers,
}

/// Attempts to read a store that is being rebuilt.
const ATTEMPTS: usize = 5;

impl Snapshot {
    fn load(options: &Options, project: &Project) -> Result<Self, StateError> {
        for _ in 0..ATTEMPTS {
            let workers = Workers::start(&options.worker)?;
            let store = Store::open(&options.store)?;
            let version = store.manifest().version();
            // Both must have read the same state.
            if workers.version() != version {
                continue;
            }
            match api::Index::build(&store, project) {
                Ok(index) => {
                    let answers = Answers::new();
                    return Ok(Self { store, version, index, workers, answers });
                }
                Err(StoreError::Rebuilt { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StateError::Rebuilt)
    }

    /// Names what queries see: the state of the store, and the number of updates since.
    pub(super) fn tag(&self) -> String {
        match self.workers.updates() {
            0 => self.version.clone(),
            n_updates => format!("{}-{n_updates}", self.version),
        }
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
        questions: Vec<Question>,
        notice: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, StateError> {
        let snapshot = RwLock::new(Arc::new(Snapshot::load(&options, &project)?));
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let (free, known) = (Lane::new(cores, FREE_WAITING), Lane::new(cores + 2, KNOWN_WAITING));
        let notice = Box::new(notice);
        let shared = Shared { options, project, questions, free, known, snapshot, notice };
        Ok(Self(Arc::new(shared)))
    }

    /// What whoever started the server decided.
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// Ontology, names and questions.
    pub fn project(&self) -> &Project {
        &self.0.project
    }

    /// The ready-made questions, by name.
    pub fn questions(&self) -> &[Question] {
        &self.0.questions
    }

    /// Has a worker do something with a state of the store.
    pub(super) async fn run(
        &self,
        snapshot: &Snapshot,
        task: Task,
    ) -> Result<(Reply, Vec<u8>), Problem> {
        let lane = if task.is_ready_made() { &self.0.known } else { &self.0.free };
        let key = Answers::key(&task, snapshot.workers.updates());
        if let Some(kept) = key.as_ref().and_then(|key| snapshot.answers.get(key)) {
            return Ok(kept);
        }
        let answer = snapshot.workers.run(lane, &Ask::new(task, &self.0.options.limits)).await;
        if let (Some(key), Ok((reply, body))) = (key, &answer) {
            snapshot.answers.keep(key, reply, body);
        }
        answer
    }

    /// Asks, one after the other, all questions that need no parameter, so that their answers are
    /// there when someone opens them.
    async fn prepare(self, snapshot: Arc<Snapshot>) {
        let limits = &self.options().limits;
        for task in self.questions().iter().flat_map(|one| questions::as_opened(one, limits)) {
            // One that fails here fails again, with the reason, for whoever asks it.
            let _ = self.run(&snapshot, task).await;
        }
    }

    /// The state of the store that is shown now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.0.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Prepares answers, and shows the store anew when a build has changed it. Looks every two
    /// seconds; never ends.
    pub(super) async fn follow(self) {
        let mut beat = tokio::time::interval(Duration::from_secs(2));
        let (mut told, mut prepared) = (None, String::new());
        loop {
            let snapshot = self.snapshot();
            if snapshot.version != prepared {
                prepared.clone_from(&snapshot.version);
                tokio::spawn(self.clone().prepare(snapshot));
            }
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

    fn refresh(&self) -> Result<(), StateError> {
        let now = Store::open(&self.0.options.store)?;
        let shown = self.snapshot();
        let is_same = now.manifest() == shown.store.manifest();
        if is_same && !shown.workers.is_gone() {
            return Ok(());
        }
        let snapshot = Snapshot::load(&self.0.options, &self.0.project)?;
        (self.0.notice)(&format!("the store has changed; serving state {}", snapshot.version));
        *self.0.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }
}
