//! Where a sentence names or describes something: candidates from the gazetteer, the shapes of
//! names, the document's own acronyms and short names, and descriptions.
//!
//! Every candidate is kept; which one fills a slot is decided by the slot's class. Where a single
//! reading is needed, the longest wins, then the earliest, then the order of [`Reason`].

use std::collections::BTreeMap;

use super::Rules;
use super::description;
use super::fact::Reason;
use super::name;
use super::quantity::{self, Quantity};
use super::time::{self, Clock, Time};
use super::view::{Tokens, View};
use crate::ontology::{ClassId, EntryId};
use crate::span::Span;

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
}

/// What one article has introduced so far: full names, acronyms, surnames.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Persons whose full name the layout gives: the authors.
    authors: Vec<Known>,
    acronyms: BTreeMap<String, Known>,
    /// `None` when two persons share the surname.
    surnames: BTreeMap<String, Option<Known>>,
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

impl Memory {
    /// Learns the full name of an author, from the by-line.
    pub fn learn_author(&mut self, name: &str, class: ClassId, span: Span) {
        let name = clean(name);
        let known = Known { meaning: Meaning::Name(name.clone()), class, span, name };
        if let Some(surname) = known.name.split(' ').next_back().map(str::to_owned) {
            self.learn_surname(&surname, known.clone());
        }
        self.authors.push(known);
    }

    /// Learns full names of persons and acronyms from a sentence.
    pub fn learn(&mut self, view: &View<'_>, rules: &Rules<'_>, candidates: &[Candidate]) {
        for candidate in candidates {
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
            if rules.is(candidate.class, "Person") && candidate.tokens.len() >= 2 {
                self.learn_surname(view.forms[candidate.tokens.end - 1], known);
            }
        }
    }

