//! A limit of time on work that can be cancelled: the one place that waits on a clock. The limit
//! decides whether there is an answer, never what it is.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use oxigraph::sparql::CancellationToken;

/// Bytes of stack for the work: long chains of operators nest deeply. Only touched when needed.
const STACK: usize = 512 << 20;

/// Runs the work on a thread with a deep stack.
///
/// # Panics
/// When the work panics, or when the system gives no thread.
pub(super) fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let worker = worker.expect("the system gives a thread");
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Runs the work on a thread of its own and asks it to stop when the limit has passed.
///
/// # Panics
/// When the work panics, or when the system gives no thread.
pub(super) fn run<T: Send>(limit: Duration, work: impl FnOnce(CancellationToken) -> T + Send) -> T {
    let token = CancellationToken::new();
    let (done, waiting) = mpsc::channel();
    thread::scope(|scope| {
        let at_work = token.clone();
        let worker = thread::Builder::new().name("query".to_owned()).stack_size(STACK);
        let worker = worker.spawn_scoped(scope, move || {
            let output = work(at_work);
            // The other end may have stopped waiting when the limit had passed.
            let _ = done.send(());
            output
        });
        let worker = worker.expect("the system gives a thread");
        // Also ends when the work panics, since that drops the sender.
        if waiting.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout) {
            token.cancel();
        }
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
