//! Offices in a match: whose they are, whether they are held already, and of what.

use super::{Maker, is_plural};
use crate::extract::fact::Reason;
use crate::extract::matching::Fill;
use crate::ontology::pattern::Part;
use crate::ontology::words::Cue;
use crate::text::Relation;

impl Maker<'_, '_> {
    /// `A, director of the bank B`: an office right before a name is that one's, and not that of the
    /// person before the comma.
    pub(super) fn is_title_of_next(&self) -> bool {
        let subject = self.fills(Part::Subject).find_map(|fill| match fill {
            Fill::Candidates(_, tokens) => Some(*tokens),
            _ => None,
        });
        let Some((role, subject)) = self.role().zip(subject) else { return false };
        let end = self.found.end.max(role.end);
        let view = &self.scene.view;
        let is_apart = (subject.end..role.first).any(|at| view.word(at) == ",");
        is_apart
            && self.scene.candidates.iter().any(|candidate| {
                candidate.tokens.first == end && self.rules.is(candidate.class, "Person")
            })
    }

    /// `Peru's opposition leader`: who leads a part of a country does not lead it.
    pub(super) fn leads_a_part(&self) -> bool {
        let view = &self.scene.view;
        // `the foreign policy chief of the union`
        let is_functional = |at: usize| {
            view.lemma(at) == "chief"
                && at > 0
                && view.relation(at - 1) == Relation::COMPOUND
                && view.governor(at - 1) == Some(at)
                && !self
                    .scene
                    .candidates
                    .iter()
                    .any(|name| name.tokens.end == at && name.reason != Reason::Description)
        };
        if self.role().is_some_and(|role| (role.first..role.end).any(is_functional))
            && self.says("leaderOf")
        {
            return true;
        }
        let is_whole = self.fills(Part::Object).any(|fill| match fill {
            Fill::Candidates(members, _) => members
                .iter()
                .any(|member| self.rules.is(self.scene.candidates[*member].class, "Country")),
            _ => false,
        });
        let is_part = |at: usize| {
            let head = view.governor(at).filter(|head| {
                matches!(view.relation(at), Relation::COMPOUND | Relation::AMOD) && *head > at
            });
            self.rules.words.is_cue(view.word(at), Cue::Part)
                && head.is_some_and(|head| {
                    matches!(view.lemma(head), "leader" | "head" | "chief" | "president")
                })
        };
        is_whole && (self.found.first..self.found.end).any(is_part)
    }

    /// The word that says that an office is still to be taken up.
    pub(super) fn elect(&self) -> Option<usize> {
        let role = self.role()?;
        (role.first..role.end).find(|at| {
            let word = self.scene.view.word(*at);
            word == "elect" || word.ends_with("-elect") || word == "designate"
        })
    }

    /// `President A and his guest B`, `A and B, the judge`: an office in the singular is that of the
    /// person beside it and of no other in the list.
    pub(super) fn of_one_office(&self, fill: Fill) -> Fill {
        let view = &self.scene.view;
        let (Some(role), Fill::Candidates(members, tokens)) = (self.role(), &fill) else {
            return fill;
        };
        let is_office = (role.first..role.end)
            .any(|at| self.scene.offices[at].is_some_and(|office| office.tokens.end == role.end));
        let is_of_one = !view.is_inflected(role.end - 1);
        let is_person =
            |member: &usize| self.rules.is(self.scene.candidates[*member].class, "Person");
        if !is_office || !is_of_one || !members.iter().all(is_person) {
            return fill;
        }
        let nearest = match role.end <= tokens.first {
            true => members.first(),
            false => members.last(),
        };
        Fill::Candidates(nearest.into_iter().copied().collect(), *tokens)
    }

    /// Says whether of two lists the first goes with the first and so on: `members of the union and of the
    /// league respectively`, `the presidents of Peru and Chile, Anna Weber and Jan Berg`.
    pub(super) fn is_in_step(&self) -> bool {
        let view = &self.scene.view;
        let end = (self.found.end + 3).min(view.len());
        (self.found.first..end).any(|at| view.word(at) == "respectively")
            || self.role().is_some_and(|role| is_plural(view, role))
    }
}
