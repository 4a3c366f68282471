//! Which change of a claim each changed quad belongs to: every quad to exactly one.

use std::collections::{BTreeMap, HashMap};

use super::change::{ClaimDiff, Entry};
use super::quads::{QuadDiff, split};
use crate::extract::{Polarity, Realis};
use crate::graph::record::{ClaimRecord, Object};

/// What a changed quad belongs to. The numbers are places in the lists of the [`ClaimDiff`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// An entry: its claim, the passages that state it, and its plain triple.
    Entry(usize),
    /// An entry of which it is not clear whether both sides say it.
    Unclear(usize),
    /// An entry that the program reads otherwise.
    Drift(usize),
    /// An entity that was renamed, merged, split or retyped, through one of its claims.
    Entity(usize),
    /// What no claim changed by: descriptions of documents, articles, entities and mentions, and
    /// claims that are the same in another version, by the IRI of what is described.
    Description(String),
}

/// The quads of one owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share<'q> {
    /// To be taken out, in order.
    pub removed: Vec<&'q str>,
    /// To be put in, in order.
    pub added: Vec<&'q str>,
}

/// Gives each quad of a patch to the change that it belongs to. Linear but for the maps.
pub fn cover<'q>(patch: &'q QuadDiff, diff: &ClaimDiff) -> BTreeMap<Owner, Share<'q>> {
    let (old, new) = (owners(diff, true), owners(diff, false));
    let mut shares: BTreeMap<Owner, Share<'q>> = BTreeMap::new();
    for (quads, owners, is_removed) in [(&patch.removed, &old, true), (&patch.added, &new, false)] {
        for quad in quads {
            let (graph, triple) = split(quad);
            let graph = graph.map_or("", bare);
            let subject = bare(triple.split(' ').next().unwrap_or_default());
            let owner = owners
                .by_node
                .get(&(graph, subject))
                .or_else(|| owners.by_triple.get(&(graph, triple.to_owned())))
                .cloned()
                .unwrap_or_else(|| Owner::Description(subject.to_owned()));
            let share = shares.entry(owner).or_default();
            if is_removed { share.removed.push(quad) } else { share.added.push(quad) }
        }
    }
    shares
}

/// Writes an RDF Patch with the quads of each change together, and what it is before them as a
/// comment. Other than the plain patch it need not be in the order of the quads.
/// # Panics
/// Never: a patch is always a transaction.
pub fn annotated(patch: &QuadDiff, diff: &ClaimDiff) -> String {
    let mut text = patch.rdf_patch(None);
    let body = text.find("TX .\n").expect("a patch is a transaction") + "TX .\n".len();
    text.truncate(body);
    for (owner, share) in cover(patch, diff) {
        text.push_str(&format!("# {}\n", title(&owner, diff)));
        for (sign, quads) in [('D', share.removed), ('A', share.added)] {
            quads.iter().for_each(|quad| text.push_str(&format!("{sign} {quad} .\n")));
        }
    }
    text.push_str("TC .\n");
    text
}

/// What one side's nodes and plain triples belong to, by graph.
struct Owners<'d> {
    by_node: HashMap<(&'d str, &'d str), Owner>,
    by_triple: HashMap<(&'d str, String), Owner>,
}

fn owners(diff: &ClaimDiff, is_old: bool) -> Owners<'_> {
    let mut owners = Owners { by_node: HashMap::new(), by_triple: HashMap::new() };
    let of = |entry: &Entry| if is_old { entry.old.is_some() } else { entry.new.is_some() };
    // The first in this order has what several share.
    #[expect(clippy::type_complexity, reason = "a table of three rows, used here only")]
    let parts: [(&[Entry], fn(usize) -> Owner); 3] = [
        (&diff.entries, Owner::Entry),
        (&diff.unclear, Owner::Unclear),
        (&diff.drift, Owner::Drift),
    ];
    for (entries, owner) in parts {
        for (slot, entry) in entries.iter().enumerate().filter(|(_, entry)| of(entry)) {
            let record = if is_old { &entry.old } else { &entry.new };
            owners.add(record.as_deref(), &owner(slot));
        }
    }
    for (slot, change) in diff.entities.iter().enumerate() {
        for (old, new) in &change.claims {
            owners.add(Some(if is_old { old } else { new }), &Owner::Entity(slot));
        }
    }
    owners
}

