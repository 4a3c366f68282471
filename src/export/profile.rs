//! What a network is a network of.

use std::fmt;

use super::network::Network;
use super::scope::Scope;
use super::{entities, facts, mentions};
use crate::document::Document;
use crate::graph::record::{ClaimRecord, EntityRecord};

/// What stands for nodes and edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Entities; an edge for each subject, relation and object.
    #[default]
    Entities,
    /// Entities and claims; a claim joins its entities.
    Facts,
    /// Articles and entities; an edge for each entity that an article mentions.
    Documents,
    /// Entities; an edge for each two that stand near one another.
    CoMention,
}

/// What networks are drawn from. What a profile has no use for may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Material<'a> {
    /// For [`Profile::Entities`] and [`Profile::Facts`].
    pub claims: &'a [ClaimRecord],
    /// For [`Profile::Documents`] and [`Profile::CoMention`].
    pub entities: &'a [EntityRecord],
    /// The texts that the entities are mentioned in.
    pub documents: &'a [Document],
}

impl Profile {
    /// Says whether it is drawn from claims, and not from mentions.
    pub fn is_of_claims(self) -> bool {
        matches!(self, Self::Entities | Self::Facts)
    }
}

impl<'a> Network<'a> {
    /// Draws what `scope` leaves of the material. The order of the material does not matter.
    pub fn draw(profile: Profile, material: &Material<'a>, scope: &Scope) -> Self {
        match profile {
            Profile::Entities => entities::entities(material.claims, scope),
            Profile::Facts => facts::facts(material.claims, scope),
            Profile::Documents => mentions::documents(material.entities, material.documents, scope),
            Profile::CoMention => {
                mentions::co_mentions(material.entities, material.documents, scope)
            }
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Entities => "entities",
            Self::Facts => "facts",
            Self::Documents => "documents",
            Self::CoMention => "co-mention",
        })
    }
}
