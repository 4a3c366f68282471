//! What the page asks for: the claims, names and texts of one state of a store, in memory and indexed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;

use super::ApiError;
use crate::document::{self, Document, Input};
use crate::export::{Colour, Network, Scope};
use crate::graph::record::{self, ClaimRecord, EntityRecord, Node, Object, VersionRecord};
use crate::graph::store::{DocumentEntry, Store, StoreError, VersionEntry};
use crate::graph::{iri, record::words_of};
use crate::project::Project;
use crate::slug;

/// Slow answers that are kept.
const MOST_KEPT: usize = 32;

/// One state of a store with what is looked up in it, and the project that it is shown with.
#[derive(Clone, Copy)]
pub struct Corpus<'s> {
    /// Ontology, names, decisions.
    pub project: &'s Project,
    /// The store.
    pub store: &'s Store,
    /// What is looked up.
    pub index: &'s Index,
}

/// What is looked up, made once for each state of a store. Nothing in it changes.
pub struct Index {
    /// The claims of the latest versions, sorted.
    pub records: Vec<ClaimRecord>,
    /// The entities of the latest versions, sorted.
    pub entities: Vec<EntityRecord>,
    /// The latest versions.
    pub versions: Vec<VersionRecord>,
    /// Everything that has a name, by IRI.
    pub things: BTreeMap<String, Thing>,
    /// Which records state a claim, by its IRI.
    by_claim: BTreeMap<String, Vec<usize>>,
    /// Which records have an entity at one of their ends, by its IRI.
    by_entity: BTreeMap<String, Vec<usize>>,
    /// Dates of publication, by IRI of the article or version.
    dates: BTreeMap<String, String>,
    colours: BTreeMap<String, Colour>,
    texts: OnceLock<Vec<Document>>,
    /// Which superseded versions state a claim, by its IRI: their names, `id@version`.
    former: OnceLock<BTreeMap<String, Vec<String>>>,
    /// Networks that were laid out.
    pub networks: Kept,
    /// Near-misses of documents.
    pub misses: Kept,
}

/// Answers that take a while, made once. One is made at a time; what is there already never waits.
#[derive(Default)]
pub struct Kept {
    answers: Mutex<BTreeMap<String, Vec<u8>>>,
    turn: Mutex<()>,
}

/// Something that has a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thing {
    /// Its name.
    pub label: String,
    /// IRI of its class.
    pub class: String,
    /// Other names, of the documents and of the lexicon.
    pub names: BTreeSet<String>,
    /// Claims with it at one of their ends.
    pub n_facts: usize,
    /// Articles whose claims have it at one of their ends.
    pub n_articles: usize,
    /// Places where a document means it.
    pub n_mentions: usize,
}

/// One version of a document, read again.
pub struct Opened {
    /// Its text and blocks.
    pub document: Document,
    /// IRI of the version.
    pub iri: String,
    /// The quads of its graph.
    pub quads: Vec<oxigraph::model::Quad>,
    /// Its claims, sorted.
    pub records: Vec<ClaimRecord>,
    /// Its entities, sorted.
    pub entities: Vec<EntityRecord>,
}

impl Index {
    /// Reads the latest versions of a store.
    ///
    /// # Errors
    /// When a file of it is missing or damaged.
    pub fn build(store: &Store, project: &Project) -> Result<Self, StoreError> {
        let quads = store.latest()?;
        let ((records, entities), versions) = rayon::join(
            || rayon::join(|| record::claims(&quads), || record::entities(&quads)),
            || record::versions(&quads),
        );
        drop(quads);
        let net =
            Network::new(&records, &Scope::default()).with_families(project.ontology.families());
        let classes: BTreeSet<&String> = (records.iter().map(|one| &one.subject.class))
            .chain(entities.iter().map(|one| &one.class))
            .chain(project.ontology.classes.iter().map(|class| &class.iri))
            .collect();
        let colours = classes.into_iter().map(|class| (class.clone(), net.colour(class))).collect();
        let mut index = Self {
            things: things(&records, &entities, project),
            by_claim: BTreeMap::new(),
            by_entity: BTreeMap::new(),
            dates: dates(&versions),
            colours,
            texts: OnceLock::new(),
            former: OnceLock::new(),
            networks: Kept::default(),
            misses: Kept::default(),
            versions,
            entities,
            records: Vec::new(),
        };
        for (slot, record) in records.iter().enumerate() {
            index.by_claim.entry(record.iri.clone()).or_default().push(slot);
            for node in ends(record) {
                let slots = index.by_entity.entry(node.iri.clone()).or_default();
                if slots.last() != Some(&slot) {
                    slots.push(slot);
                }
            }
        }
        index.records = records;
        Ok(index)
    }

