//! The report as RDF: one node a change, to be loaded beside the graphs that it speaks of and
//! queried with them.

use std::fmt::Write as _;

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use sha2::{Digest, Sha256};

use super::phrase;
use crate::diff::change::{ClaimDiff, Entry};
use crate::graph::record::{ClaimRecord, Node, Object};
use crate::graph::vocab::SG;

/// Start of the IRI of a change; a hash of what it says follows.
const CHANGE: &str = "https://w3id.org/saiga/change/";

/// Returns the changes as quads of the default graph, without blank nodes, in no particular order.
/// `docs/diff.md` lists the terms. The IRI of a change is made from its kind, its claims and the
/// versions that make them, so that the same change has the same IRI in every report.
pub fn rdf(diff: &ClaimDiff) -> Vec<Quad> {
    let mut graph = Graph { quads: Vec::new() };
    for (part, _, entries) in diff.parts() {
        for entry in entries {
            graph.entry(entry, part);
        }
    }
    for change in &diff.entities {
        let kind = format!("{:?}", change.kind).to_lowercase();
        let names =
            |nodes: &[Node]| -> Vec<String> { nodes.iter().map(|node| node.iri.clone()).collect() };
        let (old, new) = (names(&change.old), names(&change.new));
        let node =
            graph.change(&kind, "E", &[old.as_slice(), &new].concat(), &phrase::entity(change));
        old.iter().for_each(|iri| graph.node(&node, "oldEntity", iri));
        new.iter().for_each(|iri| graph.node(&node, "newEntity", iri));
        for (old, new) in &change.claims {
            graph.node(&node, "oldClaim", &old.iri);
            graph.node(&node, "newClaim", &new.iri);
        }
    }
    for conflict in &diff.conflicts {
        let (kind, code) = match conflict.opened {
            true => ("conflict-opened", "C+"),
            false => ("conflict-resolved", "C-"),
        };
        let values: Vec<String> = conflict.values.iter().map(phrase::object).collect();
        let slot = format!("{} {}", conflict.subject.label, conflict.predicate_label);
        let text = format!("{slot}: {}", values.join(" / "));
        let node = graph.change(kind, code, &[conflict.subject.iri.clone(), text.clone()], &text);
        graph.node(&node, "about", &conflict.subject.iri);
    }
    for article in &diff.articles {
        let kind = if article.added { "article-added" } else { "article-removed" };
        let code = if article.added { "+" } else { "-" };
        let node = graph.change(kind, code, std::slice::from_ref(&article.iri), &article.title);
        graph.node(&node, "about", &article.iri);
    }
    graph.quads
}

struct Graph {
    quads: Vec<Quad>,
}

impl Graph {
    fn entry(&mut self, entry: &Entry, part: &str) {
        let (old, new) = (entry.old.as_deref(), entry.new.as_deref());
        let mut parts = vec![part.to_owned()];
        for side in [old, new] {
            parts.extend(
                side.map(|claim| format!("{} {} {}", claim.iri, claim.version, claim.article)),
            );
            parts.push(String::new());
        }
        let change = entry.change();
        let what: Vec<String> =
            entry.changes.iter().map(|change| phrase::change(change, entry)).collect();
        let claim = entry.claim();
        let text = format!("{} {}: {}", claim.subject.label, phrase::claim(claim), what.join("; "));
        let node = self.change(change.name(), change.code(), &parts, &text);
        self.node(&node, "about", &claim.subject.iri);
        self.node(&node, "relation", &claim.predicate);
        self.value(&node, "part", Literal::from(part));
        for change in &entry.changes[1..] {
            self.value(&node, "alsoChanged", Literal::from(change.name()));
        }
        if let Some(why) = phrase::matched(entry) {
            self.value(&node, "matchedBy", Literal::from(why));
        }
        let sides = [
            (old, ["oldClaim", "oldVersion", "oldObject", "oldEvidence", "oldQuote"]),
            (new, ["newClaim", "newVersion", "newObject", "newEvidence", "newQuote"]),
        ];
        for (side, names) in sides {
            if let Some(claim) = side {
                self.side(&node, claim, names);
            }
        }
    }

    fn side(
        &mut self,
        node: &NamedNode,
        claim: &ClaimRecord,
        [name, version, object, evidence, quote]: [&str; 5],
    ) {
        self.node(node, name, &claim.iri);
        self.node(node, version, &claim.version);
        match &claim.object {
            Object::Entity(entity) => self.node(node, object, &entity.iri),
            Object::Literal { value, datatype } => {
                let datatype =
                    NamedNode::new(datatype).unwrap_or_else(|_| xsd::STRING.into_owned());
                self.value(node, object, Literal::new_typed_literal(value, datatype));
            }
        }
        for passage in &claim.evidence {
            self.node(node, evidence, &passage.iri);
            self.value(node, quote, Literal::from(passage.quote.as_str()));
        }
    }

    /// Adds the node of a change.
    fn change(&mut self, kind: &str, code: &str, parts: &[String], text: &str) -> NamedNode {
        let mut hash = Sha256::new();
        for part in [kind].into_iter().chain(parts.iter().map(String::as_str)) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut iri = CHANGE.to_owned();
        for byte in &hash.finalize()[..12] {
            write!(iri, "{byte:02x}").expect("a string takes everything");
        }
        let node = NamedNode::new_unchecked(iri);
        self.add(&node, rdf::TYPE, term("Change"));
        self.value(&node, "kind", Literal::from(kind));
        self.value(&node, "code", Literal::from(code));
        self.add(&node, rdfs::LABEL, Literal::from(text));
        node
    }

    fn node(&mut self, subject: &NamedNode, name: &str, iri: &str) {
        // A graph from elsewhere may name things by what is no IRI.
        match NamedNode::new(iri) {
            Ok(object) => self.add(subject, term(name).as_ref(), object),
            Err(_) => self.value(subject, name, Literal::from(iri)),
        }
    }

    fn value(&mut self, subject: &NamedNode, name: &str, value: Literal) {
        self.add(subject, term(name).as_ref(), value);
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let predicate = predicate.into_owned();
        self.quads.push(Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph));
    }
}

fn term(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SG}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Options, Side, claims};
    use crate::extract::{Polarity, Realis};
    use crate::graph::sample_claims::claim;

    #[test]
    fn a_change_can_be_asked_for_by_its_claims() {
        let done = claim("Country/A", "hosts", "Event/B", "A hosted B.");
        let mut plan = done.clone().status(Polarity::Affirmed, Realis::Planned, None);
        let mut done = done;
        plan.iri = "https://w3id.org/saiga/claim/1".to_owned();
        done.iri = "https://w3id.org/saiga/claim/2".to_owned();
        let side = |records| Side { records, ..Side::default() };
        let (old, new) = ([plan], [done]);
        let quads = rdf(&claims(&side(&old), &side(&new), &Options::default()));
        let values = |name: &str| -> Vec<String> {
            let of_name = quads.iter().filter(|quad| quad.predicate == term(name));
            of_name.map(|quad| quad.object.to_string()).collect()
        };
        assert_eq!(values("kind"), ["\"certainty\""]);
        assert_eq!(values("oldClaim"), ["<https://w3id.org/saiga/claim/1>"]);
        assert_eq!(values("newClaim"), ["<https://w3id.org/saiga/claim/2>"]);
        assert_eq!(values("newQuote"), ["\"A hosted B.\""]);
    }
}
