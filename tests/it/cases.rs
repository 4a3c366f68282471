//! Runs `tests/cases/**/*.md`: texts, each with the facts that must come out, and no others.
//!
//! A case is a `## name`, a text and a fenced block of facts, one a line, in the form of
//! [`saiga::extract::json::summary`] and in order. What stands before the first case is for the
//! reader. `SAIGA_BLESS=1` rewrites the blocks; bless only what is true of the text.

use std::fs;
use std::path::Path;

use saiga::extract::json::summary;

use crate::support::{check, files, pipeline, root};

const OPEN: &str = "```facts\n";
const CLOSE: &str = "```\n";

#[test]
fn every_case_gives_its_facts() {
    let folder = root().join("tests/cases");
    let mut failed = Vec::new();
    for path in files(&folder) {
        if path.extension().is_some_and(|extension| extension == "md")
            && !path.ends_with("README.md")
        {
            // All suites are run before the first failure is shown.
            if let Err(panic) = std::panic::catch_unwind(|| run(&path)) {
                failed.push(panic);
            }
        }
    }
    if let Some(first) = failed.into_iter().next() {
        std::panic::resume_unwind(first);
    }
}

/// Runs one suite.
fn run(path: &Path) {
    let suite = fs::read_to_string(path).expect("suites are UTF-8");
    let mut parts = suite.split("\n## ");
    let mut got = parts.next().unwrap_or_default().to_owned();
    let mut n_cases = 0;
    for part in parts {
        let place = || format!("{}: case `{}`", path.display(), part.lines().next().unwrap_or(""));
        let (name, body) = part.split_once('\n').unwrap_or((part, ""));
        let (text, rest) = body.split_once(OPEN).unwrap_or_else(|| panic!("{}: no facts", place()));
        let (_, after) = rest
            .split_once(CLOSE)
            .unwrap_or_else(|| panic!("{}: the block of facts is not closed", place()));
        assert!(after.trim().is_empty(), "{}: text after the block of facts", place());
        got.push_str(&format!("\n## {name}\n{text}{OPEN}{}{CLOSE}{after}", facts(text.trim())));
        n_cases += 1;
    }
    assert!(n_cases > 0, "{}: no case", path.display());
    check(path, &got);
}

/// The facts of a text, one a line, in order.
fn facts(text: &str) -> String {
    let pipeline = pipeline();
    let Some(reading) = pipeline.read_text(text) else {
        panic!("no document: {text}");
    };
    let mut lines: Vec<String> = (reading.facts.claims.iter())
        .map(|claim| summary(claim, &reading.facts, pipeline.rules.onto) + "\n")
        .collect();
    lines.sort();
    lines.dedup();
    lines.concat()
}
