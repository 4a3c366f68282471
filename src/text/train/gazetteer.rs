//! Turns name lists into a table of the words that names are made of, for the recogniser.

use std::collections::BTreeMap;

use super::super::hash;
use super::super::lexicon::lists::{
    COUNTRY, EVENT_HEAD, GIVEN, NATION, OFFICE, ORGANIZATION, ORGANIZATION_HEAD, ORGANIZATION_PART,
    PLACE, PLACE_HEAD, PLACE_PART, SURNAME,
};
use super::super::lexicon::word_key;
use super::super::table::Table;

/// A list: its file below `seeds/`, the bit of a name of one word, the bits of the first, inner and
/// last words of longer ones.
type List = (&'static str, u32, [u32; 3]);

const LISTS: [List; 17] = [
    ("language/en/given_names.csv", GIVEN, [GIVEN, 0, 0]),
    ("language/en/honorifics.csv", OFFICE, [OFFICE, 0, OFFICE]),
    ("language/en/offices.csv", OFFICE, [OFFICE, 0, OFFICE]),
    ("language/en/organization_heads.csv", ORGANIZATION_HEAD, [0, 0, ORGANIZATION_HEAD]),
    ("language/en/place_heads.csv", PLACE_HEAD, [0, 0, PLACE_HEAD]),
    ("language/en/event_heads.csv", EVENT_HEAD, [0, 0, EVENT_HEAD]),
    ("lexicon/countries.csv", COUNTRY, [PLACE_PART; 3]),
    ("lexicon/cities.csv", PLACE, [PLACE_PART; 3]),
    ("lexicon/regions.csv", PLACE, [PLACE_PART; 3]),
    ("lexicon/places.csv", PLACE, [PLACE_PART; 3]),
    ("lexicon/organizations.csv", ORGANIZATION, [ORGANIZATION_PART; 3]),
    ("lexicon/companies.csv", ORGANIZATION, [ORGANIZATION_PART; 3]),
    ("lexicon/government.csv", ORGANIZATION, [ORGANIZATION_PART; 3]),
    ("lexicon/media.csv", ORGANIZATION, [ORGANIZATION_PART; 3]),
    ("lexicon/parties.csv", ORGANIZATION, [ORGANIZATION_PART; 3]),
    ("lexicon/thinktanks.csv", ORGANIZATION, [ORGANIZATION_PART; 3]),
    ("lexicon/people.csv", SURNAME, [GIVEN, 0, SURNAME]),
];

/// Builds the table; `read` gives the content of a file below `seeds/`. Missing files are skipped.
pub(super) fn gazetteer(read: &dyn Fn(&str) -> Option<String>) -> Table {
    let mut words: BTreeMap<u32, u32> = BTreeMap::new();
    let mut note = |word: &str, bits: u32| {
        let named = word.chars().next().is_some_and(char::is_uppercase) || bits == OFFICE;
        if named && bits != 0 && word.chars().count() > 1 {
            let lower = word.to_lowercase().replace('’', "'");
            *words.entry(word_key(hash::text(&lower))).or_default() |= bits;
        }
    };
    for (file, single, parts) in LISTS {
        let Some(content) = read(file) else { continue };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(content.as_bytes());
        let headers = reader.headers().cloned().unwrap_or_default();
        let column = |name: &str| headers.iter().position(|header| header == name);
        let columns: Vec<usize> =
            ["name", "form", "aliases"].into_iter().filter_map(column).collect();
        let adjectives = column("adjectives");
        for record in reader.records().flatten() {
            for name in columns.iter().filter_map(|column| record.get(*column)) {
                for name in name.split('|') {
                    let parts_of: Vec<&str> = name.split([' ', '-', '–']).collect();
                    if let [word] = parts_of[..] {
                        note(word, single);
                        continue;
                    }
                    let last = parts_of.len() - 1;
                    for (index, word) in parts_of.iter().enumerate() {
                        let place = if index == 0 { 0 } else { 1 + usize::from(index == last) };
                        note(word, parts[place]);
                    }
                }
            }
            let nations = adjectives.and_then(|column| record.get(column)).unwrap_or("");
            nations.split('|').for_each(|word| note(word, NATION));
        }
    }
    let mut table = Table::with_capacity(words.len());
    for (key, bits) in words {
        table.insert(key, bits);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_carry_the_lists_they_are_on() {
        let read = |file: &str| match file {
            "lexicon/countries.csv" => {
                Some("name,aliases,adjectives\nLand of Oz,Oz,Ozian\n".to_owned())
            }
            "language/en/given_names.csv" => Some("name,gender\nOz,m\n".to_owned()),
            _ => None,
        };
        let table = gazetteer(&read);
        let get = |word| table.get(word_key(hash::text(word)));
        assert_eq!(get("oz"), Some(GIVEN | COUNTRY | PLACE_PART));
        assert_eq!(get("ozian"), Some(NATION));
        assert_eq!(get("of"), None);
    }
}
