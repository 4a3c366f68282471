//! The network of facts: every claim is a node between what it is about and what it says, so that
//! one claim can be shown with its holder and all that qualifies it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::assembly::Assembly;
use super::columns::stated;
use super::entities::entities;
use super::label::{clean, local_name};
use super::network::{Network, Relation};
use super::scope::Scope;
use crate::graph::record::{ClaimRecord, Node, Object};
use crate::graph::vocab;

/// Draws the claims that the network of entities within `scope` is made of.
pub(super) fn facts<'a>(records: &'a [ClaimRecord], scope: &Scope) -> Network<'a> {
    let chosen = entities(records, scope);
    let of_edges = chosen.graph.edge_weights().flat_map(|edge| edge.claims.iter());
    let of_nodes = chosen.graph.node_weights().flat_map(|one| one.literals.values().flatten());
    let mut claims: BTreeMap<&'a str, Vec<&'a ClaimRecord>> = BTreeMap::new();
    for claim in of_edges.chain(of_nodes) {
        claims.entry(&claim.iri).or_default().push(claim);
    }
    let mut parts = Assembly::default();
    for (iri, mut records) in claims {
        records.sort_unstable();
        let first = records[0];
        let mut fact = Relation {
            predicate: Cow::Borrowed(&first.predicate),
            kind: clean(local_name(&first.predicate)),
            label: clean(&first.predicate_label),
            claims: records,
            ..Relation::default()
        };
        fact.settle();
        let node = Node {
            iri: iri.to_owned(),
            label: label(first),
            class: vocab::CLAIM.as_str().to_owned(),
        };
        for (end, kind) in ends(first) {
            parts.entity(end);
            let (source, target) =
                if kind == "subject" { (&*end.iri, iri) } else { (iri, &*end.iri) };
            parts.relation(source, target, kind).claims.clone_from(&fact.claims);
        }
        parts.own_entity(node).fact = Some(Box::new(fact));
    }
    parts.network(true, |edge| {
        edge.label = Cow::Owned(crate::graph::record::words_of(&edge.kind));
        edge.settle();
    })
}

/// Returns the entities of a claim with the parts that they play.
fn ends(claim: &ClaimRecord) -> Vec<(&Node, Cow<'_, str>)> {
    let mut ends = vec![(&claim.subject, Cow::Borrowed("subject"))];
    if let Object::Entity(object) = &claim.object {
        ends.push((object, Cow::Borrowed("object")));
    }
    if let Some(Object::Entity(holder)) = &claim.holder {
        ends.push((holder, Cow::Borrowed("accordingTo")));
    }
    for (iri, values) in &claim.qualifiers {
        for value in values {
            match value {
                // Units are measures of a number, and no things that anything happens to.
                Object::Entity(node) if local_name(&node.class) != "Unit" => {
                    ends.push((node, clean(local_name(iri))));
                }
                _ => {}
            }
        }
    }
    ends
}

/// `member of`; with what it says when that is no node: `share: 19 percent of trade`.
fn label(claim: &ClaimRecord) -> String {
    match &claim.object {
        Object::Entity(_) => claim.predicate_label.clone(),
        Object::Literal { .. } => format!("{}: {}", claim.predicate_label, stated(claim)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Polarity, Realis};
    use crate::graph::sample_claims::{claim, literal, node, number};

    #[test]
    fn claims_are_nodes_and_literals_are_not() {
        let joined = claim("Country/A", "memberOf", "Organization/B", "x");
        let joined = joined.status(Polarity::Affirmed, Realis::Actual, Some("Person/C"));
        let share = claim("Country/A", "share", "X/Y", "A fifth.");
        let share = ClaimRecord { object: number("19"), ..share }
            .with("unit", literal("percent"))
            .with("counterpart", Object::Entity(node("Country/D")));
        let records = [joined, share];
        let net = facts(&records, &Scope::default());
        let mut labels: Vec<&str> =
            net.graph.node_weights().map(|one| one.node.label.as_str()).collect();
        labels.sort_unstable();
        assert_eq!(labels, ["A", "B", "C", "D", "member of", "share: 19 percent"]);
        let mut kinds: Vec<&str> = net.graph.edge_weights().map(|edge| &*edge.kind).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["accordingTo", "counterpart", "object", "subject", "subject"]);
        let facts: Vec<usize> = (net.graph.node_weights())
            .filter_map(|one| one.fact.as_ref().map(|fact| fact.claims.len()))
            .collect();
        assert_eq!(facts, [1, 1]);
    }
}