    /// `Eurasian Economic Union (EAEU)`, `Confucius Institutes (CIs)`.
    fn learn_acronym(&mut self, view: &View<'_>, tokens: Tokens, known: &Known) {
        let open = tokens.end;
        if view.word(open) != "(" || view.word(open + 2) != ")" {
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

    /// Remembers a person by surname; a second person of that surname makes it ambiguous.
    fn learn_surname(&mut self, surname: &str, known: Known) {
        match self.surnames.get_mut(surname) {
            None => {
                self.surnames.insert(surname.to_owned(), Some(known));
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

    /// The person of this surname, if the article has just one.
    pub fn surname(&self, surname: &str) -> Option<&Known> {
        self.surnames.get(surname)?.as_ref()
    }
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

/// Finds the candidates of a sentence that need no memory: listed names and names by shape.
pub fn named(view: &View<'_>, rules: &Rules<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let span = view.span(Tokens::new(0, view.len()));
    let hits = rules.gazetteer.find(view.text, span);
    for hit in &hits {
        // The name of an event is often made of names that are said as well: `war in Ukraine`.
        let is_part_of_name = hit.inside.is_some_and(|outer| {
            let mut entries =
                hits[outer].readings.iter().map(|reading| rules.lexicon.entry(reading.entry).class);
            !entries.any(|class| rules.is(class, "Event"))
        });
        let Some(tokens) = view.tokens_of(hit.span).filter(|_| !is_part_of_name) else { continue };
        for reading in hit.readings {
            if reading.reason == Reason::Metonym && is_locative(view, tokens) {
                continue;
            }
            candidates.push(Candidate {
                tokens,
                class: rules.lexicon.entry(reading.entry).class,
                meaning: Meaning::Entry(reading.entry),
                reason: reading.reason,
                antecedent: None,
                specific: true,
            });
        }
    }
    let listed: Vec<Tokens> = candidates.iter().map(|candidate| candidate.tokens).collect();
    let is_listed =
        |index: usize| listed.iter().any(|tokens| tokens.first == index && tokens.len() <= 8);
    for shaped in name::find(view, rules.words, rules.onto, is_listed) {
        // The lexicon knows better where it has the same words or more.
        if listed.iter().any(|tokens| tokens.contains(shaped.tokens)) {
            continue;
        }
        let crosses =
            |tokens: &Tokens| tokens.overlaps(shaped.tokens) && !shaped.tokens.contains(*tokens);
        if listed.iter().any(crosses) {
            continue;
        }
        candidates.push(Candidate {
            tokens: shaped.tokens,
            class: shaped.class,
            meaning: Meaning::Name(clean(view.slice(shaped.tokens))),
            reason: Reason::Name,
            antecedent: None,
            specific: true,
        });
    }
    candidates
}

/// Says whether a preposition of place stands before: then a capital is the city, not a
/// government.
fn is_locative(view: &View<'_>, tokens: Tokens) -> bool {
    let before = tokens.first.checked_sub(1).map_or("", |index| view.word(index));
    let after = view.word(tokens.end);
    matches!(before, "in" | "near" | "outside" | "across" | "throughout" | "into" | "around" | "at")
        || matches!(before, "of") && matches!(after, "," | ")")
}

/// White space made single, for names that a line end broke.
pub fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds everything of interest in a sentence, with what the article has taught so far.
pub fn find(view: &View<'_>, rules: &Rules<'_>, memory: &Memory, clock: &mut Clock) -> Found {
    let mut candidates = named(view, rules);
    recall(view, rules, memory, &mut candidates);
    let times = time::find(view, clock);
    let mut quantities = quantity::find(view, rules.words);
    quantities.retain(|quantity| !time::is_covered(&times, quantity.tokens));
    let names: Vec<Tokens> = candidates.iter().map(|candidate| candidate.tokens).collect();
    let is_named =
        |index: usize| names.iter().any(|tokens| (tokens.first..tokens.end).contains(&index));
    let is_dated = |index: usize| {
        times.iter().any(|time| (time.tokens.first..time.tokens.end).contains(&index))
    };
    let is_specific = |index: usize| is_named(index) || is_dated(index);
    for description in description::find(view, rules.words, is_specific, is_named) {
        // `Collective Security Treaty` is a name, and the lexicon has it.
        if names.iter().any(|tokens| tokens.contains(description.tokens))
            || time::is_covered(&times, description.tokens)
        {
            continue;
        }
        candidates.push(Candidate {
            tokens: description.tokens,
            class: description.class,
            meaning: Meaning::Description(clean(view.slice(description.whole))),
            reason: Reason::Description,
            antecedent: None,
            specific: description.specific,
        });
    }
    candidates.sort_by_key(|candidate| {
        (candidate.tokens.first, std::cmp::Reverse(candidate.tokens.end), candidate.reason)
    });
    Found { candidates, times, quantities }
}

/// Adds acronyms and short names that the article has introduced, and the full person behind an
/// abbreviated name.
fn recall(view: &View<'_>, rules: &Rules<'_>, memory: &Memory, candidates: &mut Vec<Candidate>) {
    for author in &memory.authors {
        let words: Vec<&str> = author.name.split(' ').collect();
        for first in 0..view.len() {
            let tokens = Tokens::new(first, (first + words.len()).min(view.len()));
            let is_there = view.forms[first..tokens.end] == words[..];
            if is_there && !candidates.iter().any(|candidate| candidate.tokens.overlaps(tokens)) {
                candidates.push(Candidate {
                    tokens,
                    class: author.class,
                    meaning: author.meaning.clone(),
                    reason: Reason::Name,
                    antecedent: None,
                    specific: true,
                });
            }
        }
    }
    let is_taken = |candidates: &[Candidate], index: usize| {
        candidates.iter().any(|candidate| {
            (candidate.tokens.first..candidate.tokens.end).contains(&index)
                && candidate.reason != Reason::Adjective
        })
    };
    for candidate in candidates.iter_mut() {
        let Meaning::Name(name) = &candidate.meaning else { continue };
        if !rules.is(candidate.class, "Person") {
            continue;
        }
        if let Some(known) = memory.surname(view.forms[candidate.tokens.end - 1])
            && abbreviates(name, &known.name)
            && known.meaning != candidate.meaning
        {
            candidate.meaning = known.meaning.clone();
            candidate.reason = Reason::ShortName;
            candidate.antecedent = Some(known.span);
        }
    }
    for index in 0..view.len() {
        let form = view.forms[index];
        let (known, reason) = match memory.acronyms.get(form) {
            Some(known) => {
                // What the document defines wins over the lexicon.
                candidates.retain(|candidate| candidate.tokens != Tokens::new(index, index + 1));
                (known, Reason::Acronym)
            }
            None if is_taken(candidates, index) || !view.is_capitalised(index) => continue,
            None => match memory.surname(form) {
                Some(known) => (known, Reason::ShortName),
                None => {
                    candidates.extend(titled_surname(view, rules, index));
                    continue;
                }
            },
        };
        candidates.push(Candidate {
            tokens: Tokens::new(index, index + 1),
            class: known.class,
            meaning: known.meaning.clone(),
            reason,
            antecedent: Some(known.span),
            specific: true,
        });
    }
}

/// `President Lukashenko`: a surname after an office or title, when the lexicon knows just one
/// such person.
fn titled_surname(view: &View<'_>, rules: &Rules<'_>, index: usize) -> Option<Candidate> {
    let before = index.checked_sub(1)?;
    let is_titled = rules.words.offices.contains_key(view.word(before))
        || rules.words.honorifics.contains(view.forms[before]);
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
