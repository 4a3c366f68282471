//! Offices in a match: whose they are, whether they are held already, and of what.

use super::Maker;
use crate::extract::fact::{Reason, Status};
use crate::extract::matching::Fill;
use crate::extract::view::{Tokens, View};
use crate::ontology::pattern::Part;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Cue;
use crate::text::{Relation, Upos};

impl Maker<'_, '_> {
    /// `After talks with Peru's president, Anna Weber left`: a comma behind a phrase at the beginning ends
    /// it, and who stands before the verb is no second name of anybody in it.
    pub(super) fn is_behind_a_phrase(&self) -> bool {
        let view = &self.scene.view;
        let subject = self.tokens_of(Part::Subject);
        let Some((role, subject)) = self.role().zip(subject) else { return false };
        let is_apart = role.end <= subject.first && view.word(subject.first.wrapping_sub(1)) == ",";
        let list = self.scene.groups_at(subject.first).map(|group| group.tokens.end).max();
        let end = list.unwrap_or(subject.end);
        // A comma or the like would close an apposition.
        let goes_on = matches!(view.upos(end), Upos::Verb | Upos::Aux)
            || view.upos(end) == Upos::Adv && matches!(view.upos(end + 1), Upos::Verb | Upos::Aux);
        let opens_phrase = (0..role.first).any(|at| {
            view.upos(at) == Upos::Adp && at <= 3
                || matches!(view.upos(at), Upos::Verb) && view.word(at).ends_with("ing") && at <= 2
                || matches!(view.word(at), "after" | "before" | "during" | "following")
        });
        is_apart && goes_on && opens_phrase
    }

    /// `A, director of the bank B`: an office right before a name is that one's, and not that of the
    /// person before the comma.
    pub(super) fn is_title_of_next(&self) -> bool {
        let Some(subject) = self.tokens_of(Part::Subject) else { return false };
        let end = self.role().map_or(self.found.end, |role| self.found.end.max(role.end));
        let first = self.role().map_or(end, |role| role.first);
        let view = &self.scene.view;
        let is_office = ["leaderOf", "holdsPosition", "affiliatedWith"]
            .iter()
            .any(|relation| self.says(relation))
            && self.found.verb.is_none();
        let between = |word: &str| (subject.end..first).any(|at| view.word(at) == word);
        let is_person = |at: usize| {
            self.scene.candidates.iter().any(|candidate| {
                candidate.tokens.first == at && self.rules.is(candidate.class, "Person")
            })
        };
        // `A, the leader of B, and the chief of C, D,`: D is the chief.
        let is_listed = between("and") && view.word(end) == "," && is_person(end + 1);
        is_office && (between(",") && is_person(end) || is_listed)
    }

