//! Documents: which there are, and one with its text, facts and mentions in code points.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{ApiError, Corpus, fact};
use crate::document::{BlockKind, Document};
use crate::export::Status;
use crate::graph::record::ClaimRecord;
use crate::graph::store::{DocumentEntry, VersionEntry};
use crate::query::explain;
use crate::span::{CodePoints, Span};

/// `GET /api/documents`: every document with its versions, oldest first.
pub fn documents(corpus: Corpus<'_>) -> Value {
    let mut by_document: BTreeMap<&str, Vec<&ClaimRecord>> = BTreeMap::new();
    for record in &corpus.index.records {
        by_document.entry(fact::of_version(&record.version).0).or_default().push(record);
    }
    let document = |document: &DocumentEntry| {
        let latest = document.latest();
        let records = by_document.get(document.id.as_str()).map_or(&[][..], Vec::as_slice);
        let claims: BTreeSet<&str> = records.iter().map(|record| record.iri.as_str()).collect();
        let mut statuses: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for record in records {
            statuses.entry(Status::of(record).to_string()).or_default().insert(&record.iri);
        }
        let statuses: BTreeMap<String, usize> =
            statuses.into_iter().map(|(status, claims)| (status, claims.len())).collect();
        json!({
            "id": document.id,
            "title": latest.iter().find_map(|one| one.title.as_ref()).unwrap_or(&document.id),
            "facts": claims.len(),
            "statuses": statuses,
            "versions": document.versions.iter().map(version).collect::<Vec<_>>(),
        })
    };
    corpus.store.manifest().documents.iter().map(document).collect()
}

fn version(version: &VersionEntry) -> Value {
    json!({
        "version": version.version,
        "path": version.path,
        "title": version.title,
        "date": version.date,
        "url": version.url,
        "superseded": version.superseded,
    })
}

/// `GET /api/document/ID?version=`: the text as read, what its blocks are, its facts with the words
/// that show their status, and its mentions. All offsets are code points of `text`.
///
/// # Errors
/// When there is no such version, or its source is gone.
pub fn document(corpus: Corpus<'_>, id: &str, wanted: Option<&str>) -> Result<Value, ApiError> {
    let name = wanted.map_or_else(|| id.to_owned(), |version| format!("{id}@{version}"));
    let (entry, one) = corpus.find(&name)?;
    let opened = corpus.open(&name)?;
    let text = &opened.document.text;
    let points = CodePoints::new(text);
    let mut mentions: Vec<_> = (opened.entities.iter())
        .flat_map(|entity| entity.mentions.iter().map(move |mention| (mention, entity)))
        .collect();
    mentions.sort_by_key(|(mention, entity)| (mention.passage.start, &entity.iri));
    let meta = &opened.document.metadata;
    Ok(json!({
        "id": entry.id,
        "version": one.version,
        "versions": entry.versions.iter().map(version).collect::<Vec<_>>(),
        "title": one.title.as_ref().or(meta.title.as_ref()).unwrap_or(&one.path),
        "authors": meta.authors,
        "publisher": meta.publisher,
        "date": one.date,
        "url": one.url,
        "path": one.path,
        "language": meta.language,
        "text": text,
        "blocks": blocks(&opened.document, &points),
        "facts": fact::facts(corpus, &opened.records),
        "cues": explain::cues(&opened.quads),
        "mentions": mentions.iter().map(|(mention, entity)| json!({
            "start": mention.passage.start,
            "end": mention.passage.end,
            "entity": fact::entity_id(&entity.iri),
            "label": entity.label,
            "class": fact::local_name(&entity.class),
            "reasons": mention.reasons,
            "antecedent": mention.antecedent.as_ref().map(fact::quote),
        })).collect::<Vec<_>>(),
    }))
}

/// The blocks in the order of the text, with page numbers where the format has them.
fn blocks(document: &Document, points: &CodePoints<'_>) -> Vec<Value> {
    let blocks = document.articles.iter().flat_map(|article| &article.blocks);
    blocks
        .map(|block| {
            let (kind, level) = kind(block.kind);
            let (start, end) = points.span(block.span);
            let mut value = json!({ "kind": kind, "level": level, "start": start, "end": end });
            if let BlockKind::Cell { table, row, column, header } = block.kind {
                value["cell"] = json!([table, row, column, header]);
            }
            if let Some(page) = document.page(block.span.start) {
                value["page"] = json!(page);
            }
            let range = |span: &Span| points.span(*span);
            if !block.note_markers.is_empty() {
                value["notes"] = block.note_markers.iter().map(range).map(|it| json!(it)).collect();
            }
            value
        })
        .collect()
}

/// The name of a kind of block, and the level of headings and lists.
fn kind(kind: BlockKind) -> (&'static str, u8) {
    match kind {
        BlockKind::Title => ("title", 1),
        BlockKind::Heading(level) => ("heading", level),
        BlockKind::Paragraph => ("paragraph", 0),
        BlockKind::ListItem(level) => ("item", level),
        BlockKind::Cell { .. } => ("cell", 0),
        BlockKind::Quote | BlockKind::PullQuote => ("quote", 0),
        BlockKind::Byline | BlockKind::Dateline => ("byline", 0),
        BlockKind::Footnote => ("note", 0),
        BlockKind::Code => ("code", 0),
        kind if kind.is_running_text() => ("paragraph", 0),
        _ => ("furniture", 0),
    }
}
