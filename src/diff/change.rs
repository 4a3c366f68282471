//! What may have happened to a claim, and the result of a comparison.

use std::fmt;

use super::article::ArticleChange;
use crate::graph::record::{ClaimRecord, Node, Object};

/// What changed between two sides, each part in a fixed order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimDiff {
    /// Claims that differ, by subject.
    pub entries: Vec<Entry>,
    /// Entities that were renamed, merged, split or given another class. Their claims count here
    /// and not in `entries`, unless they changed in another way too.
    pub entities: Vec<EntityChange>,
    /// Functional relations that have come to have, or no longer have, more than one value.
    pub conflicts: Vec<ConflictChange>,
    /// Articles that only one side has.
    pub articles: Vec<ArticleChange>,
    /// Claims that only one side makes, though the text of the other may say them in words that were
    /// not read: the names and numbers stand together in a sentence much like the old one. A person
    /// has to judge.
    pub unclear: Vec<Entry>,
    /// Claims that differ although the words that state them do not: the program or the ontology
    /// reads them otherwise. Kept apart from what the documents changed.
    pub drift: Vec<Entry>,
    /// Claims that are the same on both sides.
    pub unchanged: usize,
}

/// One claim that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What changed, the gravest first; never empty.
    pub changes: Vec<Change>,
    /// The claim on the old side; `None` when added.
    pub old: Option<Box<ClaimRecord>>,
    /// The claim on the new side; `None` when removed.
    pub new: Option<Box<ClaimRecord>>,
    /// Why the two are taken for one.
    pub matched: Match,
    /// How sure the match is, 0 to 1; 1 when exact or when there is nothing to match.
    pub score: f64,
}

/// A way in which a claim changed, from the gravest to the slightest.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Change {
    /// `~n`: affirmed has become denied, or the other way round.
    Polarity,
    /// `+`: only the new side says it.
    Added(Cause),
    /// `-`: only the old side says it.
    Removed(Cause),
    /// `~v`: another object. The numbers are there when both sides have one.
    Value {
        /// On the old side and on the new.
        numbers: Option<(f64, f64)>,
    },
    /// `~m`: more or less certain, or said by another.
    Certainty {
        /// On the old side.
        from: Certainty,
        /// On the new side.
        to: Certainty,
        /// Which way.
        direction: Direction,
    },
    /// `~t`: holds or happened at another time.
    Time(TimeChange),
    /// `~q`: other qualifiers, whose local names these are.
    Qualifier(Vec<String>),
    /// `O`: said with another term of the ontology.
    Ontology,
    /// `=s`: stated by more or fewer passages or documents.
    Support {
        /// Passages on the old side.
        old: usize,
        /// Passages on the new side.
        new: usize,
    },
    /// `=e`: the same in other words.
    Reworded,
    /// `=l`: the same words at another place.
    Moved,
}

/// Why a claim is on one side only, from what became of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The other side does not have the article.
    Article,
    /// The other side does not have the passage.
    Text,
    /// The passage was edited.
    Edited,
    /// The words are on both sides; those around them give them another meaning.
    Context,
    /// The texts were not at hand.
    Unknown,
}

/// How firmly a claim is made.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Certainty {
    /// Thought of.
    Hypothetical,
    /// Intended.
    Planned,
    /// Said by a named source.
    Attributed(Object),
    /// Said by the author.
    Asserted,
}

/// Which way a claim went on the scale of [`Certainty`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// More certain: a plan was carried out.
    Up,
    /// Less certain.
    Down,
    /// As certain, but another says it.
    Source,
}

/// What happened to the time of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeChange {
    /// A date where there was none.
    Dated,
    /// No date any more.
    Undated,
    /// Known more exactly: `2024`, then `2024-05`.
    MorePrecise,
    /// Known less exactly.
    LessPrecise,
    /// Holds longer.
    Extended,
    /// Holds less long.
    Shortened,
    /// Another time.
    Moved,
}

/// Why two claims are taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// There is no other claim.
    Alone,
    /// Equal content.
    Exact,
    /// Equal content in another article.
    OtherArticle,
    /// Equal but for an entity that was renamed, merged, split or given another class.
    Entity,
    /// Same subject, relation, object and date.
    Key,
    /// Same subject, relation and object; the dates agree or the passage was edited.
    KeyButDate,
    /// The one value of a functional relation, or the same measure of the same thing and date.
    Slot,
    /// A measure in an edited passage.
    EditedPassage,
    /// Same ends, same words, another relation of the ontology.
    Term,
}

