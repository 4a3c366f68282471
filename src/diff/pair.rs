//! Finds which claim of the old side is which of the new, in passes from the surest match to the
//! least sure, and makes the [`ClaimDiff`] of what it found.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::article::{self, ArticleText};
use super::cause::{self, Texts};
use super::change::{Cause, Change, ClaimDiff, Entry, Match};
use super::entity::{self, Alignment};
use super::unread::Sentences;
use super::words::{collapse, likeness};
use super::{Options, Side, compare, conflict, key};
use crate::graph::record::ClaimRecord;

/// At most so many claims of either side compete in one block: the cost is their product. Those
/// beyond, in a fixed order, stay unmatched.
const MAX_BLOCK: usize = 64;

/// The claims of one side.
struct Claims<'a> {
    /// In a fixed order.
    records: Vec<&'a ClaimRecord>,
    /// The same with aligned entities read as one.
    read: Vec<Cow<'a, ClaimRecord>>,
    /// Number of the group of matched articles that each is in.
    groups: Vec<usize>,
    /// The document versions that have an article of a group, with or without claims.
    versions: BTreeMap<usize, BTreeSet<&'a str>>,
    free: Vec<bool>,
}

impl<'a> Claims<'a> {
    fn new(records: &'a [ClaimRecord]) -> Self {
        let mut records: Vec<&ClaimRecord> = records.iter().collect();
        records.sort_unstable();
        records.dedup();
        let read = records.iter().map(|record| Cow::Borrowed(*record)).collect();
        let free = vec![true; records.len()];
        Self { records, read, groups: Vec::new(), versions: BTreeMap::new(), free }
    }

    /// Takes the numbers of the groups of articles.
    fn group(&mut self, numbers: &BTreeMap<String, usize>, texts: &'a [ArticleText]) {
        self.groups = self.records.iter().map(|record| numbers[&record.article]).collect();
        let of_records = self.records.iter().zip(&self.groups);
        let of_records = of_records.map(|(record, number)| (*number, record.version.as_str()));
        let of_texts = texts.iter().map(|text| (numbers[&text.iri], text.version.as_str()));
        for (number, version) in of_records.chain(of_texts) {
            self.versions.entry(number).or_default().insert(version);
        }
    }

    fn free(&self) -> Vec<&'a ClaimRecord> {
        self.free_slots().map(|slot| self.records[slot]).collect()
    }

    /// Returns the free claims of articles that the other side has as well.
    fn free_beside(&self, other: &Self) -> Vec<&'a ClaimRecord> {
        let groups: BTreeSet<usize> = other.groups.iter().copied().collect();
        let shared = self.free_slots().filter(|slot| groups.contains(&self.groups[*slot]));
        shared.map(|slot| self.records[slot]).collect()
    }

    fn free_slots(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.records.len()).filter(|slot| self.free[*slot])
    }
}

/// Two claims that are taken for one: their slots, why, and how sure.
type Pair = (usize, usize, Match, f64);

/// How a pass decides whether two claims with the same key are one.
type Accept<'f> = &'f dyn Fn(&ClaimRecord, &ClaimRecord) -> bool;

/// Compares two sides. See [`super::claims`].
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, options: &Options) -> ClaimDiff {
    let texts = Texts::new(&old.texts, &new.texts);
    let (mut a, mut b) = (Claims::new(old.records), Claims::new(new.records));
    let articles = article::align(
        (&a.records, &old.articles),
        (&b.records, &new.articles),
        options.same_document,
    );
    a.group(&articles.old, &old.articles);
    b.group(&articles.new, &new.articles);

    let mut pairs: Vec<Pair> = Vec::new();
    let any: Accept<'_> = &|_, _| true;
    let iri = |record: &ClaimRecord| record.iri.clone();
    pass(&mut a, &mut b, &mut pairs, Match::Exact, true, iri, any);
    pass(&mut a, &mut b, &mut pairs, Match::OtherArticle, false, iri, any);

    let mut entities = Alignment::default();
    if !options.strict {
        let replaced = |old: &str, new: &str| texts.is_replaced(old, new);
        let (of_a, of_b) = (a.free_beside(&b), b.free_beside(&a));
        entities = entity::align((&a.records, &of_a), (&b.records, &of_b), &replaced);
        for (side, names) in [(&mut a, &entities.old), (&mut b, &entities.new)] {
            for (read, record) in side.read.iter_mut().zip(&side.records) {
                if entity::mentioned(record).iter().any(|iri| names.contains_key(*iri)) {
                    *read = Cow::Owned(entity::read_as(record, names));
                }
            }
        }
        inexact(&mut a, &mut b, &mut pairs, &texts, options);
    }

    let mut diff = ClaimDiff { articles: articles.alone, ..ClaimDiff::default() };
    // With the same reader on both sides, another reading comes from the text around.
    let may_drift = old.reader != new.reader;
    entries_of_pairs(&a, &b, &pairs, &mut entities, &texts, may_drift, &mut diff);
    entries_of_rest(&a, &b, &texts, may_drift, &mut diff);
    diff.entities = entities.changes;
    diff.conflicts = conflict::changes(&a.records, &b.records, &options.functional);
    diff.sort();
    diff
}

