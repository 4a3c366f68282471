//! Where a sentence names or describes something: candidates from the gazetteer, the shapes of
//! names, the document's own acronyms and short names, and descriptions.
//!
//! Every candidate is kept; which one fills a slot is decided by the slot's class. Where a single
//! reading is needed, the longest wins, then the earliest, then the order of [`Reason`].

use super::Rules;
use super::context::{self, Evidence};
use super::description::Description;
use super::fact::Reason;
use super::memory::{Known, Memory, abbreviates};
use super::name::{self, ShapedName};
use super::quantity::{self, Quantity};
use super::time::{self, Clock, Time};
use super::view::{Tokens, View};
use super::{
    capital, decision, description, government, institution, namesake, noun, person, recognised,
};
use crate::ontology::word_class::WordClass;
use crate::ontology::words::OfficeKind;
use crate::ontology::{ClassId, EntryId};
use crate::span::Span;
use crate::text::{self, NameKind, Relation, Upos};

/// Something that a stretch of a sentence may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Where it stands.
    pub tokens: Tokens,
    /// Its class, the most specific known.
    pub class: ClassId,
    /// What it means.
    pub meaning: Meaning,
    /// Why it is taken to mean that.
    pub reason: Reason,
    /// The earlier mention that shows what is meant.
    pub antecedent: Option<Span>,
    /// For descriptions: something tells it from others of its kind.
    pub specific: bool,
}

impl Candidate {
    /// A thing that the text names itself at `tokens`.
    pub fn named(view: &View<'_>, tokens: Tokens, class: ClassId) -> Self {
        Self {
            tokens,
            class,
            meaning: Meaning::Name(clean(view.slice(tokens))),
            reason: Reason::Name,
            antecedent: None,
            specific: true,
        }
    }

    /// Says whether it is a name that stands there, and no description, pronoun or adjective.
    pub fn is_by_name(&self) -> bool {
        !matches!(self.reason, Reason::Description | Reason::Coreference | Reason::Adjective)
    }
}

/// What a candidate means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// A row of the lexicon.
    Entry(EntryId),
    /// A thing that the document itself names.
    Name(String),
    /// A thing that the document describes.
    Description(String),
}

/// Everything of interest in one sentence.
pub struct Found {
    /// In the order of their first token, longer ones first.
    pub candidates: Vec<Candidate>,
    /// Dates.
    pub times: Vec<Time>,
    /// Numbers outside dates.
    pub quantities: Vec<Quantity>,
    /// Pairs of candidates that one phrase means together: `the governments of X and Y`.
    pub several: Vec<Vec<usize>>,
}

/// Finds the candidates of a sentence that need no memory: listed names and names by shape.
pub fn named(view: &View<'_>, rules: &Rules<'_>) -> Vec<Candidate> {
    weighed(view, rules).into_iter().map(|(candidate, _)| candidate).collect()
}

/// `his sons Saddam and Belqasem`: a given name behind a word for kin is that of a relative, whoever else is
/// known by it.
fn is_relative_alone(view: &View<'_>, rules: &Rules<'_>, tokens: Tokens) -> bool {
    let kin = tokens.first.checked_sub(1).map(|before| view.lemma(before));
    tokens.len() == 1
        && rules.words.given_names.contains(view.forms[tokens.first])
        && kin.is_some_and(|kin| rules.words.offices.get(kin) == Some(&OfficeKind::Kin))
}

/// `the intelligence service MIT`: an acronym behind a noun means something that the noun can be said of.
fn is_of_another_kind(view: &View<'_>, rules: &Rules<'_>, tokens: Tokens, class: ClassId) -> bool {
    let form = view.forms[tokens.first];
    let is_acronym = tokens.len() == 1
        && (2..=6).contains(&form.len())
        && form.chars().all(|c| c.is_ascii_uppercase());
    let noun = tokens
        .first
        .checked_sub(1)
        .filter(|noun| is_acronym && view.upos(*noun) == Upos::Noun && !view.is_capitalised(*noun));
    let Some(noun) = noun else { return false };
    let is_service = rules.words.is(view.lemma(noun), WordClass::ServiceBody);
    is_service && rules.is(class, "University")
        || view.lemma(noun) == "university" && !rules.is(class, "University")
        || view.lemma(noun) == "party" && rules.is(class, "IntergovernmentalOrganization")
}

