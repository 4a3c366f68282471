//! What the endpoint is and holds: SPARQL 1.1 Service Description, with statistics in VoID.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, Term, Triple};

use crate::query::statistics::Statistics;
use crate::slug::slug;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// Formats of answers, by their names at W3C.
const RESULTS: &[&str] = &[
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
];

/// Describes the endpoint. No blank nodes: everything is named below its address.
pub(in crate::web) fn description(endpoint: &str, counted: &Statistics) -> Vec<Triple> {
    let mut about = Description { endpoint: endpoint.to_owned(), triples: Vec::new() };
    let service = about.node("service");
    let dataset = about.node("dataset");
    let default = about.node("default-graph");
    about.is_a(&service, "Service");
    about.add(&service, SD, "endpoint", NamedNode::new_unchecked(endpoint));
    about.add(&service, SD, "supportedLanguage", sd("SPARQL11Query"));
    for format in RESULTS {
        let format = NamedNode::new_unchecked(format!("{FORMATS}{format}"));
        about.add(&service, SD, "resultFormat", format);
    }
    about.add(&service, SD, "defaultDataset", dataset.clone());
    about.is_a(&dataset, "Dataset");
    about.add(&dataset, SD, "defaultGraph", default.clone());
    about.is_a(&default, "Graph");
    about.triples.push(Triple::new(default.clone(), rdf::TYPE, term(VOID, "Dataset")));
    about.count(&default, "triples", counted.triples);
    about.count(&default, "distinctSubjects", counted.subjects);
    about.count(&default, "distinctObjects", counted.objects);
    about.count(&default, "properties", counted.properties.len());
    about.count(&default, "classes", counted.classes.len());
    for (property, n_triples) in &counted.properties {
        let part = about.node(&format!("property-{}", slug(property)));
        about.add(&default, VOID, "propertyPartition", part.clone());
        about.add(&part, VOID, "property", NamedNode::new_unchecked(property));
        about.count(&part, "triples", *n_triples);
    }
    for (class, n_entities) in &counted.classes {
        let part = about.node(&format!("class-{}", slug(class)));
        about.add(&default, VOID, "classPartition", part.clone());
        about.add(&part, VOID, "class", NamedNode::new_unchecked(class));
        about.count(&part, "entities", *n_entities);
    }
    for (number, (graph, n_triples)) in counted.graphs.iter().enumerate() {
        let named = about.node(&format!("named-graph-{}", number + 1));
        let content = about.node(&format!("graph-{}", number + 1));
        about.add(&dataset, SD, "namedGraph", named.clone());
        about.is_a(&named, "NamedGraph");
        about.add(&named, SD, "name", NamedNode::new_unchecked(graph));
        about.add(&named, SD, "graph", content.clone());
        about.is_a(&content, "Graph");
        about.count(&content, "triples", *n_triples);
    }
    about.triples
}

struct Description {
    endpoint: String,
    triples: Vec<Triple>,
}

impl Description {
    fn node(&self, name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}#{name}", self.endpoint))
    }

    fn is_a(&mut self, node: &NamedNode, class: &str) {
        self.triples.push(Triple::new(node.clone(), rdf::TYPE, sd(class)));
    }

    fn add(&mut self, node: &NamedNode, of: &str, key: &str, value: impl Into<Term>) {
        self.triples.push(Triple::new(node.clone(), term(of, key), value));
    }

    fn count(&mut self, node: &NamedNode, key: &str, count: usize) {
        self.add(node, VOID, key, Literal::from(count as u64));
    }
}

fn sd(name: &str) -> NamedNode {
    term(SD, name)
}

fn term(of: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{of}{name}"))
}
