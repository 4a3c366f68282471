//! Exit codes, for scripts.

use std::process::ExitCode;

/// How a command ended. [`From`] gives the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Ran, nothing to report: 0.
    Fine,
    /// Ran and found something: `diff` a change, `check` or `verify` a fault: 1.
    Found,
    /// Could not do all that was asked: bad arguments, an unreadable file, a broken project: 2.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Found => 1,
            Exit::Failed => 2,
        })
    }
}
