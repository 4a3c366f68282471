//! Stages 1 to 4 in one call: bytes in, a document with its facts and quads out.

use crate::diagnostic::{Diagnostic, Warned};
use crate::document::{self, Document, Input, ReadError, Sidecar};
use crate::extract::{self, Facts, Rules};
use crate::graph;
use crate::project::Project;
use crate::text::{self, Language, Readings};
use oxigraph::model::Quad;

/// What the stages share, made ready once for any number of documents and threads.
pub struct Pipeline<'p> {
    /// What extraction goes by.
    pub rules: Rules<'p>,
    language: &'p Language,
}

/// A document that went through the stages.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Stage 1.
    pub document: Document,
    /// Stage 3.
    pub facts: Facts,
    /// Stage 4: sorted, in the graph of the document's version.
    pub quads: Vec<Quad>,
}

impl<'p> Pipeline<'p> {
    /// Compiles the rules of a project. `language` is [`Project::language`].
    pub fn new(project: &'p Project, language: &'p Language) -> Self {
        Self::with_readings(project, language, &Readings::default())
    }

    /// As [`Pipeline::new`], with what an earlier run found in the patterns. They need not be tagged
    /// and parsed again, which is most of the work.
    pub fn with_readings(
        project: &'p Project,
        language: &'p Language,
        readings: &Readings,
    ) -> Self {
        let mut rules = Rules::new(
            &project.ontology,
            &project.lexicon,
            &project.words,
            &project.patterns,
            language,
            readings,
        );
        rules.decisions = project.decisions.clone();
        Self { rules, language }
    }

    /// Reads one document.
    ///
    /// # Errors
    /// [`ReadError`] when the file gives no document at all; every later stage takes any text.
    pub fn read(&self, input: Input<'_>) -> Result<Warned<Reading>, ReadError> {
        self.read_with(input, &Sidecar::default())
    }

    /// Reads one document of which something is known already; see [`document::read_with`].
    ///
    /// # Errors
    /// As [`Pipeline::read`].
    pub fn read_with(
        &self,
        input: Input<'_>,
        sidecar: &Sidecar,
    ) -> Result<Warned<Reading>, ReadError> {
        let Warned { output: document, warnings } = document::read_with(input, sidecar)?;
        let annotated = text::annotate(&document, self.language);
        let mut facts = extract::extract(&document, &annotated, &self.rules);
        self.reject_claims(&document, &mut facts);
        let quads = graph::lift(&document, &facts, self.rules.onto);
        Ok(Warned { output: Reading { document, facts, quads }, warnings })
    }

    /// Drops the claims that the analyst has rejected by their IRI.
    fn reject_claims(&self, document: &Document, facts: &mut Facts) {
        if self.rules.decisions.is_empty() {
            return;
        }
        let iris = graph::claim_iris(document, facts, self.rules.onto);
        let mut is_kept = iris.iter().map(|iri| {
            let hash = iri.as_str().trim_start_matches(graph::iri::CLAIM);
            !self.rules.decisions.is_rejected(&format!("claim/{hash}"))
        });
        facts.claims.retain(|_| is_kept.next().unwrap_or(true));
    }

    /// Reads a text that stands for itself, such as an example of a pattern.
    pub fn read_text(&self, text: &str) -> Option<Reading> {
        let input = Input { path: "text.txt", bytes: text.as_bytes() };
        self.read(input).ok().map(|warned| warned.output)
    }

    /// Finds what was almost read from a document; see [`extract::misses`].
    ///
    /// # Errors
    /// As [`Pipeline::read`].
    pub fn misses(
        &self,
        input: Input<'_>,
        watch: &extract::misses::Watch,
    ) -> Result<(Document, Vec<extract::misses::Miss>), ReadError> {
        let document = document::read(input)?.output;
        let annotated = text::annotate(&document, self.language);
        let facts = extract::extract(&document, &annotated, &self.rules);
        let misses = extract::misses::find(&document, &annotated, &self.rules, &facts, watch);
        Ok((document, misses))
    }

    /// Describes how a text is read; see [`extract::trace`].
    pub fn trace(&self, text: &str) -> String {
        self.annotated(text, |document, annotated| {
            extract::trace::describe(document, annotated, &self.rules)
        })
    }

    /// Describes how the patterns whose ids `wanted` accepts read a text; see [`extract::trace`].
    pub fn trace_patterns(&self, text: &str, wanted: impl Fn(&str) -> bool) -> String {
        self.annotated(text, |document, annotated| {
            extract::trace::patterns(document, annotated, &self.rules, wanted)
        })
    }

    fn annotated(
        &self,
        text: &str,
        describe: impl FnOnce(&Document, &text::Annotated) -> String,
    ) -> String {
        let input = Input { path: "text.txt", bytes: text.as_bytes() };
        match document::read(input) {
            Ok(read) => describe(&read.output, &text::annotate(&read.output, self.language)),
            Err(error) => format!("{error}\n"),
        }
    }
}

/// Checks the examples and counterexamples of all patterns: each fact that an example lists must
/// be read from it, and no claim of the file's relation from a counterexample.
pub fn check_examples(pipeline: &Pipeline<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for example in &pipeline.rules.patterns.examples {
        let reading = pipeline.read_text(&example.text);
        let read: Vec<String> = reading
            .iter()
            .flat_map(|reading| {
                let claims =
                    reading.facts.claims.iter().filter(|claim| claim.predicate == example.relation);
                claims
                    .map(|claim| extract::json::summary(claim, &reading.facts, pipeline.rules.onto))
            })
            .collect();
        let complain = |message: String| {
            let read = if read.is_empty() { "nothing".to_owned() } else { read.join("; ") };
            Diagnostic::error(&example.path, message)
                .at_line(example.line)
                .with_hint(format!("read: {read}"))
        };
        let is_symmetric = pipeline.rules.onto.relation(example.relation).symmetric;
        for fact in &example.facts {
            if !read
                .iter()
                .any(|read| says(read, fact) || is_symmetric && says(&turned(read), fact))
            {
                found.push(complain(format!("the example does not give `{fact}`")));
            }
        }
        if example.facts.is_empty() && !read.is_empty() {
            found.push(complain("the counterexample gives a fact".to_owned()));
        }
    }
    found
}

/// The summary of a symmetric claim with its ends exchanged.
fn turned(summary: &str) -> String {
    let mut parts: Vec<&str> = summary.split(" | ").collect();
    parts.swap(0, 2);
    parts.join(" | ")
}

/// Says whether a summary has everything that `wanted` lists: the three parts of the claim first,
/// then any qualifiers and status.
fn says(summary: &str, wanted: &str) -> bool {
    let mut parts = wanted.split('|').map(str::trim);
    let have: Vec<&str> = summary.split('|').map(str::trim).collect();
    let is_same_claim = (0..3).all(|slot| parts.next() == have.get(slot).copied());
    is_same_claim && parts.all(|part| have[3..].contains(&part))
}
