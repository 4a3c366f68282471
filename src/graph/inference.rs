//! What follows from what is stated, kept apart from it: the graph `…/graph/inferred`.
//!
//! The ontology declares what may be concluded, in the terms of OWL 2 RL (W3C 2012) and, for
//! relations that hold along a chain of others, of the OBO format:
//!
//! | declared of a relation | concluded |
//! |---|---|
//! | `owl:SymmetricProperty` | *a* borders *b* ⇒ *b* borders *a* |
//! | `owl:inverseOf` | *a* member of *b* ⇒ *b* has member *a* |
//! | `owl:TransitiveProperty` | *a* in *b*, *b* in *c* ⇒ *a* in *c* |
//! | `sg:transitiveOver` | *e* held in *b*, *b* located in *c* ⇒ *e* held in *c* |
//!
//! Premises are rows of the lexicon, and claims that are affirmed, actual, made by the author and
//! not ended: what only a source says, what is planned and what is over proves nothing, nor does
//! what another document denies. A triple that
//! some document denies is not concluded, and what follows from the lexicon alone is left out: it would
//! be about things that no document speaks of. Nothing inferred carries a quote; each triple has a
//! `sg:Inference` with its rule and its premises, down to claims with theirs.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::record::{self, Object};
use super::{iri, nquads, vocab};
use crate::extract::{Polarity, Realis};
use crate::ontology::vocab as schema;

/// Longest chain that is followed, in steps: no place lies in more places than that.
const MAX_STEPS: usize = 12;
/// Most objects that a chain may give one subject and relation, so that the work stays linear.
const MAX_OBJECTS: usize = 200;
/// Most claims that are named as the source of one premise.
const MAX_CLAIMS: usize = 3;

/// Returns what follows from the claims of `stated` and the lexicon in `background`, by the rules
/// that the ontology in `background` declares; sorted, in the graph `…/graph/inferred`.
pub fn infer(stated: &[Quad], background: &[Quad]) -> Vec<Quad> {
    let rules = Rules::read(background);
    let mut facts = Facts::read(stated, background, &rules);
    let given: Vec<Triple> = facts.known.keys().cloned().collect();
    facts.turn(&rules, &given);
    let chained = facts.chain(&rules);
    facts.turn(&rules, &chained);
    facts.quads()
}

/// Subject, relation and object, by IRI.
type Triple = (String, String, String);

/// What the ontology lets conclude, by IRI of the relation.
#[derive(Default)]
struct Rules {
    relations: BTreeSet<String>,
    symmetric: BTreeSet<String>,
    inverse: BTreeMap<String, BTreeSet<String>>,
    /// To the relations along which it holds; a transitive one holds along itself.
    over: BTreeMap<String, BTreeSet<String>>,
}

impl Rules {
    fn read(background: &[Quad]) -> Self {
        let ontology = iri::graph("ontology");
        let mut rules = Self::default();
        let mut properties = BTreeSet::new();
        let mut inverse: Vec<(String, String)> = Vec::new();
        for quad in background.iter().filter(|quad| quad.graph_name == ontology) {
            let Some((subject, predicate, object)) = triple(quad) else { continue };
            match predicate.as_str() {
                schema::TYPE => match object.as_str() {
                    schema::RELATION => {
                        rules.relations.insert(subject);
                    }
                    schema::SYMMETRIC => {
                        rules.symmetric.insert(subject);
                    }
                    schema::OBJECT_PROPERTY => {
                        properties.insert(subject);
                    }
                    schema::TRANSITIVE => {
                        rules.over.entry(subject.clone()).or_default().insert(subject);
                    }
                    _ => {}
                },
                schema::INVERSE_OF => inverse.push((subject, object)),
                schema::TRANSITIVE_OVER => {
                    rules.over.entry(subject).or_default().insert(object);
                }
                _ => {}
            }
        }
        // An inverse in another vocabulary is a mapping for readers and no rule.
        for (one, other) in inverse {
            if properties.contains(&one) && properties.contains(&other) {
                rules.inverse.entry(one.clone()).or_default().insert(other.clone());
                rules.inverse.entry(other).or_default().insert(one);
            }
        }
        rules
    }
}

