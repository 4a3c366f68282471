//! Phrases that stand for a state: `the Kazakh government`, `China's leadership`, `the authorities
//! of Kyrgyzstan`, `the governments of X and Y`. The state is meant, and the reason says how. A
//! government that is called after a person is a body of its own: `the Tokayev administration`.

use super::Rules;
use super::fact::Reason;
use super::mention::{Candidate, Meaning};
use super::view::{Tokens, View, is_dash};
use crate::ontology::EntryId;
use crate::ontology::word_class::WordClass;
use crate::ontology::words::WordLists;
use crate::text::Upos;

/// Finds such phrases around the countries among `candidates`, and the pairs of new candidates, by
/// their places after `candidates`, that one phrase means together.
pub fn find(
    view: &View<'_>,
    rules: &Rules<'_>,
    candidates: &[Candidate],
) -> (Vec<Candidate>, Vec<Vec<usize>>) {
    let mut found: Vec<Candidate> = Vec::new();
    let mut pairs = Vec::new();
    let countries: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| {
            rules.is(candidate.class, "Country") && candidate.reason != Reason::Metonym
        })
        .collect();
    let body = rules.onto.class_names.get("GovernmentBody").copied();
    for candidate in candidates {
        let tokens = Tokens::new(candidate.tokens.first, candidate.tokens.end + 1);
        let is_body = rules.is(candidate.class, "Person")
            && matches!(candidate.reason, Reason::Gazetteer | Reason::Name | Reason::ShortName)
            && matches!(
                view.word(candidate.tokens.end),
                "administration" | "government" | "cabinet"
            );
        if let (true, Some(class)) = (is_body, body) {
            found.push(Candidate::named(view, tokens, class));
        }
    }
    for town in candidates.iter().filter(|town| rules.is(town.class, "City")) {
        if let Some(tokens) = in_town(view, rules.words, town.tokens)
            && let Some(state) = state_of(rules, town)
        {
            found.push(Candidate { tokens, ..state });
        }
    }
    for country in &countries {
        if let Some(tokens) = after_country(view, rules.words, country.tokens) {
            found.push(stand_in(country, tokens));
        }
        let Some(noun) = noun_before(view, rules.words, country.tokens.first) else { continue };
        // `the governments of X and Y`
        let second = (view.word(country.tokens.end) == "and")
            .then(|| countries.iter().find(|other| other.tokens.first == country.tokens.end + 1))
            .flatten();
        match second {
            Some(second) if view.word(noun).ends_with('s') => {
                let tokens = Tokens::new(noun, second.tokens.end);
                pairs
                    .push(vec![candidates.len() + found.len(), candidates.len() + found.len() + 1]);
                found.push(stand_in(country, tokens));
                found.push(stand_in(second, tokens));
            }
            _ => found.push(stand_in(country, Tokens::new(noun, country.tokens.end))),
        }
    }
    (found, pairs)
}

/// `Kazakh government`, `Kazakhstan's new leadership`.
fn after_country(view: &View<'_>, words: &WordLists, country: Tokens) -> Option<Tokens> {
    let mut at = country.end;
    at += usize::from(matches!(view.word(at), "'s" | "'"));
    at += usize::from(
        view.upos(at) == Upos::Adj && !view.is_capitalised(at) && !is_dash(view.word(at)),
    );
    let goes_on = matches!(view.upos(at + 1), Upos::Noun | Upos::Propn);
    let is_joined = is_dash(view.word(at + 1)) && view.is_joined(at);
    let is_whole = !goes_on && !is_joined;
    (words.is(view.word(at), WordClass::StateOrgan) && is_whole && at < view.len())
        .then(|| Tokens::new(country.first, at + 1))
}

/// The noun of `government of`, `authorities in`, when it stands right before the country.
fn noun_before(view: &View<'_>, words: &WordLists, country: usize) -> Option<usize> {
    let mut at = country.checked_sub(1)?;
    if view.word(at) == "the" {
        at = at.checked_sub(1)?;
    }
    let is_link = view.word(at) == "of" || view.word(at) == "in";
    let noun = at.checked_sub(1).filter(|_| is_link)?;
    let is_noun = words.is(view.word(noun), WordClass::StateOrgan) && view.word(noun) != "side";
    (is_noun && matches!(view.upos(noun), Upos::Noun | Upos::Propn)).then_some(noun)
}

/// `police in Osh`, `a court in Osh`: arms of the state that the town is in.
fn in_town(view: &View<'_>, words: &WordLists, town: Tokens) -> Option<Tokens> {
    let link = town.first.checked_sub(1).filter(|at| view.word(*at) == "in")?;
    let noun = link.checked_sub(1)?;
    let is_arm = words.is(view.word(noun), WordClass::Authority) && view.upos(noun) == Upos::Noun;
    let is_owned = noun > 0 && matches!(view.upos(noun - 1), Upos::Propn | Upos::Part);
    (is_arm && !is_owned).then(|| Tokens::new(noun, town.end))
}

/// The state around a town that the lexicon has.
fn state_of(rules: &Rules<'_>, town: &Candidate) -> Option<Candidate> {
    let Meaning::Entry(entry) = town.meaning else { return None };
    let is_state = |entry: &EntryId| rules.is(rules.lexicon.entry(*entry).class, "Country");
    let state = rules.lexicon.around(entry).find(is_state)?;
    let class = rules.lexicon.entry(state).class;
    let (meaning, reason) = (Meaning::Entry(state), Reason::Metonym);
    Some(Candidate { meaning, class, reason, ..town.clone() })
}

fn stand_in(country: &Candidate, tokens: Tokens) -> Candidate {
    debug_assert!(matches!(country.meaning, Meaning::Entry(_)), "countries are listed");
    Candidate { tokens, reason: Reason::Metonym, ..country.clone() }
}
