//! What an analyst goes through by hand: where sources disagree, what was almost read, what follows
//! from what; and another domain than the built-in one.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Workdir, root};

/// A store of two documents that disagree.
fn two_sources() -> Workdir {
    let work = Workdir::new();
    work.write(
        "documents/one.txt",
        "Armenia joined the CSTO in 2002.\n\nBelarus joined the CSTO in 2002.\n\nThe Eurasian Economic Union was established on 1 January 2015.\n",
    );
    work.write(
        "documents/two.txt",
        "Armenia did not join the CSTO.\n\nThe Eurasian Economic Union was established on 5 March 2012.\n",
    );
    work.ok(&["build", "documents", "--quiet"]);
    work
}

#[test]
fn sources_that_disagree_stand_side_by_side() {
    let work = two_sources();
    let run = work.saiga(&["conflicts", "--json"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let found: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let shown: Vec<(&str, Vec<&str>)> = found
        .iter()
        .map(|conflict| {
            let quotes = conflict["sides"].as_array().into_iter().flatten();
            let quotes = quotes.map(|side| &side["claims"][0]["evidence"][0]["quote"]);
            let quotes = quotes.map(|quote| quote.as_str().expect("quotes are text")).collect();
            (conflict["kind"].as_str().expect("kinds are text"), quotes)
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("denied", vec!["Armenia joined the CSTO in 2002.", "Armenia did not join the CSTO."]),
            (
                "object",
                vec![
                    "The Eurasian Economic Union was established on 5 March 2012.",
                    "The Eurasian Economic Union was established on 1 January 2015.",
                ]
            ),
        ]
    );
    let about = work.saiga(&["conflicts", "Armenia"]);
    assert!(about.out.contains("“Armenia did not join the CSTO.”"), "{}", about.out);
    assert!(about.out.ends_with("1 conflict\n"), "{}", about.out);
    let none = work.saiga(&["conflicts", "Kazakhstan"]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), "0 conflicts\n"));
}

#[test]
fn conclusions_are_asked_for() {
    let work = two_sources();
    let asked = "ASK { ?organization gp:hasMember ?member }";
    assert_eq!(work.ok(&["query", asked]), "no\n");
    assert_eq!(work.ok(&["query", "--inferred", asked]), "yes\n");
    let apart = "ASK { GRAPH graph:inferred { ?organization gp:hasMember id:country\\/belarus } }";
    assert_eq!(work.ok(&["query", "--inferred", apart]), "yes\n");
    // One document denies that Armenia joined, so that nothing follows from it.
    let disputed = "ASK { ?organization gp:hasMember id:country\\/armenia }";
    assert_eq!(work.ok(&["query", "--inferred", disputed]), "no\n");
    let premises = work.ok(&["query", "--inferred", "--format", "csv", "--name", "inferred"]);
    assert!(premises.contains("Belarus joined the CSTO in 2002."), "{premises}");
}

#[test]
fn misses_are_sentences_that_say_nothing_yet() {
    let work = Workdir::with_samples();
    let lines = work.ok(&["misses", "documents", "--json"]);
    let extracted = work.ok(&["extract", "documents"]);
    let mut fired: BTreeSet<(String, String, u64)> = BTreeSet::new();
    for line in extracted.lines() {
        let fact: Value = serde_json::from_str(line).expect("each line is JSON");
        let predicate = fact["predicate"].as_str().unwrap_or_default();
        for passage in fact["evidence"].as_array().into_iter().flatten() {
            let document = fact["document"].as_str().unwrap_or_default().to_owned();
            let start = passage["start"].as_u64().expect("offsets are numbers");
            fired.insert((document, predicate.to_owned(), start));
        }
    }
    let misses: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert!(!misses.is_empty());
    let mut seen = BTreeSet::new();
    for miss in &misses {
        let text = |key: &str| miss[key].as_str().unwrap_or_default().to_owned();
        let quote = text("quote");
        assert!(quote.contains(&text("subject")) && quote.contains(&text("trigger")), "{miss}");
        assert!(quote.contains(&text("object")), "{miss}");
        let start = miss["start"].as_u64().expect("offsets are numbers");
        let key = (text("document"), text("relation"), start);
        assert!(!fired.contains(&key), "this relation was read from that sentence: {miss}");
        assert!(seen.insert(key), "twice: {miss}");
    }
    let shown = work.ok(&["misses", "documents", "--limit", "0", "--examples", "1"]);
    let counts: Vec<usize> = shown
        .lines()
        .filter(|line| line.contains(" × ") && !line.contains("(too far apart"))
        .map(|line| line.split(' ').next().expect("a line has a start").parse().expect("a count"))
        .collect();
    assert!(counts.is_sorted_by(|one, other| one >= other), "{counts:?}");
    let other = work.saiga(&["misses", "documents", "--relation", "noSuchRelation"]);
    assert_eq!(other.code, Some(2));
}

#[test]
fn a_second_domain_is_read_instead_of_the_first() {
    let ontology = root().join("ontology/examples/knowledgenet.ttl");
    let ontology = ontology.to_str().expect("the path is Unicode");
    let work = Workdir::new();
    work.write("life.txt", "Clara Ostrom was born in Paris in 1931. She joined the Green Party.\n");
    let facts = work.ok(&["extract", "life.txt", "--ontology", ontology]);
    let predicates: BTreeSet<String> = facts
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"))
        .map(|fact| fact["predicate"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(predicates.contains("placeOfBirth") && predicates.contains("dateOfBirth"), "{facts}");
    assert!(!predicates.contains("memberOf"), "{facts}");
    let born: Value = facts
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .find(|fact: &Value| fact["predicate"] == "placeOfBirth")
        .expect("a place of birth was read");
    assert_eq!(born["subject"]["spans"], serde_json::json!([[0, 12]]));
    assert_eq!(born["object"]["spans"], serde_json::json!([[25, 30]]));
    let check = work.saiga(&["check", "--ontology", ontology]);
    assert_eq!(check.code, Some(0), "{}{}", check.out, check.err);
    let run = work.saiga(&["extract", "life.txt", "--ontology", "nowhere.ttl"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("nowhere.ttl"), "{}", run.err);
    work.write("broken.ttl", "@prefix x: <http://x/> .\nx:a x:b\n");
    let run = work.saiga(&["extract", "life.txt", "--ontology", "broken.ttl"]);
    assert!(run.err.contains("broken.ttl:"), "{}", run.err);
}

#[test]
fn pronouns_without_antecedent_are_kept_on_request() {
    let work = Workdir::new();
    work.write("excerpt.txt", "He was born in Paris and studied at Sorbonne University.\n");
    let ontology = root().join("ontology/examples/knowledgenet.ttl");
    let ontology = ontology.to_str().expect("the path is Unicode");
    let plain = work.ok(&["extract", "excerpt.txt", "--ontology", ontology]);
    assert_eq!(plain, "");
    let kept = work.ok(&["extract", "excerpt.txt", "--ontology", ontology, "--unresolved"]);
    let facts: Vec<Value> =
        kept.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let born = facts.iter().find(|fact| fact["predicate"] == "placeOfBirth");
    let subject = &born.expect("a place of birth was read")["subject"];
    assert_eq!(subject["name"], "he");
    assert_eq!(subject["unresolved"], true);
    assert_eq!(subject["spans"], serde_json::json!([[0, 2]]));
}