/// Why a triple is known.
enum Source {
    /// Claims of documents state it: their IRIs.
    Claims(Vec<String>),
    /// The lexicon lists it.
    Lexicon,
    /// A rule, with its premises in order.
    Rule(&'static str, Vec<Triple>),
}

#[derive(Default)]
struct Facts {
    known: BTreeMap<Triple, Source>,
    denied: BTreeSet<Triple>,
}

impl Facts {
    /// Collects what may serve as a premise.
    fn read(stated: &[Quad], background: &[Quad], rules: &Rules) -> Self {
        let mut facts = Self::default();
        let lexicon = iri::graph("lexicon");
        for quad in background.iter().filter(|quad| quad.graph_name == lexicon) {
            if let Some(triple) = triple(quad).filter(|one| rules.relations.contains(&one.1)) {
                facts.known.insert(triple, Source::Lexicon);
            }
        }
        for claim in record::claims(stated) {
            let Object::Entity(object) = claim.object else { continue };
            let triple = (claim.subject.iri, claim.predicate, object.iri);
            let has_ended = claim.qualifiers.contains_key(vocab::VALID_TO.as_str());
            match (claim.polarity, claim.realis) {
                (Polarity::Negated, Realis::Actual) => {
                    facts.denied.insert(triple);
                }
                (Polarity::Affirmed, Realis::Actual) if claim.holder.is_none() && !has_ended => {
                    match facts.known.get_mut(&triple) {
                        Some(Source::Claims(claims)) => {
                            if claims.len() < MAX_CLAIMS && !claims.contains(&claim.iri) {
                                claims.push(claim.iri);
                            }
                        }
                        // A claim has a quote, so it is the better premise.
                        _ => {
                            facts.known.insert(triple, Source::Claims(vec![claim.iri]));
                        }
                    }
                }
                _ => {}
            }
        }
        // What sources disagree about proves nothing either.
        let denied = &facts.denied;
        facts
            .known
            .retain(|triple, source| matches!(source, Source::Lexicon) || !denied.contains(triple));
        facts
    }

    /// Adds a conclusion, unless it is known, denied or says something of itself.
    fn conclude(&mut self, triple: Triple, rule: &'static str, premises: Vec<Triple>) -> bool {
        let is_new = triple.0 != triple.2
            && !self.denied.contains(&triple)
            && !self.known.contains_key(&triple);
        if is_new {
            self.known.insert(triple, Source::Rule(rule, premises));
        }
        is_new
    }

    /// Reads `triples` from their other end.
    fn turn(&mut self, rules: &Rules, triples: &[Triple]) {
        for triple in triples {
            let (subject, relation, object) = triple;
            let turned = |relation: &String| (object.clone(), relation.clone(), subject.clone());
            if rules.symmetric.contains(relation) {
                self.conclude(turned(relation), "symmetric", vec![triple.clone()]);
            }
            for inverse in rules.inverse.get(relation).into_iter().flatten() {
                self.conclude(turned(inverse), "inverse", vec![triple.clone()]);
            }
        }
    }

