//! Lists in a match: which members belong together, and of which alone something is said.

use super::offices::is_plural;
use super::{End, Maker};
use crate::extract::fact::Reason;
use crate::extract::matching::Fill;
use crate::extract::view::Tokens;
use crate::ontology::pattern::Part;
use crate::ontology::word_class::WordClass;
use crate::text::Upos;

impl Maker<'_, '_> {
    /// `between A and its neighbours B and C`: B and C are one side, and nothing is said of the two.
    pub(super) fn is_one_list(&self) -> bool {
        let members = |part| {
            self.fills(part).find_map(|fill| match fill {
                Fill::Candidates(members, _) => Some(members.clone()),
                _ => None,
            })
        };
        let (Some(subjects), Some(objects)) = (members(Part::Subject), members(Part::Object))
        else {
            return false;
        };
        let start = |member: &usize| self.scene.candidates[*member].tokens.first;
        let (Some(first), Some(second)) =
            (subjects.iter().map(start).min(), objects.iter().map(start).min())
        else {
            return false;
        };
        let view = &self.scene.view;
        let first = first.min(second);
        // The noun right before the list, with a word that says whose it is.
        let noun = (0..first).rev().take(16).find(|at| {
            !matches!(view.upos(*at), Upos::Propn | Upos::Punct | Upos::Cconj | Upos::Det)
        });
        noun.is_some_and(|noun| {
            (view.lemma(noun) == "member"
                || self.rules.words.is(view.lemma(noun), WordClass::Relation))
                && view.children(noun).any(|at| matches!(view.word(at), "its" | "their"))
        })
    }

    /// Which of a list is the first of those that stand over against the ones before: of `between A and its
    /// neighbours B and C` the second.
    pub(super) fn facing(&self) -> Option<usize> {
        let view = &self.scene.view;
        let members = self.fills(Part::Both).find_map(|fill| match fill {
            Fill::Candidates(members, _) => Some(members),
            _ => None,
        })?;
        let tokens = |member: usize| self.scene.candidates[member].tokens;
        (1..members.len()).find(|at| {
            let (before, after) = (tokens(members[*at - 1]), tokens(members[*at]));
            (before.end..after.first).any(|word| view.upos(word) == Upos::Noun)
        })
    }

    /// `Quito and Lima, the Peruvian capital`: what a noun in the singular behind a list says is said of
    /// its last.
    pub(super) fn apposed(&self, part: Part, fill: Fill) -> Fill {
        let view = &self.scene.view;
        let Fill::Candidates(members, tokens) = &fill else { return fill };
        if members.len() < 2 || self.found.verb.is_some() || part == Part::Both {
            return fill;
        }
        // `Kenya's Baraka and Solt Metals`: only the first is Kenya's for sure.
        let first = self.scene.candidates[members[0]].tokens.first;
        let is_organization =
            |member: &usize| self.rules.is(self.scene.candidates[*member].class, "Organization");
        let is_owned = first > 0
            && view.word(first - 1) == "'s"
            && members.iter().all(is_organization)
            && self.found.first < first;
        if is_owned {
            return Fill::Candidates(vec![members[0]], *tokens);
        }
        let ends = members.iter().map(|member| self.scene.candidates[*member].tokens.end);
        let Some(end) = ends.max().filter(|end| view.word(*end) == ",") else { return fill };
        let mut phrase = end + 1..self.found.end.max(end + 1);
        let noun = phrase.find(|at| {
            view.upos(*at) == Upos::Noun && !matches!(view.upos(at + 1), Upos::Noun | Upos::Propn)
        });
        let is_verbless = (end + 1..noun.unwrap_or(end + 1))
            .all(|at| !matches!(view.upos(at), Upos::Verb | Upos::Aux | Upos::Adp | Upos::Pron));
        let is_of_one = noun.is_some_and(|noun| !view.is_inflected(noun)) && is_verbless;
        if !is_of_one {
            return fill;
        }
        let last = members.iter().max_by_key(|member| self.scene.candidates[**member].tokens.end);
        Fill::Candidates(last.into_iter().copied().collect(), *tokens)
    }

    /// `the Kenyan and Peruvian presidents, A and B`: of the persons the one whose country it is.
    pub(super) fn keep_own(&self, subjects: &mut Vec<End>) {
        let view = &self.scene.view;
        let first = |fill: &Fill| match fill {
            Fill::Candidates(members, _) => members.first().copied(),
            _ => None,
        };
        // A minted end is made of the first of its context.
        let objects: usize = self
            .fills(Part::Object)
            .map(|fill| match fill {
                Fill::Candidates(members, _) => members.len(),
                _ => 0,
            })
            .sum();
        let owner = self.fills(Part::Object).chain(self.fills(Part::Context)).find_map(first);
        let Some(owner) = owner.map(|index| &self.scene.candidates[index]) else { return };
        if objects > 1 {
            return;
        }
        if owner.reason != Reason::Adjective || subjects.len() < 2 {
            return;
        }
        // The noun that the adjectives stand before.
        let belongs = |at: &usize| {
            matches!(view.word(*at), "and" | ",")
                || matches!(view.upos(*at), Upos::Adj | Upos::Noun | Upos::Propn)
        };
        let phrase = (owner.tokens.end..view.len()).take_while(belongs);
        let Some(noun) = phrase.filter(|at| view.upos(*at) == Upos::Noun).last() else { return };
        let mut owners: Vec<Tokens> = (self.scene.candidates.iter())
            .filter(|one| {
                one.reason == Reason::Adjective
                    && one.class == owner.class
                    && one.tokens.end <= noun
                    && (one.tokens.end..noun).all(|at| belongs(&at))
            })
            .map(|one| one.tokens)
            .collect();
        owners.dedup();
        let place = owners.iter().position(|tokens| *tokens == owner.tokens);
        if owners.len() < 2 || !view.is_inflected(noun) {
            return;
        }
        let own = place.filter(|_| owners.len() == subjects.len()).map(|place| subjects[place]);
        *subjects = own.into_iter().collect();
    }

