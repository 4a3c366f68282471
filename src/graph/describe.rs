//! Quads grouped by graph and subject, in one pass, for reading records back.

use std::collections::HashMap;

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term};

/// What some quads say, by graph and subject. Quads in the default graph or about blank nodes are
/// left out: saiga makes neither.
pub(crate) struct Descriptions<'q> {
    /// In the order in which the quads first named them.
    all: Vec<Description<'q>>,
    by_name: HashMap<(&'q str, &'q str), usize>,
    /// Labels of anything, in whatever graph: for classes and relations.
    labels: HashMap<&'q str, &'q str>,
}

/// What one graph says of one subject.
pub(crate) struct Description<'q> {
    /// Name of the graph.
    pub(crate) graph: &'q str,
    /// The subject.
    pub(crate) iri: &'q str,
    properties: Vec<(&'q str, &'q Term)>,
}

impl<'q> Descriptions<'q> {
    /// Groups the quads, in linear time.
    pub(crate) fn new(quads: impl IntoIterator<Item = &'q Quad>) -> Self {
        let mut all: Vec<Description<'q>> = Vec::new();
        let mut by_name = HashMap::new();
        let mut labels = HashMap::new();
        for quad in quads {
            let (GraphName::NamedNode(graph), NamedOrBlankNode::NamedNode(subject)) =
                (&quad.graph_name, &quad.subject)
            else {
                continue;
            };
            let (graph, iri) = (graph.as_str(), subject.as_str());
            let slot = *by_name.entry((graph, iri)).or_insert_with(|| {
                all.push(Description { graph, iri, properties: Vec::new() });
                all.len() - 1
            });
            if let (true, Term::Literal(label)) = (quad.predicate == rdfs::LABEL, &quad.object) {
                let first = labels.entry(iri).or_insert(label.value());
                *first = (*first).min(label.value());
            }
            all[slot].properties.push((quad.predicate.as_str(), &quad.object));
        }
        Self { all, by_name, labels }
    }

    /// Returns all, in the order in which the quads first named them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Description<'q>> {
        self.all.iter()
    }

    /// Returns what has this `rdf:type`.
    pub(crate) fn of_class(
        &self,
        class: NamedNodeRef<'static>,
    ) -> impl Iterator<Item = &Description<'q>> {
        use oxigraph::model::vocab::rdf;
        self.all.iter().filter(move |one| one.nodes(rdf::TYPE).any(|own| own == class.as_str()))
    }

    /// Returns what `graph` says of `iri`.
    pub(crate) fn get(&self, graph: &str, iri: &str) -> Option<&Description<'q>> {
        self.by_name.get(&(graph, iri)).map(|slot| &self.all[*slot])
    }

    /// Returns a label of `iri` from any graph.
    pub(crate) fn label(&self, iri: &str) -> Option<String> {
        self.labels.get(iri).map(|label| (*label).to_owned())
    }
}

impl<'q> Description<'q> {
    /// Returns predicate and object of each quad.
    pub(crate) fn properties(&self) -> impl Iterator<Item = (&'q str, &'q Term)> {
        self.properties.iter().copied()
    }

    /// Returns all values of a property.
    pub(crate) fn terms(&self, key: NamedNodeRef<'static>) -> impl Iterator<Item = &'q Term> {
        self.properties().filter(move |(own, _)| *own == key.as_str()).map(|(_, term)| term)
    }

    /// Returns the least value of a property, whatever the order of the quads.
    pub(crate) fn term(&self, key: NamedNodeRef<'static>) -> Option<&'q Term> {
        self.terms(key).min_by_key(ToString::to_string)
    }

    /// Returns all IRIs that a property has for values.
    pub(crate) fn nodes(&self, key: NamedNodeRef<'static>) -> impl Iterator<Item = &'q str> {
        self.terms(key).filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.as_str()),
            _ => None,
        })
    }

    /// Returns the least IRI that a property has for a value.
    pub(crate) fn node(&self, key: NamedNodeRef<'static>) -> Option<&'q str> {
        self.nodes(key).min()
    }

    /// Returns the words of all literals of a property, in order.
    pub(crate) fn texts(&self, key: NamedNodeRef<'static>) -> Vec<String> {
        let mut texts: Vec<_> = (self.terms(key))
            .filter_map(|term| match term {
                Term::Literal(literal) => Some(literal.value().to_owned()),
                _ => None,
            })
            .collect();
        texts.sort_unstable();
        texts
    }

    /// Returns the least literal of a property.
    pub(crate) fn text(&self, key: NamedNodeRef<'static>) -> Option<String> {
        self.texts(key).into_iter().next()
    }
}
