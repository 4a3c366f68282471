//! Ontology, lexicons, patterns, word lists and questions: one form, no contradiction, and every
//! example holds.

use std::collections::BTreeSet;
use std::fs;

use saiga::diagnostic::{Diagnostic, Severity};
use saiga::pipeline;
use saiga::query::Query;
use saiga::query::question::Question;

use crate::support::{self, PROJECT, check, root};

#[test]
fn the_project_agrees_with_itself() {
    let errors: Vec<Diagnostic> =
        PROJECT.check().into_iter().filter(|fault| fault.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{}", lines(&errors));
}

#[test]
fn every_example_of_every_pattern_holds() {
    let faults = pipeline::check_examples(support::pipeline());
    assert!(faults.is_empty(), "{}", lines(&faults));
}

#[test]
fn every_relation_has_an_example_and_a_counterexample() {
    let relations: BTreeSet<_> = PROJECT.patterns.patterns.iter().map(|it| it.relation).collect();
    let mut missing = Vec::new();
    for relation in relations {
        let mut of_it =
            PROJECT.patterns.examples.iter().filter(|example| example.relation == relation);
        let name = &PROJECT.ontology.relation(relation).name;
        if name == "author" {
            // Read from by-lines, which no sentence can be an example of.
            continue;
        }
        if !of_it.clone().any(|example| !example.facts.is_empty()) {
            missing.push(format!("{name}: no example"));
        }
        if !of_it.any(|example| example.facts.is_empty()) {
            missing.push(format!("{name}: no counterexample"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_question_is_sparql_with_a_title() {
    let files = PROJECT.texts("ontology/queries");
    let questions =
        Question::parse_all(&files).unwrap_or_else(|faults| panic!("{}", lines(&faults)));
    assert_eq!(questions.len(), files.len());
    assert!(questions.len() >= 12);
    for (question, (path, text)) in questions.iter().zip(&files) {
        assert!(!question.title.is_empty(), "{path}");
        Query::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

/// Rows once each and in order, cells trimmed and in NFC. Word lists keep their order, which
/// means something to their readers, but have no needless quotation marks or white space.
#[test]
fn lists_are_in_canonical_form() {
    for (path, text) in PROJECT.texts("seeds/lexicon") {
        let canonical = saiga::ontology::lexicon::canonical(path, text);
        check(&root().join(path), &canonical.unwrap_or_else(|fault| panic!("{fault}")));
    }
    for (path, text) in PROJECT.texts("seeds/language/en") {
        check(&root().join(path), &rewritten(path, text));
    }
}

#[test]
fn lists_end_their_lines_alike() {
    for path in support::files(&root().join("seeds"))
        .into_iter()
        .chain(support::files(&root().join("ontology")))
    {
        // Sample documents are as the world is.
        if path.starts_with(root().join("seeds/documents")) {
            continue;
        }
        let bytes = fs::read(&path).expect("seeds can be read");
        if let Ok(text) = std::str::from_utf8(&bytes) {
            assert!(!text.contains('\r'), "{}: carriage return", path.display());
            assert!(
                text.is_empty() || text.ends_with('\n'),
                "{}: no last line end",
                path.display()
            );
        }
    }
}

/// The same rows in the same order, written anew.
fn rewritten(path: &str, text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .has_headers(false)
        .flexible(false)
        .from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut seen = BTreeSet::new();
    for row in reader.records() {
        let row = row.unwrap_or_else(|error| panic!("{path}: {error}"));
        if seen.insert(row.iter().map(str::to_owned).collect::<Vec<_>>()) {
            writer.write_record(&row).expect("rows of one length can be written");
        }
    }
    String::from_utf8(writer.into_inner().expect("memory takes every byte"))
        .expect("what was UTF-8 still is")
}

fn lines(faults: &[Diagnostic]) -> String {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    format!("\n{}", lines.join("\n"))
}
