//! Spellings of one name in Latin letters. Names from Cyrillic and other scripts are written in
//! many ways (`Tokayev`, `Toqaev`; `Zhaparov`, `Japarov`): a key is the same for all that the usual
//! romanisations (BGN/PCGN, ALA-LC, scholarly, national alphabets of 1993–2021) give.
//!
//! # The scheme
//! 1. Accents and apostrophes go: `ğ` is `g`, `Il'ich` is `Ilich`.
//! 2. From left to right, the longest of these first: `shch sch sh` are `s`, `dzh dj zh` are `j`,
//!    `tch ch` are `c`, `ts tz` are `c`, `kh` is `h`, `gh` is `g`, `ck q` are `k`, `x` is `ks`, `w`
//!    is `v`, `ou oo` are `u`, `ee y` are `i`, and a glide before a vowel goes: `ye ie iye` are `e`,
//!    `ya ia iya` are `a`, `yu iu iyu` are `u`, `yo` is `e` (as `ё` is printed without its dots).
//! 3. Doubled letters are one; a final `ov`, `ev`, `off`, `eff` is `ev`, and so before `a`.
//!
//! Keys are compared as wholes and within a class. A second, coarser key forgives one slip in a
//! surname (a vowel, or `m` for `n`), and only beside an identical given name or two initials:
//! `Dariga Nazerbayeva`. There is no edit distance; a key that fits two entities fits none.

use std::collections::BTreeMap;

use deunicode::deunicode;

use crate::ontology::{EntryId, Lexicon, Ontology};

