//! What pronouns and definite descriptions mean: `he`, `its`, `which`, `the country`, `the two
//! leaders`, `the president`.
//!
//! Two steps. First the tree: the subjects of the clauses around a pronoun, the nearest first, but
//! not the one of its own clause when the pronoun is its object (the search of Hobbs 1978 and the
//! binding principles, on dependencies). Then salience: recency and grammatical role are weighed as
//! by Lappin and Leass (1994), and the best wins only when it is clearly ahead. When nothing fits,
//! the expression means nothing: a miss is better than a guess.

mod office_holder;
mod only;

use super::Rules;
use super::expression::{self, Expression, Kind};
use super::fact::Reason;
use super::memory::Memory;
use super::mention::{Candidate, Meaning};
use super::person;
use super::view::{Tokens, View};
use crate::ontology::ClassId;
use crate::ontology::words::Gender;
use crate::span::Span;
use crate::text::{Number, Relation, Upos};
use office_holder::holder;

/// Sentences after which a mention is forgotten.
const REACH: usize = 3;

/// Weight of a mention in its own sentence by its role; halved with each sentence after it.
const SUBJECT: u32 = 180;
const OBJECT: u32 = 150;
const OTHER: u32 = 140;
const MODIFIER: u32 = 120;

/// How far ahead the best must be, as a fraction.
const AHEAD: (u32, u32) = (23, 20);

/// What can be meant by `it`.
const THINGS: [&str; 5] = ["Organization", "Programme", "Project", "Country", "Agreement"];

/// What an article has mentioned so far.
#[derive(Clone, Debug, Default)]
pub struct Discourse {
    /// In the order of the text.
    mentioned: Vec<Mentioned>,
    /// The subject of the last sentence was not one of them.
    subject_unknown: bool,
    /// The subject of the last sentence was two things: `X and Y`.
    pair: Option<(Mentioned, Mentioned)>,
    sentence: usize,
}

#[derive(Clone, Debug)]
struct Mentioned {
    meaning: Meaning,
    class: ClassId,
    span: Span,
    sentence: usize,
    weight: u32,
    gender: Option<Gender>,
    /// The name in lower case, for `the bank`.
    name: String,
    /// It stands for a government: `the Kremlin`.
    is_metonym: bool,
}

/// A place in a sentence that is being resolved.
struct Here<'h, 'a> {
    view: &'h View<'a>,
    rules: &'h Rules<'h>,
    memory: &'h Memory,
    candidates: &'h [Candidate],
    at: usize,
}

/// What a search in the tree comes to.
enum Found {
    /// This candidate.
    Candidate(usize),
    /// Something that is no candidate.
    Unknown,
    /// Nothing; look further.
    Nothing,
}

