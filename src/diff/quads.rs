//! The difference of two graphs, quad by quad, as patches that other stores apply.
//!
//! Every IRI is made from content and there are no blank nodes, so that a difference of sets is a
//! difference of graphs: nothing has to be aligned.

use std::borrow::Borrow;
use std::fmt::Write as _;

use oxigraph::model::Quad;
use sha2::{Digest, Sha256};

use super::lines::Lines;

/// What turns one set of quads into another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuadDiff {
    /// Quads to take out, as N-Quads without the final ` .`, sorted, each once.
    pub removed: Vec<String>,
    /// Quads to put in, likewise.
    pub added: Vec<String>,
}

/// A quad with a blank node, which no patch can name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("blank node in `{0}`: a patch cannot name it (give the node an IRI)")]
pub struct BlankNode(pub String);

/// Compares two sets of quads, in any order. Costs two sorts.
///
/// # Errors
/// [`BlankNode`] when either has one.
pub fn quads<Q: Borrow<Quad>>(
    old: impl IntoIterator<Item = Q>,
    new: impl IntoIterator<Item = Q>,
) -> Result<QuadDiff, BlankNode> {
    Ok(Lines::of_quads(old)?.diff(&Lines::of_quads(new)?))
}

impl QuadDiff {
    /// Says whether both sets are equal.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty()
    }

    /// Returns the diff from the new set to the old.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { removed: self.added, added: self.removed }
    }

    /// Returns the diff that does what this one and then `next` does.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        // What the one takes out and the other puts in is as it was.
        let without = |these: &[String], those: &[String]| -> Vec<String> {
            these.iter().filter(|quad| those.binary_search(quad).is_err()).cloned().collect()
        };
        let both = |mut these: Vec<String>, those: Vec<String>| {
            these.extend(those);
            these.sort_unstable();
            these.dedup();
            these
        };
        Self {
            removed: both(without(&self.removed, &next.added), without(&next.removed, &self.added)),
            added: both(without(&self.added, &next.removed), without(&next.added, &self.removed)),
        }
    }

    /// Writes an RDF Patch (A. Seaborne, <https://afs.github.io/rdf-delta/rdf-patch.html>), one
    /// transaction. Its id is made from its content; `previous` is that of the patch before it.
    pub fn rdf_patch(&self, previous: Option<&str>) -> String {
        let mut patch = format!("H id <{}> .\n", self.id());
        if let Some(previous) = previous {
            writeln!(patch, "H prev <{previous}> .").expect("a string takes everything");
        }
        patch.push_str("TX .\n");
        for (sign, quads) in [('D', &self.removed), ('A', &self.added)] {
            for quad in quads {
                writeln!(patch, "{sign} {quad} .").expect("a string takes everything");
            }
        }
        patch.push_str("TC .\n");
        patch
    }

    /// Writes a SPARQL 1.1 Update that any store can run. Empty when there is nothing to do.
    ///
    /// `DELETE DATA` and `INSERT DATA` take `GRAPH <g> { … }` blocks, one for each graph.
    pub fn sparql_update(&self) -> String {
        let mut update = String::new();
        for (verb, quads) in [("DELETE DATA", &self.removed), ("INSERT DATA", &self.added)] {
            if quads.is_empty() {
                continue;
            }
            if !update.is_empty() {
                update.push_str(" ;\n");
            }
            writeln!(update, "{verb} {{").expect("a string takes everything");
            let mut sorted: Vec<(Option<&str>, &str)> =
                quads.iter().map(|quad| split(quad)).collect();
            sorted.sort_unstable();
            for block in sorted.chunk_by(|a, b| a.0 == b.0) {
                let (open, close) = match block[0].0 {
                    Some(graph) => (format!("  GRAPH {graph} {{\n"), "  }\n"),
                    None => (String::new(), ""),
                };
                update.push_str(&open);
                for (_, triple) in block {
                    writeln!(update, "    {triple} .").expect("a string takes everything");
                }
                update.push_str(close);
            }
            update.push('}');
        }
        if !update.is_empty() {
            update.push('\n');
        }
        update
    }

    /// `urn:sha256:…` over both lists.
    fn id(&self) -> String {
        let mut hash = Sha256::new();
        for (sign, quads) in [("D ", &self.removed), ("A ", &self.added)] {
            for quad in quads {
                hash.update(sign);
                hash.update(quad);
                hash.update("\n");
            }
        }
        let mut id = "urn:sha256:".to_owned();
        for byte in hash.finalize() {
            write!(id, "{byte:02x}").expect("a string takes everything");
        }
        id
    }
}

