//! Cross-checks: whether classes, relations, names, patterns and word lists agree. What is wrong
//! with one file alone is found when that file is read.

use std::collections::{BTreeMap, BTreeSet};

use super::pattern::Patterns;
use super::words::WordLists;
use super::{Lexicon, Ontology, RelationId, lexicon};
use crate::diagnostic::Diagnostic;
use crate::slug::slug;

/// Checks the parts of a project against each other; in order of file and line.
///
/// - A relation that no pattern says can never be read: an error.
/// - Two entries whose names give one IRI, or that share a Wikidata item: an error.
/// - A currency or unit of the word lists that the ontology does not declare as a unit: an error.
pub fn ontology(
    onto: &Ontology,
    lexicon: &Lexicon,
    words: &WordLists,
    patterns: &Patterns,
) -> Vec<Diagnostic> {
    let mut found = relations_without_pattern(onto, patterns);
    found.extend(names_that_collide(onto, lexicon));
    let declared: BTreeSet<&str> = onto.units.iter().map(|unit| &*unit.code).collect();
    // A domain without measures prints no units.
    let has_measures = onto.relations.iter().any(|relation| relation.measure);
    let used: BTreeSet<&str> = (words.currencies.values())
        .chain(words.measures.units.values())
        .filter(|_| has_measures)
        .map(String::as_str)
        .collect();
    found.extend(used.difference(&declared).map(|code| {
        Diagnostic::error("ontology", format!("no unit has the skos:notation \"{code}\""))
            .with_hint("declare it as a sg:Unit, because the word lists use its code".to_owned())
    }));
    found.sort();
    found
}

/// Warns of lexicon files, given as path and text, that are not in canonical form: two people who
/// edit such files would see differences where there are none.
pub fn canonical_form(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let differs = |path: &str, text: &str| {
        let canonical = lexicon::canonical(path, text).ok()?;
        let at = text.lines().zip(canonical.lines()).position(|(found, wanted)| found != wanted);
        let line = at.unwrap_or(text.lines().count().min(canonical.lines().count())) as u64 + 1;
        let message = "the file is not in canonical form from this line on";
        (text != canonical).then(|| {
            Diagnostic::warning(path, message)
                .at_line(line)
                .with_hint("sort the rows, each once, without spaces around values")
        })
    };
    files.iter().filter_map(|(path, text)| differs(path, text)).collect()
}

fn relations_without_pattern(onto: &Ontology, patterns: &Patterns) -> Vec<Diagnostic> {
    let said: BTreeSet<RelationId> =
        patterns.patterns.iter().map(|pattern| pattern.relation).collect();
    let mut found = Vec::new();
    for (slot, relation) in onto.relations.iter().enumerate() {
        // Measures are read from what a number stands beside, with or without patterns.
        if relation.measure || said.contains(&RelationId(slot as u16)) {
            continue;
        }
        let (path, line) = onto.declared_at(&relation.iri).unwrap_or(("ontology", 1));
        let message = format!("no pattern says the relation `{}`", relation.name);
        let hint = format!("write one in ontology/patterns/{}.toml", kebab(&relation.name));
        found.push(Diagnostic::error(path, message).at_line(line).with_hint(hint));
    }
    found
}

fn names_that_collide(onto: &Ontology, lexicon: &Lexicon) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut iris = BTreeMap::new();
    let mut items = BTreeMap::new();
    for entry in &lexicon.entries {
        let mut claim = |other: Option<&super::Entry>, what: String| {
            if let Some(other) = other {
                let place = format!("{}:{}", other.file, other.line);
                let message =
                    format!("\"{}\" and \"{}\" in {place} have {what}", entry.name, other.name);
                found.push(Diagnostic::error(&entry.file, message).at_line(entry.line));
            }
        };
        let key = (onto.class(entry.class).top, slug(&entry.name));
        let iri = format!("the same IRI, …/{}", key.1);
        claim(iris.insert(key, entry), iri);
        if let Some(item) = &entry.wikidata {
            claim(items.insert(item, entry), format!("the same Wikidata item {item}"));
        }
    }
    found
}

/// `memberOf` as file name: `member-of`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    fn onto() -> Ontology {
        let file = |name| {
            let text = match name {
                "saiga.ttl" => include_str!("../../ontology/saiga.ttl"),
                _ => include_str!("../../ontology/geopolitics.ttl"),
            };
            (name, text)
        };
        Ontology::parse(&[file("geopolitics.ttl"), file("saiga.ttl")]).unwrap()
    }

    #[test]
    fn a_relation_without_pattern_is_told_where_it_is_declared() {
        let onto = onto();
        let text =
            "relation = \"memberOf\"\n[[pattern]]\ntext = \"{Country} joined {Organization}\"\n";
        let patterns = Patterns::parse(&[("member-of.toml", text)], &onto).unwrap();
        let found = ontology(&onto, &Lexicon::default(), &WordLists::default(), &patterns);
        // All but the one that the pattern says, and the measures, which need none.
        let needed = onto.relations.iter().filter(|relation| !relation.measure).count();
        assert_eq!(found.len(), needed - 1);
        let line = include_str!("../../ontology/geopolitics.ttl")
            .lines()
            .position(|line| line.starts_with("gp:lentTo a "))
            .unwrap();
        let expected = format!(
            "geopolitics.ttl:{}: no pattern says the relation `lentTo` (write one in \
             ontology/patterns/lent-to.toml)",
            line + 1
        );
        assert!(found.iter().any(|one| one.to_string() == expected), "{expected}: {found:?}");
    }

    #[test]
    fn names_that_would_share_an_iri_are_errors() {
        let onto = onto();
        let text = "name,aliases,adjectives,class,located_in,capital_of,wikidata,source\n\
                    El-Port,,,City,,,Q7,x\nEl Port,,,Facility,,,,x\nEl Port,,,Person,,,Q7,x\n";
        let lexicon = Lexicon::parse(&[("p.csv", text)], &onto).unwrap().output;
        let words =
            WordLists::parse(&[("currencies.csv", "form,code\nflorin,FLX\n")], &onto).unwrap();
        let found = ontology(&onto, &lexicon, &words, &Patterns::default());
        let found: Vec<String> = (found.iter().map(ToString::to_string))
            .filter(|one| !one.contains("no pattern"))
            .collect();
        assert_eq!(
            found,
            [
                "ontology: no unit has the skos:notation \"FLX\" (declare it as a \
                 sg:Unit, because the word lists use its code)",
                "p.csv:3: \"El Port\" and \"El-Port\" in p.csv:2 have the same IRI, …/el-port",
                "p.csv:4: \"El Port\" and \"El-Port\" in p.csv:2 have the same Wikidata item Q7",
            ]
        );
    }

    #[test]
    fn the_first_line_out_of_order_is_named() {
        let text = "name,x\nB,\nA,\n";
        let found = canonical_form(&[("a.csv", text), ("b.csv", "name,x\nA,\nB,\n")]);
        assert_eq!((found.len(), found[0].line), (1, Some(2)));
    }
}
