//! How a text is read, for people who write patterns: tokens, mentions, dates, numbers, claims.

use std::fmt::Write;

use super::{Rules, extract, json, scenes};
use crate::document::Document;
use crate::text::{Annotated, Sentence};

/// Describes how a document of one article is read, a line for each thing.
///
/// # Panics
/// Never: writing to a string cannot fail.
pub fn describe(doc: &Document, annotated: &Annotated, rules: &Rules<'_>) -> String {
    let mut text = String::new();
    let sentences: Vec<&Sentence> = annotated.sentences.iter().collect();
    let written = "a string takes everything";
    for scene in scenes(doc, rules, 0, &sentences) {
        let view = &scene.view;
        for (index, token) in view.sentence.tokens.iter().enumerate() {
            write!(text, "{}/{}/{} ", view.forms[index], token.lemma, token.upos.as_str())
                .expect(written);
        }
        text.push('\n');
        for candidate in &scene.candidates {
            let class = &rules.onto.class(candidate.class).name;
            let name = rules.name_of(&candidate.meaning);
            let words = view.slice(candidate.tokens);
            writeln!(text, "  {words}: {class} {name} ({:?})", candidate.reason).expect(written);
        }
        for time in &scene.times {
            let end = time.end.map(|end| format!(" to {end}")).unwrap_or_default();
            writeln!(
                text,
                "  {}: {}{end} ({:?})",
                view.slice(time.tokens),
                time.start,
                time.relation
            )
            .expect(written);
        }
        for number in &scene.quantities {
            writeln!(text, "  {}: {} {:?}", view.slice(number.tokens), number.value, number.kind)
                .expect(written);
        }
    }
    let facts = extract(doc, annotated, rules);
    for claim in &facts.claims {
        writeln!(text, "{}  [{}]", json::summary(claim, &facts, rules.onto), claim.rule)
            .expect(written);
    }
    text
}

/// Describes how the patterns that `wanted` chooses by their ids read a document of one article.
pub fn patterns(
    doc: &Document,
    annotated: &Annotated,
    rules: &Rules<'_>,
    wanted: impl Fn(&str) -> bool,
) -> String {
    let sentences: Vec<&Sentence> = annotated.sentences.iter().collect();
    super::tree::explain::describe(&scenes(doc, rules, 0, &sentences), rules, wanted)
}