/// What happened to an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityChange {
    /// What.
    pub kind: EntityKind,
    /// On the old side, in order: several when merged.
    pub old: Vec<Node>,
    /// On the new side, in order: several when split.
    pub new: Vec<Node>,
    /// The claims that differ in nothing else.
    pub claims: Vec<(ClaimRecord, ClaimRecord)>,
    /// What the two have in common, for people.
    pub reason: String,
    /// Share of their claims that agree, 0 to 1.
    pub score: f64,
}

/// What may happen to an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// Another name.
    Rename,
    /// Several have become one.
    Merge,
    /// One has become several.
    Split,
    /// The same name, another class.
    Retype,
}

/// A functional relation with several values.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictChange {
    /// Whether the new side has the conflict, and not the old.
    pub opened: bool,
    /// What it is about.
    pub subject: Node,
    /// Label of the relation.
    pub predicate_label: String,
    /// The values that contradict one another, in order.
    pub values: Vec<Object>,
}

/// How many claims changed in which way. Each is counted once, by its gravest change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Only on the new side.
    pub added: usize,
    /// Only on the old side.
    pub removed: usize,
    /// Say something else: polarity, value, certainty, time, qualifiers.
    pub changed: usize,
    /// Say the same with other support, in other words, at another place, by another term.
    pub restated: usize,
    /// Entities renamed, merged, split or retyped.
    pub entities: usize,
    /// Perhaps said on both sides, in words that were not read on one.
    pub unclear: usize,
    /// Read otherwise from the same words.
    pub drift: usize,
    /// The same on both sides.
    pub unchanged: usize,
}

impl ClaimDiff {
    /// Says whether the two sides agree in everything, wording and places included.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.entities.is_empty()
            && self.conflicts.is_empty()
            && self.articles.is_empty()
            && self.drift.is_empty()
            && self.unclear.is_empty()
    }

    /// Returns the lists of entries, each with the name that reports for programs give it, and the
    /// words that head it for people.
    pub fn parts(&self) -> [(&'static str, &'static str, &[Entry]); 3] {
        let unclear = "Perhaps said on both sides, in words that were not read on one";
        [
            ("document", "", &self.entries),
            ("unclear", unclear, &self.unclear),
            ("drift", "Read otherwise from the same words by another program", &self.drift),
        ]
    }

    /// Says whether the documents say the same facts: nothing but wording, support, places and
    /// the program's own reading differs.
    pub fn says_the_same(&self) -> bool {
        let is_fact = |entry: &Entry| entry.change().is_factual();
        self.entities.is_empty() && self.conflicts.is_empty() && !self.entries.iter().any(is_fact)
    }

    /// Counts the entries.
    pub fn summary(&self) -> Summary {
        let mut counts = Summary {
            entities: self.entities.len(),
            unclear: self.unclear.len(),
            drift: self.drift.len(),
            unchanged: self.unchanged,
            ..Summary::default()
        };
        for entry in &self.entries {
            match entry.change() {
                Change::Added(_) => counts.added += 1,
                Change::Removed(_) => counts.removed += 1,
                change if change.is_factual() => counts.changed += 1,
                _ => counts.restated += 1,
            }
        }
        counts
    }

    /// Returns the diff from the new side to the old one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let mut inverse = Self {
            entries: self.entries.iter().map(Entry::inverse).collect(),
            entities: self.entities.iter().map(EntityChange::inverse).collect(),
            conflicts: (self.conflicts.iter().cloned())
                .map(|conflict| ConflictChange { opened: !conflict.opened, ..conflict })
                .collect(),
            articles: (self.articles.iter().cloned())
                .map(|article| ArticleChange { added: !article.added, ..article })
                .collect(),
            unclear: self.unclear.iter().map(Entry::inverse).collect(),
            drift: self.drift.iter().map(Entry::inverse).collect(),
            unchanged: self.unchanged,
        };
        inverse.sort();
        inverse
    }

    /// Puts every part into its fixed order.
    pub(super) fn sort(&mut self) {
        let by_subject = |a: &Entry, b: &Entry| a.order().cmp(&b.order());
        self.entries.sort_by(by_subject);
        self.unclear.sort_by(by_subject);
        self.drift.sort_by(by_subject);
        self.entities.sort_by(|a, b| (&a.old, &a.new).cmp(&(&b.old, &b.new)));
        let by_slot = |a: &ConflictChange, b: &ConflictChange| {
            (&a.subject, &a.predicate_label, a.opened).cmp(&(
                &b.subject,
                &b.predicate_label,
                b.opened,
            ))
        };
        self.conflicts.sort_by(by_slot);
        self.articles.sort();
    }
}

