//! Patterns on syntax: a pattern's sentence is parsed once, what connects its slots and words is
//! kept, and that small tree is looked for in the trees of the text.
//!
//! Both sides are read as a [`graph`] of who does what to whom, in which the passive, relative
//! and participial clauses, apposition, coordination and control are already undone; so a pattern
//! says `{Country} joined {Organization}` once.
//!
//! 1. [`graph`]: a sentence's enhanced dependencies, made uniform
//! 2. [`template`]: a pattern's graph, reduced to what must be found
//! 3. [`nominal`]: the same with the verb as a noun: `the accession of …`
//! 4. [`ground`]: a sentence with its graph and the heads of its mentions
//!    ([`elaboration`]: lists behind their clause)
//! 5. [`fill`]: what can fill a slot at a word
//! 6. [`search`]: a template in a sentence ([`complement`]: whose a second verb is)
//! 7. [`governor`]: the words that deny, plan or doubt what was found
//! 8. [`dating`]: its date; [`attached`]: what else phrases beside it tell
//! 9. [`explain`]: why a pattern reads a text or does not

pub mod attached;
pub mod complement;
pub mod dating;
pub mod elaboration;
pub mod explain;
pub mod fill;
pub mod governor;
pub mod graph;
pub mod ground;
pub mod nominal;
pub mod search;
pub mod template;
