//! What one article has introduced: full names of persons, acronyms, short names, spellings; and
//! who holds which office. Learned from the whole article before it is read.

use std::collections::{BTreeMap, BTreeSet};

use super::Rules;
use super::fact::Reason;
use super::mention::{Candidate, Meaning, clean};
use super::transliteration::{near_person_key, person_key};
use super::view::{Tokens, View};
use super::{office, person};
use crate::document::BlockKind;
use crate::ontology::words::OfficeKind;
use crate::ontology::{ClassId, EntryId};
use crate::span::Span;
use crate::text;

/// Tokens of the longest name that is looked for again.
const LONGEST_NAME: usize = 12;

/// Offices that one article can give; a list of more is a directory, and says nothing of `the
/// president`.
const MOST_OFFICES: usize = 500;

/// What one article has introduced.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Persons whose full name the layout gives: the authors.
    pub(super) authors: Vec<Known>,
    acronyms: BTreeMap<String, Known>,
    /// Persons by surname and by given name; `None` when two share it.
    surnames: BTreeMap<String, Option<Known>>,
    givens: BTreeMap<String, Option<Known>>,
    /// Persons by the keys of [`super::transliteration`].
    spellings: BTreeMap<String, Option<Known>>,
    /// Names of several words by their first word and the forms of their tokens.
    names: BTreeMap<String, BTreeMap<Vec<String>, Known>>,
    /// How often a name was taken for something of a class.
    votes: BTreeMap<String, BTreeMap<ClassId, usize>>,
    /// Organizations by the first words of their name; `None` when two share them.
    beginnings: BTreeMap<String, Option<Known>>,
    offices: Vec<Held>,
    /// How often countries are named, and how often counting what the opening names three times.
    countries: BTreeMap<EntryId, (usize, usize)>,
    /// The countries that the title names.
    headline: BTreeSet<EntryId>,
    /// The same of unions of states.
    unions: BTreeMap<Meaning, (usize, usize)>,
    /// Persons whom the lexicon knows to have held an office of a state.
    office_holders: BTreeSet<EntryId>,
    /// Where the report was written.
    dateline: Option<Known>,
}

/// Where in its article a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// In the title.
    Title,
    /// It is the first of the running text.
    Opening,
    /// Anywhere else.
    Body,
}

impl Position {
    /// Where a sentence in a block of this kind stands.
    pub fn of(kind: BlockKind, has_opened: bool) -> Self {
        match kind {
            BlockKind::Title => Self::Title,
            kind if kind.is_running_text() && !has_opened => Self::Opening,
            _ => Self::Body,
        }
    }
}

/// A thing that an article has introduced.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What it is.
    pub meaning: Meaning,
    /// Its class.
    pub class: ClassId,
    /// Where it was introduced.
    pub span: Span,
    /// Its name as introduced.
    pub name: String,
}

/// An office that the article gives a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Who.
    pub person: Known,
    /// The office in lower case, without the words that qualify it: `prime minister`.
    pub office: String,
    /// What kind of office it is.
    pub kind: OfficeKind,
    /// Of which country, where the same phrase says so.
    pub country: Option<EntryId>,
}

impl Memory {
    /// Learns the full name of an author, from the by-line.
    pub fn learn_author(&mut self, name: &str, class: ClassId, span: Span) {
        let name = clean(name);
        let known = Known { meaning: Meaning::Name(name.clone()), class, span, name };
        if let Some(surname) = known.name.split(' ').next_back().map(str::to_owned) {
            learn_part(&mut self.surnames, &surname, known.clone());
        }
        self.authors.push(known);
    }

