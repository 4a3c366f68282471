//! Capitals that are called so and not by name: `the Kenyan capital`, `Kenya's capital`, and `the
//! capital` in an article about one country. Which city it is, the lexicon tells.

use super::Rules;
use super::fact::Reason;
use super::memory::Memory;
use super::mention::{Candidate, Meaning};
use super::view::{Tokens, View, is_dash};
use crate::ontology::EntryId;
use crate::text::Upos;

/// Finds such phrases beside the countries among `candidates`.
pub fn find(
    view: &View<'_>,
    rules: &Rules<'_>,
    memory: &Memory,
    candidates: &[Candidate],
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for noun in 1..view.len() {
        if view.word(noun) != "capital" || view.is_capitalised(noun) || is_named_after(view, noun) {
            continue;
        }
        let end = match view.word(noun - 1) {
            "'s" => noun - 1,
            _ => noun,
        };
        let country = candidates.iter().find(|one| {
            let is_definite =
                end < noun || one.tokens.first > 0 && view.word(one.tokens.first - 1) == "the";
            one.tokens.end == end
                && rules.is(one.class, "Country")
                && one.reason != Reason::Metonym
                && is_definite
        });
        let (first, country) = match country {
            Some(one) => match one.meaning {
                Meaning::Entry(entry) => (one.tokens.first, entry),
                _ => continue,
            },
            None if view.word(noun - 1) == "the" && view.word(noun + 1) != "of" => {
                let Some(topic) = memory.topic() else { continue };
                (noun - 1, topic)
            }
            None => continue,
        };
        let Some(city) = capital_of(rules, country) else { continue };
        found.push(Candidate {
            tokens: Tokens::new(first, noun + 1),
            class: rules.lexicon.entry(city).class,
            meaning: Meaning::Entry(city),
            reason: Reason::Metonym,
            antecedent: None,
            specific: true,
        });
    }
    found
}

/// Says whether the city is named beside the noun, or the noun is part of another: `the capital,
/// Nairobi`, `the capital market`.
fn is_named_after(view: &View<'_>, noun: usize) -> bool {
    let next = noun + 1;
    let past = next + usize::from(matches!(view.word(next), "," | "of" | "city"));
    matches!(view.upos(next), Upos::Noun | Upos::Propn)
        || is_dash(view.word(next)) && view.is_joined(noun)
        || past > next && view.is_capitalised(past)
}

/// The capital of a country by the lexicon, if it lists just one.
fn capital_of(rules: &Rules<'_>, country: EntryId) -> Option<EntryId> {
    let mut cities = (0u32..)
        .zip(&rules.lexicon.entries)
        .filter_map(|(index, entry)| (entry.capital_of == Some(country)).then_some(EntryId(index)));
    let first = cities.next()?;
    cities.next().is_none().then_some(first)
}
