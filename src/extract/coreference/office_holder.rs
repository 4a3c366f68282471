//! Who holds an office that the article has told of: `the president`, `the Kenyan minister`.

use super::{Here, Mentioned, known};
use crate::extract::memory::country_of;
use crate::extract::mention::Meaning;
use crate::extract::view::Tokens;
use crate::ontology::EntryId;
use crate::ontology::words::OfficeKind;

/// The only person whom the article, before here, gives this office and, if one is named, this
/// country.
pub fn holder(
    here: &Here<'_, '_>,
    tokens: Tokens,
    office: Option<&str>,
    kind: OfficeKind,
    told: &[Mentioned],
) -> Option<Mentioned> {
    let country = country_of(here.view, here.rules, tokens, here.candidates);
    // `the president of the bank`: of what is not a country is not known.
    let is_of_other = here.view.word(tokens.end) == "of" && country.is_none();
    let is_bare_counterpart = office.is_none() && country.is_none();
    if is_of_other || is_bare_counterpart {
        return None;
    }
    let start = here.view.span(tokens).start;
    let mut holders = here.memory.offices().iter().filter(|held| {
        let is_office = match office {
            Some("leader") => matches!(held.kind, OfficeKind::HeadOfState),
            Some(office) => held.office == office,
            None => held.kind == kind,
        };
        let is_country = match (country, held.country) {
            (Some(wanted), Some(held)) => wanted == held,
            (Some(_), None) => false,
            // An article about one country means its president, where it says no more.
            (None, Some(held)) => here.memory.topic().is_none_or(|topic| topic == held),
            (None, None) => true,
        };
        is_office && is_country && held.person.span.start < start
    });
    let Some(first) = holders.next() else {
        return country
            .filter(|_| kind == OfficeKind::HeadOfState || office == Some("leader"))
            .and_then(|state| leader(here, told, state));
    };
    if !holders.all(|other| other.person.meaning == first.person.meaning) {
        return None;
    }
    // `Tokayev called Russian President Putin. … the president`: either.
    let is_open = country.is_none() && here.memory.topic().is_none();
    if is_open && here.memory.has_other_office_holder(&first.person.meaning) {
        return None;
    }
    Some(known(&first.person))
}

/// `the Kazakh leader`, where the article has given nobody that office: the only one named just now whom the
/// lexicon has as a leader of that country.
fn leader(here: &Here<'_, '_>, told: &[Mentioned], state: EntryId) -> Option<Mentioned> {
    let leads = |mentioned: &&Mentioned| match mentioned.meaning {
        Meaning::Entry(person) => {
            let person = here.rules.lexicon.entry(person);
            person.leads && person.office_of == Some(state)
        }
        _ => false,
    };
    let mut leaders = told.iter().rev().filter(leads);
    let first = leaders.next()?;
    leaders.all(|other| other.meaning == first.meaning).then(|| first.clone())
}
