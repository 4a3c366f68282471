//! Connections: how many, how long they may take to ask, and which one gives way to a new one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tower::ServiceExt;

/// Most connections at a time. One more closes the one that has been idle the longest.
const MOST: usize = 512;
/// Time for the head of a request, and how long a connection may be idle before it.
const HEAD: Duration = Duration::from_secs(15);
/// Most bytes of a head.
const LONGEST_HEAD: usize = 64 << 10;
/// Said when every connection is at work.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\
    Connection: close\r\n\r\n";

/// Connections by their numbers, which grow: the first is the oldest.
#[derive(Default)]
struct Open {
    connections: Mutex<BTreeMap<u64, Connection>>,
}

struct Connection {
    /// Told to make place for another.
    give_way: Arc<Notify>,
    /// Requests that wait for their answer.
    at_work: Arc<AtomicUsize>,
}

impl Open {
    /// Takes a connection in, closing an idle one where it must; `None` when all are at work.
    fn admit(&self, number: u64) -> Option<(Arc<Notify>, Arc<AtomicUsize>)> {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        if connections.len() >= MOST {
            let idle = |one: &Connection| one.at_work.load(Ordering::Acquire) == 0;
            let oldest = *connections.iter().find(|(_, one)| idle(one))?.0;
            if let Some(one) = connections.remove(&oldest) {
                one.give_way.notify_one();
            }
        }
        let (give_way, at_work) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
        let connection = Connection { give_way: give_way.clone(), at_work: at_work.clone() };
        connections.insert(number, connection);
        Some((give_way, at_work))
    }

    fn leave(&self, number: u64) {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
    }
}

/// Answers until the program is asked to stop.
pub(super) async fn serve(listener: TcpListener, app: Router) {
    let open = Arc::new(Open::default());
    let mut stop = std::pin::pin!(asked_to_stop());
    for number in 0_u64.. {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // No file descriptor left, or the other side has gone already.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
            () = &mut stop => return,
        };
        let Some((give_way, at_work)) = open.admit(number) else {
            let _ = stream.try_write(FULL);
            continue;
        };
        let (open, app) = (open.clone(), app.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = answer(stream, app, at_work) => {}
                () = give_way.notified() => {}
            }
            open.leave(number);
        });
    }
}

/// Answers the requests of one connection. When the other side goes away, the work for it is
/// dropped.
async fn answer(stream: TcpStream, app: Router, at_work: Arc<AtomicUsize>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (app, at_work) = (app.clone(), AtWork::new(&at_work));
        async move {
            let answer = app.oneshot(request.map(Body::new)).await;
            drop(at_work);
            answer
        }
    });
    // An error is a connection that the other side broke off, or a head that is none.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Counts a request while it is worked on.
struct AtWork(Arc<AtomicUsize>);

impl AtWork {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::AcqRel);
        Self(count.clone())
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
