//! Stage 3: [`Annotated`](crate::text::Annotated) in, [`Facts`] out, guided by the ontology.

pub mod fact;

pub use fact::{
    Claim, Entity, EntityId, Facts, Holder, Mention, Object, Polarity, Qualifier, Realis, Reason,
    Status, Value,
};
