//! Expressions that can mean one thing only: `its` where one thing is named, `the Central Asian state`
//! where one country of the region is.

use super::{Discourse, Here, Mentioned, REACH, is_source};
use crate::extract::fact::Reason;
use crate::extract::mention::{Candidate, Meaning};
use crate::extract::view::Tokens;
use crate::ontology::EntryId;

impl Discourse {
    /// `the acts of the party are banned, its leader …`: the only thing named in the sentence so far.
    pub(super) fn only_one(
        &self,
        here: &Here<'_, '_>,
        fits: &dyn Fn(&Mentioned) -> bool,
    ) -> Option<Mentioned> {
        let mut before = here.candidates.iter().filter(|candidate| {
            candidate.tokens.end <= here.at
                && candidate.reason != Reason::Coreference
                && !is_source(here.view, candidate.tokens)
        });
        let only = self.here_of(here, before.next()?);
        let is_other = |candidate: &Candidate| candidate.meaning != only.meaning;
        let is_only = !before.any(is_other) && fits(&only) && here.view.word(here.at) == "its";
        is_only.then_some(only)
    }

    /// `the Central Asian state`: the country of that region which was spoken of, or which the
    /// article is about.
    pub(super) fn country_in(&self, here: &Here<'_, '_>, region: Tokens) -> Option<Mentioned> {
        let adjective = here.candidates.iter().find(|candidate| {
            candidate.tokens == region && candidate.reason == Reason::Adjective
        })?;
        let Meaning::Entry(region) = adjective.meaning else { return None };
        let lexicon = here.rules.lexicon;
        let fits = |mentioned: &Mentioned| match mentioned.meaning {
            Meaning::Entry(entry) => lexicon.entry(entry).located_in == Some(region),
            _ => false,
        };
        let topic = || self.latest(here.memory.topic()?).filter(|topic| fits(topic)).cloned();
        self.best(here, REACH, &|mentioned| {
            here.rules.is(mentioned.class, "Country") && fits(mentioned)
        })
        .or_else(topic)
    }

    /// The country that the article is about, where a sentence within reach names it.
    pub(super) fn topic(&self, here: &Here<'_, '_>) -> Option<Mentioned> {
        let topic = self.latest(here.memory.topic()?)?;
        (topic.sentence + 2 >= self.sentence).then(|| topic.clone())
    }

    /// `the organization`: the one that the article is about.
    pub(super) fn main_organization(&self, here: &Here<'_, '_>) -> Option<Mentioned> {
        let main = here.memory.main_organization()?;
        self.all.last(main).cloned()
    }

    /// `the union`, in an article on the African Union: where the last sentences speak of no other union.
    pub(super) fn main_called(&self, here: &Here<'_, '_>, word: &str) -> Option<Mentioned> {
        let main = self.main_organization(here)?;
        let is_called = |known: &Mentioned| ends_in(&known.name, word);
        let is_near = |sentence: usize| sentence + REACH >= self.sentence;
        let is_rivalled = self.all.nouns.get(word).is_some_and(|sentence| is_near(*sentence))
            || self
                .mentioned
                .iter()
                .any(|one| is_near(one.sentence) && one.meaning != main.meaning && is_called(one))
            || here.candidates.iter().any(|one| {
                one.tokens.end <= here.at
                    && one.meaning != main.meaning
                    && is_called(&self.here_of(here, one))
            });
        (is_called(&main) && !is_rivalled).then_some(main)
    }

    /// `the Bloc`: what was last spoken of by a name that ends so.
    pub(super) fn called(&self, here: &Here<'_, '_>, word: &str) -> Option<Mentioned> {
        self.best(here, REACH, &|known| ends_in(&known.name, word))
    }

    /// `the bloc`: the only thing of these classes within reach.
    pub(super) fn only_of(&self, here: &Here<'_, '_>, classes: &[&str]) -> Option<Mentioned> {
        let fits = |mentioned: &Mentioned| {
            classes.iter().any(|class| here.rules.is(mentioned.class, class))
        };
        let best = self.best(here, REACH, &fits)?;
        let here_before = here.candidates.iter().filter(|one| one.tokens.end <= here.at);
        let all = here_before
            .map(|one| self.here_of(here, one))
            .chain(self.mentioned.iter().cloned())
            .filter(|one| fits(one));
        let is_only = all.into_iter().all(|one| one.meaning == best.meaning);
        is_only.then_some(best)
    }

    /// The last mention of a thing of the lexicon.
    pub(super) fn latest(&self, entry: EntryId) -> Option<&Mentioned> {
        self.mentioned.iter().rev().find(|known| known.meaning == Meaning::Entry(entry))
    }
}

/// Says whether the last word of a name is `word`, in either case.
fn ends_in(name: &str, word: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| last.eq_ignore_ascii_case(word))
}
