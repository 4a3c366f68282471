//! The graphs that no document states: the ontology, and what the lexicon knows beforehand.

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::{iri, nquads, vocab};
use crate::ontology::{EntryId, Lexicon, Ontology};
use crate::slug;

/// Returns what the ontology's Turtle files say, in the graph `…/graph/ontology`.
///
/// # Errors
/// The first place that is not Turtle; `Ontology::parse` reports it with its file.
pub fn ontology(texts: &[&str]) -> Result<Vec<Quad>, RdfParseError> {
    let mut quads = Vec::new();
    for text in texts {
        let parser = RdfParser::from_format(RdfFormat::Turtle)
            .with_default_graph(iri::graph("ontology"))
            .without_named_graphs();
        for quad in parser.for_slice(text.as_bytes()) {
            quads.push(quad?);
        }
    }
    Ok(nquads::canonical(quads))
}

/// Returns what the lexicon says, in the graph `…/graph/lexicon`: names, classes, places, capitals
/// and the items of other catalogues. No document states these, so they carry no quote.
pub fn lexicon(lexicon: &Lexicon, onto: &Ontology) -> Vec<Quad> {
    let graph = iri::graph("lexicon");
    let mut quads = Vec::new();
    let node = |id: EntryId| {
        let entry = lexicon.entry(id);
        let top = onto.class(onto.class(entry.class).top);
        iri::entity(&slug::entity_id(&top.name, &entry.name))
    };
    for (entry, id) in lexicon.entries.iter().zip(0..) {
        let subject = node(EntryId(id));
        let mut add = |predicate: NamedNodeRef<'_>, object: Term| {
            let predicate = predicate.into_owned();
            quads.push(Quad::new(subject.clone(), predicate, object, graph.clone()));
        };
        add(rdf::TYPE, NamedNode::new_unchecked(&onto.class(entry.class).iri).into());
        add(rdfs::LABEL, Literal::new_simple_literal(&entry.name).into());
        for alias in &entry.aliases {
            add(vocab::ALT_LABEL, Literal::new_simple_literal(alias).into());
        }
        if let Some(item) = &entry.wikidata {
            let item = NamedNode::new_unchecked(format!("{}{item}", vocab::WIKIDATA));
            add(vocab::EXACT_MATCH, item.into());
        }
        for (key, place) in
            [(vocab::LOCATED_IN, entry.located_in), (vocab::CAPITAL_OF, entry.capital_of)]
        {
            if let Some(place) = place {
                add(key, node(place).into());
            }
        }
    }
    nquads::canonical(quads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sample;

    #[test]
    fn the_ontology_is_ground() {
        let texts: Vec<&str> = sample::ONTOLOGY.iter().map(|(_, text)| *text).collect();
        let quads = ontology(&texts).unwrap();
        assert!(quads.len() > 300);
        assert!(quads.iter().all(|quad| !quad.to_string().contains("_:")), "blank node");
        assert!(ontology(&["gp:x a"]).is_err());
    }

    #[test]
    fn the_lexicon_names_things_as_documents_do() {
        let onto = sample::ontology();
        let rows = "name,aliases,adjectives,class,located_in,capital_of,wikidata,source\n\
            Örnland,Örnland proper,,Country,,,Q1,made up\n\
            Port Örn,Port,,City,Örnland,,Q2,made up\n";
        let names = Lexicon::parse(&[("x.csv", rows)], onto).unwrap();
        let lines: Vec<_> = lexicon(&names.output, onto).iter().map(ToString::to_string).collect();
        assert_eq!(lines.len(), 9);
        let place = "<https://w3id.org/saiga/id/place/port-orn> \
            <https://w3id.org/saiga/geopolitics#locatedIn> \
            <https://w3id.org/saiga/id/country/ornland> <https://w3id.org/saiga/graph/lexicon>";
        assert!(lines.iter().any(|line| line == place), "{lines:#?}");
    }
}
