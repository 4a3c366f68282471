//! What the analyst's decisions change: surface forms that do not mean an entity, and entities that
//! are none. Merges and names are followed where entities are made ([`super::entity`]).

use super::Rules;
use super::entity::{self, Registry};
use super::fact::{Claim, EntityId, Holder, Object, Reason, Value};
use super::mention::{Candidate, Meaning, clean};
use super::view::View;

/// Takes candidates away from the entities that they were decided not to mean: a name becomes an
/// entity of its own, an adjective or a phrase nothing.
pub fn split(view: &View<'_>, rules: &Rules<'_>, candidates: &mut Vec<Candidate>) {
    if rules.decisions.is_empty() {
        return;
    }
    candidates.retain_mut(|candidate| {
        let name = rules.name_of(&candidate.meaning);
        let id = entity::id(rules, name, candidate.class);
        let id = rules.decisions.resolve(&id);
        let surface = clean(view.slice(candidate.tokens));
        if !rules.decisions.is_split(id, &surface) {
            return true;
        }
        let is_named = !matches!(candidate.reason, Reason::Adjective | Reason::Description);
        let own = entity::id(rules, &surface, candidate.class);
        // Its own name would be the same entity again.
        if !is_named || own == id || rules.decisions.resolve(&own) == id {
            return false;
        }
        candidate.meaning = Meaning::Name(surface);
        candidate.reason = Reason::Name;
        candidate.antecedent = None;
        true
    });
}

/// Drops the claims about rejected entities. A rejected source stays as words, for without it the
/// claim would be the author's; a rejected qualifier goes.
pub fn reject(rules: &Rules<'_>, registry: &Registry, claims: &mut Vec<Claim>) {
    if rules.decisions.is_empty() {
        return;
    }
    let is_rejected = |entity: &EntityId| registry.is_rejected(rules, *entity);
    claims.retain_mut(|claim| {
        if let Some(Holder::Entity(holder)) = &claim.status.holder
            && is_rejected(holder)
        {
            claim.status.holder = Some(Holder::Text(registry.name(*holder).to_owned()));
        }
        claim
            .qualifiers
            .retain(|(_, value)| !matches!(value, Value::Entity(entity) if is_rejected(entity)));
        let object = matches!(&claim.object, Object::Entity(entity) if is_rejected(entity));
        !object && !is_rejected(&claim.subject)
    });
}
