//! What was almost read from a document.

use serde_json::{Value, json};

use super::{ApiError, Corpus};
use crate::document::Input;
use crate::extract::misses::Watch;
use crate::pipeline::Pipeline;
use crate::span::{CodePoints, Span};

/// `GET /api/misses?document=ID@VERSION`: sentences in which two mentions fit a relation and one of its
/// words stands near, but nothing was read. Reads the document again, which takes a while.
///
/// # Errors
/// When there is no such version, its source is gone, or the project's language is broken.
pub fn misses(corpus: Corpus<'_>, name: &str) -> Result<Value, ApiError> {
    let (_, version) = corpus.find(name)?;
    let bytes = corpus.store.source(&version.source)?;
    let failed = |message: String| ApiError::Failed(message);
    let language = (corpus.project.language())
        .map_err(|faults| failed(faults.iter().map(ToString::to_string).collect()))?;
    let pipeline = Pipeline::new(corpus.project, &language);
    let watch = Watch::new(&pipeline.rules);
    let (document, misses) = (pipeline
        .misses(Input { path: &version.path, bytes: &bytes }, &watch))
    .map_err(|error| failed(format!("{}: {error}", version.path)))?;
    let points = CodePoints::new(&document.text);
    let place = |span: Span| {
        let (start, end) = points.span(span);
        json!({ "start": start, "end": end, "quote": span.of(&document.text) })
    };
    let shown = misses.iter().map(|miss| {
        let relation = pipeline.rules.onto.relation(miss.relation);
        json!({
            "relation": relation.label,
            "predicate": relation.name,
            "reason": miss.reason.as_str(),
            "pattern": miss.pattern,
            "nearest": miss.nearest,
            "sentence": place(miss.sentence),
            "subject": place(miss.subject),
            "object": place(miss.object),
            "trigger": place(miss.trigger),
        })
    });
    Ok(shown.collect())
}
