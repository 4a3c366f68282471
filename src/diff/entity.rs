//! Which entity of the old side has become which of the new: renamed, merged, split, retyped.
//!
//! Two entities are compared by the claims that no exact match explained: a claim of the one
//! *votes* for the other when it is the same but for this end. Names count too; when names have
//! nothing in common, one shared claim is not enough, since a member that left and another that
//! joined would look like one that was renamed.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{EntityChange, EntityKind};
use super::key;
use super::words::likeness;
use crate::graph::record::{ClaimRecord, Node, Object};

/// Share of the claims of both that must agree when the names are alike.
const MIN_ALIKE: f64 = 0.5;
/// Share that must agree when they are not, with [`MIN_VOTES`] claims or more.
const MIN_UNLIKE: f64 = 0.8;
/// Claims that must agree when the names are not alike.
const MIN_VOTES: usize = 2;
/// A signature that more entities share tells nothing, and would cost their product.
const MAX_BLOCK: usize = 32;

/// Which entities stand for which: from the IRI of either side to one that both are given.
#[derive(Clone, Debug, Default)]
pub(super) struct Alignment {
    /// IRIs of the old side that are read as another entity.
    pub(super) old: BTreeMap<String, Node>,
    /// The same for the new side.
    pub(super) new: BTreeMap<String, Node>,
    /// What happened, without the claims.
    pub(super) changes: Vec<EntityChange>,
}

/// A pair of entities that may be one.
struct Candidate<'a> {
    old: &'a Node,
    new: &'a Node,
    votes: usize,
    score: f64,
    kind: EntityKind,
    reason: String,
}

/// Aligns the entities that only one side knows. `old` and `new` are all records, `old_free` and
/// `new_free` those without an exact match. `replaced` says whether the texts have one name wherever
/// they had the other.
pub(super) fn align(
    (old, old_free): (&[&ClaimRecord], &[&ClaimRecord]),
    (new, new_free): (&[&ClaimRecord], &[&ClaimRecord]),
    replaced: &dyn Fn(&str, &str) -> bool,
) -> Alignment {
    let (known_before, known_after) = (nodes(old), nodes(new));
    let (before, after) = (signatures(old_free), signatures(new_free));
    let mut votes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (signature, ours) in &before.by_signature {
        let Some(theirs) = after.by_signature.get(signature) else { continue };
        if ours.len().max(theirs.len()) > MAX_BLOCK {
            continue;
        }
        for (a, b) in ours.iter().flat_map(|a| theirs.iter().map(move |b| (*a, *b))) {
            let is_new = !known_after.contains_key(a) || !known_before.contains_key(b);
            if a != b && is_new {
                *votes.entry((a, b)).or_insert(0) += 1;
            }
        }
    }

    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for ((a, b), count) in votes {
        let (Some(x), Some(y)) = (known_before.get(a), known_after.get(b)) else { continue };
        // Both ends must not merely exist side by side: the one must lose what the other gains.
        let (gone, came) = (!known_after.contains_key(a), !known_before.contains_key(b));
        let (mine, theirs) = (before.count(a), after.count(b));
        let score = match (gone, came) {
            (true, true) => 2.0 * count as f64 / (mine + theirs) as f64,
            (true, false) => count as f64 / mine as f64,
            _ => count as f64 / theirs as f64,
        };
        let replaced = || gone && came && replaced(&x.label, &y.label);
        candidates.extend(judge(x, y, count, score, &replaced));
    }
    let names = |candidate: &Candidate<'_>| {
        let (a, b) = (candidate.old.iri.clone(), candidate.new.iri.clone());
        if a < b { (a, b) } else { (b, a) }
    };
    candidates.sort_by(|a, b| {
        (b.score.total_cmp(&a.score)).then(b.votes.cmp(&a.votes)).then(names(a).cmp(&names(b)))
    });
    choose(candidates, &known_before, &known_after)
}

/// Decides whether two entities with agreeing claims are one.
fn judge<'a>(
    old: &'a Node,
    new: &'a Node,
    votes: usize,
    score: f64,
    replaced: &dyn Fn() -> bool,
) -> Option<Candidate<'a>> {
    let alike = names_are_alike(&old.label, &new.label);
    let is_enough = match alike {
        true => score >= MIN_ALIKE,
        false => score >= MIN_UNLIKE && (votes >= MIN_VOTES || replaced()),
    };
    let same_name = old.label == new.label;
    let (kind, is_ok) = match (old.class == new.class, same_name) {
        (false, true) => (EntityKind::Retype, true),
        (false, false) => return None,
        (true, _) => (EntityKind::Rename, is_enough),
    };
    let claims =
        if votes == 1 { "1 claim agrees".to_owned() } else { format!("{votes} claims agree") };
    let reason = match (same_name, alike) {
        (true, _) => format!("{claims}, same name"),
        (false, true) => format!("{claims}, names alike"),
        (false, false) => claims,
    };
    is_ok.then_some(Candidate { old, new, votes, score, kind, reason })
}

