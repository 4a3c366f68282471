//! `saiga completions` and `saiga man`: made from the command line's own definition.

use std::io::Write;

use clap_complete::Shell;

use super::Exit;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Print the manual page
#[derive(Debug, clap::Args)]
pub struct ManArgs {}

/// Prints a completion script.
///
/// # Errors
/// When it cannot be written.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    // The generator panics when its output fails; memory does not.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "saiga", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Fine)
}

/// Prints the manual page, in troff.
///
/// # Errors
/// When it cannot be written.
pub fn man(_: &ManArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    clap_mangen::Man::new(super::command()).render(out)?;
    Ok(Exit::Fine)
}
