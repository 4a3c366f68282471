//! Which state's offices a person of the lexicon has held.

use std::collections::BTreeMap;

use super::{EntryId, Lexicon, Ontology};
use crate::diagnostic::Diagnostic;

/// A row that is not resolved yet.
pub(super) struct Holder {
    pub path: String,
    pub line: u64,
    pub person: String,
    pub country: String,
    pub leads: bool,
}

/// Gives persons their states; what cannot be found comes back.
pub(super) fn link(
    lexicon: &mut Lexicon,
    onto: &Ontology,
    holders: Vec<Holder>,
) -> Vec<Diagnostic> {
    let mut by_name: BTreeMap<(&str, &str), EntryId> = BTreeMap::new();
    for (id, entry) in (0u32..).zip(&lexicon.entries) {
        by_name.insert((&onto.class(entry.class).name, &entry.name), EntryId(id));
    }
    let mut errors = Vec::new();
    let mut found = Vec::new();
    for Holder { path, line, person, country, leads } in holders {
        let mut entry = |class: &'static str, name: &str| {
            let known = by_name.get(&(class, name)).copied();
            if known.is_none() {
                let message = format!("\"{name}\" is no entry of class `{class}` in a lexicon");
                let error = Diagnostic::error(&path, message).at_line(line);
                errors.push(error.with_hint("write the name of an entry, not an alias"));
            }
            known
        };
        let pair = (entry("Person", &person), entry("Country", &country));
        if let (Some(person), Some(country)) = pair {
            found.push((person, country, leads));
        }
    }
    for (person, country, leads) in found {
        lexicon.entries[person.0 as usize].office_of = Some(country);
        lexicon.entries[person.0 as usize].leads = leads;
    }
    errors
}
