//! Stage 4: [`Facts`](crate::extract::Facts) in, RDF quads out, and the store that keeps them.

pub mod record;
#[cfg(test)]
pub(crate) mod sample;
