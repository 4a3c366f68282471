//! Reads the lexicons: entities known beforehand, their other names, and names that stand for
//! something else.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::holders::{self, Holder};
use super::{Entry, EntryId, Lexicon, Metonym, Ontology, Range};
use crate::diagnostic::{Diagnostic, Warned};

/// Columns of a file of entities.
const ENTRY_COLUMNS: [&str; 8] =
    ["name", "aliases", "adjectives", "class", "located_in", "capital_of", "wikidata", "source"];
/// Columns of a file of metonyms.
const METONYM_COLUMNS: [&str; 5] = ["surface", "entity", "class", "reading", "source"];

/// Columns of a file that says which state's offices persons have held.
const HOLDER_COLUMNS: [&str; 4] = ["person", "country", "leader", "source"];

/// What a surface form is to its entry. The order is the order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SurfaceKind {
    /// The canonical name.
    Name,
    /// Another name, an acronym, a former name.
    Alias,
    /// An adjective or demonym.
    Adjective,
    /// A name of something else that is used for it.
    Metonym,
}

/// A way to write an entry in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Surface<'a> {
    /// The words, in NFC.
    pub text: &'a str,
    /// What the surface form is to the entry.
    pub kind: SurfaceKind,
    /// The entry that is meant.
    pub entry: EntryId,
}

/// A surface form in the index: where its text stands, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sense {
    kind: SurfaceKind,
    entry: EntryId,
    /// Slot among the aliases or adjectives of the entry, or among the metonyms.
    slot: u32,
}

impl Lexicon {
    /// Reads lexicon files, given as path and text, against the classes of `onto`. The order of
    /// the files does not matter.
    ///
    /// # Errors
    /// Everything that cannot be used, in order of file and line: a wrong header or row, an
    /// unknown class, a place or capital that is no entry, and names claimed twice. Warnings are
    /// about names that are read but may not mean one thing.
    pub fn parse(files: &[(&str, &str)], onto: &Ontology) -> Result<Warned<Self>, Vec<Diagnostic>> {
        let mut files = files.to_vec();
        files.sort_unstable();
        let mut reading = Reading {
            onto,
            lexicon: Self::default(),
            links: Vec::new(),
            holders: Vec::new(),
            errors: Vec::new(),
        };
        let mut metonyms = Vec::new();
        for (path, text) in files {
            reading.read_file(path, text, &mut metonyms);
        }
        reading.link_places();
        reading.link_metonyms(metonyms);
        let Reading { mut lexicon, mut errors, holders, .. } = reading;
        errors.extend(holders::link(&mut lexicon, onto, holders));
        let lexicon = Self::new(lexicon.entries, lexicon.metonyms);
        let mut warnings = Vec::new();
        for diagnostic in lexicon.ambiguities() {
            let is_error = diagnostic.severity == crate::diagnostic::Severity::Error;
            if is_error { errors.push(diagnostic) } else { warnings.push(diagnostic) }
        }
        errors.sort();
        warnings.sort();
        if errors.is_empty() { Ok(Warned { output: lexicon, warnings }) } else { Err(errors) }
    }

    /// Makes a lexicon of entries and metonyms that are known to be right.
    pub fn new(entries: Vec<Entry>, metonyms: Vec<Metonym>) -> Self {
        let mut lexicon = Self { entries, metonyms, index: Vec::new() };
        lexicon.build_index();
        lexicon
    }

