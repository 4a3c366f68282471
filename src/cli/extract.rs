//! `saiga extract`: the facts of some files, a line for each.
use crate::{document, extract, ontology, text};
use std::collections::BTreeMap;

/// Temporary driver.
pub fn run(paths: &[String]) -> String {
    let read = |dir: &str, end: &str| -> Vec<(String, String)> {
        let mut files: Vec<_> = std::fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.to_str().unwrap().ends_with(end))
            .collect();
        files.sort();
        files
            .into_iter()
            .map(|p| (p.to_str().unwrap().to_owned(), std::fs::read_to_string(&p).unwrap()))
            .collect()
    };
    fn refs(v: &[(String, String)]) -> Vec<(&str, &str)> {
        v.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
    }
    let ttl = read("ontology", ".ttl");
    let ttl: Vec<_> = ttl.into_iter().filter(|(p, _)| !p.contains("shapes")).collect();
    let onto = ontology::Ontology::parse(&refs(&ttl)).unwrap_or_else(|e| panic!("{e:?}"));
    let lex = read("seeds/lexicon", ".csv");
    let lexicon = ontology::Lexicon::parse(&refs(&lex), &onto)
        .unwrap_or_else(|e| {
            for d in &e {
                eprintln!("{d}");
            }
            panic!()
        })
        .output;
    let words = ontology::words::WordLists::parse(&refs(&read("seeds/language/en", ".csv")), &onto)
        .unwrap_or_else(|e| {
            for d in &e {
                eprintln!("{d}");
            }
            panic!()
        });
    let patterns =
        ontology::pattern::Patterns::parse(&refs(&read("ontology/patterns", ".toml")), &onto)
            .unwrap_or_else(|e| {
                for d in &e {
                    eprintln!("{d}");
                }
                panic!()
            });
    let language = text::Language::english();
    let rules = extract::Rules::new(&onto, &lexicon, &words, &patterns, &language);
    let mut out = String::new();
    let _: BTreeMap<u8, u8> = BTreeMap::new();
    if paths[0] == "-t" {
        let doc = document::read(document::Input { path: "x.txt", bytes: paths[1].as_bytes() })
            .unwrap()
            .output;
        let annotated = text::annotate(&doc, &language);
        out += &extract::debug(&doc, &annotated, &rules);
        let facts = extract::extract(&doc, &annotated, &rules);
        return out + &extract::json::lines(&doc, &facts, &onto);
    }
    for path in paths {
        let bytes = std::fs::read(path).unwrap();
        let doc = document::read(document::Input { path, bytes: &bytes }).unwrap().output;
        let annotated = text::annotate(&doc, &language);
        let facts = extract::extract(&doc, &annotated, &rules);
        out += &extract::json::lines(&doc, &facts, &onto);
    }
    out
}
