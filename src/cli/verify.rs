//! `saiga verify`: is every quote still where the store says?

use std::io::Write;

use super::common::{Common, count};
use super::{Exit, inputs};
use crate::graph::store::Store;
use crate::graph::verify;

/// Look every quote of the store up in the files that it was read from
///
/// Exit code 0: all found; 1: something is missing.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// When there is no store.
pub fn run(common: &Common, _: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let store = Store::open(&common.store)?;
    let found = verify::verify(&store, |path| inputs::read(path).ok());
    found.diagnostics.iter().for_each(|diagnostic| common.report(diagnostic));
    writeln!(
        out,
        "{} in {}: {} found, {} missing",
        count(found.found + found.missing, "passage"),
        count(found.versions, "version"),
        found.found,
        found.missing,
    )?;
    if found.from_copy > 0 {
        writeln!(
            out,
            "{} checked against the store's own copy of its source",
            count(found.from_copy, "version")
        )?;
    }
    let is_sound = found.missing == 0
        && found.diagnostics.iter().all(|one| one.severity < crate::diagnostic::Severity::Error);
    Ok(if is_sound { Exit::Fine } else { Exit::Found })
}
