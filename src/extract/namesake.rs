//! Bodies of different states that are called the same: `Kyrgyzstan's National Security Committee`
//! is not the Kazakh one of that name which the lexicon has.

use super::Rules;
use super::fact::Reason;
use super::memory::Memory;
use super::mention::{Candidate, Meaning, clean};
use super::view::View;
use crate::ontology::EntryId;
use crate::text::Upos;

/// Makes bodies of the lexicon, named without their country, bodies of the country whose the text
/// says they are.
pub fn part(view: &View<'_>, rules: &Rules<'_>, candidates: &mut [Candidate]) {
    for index in 0..candidates.len() {
        let Some(own) = country_of_body(view, rules, &candidates[index]) else { continue };
        let Some(owner) = owner(view, rules, candidates, index).filter(|owner| *owner != own)
        else {
            continue;
        };
        let body = &mut candidates[index];
        let (surface, owner) = (clean(view.slice(body.tokens)), &rules.lexicon.entry(owner).name);
        body.meaning = Meaning::Name(format!("{surface} of {owner}"));
        body.reason = Reason::Name;
    }
}

/// Leaves bodies of the lexicon, named without their country, without one where the article is
/// about another country and never names theirs.
pub fn doubt(view: &View<'_>, rules: &Rules<'_>, memory: &Memory, candidates: &mut [Candidate]) {
    let Some(topic) = memory.topic() else { return };
    for body in candidates {
        let is_foreign = country_of_body(view, rules, body)
            .is_some_and(|own| own != topic && !memory.names_country(own));
        if is_foreign {
            body.meaning = Meaning::Name(clean(view.slice(body.tokens)));
            body.reason = Reason::Name;
        }
    }
}

/// The country of a body of the lexicon whose name here is made of common words only.
fn country_of_body(view: &View<'_>, rules: &Rules<'_>, body: &Candidate) -> Option<EntryId> {
    let Meaning::Entry(entry) = body.meaning else { return None };
    let is_body = rules.is(body.class, "Organization")
        && !rules.is(body.class, "IntergovernmentalOrganization")
        && body.reason == Reason::Gazetteer
        && body.tokens.len() > 1
        && (body.tokens.first..body.tokens.end).any(|at| {
            // `State Committee for National Security`
            let is_last = at + 1 == body.tokens.end || view.upos(at + 1) == Upos::Adp;
            is_last && rules.words.name_heads.contains_key(view.word(at))
        });
    is_body.then_some(())?;
    let is_country = |entry: EntryId| rules.is(rules.lexicon.entry(entry).class, "Country");
    let own = rules.lexicon.around(entry).find(|entry| is_country(*entry))?;
    // `Senate of Kazakhstan`, `Kazakh Invest`, `Asia Foundation`
    let hits = rules.gazetteer.find(view.text, view.span(body.tokens));
    let names_place = hits.iter().flat_map(|hit| hit.readings.iter()).any(|reading| {
        let class = rules.lexicon.entry(reading.entry).class;
        rules.is(class, "Country") || rules.is(class, "Place")
    });
    (!names_place).then_some(own)
}

/// The country that stands beside a body as its owner: `Kyrgyzstan's`, `Kyrgyz`, `of Kyrgyzstan`.
fn owner(
    view: &View<'_>,
    rules: &Rules<'_>,
    candidates: &[Candidate],
    body: usize,
) -> Option<EntryId> {
    let tokens = candidates[body].tokens;
    let after = match view.word(tokens.end) {
        "of" => tokens.end + 1 + usize::from(view.word(tokens.end + 1) == "the"),
        _ => usize::MAX,
    };
    candidates.iter().find_map(|country| {
        let Meaning::Entry(entry) = country.meaning else { return None };
        let end = country.tokens.end;
        let is_before = end == tokens.first
            && (country.reason == Reason::Adjective || view.word(end) == "'s")
            || end + 1 == tokens.first && matches!(view.word(end), "'s" | "'");
        let is_owner = is_before || country.tokens.first == after;
        (is_owner && rules.is(country.class, "Country") && country.reason != Reason::Metonym)
            .then_some(entry)
    })
}