/// The passes that look past differences.
fn inexact(
    a: &mut Claims<'_>,
    b: &mut Claims<'_>,
    pairs: &mut Vec<Pair>,
    texts: &Texts<'_>,
    options: &Options,
) {
    let any: Accept<'_> = &|_, _| true;
    let dates_agree: Accept<'_> = &|old, new| {
        let (old_date, new_date) =
            (key::dated(old, key::Role::Date), key::dated(new, key::Role::Date));
        match (old_date, new_date) {
            (Some(x), Some(y)) => x.covers(y) || y.covers(x) || texts.is_same_passage(old, new),
            _ => true,
        }
    };
    let is_measure = |record: &ClaimRecord| key::number(&record.object).is_some();
    let has_slot = |record: &ClaimRecord| {
        is_measure(record)
            || key::date(&record.object).is_some()
            || options.functional.contains(&record.predicate)
    };
    let slots: Accept<'_> =
        &|old, new| has_slot(old) && has_slot(new) && is_measure(old) == is_measure(new);
    let edited: Accept<'_> =
        &|old, new| is_measure(old) && is_measure(new) && texts.is_same_passage(old, new);
    let same_words: Accept<'_> = &|old, new| {
        old.predicate != new.predicate
            && (old.evidence.iter())
                .any(|x| new.evidence.iter().any(|y| collapse(&x.quote) == collapse(&y.quote)))
    };
    // Inside matched articles only: what two articles say of the same thing is two statements, and
    // neither is an edit of the other.
    pass(a, b, pairs, Match::Key, true, key::identity, any);
    pass(a, b, pairs, Match::KeyButDate, true, key::identity_but_date, dates_agree);
    pass(a, b, pairs, Match::Slot, true, key::slot, slots);
    pass(a, b, pairs, Match::EditedPassage, true, key::relation, edited);
    pass(a, b, pairs, Match::Term, true, key::ends, same_words);
}