    /// Learns names, acronyms and offices from a sentence: candidates, with how much each says of
    /// the class of its name.
    ///
    /// What the title or the first sentence names counts three times for what the article is about.
    pub fn learn(
        &mut self,
        view: &View<'_>,
        rules: &Rules<'_>,
        weighed: &[(Candidate, usize)],
        place: Position,
    ) {
        let times = if place == Position::Body { 1 } else { 3 };
        let candidates: Vec<Candidate> =
            weighed.iter().map(|(candidate, _)| candidate.clone()).collect();
        self.learn_dateline(view, rules);
        for (candidate, weight) in weighed {
            if let (true, Meaning::Entry(entry)) =
                (rules.is(candidate.class, "Country"), &candidate.meaning)
            {
                let (named, weighed) = self.countries.entry(*entry).or_default();
                *named += 1;
                *weighed += times;
                if place == Position::Title {
                    self.headline.insert(*entry);
                }
            }
            if let Meaning::Entry(entry) = &candidate.meaning
                && rules.lexicon.entry(*entry).office_of.is_some()
            {
                self.office_holders.insert(*entry);
            }
            if rules.is(candidate.class, "IntergovernmentalOrganization") {
                let (named, weighed) = self.unions.entry(candidate.meaning.clone()).or_default();
                *named += 1;
                *weighed += times;
            }
            if candidate.reason > Reason::Name || candidate.reason == Reason::Adjective {
                continue;
            }
            let known = Known {
                meaning: candidate.meaning.clone(),
                class: candidate.class,
                span: view.span(candidate.tokens),
                name: rules.name_of(&candidate.meaning).to_owned(),
            };
            self.learn_acronym(view, candidate.tokens, &known);
            if candidate.reason == Reason::Name {
                self.learn_name(view, candidate.tokens, &known, *weight);
            }
            if candidate.reason == Reason::Metonym {
                continue;
            }
            if rules.is(candidate.class, "Person") {
                self.learn_person(view, rules, candidate.tokens, known, &candidates);
            } else if rules.is(candidate.class, "Organization") && candidate.tokens.len() >= 2 {
                self.learn_beginnings(view, rules, candidate.tokens, &known);
            }
        }
    }

    /// The person of this surname, if the article has just one.
    pub fn surname(&self, surname: &str) -> Option<&Known> {
        self.surnames.get(surname)?.as_ref()
    }

    /// What the acronym stands for in this article.
    pub fn acronym(&self, form: &str) -> Option<&Known> {
        self.acronyms.get(form)
    }

    /// The person of this given name, or the organization whose name begins so, if the article
    /// has just one.
    pub fn part(&self, form: &str) -> Option<&Known> {
        // What is a surname as well may be another person.
        let is_surname = self.surnames.contains_key(form);
        let given = self.givens.get(form).and_then(Option::as_ref).filter(|_| !is_surname);
        let beginning = self.beginnings.get(form).and_then(Option::as_ref);
        given.xor(beginning)
    }

    /// An earlier spelling of this person's name in the article.
    pub fn spelling(&self, name: &str) -> Option<&Known> {
        let by_key = |key: Option<String>| self.spellings.get(&key?)?.as_ref();
        // The surname may stand first.
        by_key(person_key(name))
            .or_else(|| by_key(near_person_key(name)))
            .or_else(|| by_key(person_key(&turned(name)?)))
    }

    /// The only person of this surname whom the article gives this office or rank: `Colonel Weber`
    /// among the Webers.
    pub fn titled(&self, surname: &str, office: &str) -> Option<&Known> {
        let mut held = self.offices.iter().filter(|held| {
            held.office == office
                && held.person.name != surname
                && held.person.name.split(' ').any(|part| part == surname)
        });
        let first = held.next()?;
        held.all(|other| other.person.meaning == first.person.meaning).then_some(&first.person)
    }

    /// The longest name of several words that the article has elsewhere and that starts at `at`.
    pub fn name_at(&self, view: &View<'_>, at: usize) -> Option<(Tokens, &Known)> {
        let names = self.names.get(view.forms[at])?;
        (at + 2..=(at + LONGEST_NAME).min(view.len())).rev().find_map(|end| {
            let forms: Vec<String> =
                view.forms[at..end].iter().map(|form| (*form).to_owned()).collect();
            Some((Tokens::new(at, end), names.get(&forms)?))
        })
    }

    /// The class that the article's mentions of a name show most often; `None` on a draw.
    pub fn voted_class(&self, name: &str) -> Option<ClassId> {
        let votes = self.votes.get(name)?;
        let (best, count) = votes.iter().max_by_key(|(_, count)| **count)?;
        let is_only = votes.iter().all(|(class, other)| class == best || other < count);
        is_only.then_some(*best)
    }