/// Rewriting of the second step, longer ones first.
const LETTERS: [(&str, &str); 34] = [
    ("shch", "s"),
    ("dzh", "j"),
    ("tch", "c"),
    ("sch", "s"),
    ("iye", "e"),
    ("iya", "a"),
    ("iyu", "u"),
    ("iia", "a"),
    ("sh", "s"),
    ("zh", "j"),
    ("dj", "j"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("kh", "h"),
    ("gh", "g"),
    ("ck", "k"),
    ("ph", "f"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ye", "e"),
    ("ie", "e"),
    ("ya", "a"),
    ("ia", "a"),
    ("yu", "u"),
    ("iu", "u"),
    ("yo", "e"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
    ("ij", "i"),
    ("ii", "i"),
];

/// Fewest letters of a key that can tell a name from others.
const SHORTEST: usize = 6;

/// The persons and places of the lexicon by the keys of their names.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    persons: BTreeMap<String, Option<EntryId>>,
    near_persons: BTreeMap<String, Option<EntryId>>,
    places: BTreeMap<String, Option<EntryId>>,
}

impl Spellings {
    /// Makes the keys of all persons and places of `lexicon`.
    pub fn new(onto: &Ontology, lexicon: &Lexicon) -> Self {
        let mut spellings = Self::default();
        let class = |name: &str| onto.class_names.get(name).copied();
        let (person, place) = (class("Person"), class("Place"));
        for (index, entry) in (0u32..).zip(&lexicon.entries) {
            let is_a = |class: Option<_>| class.is_some_and(|class| onto.is_a(entry.class, class));
            let (is_person, is_place) = (is_a(person), is_a(place));
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                let entry = EntryId(index);
                if is_person {
                    note(&mut spellings.persons, person_key(name), entry);
                    note(&mut spellings.near_persons, near_person_key(name), entry);
                }
                if is_place {
                    note(&mut spellings.places, place_key(name), entry);
                }
            }
        }
        spellings
    }

    /// The one person of the lexicon whose name is spelled so in another romanisation, with the
    /// surname first, or with one slip beside the same given name.
    pub fn person(&self, name: &str) -> Option<EntryId> {
        let exact = |key: Option<String>| self.persons.get(&key?).copied();
        // Official papers have the surname first.
        let turned = || match &name.split_whitespace().collect::<Vec<_>>()[..] {
            [surname, given] => exact(person_key(&format!("{given} {surname}"))),
            _ => None,
        };
        match exact(person_key(name)).or_else(turned) {
            Some(found) => found,
            None => *self.near_persons.get(&near_person_key(name)?)?,
        }
    }

    /// The one place of the lexicon whose name is spelled so in another romanisation.
    pub fn place(&self, name: &str) -> Option<EntryId> {
        *self.places.get(&place_key(name)?)?
    }
}

/// Notes that `key` means `entry`; a second entry makes it mean nothing.
fn note(keys: &mut BTreeMap<String, Option<EntryId>>, key: Option<String>, entry: EntryId) {
    let Some(key) = key else { return };
    let known = keys.entry(key).or_insert(Some(entry));
    if *known != Some(entry) {
        *known = None;
    }
}

/// The key of a person's name of two words or more.
pub fn person_key(name: &str) -> Option<String> {
    let words = folded(name);
    let is_full = words.len() >= 2 && words.iter().all(|word| word.len() >= 2);
    let key = words.join(" ");
    (is_full && key.len() > SHORTEST).then_some(key)
}

/// The coarser key: given names or initials as they are, of the surname the consonants.
pub fn near_person_key(name: &str) -> Option<String> {
    let words = folded(name);
    let (surname, given) = words.split_last()?;
    let n_letters: usize = given.iter().map(String::len).sum();
    let skeleton: String = surname
        .chars()
        .filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'))
        .map(|c| if c == 'n' { 'm' } else { c })
        .collect();
    // Few consonants fit too many names; and a daughter is not her father.
    let ending = if surname.ends_with('a') { "a" } else { "" };
    (n_letters >= 2 && skeleton.len() >= 4 && surname.len() >= SHORTEST)
        .then(|| format!("{} {skeleton}{ending}", given.join(" ")))
}

/// The key of a place's name.
fn place_key(name: &str) -> Option<String> {
    let key = folded(name).join(" ");
    (key.len() >= SHORTEST).then_some(key)
}

/// The words of `name` in the letters of the scheme; initials are single letters.
fn folded(name: &str) -> Vec<String> {
    let plain = deunicode(name).to_lowercase().replace(['\'', '`'], "");
    plain
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .map(folded_word)
        .collect()
}

fn folded_word(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let found = LETTERS
            .iter()
            .find(|(from, _)| from.as_bytes()[0] == rest.as_bytes()[0] && rest.starts_with(from));
        let (length, to) =
            found.map_or((first.len_utf8(), None), |(from, to)| (from.len(), Some(to)));
        match to {
            Some(to) => letters.push_str(to),
            None => letters.push(first),
        }
        rest = &rest[length..];
    }
    let mut key = String::with_capacity(letters.len());
    for letter in letters.chars() {
        if !key.ends_with(letter) {
            key.push(letter);
        }
    }
    for (ending, to) in [("ova", "eva"), ("of", "ev"), ("ef", "ev"), ("ov", "ev")] {
        if key.len() > ending.len() + 2
            && let Some(stem) = key.strip_suffix(ending)
        {
            return stem.to_owned() + to;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_a_name_share_a_key() {
        for spellings in [
            &["Kassym-Jomart Tokayev", "Qasym-Zhomart Toqaev", "Kasym-Zhomart Tokaev"][..],
            &["Sadyr Japarov", "Sadyr Zhaparov", "Sadyr Dzhaparov"],
            &["Lev Gumilyov", "Lev Gumilev"],
            &["Shavkat Mirziyoyev", "Shavkat Mirziyoev"],
            &["Gurbanguly Berdymukhamedov", "Gurbanguly Berdimuhamedow"],
            &["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskiy"],
            &["Ilham Aliyev", "Ilham Aliev"],
            &["Mikhail Gorbachev", "Mihail Gorbachov"],
        ] {
            let keys: Vec<_> = spellings.iter().map(|name| person_key(name)).collect();
            assert!(
                keys[0].is_some() && keys.iter().all(|key| *key == keys[0]),
                "{spellings:?}: {keys:?}"
            );
        }
    }

    #[test]
    fn other_names_have_other_keys() {
        for (one, other) in [
            ("Dariga Nazarbayeva", "Nursultan Nazarbayev"),
            ("Erlan Karin", "Erlan Karim"),
            ("Ivan Petrov", "Ivan Petrovsky"),
            ("Anna Weber", "Anne Weber"),
        ] {
            assert_ne!(person_key(one), person_key(other), "{one}, {other}");
        }
        assert_eq!(person_key("Li Na"), None);
        assert_eq!(person_key("Tokayev"), None);
    }

    #[test]
    fn a_slip_is_forgiven_beside_the_same_given_name() {
        assert_eq!(near_person_key("Dariga Nazerbayeva"), near_person_key("Dariga Nazarbayeva"));
        assert_eq!(near_person_key("L.N. Gunilyov"), near_person_key("L. N. Gumilyov"));
        assert_ne!(near_person_key("Aliya Nazerbayeva"), near_person_key("Dariga Nazarbayeva"));
        assert_ne!(near_person_key("Dariga Nazarbayev"), near_person_key("Dariga Nazarbayeva"));
        assert_eq!(near_person_key("Nazarbayeva"), None);
    }
}
