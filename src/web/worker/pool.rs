//! The server's side: starts the process that keeps the store, and hands it work.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream as Connection;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::answer::{HINT, too_long};
use super::frame::{self, LENGTHS};
use super::keeper::{QUERY, UPDATE};
use super::task::{Ask, Outcome, Reply};
use crate::web::Problem;

/// How long after its time an answer may still come.
const GRACE: Duration = Duration::from_millis(600);
/// How long a query waits for others to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Copies that are kept between two pieces of work. Together they have written to at most as much of the
/// store's memory as one query may use.
pub(super) const MOST_IDLE: usize = 2;

/// What runs side by side: each kind of work has its own, so that none starves another.
pub(in crate::web) struct Lane {
    places: Semaphore,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Lane {
    /// Work for so many at a time, and so many waiting.
    pub fn new(places: usize, most_waiting: usize) -> Self {
        Self { places: Semaphore::new(places), waiting: AtomicUsize::new(0), most_waiting }
    }

    async fn enter(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Problem> {
        if let Ok(place) = self.places.try_acquire() {
            return Ok(place);
        }
        let _waiting = Waiting::new(&self.waiting);
        if self.waiting.load(Ordering::Acquire) <= self.most_waiting
            && let Ok(Ok(place)) = timeout(PATIENCE, self.places.acquire()).await
        {
            return Ok(place);
        }
        let what = "too many queries are running; this one was not started";
        Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", what).retry_after(5))
    }
}

/// Counts one that waits, for as long as it does.
struct Waiting<'w>(&'w AtomicUsize);

impl<'w> Waiting<'w> {
    fn new(count: &'w AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::AcqRel);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The process that keeps one state of the store. It ends when this is dropped.
pub(in crate::web) struct Workers {
    control: UnixStream,
    child: Mutex<Child>,
    /// The state of the store that it has loaded.
    version: String,
    /// Updates that have succeeded.
    updates: AtomicU64,
    is_gone: AtomicBool,
    /// Connections to copies that wait for work, the warmest last, with the number of updates that they know.
    idle: Mutex<Vec<(u64, Connection)>>,
}

impl Workers {
    /// Starts the process and waits until it has loaded the store.
    ///
    /// # Errors
    /// When it cannot be started or cannot load; it then says why on standard error.
    pub fn start(command: &[OsString]) -> io::Result<Self> {
        let [program, args @ ..] = command else {
            return Err(io::Error::other("no program that answers queries"));
        };
        let (control, theirs) = UnixStream::pair()?;
        let mut child = Command::new(program)
            .args(args)
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::piped())
            .spawn()?;
        let mut version = String::new();
        let said = child.stdout.take().map(|out| BufReader::new(out).read_line(&mut version));
        if !matches!(said, Some(Ok(n_bytes)) if n_bytes > 0) {
            let _ = child.wait();
            return Err(io::Error::other("the process that answers queries could not start"));
        }
        let version = version.trim().to_owned();
        let (child, idle) = (Mutex::new(child), Mutex::default());
        let (updates, is_gone) = (AtomicU64::new(0), AtomicBool::new(false));
        Ok(Self { control, child, version, updates, is_gone, idle })
    }

    /// The state of the store that was loaded.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Number of updates since then.
    pub fn updates(&self) -> u64 {
        self.updates.load(Ordering::Acquire)
    }

    /// Says whether the process was found to have ended.
    pub fn is_gone(&self) -> bool {
        self.is_gone.load(Ordering::Acquire)
    }

    /// Has a piece of work done. Dropping the future stops the work.
    ///
    /// # Errors
    /// What kept it from being done.
    pub async fn run(&self, lane: &Lane, ask: &Ask) -> Result<(Reply, Vec<u8>), Problem> {
        let _place = lane.enter().await?;
        let updates = self.updates();
        let idle = if ask.task.is_update() { None } else { self.take_idle(updates) };
        let stream = idle.map_or_else(|| self.connect(ask), Ok).map_err(|_| {
            self.is_gone.store(true, Ordering::Release);
            let what = "the process that answers queries is being started again";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "restarting", what).retry_after(5)
        })?;
        let seconds = ask.time().as_secs_f64();
        let mut answer = std::pin::pin!(exchange(stream, ask));
        let in_time = match timeout(ask.time(), &mut answer).await {
            Ok(answer) => answer,
            // It may just be giving up by itself.
            Err(_) => match timeout(GRACE, &mut answer).await {
                Ok(Ok(answer)) => Ok(answer),
                _ => return Err(too_long(seconds)),
            },
        };
        match in_time {
            Ok((reply, body, waiting)) => {
                self.keep_idle(updates, waiting);
                if let Reply::Failed(problem) = reply {
                    return Err(problem);
                }
                if ask.task.is_update() {
                    self.updates.fetch_add(1, Ordering::AcqRel);
                }
                Ok((reply, body))
            }
            // It ended without a word: the system stopped it.
            Err(_) => {
                let what = format!(
                    "the query was stopped: it needed more than {} MB of memory",
                    ask.memory >> 20
                );
                Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "memory-limit", what).hint(HINT))
            }
        }
    }

    /// A copy that waits for work and knows all updates.
    fn take_idle(&self, updates: u64) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(known, _)| *known == updates);
        while let Some((_, connection)) = idle.pop() {
            // One that has ended says so: there is an end to read, not nothing.
            let nothing = connection.try_read(&mut [0]);
            if nothing.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
                return Some(connection);
            }
        }
        None
    }

    fn keep_idle(&self, updates: u64, waiting: Option<Connection>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.extend(waiting.map(|connection| (updates, connection)));
        }
    }

    /// Gives the keeper one end of a new connection.
    fn connect(&self, ask: &Ask) -> io::Result<Connection> {
        let (ours, theirs) = UnixStream::pair()?;
        let kind = if ask.task.is_update() { UPDATE } else { QUERY };
        let handles = [theirs.as_fd()];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        ancillary.push(SendAncillaryMessage::ScmRights(&handles));
        sendmsg(&self.control, &[IoSlice::new(&[kind])], &mut ancillary, SendFlags::NOSIGNAL)?;
        ours.set_nonblocking(true)?;
        Connection::from_std(ours)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        let _ = self.control.shutdown(std::net::Shutdown::Both);
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Sends the work and reads the answer to its end. The connection comes back when it takes more work.
async fn exchange(
    mut stream: Connection,
    ask: &Ask,
) -> io::Result<(Reply, Vec<u8>, Option<Connection>)> {
    stream.write_all(&frame::message(ask, &[])).await?;
    let mut lengths = [0; LENGTHS];
    stream.read_exact(&mut lengths).await?;
    let (n_head, n_body) = frame::lengths(lengths)?;
    let mut head = vec![0; n_head];
    stream.read_exact(&mut head).await?;
    let mut body = vec![0; n_body];
    stream.read_exact(&mut body).await?;
    let Outcome { reply, stays } = frame::head(&head)?;
    Ok((reply, body, stays.then_some(stream)))
}