impl Discourse {
    /// Resolves the expressions of a sentence: adds a candidate for each, and gives the pairs of
    /// candidates that one expression means together.
    pub fn resolve(
        &self,
        view: &View<'_>,
        rules: &Rules<'_>,
        memory: &Memory,
        candidates: &mut Vec<Candidate>,
    ) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for at in 0..view.len() {
            let Some(Expression { tokens, kind }) = expression::at(view, rules.words, at) else {
                continue;
            };
            let is_named = candidates
                .iter()
                .any(|candidate| candidate.tokens.overlaps(tokens) && is_name(candidate.reason));
            if is_named && !matches!(kind, Kind::Holder(..)) {
                continue;
            }
            let here = Here { view, rules, memory, candidates, at };
            let two = match &kind {
                Kind::Pair(class) => self.two_of(&here, class),
                Kind::Plural => self.plural(&here),
                _ => None,
            };
            if let Some((one, other)) = two {
                candidates.extend([&one, &other].map(|mentioned| refer(tokens, mentioned)));
                pairs.push((candidates.len() - 2, candidates.len() - 1));
                continue;
            }
            let found = match &kind {
                Kind::Pair(_) | Kind::Plural => None,
                Kind::Person(gender) => self.person(&here, *gender),
                Kind::Thing => self.thing(&here),
                Kind::Relative => relative(&here),
                Kind::Owner => self.of_class(&here, &["Country"]),
                Kind::Class(classes) if is_of_topic(&here) => {
                    self.topic(&here).or_else(|| self.of_class(&here, classes))
                }
                Kind::Class(classes) => self.of_class(&here, classes),
                Kind::CountryIn(region) => self.country_in(&here, *region),
                Kind::Named(classes, word) => self.of_name(&here, classes, word),
                Kind::Holder(office, office_kind) => {
                    holder(&here, tokens, office.as_deref(), *office_kind)
                }
            };
            candidates.extend(found.map(|mentioned| refer(tokens, &mentioned)));
        }
        pairs
    }

    /// Remembers the mentions of a sentence.
    pub fn remember(&mut self, view: &View<'_>, rules: &Rules<'_>, candidates: &[Candidate]) {
        let root = (0..view.len()).find(|index| view.governor(*index).is_none());
        let subject = root.and_then(|root| view.subject_of(root));
        let mut subjects: Vec<Mentioned> = Vec::new();
        let (mut is_covered, mut is_named) = (false, false);
        for candidate in candidates {
            let is_subject = candidate.reason != Reason::Adjective
                && subject == Some(view.head_of(candidate.tokens));
            is_covered |= is_subject;
            if candidate.reason == Reason::Description {
                continue;
            }
            is_named |= is_subject;
            let mentioned = mentioned(view, rules, candidate, self.sentence);
            let head = view.head_of(candidate.tokens);
            let is_of_subject = subject.is_some_and(|subject| {
                head == subject
                    || view.relation(head) == Relation::CONJ && view.governor(head) == Some(subject)
            });
            if is_of_subject && candidate.reason != Reason::Adjective {
                subjects.push(mentioned.clone());
            }
            self.mentioned.push(mentioned);
        }
        if let Some(named) =
            root.filter(|_| !is_named).and_then(|root| expression::named_by(view, root))
        {
            let head = |candidate: &&Candidate| view.head_of(candidate.tokens) == named;
            if let Some(candidate) = candidates.iter().filter(|one| is_name(one.reason)).find(head)
            {
                let known = Mentioned {
                    weight: SUBJECT,
                    ..mentioned(view, rules, candidate, self.sentence)
                };
                self.mentioned.push(known);
                is_covered = true;
            }
        }
        self.subject_unknown = subject.is_some() && !is_covered;
        let mut distinct: Vec<Mentioned> = Vec::new();
        for subject in subjects {
            if !distinct.iter().any(|known| known.meaning == subject.meaning) {
                distinct.push(subject);
            }
        }
        let is_of_one_kind = distinct.len() == 2
            && rules.onto.class(distinct[0].class).top == rules.onto.class(distinct[1].class).top;
        self.pair = is_of_one_kind.then(|| (distinct[0].clone(), distinct[1].clone()));
        self.sentence += 1;
        let oldest = self.sentence.saturating_sub(REACH + 1);
        self.mentioned.retain(|mentioned| mentioned.sentence >= oldest);
    }

    /// `he`, `her`
    fn person(&self, here: &Here<'_, '_>, gender: Gender) -> Option<Mentioned> {
        let fits = |mentioned: &Mentioned| {
            here.rules.is(mentioned.class, "Person")
                && mentioned.gender.is_none_or(|known| known == gender)
        };
        match subject_around(here, &fits) {
            Found::Candidate(index) => Some(self.here(here, index)),
            Found::Unknown => None,
            Found::Nothing => self.best(here, 2, &fits),
        }
    }

    /// `it`, `its`: a subject, of this sentence or of the one before.
    fn thing(&self, here: &Here<'_, '_>) -> Option<Mentioned> {
        let fits = |mentioned: &Mentioned| {
            THINGS.iter().any(|class| here.rules.is(mentioned.class, class))
        };
        match subject_around(here, &fits) {
            Found::Candidate(index) => return Some(self.here(here, index)),
            Found::Unknown => return None,
            Found::Nothing => {}
        }
        let is_first_clause = !here.candidates.iter().any(|candidate| {
            candidate.tokens.end <= here.at && fits(&self.here_of(here, candidate))
        });
        if !is_first_clause {
            return self.only_one(here, &fits);
        }
        if self.subject_unknown {
            return None;
        }
        let best = self.best(here, 1, &fits)?;
        (best.weight == SUBJECT).then_some(best)
    }

    /// `they`, `their`: the two things that are the subject around it or of the sentence before.
    fn plural(&self, here: &Here<'_, '_>) -> Option<(Mentioned, Mentioned)> {
        let view = here.view;
        let mut at = here.at;
        while let Some(above) = view.governor(at) {
            if let Some(subject) = view.subject_of(above)
                && subject != here.at
                && !view.governs(subject, here.at)
            {
                let mut members = here.candidates.iter().filter(|candidate| {
                    let head = view.head_of(candidate.tokens);
                    is_name(candidate.reason)
                        && candidate.reason != Reason::Adjective
                        && (head == subject
                            || view.relation(head) == Relation::CONJ
                                && view.governor(head) == Some(subject))
                });
                let (one, other) = (members.next()?, members.next()?);
                let is_two = members.next().is_none()
                    && one.meaning != other.meaning
                    && here.rules.onto.class(one.class).top
                        == here.rules.onto.class(other.class).top;
                return is_two.then(|| (self.here_of(here, one), self.here_of(here, other)));
            }
            at = above;
        }
        // `At the summit in Quito, they …`: what is of another kind does not stand in the way.
        let top = |class: ClassId| here.rules.onto.class(class).top;
        self.pair.clone().filter(|(one, _)| {
            !here.candidates.iter().any(|candidate| {
                candidate.tokens.end <= here.at
                    && is_name(candidate.reason)
                    && top(candidate.class) == top(one.class)
            })
        })
    }

    /// `the country`
    fn of_class(&self, here: &Here<'_, '_>, classes: &[&str]) -> Option<Mentioned> {
        let fits = |mentioned: &Mentioned| {
            classes.iter().any(|class| here.rules.is(mentioned.class, class))
        };
        let found = self.best(here, REACH, &fits);
        if classes != ["Country"] {
            return found;
        }
        // Countries are named everywhere: the one meant is the subject, or no other was near.
        let is_lone = |best: &Mentioned| {
            let is_other = |meaning: &Meaning, class: ClassId| {
                here.rules.is(class, "Country") && *meaning != best.meaning
            };
            !here.candidates.iter().any(|one| {
                one.tokens.end <= here.at
                    && one.reason != Reason::Description
                    && is_other(&one.meaning, one.class)
            }) && !self
                .mentioned
                .iter()
                .any(|one| one.sentence + 2 >= self.sentence && is_other(&one.meaning, one.class))
        };
        let topic = here.memory.topic();
        let sure = found.filter(|best| {
            let is_topic = topic.is_some_and(|topic| best.meaning == Meaning::Entry(topic));
            is_topic
                // `Moscow stands by Belarus`: `the country` may be either.
                || best.weight == SUBJECT && best.sentence + 1 >= self.sentence && !best.is_metonym
                || is_lone(best)
        });
        if sure.is_some() {
            return sure;
        }
        // An article about one country means that one.
        self.latest(topic?).cloned()
    }

    /// `the bank`: the only thing of the classes whose name has the word.
    fn of_name(&self, here: &Here<'_, '_>, classes: &[&str], word: &str) -> Option<Mentioned> {
        let fits = |mentioned: &Mentioned| {
            classes.iter().any(|class| here.rules.is(mentioned.class, class))
                && (mentioned.name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
                    || is_of_noun(here.rules, mentioned.class, word))
        };
        self.best(here, REACH, &fits)
    }

    /// The most salient mention before the expression, when it is clearly ahead.
    fn best(
        &self,
        here: &Here<'_, '_>,
        reach: usize,
        fits: &dyn Fn(&Mentioned) -> bool,
    ) -> Option<Mentioned> {
        // What it means, its weight now, the mention.
        let mut known: Vec<(u32, Mentioned)> = Vec::new();
        let mut add = |weight: u32, mentioned: Mentioned| match known
            .iter_mut()
            .find(|(_, other)| other.meaning == mentioned.meaning)
        {
            Some(slot) if slot.0 < weight => *slot = (weight, mentioned),
            Some(_) => {}
            None => known.push((weight, mentioned)),
        };
        for candidate in here.candidates {
            let mentioned = self.here_of(here, candidate);
            let is_before = candidate.tokens.end <= here.at
                && !matches!(candidate.reason, Reason::Description | Reason::Adjective);
            if is_before && fits(&mentioned) && !is_own_argument(here, candidate.tokens) {
                add(mentioned.weight, mentioned);
            }
        }
        for mentioned in self.mentioned.iter().filter(|mentioned| fits(mentioned)) {
            let distance = self.sentence - mentioned.sentence;
            if distance <= reach {
                add(mentioned.weight >> distance, mentioned.clone());
            }
        }
        known.sort_by_key(|other| std::cmp::Reverse(other.0));
        let (weight, best) = known.first()?;
        let is_ahead = known.get(1).is_none_or(|(second, _)| weight * AHEAD.1 >= second * AHEAD.0);
        is_ahead.then(|| best.clone())
    }

    /// The only two things of `class` in this sentence so far and the one before; else of the one
    /// before that as well. Three or more leave it open.
    fn two_of(&self, here: &Here<'_, '_>, class: &str) -> Option<(Mentioned, Mentioned)> {
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
            if count >= 2 {
                break;
            }
        }
        if let [one, other] = &things[..] {
            return Some((one.clone(), other.clone()));
        }
        // An article about two countries means those, unless others were spoken of just now.
        let topics = here.memory.topic_pair().filter(|_| class == "Country" && things.len() < 2)?;
        let is_topic =
            |thing: &Mentioned| topics.iter().any(|topic| thing.meaning == Meaning::Entry(*topic));
        if !things.iter().all(is_topic) {
            return None;
        }
        Some((self.latest(topics[0])?.clone(), self.latest(topics[1])?.clone()))
    }

    fn here(&self, here: &Here<'_, '_>, index: usize) -> Mentioned {
        self.here_of(here, &here.candidates[index])
    }

    fn here_of(&self, here: &Here<'_, '_>, candidate: &Candidate) -> Mentioned {
        mentioned(here.view, here.rules, candidate, self.sentence)
    }
}