/// How much a name says of its class, by the way it was found: what is said of it and its shape
/// say more than the recogniser's opinion or its neighbours in a list.
const STATED: usize = 4;
const GUESSED: usize = 1;

/// The candidates of [`named`], with how much each says of the class of its name.
pub fn weighed(view: &View<'_>, rules: &Rules<'_>) -> Vec<(Candidate, usize)> {
    let mut candidates = Vec::new();
    let span = view.span(Tokens::new(0, view.len()));
    let hits = rules.gazetteer.find(view.text, span);
    for hit in &hits {
        // The name of an event is often made of names that are said as well: `war in Ukraine`.
        let is_part_of_name = hit.inside.is_some_and(|outer| {
            let mut entries =
                hits[outer].readings.iter().map(|reading| rules.lexicon.entry(reading.entry).class);
            // Who hosts an institute is read from its name: `the Confucius Institute at Tajik National
            // University`.
            let is_of = |hit: &super::gazetteer::Hit<'_>, class: &str| {
                hit.readings
                    .iter()
                    .any(|reading| rules.is(rules.lexicon.entry(reading.entry).class, class))
            };
            let is_whole = || {
                !hits.iter().any(|other| {
                    is_of(other, "University")
                        && other.span != hit.span
                        && other.span.contains(hit.span)
                })
            };
            let is_host = entries.clone().any(|class| rules.is(class, "ConfuciusInstitute"))
                && (is_of(hit, "University") && is_whole() || is_of(hit, "ConfuciusInstitute"));
            !is_host && !entries.any(|class| rules.is(class, "Event"))
        });
        let Some(tokens) = view.tokens_of(hit.span).filter(|_| !is_part_of_name) else { continue };
        if is_relative_alone(view, rules, tokens) {
            continue;
        }
        for reading in hit.readings {
            if reading.reason == Reason::Metonym && is_locative(view, tokens) {
                continue;
            }
            if is_of_another_kind(view, rules, tokens, rules.lexicon.entry(reading.entry).class) {
                continue;
            }
            candidates.push(Candidate {
                tokens,
                class: rules.lexicon.entry(reading.entry).class,
                meaning: Meaning::Entry(reading.entry),
                reason: noun::people_as_state(view, tokens, reading.reason),
                antecedent: None,
                specific: true,
            });
        }
    }
    let listed: Vec<Tokens> = candidates.iter().map(|candidate| candidate.tokens).collect();
    // `for Russian and Eurasian Studies`: an adjective starts no name of its own.
    let starts: Vec<usize> = (candidates.iter())
        .filter(|candidate| candidate.reason != Reason::Adjective && candidate.tokens.len() <= 8)
        .map(|candidate| candidate.tokens.first)
        .collect();
    let is_listed = |index: usize| starts.contains(&index);
    let place_ends: Vec<usize> = (candidates.iter())
        .filter(|candidate| {
            candidate.reason == Reason::Gazetteer
                && ["Country", "Place"].iter().any(|class| rules.is(candidate.class, class))
        })
        .map(|candidate| candidate.tokens.end)
        .collect();
    let ends_place = |index: usize| place_ends.contains(&(index + 1));
    let shaped = name::find(view, rules.words, rules.onto, is_listed, ends_place);
    let recognised = recognised::find(view, rules.words, rules.onto);
    let mut names: Vec<(ShapedName, usize)> = Vec::new();
    let (said, slots): (Vec<_>, Vec<_>) = context::find(view, rules.words, rules.onto)
        .into_iter()
        .partition(|(_, evidence)| *evidence == Evidence::Said);
    let stated = |name: ShapedName| (name, STATED);
    let said: Vec<ShapedName> = (said.into_iter().map(|(name, _)| name))
        .filter(|name| !person::is_mistaken_for_place(view, rules, name, &shaped))
        .map(|name| person::whole(view, name, &recognised))
        .collect();
    // A phrase that looks like a person's name, where it is said what it is.
    let is_contradicted = |name: &ShapedName| {
        rules.is(name.class, "Person")
            && said.iter().any(|one| one.tokens == name.tokens && !rules.is(one.class, "Person"))
    };
    let shaped: Vec<ShapedName> =
        shaped.into_iter().filter(|name| !is_contradicted(name)).collect();
    let in_order = name::quoted(view, rules.words)
        .into_iter()
        .map(stated)
        .chain(shaped.into_iter().map(stated))
        .chain(said.into_iter().map(stated))
        .chain(recognised.into_iter().map(|name| (name, GUESSED)))
        .chain(slots.into_iter().map(|(name, _)| (name, GUESSED + 1)));
    let without_origin = |mut name: ShapedName| {
        name.tokens.first = person::past_origin(view, rules, name.tokens, &candidates);
        name
    };
    let in_order: Vec<(ShapedName, usize)> =
        in_order.map(|(name, weight)| (without_origin(name), weight)).collect();
    for (name, weight) in in_order {
        // The lexicon knows better where it has the same words or more.
        let is_in_list = listed.iter().any(|tokens| tokens.contains(name.tokens));
        let crosses =
            |tokens: &Tokens| tokens.overlaps(name.tokens) && !name.tokens.contains(*tokens);
        // A shape says more than what the sentence says of it, and that more than the recogniser.
        let is_known = names.iter().any(|(known, _)| known.tokens.overlaps(name.tokens));
        // `Xinjiang Kazakhs` are no person, for a person's surname is not a people.
        let is_group = rules.is(name.class, "Person")
            && candidates.iter().any(|listed| {
                listed.tokens.end == name.tokens.end
                    && name.tokens.contains(listed.tokens)
                    && !rules.is(listed.class, "Person")
                    && listed.tokens.len() < name.tokens.len()
                    && (listed.reason == Reason::Adjective
                        || rules.is(listed.class, "Country")
                        || rules.is(listed.class, "EthnicGroup"))
            });
        if is_group {
            continue;
        }
        if !is_in_list && !listed.iter().any(crosses) && !is_known {
            names.push((name, weight));
        }
    }
    let taken = |tokens: Tokens| {
        listed.iter().any(|other| other.overlaps(tokens))
            || names.iter().any(|(known, _)| known.tokens.overlaps(tokens))
    };
    let known: Vec<(Tokens, ClassId)> = (candidates.iter())
        .filter(|candidate| candidate.reason == Reason::Gazetteer)
        .map(|candidate| (candidate.tokens, candidate.class))
        .chain(names.iter().map(|(name, _)| (name.tokens, name.class)))
        .collect();
    let neighbours = context::by_neighbours(view, rules.words, rules.onto, &known, taken);
    names.extend(neighbours.into_iter().map(|name| (name, GUESSED)));
    // Persons may be called like places: `Paris Weber` has no city in it.
    candidates.retain(|candidate| {
        !names.iter().any(|(name, _)| {
            rules.is(name.class, "Person")
                && name.tokens.len() > candidate.tokens.len()
                && name.tokens.contains(candidate.tokens)
                // The Social Democratic Party is another one than the Democratic Party.
                || candidate.reason == Reason::Gazetteer
                    && rules.onto.is_a(candidate.class, name.class)
                    && name.tokens.end == candidate.tokens.end
                    && name.tokens.first < candidate.tokens.first
        }) && !is_given_name(view, rules, candidate)
    });
    let shaped = names
        .into_iter()
        .map(|(name, weight)| (Candidate::named(view, name.tokens, name.class), weight));
    namesake::part(view, rules, &mut candidates);
    candidates.into_iter().map(|candidate| (candidate, STATED)).chain(shaped).collect()
}

