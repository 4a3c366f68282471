//! The process that has loaded the store, and the copies of it that answer.
//!
//! It runs one thread, so that a copy of it is whole: whatever a lock protects is at rest when it is
//! copied. A copy may then start threads of its own. It answers one piece of work after the other, as
//! long as it has written to little of the memory that it shares: making a copy of a large store, and of
//! each page of it that a query writes to, takes longer than most queries.

use std::io::{self, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::thread::JoinHandle;
use std::time::Duration;

use fork::Fork;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};
use rustix::process::{Resource, Rlimit, Signal, getpid, getrlimit, kill_process, nice, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use super::answer::Context;
use super::frame;
use super::pool::MOST_IDLE;
use super::task::{Ask, Outcome, Reply, Task};
use crate::web::Problem;

/// Sent with a connection whose work may change the store in memory.
pub(super) const UPDATE: u8 = b'u';
/// Sent with any other.
pub(super) const QUERY: u8 = b'q';

/// How long the server may take to say what it wants, once it has connected.
const ASKING: Duration = Duration::from_secs(10);
/// How long after its time a query may still give up by itself, before its process ends.
const GRACE: Duration = Duration::from_millis(300);
/// Bytes for the stacks of evaluator and watch, which count as data although most is never touched.
const RESERVED: u64 = (512 + 16) << 20;
/// Most of the bytes that this process has from the system and does not use after it has read the store.
const MOST_HELD_FREE: u64 = 64 << 20;

/// What this process uses, where the system tells.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// Bytes of data: no memory limit can be set without it.
    pub held: fn() -> Option<u64>,
    /// Bytes of pages that the system had to provide or to copy, since this process was made: without it
    /// no copy answers twice.
    pub touched: fn() -> Option<u64>,
}

/// Answers the connections that come with messages on standard input, until it ends.
///
/// # Errors
/// When standard input is no socket, or no process can be made.
pub fn keep(mut context: Context, usage: Usage) -> io::Result<()> {
    let mut control = Some(UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?));
    // A process that is killed for its memory leaves no dump of it behind.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    loop {
        // Those that have ended, so that they do not stay as entries of the process table.
        while let Ok(Some(_)) = fork::wait_any_nohang() {}
        let Some((kind, connection)) = control.as_ref().map_or(Ok(None), receive)? else {
            return Ok(());
        };
        let stream = UnixStream::from(connection);
        let (mut decided, decision) = UnixStream::pair()?;
        match fork::fork()? {
            Fork::Parent(_) => {
                drop((stream, decision));
                // One byte says that the copy has taken over; nothing, that it has ended.
                if kind == UPDATE && decided.read(&mut [0]).is_ok_and(|n_read| n_read == 1) {
                    end();
                }
            }
            Fork::Child => {
                drop(decided);
                if kind != UPDATE {
                    // Or the server would not see that the keeper has gone while a query runs.
                    control = None;
                    // The server itself comes first.
                    let _ = nice(5);
                }
                let takes_over = work(&mut context, stream, kind, decision, usage);
                if !takes_over {
                    end();
                }
            }
        }
    }
}

/// Ends this process at once: freeing a large store piece by piece would take seconds.
fn end() -> ! {
    let _ = kill_process(getpid(), Signal::KILL);
    std::process::abort()
}

/// Receives a connection; `None` when the server has gone.
fn receive(control: &UnixStream) -> io::Result<Option<(u8, OwnedFd)>> {
    loop {
        let mut byte = [0];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let mut parts = [io::IoSliceMut::new(&mut byte)];
        let received = match recvmsg(control, &mut parts, &mut ancillary, RecvFlags::empty()) {
            Err(rustix::io::Errno::INTR) => continue,
            received => received?,
        };
        if received.bytes == 0 {
            return Ok(None);
        }
        let connection = ancillary.drain().find_map(|message| match message {
            RecvAncillaryMessage::ScmRights(mut connections) => connections.next(),
            _ => None,
        });
        if let Some(connection) = connection {
            return Ok(Some((byte[0], connection)));
        }
    }
}

