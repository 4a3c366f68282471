//! What pronouns and definite descriptions mean: `he`, `its`, `which`, `the country`, `the two
//! leaders`, `the president`.
//!
//! Two steps. First the tree: the subjects of the clauses around a pronoun, the nearest first, but
//! not the one of its own clause when the pronoun is its object (the search of Hobbs 1978 and the
//! binding principles, on dependencies). Then salience: recency and grammatical role are weighed as
//! by Lappin and Leass (1994), and the best wins only when it is clearly ahead. When nothing fits,
//! the expression means nothing: a miss is better than a guess.

mod around;
pub mod kind;
mod office_holder;
mod only;
mod salience;
mod setting;
mod several;
mod told;

use super::Rules;
use super::expression::{self, Expression, Kind};
use super::fact::Reason;
use super::memory::{Known, Memory};
use super::mention::{Candidate, Meaning};
use super::office;
use super::view::{Tokens, View};
use crate::ontology::ClassId;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::Gender;
use crate::span::Span;
use crate::text::{Relation, Upos};
use around::subject_around;
use office_holder::holder;
use salience::{MODIFIER, OTHER, SUBJECT, is_court, is_idle, mentioned, place_of};
use setting::{
    has_other_object, has_unknown, is_agent_of_own, is_behind_a_description, is_elsewhere,
    is_of_states, may_be_of_another, named_by_other, only_led, owner_before, subject_ahead,
};