/// Says whether a listed place is a given name here, as the recogniser has it: `Jordan said`.
fn is_given_name(view: &View<'_>, rules: &Rules<'_>, candidate: &Candidate) -> bool {
    let tokens = candidate.tokens;
    tokens.len() == 1
        && rules.words.given_names.contains(view.forms[tokens.first])
        && !rules.is(candidate.class, "Person")
        && view.sentence.names.iter().any(|name| {
            name.kind == NameKind::Person
                && name.first as usize == tokens.first
                && name.last as usize + 1 == tokens.end
                && name.score > 0.75
        })
}

/// Says whether a preposition of place stands before: then a capital is the city, not a
/// government.
fn is_locative(view: &View<'_>, tokens: Tokens) -> bool {
    let mut first = tokens.first;
    // `in both Beijing and Astana`
    while first > 1
        && (matches!(view.word(first - 1), "both" | "either")
            || matches!(view.word(first - 1), "and" | "or") && view.is_capitalised(first - 2))
    {
        first -= if view.is_capitalised(first - 2) { 2 } else { 1 };
    }
    let before = first.checked_sub(1).map_or("", |index| view.word(index));
    let after = view.word(tokens.end);
    matches!(before, "in" | "near" | "outside" | "across" | "throughout" | "into" | "around" | "at")
        || matches!(before, "of") && matches!(after, "," | ")")
}