    /// `an agreement with A and a memorandum with B`: of a list, the member that the other end hangs on,
    /// where the others have one of their own.
    pub(super) fn with_its_own(&self, part: Part, fill: Fill) -> Fill {
        let view = &self.scene.view;
        let other = if part == Part::Object { Part::Subject } else { Part::Object };
        let Fill::Candidates(members, tokens) = &fill else { return fill };
        // What is minted is made of its context.
        let end = self.fills(other).chain(self.fills(Part::Context)).find_map(|fill| match fill {
            Fill::Candidates(ends, _) => ends.first().map(|end| &self.scene.candidates[*end]),
            _ => None,
        });
        let Some(end) = end.filter(|_| members.len() > 1) else { return fill };
        let head_of = |member: usize| view.head_of(self.scene.candidates[member].tokens);
        // The member that a token hangs on, over no other member.
        let owner = |token: usize| {
            let mut above = view.governor(token);
            while let Some(at) = above {
                if let Some(member) = members.iter().find(|member| head_of(**member) == at) {
                    return Some(*member);
                }
                above = view.governor(at);
            }
            None
        };
        // `A of Kenya and B of Peru`: each of where its name says.
        let of = end.tokens.first.checked_sub(1).filter(|at| view.word(*at) == "of");
        let beside = members.iter().copied().find(|member| {
            let one = &self.scene.candidates[*member];
            Some(one.tokens.end) == of && self.rules.is(one.class, "Person")
        });
        if let Some(own) = beside {
            return Fill::Candidates(vec![own], *tokens);
        }
        let Some(own) = owner(view.head_of(end.tokens)) else { return fill };
        let have_others = members.iter().filter(|member| **member != own).all(|member| {
            self.scene.candidates.iter().any(|one| {
                one.class == end.class
                    && one.tokens != end.tokens
                    && owner(view.head_of(one.tokens)) == Some(*member)
            })
        });
        // `A and B in Lima`: where B is.
        let are_bodies = members
            .iter()
            .all(|one| self.rules.is(self.scene.candidates[*one].class, "Organization"));
        let is_place = self.says("locatedIn")
            && are_bodies
            && self.found.verb.is_none()
            && self.found.anchor.is_none_or(|at| view.upos(at) != Upos::Verb);
        if have_others || is_place { Fill::Candidates(vec![own], *tokens) } else { fill }
    }

    /// `Quito and Lima are the capitals of`: one of a list that the match has not got whole.
    fn is_one_of_a_list(&self, subjects: &[End]) -> bool {
        let view = &self.scene.view;
        subjects.len() == 1
            && (self.found.first..self.found.end)
                .any(|at| view.lemma(at) == "capital" && view.is_inflected(at))
    }

    /// Every subject with every object, or of two lists in step each with its own; a minted end is made
    /// for each other end.
    pub(super) fn pair(&mut self, subjects: Vec<End>, objects: Vec<End>) -> Vec<(End, End)> {
        let Some(minted) = &self.pattern.minted else {
            // `A and B, the presidents of C and D`: one of each is part of a longer list.
            let goes_on = self.fills(Part::Object).any(|fill| match fill {
                Fill::Candidates(_, tokens) => self.scene.view.word(tokens.end) == "and",
                _ => false,
            });
            let is_of_several = (subjects.len() == 1 || goes_on && objects.len() == 1)
                && self.role().is_some_and(|role| is_plural(&self.scene.view, role));
            if is_of_several || self.says("capitalOf") && self.is_one_of_a_list(&subjects) {
                return Vec::new();
            }
            if subjects.len() > 1 && objects.len() > 1 && self.is_in_step() {
                // Of lists that are not as long as each other nobody can tell.
                let are_even = subjects.len() == objects.len();
                return subjects.into_iter().zip(objects).filter(|_| are_even).collect();
            }
            let with_each = |subject: &End| {
                objects.iter().map(|object| (*subject, *object)).collect::<Vec<_>>()
            };
            return subjects.iter().flat_map(with_each).collect();
        };
        let minted = minted.clone();
        // `the painter A, the consul and two ministers`: A is not several.
        if subjects.len() == 1 && self.role().is_some_and(|role| is_plural(&self.scene.view, role))
        {
            return Vec::new();
        }
        match minted.part {
            Part::Subject => objects
                .iter()
                .filter_map(|object| Some((self.mint(&minted, *object)?, *object)))
                .collect(),
            _ => subjects
                .iter()
                .filter_map(|subject| Some((*subject, self.mint(&minted, *subject)?)))
                .collect(),
        }
    }
}