/// Answers one connection. Says whether this copy is the keeper from now on.
fn work(
    context: &mut Context,
    mut stream: UnixStream,
    kind: u8,
    mut decision: UnixStream,
    usage: Usage,
) -> bool {
    let held = (usage.held)();
    // The first is under way; the server may keep the connection until it has another.
    if stream.set_read_timeout(Some(ASKING)).is_err() {
        return false;
    }
    while let Ok(ask) = frame::read::<Ask>(&mut stream) {
        let Some(watch) = Watch::set(&stream, ask.time() + GRACE) else { return false };
        let before = bound(&ask, held);
        let (reply, body) = match &ask.task {
            Task::Update(asked) if kind == UPDATE => context.update(asked),
            Task::Update(_) => (Reply::Failed(Problem::internal()), Vec::new()),
            _ => context.answer(&ask),
        };
        let takes_over = ask.task.is_update() && matches!(reply, Reply::Done { .. });
        if takes_over {
            // What later copies may use is for them to say.
            for (resource, limit) in before {
                let _ = setrlimit(resource, limit);
            }
            if decision.write_all(&[1]).is_err() {
                return false;
            }
        }
        watch.end();
        let stays = kind == QUERY && is_light(&ask, held, usage);
        let written = frame::write(&mut stream, &Outcome { reply, stays }, &body);
        if !stays || written.is_err() || stream.set_read_timeout(None).is_err() {
            return takes_over;
        }
    }
    false
}

/// Says whether this copy still shares most of its memory, and has given back what it used.
fn is_light(ask: &Ask, held_first: Option<u64>, usage: Usage) -> bool {
    let (Some(held_first), Some(held), Some(touched)) =
        (held_first, (usage.held)(), (usage.touched)())
    else {
        return false;
    };
    touched <= ask.memory / MOST_IDLE as u64 && held <= held_first + ask.memory / 8
}

/// Bounds memory and processor time of this process; returns what was before.
fn bound(ask: &Ask, held: Option<u64>) -> Vec<(Resource, Rlimit)> {
    // One busy thread for the time, and a little for the rest.
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    let seconds = used + ask.time().as_secs() + 3;
    let mut wanted = vec![(Resource::Cpu, seconds)];
    if let Some(held) = held {
        // What the process holds it need not use: a query may fill that before it asks for more.
        let held_free = (ask.memory / 4).min(MOST_HELD_FREE);
        wanted.push((Resource::Data, held + RESERVED + ask.memory - held_free));
    }
    let mut before = Vec::new();
    for (resource, limit) in wanted {
        let old = getrlimit(resource);
        let limit = old.maximum.map_or(limit, |most| most.min(limit));
        before.push((resource, old));
        let _ = setrlimit(resource, Rlimit { current: Some(limit), maximum: old.maximum });
    }
    before
}

/// Ends the process when the time is over or the server hangs up.
struct Watch {
    thread: JoinHandle<()>,
    /// Closed when there is nothing to watch any more.
    open: UnixStream,
}

impl Watch {
    /// `None` when the system gives no thread or no second handle.
    fn set(stream: &UnixStream, time: Duration) -> Option<Self> {
        let stream = stream.try_clone().ok()?;
        let (open, other) = UnixStream::pair().ok()?;
        let time = Timespec::try_from(time).ok()?;
        let watch = move || {
            // That the other side has hung up is told unasked.
            let mut ends =
                [PollFd::new(&stream, PollFlags::empty()), PollFd::new(&other, PollFlags::IN)];
            while poll(&mut ends, Some(&time)) == Err(rustix::io::Errno::INTR) {}
            if ends[1].revents().is_empty() {
                end();
            }
        };
        let thread = std::thread::Builder::new().name("watch".to_owned()).spawn(watch).ok()?;
        Some(Self { thread, open })
    }

    /// The work is done: from now on hanging up is as it should be.
    fn end(self) {
        drop(self.open);
        let _ = self.thread.join();
    }
}