/// Pairs free claims with equal keys, the likeliest first. `inside` asks for the same article.
fn pass(
    a: &mut Claims<'_>,
    b: &mut Claims<'_>,
    pairs: &mut Vec<Pair>,
    matched: Match,
    inside: bool,
    key: impl Fn(&ClaimRecord) -> String,
    accept: Accept<'_>,
) {
    let mut blocks: BTreeMap<(usize, String), (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    let group = |groups: &[usize], slot: usize| if inside { groups[slot] } else { 0 };
    for slot in a.free_slots() {
        let block = (group(&a.groups, slot), key(&a.read[slot]));
        blocks.entry(block).or_default().0.push(slot);
    }
    for slot in b.free_slots() {
        let block = (group(&b.groups, slot), key(&b.read[slot]));
        if let Some((_, news)) = blocks.get_mut(&block) {
            news.push(slot);
        }
    }
    for (olds, news) in blocks.values() {
        let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
        for i in olds.iter().take(MAX_BLOCK) {
            for j in news.iter().take(MAX_BLOCK) {
                let (x, y) = (&a.read[*i], &b.read[*j]);
                if accept(x, y) {
                    candidates.push((score(x, y), *i, *j));
                }
            }
        }
        // Ties go by content, whichever side has it: the same both ways round.
        candidates.sort_by(|(s, i, j), (t, k, l)| {
            let ends = |i: &usize, j: &usize| {
                let (x, y) = (a.records[*i], b.records[*j]);
                if x < y { (x, y) } else { (y, x) }
            };
            t.total_cmp(s).then_with(|| ends(i, j).cmp(&ends(k, l)))
        });
        for (score, i, j) in candidates {
            if a.free[i] && b.free[j] {
                (a.free[i], b.free[j]) = (false, false);
                pairs.push((i, j, matched, score));
            }
        }
    }
}

/// How alike two claims are, 0 to 1: the words of their best passages and their content.
fn score(old: &ClaimRecord, new: &ClaimRecord) -> f64 {
    let words = match (old.evidence.first(), new.evidence.first()) {
        (Some(x), Some(y)) if x.quote == y.quote => 1.0,
        (Some(x), Some(y)) => likeness(&x.quote, &y.quote),
        _ => 0.0,
    };
    0.5 * words + 0.5 * compare::agreement(old, new)
}

/// Makes entries of the pairs that differ, and gives renamed entities the claims that differ in
/// nothing else.
fn entries_of_pairs(
    a: &Claims<'_>,
    b: &Claims<'_>,
    pairs: &[Pair],
    entities: &mut Alignment,
    texts: &Texts<'_>,
    may_drift: bool,
    diff: &mut ClaimDiff,
) {
    let mut used = BTreeSet::new();
    for (i, j, matched, score) in pairs {
        let (old, new) = (a.records[*i], b.records[*j]);
        let mut changes = compare::content(&a.read[*i], &b.read[*j], &|_, _| false);
        let is_read_otherwise =
            matches!(a.read[*i], Cow::Owned(_)) || matches!(b.read[*j], Cow::Owned(_));
        let renamed = is_read_otherwise && entity::mentioned(old) != entity::mentioned(new);
        if renamed {
            let ends = (entity::mentioned(old), entity::mentioned(new));
            let of_claim = |change: &super::EntityChange| {
                change.old.iter().any(|node| ends.0.contains(node.iri.as_str()))
                    && change.new.iter().any(|node| ends.1.contains(node.iri.as_str()))
            };
            if let Some(number) = entities.changes.iter().position(of_claim) {
                used.insert(number);
                if changes.is_empty() && !entity::is_same_description(&entities.changes[number]) {
                    entities.changes[number].claims.push((old.clone(), new.clone()));
                    continue;
                }
            }
        }
        if changes.is_empty() {
            let moved = |x: &ClaimRecord, y: &ClaimRecord| {
                *matched == Match::OtherArticle || texts.is_moved(x, y)
            };
            changes.extend(compare::evidence(old, new, &moved));
        }
        if changes.is_empty() {
            diff.unchanged += 1;
            continue;
        }
        let is_exact = matches!(matched, Match::Exact | Match::OtherArticle);
        let reads_otherwise = changes[0].is_factual() && may_drift && same_quotes(old, new);
        let part = if reads_otherwise { &mut diff.drift } else { &mut diff.entries };
        part.push(Entry {
            changes,
            old: Some(Box::new(old.clone())),
            new: Some(Box::new(new.clone())),
            matched: if renamed && *matched == Match::Key { Match::Entity } else { *matched },
            score: if is_exact { 1.0 } else { *score },
        });
    }
    // An alignment by which no claim was matched explains nothing.
    let mut number = 0..;
    entities.changes.retain(|_| number.next().is_some_and(|number| used.contains(&number)));
    entities.changes.retain(|change| !entity::is_same_description(change));
    for change in &mut entities.changes {
        change.claims.sort();
    }
}

/// Says whether the same words state two claims.
fn same_quotes(old: &ClaimRecord, new: &ClaimRecord) -> bool {
    let quotes = |record: &ClaimRecord| -> BTreeSet<String> {
        record.evidence.iter().map(|passage| collapse(&passage.quote)).collect()
    };
    quotes(old) == quotes(new)
}

/// Makes entries of the claims that no pass matched.
fn entries_of_rest(
    a: &Claims<'_>,
    b: &Claims<'_>,
    texts: &Texts<'_>,
    may_drift: bool,
    diff: &mut ClaimDiff,
) {
    for (is_old, here, there) in [(true, a, b), (false, b, a)] {
        let said: BTreeSet<&str> = there.records.iter().map(|record| record.iri.as_str()).collect();
        if !here.free.contains(&true) {
            continue;
        }
        let passages = there.records.iter().flat_map(|record| &record.evidence);
        let quotes: BTreeSet<String> = passages.map(|passage| collapse(&passage.quote)).collect();
        let alone = here.free();
        let versions: Vec<Vec<&str>> = here
            .free_slots()
            .map(|slot| {
                there.versions.get(&here.groups[slot]).into_iter().flatten().copied().collect()
            })
            .collect();
        let causes = cause::causes(&alone, &versions, &quotes, texts, is_old);
        let unread = Sentences::new(texts.of(!is_old), &there.records);
        for ((record, versions), cause) in alone.into_iter().zip(&versions).zip(causes) {
            // Another document still says it: only its support changed.
            let change = match (said.contains(record.iri.as_str()), is_old) {
                (true, true) => Change::Support { old: record.evidence.len(), new: 0 },
                (true, false) => Change::Support { old: 0, new: record.evidence.len() },
                (false, true) => Change::Removed(cause),
                (false, false) => Change::Added(cause),
            };
            let side = Some(Box::new(record.clone()));
            let (old, new) = if is_old { (side, None) } else { (None, side) };
            let entry =
                Entry { changes: vec![change], old, new, matched: Match::Alone, score: 1.0 };
            if may_drift && cause == Cause::Context {
                diff.drift.push(entry);
            } else if matches!(cause, Cause::Text | Cause::Edited)
                && entry.change().is_factual()
                && unread.may_say(record, versions)
            {
                diff.unclear.push(entry);
            } else {
                diff.entries.push(entry);
            }
        }
    }
}