/// `two ethnic Kazakhs`: a few of a people are not the people.
pub fn is_some_of_a_people(view: &View<'_>, rules: &Rules<'_>, candidate: &Candidate) -> bool {
    const FEW: f64 = 1_000.0;
    let before = candidate.tokens.first.checked_sub(1);
    let few =
        before.and_then(|at| quantity::number(view, at)).is_some_and(|(value, _)| value < FEW);
    few && rules.is(candidate.class, "EthnicGroup")
}

/// One past the dash that ends the dateline of an agency.
fn dateline(view: &View<'_>) -> usize {
    let dash = text::dateline(&view.forms, |at| view.upos(at), |at| view.is_joined(at));
    dash.map_or(0, |dash| dash + 1)
}

/// White space made single, for names that a line end broke.
pub fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds everything of interest in a sentence, with what the article has taught so far.
pub fn find(view: &View<'_>, rules: &Rules<'_>, memory: &Memory, clock: &mut Clock) -> Found {
    let mut candidates = named(view, rules);
    recall(view, rules, memory, &mut candidates);
    candidates.iter_mut().for_each(|candidate| widen_people(view, rules, candidate));
    namesake::doubt(view, rules, memory, &mut candidates);
    institution::find(view, rules, &mut candidates);
    candidates.iter_mut().for_each(|candidate| institution::widen(view, rules, candidate));
    decision::split(view, rules, &mut candidates);
    let is_person = |candidate: &&Candidate| rules.is(candidate.class, "Person");
    let people: Vec<Tokens> =
        candidates.iter().filter(is_person).map(|candidate| candidate.tokens).collect();
    let times = time::find(view, rules.words, clock, &people);
    candidates.retain(|candidate| {
        candidate.tokens.len() > 1
            || candidate.reason == Reason::Gazetteer
            || !time::is_weekday(view.word(candidate.tokens.first))
    });
    let mut quantities = quantity::find(view, rules.words);
    quantities.retain(|quantity| !time::is_covered(&times, quantity.tokens));
    let names: Vec<Tokens> = candidates.iter().map(|candidate| candidate.tokens).collect();
    let is_named =
        |index: usize| names.iter().any(|tokens| (tokens.first..tokens.end).contains(&index));
    let is_dated = |index: usize| {
        times.iter().any(|time| (time.tokens.first..time.tokens.end).contains(&index))
    };
    let is_specific = |index: usize| is_named(index) || is_dated(index);
    let times = time::told(view, &times, &people);
    for description in description::find(view, rules.words, is_specific, is_named) {
        // `Collective Security Treaty` is a name, and the lexicon has it.
        // `the much-advertised Seven Rivers railway` is that railway.
        let is_listed_itself = candidates.iter().any(|one| {
            one.reason == Reason::Gazetteer
                && one.tokens.end == description.tokens.end
                && one.tokens.len() > 1
                && description.tokens.contains(one.tokens)
                && rules.onto.class(one.class).top == rules.onto.class(description.class).top
        });
        // `the Enhanced Partnership and Cooperation Agreement`: the name goes on.
        let is_cut = candidates.iter().any(|one| {
            one.reason == Reason::Gazetteer
                && one.tokens.first >= description.tokens.first
                && one.tokens.first < description.tokens.end
                && one.tokens.end > description.tokens.end
        });
        if names.iter().any(|tokens| tokens.contains(description.tokens))
            || is_listed_itself
            || is_cut
            || time::is_covered(&times, description.tokens)
        {
            continue;
        }
        if let Some(name) = behind_its_name(view, rules, &candidates, &description) {
            candidates[name].tokens.end = description.tokens.end;
            continue;
        }
        // `the Treaty on Mutual Trust in Border Regions`: no name inside it is one.
        if let Some(end) = description::title_end(view, description.tokens.end, &is_dated) {
            let title = Tokens::new(description.tokens.end, end);
            candidates.retain(|one| one.reason != Reason::Name || !title.contains(one.tokens));
        }
        candidates.push(Candidate {
            tokens: description.tokens,
            class: description.class,
            meaning: Meaning::Description(clean(view.slice(description.whole))),
            reason: Reason::Description,
            antecedent: None,
            specific: description.specific || is_proper(view, description.tokens),
        });
    }
    // `Gazprom Armenia`: a part of the firm, and not the country.
    let firms: Vec<usize> = (candidates.iter())
        .filter(|one| rules.is(one.class, "Company") && one.reason == Reason::Gazetteer)
        .map(|one| one.tokens.end)
        .collect();
    candidates.retain(|one| {
        !(rules.is(one.class, "Country")
            && one.reason == Reason::Gazetteer
            && firms.contains(&one.tokens.first)
            && view.relation(one.tokens.first) == Relation::FLAT)
    });
    // `LIMA, 5 May (Andina) - …`: where and by whom it was written.
    let dateline = dateline(view);
    candidates.retain(|candidate| candidate.tokens.first >= dateline);
    quantities.retain(|quantity| quantity.tokens.first >= dateline);
    candidates.sort_by_key(|candidate| {
        (candidate.tokens.first, std::cmp::Reverse(candidate.tokens.end), candidate.reason)
    });
    let (governments, several) = government::find(view, rules, &candidates);
    candidates.extend(governments);
    let capitals = capital::find(view, rules, memory, &candidates);
    candidates.extend(capitals);
    Found { candidates, times, quantities, several }
}

