//! Expressions that mean several things together: `they`, `the two countries`, `the three states`.

use super::{Discourse, Here, Mentioned, is_name};
use crate::extract::fact::Reason;
use crate::extract::mention::Meaning;
use crate::ontology::ClassId;
use crate::text::Relation;

impl Discourse {
    /// `they`, `their`: the things that are the subject around it or of the sentence before.
    pub(super) fn plural(&self, here: &Here<'_, '_>) -> Vec<Mentioned> {
        let top = |class: ClassId| here.rules.onto.class(class).top;
        let view = here.view;
        let mut at = here.at;
        while let Some(above) = view.governor(at) {
            if let Some(subject) = view.subject_of(above)
                && subject != here.at
                && !view.governs(subject, here.at)
            {
                let members = here.candidates.iter().filter(|candidate| {
                    let head = view.head_of(candidate.tokens);
                    is_name(candidate.reason)
                        && candidate.reason != Reason::Adjective
                        && (head == subject
                            || view.relation(head) == Relation::CONJ
                                && view.governor(head) == Some(subject))
                });
                let mut meant: Vec<Mentioned> = Vec::new();
                for member in members.map(|member| self.here_of(here, member)) {
                    if meant.iter().all(|known| known.meaning != member.meaning) {
                        meant.push(member);
                    }
                }
                let is_list = meant.len() >= 2
                    && meant.iter().all(|one| top(one.class) == top(meant[0].class));
                return if is_list { meant } else { Vec::new() };
            }
            at = above;
        }
        // `At the summit in Quito, they …`: what is of another kind does not stand in the way.
        let Some(kind) = self.several.first().map(|one| top(one.class)) else { return Vec::new() };
        let is_rivalled = here.candidates.iter().any(|candidate| {
            candidate.tokens.end <= here.at
                && is_name(candidate.reason)
                && top(candidate.class) == kind
        });
        if is_rivalled { Vec::new() } else { self.several.clone() }
    }

    /// The things of `class` in this sentence so far and the one before, else of the one before that as
    /// well, where they are as many as is said. More leave it open.
    pub(super) fn several_of(
        &self,
        here: &Here<'_, '_>,
        number: usize,
        class: &str,
    ) -> Vec<Mentioned> {
        let mut things: Vec<Mentioned> = Vec::new();
        let mut add = |mentioned: Mentioned| {
            if here.rules.is(mentioned.class, class)
                && !things.iter().any(|known| known.meaning == mentioned.meaning)
            {
                things.push(mentioned);
            }
            things.len()
        };
        for candidate in here.candidates.iter().filter(|one| one.tokens.end <= here.at) {
            add(self.here_of(here, candidate));
        }
        for back in 1..=2 {
            let Some(sentence) = self.sentence.checked_sub(back) else { break };
            let mut count = 0;
            for mentioned in
                self.mentioned.iter().filter(|mentioned| mentioned.sentence == sentence)
            {
                count = add(mentioned.clone());
            }
            if count >= number {
                break;
            }
        }
        // Three or more that were named here and there are no three that anybody speaks of together.
        let is_list =
            number == 2 || things.iter().all(|thing| thing.sentence == things[0].sentence);
        if things.len() == number && is_list {
            return things;
        }
        // `The four states signed`: the last sentence that named just so many, further back.
        if number > 2 && things.len() <= number {
            return self.listed_before(here, number, class, &things);
        }
        // An article about two countries means those, unless others were spoken of just now.
        let topics = here.memory.topic_pair();
        let topics = topics.filter(|_| number == 2 && class == "Country" && things.len() < 2);
        let Some(topics) = topics else { return Vec::new() };
        let is_topic =
            |thing: &Mentioned| topics.iter().any(|topic| thing.meaning == Meaning::Entry(*topic));
        let latest: Option<Vec<Mentioned>> =
            topics.iter().map(|topic| self.latest(*topic).cloned()).collect();
        latest.filter(|_| things.iter().all(is_topic)).unwrap_or_default()
    }

    /// The things of `class` of the last sentence that names several, where they are as many as is said
    /// and those named since are among them.
    fn listed_before(
        &self,
        here: &Here<'_, '_>,
        number: usize,
        class: &str,
        since: &[Mentioned],
    ) -> Vec<Mentioned> {
        let list = self.all.last_list(number, &|one| here.rules.is(one.class, class));
        let is_among = |one: &Mentioned| list.iter().any(|member| member.meaning == one.meaning);
        if since.iter().all(is_among) { list } else { Vec::new() }
    }
}