/// Parts the graph from the triple of an N-Quads line that has no final ` .`. Only a literal or an IRI ends a line: with
/// a graph, the last term is an IRI and there are four terms.
pub fn split(line: &str) -> (Option<&str>, &str) {
    // Subject and predicate are IRIs, which hold no spaces; what is left is object and graph.
    let mut at = 0;
    for _ in 0..2 {
        at += line[at..].find(' ').map_or(0, |space| space + 1);
    }
    let rest = &line[at..];
    let object_end = if rest.starts_with('"') {
        // The closing quote is the first that no odd run of backslashes precedes.
        let mut escaped = false;
        let mut end = rest.len();
        for (place, c) in rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    end = place + 1;
                    break;
                }
                _ => {}
            }
        }
        end + rest[end..].find(' ').unwrap_or(rest.len() - end)
    } else {
        rest.find(' ').unwrap_or(rest.len())
    };
    match rest[object_end..].strip_prefix(' ') {
        Some(graph) => (Some(graph), &line[..at + object_end]),
        None => (None, line),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use oxigraph::model::{BlankNode as Blank, GraphName, Literal, NamedNode, Term};
    use oxigraph::sparql::SparqlEvaluator;
    use oxigraph::store::Store;
    use proptest::prelude::*;

    use super::super::patch::{apply, read};
    use super::*;

    fn iri(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("http://example.org/{name}"))
    }

    fn quad() -> impl Strategy<Value = Quad> {
        let object = prop_oneof![
            "[a-c]".prop_map(|name| Term::from(iri(&name))),
            any::<String>().prop_map(|text| Term::from(Literal::from(text))),
            "[ \"\\\\<>a]{0,6}"
                .prop_map(|text| Literal::new_language_tagged_literal_unchecked(text, "en").into()),
        ];
        let graph = prop_oneof![
            Just(GraphName::DefaultGraph),
            "[gh]".prop_map(|name| GraphName::from(iri(&name))),
        ];
        ("[a-c]", "[pq]", object, graph).prop_map(|(s, p, o, g)| Quad::new(iri(&s), iri(&p), o, g))
    }

    fn sets() -> impl Strategy<Value = (Vec<Quad>, Vec<Quad>)> {
        let few = || proptest::collection::vec(quad(), 0..6);
        (few(), few(), few())
            .prop_map(|(shared, a, b)| ([shared.clone(), a].concat(), [b, shared].concat()))
    }

    proptest! {
        #[test]
        fn the_update_makes_the_new_of_the_old((old, new) in sets()) {
            let store = Store::new().unwrap();
            store.extend(old.iter().cloned()).unwrap();
            let diff = quads(&old, &new).unwrap();
            let update = diff.sparql_update();
            SparqlEvaluator::new().parse_update(&update).unwrap().on_store(&store).execute().unwrap();
            let result: BTreeSet<String> =
                store.iter().map(|quad| quad.unwrap().to_string()).collect();
            let expected: BTreeSet<String> = new.iter().map(ToString::to_string).collect();
            prop_assert_eq!(result, expected, "{}", update);
        }

        #[test]
        fn laws_hold((old, new) in sets()) {
            prop_assert!(quads(&old, &old).unwrap().is_empty());
            let diff = quads(&old, &new).unwrap();
            prop_assert_eq!(diff.clone().inverse(), quads(&new, &old).unwrap());
            let before = Lines::of_quads(&old).unwrap();
            let after: Vec<String> = Lines::of_quads(&new).unwrap().iter().map(str::to_owned).collect();
            prop_assert_eq!(apply(&before, &diff).unwrap(), after);
            prop_assert_eq!(read(&diff.rdf_patch(None)).unwrap(), diff.clone());
            prop_assert_eq!(read(&diff.sparql_update()).unwrap(), diff);
        }
    }

    proptest! {
        #[test]
        fn patches_compose((a, b) in sets(), (c, _) in sets()) {
            let (x, y, z) = (Lines::of_quads(&a), Lines::of_quads(&b), Lines::of_quads(&c));
            let (x, y, z) = (x.unwrap(), y.unwrap(), z.unwrap());
            prop_assert_eq!(x.diff(&y).then(&y.diff(&z)), x.diff(&z));
        }
    }

    #[test]
    fn a_patch_is_one_transaction() {
        let made = |object: &str| Quad::new(iri("s"), iri("p"), iri(object), iri("g"));
        let patch = quads(&[made("old")], &[made("new")]).unwrap().rdf_patch(Some("urn:x"));
        let lines: Vec<&str> = patch.lines().skip(1).collect();
        assert!(patch.starts_with("H id <urn:sha256:"), "{patch}");
        let (s, p, g) =
            ("<http://example.org/s>", "<http://example.org/p>", "<http://example.org/g>");
        let expected = [
            "H prev <urn:x> .".to_owned(),
            "TX .".to_owned(),
            format!("D {s} {p} <http://example.org/old> {g} ."),
            format!("A {s} {p} <http://example.org/new> {g} ."),
            "TC .".to_owned(),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn blank_nodes_are_refused() {
        let blank =
            Quad::new(Blank::new_unchecked("b"), iri("p"), iri("o"), GraphName::DefaultGraph);
        assert!(quads(&[blank], &[]).is_err());
    }
}