/// Takes the candidates in order of their score. An entity that others became as well is a merge,
/// one that became several a split.
fn choose(
    candidates: Vec<Candidate<'_>>,
    known_before: &BTreeMap<&str, &Node>,
    known_after: &BTreeMap<&str, &Node>,
) -> Alignment {
    // A pair first takes both ends for itself; what is left may join an end that is taken.
    let mut groups: Vec<Vec<Candidate<'_>>> = Vec::new();
    let (mut of_old, mut of_new): (BTreeMap<String, usize>, BTreeMap<String, usize>) =
        Default::default();
    for candidate in candidates {
        let (a, b) = (candidate.old.iri.clone(), candidate.new.iri.clone());
        match (of_old.get(&a), of_new.get(&b)) {
            (None, None) => {
                of_old.insert(a, groups.len());
                of_new.insert(b, groups.len());
                groups.push(vec![candidate]);
            }
            (None, Some(group)) if groups[*group].iter().all(|c| c.new.iri == b) => {
                of_old.insert(a, *group);
                groups[*group].push(candidate);
            }
            (Some(group), None) if groups[*group].iter().all(|c| c.old.iri == a) => {
                of_new.insert(b, *group);
                groups[*group].push(candidate);
            }
            _ => {}
        }
    }

    let mut alignment = Alignment::default();
    for group in groups {
        let collect = |node: fn(&Candidate<'_>) -> Node| -> BTreeSet<Node> {
            group.iter().map(node).collect()
        };
        let mut old = collect(|candidate| candidate.old.clone());
        let mut new = collect(|candidate| candidate.new.clone());
        let best = &group[0];
        let mut kind = best.kind;
        // One that goes on beside those it took in, or that left it, is part of the story.
        let only = |nodes: &BTreeSet<Node>| nodes.first().filter(|_| nodes.len() == 1).cloned();
        let stayed = only(&new).and_then(|target| known_before.get(target.iri.as_str()));
        old.extend(stayed.map(|node| (*node).clone()));
        let stayed = only(&old).and_then(|source| known_after.get(source.iri.as_str()));
        new.extend(stayed.map(|node| (*node).clone()));
        if old.len() > 1 {
            kind = EntityKind::Merge;
            for node in &old {
                alignment.old.insert(node.iri.clone(), best.new.clone());
            }
        } else if new.len() > 1 {
            kind = EntityKind::Split;
            for node in &new {
                alignment.new.insert(node.iri.clone(), best.old.clone());
            }
        } else {
            alignment.old.insert(best.old.iri.clone(), best.new.clone());
        }
        let reason = best.reason.clone();
        let (old, new) = (old.into_iter().collect(), new.into_iter().collect());
        let change = EntityChange { kind, old, new, claims: Vec::new(), reason, score: best.score };
        alignment.changes.push(change);
    }
    alignment
}

/// Says whether the names differ in what tells one nameless thing from another alone: `summit
/// (2022)` and `summit (2023)`. What is in brackets there comes from the claims, which tell of the
/// change themselves.
pub(super) fn is_same_description(change: &EntityChange) -> bool {
    let name = |node: &Node| {
        let described = node.label.strip_suffix(')').and_then(|label| label.split_once(" ("));
        described.map(|(name, _)| name.to_owned()).unwrap_or_else(|| node.label.clone())
    };
    let names: BTreeSet<String> = change.old.iter().chain(&change.new).map(name).collect();
    change.kind != EntityKind::Retype && names.len() == 1
}

/// Returns the record with every entity read as the one it stands for.
pub(super) fn read_as(record: &ClaimRecord, names: &BTreeMap<String, Node>) -> ClaimRecord {
    let mut record = record.clone();
    let read_object = |object: &mut Object| {
        if let Object::Entity(node) = object
            && let Some(other) = names.get(&node.iri)
        {
            *node = other.clone();
        }
    };
    if let Some(other) = names.get(&record.subject.iri) {
        record.subject = other.clone();
    }
    read_object(&mut record.object);
    record.holder.iter_mut().for_each(read_object);
    record.qualifiers.values_mut().flatten().for_each(read_object);
    record
}

/// Returns the IRIs of the entities of a record.
pub(super) fn mentioned(record: &ClaimRecord) -> BTreeSet<&str> {
    let mut nodes = BTreeSet::from([record.subject.iri.as_str()]);
    let objects =
        (record.qualifiers.values().flatten()).chain([&record.object]).chain(&record.holder);
    for object in objects {
        if let Object::Entity(node) = object {
            nodes.insert(&node.iri);
        }
    }
    nodes
}

