//! The `saiga` program: arguments in, exit code out.

#![expect(clippy::print_stderr, reason = "the last error has nowhere else to go")]

use std::process::ExitCode;

use saiga::cli::{self, Exit};

fn main() -> ExitCode {
    // A parser that panics on a file is told as an error of that file, and not twice.
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !saiga::document::is_guarded() {
            told(panic);
        }
    }));
    match cli::run(std::env::args_os()) {
        Ok(exit) => exit.into(),
        Err(error) if cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("saiga: error: {error:#}");
            Exit::Failed.into()
        }
    }
}
