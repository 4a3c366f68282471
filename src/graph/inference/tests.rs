//! Tests of inference, on quads made by hand.

use super::*;
use crate::graph::background;
use crate::ontology::Lexicon;

const GP: &str = "https://w3id.org/saiga/geopolitics#";

/// The built-in ontology, and a lexicon with a port in a region in a country.
fn known() -> Vec<Quad> {
    let onto = crate::graph::sample::ontology();
    let texts: Vec<&str> = crate::graph::sample::ONTOLOGY.iter().map(|(_, text)| *text).collect();
    let rows = "name,aliases,adjectives,class,located_in,capital_of,wikidata,source\n\
        Vestia,,,Country,,,,made up\nCoast,,,Region,Vestia,,,made up\nOld Port,,,City,Coast,,,made up\n";
    let names = Lexicon::parse(&[("x.csv", rows)], onto).unwrap().output;
    let mut quads = background::ontology(&texts).unwrap();
    quads.extend(background::lexicon(&names, onto));
    quads
}

/// A claim with its evidence, after `change` to what is said of it.
fn claim(triple: [&str; 3], more: &[(NamedNodeRef<'_>, Term)]) -> Vec<Quad> {
    let graph: GraphName = named("https://w3id.org/saiga/doc/d/v").into();
    let node = named(&format!("{}{}", iri::CLAIM, triple.join("-").replace('/', "-")));
    let passage = named("https://w3id.org/saiga/doc/d/v#char=0,5");
    let mut said: Vec<(&NamedNode, NamedNodeRef<'_>, Term)> = vec![
        (&node, rdf::TYPE, vocab::CLAIM.into()),
        (&node, rdf::SUBJECT, iri::entity(triple[0]).into()),
        (&node, rdf::PREDICATE, named(&format!("{GP}{}", triple[1])).into()),
        (&node, rdf::OBJECT, iri::entity(triple[2]).into()),
        (&node, vocab::EVIDENCE, passage.clone().into()),
        (&passage, vocab::QUOTE, Literal::from("Words").into()),
    ];
    let is_set = |key: NamedNodeRef<'_>| more.iter().any(|(own, _)| *own == key);
    if !is_set(vocab::POLARITY) {
        said.push((&node, vocab::POLARITY, vocab::AFFIRMED.into()));
    }
    if !is_set(vocab::REALIS) {
        said.push((&node, vocab::REALIS, vocab::ACTUAL.into()));
    }
    said.extend(more.iter().map(|(key, value)| (&node, *key, value.clone())));
    said.into_iter()
        .map(|(subject, key, object)| {
            Quad::new(subject.clone(), key.into_owned(), object, graph.clone())
        })
        .collect()
}

/// The triples that were concluded, in short.
fn concluded(quads: &[Quad]) -> Vec<String> {
    let short = |iri: &str| iri.replace(iri::ENTITY, "").replace(GP, "");
    quads
        .iter()
        .filter(|quad| quad.predicate.as_str().starts_with(GP))
        .filter_map(triple)
        .map(|(subject, relation, object)| {
            format!("{} {} {}", short(&subject), short(&relation), short(&object))
        })
        .collect()
}

#[test]
fn what_is_in_a_place_is_in_all_around_it() {
    let summit = claim(["event/first-summit", "heldIn", "place/old-port"], &[]);
    let found = concluded(&infer(&summit, &known()));
    let far = ["event/first-summit heldIn country/vestia", "event/first-summit heldIn place/coast"];
    assert_eq!(found, far);
    let yard = claim(["organization/yard", "locatedIn", "place/old-port"], &[]);
    let found = concluded(&infer(&yard, &known()));
    assert_eq!(
        found,
        [
            "country/vestia contains organization/yard",
            "organization/yard locatedIn country/vestia",
            "organization/yard locatedIn place/coast",
            "place/coast contains organization/yard",
            "place/old-port contains organization/yard",
        ]
    );
    // The lexicon alone concludes nothing.
    assert_eq!(infer(&[], &known()), []);
}

#[test]
fn a_conclusion_leads_to_its_claim_and_its_rows() {
    let summit = claim(["event/first-summit", "heldIn", "place/old-port"], &[]);
    let quads = infer(&summit, &known());
    let node = |object: &str| {
        let of = |id: &str| iri::entity(id).into_string();
        iri::inference(&of("event/first-summit"), &format!("{GP}heldIn"), &of(object))
    };
    let premises = |of: &NamedNode| -> Vec<String> {
        let premises = quads
            .iter()
            .filter(|quad| quad.predicate == vocab::PREMISE && quad.subject == of.clone().into());
        premises.map(|quad| quad.object.to_string()).collect()
    };
    let near = premises(&node("place/coast"));
    assert_eq!(near.len(), 2);
    assert!(near[0].contains("/claim/event-first-summit-heldIn-place-old-port"), "{near:?}");
    assert!(near[1].starts_with(&format!("<{}", iri::LISTED)), "{near:?}");
    // The farther place follows from the nearer one.
    let far = premises(&node("country/vestia"));
    assert!(far.contains(&node("place/coast").to_string()), "{far:?}");
    assert!(quads.iter().all(|quad| quad.predicate != vocab::QUOTE));
    assert!(quads.iter().all(|quad| quad.graph_name == iri::graph("inferred")));
}

#[test]
fn relations_are_read_from_their_other_end() {
    let mut quads = claim(["country/a", "borders", "country/b"], &[]);
    quads.extend(claim(["country/a", "memberOf", "organization/u"], &[]));
    let found = concluded(&infer(&quads, &known()));
    assert!(found.contains(&"country/b borders country/a".to_owned()), "{found:?}");
    assert!(found.contains(&"organization/u hasMember country/a".to_owned()), "{found:?}");
}

#[test]
fn what_is_denied_planned_told_or_over_proves_nothing() {
    let places = ["country/a", "borders", "country/b"];
    for premise in [
        (vocab::POLARITY, vocab::NEGATED.into()),
        (vocab::REALIS, vocab::PLANNED.into()),
        (vocab::HOLDER_TEXT, Literal::from("a minister").into()),
        (vocab::VALID_TO, Literal::from("1991").into()),
    ] {
        let found = concluded(&infer(&claim(places, &[premise]), &known()));
        assert!(!found.iter().any(|triple| triple.contains("borders")), "{found:?}");
    }
    let mut quads = claim(places, &[]);
    let denied = (vocab::POLARITY, vocab::NEGATED.into());
    quads.extend(claim(["country/b", "borders", "country/a"], &[denied]));
    let found = concluded(&infer(&quads, &known()));
    assert!(!found.iter().any(|triple| triple.contains("borders")), "{found:?}");
    let mut quads = claim(["country/a", "memberOf", "organization/u"], &[]);
    let mut denial = claim(
        ["country/a", "memberOf", "organization/u"],
        &[(vocab::POLARITY, vocab::NEGATED.into())],
    );
    for quad in &mut denial {
        quad.graph_name = named("https://w3id.org/saiga/doc/other/v").into();
    }
    quads.extend(denial);
    assert_eq!(concluded(&infer(&quads, &known())), [""; 0]);
}

#[test]
fn a_circle_ends() {
    let mut quads = claim(["place/a", "locatedIn", "place/b"], &[]);
    quads.extend(claim(["place/b", "locatedIn", "place/a"], &[]));
    let found = concluded(&infer(&quads, &[]));
    assert_eq!(found, [""; 0], "no ontology, no rules");
    let found = concluded(&infer(&quads, &known()));
    assert!(!found.contains(&"place/a locatedIn place/a".to_owned()), "{found:?}");
}