    /// Returns every surface form, in order of text, kind and entry.
    pub fn surfaces(&self) -> impl Iterator<Item = Surface<'_>> {
        self.index.iter().map(|sense| self.surface(*sense))
    }

    /// Returns what exactly `text` may mean, best first.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Surface<'a>> {
        let start = self.index.partition_point(|sense| self.surface(*sense).text < text);
        self.index[start..]
            .iter()
            .map(|sense| self.surface(*sense))
            .take_while(move |surface| surface.text == text)
    }

    fn surface(&self, Sense { kind, entry, slot }: Sense) -> Surface<'_> {
        let slot = slot as usize;
        let text = match kind {
            SurfaceKind::Name => &self.entry(entry).name,
            SurfaceKind::Alias => &self.entry(entry).aliases[slot],
            SurfaceKind::Adjective => &self.entry(entry).adjectives[slot],
            SurfaceKind::Metonym => &self.metonyms[slot].surface,
        };
        Surface { text, kind, entry }
    }

    fn build_index(&mut self) {
        let mut index = Vec::new();
        for (id, entry) in self.entries.iter().enumerate() {
            let id = EntryId(id as u32);
            index.push(Sense { kind: SurfaceKind::Name, entry: id, slot: 0 });
            let many =
                |kind, n: usize| (0..n as u32).map(move |slot| Sense { kind, entry: id, slot });
            index.extend(many(SurfaceKind::Alias, entry.aliases.len()));
            index.extend(many(SurfaceKind::Adjective, entry.adjectives.len()));
        }
        for (slot, metonym) in self.metonyms.iter().enumerate() {
            let (kind, slot) = (SurfaceKind::Metonym, slot as u32);
            index.push(Sense { kind, entry: metonym.entry, slot });
        }
        index.sort_unstable_by(|a, b| self.surface(*a).cmp(&self.surface(*b)));
        self.index = index;
    }

    /// Finds surface forms with more than one meaning. Names and aliases must have one; an
    /// adjective may be shared (`Korean`), and a name may also be an adjective or a metonym.
    fn ambiguities(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let all: Vec<Surface<'_>> = self.surfaces().collect();
        for same in all.chunk_by(|a, b| a.text == b.text) {
            let named = same.iter().filter(|surface| surface.kind <= SurfaceKind::Alias);
            let adjectives = same.iter().filter(|surface| surface.kind == SurfaceKind::Adjective);
            for (mut claims, is_error) in [
                (named.copied().collect::<Vec<_>>(), true),
                (adjectives.copied().collect::<Vec<_>>(), false),
            ] {
                claims.sort_by_key(|surface| (surface.kind, surface.entry));
                for pair in claims.windows(2) {
                    let [first, second] = [self.entry(pair[0].entry), self.entry(pair[1].entry)];
                    // One name for two kinds of thing (a state and a region called Georgia) is a
                    // fact of life, and context decides; an alias can be left out.
                    let same_class = first.class == second.class;
                    // `Kazakh` is a state's, a people's and a language's: expected, and no news.
                    if !is_error && !same_class && pair[0].entry != pair[1].entry {
                        continue;
                    }
                    let two_names = pair[1].kind == SurfaceKind::Name;
                    let is_error = is_error && (same_class || !two_names);
                    let text = pair[0].text;
                    let message = if pair[0].entry == pair[1].entry {
                        format!("\"{text}\" is listed twice for {}", first.name)
                    } else {
                        let at = format!("{}:{}", first.file, first.line);
                        format!(
                            "\"{text}\" may mean {} here and {} in {at}",
                            second.name, first.name
                        )
                    };
                    let diagnostic = if is_error {
                        Diagnostic::error(&second.file, message)
                            .with_hint("keep the name at the entry that texts mean by it")
                    } else {
                        Diagnostic::warning(&second.file, message)
                    };
                    found.push(diagnostic.at_line(second.line));
                }
            }
        }
        found
    }
}

/// Rewrites a lexicon file in its one canonical form: cells trimmed and in NFC, values of a cell
/// once each, rows once each and in order of their bytes, no needless quotation marks.
///
/// # Errors
/// A row with another number of cells than the header, with its 1-based line in the file.
///
/// # Panics
/// Never: rows as long as the header can be written.
pub fn canonical(path: &str, text: &str) -> Result<String, Diagnostic> {
    let mut reader = reader(text);
    let header = reader.headers().map_err(|error| row_error(path, &error))?.clone();
    let mut rows = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(|error| row_error(path, &error))?;
        rows.insert(record.iter().map(canonical_cell).collect::<Vec<String>>());
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = (writer.write_record(&header))
        .and_then(|()| rows.iter().try_for_each(|row| writer.write_record(row)));
    written.expect("every row has as many cells as the header, or reading had failed");
    let bytes = writer.into_inner().expect("memory takes every byte");
    Ok(String::from_utf8(bytes).expect("cells and separators are UTF-8"))
}

fn canonical_cell(cell: &str) -> String {
    values(cell).join("|")
}

/// Splits a cell at `|`: values trimmed, in NFC, none empty, none twice, in their order.
fn values(cell: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    (cell.split('|').map(str::trim).filter(|value| !value.is_empty()))
        .map(|value| if is_nfc(value) { value.to_owned() } else { value.nfc().collect() })
        .filter(|value: &String| seen.insert(value.clone()))
        .collect()
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes())
}

fn row_error(path: &str, error: &csv::Error) -> Diagnostic {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let message = format!("this row has {len} cells instead of {expected_len}");
            let diagnostic = Diagnostic::error(path, message)
                .with_hint("put a cell with a comma between quotation marks");
            pos.as_ref().map_or(diagnostic.clone(), |at| diagnostic.at_line(at.line()))
        }
        _ => Diagnostic::error(path, format!("this is not CSV: {error}")),
    }
}

