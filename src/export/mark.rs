//! What became of an edge between two versions.

use std::collections::BTreeSet;
use std::fmt;

use super::appearance::Colour;
use super::network::Network;
use crate::graph::record::ClaimRecord;

/// What became of a claim or an edge between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// On both sides, saying the same.
    Same,
    /// On both sides, saying something else, or partly on one only.
    Changed,
    /// On the new side only.
    Added,
    /// On the old side only.
    Removed,
}

impl Mark {
    /// All, in the order of legends.
    pub const ALL: [Self; 4] = [Self::Same, Self::Changed, Self::Added, Self::Removed];

    /// Returns the colour of edges with this mark: those of M. Okabe and K. Ito (2008), which the
    /// colour-blind tell apart.
    pub fn colour(self) -> Colour {
        match self {
            Self::Same => Colour(0xBB, 0xBB, 0xBB),
            Self::Changed => Colour(0xE6, 0x9F, 0x00),
            Self::Added => Colour(0x00, 0x9E, 0x73),
            Self::Removed => Colour(0xD5, 0x5E, 0x00),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        })
    }
}

impl Network<'_> {
    /// Marks each edge by its claims, of which `of_claim` tells what became: an edge that was not
    /// added, removed or kept as a whole has changed.
    pub fn mark(&mut self, of_claim: impl Fn(&ClaimRecord) -> Mark) {
        for relation in self.graph.edge_weights_mut() {
            let marks: BTreeSet<Mark> =
                relation.claims.iter().map(|claim| of_claim(claim)).collect();
            relation.mark = match marks.first() {
                Some(mark) if marks.len() == 1 => Some(*mark),
                _ => Some(Mark::Changed),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Scope;
    use crate::graph::sample_claims::{claim, literal};

    #[test]
    fn an_edge_is_marked_by_all_its_claims() {
        let made = |object: &str, quote: &str| claim("Country/A", "memberOf", object, quote);
        let dated = made("Organization/X", "x").with("start", literal("2002"));
        let records = [made("Organization/X", "x"), dated, made("Organization/Y", "y")];
        let mut net = Network::new(&records, &Scope::default());
        let is_dated = |claim: &ClaimRecord| !claim.qualifiers.is_empty();
        net.mark(|claim| if is_dated(claim) { Mark::Added } else { Mark::Removed });
        let marks: Vec<_> = net.graph.edge_weights().map(|edge| edge.mark).collect();
        assert_eq!(marks, [Some(Mark::Changed), Some(Mark::Removed)]);
    }
}
