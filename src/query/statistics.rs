//! What is in a dataset, in numbers, for those who describe it (VoID).

use std::collections::{BTreeMap, HashSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, Term};

use super::Dataset;

/// Counts over the default graph, and the size of each other graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Triples.
    pub triples: usize,
    /// Different subjects.
    pub subjects: usize,
    /// Different objects.
    pub objects: usize,
    /// Triples by predicate.
    pub properties: BTreeMap<String, usize>,
    /// Instances by class.
    pub classes: BTreeMap<String, usize>,
    /// Triples of each named graph, by its IRI.
    pub graphs: BTreeMap<String, usize>,
}

impl Dataset {
    /// Counts. Takes time linear in the number of quads: a second or two for a million.
    ///
    /// # Panics
    /// Never: memory does not fail.
    pub fn statistics(&self) -> Statistics {
        let mut counted = Statistics::default();
        let (mut subjects, mut objects) = (HashSet::new(), HashSet::new());
        let default = Some(GraphNameRef::DefaultGraph);
        for quad in self.memory.quads_for_pattern(None, None, None, default) {
            let quad = quad.expect("memory does not fail");
            counted.triples += 1;
            if quad.predicate.as_ref() == rdf::TYPE
                && let Term::NamedNode(class) = &quad.object
            {
                *counted.classes.entry(class.as_str().to_owned()).or_default() += 1;
            }
            match counted.properties.get_mut(quad.predicate.as_str()) {
                Some(count) => *count += 1,
                None => {
                    counted.properties.insert(quad.predicate.into_string(), 1);
                }
            }
            subjects.insert(quad.subject);
            objects.insert(quad.object);
        }
        (counted.subjects, counted.objects) = (subjects.len(), objects.len());
        for graph in self.memory.named_graphs() {
            let graph = GraphName::from(graph.expect("memory does not fail"));
            let quads = self.memory.quads_for_pattern(None, None, None, Some(graph.as_ref()));
            if let GraphName::NamedNode(name) = &graph {
                counted.graphs.insert(name.as_str().to_owned(), quads.count());
            }
        }
        counted
    }
}