/// A metonym whose entry is not known yet.
struct Pending {
    path: String,
    line: u64,
    surface: String,
    entity: String,
    class: String,
    reading: String,
}

struct Reading<'a> {
    onto: &'a Ontology,
    lexicon: Lexicon,
    /// By entry: names of its `located_in` and `capital_of`.
    links: Vec<[String; 2]>,
    holders: Vec<Holder>,
    errors: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn read_file(&mut self, path: &str, text: &str, metonyms: &mut Vec<Pending>) {
        // A byte order mark, as spreadsheet programs write it, is no part of the first column.
        let mut reader = reader(text.trim_start_matches('\u{feff}'));
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(str::to_owned).collect(),
            Err(error) => return self.errors.push(row_error(path, &error)),
        };
        let is_entries = header == ENTRY_COLUMNS;
        let is_holders = header == HOLDER_COLUMNS;
        if !is_entries && !is_holders && header != METONYM_COLUMNS {
            let expected = match header.first().map(String::as_str) {
                Some("surface") => METONYM_COLUMNS.join(","),
                Some("person") => HOLDER_COLUMNS.join(","),
                _ => ENTRY_COLUMNS.join(","),
            };
            let message = format!("the header is `{}`, expected `{expected}`", header.join(","));
            return self.errors.push(Diagnostic::error(path, message).at_line(1));
        }
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => return,
                Err(error) => {
                    self.errors.push(row_error(path, &error));
                    // Rows of another length can be passed over; a broken file cannot.
                    if !matches!(error.kind(), csv::ErrorKind::UnequalLengths { .. }) {
                        return;
                    }
                }
                Ok(true) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    if is_entries {
                        self.add_entry(path, line, &record);
                    } else if is_holders {
                        let [person, country, leader] =
                            [0, 1, 2].map(|column| one(&record, column));
                        if !matches!(leader.as_str(), "" | "yes") {
                            let message =
                                format!("`leader` is `{leader}`, expected `yes` or nothing");
                            self.errors.push(Diagnostic::error(path, message).at_line(line));
                        }
                        let leads = leader == "yes";
                        self.holders.push(Holder {
                            path: path.to_owned(),
                            line,
                            person,
                            country,
                            leads,
                        });
                    } else {
                        let cell = |column| one(&record, column);
                        metonyms.push(Pending {
                            path: path.to_owned(),
                            line,
                            surface: cell(0),
                            entity: cell(1),
                            class: cell(2),
                            reading: cell(3),
                        });
                    }
                }
            }
        }
    }

    fn add_entry(&mut self, path: &str, line: u64, record: &csv::StringRecord) {
        let cell = |column| one(record, column);
        let mut error = |message: String| {
            self.errors.push(Diagnostic::error(path, message).at_line(line));
        };
        let (name, wikidata) = (cell(0), cell(6));
        if name.is_empty() {
            return error("the row has no name".to_owned());
        }
        let Some(class) = self.onto.class_names.get(&cell(3)).copied() else {
            return error(format!("\"{name}\" has the unknown class `{}`", cell(3)));
        };
        if !wikidata.is_empty() && !is_wikidata_item(&wikidata) {
            return error(format!("`{wikidata}` is not a Wikidata item such as Q232"));
        }
        let list = |column| values(record.get(column).unwrap_or_default());
        let mut aliases = list(1);
        aliases.retain(|alias| *alias != name);
        self.links.push([cell(4), cell(5)]);
        self.lexicon.entries.push(Entry {
            name,
            aliases,
            adjectives: list(2),
            class,
            located_in: None,
            capital_of: None,
            office_of: None,
            leads: false,
            wikidata: Some(wikidata).filter(|item| !item.is_empty()),
            source: cell(7),
            file: path.to_owned(),
            line,
        });
    }

    /// Resolves the columns `located_in` and `capital_of`, whose values are canonical names of
    /// entries that the relation of that name may have as object.
    fn link_places(&mut self) {
        let mut by_name: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for (id, entry) in self.lexicon.entries.iter().enumerate() {
            by_name.entry(&entry.name).or_default().push(EntryId(id as u32));
        }
        let mut resolved = Vec::new();
        for (id, names) in self.links.iter().enumerate() {
            let mut pair = [None, None];
            for (slot, relation) in ["locatedIn", "capitalOf"].into_iter().enumerate() {
                let name = &*names[slot];
                if name.is_empty() {
                    continue;
                }
                let allowed: Vec<EntryId> = by_name
                    .get(name)
                    .into_iter()
                    .flatten()
                    .copied()
                    .filter(|other| other.0 as usize != id && self.may_be_object(relation, *other))
                    .collect();
                // Of a state and its city of the same name, the one that lies in nothing is meant.
                let outermost = allowed
                    .iter()
                    .find(|other| self.links[other.0 as usize][0].is_empty())
                    .copied();
                pair[slot] = if allowed.len() == 1 { allowed.first().copied() } else { outermost };
                if pair[slot].is_none() {
                    let entry = &self.lexicon.entries[id];
                    let column = ENTRY_COLUMNS[4 + slot];
                    let message = format!(
                        "{column} of \"{}\" is \"{name}\", which is no entry of a fitting class",
                        entry.name
                    );
                    let error = Diagnostic::error(&entry.file, message).at_line(entry.line);
                    self.errors.push(error.with_hint("write the name of an entry, not an alias"));
                }
            }
            resolved.push(pair);
        }
        for (entry, [located_in, capital_of]) in self.lexicon.entries.iter_mut().zip(resolved) {
            (entry.located_in, entry.capital_of) = (located_in, capital_of);
        }
        self.check_circles();
    }

    fn may_be_object(&self, relation: &str, id: EntryId) -> bool {
        let class = self.lexicon.entry(id).class;
        match self.onto.relation_names.get(relation).map(|id| &self.onto.relation(*id).range) {
            Some(Range::Classes(range)) => range.iter().any(|top| self.onto.is_a(class, *top)),
            _ => true,
        }
    }

    /// No place lies, over others, in itself.
    fn check_circles(&mut self) {
        // Entries of whom it is known that the way outwards ends.
        let mut ends = BTreeSet::new();
        for start in 0..self.lexicon.entries.len() {
            let mut way = BTreeSet::new();
            let mut next = Some(EntryId(start as u32));
            while let Some(id) = next.filter(|id| !ends.contains(id)) {
                let entry = self.lexicon.entry(id);
                if !way.insert(id) {
                    let message = format!("\"{}\" lies, over other places, in itself", entry.name);
                    self.errors.push(Diagnostic::error(&entry.file, message).at_line(entry.line));
                    break;
                }
                next = entry.located_in;
            }
            ends.extend(way);
        }
    }

    fn link_metonyms(&mut self, pending: Vec<Pending>) {
        let mut by_name: BTreeMap<(&str, &str), EntryId> = BTreeMap::new();
        for (id, entry) in self.lexicon.entries.iter().enumerate() {
            let class = &*self.onto.class(entry.class).name;
            by_name.insert((&entry.name, class), EntryId(id as u32));
        }
        let mut metonyms = Vec::new();
        for Pending { path, line, surface, entity, class, reading } in pending {
            match by_name.get(&(&*entity, &*class)) {
                _ if surface.is_empty() => {
                    let error = Diagnostic::error(path, "the row has no surface form");
                    self.errors.push(error.at_line(line));
                }
                Some(entry) => metonyms.push(Metonym { surface, entry: *entry, reading }),
                None => {
                    let message =
                        format!("\"{entity}\" of class `{class}` is no entry of a lexicon");
                    self.errors.push(Diagnostic::error(path, message).at_line(line));
                }
            }
        }
        self.lexicon.metonyms = metonyms;
    }
}