    /// Returns the records that state a claim, by the hash at the end of its IRI.
    pub fn claim(&self, hash: &str) -> Vec<&ClaimRecord> {
        self.slots(self.by_claim.get(&format!("{}{hash}", iri::CLAIM)))
    }

    /// Returns the records with the entity at one of their ends: subject, object, any qualifier, or
    /// who says it.
    pub fn about(&self, iri: &str) -> Vec<&ClaimRecord> {
        self.slots(self.by_entity.get(iri))
    }

    fn slots(&self, slots: Option<&Vec<usize>>) -> Vec<&ClaimRecord> {
        slots.into_iter().flatten().map(|slot| &self.records[*slot]).collect()
    }

    /// Returns the colour of a class, the same as in an export.
    pub fn colour(&self, class: &str) -> Option<Colour> {
        self.colours.get(class).copied()
    }

    /// Returns when an article or a version was published, where it says so.
    pub fn date(&self, iri: &str) -> Option<&str> {
        self.dates.get(iri).map(String::as_str)
    }
}

impl Kept {
    /// Returns what was made under this name before, or makes it. A few are kept.
    ///
    /// # Errors
    /// As `make`.
    pub fn get(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, ApiError>,
    ) -> Result<Vec<u8>, ApiError> {
        let known = || self.answers().get(name).cloned();
        if let Some(bytes) = known() {
            return Ok(bytes);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = known() {
            return Ok(bytes);
        }
        let bytes = make()?;
        let mut answers = self.answers();
        if answers.len() >= MOST_KEPT {
            answers.pop_first();
        }
        answers.insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }

    fn answers(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Corpus<'_> {
    type Target = Index;

    fn deref(&self) -> &Index {
        self.index
    }
}

impl<'s> Corpus<'s> {
    /// Returns the words for a class.
    pub fn class_label(&self, iri: &str) -> String {
        let known = self.project.ontology.classes.iter().find(|class| class.iri == iri);
        known.map_or_else(|| words_of(iri), |class| class.label.clone())
    }

    /// Returns the latest versions with their documents.
    pub fn latest(&self) -> impl Iterator<Item = (&'s DocumentEntry, &'s VersionEntry)> + use<'s> {
        self.store.manifest().latest()
    }

    /// Finds a version: `id`, `id@version`, or its IRI.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(&self, name: &str) -> Result<(&'s DocumentEntry, &'s VersionEntry), ApiError> {
        let from_iri = name.strip_prefix(iri::DOCUMENT).map(|rest| rest.replacen('/', "@", 1));
        let name = from_iri.as_deref().unwrap_or(name);
        self.store.find(name).map_err(|_| ApiError::NotFound(format!("no document `{name}`")))
    }

    /// Reads a version again, from the copies in the store.
    ///
    /// # Errors
    /// When there is none, or its files are gone.
    pub fn open(&self, name: &str) -> Result<Opened, ApiError> {
        let (document, version) = self.find(name)?;
        let quads = self.store.quads(version)?;
        Ok(Opened {
            document: self.read(version)?,
            iri: iri::version(&document.id, &version.version).into_string(),
            records: record::claims(&quads),
            entities: record::entities(&quads),
            quads,
        })
    }

    /// Returns the records of superseded versions that state a claim, by its IRI: the latest ones have
    /// dropped it. The superseded versions are looked through at the first call.
    ///
    /// # Errors
    /// When a file of the store is missing or damaged.
    pub fn former(&self, claim: &str) -> Result<Vec<ClaimRecord>, ApiError> {
        let known = match self.index.former.get() {
            Some(known) => known,
            None => {
                let made = self.look_through_former()?;
                self.index.former.get_or_init(|| made)
            }
        };
        let mut found = Vec::new();
        for name in known.get(claim).into_iter().flatten() {
            let records = record::claims(&self.store.quads(self.find(name)?.1)?);
            found.extend(records.into_iter().filter(|record| record.iri == claim));
        }
        Ok(found)
    }

    fn look_through_former(&self) -> Result<BTreeMap<String, Vec<String>>, ApiError> {
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for document in &self.store.manifest().documents {
            let latest = document.latest();
            let is_former =
                |one: &&VersionEntry| latest.iter().all(|other| other.version != one.version);
            for version in document.versions.iter().filter(is_former) {
                let name = format!("{}@{}", document.id, version.version);
                for record in record::claims(&self.store.quads(version)?) {
                    let names = known.entry(record.iri).or_default();
                    if names.last() != Some(&name) {
                        names.push(name.clone());
                    }
                }
            }
        }
        Ok(known)
    }