/// Says whether the expression is `the government` or the like: that of the country which the article
/// is about, where that was spoken of just now.
fn is_of_topic(here: &Here<'_, '_>) -> bool {
    matches!(here.view.word(here.at + 1), "government" | "authorities")
}

/// Says whether `word` is the noun for things of this class: `the movement` for Birlik.
fn is_of_noun(rules: &Rules<'_>, class: ClassId, word: &str) -> bool {
    let Some(of_noun) = rules.words.name_heads.get(word).copied() else { return false };
    let is_general = ["Organization", "Place"]
        .iter()
        .any(|name| rules.onto.class_names.get(*name) == Some(&of_noun));
    !is_general && rules.onto.is_a(class, of_noun) && !rules.is(class, "GovernmentBody")
}

/// Says whether a mention with this reason names what it means.
fn is_name(reason: Reason) -> bool {
    !matches!(reason, Reason::Description | Reason::Coreference)
}

/// A candidate as a mention of its sentence.
fn mentioned(
    view: &View<'_>,
    rules: &Rules<'_>,
    candidate: &Candidate,
    sentence: usize,
) -> Mentioned {
    let name = rules.name_of(&candidate.meaning);
    let gender = rules.is(candidate.class, "Person").then(|| {
        let title = candidate.tokens.first.checked_sub(1).map(|index| view.forms[index]);
        person::gender(rules.words, title, name)
    });
    Mentioned {
        meaning: candidate.meaning.clone(),
        class: candidate.class,
        is_metonym: candidate.reason == Reason::Metonym,
        span: match candidate.reason {
            Reason::Coreference => candidate.antecedent.unwrap_or(view.span(candidate.tokens)),
            _ => view.span(candidate.tokens),
        },
        sentence,
        weight: weight(view, candidate),
        gender: gender.flatten(),
        name: name.to_lowercase(),
    }
}