    /// Learns where the report was written, from its first words: `LIMA, 5 May – …`.
    fn learn_dateline(&mut self, view: &View<'_>, rules: &Rules<'_>) {
        let dash = text::dateline(&view.forms, |at| view.upos(at), |at| view.is_joined(at));
        let is_word = |at: &usize| view.forms[*at].starts_with(char::is_alphabetic);
        let Some(dash) = dash.filter(|_| self.dateline.is_none()) else { return };
        let end = (0..dash).find(|at| !is_word(at)).unwrap_or(dash);
        let words: Vec<String> = view.lower[..end].iter().map(|word| capitalised(word)).collect();
        let town = rules.lexicon.find(&words.join(" ")).find_map(|surface| {
            let entry = rules.lexicon.entry(surface.entry);
            rules.is(entry.class, "City").then_some((surface.entry, entry))
        });
        self.dateline = town.map(|(id, entry)| Known {
            meaning: Meaning::Entry(id),
            class: entry.class,
            span: view.span(Tokens::new(0, end)),
            name: entry.name.clone(),
        });
    }

    /// Where the report was written, by its dateline: what its `here` means.
    pub fn dateline(&self) -> Option<&Known> {
        self.dateline.as_ref()
    }

    /// The state of a person, where the article gives that person an office of one state only.
    pub fn state_of(&self, person: &Meaning) -> Option<EntryId> {
        let mut held = self.offices.iter().filter(|held| held.person.meaning == *person);
        let state = held.find_map(|held| held.country)?;
        held.all(|held| held.country.is_none_or(|other| other == state)).then_some(state)
    }

    /// Who holds offices, in the order of the text.
    pub fn offices(&self) -> &[Held] {
        &self.offices
    }

    /// The country that the article is about: named at least five times, and more than twice as
    /// often as any other; in a short article three times, and three times as often. Names in the
    /// opening count three times. One that the title names alone need only be named again, and no
    /// less often than any other.
    pub fn topic(&self) -> Option<EntryId> {
        let (country, (named, count)) =
            self.countries.iter().max_by_key(|(_, (_, count))| *count)?;
        let is_far_ahead =
            self.countries.iter().all(|(other, (_, n))| other == country || n * 2 < *count);
        let is_alone =
            self.countries.iter().all(|(other, (_, n))| other == country || n * 3 <= *count);
        let is_enough = *count >= 5 && is_far_ahead || *count >= 3 && is_alone;
        let is_headline = self.headline.len() == 1
            && self.headline.contains(country)
            && self.countries.iter().all(|(other, (_, n))| other == country || n < count);
        (*named >= 3 && is_enough || *named >= 2 && is_headline).then_some(*country)
    }

    /// The countries that the article names anywhere, in order.
    pub fn countries(&self) -> Vec<EntryId> {
        self.countries.keys().copied().collect()
    }

    /// Says whether the article names another person than this one who is known to have held an office
    /// of a state.
    pub fn has_other_office_holder(&self, person: &Meaning) -> bool {
        self.office_holders.iter().any(|holder| *person != Meaning::Entry(*holder))
    }

    /// Says whether the article names this country or its people.
    pub fn names_country(&self, country: EntryId) -> bool {
        self.countries.contains_key(&country)
    }

    /// The union of states that the article is about: named twice as often as any other.
    pub fn main_organization(&self) -> Option<&Meaning> {
        let (union, (named, count)) = self.unions.iter().max_by_key(|(_, (_, count))| *count)?;
        let is_ahead = self.unions.iter().all(|(other, (_, n))| other == union || n * 2 <= *count);
        (*named >= 2 && is_ahead).then_some(union)
    }

    /// The two countries that the article is about: each named at least five times, and half as
    /// often again as any third.
    pub fn topic_pair(&self) -> Option<[EntryId; 2]> {
        let mut counts: Vec<(usize, EntryId)> =
            self.countries.iter().map(|(country, (count, _))| (*count, *country)).collect();
        counts.sort_by_key(|(count, country)| (std::cmp::Reverse(*count), *country));
        let third = counts.get(2).map_or(0, |(count, _)| *count);
        match counts.get(..2)? {
            [(_, one), (count, other)] if *count >= 5 && *count * 2 >= third * 3 => {
                Some([*one, *other])
            }
            _ => None,
        }
    }