/// Sentences after which a mention is forgotten.
const REACH: usize = 3;

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
    /// That subject is somebody without a name.
    person_unknown: bool,
    /// The subjects of the last sentence where they were several: `X and Y`.
    several: Vec<Mentioned>,
    /// The last mention of everything that the article has named, and what it has spoken of without a
    /// name.
    all: told::Told,
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
    /// Resolves the expressions of a sentence: adds a candidate for each, and gives the candidates
    /// that one expression means together.
    pub fn resolve(
        &self,
        view: &View<'_>,
        rules: &Rules<'_>,
        memory: &Memory,
        candidates: &mut Vec<Candidate>,
    ) -> Vec<Vec<usize>> {
        let mut several = Vec::new();
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
            let meant = match &kind {
                Kind::Several(count, "") => ["Country", "Person", "Organization"]
                    .iter()
                    .map(|class| self.several_of(&here, *count, class))
                    .find(|meant| !meant.is_empty())
                    .unwrap_or_default(),
                // `the two presidents signed`, where they have no names: for their states.
                Kind::Several(2, "Person") if is_of_states(view, rules.words, tokens.end - 1) => {
                    Some(self.several_of(&here, 2, "Person"))
                        .filter(|meant| !meant.is_empty())
                        .unwrap_or_else(|| self.several_of(&here, 2, "Country"))
                }
                Kind::Several(count, class) => self.several_of(&here, *count, class),
                Kind::Plural => match self.plural(&here) {
                    meant if meant.is_empty() => {
                        self.spoken_of_as_several(&here).into_iter().collect()
                    }
                    meant => meant,
                },
                _ => Vec::new(),
            };
            if !meant.is_empty() {
                let first = candidates.len();
                candidates.extend(meant.iter().map(|mentioned| refer(tokens, mentioned)));
                several.push((first..candidates.len()).collect());
                continue;
            }
            let found = match &kind {
                Kind::Several(..) | Kind::Plural => None,
                Kind::Owner | Kind::Class(_) | Kind::Named(..) if is_elsewhere(&here, tokens) => {
                    None
                }
                Kind::Person(gender) => self.person(&here, *gender),
                Kind::Thing => {
                    let led = || only_led(&here).map(|index| self.here(&here, index));
                    self.thing(&here).or_else(led)
                }
                Kind::Relative => relative(&here),
                Kind::OneOf => self.kind_before(&here, tokens),
                Kind::Owner => self.of_class(&here, &["Country"]),
                Kind::OwnCountry => told::own_country(&here),
                Kind::Here => told::written_in(&here),
                Kind::Class(classes) if is_of_topic(&here) => {
                    self.topic(&here).or_else(|| self.of_class(&here, classes))
                }
                // `the Bloc`: the one of that name, whatever unions there are.
                Kind::Class(classes)
                    if **classes == ["IntergovernmentalOrganization"]
                        && here.view.is_capitalised(tokens.end - 1) =>
                {
                    self.called(&here, here.view.word(tokens.end - 1))
                }
                Kind::Class(classes) if **classes == ["IntergovernmentalOrganization"] => self
                    .main_organization(&here)
                    .or_else(|| self.only_of(&here, classes))
                    .or_else(|| self.only_told(&here, classes, here.view.word(tokens.end - 1))),
                Kind::Class(classes) => self.of_class(&here, classes),
                Kind::CountryIn(region) => self.country_in(&here, *region),
                Kind::Named(classes, word) => self
                    .of_name(&here, classes, word)
                    .filter(|found| self.is_last_such(found, word))
                    .or_else(|| self.only_told(&here, classes, word))
                    .or_else(|| self.main_called(&here, word)),
                Kind::Holder(office, office_kind) => {
                    holder(&here, tokens, office.as_deref(), *office_kind, &self.mentioned)
                }
            };
            candidates.extend(found.map(|mentioned| refer(tokens, &mentioned)));
        }
        several
    }

    /// Remembers the mentions of a sentence.
    pub fn remember(&mut self, view: &View<'_>, rules: &Rules<'_>, candidates: &[Candidate]) {
        let root = (0..view.len()).find(|index| view.governor(*index).is_none());
        let subject = root.and_then(|root| view.subject_of(root));
        let mut subjects: Vec<Mentioned> = Vec::new();
        self.all.next();
        let topical = told::fronted(view, candidates).filter(|_| subject.is_some());
        let (mut is_covered, mut is_named) = (false, false);
        for candidate in candidates {
            let is_subject =
                candidate.reason != Reason::Adjective && subject == Some(place_of(view, candidate));
            is_covered |= is_subject;
            if candidate.reason == Reason::Description {
                continue;
            }
            is_named |= is_subject;
            let mut mentioned = mentioned(view, rules, candidate, self.sentence);
            if topical == Some(candidate.tokens) {
                mentioned.weight = SUBJECT;
                is_covered = true;
            }
            let head = view.head_of(candidate.tokens);
            let is_of_subject = subject.is_some_and(|subject| {
                head == subject
                    || view.relation(head) == Relation::CONJ && view.governor(head) == Some(subject)
            });
            if is_of_subject && candidate.reason != Reason::Adjective {
                subjects.push(mentioned.clone());
            }
            self.all.tell(&mentioned);
            self.mentioned.push(mentioned);
        }
        self.all.tell_nouns(view, candidates, self.sentence);
        if let Some(named) = root
            .filter(|_| !is_named)
            .and_then(|root| expression::named_by(view, rules.words, root))
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
        self.person_unknown = self.subject_unknown
            && subject.is_some_and(|subject| {
                view.upos(subject) == Upos::Noun && office::at(view, rules.words, subject).is_some()
            });
        let mut distinct: Vec<Mentioned> = Vec::new();
        for subject in subjects {
            if !distinct.iter().any(|known| known.meaning == subject.meaning) {
                distinct.push(subject);
            }
        }
        let top = |one: &Mentioned| rules.onto.class(one.class).top;
        let is_of_one_kind =
            distinct.len() >= 2 && distinct.iter().all(|one| top(one) == top(&distinct[0]));
        self.several = if is_of_one_kind { distinct } else { Vec::new() };
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
        let around = match owner_before(here) {
            None if named_by_other(here).is_some() => Found::Nothing,
            Some(owner) => (here.candidates.iter())
                .position(|one| here.view.head_of(one.tokens) == owner && is_name(one.reason))
                .map_or(Found::Unknown, Found::Candidate),
            None => subject_around(here, &fits),
        };
        match around {
            Found::Candidate(index) => Some(self.here(here, index)),
            Found::Unknown => None,
            Found::Nothing => {
                let is_of_unknown = |best: &Mentioned| {
                    self.person_unknown
                        && best.sentence + 1 == self.sentence
                        && best.weight <= MODIFIER
                };
                let is_named = named_by_other(here);
                let may_be = |one: &Mentioned| {
                    fits(one)
                        && is_named
                            .is_none_or(|other| here.candidates[other].meaning != one.meaning)
                };
                let best = self
                    .best(here, 2, &may_be)
                    .or_else(|| self.protagonist(here, gender).filter(may_be));
                let best = best.filter(|best| !has_unknown(here, best) && !is_of_unknown(best));
                let Some(ahead) = subject_ahead(here) else { return best };
                // `On his first visit to Peru, Jan Berg signed`: who acts, or nobody can tell.
                let subject = self.here(here, ahead);
                Some(subject).filter(|subject| {
                    fits(subject) && best.is_none_or(|best| best.meaning == subject.meaning)
                })
            }
        }
    }

    /// `it`, `its`: a subject, of this sentence or of the one before.
    fn thing(&self, here: &Here<'_, '_>) -> Option<Mentioned> {
        // `its population`, `its streets`: a town has them too.
        let is_of_town = told::is_of_a_town(here.view, here.rules.words, here.at);
        let fits = |mentioned: &Mentioned| {
            THINGS.iter().any(|class| here.rules.is(mentioned.class, class))
                || is_of_town
                    && ["City", "Region"].iter().any(|class| here.rules.is(mentioned.class, class))
        };
        match subject_around(here, &fits) {
            Found::Candidate(index) => {
                let found = self.here(here, index);
                return Some(found).filter(|found| {
                    !is_behind_a_description(here, found)
                        && !has_other_object(here, found, &fits)
                        && !is_court(here.view, &here.candidates[index])
                        && !is_idle(here.view, here.rules, &here.candidates[index])
                });
            }
            Found::Unknown => return None,
            Found::Nothing => {}
        }
        let is_first_clause = !here.candidates.iter().any(|candidate| {
            candidate.tokens.end <= here.at
                && !is_one_of_several(here, candidate)
                && !is_source(here.view, candidate.tokens)
                && fits(&self.here_of(here, candidate))
        });
        if !is_first_clause {
            return self.only_one(here, &fits);
        }
        if self.subject_unknown {
            return None;
        }
        let best = self.best(here, 1, &fits)?;
        let is_open = may_be_of_another(here, &best, &self.mentioned);
        (best.weight == SUBJECT && !is_open).then_some(best)
    }

    /// `the country`
    fn of_class(&self, here: &Here<'_, '_>, classes: &[&str]) -> Option<Mentioned> {
        let fits = |mentioned: &Mentioned| {
            classes.iter().any(|class| here.rules.is(mentioned.class, class))
        };
        let found = self.best(here, REACH, &fits);
        let is_country = found.as_ref().is_some_and(|found| here.rules.is(found.class, "Country"));
        if classes != ["Country"] && !is_country {
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
        // `Karim Bekov was born in Peru`, `a Peruvian singer`: said of a person, and no word of Peru.
        let is_aside = |best: &Mentioned| {
            best.weight < MODIFIER
                || best.weight == OTHER
                    && (self.mentioned.iter()).any(|one| {
                        one.sentence == best.sentence && here.rules.is(one.class, "Person")
                    })
        };
        let topic = here.memory.topic();
        let sure = found.filter(|best| {
            let is_topic = topic.is_some_and(|topic| best.meaning == Meaning::Entry(topic));
            is_topic
                // `Moscow stands by Belarus`: `the country` may be either.
                || is_lone(best) && !is_aside(best)
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
                && is_called(here.rules, mentioned, word)
        };
        // `the union` is the Eurasian Union before it is the Council of the Eurasian Union.
        let is_headed = |mentioned: &Mentioned| {
            let name = mentioned.name.as_str();
            let head = [" of ", " for ", " on "].iter().filter_map(|link| name.find(link)).min();
            name[..head.unwrap_or(name.len())].ends_with(word) && fits(mentioned)
        };
        self.best(here, REACH, &is_headed).or_else(|| self.best(here, REACH, &fits))
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
            if is_before
                && fits(&mentioned)
                && !is_own_argument(here, candidate.tokens)
                && !is_around(here, candidate.tokens)
                && !is_agent_of_own(here, candidate.tokens)
                && !is_one_of_several(here, candidate)
                && !around::is_beside_same(here, candidate)
            {
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

/// Says whether a thing can be called by this noun: its name has it, or it is the noun of its class, or
/// it is a railway or a pipeline and so a `line`.
fn is_called(rules: &Rules<'_>, mentioned: &Mentioned, word: &str) -> bool {
    let name = &mentioned.name;
    name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
        || is_of_noun(rules, mentioned.class, word)
        || word == "line" && ["railway", "pipeline", "metro"].iter().any(|one| name.contains(one))
}

/// Something that the whole article has introduced, as a mention without a place of its own.
fn known(known: &Known) -> Mentioned {
    Mentioned {
        meaning: known.meaning.clone(),
        class: known.class,
        span: known.span,
        sentence: 0,
        weight: OTHER,
        gender: None,
        name: known.name.to_lowercase(),
    }
}

/// Says whether `word` is the noun for things of this class: `the movement` for Birlik.
fn is_of_noun(rules: &Rules<'_>, class: ClassId, word: &str) -> bool {
    // `the front` is none that is not called so.
    let is_plain = rules.words.is(word, WordClass::KindNoun);
    let of_noun = rules.words.name_heads.get(word).copied().filter(|_| is_plain);
    let Some(of_noun) = of_noun else { return false };
    let is_general = ["Organization", "Place"]
        .iter()
        .any(|name| rules.onto.class_names.get(*name) == Some(&of_noun));
    !is_general && rules.onto.is_a(class, of_noun) && !rules.is(class, "GovernmentBody")
}

/// Says whether a name tells only who says it: `according to the bank`.
fn is_source(view: &View<'_>, tokens: Tokens) -> bool {
    let to =
        tokens.first.checked_sub(1 + usize::from(view.word(tokens.first.wrapping_sub(1)) == "the"));
    to.is_some_and(|to| to > 0 && view.word(to) == "to" && view.word(to - 1) == "according")
}

/// Says whether a mention with this reason names what it means.
fn is_name(reason: Reason) -> bool {
    !matches!(reason, Reason::Description | Reason::Coreference)
}

/// Says whether the mention is the subject of the clause whose object the pronoun is, or stands in
/// the same phrase: those two are never the same.
fn is_own_argument(here: &Here<'_, '_>, tokens: Tokens) -> bool {
    let view = here.view;
    let head = view.head_of(tokens);
    if around::is_of_own_participle(here, head) {
        return true;
    }
    if view.relation(here.at) == Relation::NMOD_POSS {
        return false;
    }
    let Some(clause) = view.governor(here.at) else { return false };
    // `Anna Weber, who succeeded her`
    let is_told_of = view.relation(clause) == Relation::ACL_RELCL
        && view.governor(clause) == Some(head)
        && view.children(clause).any(|at| matches!(view.word(at), "who" | "whom" | "which"));
    is_told_of || view.upos(here.at) == Upos::Pron && view.governor(head) == Some(clause)
}

/// `Peru and Chile are its members`: of several together none is `it`.
fn is_one_of_several(here: &Here<'_, '_>, candidate: &Candidate) -> bool {
    let view = here.view;
    let head = view.head_of(candidate.tokens);
    matches!(view.word(here.at), "it" | "its")
        && (view.relation(head) == Relation::CONJ
            || view.children(head).any(|at| view.relation(at) == Relation::CONJ))
}

/// `China, to which the country exports`: what stands in a clause about a thing names another one
/// (the i-within-i condition, Chomsky 1981).
fn is_around(here: &Here<'_, '_>, tokens: Tokens) -> bool {
    here.view.upos(here.at) != Upos::Pron && here.view.governs(here.view.head_of(tokens), here.at)
}

/// `who`, `which`: the mention that the clause belongs to.
fn relative(here: &Here<'_, '_>) -> Option<Mentioned> {
    let head = expression::relative_head(here.view, here.at)?;
    // `A, B and C, which Peru recognises`: the last of them.
    let is_object = matches!(here.view.relation(here.at), Relation::OBJ | Relation::OBL);
    let last = here
        .view
        .children(head)
        .filter(|at| here.view.relation(*at) == Relation::CONJ && *at < here.at);
    let head = last.max().filter(|_| is_object).unwrap_or(head);
    // `Pamir, a territory which covers half of it`: what is beside the noun.
    let is_named = (here.candidates.iter())
        .any(|candidate| is_name(candidate.reason) && here.view.head_of(candidate.tokens) == head);
    let head = match here.view.governor(head) {
        Some(named) if !is_named && here.view.relation(head) == Relation::APPOS => named,
        _ => head,
    };
    let candidate = here.candidates.iter().find(|candidate| {
        !matches!(candidate.reason, Reason::Adjective | Reason::Description)
            && here.view.head_of(candidate.tokens) == head
            && candidate.tokens.end <= here.at
            // `a Weber ally who led the bank`: what the clause says is said of the ally.
            && !(here.view.upos(candidate.tokens.end) != Upos::Adp
                && here.view.word(candidate.tokens.end).starts_with(char::is_alphabetic)
                && candidate.tokens.end + 1 == here.at)
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
