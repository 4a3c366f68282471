//! The ends of a claim that no name of the sentence fills: what a phrase describes, what the clause leaves
//! out, what a pattern names by a template.

use super::{End, Maker};
use crate::extract::described;
use crate::extract::fact::{EntityId, Mention, Reason};
use crate::extract::implied::Implied;
use crate::extract::matching::Fill;
use crate::extract::mention::{Meaning, clean};
use crate::extract::office;
use crate::extract::view::Tokens;
use crate::ontology::pattern::{Minted, Part};
use crate::ontology::{ClassId, EntryId};

impl Maker<'_, '_> {
    /// The entity that a noun phrase describes.
    pub(super) fn described(&mut self, tokens: Tokens, class: ClassId) -> EntityId {
        let name = clean(self.scene.view.slice(tokens));
        let entity = self.registry.entity(self.rules, &Meaning::Description(name), class);
        let span = self.scene.view.span(tokens);
        self.registry
            .mention(entity, Mention { span, reason: Reason::Description, antecedent: None });
        entity
    }

    /// The entity of a candidate, with this mention of it.
    pub(super) fn candidate(&mut self, index: usize) -> EntityId {
        described::entity(self.scene, self.rules, self.registry, self.found, index)
    }

    /// What the match leaves out.
    pub(super) fn implied(&mut self, implied: Implied<'_>) -> EntityId {
        match implied {
            Implied::Here(candidate) => self.candidate(candidate),
            Implied::Before(recent) => {
                let span = self.scene.view.span(Tokens::new(self.found.first, self.found.end));
                described::recent(self.rules, self.registry, recent, span)
            }
        }
    }

    /// The country that the article is about.
    pub(super) fn home(&mut self, entry: EntryId) -> End {
        let class = self.rules.lexicon.entry(entry).class;
        End::Entity(self.registry.entity(self.rules, &Meaning::Entry(entry), class))
    }

    /// Makes the entity that a pattern names by a template.
    pub(super) fn mint(&mut self, minted: &Minted, other: End) -> Option<End> {
        let other_name = match other {
            End::Entity(entity) => self.registry.name(entity).to_owned(),
            End::Date(date) => date.to_string(),
            End::Number(_) => return None,
        };
        let mut name =
            minted.template.replace("{subject}", &other_name).replace("{object}", &other_name);
        if name.contains("{role}") {
            if minted.template == "{role}" && self.role_has_owner() {
                return None;
            }
            let tokens = self.role()?;
            let own = office::at_its_time(&self.scene.view, self.rules.words, tokens);
            let role = self.of_each(tokens, clean(self.scene.view.slice(own)));
            name = name.replace("{role}", &role);
        }
        for (class, index) in self.contexts() {
            let slot = format!("{{{class}}}");
            if name.contains(&slot) {
                let entity = self.candidate(index);
                name = name.replace(&slot, self.registry.name(entity));
            }
        }
        if name.contains("{context}") {
            let fill = self.fills(Part::Context).next()?.clone();
            let Fill::Candidates(members, _) = fill else { return None };
            let context = self.candidate(*members.first()?);
            name = name.replace("{context}", self.registry.name(context));
        }
        // `{Organization} vote`, where a country votes: there is no such name.
        if name.contains('{') {
            return None;
        }
        let entity = self.registry.named(self.rules, &name, minted.class, None);
        // The same name with the other end as the document writes it.
        if let End::Entity(other) = other {
            for written in self.registry.written(other, self.scene.view.text) {
                let alias =
                    minted.template.replace("{subject}", &written).replace("{object}", &written);
                self.registry.alias(entity, alias);
            }
        }
        let span = self.scene.view.span(Tokens::new(self.found.first, self.found.end));
        self.registry
            .mention(entity, Mention { span, reason: Reason::Description, antecedent: None });
        Some(End::Entity(entity))
    }

    /// `the deputy director of the bank`: an office is not told by its words alone where the text says
    /// whose it is.
    pub(super) fn role_has_owner(&self) -> bool {
        let Some(role) = self.role() else { return false };
        let view = &self.scene.view;
        let is_named_before = self.scene.candidates.iter().any(|candidate| {
            let end = candidate.tokens.end;
            end == role.first || end + 1 == role.first && matches!(view.word(end), "'s" | "'")
        });
        is_named_before
            || view.word(role.first.wrapping_sub(1)) == "'s"
            || matches!(view.word(role.end), "of" | "at" | "for" | "in" | "to")
    }

    /// The first entity of each context slot, with the names of its classes.
    pub(super) fn contexts(&self) -> Vec<(String, usize)> {
        let mut contexts = Vec::new();
        for fill in self.fills(Part::Context) {
            let Fill::Candidates(members, _) = fill else { continue };
            let Some(first) = members.first().copied() else { continue };
            let onto = self.rules.onto;
            let mut class = Some(self.scene.candidates[first].class);
            while let Some(id) = class {
                contexts.push((onto.class(id).name.clone(), first));
                class = onto.class(id).parents.first().copied();
            }
        }
        contexts
    }
}