/// Claims by what they say with one end left out.
struct Signatures<'a> {
    by_signature: BTreeMap<String, BTreeSet<&'a str>>,
    /// How many signatures an entity has.
    counts: BTreeMap<&'a str, usize>,
}

impl Signatures<'_> {
    fn count(&self, iri: &str) -> usize {
        self.counts.get(iri).copied().unwrap_or(1)
    }
}

fn signatures<'a>(records: &[&'a ClaimRecord]) -> Signatures<'a> {
    let mut by_signature: BTreeMap<String, BTreeSet<&'a str>> = BTreeMap::new();
    for record in records {
        let object = key::term(&record.object);
        let as_subject = format!("{} > {object}", record.predicate);
        by_signature.entry(as_subject).or_default().insert(&record.subject.iri);
        if let Object::Entity(node) = &record.object {
            let as_object = format!("{} < {}", record.predicate, record.subject.iri);
            by_signature.entry(as_object).or_default().insert(&node.iri);
        }
    }
    let mut counts = BTreeMap::new();
    for iri in by_signature.values().flatten() {
        *counts.entry(*iri).or_insert(0) += 1;
    }
    Signatures { by_signature, counts }
}

fn nodes<'a>(records: &[&'a ClaimRecord]) -> BTreeMap<&'a str, &'a Node> {
    let mut nodes = BTreeMap::new();
    let objects = |record: &'a ClaimRecord| {
        (record.qualifiers.values().flatten()).chain([&record.object]).chain(&record.holder)
    };
    for record in records {
        nodes.insert(record.subject.iri.as_str(), &record.subject);
        for object in objects(record) {
            if let Object::Entity(node) = object {
                nodes.insert(&node.iri, node);
            }
        }
    }
    nodes
}

/// Says whether half of the words of two names agree, or one is the acronym of the other.
fn names_are_alike(a: &str, b: &str) -> bool {
    let (lower_a, lower_b) = (a.to_lowercase(), b.to_lowercase());
    let shorter = lower_a.split_whitespace().count().min(lower_b.split_whitespace().count());
    let longer = lower_a.split_whitespace().count().max(lower_b.split_whitespace().count());
    // Likeness is 2·shared / (m + n); all words of the shorter name shared is alike as well.
    let all_shared = 2.0 * shorter as f64 / (shorter + longer).max(1) as f64;
    let likeness = likeness(&lower_a, &lower_b);
    (likeness > 0.0 && (likeness >= 0.5 || likeness >= all_shared))
        || is_acronym(a, b)
        || is_acronym(b, a)
}

fn is_acronym(short: &str, long: &str) -> bool {
    let initials: String = long
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    initials.chars().count() > 1 && initials == short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample_claims::claim;

    fn kinds(old: &[ClaimRecord], new: &[ClaimRecord]) -> Vec<(EntityKind, usize, usize)> {
        let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
        let changes = align((&old, &old), (&new, &new), &|_, _| false).changes;
        changes.iter().map(|change| (change.kind, change.old.len(), change.new.len())).collect()
    }

    fn member(who: &str, what: &str) -> ClaimRecord {
        claim(&format!("Country/{who}"), "memberOf", &format!("Organization/{what}"), "…")
    }

    #[test]
    fn a_name_that_changes_everywhere_is_a_rename() {
        let old = [member("A", "Steppe Union"), member("B", "Steppe Union")];
        let new = [member("A", "Silk Forum"), member("B", "Silk Forum")];
        assert_eq!(kinds(&old, &new), [(EntityKind::Rename, 1, 1)]);
        assert!(kinds(&old[..1], &new[..1]).is_empty(), "one claim is not enough");
        assert_eq!(kinds(&[member("A", "Steppe Union")], &[member("A", "SU")]).len(), 1);
    }

    #[test]
    fn two_become_one_and_one_becomes_two() {
        let one = [member("A", "Steppe Union"), member("B", "Steppe Union")];
        let two = [member("A", "Union"), member("B", "Steppe Union")];
        assert_eq!(kinds(&two, &one), [(EntityKind::Merge, 2, 1)]);
        assert_eq!(kinds(&one, &two), [(EntityKind::Split, 1, 2)]);
    }

    #[test]
    fn the_same_name_in_another_class_is_a_retype() {
        let old = claim("Country/A", "supports", "Organization/Belt Project", "…");
        let new = claim("Country/A", "supports", "Programme/Belt Project", "…");
        assert_eq!(kinds(&[old], &[new]), [(EntityKind::Retype, 1, 1)]);
    }
}