    fn learn_name(&mut self, view: &View<'_>, tokens: Tokens, known: &Known, weight: usize) {
        *self.votes.entry(known.name.clone()).or_default().entry(known.class).or_default() +=
            weight;
        // A single word at the start of a sentence may be any word.
        if !(2..=LONGEST_NAME).contains(&tokens.len()) {
            return;
        }
        let forms: Vec<String> =
            view.forms[tokens.first..tokens.end].iter().map(|form| (*form).to_owned()).collect();
        let names = self.names.entry(forms[0].clone()).or_default();
        names.entry(forms).or_insert_with(|| known.clone());
    }

    /// Learns the parts of a person's name and the office that stands beside it.
    fn learn_person(
        &mut self,
        view: &View<'_>,
        rules: &Rules<'_>,
        tokens: Tokens,
        known: Known,
        candidates: &[Candidate],
    ) {
        // The same name with its parts in the other order is the same person's.
        let is_turned = turned(&known.name)
            .and_then(|name| person_key(&name))
            .is_some_and(|key| self.spellings.contains_key(&key));
        if is_turned {
            return;
        }
        if tokens.len() >= 2 {
            let (mut first, mut last) = (view.forms[tokens.first], view.forms[tokens.end - 1]);
            // `Bekov Talant`
            let ends = |index| person::has_surname_ending(view, Tokens::new(index, index + 1));
            if tokens.len() == 2 && ends(tokens.first) && !ends(tokens.end - 1) {
                std::mem::swap(&mut first, &mut last);
            }
            learn_part(&mut self.surnames, last, known.clone());
            if first.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !first.contains('.') {
                learn_part(&mut self.givens, first, known.clone());
            }
            for key in [person_key(&known.name), near_person_key(&known.name)].into_iter().flatten()
            {
                let slot = self.spellings.entry(key).or_insert_with(|| Some(known.clone()));
                if slot.as_ref().is_some_and(|other| other.meaning != known.meaning)
                    && slot.as_ref().is_some_and(|other| {
                        person_key(&other.name) != person_key(&known.name)
                            && near_person_key(&other.name) != near_person_key(&known.name)
                    })
                {
                    *slot = None;
                }
            }
        }
        let Some(office) = office::of_person(view, rules.words, tokens) else { return };
        if self.offices.len() >= MOST_OFFICES {
            return;
        }
        let held = Held {
            person: known,
            office: office::plain(view, rules.words, office.tokens),
            kind: office.kind,
            country: country_of(view, rules, office.tokens, candidates),
        };
        if !self.offices.contains(&held) {
            self.offices.push(held);
        }
    }

    /// `Sary-Arka Logistics LLC`: later just `Sary-Arka Logistics` or `Sary-Arka`.
    fn learn_beginnings(
        &mut self,
        view: &View<'_>,
        rules: &Rules<'_>,
        tokens: Tokens,
        known: &Known,
    ) {
        let mut end = tokens.first + 1;
        while end < tokens.end && (super::view::is_dash(view.word(end)) && view.is_joined(end)) {
            end += 2;
        }
        if end >= tokens.end {
            return;
        }
        let form = view.slice(Tokens::new(tokens.first, end));
        let is_plain = rules.lexicon.find(form).next().is_none()
            && !rules.words.given_names.contains(form)
            && !rules.words.name_heads.contains_key(&form.to_lowercase())
            && !rules.words.honorifics.contains(form)
            && form.chars().count() >= 4
            && matches!(view.upos(tokens.first), text::Upos::Propn)
            && !form.to_lowercase().ends_with("ian");
        if is_plain {
            let slot =
                self.beginnings.entry(form.to_owned()).or_insert_with(|| Some(known.clone()));
            if slot.as_ref().is_some_and(|other| other.meaning != known.meaning) {
                *slot = None;
            }
        }
    }

    /// `Eurasian Economic Union (EAEU)`, `Confucius Institutes (CIs)`.
    fn learn_acronym(&mut self, view: &View<'_>, tokens: Tokens, known: &Known) {
        let open = tokens.end;
        if view.word(open) != "(" || !matches!(view.word(open + 2), ")" | "," | ";" | "or") {
            return;
        }
        let acronym = view.forms[open + 1];
        let letters: String = acronym.trim_end_matches('s').to_owned();
        let is_acronym = (2..=10).contains(&letters.len())
            && letters.chars().all(|c| c.is_uppercase() || c == '-');
        if is_acronym && stands_for(&letters, view.slice(tokens)) {
            self.acronyms.insert(letters.clone(), known.clone());
            self.acronyms.insert(format!("{letters}s"), known.clone());
        }
    }
}

