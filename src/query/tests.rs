//! Tests of queries.

use super::*;
use crate::graph::{lift, sample};

const LIMIT: Duration = Duration::from_secs(20);

fn dataset(named_graphs: bool) -> Dataset {
    let (doc, facts) = sample::steppe();
    let other = crate::document::Document { version: "v2".to_owned(), ..doc.clone() };
    let mut quads = lift(&doc, &facts, sample::ontology());
    quads.extend(lift(&other, &facts, sample::ontology()));
    Dataset::new(quads, named_graphs)
}

fn ask(dataset: &Dataset, text: &str) -> Answer {
    dataset.ask(&Query::parse(text).unwrap(), LIMIT).unwrap()
}

fn rows(answer: Answer) -> Vec<Vec<String>> {
    let Answer::Solutions { rows, .. } = answer else { panic!("{answer:?}") };
    let text = |term: Option<Term>| term.map(|term| term.to_string()).unwrap_or_default();
    rows.into_iter().map(|row| row.into_iter().map(text).collect()).collect()
}

#[test]
fn a_triple_in_two_versions_counts_once() {
    let found =
        rows(ask(&dataset(false), "SELECT ?x { ?x gp:memberOf id:organization\\/steppe-union }"));
    assert_eq!(found, [["<https://w3id.org/saiga/id/country/ornland>"]]);
}

#[test]
fn versions_have_names_when_asked_for() {
    let text = "SELECT ?g { GRAPH ?g { ?x gp:memberOf ?y } }";
    assert!(Query::parse(text).unwrap().names_graphs());
    assert_eq!(rows(ask(&dataset(true), text)).len(), 2);
    assert!(!Query::parse("ASK { ?a ?b ?c }").unwrap().names_graphs());
    let lexicon = "ASK { GRAPH graph:lexicon { ?a ?b ?c } }";
    assert!(!Query::parse(lexicon).unwrap().names_graphs());
}

#[test]
fn every_kind_of_query_is_answered() {
    let dataset = dataset(false);
    assert_eq!(ask(&dataset, "ASK { ?x gp:memberOf ?y }"), Answer::Boolean(true));
    let Answer::Graph(triples) = ask(&dataset, "DESCRIBE id:country\\/vestia") else { panic!() };
    assert!(triples.iter().any(|triple| triple.object.to_string() == "\"Vestia\""));
    let Answer::Graph(triples) =
        ask(&dataset, "CONSTRUCT { ?y gp:hosts ?x } WHERE { ?x gp:memberOf ?y }")
    else {
        panic!()
    };
    assert_eq!(triples.len(), 1);
}

#[test]
fn what_changes_or_leaves_the_machine_is_refused() {
    let refused = |text: &str| Query::parse(text).unwrap_err().to_string();
    assert!(refused("DELETE WHERE { ?s ?p ?o }").starts_with("updates are refused"));
    assert!(refused("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }").contains("network"));
    let hidden =
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <http://x.org/> { ?s ?p ?o } } }";
    assert!(refused(hidden).contains("network"));
    assert!(refused("SELECT").starts_with("this is not a SPARQL query"));
    assert!(refused(&("ASK ".to_owned() + &"{".repeat(15_000))).contains("deeply nested"));
    assert!(refused(&format!("SELECT ({}1 AS ?x) {{}}", "! ".repeat(5_000))).contains("nested"));
    assert!(refused(&" ".repeat(70_000)).contains("16 KiB"));
}

#[test]
fn nesting_up_to_the_limit_and_long_chains_are_answered() {
    let dataset = dataset(false);
    let deep = format!("ASK {}?s ?p ?o{}", "{".repeat(99), "}".repeat(99));
    assert_eq!(ask(&dataset, &deep), Answer::Boolean(true));
    let long = format!("ASK {{ FILTER({}false) }}", "1||".repeat(5_000));
    assert_eq!(ask(&dataset, &long), Answer::Boolean(true));
}

#[test]
fn a_query_that_takes_too_long_is_stopped() {
    let query =
        Query::parse("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
            .unwrap();
    let error = dataset(false).ask(&query, Duration::from_millis(50)).unwrap_err();
    assert!(matches!(error, QueryError::Timeout(_)), "{error}");
}

#[test]
fn solutions_without_order_are_sorted() {
    let text = "SELECT ?label { ?x rdfs:label ?label }";
    let found = rows(ask(&dataset(false), text));
    assert_eq!(found.concat(), ["\"Anna Berg\"", "\"Steppe Union\"", "\"Vestia\"", "\"Örnland\""]);
    let found = rows(ask(&dataset(false), &(text.to_owned() + " ORDER BY DESC(?label) LIMIT 2")));
    assert_eq!(found.concat(), ["\"Örnland\"", "\"Vestia\""]);
}
