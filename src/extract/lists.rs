//! Bulleted lists that a clause introduces: `The following states joined in 2004:` means the items
//! below it by `the following states`.
//!
//! The words that stand for the items get them as candidates, together, so that every pattern reads
//! them like names joined by commas. A claim that comes of it has the item among its evidence.

use std::cmp::Reverse;

use super::Rules;
use super::entity::Registry;
use super::fact::{Claim, Object, Reason};
use super::mention::Candidate;
use super::scene::{Group, Scene};
use super::view::{Tokens, View};
use crate::document::{Article, BlockKind};
use crate::span::Span;
use crate::text::Upos;

/// Most sentences of a list that are read.
const MOST_ITEMS: usize = 300;

/// The items that a sentence introduces.
#[derive(Clone, Debug)]
pub struct Introduced {
    /// Index of the sentence that introduces them.
    pub scene: usize,
    /// What each item names first, and the sentence that does.
    items: Vec<(Candidate, Span)>,
}

/// Finds the lists of an article and gives the sentences that introduce them their items.
pub fn introduce(
    article: &Article,
    scenes: &mut [Scene<'_>],
    rules: &Rules<'_>,
) -> Vec<Introduced> {
    let is_item = |scene: &Scene<'_>| {
        let kind = article.blocks[scene.view.sentence.block as usize].kind;
        matches!(kind, BlockKind::ListItem(_))
    };
    let mut lists = Vec::new();
    for index in 0..scenes.len() {
        let is_intro = scenes[index].view.word(scenes[index].view.len() - 1) == ":"
            && !is_item(&scenes[index]);
        let Some(tokens) = placeholder(&scenes[index].view).filter(|_| is_intro) else { continue };
        let mut items: Vec<(Candidate, Span)> = Vec::new();
        let mut block = None;
        let below = scenes[index + 1..].iter().take(MOST_ITEMS);
        for item in below.take_while(|scene| is_item(scene)) {
            // Only the first sentence of an item says what it is.
            if block.replace(item.view.sentence.block) != Some(item.view.sentence.block) {
                items.extend(first_named(item).map(|one| (one, item.view.sentence.span)));
            }
        }
        let Some(top) = items.first().map(|(one, _)| rules.onto.class(one.class).top) else {
            continue;
        };
        items.retain(|(one, _)| rules.onto.class(one.class).top == top);
        stand_for(&mut scenes[index], tokens, &items);
        lists.push(Introduced { scene: index, items });
    }
    lists
}

/// Adds the items that claims speak of to their evidence.
pub fn show(claims: &mut [Claim], list: &Introduced, rules: &Rules<'_>, registry: &mut Registry) {
    for (candidate, span) in &list.items {
        let entity = registry.entity(rules, &candidate.meaning, candidate.class);
        for claim in claims.iter_mut() {
            let names_it = claim.subject == entity || claim.object == Object::Entity(entity);
            if names_it && !claim.evidence.contains(span) {
                claim.evidence.push(*span);
            }
        }
    }
}

/// The words that stand for the items: `the following states`, `these two banks`.
fn placeholder(view: &View<'_>) -> Option<Tokens> {
    let marker = (0..view.len()).find(|at| matches!(view.word(*at), "following" | "these"))?;
    let first = match marker.checked_sub(1) {
        Some(before) if view.upos(before) == Upos::Det => before,
        _ => marker,
    };
    let end = super::noun::phrase(view, marker + 1)?.end;
    Some(Tokens::new(first, end))
}

/// What an item names, when it begins with a name.
fn first_named(scene: &Scene<'_>) -> Option<Candidate> {
    let is_name = |one: &&Candidate| {
        one.tokens.first <= 1
            && !matches!(one.reason, Reason::Description | Reason::Adjective | Reason::Metonym)
    };
    scene.candidates.iter().find(is_name).cloned()
}

/// Lets `tokens` of a sentence mean all the items.
fn stand_for(scene: &mut Scene<'_>, tokens: Tokens, items: &[(Candidate, Span)]) {
    let first = scene.candidates.len();
    scene.candidates.extend(items.iter().map(|(one, _)| Candidate {
        tokens,
        reason: Reason::Coreference,
        antecedent: one.antecedent,
        ..one.clone()
    }));
    let members = (first..scene.candidates.len()).collect();
    scene.groups.push(Group { tokens, members });
    scene.groups.sort_by_key(|group| {
        (group.tokens.first, Reverse(group.tokens.end), Reverse(group.members.len()))
    });
}
