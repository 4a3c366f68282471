//! `saiga build`: documents into the store.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use rayon::prelude::*;

use super::common::{Common, count};
use super::{Exit, inputs};
use crate::diagnostic::{Diagnostic, Warned};
use crate::document::{self, Input, Sidecar, sidecar};
use crate::graph;
use crate::graph::store::{self, Arrival, Built, Job, JobReason, Store, sha256};
use crate::pipeline::{Pipeline, Reading};

/// Read documents into the store
///
/// The store then stands for exactly these documents: an unchanged one is not read again, a
/// changed one becomes a new version and keeps the old one, and one that is gone is removed. A
/// file under another name is a version of a document when its text, URL or id says so.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to read [default: the current folder's `documents`]
    #[arg(value_name = "PATH", default_value = "documents")]
    paths: Vec<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the project is broken or the store cannot be written; it is then as it was before.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let project = common.load_project()?;
    let language = project.language().map_err(|faults| anyhow::anyhow!(faults[0].to_string()))?;
    let mut problems = Vec::new();
    let paths = inputs::find(&args.paths, &mut problems);
    let mut store = Store::create_or_open(&common.store)?;
    let hashed: Vec<Result<Hashed, Diagnostic>> = paths
        .par_iter()
        .map(|path| {
            let sha256 = sha256(&inputs::read(path)?);
            let sidecar = inputs::sidecar(path)?;
            Ok(Hashed { path: path.clone(), sha256, sidecar })
        })
        .collect();
    let mut readable = Vec::new();
    let mut sidecars = BTreeMap::new();
    for file in hashed {
        match file {
            Ok(Hashed { path, sha256, sidecar }) => {
                if let Some((text, read)) = sidecar {
                    problems.extend(read.warnings);
                    sidecars.insert(path.clone(), text);
                }
                readable.push((path, sha256));
            }
            Err(problem) => problems.push(problem),
        }
    }
    let mut plan = store.plan_with(readable, sidecars, project.fingerprint());
    // Which document a file is a version of must be known before its facts are written, for their
    // IRIs name it. The first stage alone tells, and takes a small part of the time of all.
    let arrivals: Vec<Arrival> = (plan.jobs.par_iter())
        .filter_map(|job| {
            let bytes = bytes_of(&store, job).ok()?;
            let input = Input { path: &job.path, bytes: &bytes };
            let read = document::read_with(input, &sidecar_of(job)).ok()?;
            Some(Arrival::new(&read.output))
        })
        .collect();
    store.arrange(&mut plan, &arrivals);
    let key = project.reading_key();
    let readings = project.readings(&store::readings(store.dir()));
    // Where nothing is to be read, no rules are needed.
    let pipeline =
        (!plan.jobs.is_empty()).then(|| Pipeline::with_readings(&project, &language, &readings));
    let results: Vec<Result<Read, Diagnostic>> = plan
        .jobs
        .par_iter()
        .map(|job| {
            let bytes = bytes_of(&store, job)?;
            let pipeline = pipeline.as_ref().expect("there is a job");
            let reading = pipeline
                .read_with(Input { path: &job.path, bytes: &bytes }, &sidecar_of(job))
                .map_err(|error| Diagnostic::error(&job.path, error.to_string()))?;
            let Reading { mut document, facts, mut quads } = reading.output;
            let place = plan.place(&job.path, &job.sha256);
            if let Some(place) = place.filter(|place| place.id != document.id) {
                document.id.clone_from(&place.id);
                quads = graph::lift(&document, &facts, pipeline.rules.onto);
            }
            let built = Built::new(&document, &quads, bytes).with_sidecar(&job.sidecar);
            Ok(Read { built, warnings: reading.warnings, n_claims: facts.claims.len() })
        })
        .collect();
    let mut built = Vec::new();
    let mut n_claims = 0;
    for result in results {
        match result {
            Ok(read) => {
                problems.extend(read.warnings);
                n_claims += read.n_claims;
                built.push(read.built);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if pipeline.is_some() {
        store.keep_readings(&readings.write(&key))?;
    }
    store.commit(&plan, &built)?;
    problems.sort();
    problems.iter().for_each(|problem| common.report(problem));
    if !common.quiet {
        for job in &plan.jobs {
            let place = plan.place(&job.path, &job.sha256);
            if let Some((place, why)) = place.and_then(|place| Some((place, place.reason?))) {
                writeln!(out, "{}: a version of `{}` ({why})", job.path, place.id)?;
            }
        }
        let quads: u64 = store.manifest().latest().map(|(_, version)| version.quads).sum();
        writeln!(
            out,
            "{}: {} read with {}, {} unchanged, {} removed; {quads} quads",
            common.store.display(),
            count(built.len(), "document"),
            count(n_claims, "claim"),
            plan.unchanged,
            plan.removed.len(),
        )?;
    }
    let failed =
        problems.iter().any(|problem| problem.severity == crate::diagnostic::Severity::Error);
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

/// The bytes of a file, or of an old version that only the store has.
fn bytes_of(store: &Store, job: &Job) -> Result<Vec<u8>, Diagnostic> {
    match job.reason {
        JobReason::RereadOld => store
            .source(&job.sha256)
            .map_err(|error| Diagnostic::error(&job.path, error.to_string())),
        _ => inputs::read(&job.path),
    }
}

/// What the sidecar of a file says. It was read without fault when the job was planned.
fn sidecar_of(job: &Job) -> Sidecar {
    let read = sidecar::read(&job.path, job.sidecar.as_bytes());
    read.map(|read| read.output).unwrap_or_default()
}

/// A file that can be read.
struct Hashed {
    path: String,
    sha256: String,
    sidecar: Option<(String, Warned<Sidecar>)>,
}

/// A document that was read.
struct Read {
    built: Built,
    warnings: Vec<Diagnostic>,
    n_claims: usize,
}
