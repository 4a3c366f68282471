//! `saiga train`: learns the language model from treebanks.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Exit;
use super::common::Common;
use crate::text::conllu::{self, Treebank};
use crate::text::train;

/// Learn the language model from treebanks in CoNLL-U
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Treebanks to learn from
    #[arg(value_name = "FILE", required = true)]
    treebanks: Vec<PathBuf>,
    /// Treebank to score the model on now and then; may be given several times
    #[arg(long, value_name = "FILE")]
    dev: Vec<PathBuf>,
    /// File to write the model to
    #[arg(long, short, value_name = "FILE", default_value = "seeds/language/en/model.bin")]
    output: PathBuf,
}

/// Runs the command. The same treebanks, seeds and program give the same bytes.
///
/// # Errors
/// When the project is broken, a treebank cannot be read or the model cannot be written.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let language = project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
    let read = |paths: &[PathBuf]| -> anyhow::Result<Vec<Treebank>> {
        paths.iter().map(|path| treebank(path)).collect()
    };
    let (banks, dev) = (read(&args.treebanks)?, read(&args.dev)?);
    let seeds = |path: &str| {
        let content = project.file(&format!("seeds/{path}"))?;
        Some(String::from_utf8_lossy(content).into_owned())
    };
    // A closed pipe ends the log, not the training.
    let mut say = |line: &str| drop(writeln!(out, "{line}").and_then(|()| out.flush()));
    let language =
        train::train(&banks.iter().collect::<Vec<_>>(), language, &seeds, &mut |line, now| {
            say(line);
            for bank in now.map_or(&[][..], |_| &dev) {
                if let Some(now) = now {
                    say(&train::evaluate(bank, now)[0]);
                }
            }
        });
    for (path, bank) in args.dev.iter().zip(&dev) {
        let [given, raw] = train::evaluate(bank, &language);
        say(&format!("{}, words given: {given}", path.display()));
        say(&format!("{}, raw text: {raw}", path.display()));
    }
    let model = language.model_file().context("training gave no model")?;
    fs::write(&args.output, &model)
        .with_context(|| format!("{} cannot be written", args.output.display()))?;
    say(&format!("{}: {} bytes", args.output.display(), model.len()));
    Ok(Exit::Fine)
}

fn treebank(path: &Path) -> anyhow::Result<Treebank> {
    let content =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    conllu::read(&content).with_context(|| format!("{} is not CoNLL-U", path.display()))
}
