//! What two versions or documents say, side by side.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ApiError, Corpus, Opened};
use crate::diff::{self, ArticleText, Options, Side, report};

/// `GET /api/diff?old=ID@VERSION&new=ID@VERSION`: the report of `saiga diff --format json`; see
/// `docs/diff.md`.
///
/// # Errors
/// When there is no such version, or its source is gone.
pub fn diff(corpus: Corpus<'_>, old: &str, new: &str) -> Result<Value, ApiError> {
    let is_one = corpus.find(old)?.0.id == corpus.find(new)?.0.id;
    let readers = [old, new].map(|name| corpus.find(name).map(|(_, one)| one.built_with.clone()));
    let [old_reader, new_reader] = readers;
    let (old_reader, new_reader) = (old_reader?, new_reader?);
    let (old, new) = (corpus.open(old)?, corpus.open(new)?);
    let functional = (corpus.project.ontology.relations.iter())
        .filter(|relation| relation.functional)
        .map(|relation| relation.iri.clone())
        .collect();
    let options = Options { functional, same_document: is_one, ..Options::default() };
    let found = diff::claims(&side(&old, &old_reader), &side(&new, &new_reader), &options);
    Ok(report::json(&found))
}

fn side<'a>(opened: &'a Opened, reader: &'a str) -> Side<'a> {
    Side {
        records: &opened.records,
        texts: BTreeMap::from([(opened.iri.as_str(), opened.document.text.as_str())]),
        articles: ArticleText::of_document(&opened.document, &opened.iri),
        reader: Some(reader),
    }
}