    /// Reads the text of a version from the store's copy of its source.
    ///
    /// # Errors
    /// When the copy is gone or cannot be read.
    pub fn read(&self, version: &VersionEntry) -> Result<Document, ApiError> {
        let bytes = self.store.source(&version.source)?;
        let read = document::read(Input { path: &version.path, bytes: &bytes });
        Ok(read.map_err(|error| ApiError::Failed(format!("{}: {error}", version.path)))?.output)
    }

    /// Returns the texts of the latest versions, in their order; read at the first call. What cannot
    /// be read is left out.
    pub fn texts(&self) -> &'s [Document] {
        self.index.texts.get_or_init(|| {
            let versions: Vec<_> = self.latest().collect();
            let read = |(document, version): &(&DocumentEntry, &VersionEntry)| {
                let mut text = self.read(version).ok()?;
                text.id.clone_from(&document.id);
                text.version.clone_from(&version.version);
                Some(text)
            };
            versions.par_iter().filter_map(read).collect()
        })
    }
}

/// The entities of a record: subject, object, qualifiers and holder.
pub(super) fn ends(record: &ClaimRecord) -> impl Iterator<Item = &Node> {
    let objects = (record.qualifiers.values().flatten())
        .chain([&record.object])
        .chain(&record.holder)
        .filter_map(|object| match object {
            // A unit is no thing of the world.
            Object::Entity(node) => node.iri.starts_with(iri::ENTITY).then_some(node),
            Object::Literal { .. } => None,
        });
    [&record.subject].into_iter().chain(objects)
}

fn things(
    records: &[ClaimRecord],
    entities: &[EntityRecord],
    project: &Project,
) -> BTreeMap<String, Thing> {
    let mut things: BTreeMap<String, Thing> = BTreeMap::new();
    for entity in entities {
        let thing = things.entry(entity.iri.clone()).or_default();
        if thing.label.is_empty() {
            thing.label.clone_from(&entity.label);
            thing.class.clone_from(&entity.class);
        }
        thing.names.insert(entity.label.clone());
        thing.names.extend(entity.alt_labels.iter().cloned());
        thing.n_mentions += entity.mentions.len();
    }
    let mut seen: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for record in records {
        for node in ends(record) {
            let (claims, articles) = seen.entry(&node.iri).or_default();
            claims.insert(&record.iri);
            articles.insert(&record.article);
            let thing = things.entry(node.iri.clone()).or_default();
            if thing.label.is_empty() {
                thing.label.clone_from(&node.label);
                thing.class.clone_from(&node.class);
            }
        }
    }
    for (iri, (claims, articles)) in seen {
        if let Some(thing) = things.get_mut(iri) {
            (thing.n_facts, thing.n_articles) = (claims.len(), articles.len());
        }
    }
    let onto = &project.ontology;
    for entry in &project.lexicon.entries {
        let top = onto.class(onto.class(entry.class).top);
        let iri = iri::entity(&slug::entity_id(&top.name, &entry.name));
        if let Some(thing) = things.get_mut(iri.as_str()) {
            thing.names.extend(entry.aliases.iter().chain([&entry.name]).cloned());
        }
    }
    for thing in things.values_mut() {
        let label = thing.label.clone();
        thing.names.remove(&label);
    }
    things
}

fn dates(versions: &[VersionRecord]) -> BTreeMap<String, String> {
    let mut dates = BTreeMap::new();
    for version in versions {
        dates.extend(version.date.clone().map(|date| (version.iri.clone(), date)));
        for article in &version.articles {
            let date = article.date.as_ref().or(version.date.as_ref());
            dates.extend(date.map(|date| (article.iri.clone(), date.clone())));
        }
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_a_while_is_made_once_and_a_failure_is_not_kept() {
        let kept = Kept::default();
        let failed = kept.get("a", || Err(ApiError::Failed("no".to_owned())));
        assert!(failed.is_err());
        assert_eq!(kept.get("a", || Ok(vec![1])).unwrap(), [1]);
        assert_eq!(kept.get("a", || Ok(vec![2])).unwrap(), [1]);
        for number in 0..2 * MOST_KEPT {
            kept.get(&format!("b{number}"), || Ok(Vec::new())).unwrap();
        }
        assert!(kept.answers().len() <= MOST_KEPT);
    }
}
