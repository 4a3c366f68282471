//! Gathers the entities of a document: the same thing has one entity and one id, whatever it is
//! called.

use std::collections::BTreeMap;

use super::Rules;
use super::fact::{Entity, EntityId, Mention, Reason};
use super::mention::{Meaning, clean};
use crate::ontology::ClassId;
use crate::slug::entity_id;
use crate::span::Span;

/// The entities met so far.
#[derive(Debug, Default)]
pub struct Registry {
    entities: Vec<Entity>,
    by_id: BTreeMap<String, EntityId>,
    /// What descriptions mean, by where they stand.
    by_place: BTreeMap<Span, EntityId>,
}

impl Registry {
    /// Returns the entity that `meaning` stands for, made on first use.
    pub fn entity(&mut self, rules: &Rules<'_>, meaning: &Meaning, class: ClassId) -> EntityId {
        let name = rules.name_of(meaning);
        let (class, wikidata) = match meaning {
            Meaning::Entry(entry) => {
                let entry = rules.lexicon.entry(*entry);
                (entry.class, entry.wikidata.clone())
            }
            Meaning::Name(_) | Meaning::Description(_) => (class, None),
        };
        self.named(rules, name, class, wikidata)
    }

    /// Returns the entity of this name and class, made on first use; where the analyst has decided
    /// that it is another one, that one.
    ///
    /// # Panics
    /// Never: a document of at most 16 MiB has fewer than 2³² entities.
    pub fn named(
        &mut self,
        rules: &Rules<'_>,
        name: &str,
        class: ClassId,
        wikidata: Option<String>,
    ) -> EntityId {
        let mut made = Entity {
            id: id(rules, name, class),
            name: name.to_owned(),
            class,
            wikidata,
            aliases: Vec::new(),
            mentions: Vec::new(),
        };
        let own_id = made.id.clone();
        let is_met = self.by_id.contains_key(rules.decisions.resolve(&made.id));
        if !rules.decisions.is_empty() {
            decide(rules, &mut made, is_met);
        }
        if let Some(known) = self.by_id.get(&made.id) {
            let entity = &mut self.entities[known.0 as usize];
            // What others were merged into before it was met itself gets its own name.
            if !rules.decisions.is_empty() && own_id == entity.id {
                entity.name = made.name;
            }
            // A more specific class says more.
            if rules.onto.is_a(made.class, entity.class) && made.class != entity.class {
                entity.class = made.class;
            }
            return *known;
        }
        let next = EntityId(u32::try_from(self.entities.len()).expect("fewer than 2^32 entities"));
        self.by_id.insert(made.id.clone(), next);
        self.entities.push(made);
        next
    }

    /// The entity that the description at `place` means, if that was decided.
    pub fn at(&self, place: Span, class: ClassId, rules: &Rules<'_>) -> Option<EntityId> {
        let entity = *self.by_place.get(&place)?;
        let same_top = rules.onto.class(self.class(entity)).top == rules.onto.class(class).top;
        same_top.then_some(entity)
    }

    /// Decides what the description at `place` means.
    pub fn stands_at(&mut self, place: Span, entity: EntityId) {
        self.by_place.insert(place, entity);
    }

    /// Adds a mention to an entity.
    pub fn mention(&mut self, entity: EntityId, mention: Mention) {
        self.entities[entity.0 as usize].mentions.push(mention);
    }

    /// The names by which the document's lexicon or text calls an entity so far.
    pub fn written(&self, entity: EntityId, text: &str) -> Vec<String> {
        let mentions = &self.entities[entity.0 as usize].mentions;
        let is_name = |mention: &&Mention| {
            matches!(mention.reason, Reason::Gazetteer | Reason::Name | Reason::Transliteration)
        };
        let mut names: Vec<String> =
            mentions.iter().filter(is_name).map(|mention| clean(mention.span.of(text))).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Adds a name that the text does not spell out: that of a thing named after another.
    pub fn alias(&mut self, entity: EntityId, alias: String) {
        let entity = &mut self.entities[entity.0 as usize];
        if alias != entity.name && !alias.contains('{') && !entity.aliases.contains(&alias) {
            entity.aliases.push(alias);
            entity.aliases.sort_unstable();
        }
    }

    /// Says whether the analyst has rejected an entity.
    pub fn is_rejected(&self, rules: &Rules<'_>, entity: EntityId) -> bool {
        rules.decisions.is_rejected(&self.entities[entity.0 as usize].id)
    }

    /// Says whether two entities are one, or are named by the same words somewhere: a thing that
    /// is only described may have got two names.
    pub fn share_mention(&self, one: EntityId, other: EntityId) -> bool {
        let mentions = |entity: EntityId| &self.entities[entity.0 as usize].mentions;
        let is_described = |mention: &Mention| mention.reason == Reason::Description;
        one == other
            || mentions(one).iter().filter(|mention| is_described(mention)).any(|mention| {
                mentions(other)
                    .iter()
                    .any(|known| known.span == mention.span && is_described(known))
            })
    }

    /// The name of an entity.
    pub fn name(&self, entity: EntityId) -> &str {
        &self.entities[entity.0 as usize].name
    }

    /// The class of an entity.
    pub fn class(&self, entity: EntityId) -> ClassId {
        self.entities[entity.0 as usize].class
    }

    /// Gives the entities in the order of their ids, mentions in the order of the text, and for
    /// each old index its new one. Rejected entities are left out; nothing may refer to them.
    ///
    /// # Panics
    /// Never: each id is listed once.
    pub fn finish(mut self, rules: &Rules<'_>) -> (Vec<Entity>, Vec<EntityId>) {
        for entity in &mut self.entities {
            entity.mentions.sort_by_key(|mention| (mention.span, mention.reason));
            entity.mentions.dedup_by_key(|mention| mention.span);
        }
        let entities = &self.entities;
        let order: Vec<usize> = (self.by_id.values().map(|id| id.0 as usize))
            .filter(|index| !rules.decisions.is_rejected(&entities[*index].id))
            .collect();
        let mut renumbered = vec![EntityId(0); self.entities.len()];
        for (new, old) in (0u32..).zip(&order) {
            renumbered[*old] = EntityId(new);
        }
        let mut slots: Vec<Option<Entity>> = self.entities.into_iter().map(Some).collect();
        let entities = order
            .into_iter()
            .map(|old| slots[old].take().expect("each id is listed once"))
            .collect();
        (entities, renumbered)
    }
}

/// The id of the entity of this name and class before any decision: `country/kazakhstan`.
pub fn id(rules: &Rules<'_>, name: &str, class: ClassId) -> String {
    let top = rules.onto.class(rules.onto.class(class).top);
    entity_id(&top.name, name)
}

/// Follows the analyst's merges and names. The entity that another is merged into has its own name
/// and class where the lexicon lists it; one that was met already has them.
fn decide(rules: &Rules<'_>, made: &mut Entity, is_met: bool) {
    let target = rules.decisions.resolve(&made.id);
    if target != made.id && is_met {
        made.id = target.to_owned();
    } else if target != made.id {
        let listed = rules
            .lexicon
            .entries
            .iter()
            .find(|entry| id(rules, &entry.name, entry.class) == target);
        if let Some(entry) = listed {
            made.name.clone_from(&entry.name);
            made.class = entry.class;
            made.wikidata.clone_from(&entry.wikidata);
        }
        made.id = target.to_owned();
    }
    if let Some(name) = rules.decisions.name(&made.id) {
        made.name = name.to_owned();
    }
}