/// The weight of a mention in its own sentence.
fn weight(view: &View<'_>, candidate: &Candidate) -> u32 {
    if candidate.reason == Reason::Adjective {
        return MODIFIER / 2;
    }
    let mut head = view.head_of(candidate.tokens);
    while view.relation(head) == Relation::CONJ
        && let Some(first) = view.governor(head)
    {
        head = first;
    }
    match view.relation(head) {
        Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::NSUBJ_OUTER => SUBJECT,
        Relation::OBJ | Relation::IOBJ | Relation::OBL_AGENT => OBJECT,
        Relation::NMOD | Relation::NMOD_POSS | Relation::COMPOUND | Relation::AMOD => MODIFIER,
        _ => OTHER,
    }
}

/// Looks for a subject that fits in the clauses around the pronoun, the nearest first.
fn subject_around(here: &Here<'_, '_>, fits: &dyn Fn(&Mentioned) -> bool) -> Found {
    let view = here.view;
    let headed = |token: usize| {
        here.candidates.iter().position(|candidate| {
            !matches!(candidate.reason, Reason::Adjective | Reason::Description)
                && view.head_of(candidate.tokens) == token
                && !(candidate.tokens.first..candidate.tokens.end).contains(&here.at)
        })
    };
    let fitting = |index: usize| fits(&mentioned(view, here.rules, &here.candidates[index], 0));
    let is_possessive = view.relation(here.at) == Relation::NMOD_POSS;
    let is_rivalled = |index: usize| {
        let subject = &here.candidates[index];
        is_possessive
            && (0..here.candidates.len()).any(|other| {
                let rival = &here.candidates[other];
                rival.tokens.first >= subject.tokens.end
                    && rival.tokens.end <= here.at
                    && rival.meaning != subject.meaning
                    && !matches!(rival.reason, Reason::Adjective | Reason::Description)
                    && fitting(other)
            })
    };
    let mut at = here.at;
    let mut own_clause = true;
    while let Some(above) = view.governor(at) {
        // `Russia and its allies`
        if view.relation(at) == Relation::CONJ
            && is_possessive
            && let Some(index) = headed(above)
            && fitting(index)
        {
            return Found::Candidate(index);
        }
        if let Some(subject) = view.subject_of(above) {
            let is_inside = view.governs(subject, here.at);
            let is_bound = own_clause && !is_possessive;
            if !is_inside && !is_bound {
                match headed(subject) {
                    // Where another one stands between, it may be that one.
                    Some(index) if fitting(index) && is_rivalled(index) => return Found::Unknown,
                    Some(index) if fitting(index) => return Found::Candidate(index),
                    Some(_) => {}
                    None if is_person_noun(here, subject) || can_be_it(here, subject) => {
                        return Found::Unknown;
                    }
                    None => {}
                }
            }
            own_clause = false;
        }
        at = above;
    }
    Found::Nothing
}

