//! The `saiga` program: arguments in, exit code out.

#![expect(clippy::print_stderr, reason = "the last error has nowhere else to go")]

use std::process::ExitCode;

use saiga::cli::{self, Exit};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(exit) => exit.into(),
        Err(error) if cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("saiga: error: {error:#}");
            Exit::Failed.into()
        }
    }
}