/// `the Arun-2 power plant`: the listed thing whose name the noun stands behind.
fn behind_its_name(
    view: &View<'_>,
    rules: &Rules<'_>,
    candidates: &[Candidate],
    description: &Description,
) -> Option<usize> {
    candidates.iter().position(|candidate| {
        let end = candidate.tokens.end;
        matches!(candidate.meaning, Meaning::Entry(_))
            && candidate.reason == Reason::Gazetteer
            && (rules.is(candidate.class, "Project") || rules.is(candidate.class, "Programme"))
            && rules.onto.is_a(candidate.class, description.class)
            && (description.tokens.first..description.tokens.end).contains(&end)
            && (end..description.tokens.end).all(|at| view.upos(at) == Upos::Noun)
    })
}

/// `Information Security Concept`: a description that is written as a name.
fn is_proper(view: &View<'_>, tokens: Tokens) -> bool {
    let inner = Tokens::new(tokens.first + usize::from(tokens.first == 0), tokens.end);
    tokens.len() >= 2
        && (inner.first..inner.end)
            .filter(|at| view.forms[*at].chars().all(char::is_alphabetic))
            .all(|at| view.is_capitalised(at))
}

/// `ethnic Kazakhs`: the people, and the word belongs to its name.
fn widen_people(view: &View<'_>, rules: &Rules<'_>, candidate: &mut Candidate) {
    if rules.is(candidate.class, "EthnicGroup")
        && let Some(before) = candidate.tokens.first.checked_sub(1)
        && view.word(before) == "ethnic"
        && !matches!(view.upos(candidate.tokens.end), Upos::Noun)
    {
        candidate.tokens.first = before;
        candidate.reason = Reason::Gazetteer;
    }
}

/// Adds what only the article tells: acronyms, short names, names it has elsewhere; and finds the
/// person behind an abbreviated or differently spelled name.
fn recall(view: &View<'_>, rules: &Rules<'_>, memory: &Memory, candidates: &mut Vec<Candidate>) {
    for author in &memory.authors {
        let words: Vec<&str> = author.name.split(' ').collect();
        for first in 0..view.len() {
            let tokens = Tokens::new(first, (first + words.len()).min(view.len()));
            let is_there = view.forms[first..tokens.end] == words[..];
            if is_there && !candidates.iter().any(|candidate| candidate.tokens.overlaps(tokens)) {
                candidates.push(known(tokens, author, Reason::Name));
            }
        }
    }
    for index in 0..view.len() {
        if let Some((tokens, name)) = memory.name_at(view, index)
            && !candidates.iter().any(|candidate| candidate.tokens.overlaps(tokens))
        {
            candidates.push(Candidate { antecedent: None, ..known(tokens, name, Reason::Name) });
        }
    }
    candidates.iter_mut().for_each(|candidate| identify(rules, view, memory, candidate));
    let is_taken = |candidates: &[Candidate], index: usize| {
        candidates.iter().any(|candidate| {
            (candidate.tokens.first..candidate.tokens.end).contains(&index)
                && candidate.reason != Reason::Adjective
        })
    };
    for index in 0..view.len() {
        let form = view.forms[index];
        let tokens = Tokens::new(index, index + 1);
        if let Some(acronym) = memory.acronym(form) {
            // What the document defines wins over the lexicon.
            candidates.retain(|candidate| candidate.tokens != tokens);
            candidates.push(known(tokens, acronym, Reason::Acronym));
            continue;
        }
        if !view.is_capitalised(index) {
            continue;
        }
        // A name by one word that the recogniser found is the person whom the article names in
        // full, not another.
        let lone = candidates
            .iter()
            .position(|candidate| candidate.tokens == tokens && candidate.reason == Reason::Name);
        if is_taken(candidates, index) && lone.is_none() {
            continue;
        }
        let titled = || memory.titled(form, view.word(index.checked_sub(1)?));
        // `his son Viktor` is no Viktor whom the article names elsewhere.
        let is_of_kin = index > 0 && person::is_kin(rules.words, view.lemma(index - 1));
        let part = || memory.part(form).filter(|_| !is_of_kin);
        if let Some(name) = memory.surname(form).or_else(titled).or_else(part) {
            if let Some(lone) = lone {
                candidates.remove(lone);
            }
            candidates.push(known(tokens, name, Reason::ShortName));
        } else if lone.is_none() {
            let is_listed = rules.lexicon.find(form).next().is_some();
            candidates.extend(titled_surname(view, rules, index).or_else(|| {
                let tokens = person::single(view, rules.words, index, is_listed)?;
                let class = *rules.onto.class_names.get("Person")?;
                Some(Candidate {
                    tokens,
                    class,
                    meaning: Meaning::Name(form.to_owned()),
                    reason: Reason::Name,
                    antecedent: None,
                    specific: true,
                })
            }));
        }
    }
}