    /// Says whether what denies a match is the `neither` or `nor` of a list that its person stands in.
    pub(super) fn is_denied_as_member(&self, status: &Status) -> bool {
        let view = &self.scene.view;
        status.polarity_cue.is_some_and(|cue| {
            (0..view.len()).any(|at| {
                view.span(Tokens::new(at, at + 1)) == cue
                    && matches!(view.word(at), "neither" | "nor")
            })
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
        if self.role().is_some_and(|role| self.is_of_branch(role.end)) && self.says("leaderOf") {
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
                && head.is_some_and(|head| self.rules.words.is(view.lemma(head), WordClass::Leader))
        };
        is_whole && (self.found.first..self.found.end).any(is_part)
    }

    /// `its head of communications`: what follows the office at `end` is work, and no name of anybody.
    fn is_of_branch(&self, end: usize) -> bool {
        let view = &self.scene.view;
        let noun = (end + 1..view.len())
            .take_while(|at| matches!(view.upos(*at), Upos::Noun | Upos::Adj | Upos::Det))
            .find(|at| view.upos(*at) == Upos::Noun && view.relation(*at) != Relation::COMPOUND)
            // `the head of the country's council`
            .filter(|noun| view.relation(*noun) != Relation::NMOD_POSS);
        let is_named = |noun: usize| {
            (self.scene.candidates.iter())
                .any(|one| one.tokens.contains(Tokens::new(noun, noun + 1)))
        };
        let is_end = |noun: usize| {
            self.tokens_of(Part::Object)
                .is_some_and(|end| end.contains(Tokens::new(noun, noun + 1)))
        };
        view.word(end) == "of" && noun.is_some_and(|noun| !is_named(noun) && !is_end(noun))
    }

    /// The word that says that an office is still to be taken up.
    pub(super) fn elect(&self) -> Option<usize> {
        let role = self.role()?;
        (role.first.saturating_sub(1)..role.end).find(|at| {
            let word = self.scene.view.word(*at);
            self.rules.words.is(word, WordClass::Designate) || word.ends_with("-elect")
        })
    }

    /// Says whether an office stands beside a name as its title: no verb says it.
    pub(super) fn is_title(&self) -> bool {
        let view = &self.scene.view;
        let predicate = self.found.predicate(view);
        let office = match self.role() {
            Some(role) => view.head_of(role),
            // `Kabul, the Afghan capital`, `the Uzbek city of Samarkand`
            None if self.is_of_place() => predicate,
            None => return false,
        };
        let is_said = view.upos(predicate) == Upos::Verb
            || [office, predicate].iter().any(|at| view.has_copula(*at));
        !is_said
            && (self.found.first..self.found.end)
                .all(|at| !matches!(view.upos(at), Upos::Verb | Upos::Aux))
    }

    /// Says whether the match tells where something is that is there: no plan and no event.
    fn is_of_place(&self) -> bool {
        let relations = ["locatedIn", "capitalOf", "partOf", "borders", "affiliatedWith"];
        let may_come = ["Project", "Programme", "Event", "Agreement"];
        let stands = |fill: &Fill| match fill {
            Fill::Candidates(members, _) => members.iter().all(|member| {
                let class = self.scene.candidates[*member].class;
                !may_come.iter().any(|name| self.rules.is(class, name))
            }),
            _ => false,
        };
        relations.iter().any(|relation| self.says(relation))
            && self.fills(Part::Subject).chain(self.fills(Part::Object)).all(stands)
    }

    /// The words before an office that deny it: `no longer prime minister`.
    pub(super) fn no_longer(&self) -> Option<Tokens> {
        let view = &self.scene.view;
        let words = self.role()?.first.checked_sub(2).map(|at| Tokens::new(at, at + 2))?;
        (view.word(words.first) == "no" && view.word(words.first + 1) == "longer").then_some(words)
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
        let is_of_one = !view.is_inflected(view.head_of(role));
        let is_person =
            |member: &usize| self.rules.is(self.scene.candidates[*member].class, "Person");
        if !is_office || !is_of_one || !members.iter().all(is_person) {
            return fill;
        }
        let nearest = match role.end <= tokens.first {
            true => members.first(),
            false => members.last(),
        };
        // `Prime Minister A and Foreign Minister B of Peru`: A is the prime minister.
        let start = |member: usize| self.scene.candidates[member].tokens.first;
        let is_past = |member: &usize| {
            self.scene.candidates.iter().any(|one| {
                self.rules.is(one.class, "Person")
                    && one.reason != Reason::Coreference
                    && role.end <= one.tokens.first
                    && one.tokens.end < start(*member)
            })
        };
        let nearest = nearest.filter(|member| !is_past(member));
        Fill::Candidates(nearest.into_iter().copied().collect(), *tokens)
    }

    /// Says whether of two lists the first goes with the first and so on: `members of the union and of the
    /// league respectively`, `the presidents of Peru and Chile, Anna Weber and Jan Berg`.
    pub(super) fn is_in_step(&self) -> bool {
        let view = &self.scene.view;
        (self.found.first..view.len()).any(|at| view.word(at) == "respectively")
            // No capital has two states, and no state two of them.
            || self.says("capitalOf")
            || self.role().is_some_and(|role| is_plural(view, role))
            || self.are_adjectives_of_several()
    }

    /// `the Kenyan and Peruvian leaders, A and B`
    fn are_adjectives_of_several(&self) -> bool {
        let view = &self.scene.view;
        self.fills(Part::Object).any(|fill| match fill {
            Fill::Candidates(members, _) if members.len() > 1 => {
                let last = members.iter().map(|one| &self.scene.candidates[*one]);
                let end = last.clone().map(|one| one.tokens.end).max().unwrap_or_default();
                let noun = (end..view.len()).take_while(|at| {
                    matches!(view.upos(*at), Upos::Adj | Upos::Noun | Upos::Propn)
                });
                let noun = noun.filter(|at| view.upos(*at) == Upos::Noun).last();
                last.into_iter().all(|one| one.reason == Reason::Adjective)
                    && noun.is_some_and(|noun| view.is_inflected(noun))
            }
            _ => false,
        })
    }
}

/// Says whether an office is of several: `presidents of Peru`.
pub(super) fn is_plural(view: &View<'_>, role: Tokens) -> bool {
    let is_link = |at: &usize| matches!(view.word(*at), "of" | "in" | "for" | "at" | "to");
    (role.first..role.end)
        .take_while(|at| !is_link(at))
        .last()
        .is_some_and(|at| view.is_inflected(at))
}
