//! `saiga worker`: the process in which `saiga serve` runs its queries. Not for people.

use std::io::Write;

use anyhow::Context as _;

use super::Exit;
use super::common::Common;
use super::query::{background, questions};
use crate::graph::store::Store;
use crate::query::Dataset;
use crate::web::worker::{Context, Usage, keep};

/// Answer the queries of `saiga serve`, which starts this; not for use by hand
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Loads the store, says on standard output which state of it, and answers until standard input, a
/// socket of the server, is closed.
///
/// # Errors
/// When the store or the project cannot be read.
pub fn run(common: &Common, _: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    // This process is copied for each query, and only one that has a single thread can be.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    one.build_global().context("threads were started already")?;
    let project = common.load_project()?;
    let store = Store::open(&common.store)?;
    let dataset = Dataset::load_apart(&store, &background(&project)?)?;
    let context = Context::new(dataset, questions(&project)?);
    let version = store.manifest().version();
    drop((project, store));
    writeln!(out, "{version}")?;
    out.flush()?;
    keep(context, Usage { held, touched })?;
    Ok(Exit::Fine)
}

/// Bytes of data of this process, those that are no other's, where the system tells (Linux).
fn held() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let size = text.lines().find_map(|line| line.strip_prefix("VmData:"))?;
    size.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// Bytes of pages that the system has provided to this process or copied for it (Linux): its minor faults,
/// see proc_pid_stat(5). Pages that it shares with the process it was made from count once it writes to them.
fn touched() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may hold spaces and brackets; the tenth field is the eighth behind it.
    let (_, fields) = text.rsplit_once(')')?;
    let n_faults: u64 = fields.split_whitespace().nth(7)?.parse().ok()?;
    Some(n_faults.saturating_mul(rustix::param::page_size() as u64))
}
