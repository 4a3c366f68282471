//! Interviews: who answers, where paragraphs open with the names of those who speak.
//!
//! `Editors: Where is it?` asks; what stands below, up to the next question, somebody answers: the
//! one whose name opens those paragraphs, else the one whose name opens the headline
//! (`Anna Weber: it was never easy`). What is answered is said by that person and not by the paper.

use std::collections::BTreeMap;

use super::Rules;
use super::entity::Registry;
use super::fact::Holder;
use super::scene::Scene;
use crate::document::{Document, speaker_label};
use crate::span::Span;

/// Finds the answers of an interview: their stretch, who gives them, and the label that says so.
pub fn answers(
    doc: &Document,
    rules: &Rules<'_>,
    registry: &mut Registry,
    article: u32,
    scenes: &[Scene<'_>],
) -> Vec<(Span, Holder, Span)> {
    let blocks = &doc.articles[article as usize].blocks;
    let askers = askers(doc, article);
    if askers.is_empty() {
        return Vec::new();
    }
    let is_asker = |label: &Span| askers.contains(&label.of(&doc.text));
    let headline = blocks.iter().find_map(|block| {
        let label = speaker_label(&doc.text, block.span).filter(|label| !is_asker(label))?;
        Some((person(doc, rules, registry, scenes, label)?, label))
    });
    let mut found = Vec::new();
    let mut speaker = None;
    let mut has_begun = false;
    for block in blocks {
        // The first question may stand where the title does.
        let label = block
            .speaker
            .or_else(|| speaker_label(&doc.text, block.span).filter(|label| is_asker(label)));
        match label {
            Some(label) if is_asker(&label) => {
                has_begun = true;
                speaker = headline.clone();
                continue;
            }
            Some(label) if has_begun => {
                let holder = person(doc, rules, registry, scenes, label)
                    .unwrap_or_else(|| Holder::Text(label.of(&doc.text).to_owned()));
                speaker = Some((holder, label));
            }
            _ => {}
        }
        if let Some((holder, label)) = &speaker
            && block.kind.is_running_text()
        {
            found.push((block.span, holder.clone(), *label));
        }
    }
    found
}

/// The labels of those who ask: each opens two paragraphs at least, and most of these are questions.
fn askers(doc: &Document, article: u32) -> Vec<&str> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for block in &doc.articles[article as usize].blocks {
        let Some(label) = block.speaker else { continue };
        let (asked, all) = counts.entry(label.of(&doc.text)).or_default();
        *asked += usize::from(block.span.of(&doc.text).contains('?'));
        *all += 1;
    }
    let asks = |(_, (asked, all)): &(&str, (usize, usize))| *all >= 2 && asked * 2 > *all;
    counts.into_iter().filter(asks).map(|(label, _)| label).collect()
}

/// The person of this name, as any sentence of the article has it.
fn person(
    doc: &Document,
    rules: &Rules<'_>,
    registry: &mut Registry,
    scenes: &[Scene<'_>],
    label: Span,
) -> Option<Holder> {
    let name = label.of(&doc.text);
    let candidate = scenes.iter().find_map(|scene| {
        scene.candidates.iter().find(|candidate| {
            rules.is(candidate.class, "Person")
                && scene.view.span(candidate.tokens).of(&doc.text) == name
        })
    })?;
    Some(Holder::Entity(registry.entity(rules, &candidate.meaning, candidate.class)))
}
