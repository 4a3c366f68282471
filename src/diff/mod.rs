//! Stage 5b: two sets of claims in, what changed in what is *said* out. Text is not compared line
//! by line: a sentence that says the same in other words is no change of fact.
//!
//! Claims are matched in passes, the surest first: equal content, equal key, same key but for its
//! date, same slot of a measure or a functional relation. What no pass matches was added or
//! removed. Every match that is not exact says why it was made; [`Options::strict`] keeps the
//! exact ones only. `docs/diff.md` explains the categories to readers.

mod article;
mod cause;
mod change;
mod compare;
mod conflict;
pub mod coverage;
mod entity;
pub mod history;
mod key;
pub mod lines;
mod pair;
pub mod patch;
pub mod quads;
pub mod report;
mod span_map;
mod unread;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use self::article::{ArticleChange, ArticleText};
pub use self::change::{
    Cause, Certainty, Change, ClaimDiff, ConflictChange, Direction, EntityChange, EntityKind,
    Entry, Match, Summary, TimeChange,
};
pub use self::words::{Mark, marks};
use crate::graph::record::ClaimRecord;

/// One side of a comparison: a version, a folder, a store at a date.
#[derive(Clone, Debug, Default)]
pub struct Side<'a> {
    /// The claims, in any order.
    pub records: &'a [ClaimRecord],
    /// Text as read of each document version, by the version's IRI. Without it the diff is the
    /// same but for causes, moves and drift, which it then cannot tell.
    pub texts: BTreeMap<&'a str, &'a str>,
    /// Its articles, those without a claim among them, in any order. Without them articles are
    /// known by their claims alone.
    pub articles: Vec<ArticleText>,
    /// What read the documents: any string that is equal when program, ontology, lexicons and
    /// model are equal. `None` when unknown.
    pub reader: Option<&'a str>,
}

/// How to compare.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Match equal content only: everything else is removed and added.
    pub strict: bool,
    /// IRIs of the relations that have one object at a time, such as a capital: another object is
    /// a changed value and not another fact.
    pub functional: BTreeSet<String>,
    /// Each side is one document, and the caller takes the one for a version of the other: the only
    /// article of the one is then the only article of the other, whatever they are called.
    pub same_document: bool,
}

/// Compares what two sides say.
///
/// Articles are matched by IRI, then title, then text, then shared quotes; claims first inside
/// matched articles, then across. The result does not depend on the order of the records.
pub fn claims(old: &Side<'_>, new: &Side<'_>, options: &Options) -> ClaimDiff {
    pair::compare(old, new, options)
}

#[cfg(test)]
mod operators_tests;
#[cfg(test)]
mod tests;