/// A name of two words in the other order.
fn turned(name: &str) -> Option<String> {
    let (first, last) = name.split_once(' ').filter(|(_, last)| !last.contains(' '))?;
    Some(format!("{last} {first}"))
}

/// A word with a capital.
fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Remembers a person by a part of the name; a second person with it makes it ambiguous.
fn learn_part(parts: &mut BTreeMap<String, Option<Known>>, part: &str, known: Known) {
    match parts.get_mut(part) {
        None => {
            parts.insert(part.to_owned(), Some(known));
        }
        Some(slot) => {
            let Some(earlier) = slot.as_mut() else { return };
            if earlier.meaning == known.meaning || abbreviates(&known.name, &earlier.name) {
                return;
            }
            if abbreviates(&earlier.name, &known.name) {
                *earlier = known;
            } else {
                *slot = None;
            }
        }
    }
}

/// The country that an office is of, from the phrase around it: `Kazakhstan's president`,
/// `the Kazakh president`, `president of Kazakhstan`.
pub fn country_of(
    view: &View<'_>,
    rules: &Rules<'_>,
    office: Tokens,
    candidates: &[Candidate],
) -> Option<EntryId> {
    let of = match view.word(office.end) {
        "of" => office.end + 1 + usize::from(view.word(office.end + 1) == "the"),
        _ => usize::MAX,
    };
    candidates.iter().find_map(|candidate| {
        let Meaning::Entry(entry) = candidate.meaning else { return None };
        if !rules.is(candidate.class, "Country") || candidate.reason == Reason::Metonym {
            return None;
        }
        let end = candidate.tokens.end;
        let is_before = end == office.first
            || end + 1 == office.first && view.word(end) == "'s"
            || office.contains(candidate.tokens);
        (is_before || candidate.tokens.first == of).then_some(entry)
    })
}

/// Says whether `acronym` can stand for `name`: its letters follow one another in the name, the
/// first at the start; or they are the name's capitals in another order, as after a name is turned
/// round (`Organization of the Treaty`).
fn stands_for(acronym: &str, name: &str) -> bool {
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphabetic()).collect();
    let in_name: Vec<char> =
        name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    let mut rest = in_name.iter();
    if in_name.first() == letters.first() && letters.iter().all(|letter| rest.any(|c| c == letter))
    {
        return true;
    }
    let sorted = |mut letters: Vec<char>| {
        letters.sort_unstable();
        letters
    };
    let initials = name.split_whitespace().filter_map(|word| word.chars().next());
    sorted(initials.filter(|c| c.is_uppercase()).collect()) == sorted(letters)
}

/// Says whether `short` (`K.-J. Tokayev`) can be an abbreviation of the person's name `full`.
pub fn abbreviates(short: &str, full: &str) -> bool {
    let parts = |name: &str| -> Vec<String> {
        name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '.'))
            .filter(|part| !part.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (short, full) = (parts(short), parts(full));
    let (Some(short_last), Some(full_last)) = (short.last(), full.last()) else { return false };
    let given = &short[..short.len() - 1];
    let mut rest = full[..full.len() - 1].iter();
    short_last == full_last
        && !given.is_empty()
        && given.iter().all(|part| {
            rest.any(|name| {
                name == part || part.chars().count() == 1 && name.starts_with(part.as_str())
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_abbreviate_a_name() {
        assert!(abbreviates("K.-J. Tokayev", "Kassym-Jomart Tokayev"));
        assert!(abbreviates("Anna Weber", "Anna Maria Weber"));
        assert!(!abbreviates("B. Weber", "Anna Weber"));
        assert!(!abbreviates("Weber", "Anna Weber"));
    }

    #[test]
    fn an_acronym_needs_the_letters_of_its_name() {
        assert!(stands_for("EAEU", "Eurasian Economic Union"));
        assert!(stands_for("CI", "Confucius Institutes"));
        assert!(stands_for("CSTO", "Organization of the Collective Security Treaty"));
        assert!(!stands_for("ABC", "Confucius Institutes"));
    }
}
