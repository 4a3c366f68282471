//! Quads as RDF files, in an order and with prefixes that are the same on every run.

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad, Triple};

use super::format::Format;

/// A format that this function does not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is a format for networks, not for RDF graphs")]
pub struct NotAnRdfFormat(pub Format);

/// Writes quads in an RDF format. Turtle and N-Triples know no graphs: there, a triple of several
/// graphs is written once.
///
/// # Errors
/// [`NotAnRdfFormat`] when `format` is for networks; see [`network`](super::network()).
///
/// # Panics
/// When a prefix is no IRI.
pub fn rdf(
    format: Format,
    quads: &[Quad],
    prefixes: &[(&str, &str)],
) -> Result<Vec<u8>, NotAnRdfFormat> {
    let rdf = match format {
        Format::Turtle => RdfFormat::Turtle,
        Format::Trig => RdfFormat::TriG,
        Format::NTriples => RdfFormat::NTriples,
        Format::NQuads => RdfFormat::NQuads,
        Format::JsonLd => RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() },
        other => return Err(NotAnRdfFormat(other)),
    };
    let mut serializer = RdfSerializer::from_format(rdf);
    for (name, iri) in prefixes {
        serializer =
            serializer.with_prefix(*name, *iri).expect("the program's own prefixes are IRIs");
    }
    let mut writer = serializer.for_writer(Vec::new());
    let failed = "memory takes every quad, and the format its graph";
    for quad in sorted(quads, rdf.supports_datasets()) {
        writer.serialize_quad(&quad).expect(failed);
    }
    Ok(writer.finish().expect(failed))
}

/// Returns the quads by graph, subject, predicate and object as N-Quads writes them, each once.
fn sorted(quads: &[Quad], with_graphs: bool) -> Vec<Quad> {
    let key = |quad: &Quad| {
        let graph = match (&quad.graph_name, with_graphs) {
            (GraphName::DefaultGraph, _) | (_, false) => String::new(),
            (name, true) => name.to_string(),
        };
        (
            graph,
            quad.subject.to_string(),
            quad.predicate.as_str().to_owned(),
            quad.object.to_string(),
        )
    };
    let mut keyed: Vec<_> = quads.iter().map(|quad| (key(quad), quad)).collect();
    keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    keyed.dedup_by(|a, b| a.0 == b.0);
    let plain = |quad: &Quad| match with_graphs {
        true => quad.clone(),
        false => Triple::from(quad.clone()).in_graph(GraphName::DefaultGraph),
    };
    keyed.into_iter().map(|(_, quad)| plain(quad)).collect()
}

#[cfg(test)]
mod tests {
    use oxigraph::io::RdfParser;
    use oxigraph::model::{Literal, NamedNode};

    use super::*;

    fn quad(subject: &str, graph: &str) -> Quad {
        let iri = |name: &str| NamedNode::new_unchecked(format!("http://example.org/{name}"));
        Quad::new(iri(subject), iri("p"), Literal::from("é \" \n"), iri(graph))
    }

    #[test]
    fn every_format_reads_back() {
        let quads = [quad("b", "g"), quad("a", "h"), quad("a", "g")];
        let prefixes = [("ex", "http://example.org/")];
        for format in Format::all().filter(|format| format.is_rdf()) {
            let bytes = rdf(format, &quads, &prefixes).unwrap();
            let reversed: Vec<Quad> = quads.iter().rev().cloned().collect();
            assert_eq!(rdf(format, &reversed, &prefixes).unwrap(), bytes);
            let suffix = RdfFormat::from_extension(format.suffix()).unwrap();
            let read =
                RdfParser::from_format(suffix).for_slice(&bytes).collect::<Result<Vec<_>, _>>();
            let expected = if suffix.supports_datasets() { 3 } else { 2 };
            assert_eq!(read.unwrap().len(), expected, "{format}");
        }
        let turtle = String::from_utf8(rdf(Format::Turtle, &quads, &prefixes).unwrap()).unwrap();
        assert!(turtle.starts_with("@prefix ex: <http://example.org/> ."), "{turtle}");
        assert!(rdf(Format::Gexf, &quads, &prefixes).is_err());
    }
}