impl Entry {
    /// Returns the gravest change.
    pub fn change(&self) -> &Change {
        &self.changes[0]
    }

    /// Returns the claim, on the new side if it is there.
    ///
    /// # Panics
    /// When the entry has neither side, which no comparison yields.
    pub fn claim(&self) -> &ClaimRecord {
        self.new.as_deref().or(self.old.as_deref()).expect("an entry has at least one side")
    }

    /// Says whether the claim is on one side only because its article is.
    pub fn is_of_lone_article(&self) -> bool {
        matches!(self.change(), Change::Added(Cause::Article) | Change::Removed(Cause::Article))
    }

    fn inverse(&self) -> Self {
        Self {
            changes: self.changes.iter().map(Change::inverse).collect(),
            old: self.new.clone(),
            new: self.old.clone(),
            ..*self
        }
    }

    /// What entries are ordered by: the subject's name, then the rest of the claim.
    fn order(&self) -> (&str, &ClaimRecord, Option<&ClaimRecord>) {
        let claim = self.claim();
        (&claim.subject.label, claim, self.old.as_deref())
    }
}

impl Change {
    /// Returns the short code that reports show.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Polarity => "~n",
            Self::Added(_) => "+",
            Self::Removed(_) => "-",
            Self::Value { .. } => "~v",
            Self::Certainty { .. } => "~m",
            Self::Time(_) => "~t",
            Self::Qualifier(_) => "~q",
            Self::Ontology => "O",
            Self::Support { .. } => "=s",
            Self::Reworded => "=e",
            Self::Moved => "=l",
        }
    }

    /// Returns the name that the JSON report uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Polarity => "polarity",
            Self::Added(_) => "added",
            Self::Removed(_) => "removed",
            Self::Value { .. } => "value",
            Self::Certainty { .. } => "certainty",
            Self::Time(_) => "time",
            Self::Qualifier(_) => "qualifier",
            Self::Ontology => "ontology",
            Self::Support { .. } => "support",
            Self::Reworded => "reworded",
            Self::Moved => "moved",
        }
    }

    /// Says whether something else is said now, not only in another way.
    pub fn is_factual(&self) -> bool {
        !matches!(self, Self::Ontology | Self::Support { .. } | Self::Reworded | Self::Moved)
    }

    fn inverse(&self) -> Self {
        match self {
            Self::Added(cause) => Self::Removed(*cause),
            Self::Removed(cause) => Self::Added(*cause),
            Self::Value { numbers } => {
                Self::Value { numbers: numbers.map(|(old, new)| (new, old)) }
            }
            Self::Certainty { from, to, direction } => Self::Certainty {
                from: to.clone(),
                to: from.clone(),
                direction: match direction {
                    Direction::Up => Direction::Down,
                    Direction::Down => Direction::Up,
                    Direction::Source => Direction::Source,
                },
            },
            Self::Time(change) => Self::Time(match change {
                TimeChange::Dated => TimeChange::Undated,
                TimeChange::Undated => TimeChange::Dated,
                TimeChange::MorePrecise => TimeChange::LessPrecise,
                TimeChange::LessPrecise => TimeChange::MorePrecise,
                TimeChange::Extended => TimeChange::Shortened,
                TimeChange::Shortened => TimeChange::Extended,
                TimeChange::Moved => TimeChange::Moved,
            }),
            Self::Support { old, new } => Self::Support { old: *new, new: *old },
            same => same.clone(),
        }
    }
}

impl EntityChange {
    fn inverse(&self) -> Self {
        let kind = match self.kind {
            EntityKind::Merge => EntityKind::Split,
            EntityKind::Split => EntityKind::Merge,
            same => same,
        };
        let mut claims: Vec<_> =
            self.claims.iter().map(|(old, new)| (new.clone(), old.clone())).collect();
        claims.sort();
        Self { kind, old: self.new.clone(), new: self.old.clone(), claims, ..self.clone() }
    }
}

impl fmt::Display for Summary {
    /// `+12 -3 ~5 =40`, then what else there is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, removed, changed, restated, entities, unclear, drift, unchanged } = self;
        write!(f, "+{added} -{removed} ~{changed} ={}", unchanged + restated)?;
        for (count, what) in [
            (restated, "restated"),
            (entities, "entities changed"),
            (unclear, "unclear"),
            (drift, "drift"),
        ] {
            if *count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
}