/// A candidate for something that the article has introduced.
fn known(tokens: Tokens, known: &Known, reason: Reason) -> Candidate {
    Candidate {
        tokens,
        class: known.class,
        meaning: known.meaning.clone(),
        reason,
        antecedent: (reason != Reason::Name).then_some(known.span),
        specific: true,
    }
}

/// Finds who a person's name by shape means: a fuller name or another spelling in the article, else
/// a spelling of a person or place of the lexicon. Gives other names the class that most of their
/// mentions in the article show.
fn identify(rules: &Rules<'_>, view: &View<'_>, memory: &Memory, candidate: &mut Candidate) {
    let Meaning::Name(name) = &candidate.meaning else { return };
    if let Some(class) = memory.voted_class(name) {
        candidate.class = class;
    }
    if rules.is(candidate.class, "Place") {
        if let Some(entry) = rules.spellings.place(name) {
            candidate.class = rules.lexicon.entry(entry).class;
            candidate.meaning = Meaning::Entry(entry);
            candidate.reason = Reason::Transliteration;
        }
        return;
    }
    if !rules.is(candidate.class, "Person") || candidate.tokens.len() < 2 {
        return;
    }
    if let Some(known) = memory.surname(view.forms[candidate.tokens.end - 1])
        && abbreviates(name, &known.name)
        && known.meaning != candidate.meaning
    {
        candidate.meaning = known.meaning.clone();
        candidate.reason = Reason::ShortName;
        candidate.antecedent = Some(known.span);
    } else if let Some(entry) = rules.spellings.person(name) {
        candidate.meaning = Meaning::Entry(entry);
        candidate.reason = Reason::Transliteration;
    } else if let Some(known) = memory.spelling(name)
        && known.meaning != candidate.meaning
    {
        candidate.meaning = known.meaning.clone();
        candidate.reason = Reason::Transliteration;
        candidate.antecedent = Some(known.span);
    }
}

/// `President Lukashenko`: a surname after an office or title, when the lexicon knows just one
/// such person.
fn titled_surname(view: &View<'_>, rules: &Rules<'_>, index: usize) -> Option<Candidate> {
    let before = index.checked_sub(1)?;
    // `Rector Li` is one of many.
    let is_of_state =
        |kind: &OfficeKind| matches!(kind, OfficeKind::HeadOfState | OfficeKind::Official);
    let is_titled = (rules.words.offices.get(view.word(before)).is_some_and(is_of_state)
        || rules.words.honorifics.contains(view.forms[before]))
        && view.forms[index].chars().count() > 3;
    let entry = (*rules.surnames.get(view.forms[index])?).filter(|_| is_titled)?;
    Some(Candidate {
        tokens: Tokens::new(index, index + 1),
        class: rules.lexicon.entry(entry).class,
        meaning: Meaning::Entry(entry),
        reason: Reason::ShortName,
        antecedent: None,
        specific: true,
    })
}
