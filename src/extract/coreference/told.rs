//! What the whole article has told of so far, for expressions that go back further than a few sentences:
//! `the party` where it has named one party only, `his country`, `here`.

use std::collections::BTreeMap;

use super::{Discourse, Here, Mentioned, is_called, is_name, known};
use crate::extract::memory::Known;
use crate::extract::mention::{Candidate, Meaning};
use crate::extract::view::{Tokens, View};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Gender;
use crate::ontology::words::WordLists;
use crate::text::Upos;

/// Everything that an article has named so far.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The last mention of each thing, in the order of the first.
    named: Vec<Mentioned>,
    /// Where each thing stands among them, and how often it has been mentioned.
    places: BTreeMap<Meaning, (usize, usize)>,
    /// The last sentence in which a noun brought up something that has no name there: `a party`.
    pub(super) nouns: BTreeMap<String, usize>,
    /// What each of the last sentences named, the newest last.
    recent: Vec<Vec<Mentioned>>,
}

/// Sentences after which a list is forgotten.
const LISTS: usize = 8;

impl Told {
    /// Begins a sentence.
    pub fn next(&mut self) {
        if self.recent.len() == LISTS {
            self.recent.remove(0);
        }
        self.recent.push(Vec::new());
    }

    /// Keeps a mention as the last of its thing.
    pub fn tell(&mut self, mentioned: &Mentioned) {
        if let Some(sentence) = self.recent.last_mut() {
            sentence.push(mentioned.clone());
        }
        match self.places.get_mut(&mentioned.meaning) {
            Some((place, times)) => {
                self.named[*place] = mentioned.clone();
                *times += 1;
            }
            None => {
                self.places.insert(mentioned.meaning.clone(), (self.named.len(), 1));
                self.named.push(mentioned.clone());
            }
        }
    }

    /// The last mention of a thing.
    pub fn last(&self, meaning: &Meaning) -> Option<&Mentioned> {
        self.places.get(meaning).map(|(place, _)| &self.named[*place])
    }

    /// How often a thing has been spoken of.
    fn spoken_of(&self, known: &Mentioned) -> usize {
        self.places.get(&known.meaning).map_or(0, |(_, times)| *times)
    }

    /// Keeps the nouns of a sentence that no mention covers: `a party`.
    pub fn tell_nouns(&mut self, view: &View<'_>, candidates: &[Candidate], sentence: usize) {
        for at in (0..view.len()).filter(|at| view.upos(*at) == Upos::Noun) {
            let token = Tokens::new(at, at + 1);
            let is_new = view
                .children(at)
                .any(|child| matches!(view.word(child), "a" | "an" | "another" | "one" | "some"));
            if is_new && !candidates.iter().any(|one| one.tokens.contains(token)) {
                self.nouns.insert(view.lemma(at).to_lowercase(), sentence);
            }
        }
    }

    /// The things that fit of the last sentence that names three or more of them, where they are so many and
    /// no other has been named since.
    pub fn last_list(&self, number: usize, fits: &dyn Fn(&Mentioned) -> bool) -> Vec<Mentioned> {
        let mut since: Vec<&Mentioned> = Vec::new();
        for sentence in self.recent.iter().rev() {
            let mut list: Vec<Mentioned> = Vec::new();
            for one in sentence.iter().filter(|one| fits(one)) {
                if list.iter().all(|known| known.meaning != one.meaning) {
                    list.push(one.clone());
                }
            }
            if list.len() > 2 {
                let is_among =
                    |one: &&Mentioned| list.iter().any(|known| known.meaning == one.meaning);
                let is_it = list.len() == number && since.iter().all(is_among);
                return if is_it { list } else { Vec::new() };
            }
            since.extend(sentence.iter().filter(|one| fits(one)));
        }
        Vec::new()
    }
}

impl Discourse {
    /// Says whether the text has brought up no other thing of this noun since it spoke of this one.
    pub(super) fn is_last_such(&self, known: &Mentioned, word: &str) -> bool {
        self.all.nouns.get(word).is_none_or(|sentence| *sentence <= known.sentence)
    }