    /// Follows chains, breadth first, so that each conclusion has the shortest proof. Returns the
    /// conclusions.
    fn chain(&mut self, rules: &Rules) -> Vec<Triple> {
        let mut steps: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let mut starts: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let carriers: BTreeSet<&String> = rules.over.values().flatten().collect();
        for (subject, relation, object) in self.known.keys() {
            if carriers.contains(relation) {
                steps.entry((subject, relation)).or_default().push(object);
            }
            if rules.over.contains_key(relation) {
                starts.entry((subject, relation)).or_default().push(object);
            }
        }
        let mut found: Vec<(Triple, &'static str, Vec<Triple>)> = Vec::new();
        for ((subject, relation), objects) in &starts {
            let owned = |subject: &str, relation: &str, object: &str| {
                (subject.to_owned(), relation.to_owned(), object.to_owned())
            };
            let mut seen: BTreeSet<&str> = objects.iter().copied().chain([*subject]).collect();
            let mut front = objects.clone();
            for _ in 0..MAX_STEPS {
                let mut next = Vec::new();
                for middle in front {
                    for carrier in rules.over.get(*relation).into_iter().flatten() {
                        let reached = steps.get(&(middle, carrier.as_str())).into_iter().flatten();
                        for object in reached {
                            let triple = owned(subject, relation, object);
                            let fits = seen.len() < MAX_OBJECTS && !self.denied.contains(&triple);
                            if fits && seen.insert(object) {
                                let rule = match carrier.as_str() == *relation {
                                    true => "transitive",
                                    false => "transitive over",
                                };
                                let premises = vec![
                                    owned(subject, relation, middle),
                                    owned(middle, carrier, object),
                                ];
                                found.push((triple, rule, premises));
                                next.push(*object);
                            }
                        }
                    }
                }
                front = next;
            }
        }
        let mut chained = Vec::new();
        for (triple, rule, premises) in found {
            if self.conclude(triple.clone(), rule, premises) {
                chained.push(triple);
            }
        }
        chained
    }

    /// Says whether a claim is among the premises, or among theirs.
    fn rests_on_a_claim(&self, premises: &[Triple]) -> bool {
        // Each premise was known before what follows from it, so that this ends.
        premises.iter().any(|premise| match self.known.get(premise) {
            Some(Source::Claims(_)) => true,
            Some(Source::Rule(_, premises)) => self.rests_on_a_claim(premises),
            Some(Source::Lexicon) | None => false,
        })
    }

    /// The conclusions as quads: each as a triple and as a `sg:Inference` that tells its proof.
    fn quads(&self) -> Vec<Quad> {
        let mut writer = Writer { graph: iri::graph("inferred"), quads: Vec::new() };
        for (triple, source) in &self.known {
            let Source::Rule(rule, premises) = source else { continue };
            if !self.rests_on_a_claim(premises) {
                continue;
            }
            let node = iri::inference(&triple.0, &triple.1, &triple.2);
            let [subject, relation, object] = writer.describe(&node, vocab::INFERENCE, triple);
            writer.add(&subject, relation.as_ref(), object);
            writer.add(&node, vocab::RULE, Literal::new_simple_literal(*rule));
            for premise in premises {
                let (subject, relation, object) = premise;
                match self.known.get(premise) {
                    Some(Source::Claims(claims)) => {
                        for claim in claims {
                            writer.add(&node, vocab::PREMISE, named(claim));
                        }
                    }
                    Some(Source::Lexicon) => {
                        let row = iri::listed(subject, relation, object);
                        writer.describe(&row, rdf::STATEMENT, premise);
                        writer.add(
                            &row,
                            vocab::DCT_SOURCE,
                            named(&(iri::GRAPH.to_owned() + "lexicon")),
                        );
                        writer.add(&node, vocab::PREMISE, row);
                    }
                    Some(Source::Rule(..)) => {
                        let proof = iri::inference(subject, relation, object);
                        writer.add(&node, vocab::PREMISE, proof);
                    }
                    None => {}
                }
            }
        }
        nquads::canonical(writer.quads)
    }
}

struct Writer {
    graph: GraphName,
    quads: Vec<Quad>,
}

impl Writer {
    fn add(&mut self, subject: &NamedNode, key: NamedNodeRef<'_>, object: impl Into<Term>) {
        let graph = self.graph.clone();
        self.quads.push(Quad::new(subject.clone(), key.into_owned(), object, graph));
    }

    /// Says which triple a node stands for, and returns its parts.
    fn describe(
        &mut self,
        node: &NamedNode,
        class: NamedNodeRef<'_>,
        (subject, relation, object): &Triple,
    ) -> [NamedNode; 3] {
        let parts = [named(subject), named(relation), named(object)];
        self.add(node, rdf::TYPE, class);
        for (key, part) in [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].into_iter().zip(&parts) {
            self.add(node, key, part.clone());
        }
        parts
    }
}

/// An IRI that came out of quads and so is one.
fn named(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

/// The IRIs of a quad, where it has no literal.
fn triple(quad: &Quad) -> Option<Triple> {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return None };
    let Term::NamedNode(object) = &quad.object else { return None };
    let predicate = quad.predicate.as_str();
    Some((subject.as_str().to_owned(), predicate.to_owned(), object.as_str().to_owned()))
}

#[cfg(test)]
mod tests;