/// The cell of a column that has one value, in NFC.
fn one(record: &csv::StringRecord, column: usize) -> String {
    record.get(column).unwrap_or_default().nfc().collect()
}

fn is_wikidata_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| {
        !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "name,aliases,adjectives,class,located_in,capital_of,wikidata,source\n";

    fn onto() -> Ontology {
        Ontology::parse(&[
            ("geopolitics.ttl", include_str!("../../ontology/geopolitics.ttl")),
            ("saiga.ttl", include_str!("../../ontology/saiga.ttl")),
        ])
        .unwrap()
    }

    fn parse(rows: &str, metonyms: &str) -> Result<Warned<Lexicon>, Vec<String>> {
        let entries = format!("{HEADER}{rows}");
        let metonyms = format!("surface,entity,class,reading,source\n{metonyms}");
        let files = [("m.csv", &*metonyms), ("e.csv", &*entries)];
        let errors = |found: Vec<Diagnostic>| found.iter().map(ToString::to_string).collect();
        Lexicon::parse(&files, &onto()).map_err(errors)
    }

    #[test]
    fn names_aliases_adjectives_and_metonyms_are_found() {
        let rows = "Freedonia, Free Land | FRE ,Freedonian,Country,,,Q5,x\n\
                    Glorystadt,,,City,Freedonia,Freedonia,,x\n";
        let lexicon = parse(rows, "the Palace,Freedonia,Country,government,x\n").unwrap().output;
        let found = |text| lexicon.find(text).map(|surface| (surface.kind, surface.entry.0)).next();
        assert_eq!(found("Freedonia"), Some((SurfaceKind::Name, 0)));
        assert_eq!(found("FRE"), Some((SurfaceKind::Alias, 0)));
        assert_eq!(found("Freedonian"), Some((SurfaceKind::Adjective, 0)));
        assert_eq!(found("the Palace"), Some((SurfaceKind::Metonym, 0)));
        assert_eq!((found("fre"), found("Freed")), (None, None));
        let city = lexicon.entry(EntryId(1));
        assert_eq!(
            (city.located_in, city.capital_of, city.line),
            (Some(EntryId(0)), Some(EntryId(0)), 3)
        );
        assert_eq!(lexicon.surfaces().count(), 6);
    }

    #[test]
    fn a_state_and_its_city_of_one_name_are_kept_apart() {
        let rows = "Porto,,,City,Porto,Porto,,x\nPorto,,,Country,,,,x\nQuay,,,City,Porto,,,x\n";
        let Warned { output, warnings } = parse(rows, "").unwrap();
        let quay = output.entry(EntryId(2));
        assert_eq!(
            (quay.located_in, output.entry(EntryId(0)).capital_of),
            (Some(EntryId(1)), Some(EntryId(1)))
        );
        assert_eq!((warnings.len(), warnings[0].line), (1, Some(3)));
    }

    #[test]
    fn each_mistake_names_its_line() {
        for (rows, metonyms, expected) in [
            ("A,,,Planet,,,,x\n", "", "e.csv:2: \"A\" has the unknown class `Planet`"),
            ("A,,,City\n", "", "e.csv:2: this row has 4 cells instead of 8"),
            (",,,City,,,,x\n", "", "e.csv:2: the row has no name"),
            ("A,,,City,Nowhere,,,x\n", "", "e.csv:2: located_in of \"A\" is \"Nowhere\""),
            ("A,,,City,,B,,x\nB,,,City,,,,x\n", "", "e.csv:2: capital_of of \"A\" is \"B\""),
            ("A,,,City,B,,,x\nB,,,City,A,,,x\n", "", "e.csv:2: \"A\" lies, over other places"),
            ("A,,,City,,,5,x\n", "", "e.csv:2: `5` is not a Wikidata item"),
            (
                "A,,,City,,,,x\nA,,,City,,,,x\n",
                "",
                "e.csv:3: \"A\" may mean A here and A in e.csv:2",
            ),
            ("A,C,,City,,,,x\nB,C,,Person,,,,x\n", "", "e.csv:3: \"C\" may mean B here"),
            (
                "A,B,,City,,,,x\nB,,,Person,,,,x\n",
                "",
                "e.csv:2: \"B\" may mean A here and B in e.csv:3",
            ),
            (
                "A,,,City,,,,x\n",
                "P,A,Country,g,x\n",
                "m.csv:2: \"A\" of class `Country` is no entry",
            ),
        ] {
            let errors = parse(rows, metonyms).unwrap_err();
            assert!(
                errors.iter().any(|error| error.starts_with(expected)),
                "{expected}: {errors:?}"
            );
        }
        let errors = Lexicon::parse(&[("e.csv", "name,class\nA,City\n")], &onto()).unwrap_err();
        assert!(errors[0].to_string().starts_with("e.csv:1: the header is `name,class`, expected"));
    }

    #[test]
    fn a_shared_adjective_is_a_warning() {
        let warnings =
            parse("A,,Shared,Country,,,,x\nB,,Shared,Country,,,,x\n", "").unwrap().warnings;
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].to_string(), "e.csv:3: \"Shared\" may mean B here and A in e.csv:2");
    }

    #[test]
    fn the_canonical_form_is_stable() {
        let text =
            format!("{HEADER}B, y | x |y,,City,,,,s\n\"A\",e\u{301},,City,,,,s\nA,é,,City,,,,s\n");
        let expected = format!("{HEADER}A,é,,City,,,,s\nB,y|x,,City,,,,s\n");
        assert_eq!(canonical("e.csv", &text).unwrap(), expected);
        assert_eq!(canonical("e.csv", &expected).unwrap(), expected);
        assert_eq!(canonical("e.csv", "a,b\n1\n").unwrap_err().line, Some(2));
    }
}
