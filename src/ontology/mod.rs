//! The rules of the game, parsed and checked once: classes, relations, measures, names, patterns.
//! Takes text, never opens files.

pub mod check;
pub mod decisions;
mod holders;
pub mod lexicon;
pub mod measure;
pub mod pattern;
mod schema;
mod turtle;
pub mod vocab;
pub mod word_class;
pub mod words;

use std::collections::BTreeMap;

pub use decisions::{Decision, Decisions};
pub use lexicon::{Surface, SurfaceKind};

/// Index of a [`Class`] in [`Ontology::classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

/// Index of a [`Relation`] in [`Ontology::relations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub u16);

/// Index of an [`Entry`] in [`Lexicon::entries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// What may be said: classes and relations, from the Turtle files of `ontology/`.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    /// In the order of their IRIs.
    pub classes: Vec<Class>,
    /// In the order of their IRIs. Measures (`gp:share`, …) are relations with
    /// [`Relation::measure`] set.
    pub relations: Vec<Relation>,
    /// From local name to class.
    pub class_names: BTreeMap<String, ClassId>,
    /// From local name to relation.
    pub relation_names: BTreeMap<String, RelationId>,
    /// Units and currencies, in the order of their IRIs.
    pub units: Vec<Unit>,
    /// By IRI: file and 1-based line at which a class or relation is declared.
    pub declared: BTreeMap<String, (String, u64)>,
}

/// A kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its IRI.
    pub iri: String,
    /// Local name of the IRI, such as `University`.
    pub name: String,
    /// Human label, in English.
    pub label: String,
    /// What it means and when to use it, in English; may be empty.
    pub comment: String,
    /// Direct superclasses.
    pub parents: Vec<ClassId>,
    /// The superclass (or itself) that stands directly under `sg:Entity`: the class that names
    /// IRIs and that the JSON output gives as `type`.
    pub top: ClassId,
    /// All superclasses, itself included, in order.
    pub ancestors: Vec<ClassId>,
}

/// A relation between an entity and an entity, a date or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Its IRI.
    pub iri: String,
    /// Local name of the IRI, such as `memberOf`.
    pub name: String,
    /// Human label, in English.
    pub label: String,
    /// What it means and when to use it, in English; may be empty.
    pub comment: String,
    /// Other words for it, in lower case: those that head a column of a table, such as `venue`.
    pub headers: Vec<String>,
    /// Classes of the subject: any one of them.
    pub domain: Vec<ClassId>,
    /// What the object may be.
    pub range: Range,
    /// Holds both ways round; said once.
    pub symmetric: bool,
    /// Holds along a chain: a city in a region in a country is in that country.
    pub transitive: bool,
    /// Has at most one object, so that two are a conflict.
    pub functional: bool,
    /// A measure: the object is a number, and qualifiers say of what.
    pub measure: bool,
    /// The subject is where the object is: who takes part in a meeting is at its place.
    pub participation: bool,
    /// Local names of the qualifiers that a phrase beside any of its statements can give, such as
    /// `place`: sorted.
    pub qualified_by: Vec<String>,
}

/// A unit of measure or a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its IRI, from QUDT where that has one.
    pub iri: String,
    /// The code that facts are printed with: `percent`, `km`, `USD` (ISO 4217).
    pub code: String,
    /// Human label, in English.
    pub label: String,
}

/// What the object of a relation may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// An entity of any one of these classes.
    Classes(Vec<ClassId>),
    /// A date.
    Date,
    /// A number.
    Number,
    /// Plain words.
    Text,
}

impl Ontology {
    /// Returns the class `id`.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[usize::from(id.0)]
    }

    /// Returns the relation `id`.
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[usize::from(id.0)]
    }

    /// Returns the unit whose code is `code`.
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// Returns the file and the 1-based line at which the class or relation `iri` is declared.
    pub fn declared_at(&self, iri: &str) -> Option<(&str, u64)> {
        self.declared.get(iri).map(|(path, line)| (path.as_str(), *line))
    }

    /// Returns the class under which each class is coloured, by IRI: the one that stands highest.
    pub fn families(&self) -> BTreeMap<String, String> {
        let family = |class: &Class| (class.iri.clone(), self.class(class.top).iri.clone());
        self.classes.iter().map(family).collect()
    }

    /// Says whether `class` is `ancestor` or stands below it.
    pub fn is_a(&self, class: ClassId, ancestor: ClassId) -> bool {
        self.class(class).ancestors.binary_search(&ancestor).is_ok()
    }
}

/// Names by class, from `seeds/lexicon/*.csv`.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// In the order of file and line.
    pub entries: Vec<Entry>,
    /// Names that stand for another entity, such as a capital for its government.
    pub metonyms: Vec<Metonym>,
    /// Every surface form, in order of its text.
    index: Vec<lexicon::Sense>,
}

/// A row of a lexicon: an entity known beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Canonical name.
    pub name: String,
    /// Other names, acronyms, spellings, former names.
    pub aliases: Vec<String>,
    /// Adjectives and demonyms: `Kazakh`, `Kazakhstani`.
    pub adjectives: Vec<String>,
    /// Its class, the most specific known.
    pub class: ClassId,
    /// Where it is.
    pub located_in: Option<EntryId>,
    /// The country whose capital it is.
    pub capital_of: Option<EntryId>,
    /// Of a person: the state whose offices he or she has held. It completes a title that a text
    /// gives without its state, and says nothing by itself.
    pub office_of: Option<EntryId>,
    /// Of a person: he or she has led that state, as head of state or, where that is who leads it, of
    /// its government.
    pub leads: bool,
    /// Wikidata item, such as `Q232`.
    pub wikidata: Option<String>,
    /// Key of the source, explained in `seeds/README.md`.
    pub source: String,
    /// File of the row, for messages.
    pub file: String,
    /// Its 1-based line.
    pub line: u64,
}

/// A name used for something else: `Kremlin` for the government of Russia.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metonym {
    /// The name as written.
    pub surface: String,
    /// What it stands for.
    pub entry: EntryId,
    /// How: `government`, …
    pub reading: String,
}

impl Lexicon {
    /// Returns the entry `id`.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The entry `id` and what lies around it, the nearest first: no place lies in itself.
    pub fn around(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        std::iter::successors(Some(id), |id| self.entry(*id).located_in)
    }
}
