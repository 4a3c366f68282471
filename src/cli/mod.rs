//! Stage 6, the command line: the only module that prints. One subcommand, one file.

#![expect(clippy::print_stderr, reason = "this is the module that talks to people")]

mod apply;
mod blame;
mod build;
mod check;
mod common;
mod completions;
mod conflicts;
mod diff;
mod exit;
mod explain;
mod export;
mod extract;
mod inputs;
mod links;
mod list;
mod log;
mod marked;
mod misses;
mod network;
mod parse;
mod query;
mod revision;
#[cfg(unix)]
mod serve;
mod side;
mod stats;
mod train;
mod verify;
mod versions;
#[cfg(unix)]
mod worker;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{CommandFactory, Parser, Subcommand};

pub use self::exit::Exit;

/// Reads documents into a knowledge graph in which every fact can be read back to the sentence
/// that states it.
#[derive(Debug, Parser)]
#[command(name = "saiga", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    common: common::Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Extract(extract::Args),
    Query(query::Args),
    Explain(explain::Args),
    Diff(diff::Args),
    Log(log::Args),
    Blame(blame::Args),
    Apply(apply::Args),
    Export(export::Args),
    Stats(stats::Args),
    List(list::Args),
    #[cfg(unix)]
    Serve(serve::Args),
    #[cfg(unix)]
    #[command(hide = true)]
    Worker(worker::Args),
    Conflicts(conflicts::Args),
    Misses(misses::Args),
    Verify(verify::Args),
    Check(check::Args),
    Parse(parse::Args),
    Train(train::Args),
    Completions(completions::Args),
    Man(completions::ManArgs),
}

/// The command line's own definition, for completions and manual pages.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program with `args`, the program's name first.
///
/// # Errors
/// What stopped the command; the caller prints it. A closed pipe is among them: see
/// [`is_broken_pipe`].
pub fn run(args: impl IntoIterator<Item = OsString>) -> anyhow::Result<Exit> {
    let mut cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            error.print()?;
            // Help and version are answers, everything else is a mistake.
            return Ok(if error.use_stderr() { Exit::Failed } else { Exit::Fine });
        }
    };
    let mut out = io::BufWriter::new(anstream::AutoStream::new(
        io::stdout().lock(),
        anstream::AutoStream::choice(&io::stdout()),
    ));
    cli.common.colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    let exit = match cli.command {
        Command::Build(args) => build::run(&cli.common, &args, &mut out),
        Command::Extract(args) => extract::run(&cli.common, &args, &mut out),
        Command::Query(args) => query::run(&cli.common, &args, &mut out),
        Command::Explain(args) => explain::run(&cli.common, &args, &mut out),
        Command::Diff(args) => diff::run(&cli.common, &args, &mut out),
        Command::Log(args) => log::run(&cli.common, &args, &mut out),
        Command::Blame(args) => blame::run(&cli.common, &args, &mut out),
        Command::Apply(args) => apply::run(&cli.common, &args, &mut out),
        Command::Export(args) => export::run(&cli.common, &args, &mut out),
        Command::Stats(args) => stats::run(&cli.common, &args, &mut out),
        #[cfg(unix)]
        Command::Serve(args) => serve::run(&cli.common, &args, &mut out),
        #[cfg(unix)]
        Command::Worker(args) => worker::run(&cli.common, &args, &mut out),
        Command::List(args) => list::run(&cli.common, &args, &mut out),
        Command::Conflicts(args) => conflicts::run(&cli.common, &args, &mut out),
        Command::Misses(args) => misses::run(&cli.common, &args, &mut out),
        Command::Verify(args) => verify::run(&cli.common, &args, &mut out),
        Command::Check(args) => check::run(&cli.common, &args, &mut out),
        Command::Parse(args) => parse::run(&cli.common, &args, &mut out),
        Command::Train(args) => train::run(&cli.common, &args, &mut out),
        Command::Completions(args) => completions::run(&args, &mut out),
        Command::Man(args) => completions::man(&args, &mut out),
    }?;
    out.flush()?;
    Ok(exit)
}

/// Says whether an error is only that the reader of our output has gone: success, for `| head`.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
