//! Reads documents into a knowledge graph in which every fact can be read back to the sentence
//! that states it.
//!
//! # Steps
//! 1. [`document`]: bytes → [`Document`](document::Document)
//! 2. [`text`]: document → [`Annotated`](text::Annotated)
//! 3. [`extract`]: annotated → [`Facts`](extract::Facts), guided by the [`ontology`]
//! 4. [`graph`]: facts → RDF quads, one named graph per document version

// In pipeline order. A module may use only modules above it (tests/it/tidy.rs checks).
pub mod span; // half-open byte ranges
pub mod date; // calendar dates with their precision
pub mod slug; // names to the ASCII form that identifiers are made of
pub mod diagnostic; // what every stage may report
pub mod document; // 1. bytes -> Document
pub mod text; // 2. Document -> sentences, tokens, trees
pub mod ontology; //    what may be said: classes, relations, names, patterns
pub mod project; //    finds and reads ontology/ and seeds/ (disk or built in)
pub mod extract; // 3. Annotated -> Facts (entities, claims, evidence)
pub mod graph; // 4. Facts -> RDF, and the store
pub mod pipeline; // 1 to 4 in one call
pub mod query; // 5a. SPARQL in, tables out; questions; explanations
pub mod diff; // 5b. two versions -> what changed in what they say
pub mod export; // 5c. the graph -> GEXF, CSV, Turtle, ...
pub mod links; // 5d. answers to queries as networks
#[cfg(unix)] // queries run in forked processes
pub mod web; // 5e. the same over HTTP: SPARQL protocol, questions, page
pub mod cli; // 6. the only module that prints