impl<'d> Owners<'d> {
    fn add(&mut self, record: Option<&'d ClaimRecord>, owner: &Owner) {
        let Some(record) = record else { return };
        let graph = record.version.as_str();
        let passages = record.evidence.iter().map(|passage| passage.iri.as_str());
        for node in [record.iri.as_str()].into_iter().chain(passages) {
            self.by_node.entry((graph, node)).or_insert_with(|| owner.clone());
        }
        let is_so = record.polarity == Polarity::Affirmed && record.realis == Realis::Actual;
        if let (true, Object::Entity(object)) = (is_so, &record.object) {
            let triple =
                format!("<{}> <{}> <{}>", record.subject.iri, record.predicate, object.iri);
            self.by_triple.entry((graph, triple)).or_insert_with(|| owner.clone());
        }
    }
}

/// A term without its angle brackets.
fn bare(term: &str) -> &str {
    term.trim_start_matches('<').trim_end_matches('>')
}

/// One line that says what a share of a patch is about.
fn title(owner: &Owner, diff: &ClaimDiff) -> String {
    let of_entry = |entry: &Entry| {
        let claim = entry.claim();
        let words = super::report::phrase::claim(claim);
        format!("{} {} {words}", entry.change().code(), claim.subject.label)
    };
    let title = match owner {
        Owner::Entry(slot) => of_entry(&diff.entries[*slot]),
        Owner::Unclear(slot) => format!("unclear {}", of_entry(&diff.unclear[*slot])),
        Owner::Drift(slot) => format!("drift {}", of_entry(&diff.drift[*slot])),
        Owner::Entity(slot) => {
            let change = &diff.entities[*slot];
            format!("E {:?} {} → {}", change.kind, change.old[0].label, change.new[0].label)
        }
        Owner::Description(iri) => format!("description of <{iri}>"),
    };
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::patch::read;
    use crate::diff::{Options, Side, claims};
    use crate::graph::sample_claims::{claim, literal};

    /// The quads of a claim as the graph has them, as far as it matters here.
    fn quads(record: &ClaimRecord) -> Vec<String> {
        let (iri, graph) = (&record.iri, &record.version);
        let evidence = &record.evidence[0];
        let object = match &record.object {
            Object::Entity(node) => format!("<{}>", node.iri),
            Object::Literal { value, .. } => format!("\"{value}\""),
        };
        let mut quads = vec![
            format!("<{iri}> <urn:subject> <{}> <{graph}>", record.subject.iri),
            format!("<{iri}> <urn:evidence> <{}> <{graph}>", evidence.iri),
            format!("<{}> <urn:quote> \"{}\" <{graph}>", evidence.iri, evidence.quote),
            format!("<{}> <{}> {object} <{graph}>", record.subject.iri, record.predicate),
            format!("<{}> <urn:label> \"{}\" <{graph}>", record.subject.iri, record.subject.label),
        ];
        quads.sort_unstable();
        quads
    }

    #[test]
    fn every_quad_belongs_to_one_change() {
        let old = claim("Country/A", "hosts", "Event/B", "A hosts B.").inside("d", "a");
        let new = old.clone().with("role", literal("guest"));
        let mut new = new.inside("e", "a");
        new.evidence[0].quote = "A hosts B as a guest.".to_owned();
        let mut old = old;
        old.iri = "https://w3id.org/saiga/claim/1".to_owned();
        new.iri = "https://w3id.org/saiga/claim/2".to_owned();
        let side = |records| Side { records, ..Side::default() };
        let (olds, news) = ([old.clone()], [new.clone()]);
        let diff = claims(&side(&olds), &side(&news), &Options::default());
        let patch = QuadDiff { removed: quads(&old), added: quads(&new) };
        let shares = cover(&patch, &diff);
        let total: usize =
            shares.values().map(|share| share.removed.len() + share.added.len()).sum();
        assert_eq!(total, patch.removed.len() + patch.added.len());
        let of_entry = &shares[&Owner::Entry(0)];
        assert_eq!((of_entry.removed.len(), of_entry.added.len()), (4, 4));
        assert_eq!(shares.len(), 2, "the label describes the country: {shares:?}");
        let text = annotated(&patch, &diff);
        assert!(text.contains("\n# ~q A hosts B (role guest)\nD "), "{text}");
        assert_eq!(read(&text).unwrap(), patch);
    }
}
