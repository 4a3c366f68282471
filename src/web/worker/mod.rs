//! Queries run in processes of their own, because no evaluator can be stopped at any moment and
//! nothing but a process can be held to an amount of memory.
//!
//! ```text
//! server ──socket──▶ keeper, which has loaded the store and runs one thread
//!                      └─ fork ─▶ a copy that answers on a socket of its own, query after query
//! ```
//! A copy shares the keeper's memory until it writes, so that it costs what its query needs. One that has
//! written to little of it waits for the next query; any other ends and the next query gets a new one. It ends itself when its time is over or the server hangs up, whatever its
//! evaluator is doing; the operating system holds it to its memory and its processor time. An update
//! is tried in a copy too: when it succeeds, the copy takes the keeper's place.

mod answer;
mod frame;
mod keeper;
mod pool;
mod task;

pub use self::answer::Context;
pub use self::keeper::{Usage, keep};
pub(super) use self::pool::{Lane, Workers};
pub(super) use self::task::{Ask, Asked, Reply, Task};
