//! Stage 4: [`Facts`](crate::extract::Facts) in, RDF quads out, and the store that keeps them.

pub mod background;
pub(crate) mod describe;
pub mod inference;
pub mod iri;
pub mod lift;
pub mod literal;
pub mod nquads;
pub mod record;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
pub(crate) mod sample_claims;
pub mod store;
pub mod verify;
pub mod vocab;

pub use lift::{claim_iris, lift};