    /// `the party`: the only thing called so, or of the class of the noun, that the article has named so far,
    /// unless it spoke since of another without a name (`a party`).
    pub(super) fn only_told(
        &self,
        here: &Here<'_, '_>,
        classes: &[&str],
        word: &str,
    ) -> Option<Mentioned> {
        let is_lasting = word == "line"
            || classes.iter().any(|class| {
                matches!(
                    *class,
                    "Organization" | "IntergovernmentalOrganization" | "Company" | "City"
                )
            });
        // A court or a council is one of many, and most have no name in the text.
        let is_of_many = here.rules.words.is(word, WordClass::CommonBody);
        if !is_lasting || is_of_many {
            return None;
        }
        let fits = |known: &Mentioned| {
            classes.iter().any(|class| here.rules.is(known.class, class))
                && (is_called(here.rules, known, word)
                    || word != "line" && classes != ["Organization"])
        };
        let before = here.candidates.iter().filter(|one| one.tokens.end <= here.at);
        let is_rivalled = |known: &Mentioned| {
            before.clone().any(|one| {
                let other = self.here_of(here, one);
                fits(&other) && other.meaning != known.meaning
            })
        };
        let mut called = self.all.named.iter().filter(|known| fits(known));
        let known = called.next()?;
        let is_only = called.next().is_none() && !is_rivalled(known);
        (is_only && self.is_last_such(known, word)).then(|| known.clone())
    }

    /// `she` a few sentences on: the only person of whom the last sentences told anything, where that person
    /// is known to be a woman, or a man, and the text has been speaking of her already.
    pub(super) fn protagonist(&self, here: &Here<'_, '_>, gender: Gender) -> Option<Mentioned> {
        const BACK: usize = 6;
        let mut recent = self.all.named.iter().filter(|known| {
            here.rules.is(known.class, "Person") && known.sentence + BACK >= self.sentence
        });
        let known = recent.next()?;
        let is_theme = recent.next().is_none() && self.all.spoken_of(known) >= 3;
        let is_rivalled = here.candidates.iter().any(|one| {
            one.tokens.end <= here.at
                && here.rules.is(one.class, "Person")
                && one.meaning != known.meaning
        });
        (is_theme && !is_rivalled && known.gender == Some(gender)).then(|| known.clone())
    }
}

/// `his country`: the state of which the article gives this person an office.
pub fn own_country(here: &Here<'_, '_>) -> Option<Mentioned> {
    let owner =
        here.candidates.iter().find(|one| one.tokens == Tokens::new(here.at - 1, here.at))?;
    let state = here.memory.state_of(&owner.meaning)?;
    let entry = here.rules.lexicon.entry(state);
    Some(known(&Known {
        meaning: Meaning::Entry(state),
        class: entry.class,
        span: owner.antecedent?,
        name: entry.name.clone(),
    }))
}

/// `here`: the town of the dateline.
pub fn written_in(here: &Here<'_, '_>) -> Option<Mentioned> {
    let town = here.memory.dateline()?;
    // `here, in Lima,`: said right behind.
    let is_told = here.candidates.iter().any(|one| {
        is_name(one.reason) && one.tokens.first > here.at && one.tokens.first <= here.at + 3
    });
    (!is_told).then(|| known(town))
}

/// `For Peru the sums are harder. It owes …`: what a sentence is about by its opening, where it names
/// nothing else.
pub fn fronted(view: &View<'_>, candidates: &[Candidate]) -> Option<Tokens> {
    let start = match (view.word(0), view.word(1)) {
        ("for" | "to", _) => 1,
        ("as", "for" | "to") => 2,
        _ => return None,
    };
    let first = candidates.iter().find(|one| is_name(one.reason))?;
    let is_only = candidates.iter().all(|one| one.tokens == first.tokens);
    let start = start + usize::from(view.word(start) == "the");
    (first.tokens.first == start && is_only).then_some(first.tokens)
}

/// Says whether `its` stands before something that towns have: people, streets, a mayor.
pub fn is_of_a_town(view: &View<'_>, words: &WordLists, its: usize) -> bool {
    let noun = view.governor(its).filter(|_| view.word(its) == "its");
    noun.is_some_and(|noun| words.is(view.lemma(noun), WordClass::TownPart))
}