/// Says whether the subject is a person who is not named: `the official`, `a woman`.
fn is_person_noun(here: &Here<'_, '_>, subject: usize) -> bool {
    let view = here.view;
    let is_pronoun_for_persons = matches!(view.word(here.at), "he" | "she" | "his" | "her" | "him");
    is_pronoun_for_persons
        && view.upos(subject) == Upos::Noun
        && (here.rules.words.people.contains(view.lemma(subject))
            || here.rules.words.offices.contains_key(view.lemma(subject)))
}

/// Says whether the subject is a thing without a name that `it` may mean.
fn can_be_it(here: &Here<'_, '_>, subject: usize) -> bool {
    let view = here.view;
    let is_pronoun_for_things = matches!(view.word(here.at), "it" | "its");
    is_pronoun_for_things
        && view.token(subject).features.number != Some(Number::Plural)
        && !matches!(view.word(subject), "he" | "she" | "they" | "we" | "i" | "you")
        && matches!(view.upos(subject), Upos::Noun | Upos::Propn | Upos::Pron)
}

/// Says whether the mention is the subject of the clause whose object the pronoun is, or stands in
/// the same phrase: those two are never the same.
fn is_own_argument(here: &Here<'_, '_>, tokens: Tokens) -> bool {
    let view = here.view;
    let head = view.head_of(tokens);
    let is_possessive = view.relation(here.at) == Relation::NMOD_POSS;
    !is_possessive
        && view.upos(here.at) == Upos::Pron
        && view.governor(head).is_some()
        && view.governor(head) == view.governor(here.at)
}

/// `who`, `which`: the mention that the clause belongs to.
fn relative(here: &Here<'_, '_>) -> Option<Mentioned> {
    let head = expression::relative_head(here.view, here.at)?;
    let candidate = here.candidates.iter().find(|candidate| {
        !matches!(candidate.reason, Reason::Adjective | Reason::Description)
            && here.view.head_of(candidate.tokens) == head
            && candidate.tokens.end <= here.at
    })?;
    let is_person = here.rules.is(candidate.class, "Person");
    let fits = match here.view.word(here.at) {
        "which" => !is_person,
        "who" | "whom" => ["Person", "Country", "Organization", "EthnicGroup"]
            .iter()
            .any(|class| here.rules.is(candidate.class, class)),
        _ => true,
    };
    fits.then(|| mentioned(here.view, here.rules, candidate, 0))
}

/// A candidate that refers back.
fn refer(tokens: Tokens, mentioned: &Mentioned) -> Candidate {
    Candidate {
        tokens,
        class: mentioned.class,
        meaning: mentioned.meaning.clone(),
        reason: Reason::Coreference,
        antecedent: Some(mentioned.span),
        specific: true,
    }
}
