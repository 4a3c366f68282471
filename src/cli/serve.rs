//! `saiga serve`: the store over HTTP on this machine.

use std::ffi::OsString;
use std::io::Write;
use std::time::Duration;

use anyhow::{Context, bail};

use super::Exit;
use super::common::Common;
use super::query::questions;
use crate::web::{self, AppState, Limits, Options};

/// Serve the store on this machine: a page to read it in a browser, and a SPARQL endpoint
///
/// Listens on 127.0.0.1 only and changes nothing unless a flag allows it. The address is printed when the
/// server is ready; a later `saiga build` is shown without a restart. See docs/serving.md
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = web::PORT)]
    port: u16,
    /// Stop a query after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    timeout: f64,
    /// Stop a query that needs more memory than so many megabytes, beside the store itself
    #[arg(long, value_name = "MB", default_value_t = 1024)]
    memory: u64,
    /// Refuse answers of more rows
    #[arg(long, value_name = "ROWS", default_value_t = 100_000)]
    max_rows: usize,
    /// Let whoever shows this token update what is served; the store on the disk stays as it is
    #[arg(long, value_name = "TOKEN", env = "SAIGA_UPDATE_TOKEN", hide_env_values = true)]
    allow_update: Option<String>,
    /// Let the page write merges, splits, acceptances and rejections to seeds/decisions.csv
    #[arg(long)]
    allow_decisions: bool,
    /// Answer under this name too, for a reverse proxy; may be given several times
    #[arg(long = "allow-host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Let pages of this origin ask, such as https://example.org; may be given several times
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    origins: Vec<String>,
}

/// Runs the command until it is interrupted.
///
/// # Errors
/// When there is no store, a limit makes no sense, or the port is taken.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if !(args.timeout >= 0.1 && args.timeout <= 86_400.0) {
        bail!("--timeout {}: expected 0.1 to 86400 seconds", args.timeout);
    }
    if !(16..=1 << 24).contains(&args.memory) {
        bail!("--memory {}: expected at least 16 megabytes", args.memory);
    }
    if args.max_rows == 0 {
        bail!("--max-rows 0: expected at least one row");
    }
    if args.allow_update.as_ref().is_some_and(|token| token.len() < 8) {
        bail!("--allow-update: expected a token of at least 8 letters");
    }
    let options = Options {
        store: common.store.clone(),
        update_token: args.allow_update.clone(),
        allow_decisions: args.allow_decisions,
        limits: Limits {
            time: Duration::from_secs_f64(args.timeout),
            memory: args.memory << 20,
            rows: args.max_rows,
        },
        hosts: args.hosts.clone(),
        origins: args.origins.clone(),
        worker: worker(common)?,
    };
    let quiet = common.quiet;
    let notice = move |line: &str| {
        if !quiet {
            eprintln!("saiga: {line}");
        }
    };
    let project = common.load_project()?;
    let questions = questions(&project)?;
    let state = AppState::load(options, project, questions, notice)?;
    let mut told = Ok(());
    let served = web::run(state, args.port, |address| {
        told = writeln!(out, "listening on http://{address}/").and_then(|()| out.flush());
    });
    told?;
    served.with_context(|| format!("127.0.0.1:{}", args.port))?;
    Ok(Exit::Fine)
}

/// The command that answers queries from the same store with the same project.
fn worker(common: &Common) -> anyhow::Result<Vec<OsString>> {
    let program = std::env::current_exe().context("the program does not know its own file")?;
    let mut command: Vec<OsString> = vec![program.into(), "worker".into(), "--store".into()];
    command.push(common.store.clone().into());
    for (flag, value) in [("--project", &common.project), ("--ontology", &common.ontology)] {
        if let Some(value) = value {
            command.extend([flag.into(), value.clone().into()]);
        }
    }
    if common.quiet {
        command.push("--quiet".into());
    }
    Ok(command)
}
