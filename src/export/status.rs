//! How firmly an edge is stated, on one scale.

use std::fmt;

use crate::extract::{Polarity, Realis};
use crate::graph::record::ClaimRecord;

/// Polarity, realis and holder on one scale, from the weakest to the strongest. An edge has the
/// strongest of its claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Said not to be so.
    Negated,
    /// Thought of.
    Hypothetical,
    /// Intended.
    Planned,
    /// Said by a named source.
    Attributed,
    /// Said by the author.
    Asserted,
}

impl Status {
    /// From the weakest to the strongest.
    pub const ALL: [Self; 5] =
        [Self::Negated, Self::Hypothetical, Self::Planned, Self::Attributed, Self::Asserted];

    /// Returns the status of a claim.
    pub fn of(record: &ClaimRecord) -> Self {
        match (record.polarity, record.realis, &record.holder) {
            (Polarity::Negated, _, _) => Self::Negated,
            (_, Realis::Hypothetical, _) => Self::Hypothetical,
            (_, Realis::Planned, _) => Self::Planned,
            (_, Realis::Actual, Some(_)) => Self::Attributed,
            (_, Realis::Actual, None) => Self::Asserted,
        }
    }

    /// Returns its name in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negated => "negated",
            Self::Hypothetical => "hypothetical",
            Self::Planned => "planned",
            Self::Attributed => "attributed",
            Self::Asserted => "asserted",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
