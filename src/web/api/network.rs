//! The network with the exporter's own colours, sizes and positions, so that the page shows the picture
//! that Gephi shows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{ApiError, Corpus, fact};
use crate::export::{self, Format, Network, Scope, StatusFilter};
use crate::graph::iri;

/// Most nodes that are drawn at once; beyond, those with the most edges.
const MOST_NODES: usize = 10_000;

/// What to draw.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Id of the entity in the middle; the whole store without one.
    pub around: Option<String>,
    /// How many steps from it.
    pub hops: usize,
    /// Only so many nodes.
    pub top: Option<usize>,
    /// Denied and possible facts too.
    pub all: bool,
}

/// `GET /api/network`: nodes with positions, edges with their status, time and facts.
///
/// # Errors
/// When no document names the entity in the middle.
pub fn network(corpus: Corpus<'_>, wanted: &Wanted) -> Result<Value, ApiError> {
    let scope = scope(corpus, wanted)?;
    let net = draw(corpus, &scope);
    let looks = export::finish(&net);
    let nodes = net.graph.node_indices().zip(&looks).map(|(slot, look)| {
        let entity = &net.graph[slot];
        json!({
            "id": entity.id,
            "label": entity.node.label,
            "class": fact::local_name(&entity.node.class),
            "color": look.colour.to_string(),
            "size": look.size,
            "x": look.x,
            "y": look.y,
            "degree": look.measured.degree,
            "articles": entity.articles(&net, slot),
        })
    });
    let edges = net.graph.raw_edges().iter().map(|edge| {
        let relation = &edge.weight;
        let facts: BTreeSet<&str> =
            relation.claims.iter().filter_map(|one| one.iri.strip_prefix(iri::CLAIM)).collect();
        let spell = |spell: &export::Interval| {
            json!([spell.start.map(|day| day.to_string()), spell.end.map(|day| day.to_string())])
        };
        json!({
            "id": relation.id,
            "source": net.graph[edge.source()].id,
            "target": net.graph[edge.target()].id,
            "kind": relation.kind,
            "label": relation.label,
            "status": relation.status().map(|status| status.to_string()),
            "weight": relation.weight(),
            "spells": relation.spells().iter().map(spell).collect::<Vec<_>>(),
            "facts": facts,
        })
    });
    Ok(json!({
        "nodes": nodes.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
        "cut": corpus.things.len() > MOST_NODES && scope.top == Some(MOST_NODES),
    }))
}

/// The same network as a file: `GET /api/network.gexf`, `.graphml`, `.svg`, `.json` (graphology).
///
/// # Errors
/// As [`network`]; also for a format that is no single file.
pub fn file(corpus: Corpus<'_>, wanted: &Wanted, format: &str) -> Result<Vec<u8>, ApiError> {
    let format = match format {
        "gexf" => Format::Gexf,
        "graphml" => Format::GraphMl,
        "svg" => Format::Svg,
        "json" => Format::Graphology,
        _ => return Err(ApiError::NotFound("there are gexf, graphml, svg and json".to_owned())),
    };
    let scope = scope(corpus, wanted)?;
    let net = draw(corpus, &scope);
    let files =
        export::network(format, &net).map_err(|error| ApiError::Failed(error.to_string()))?;
    Ok(files.into_iter().next().map(|file| file.bytes).unwrap_or_default())
}

fn draw<'c>(corpus: Corpus<'c>, scope: &Scope) -> Network<'c> {
    Network::new(&corpus.index.records, scope)
        .with_families(corpus.project.ontology.families())
        .with_dates(&corpus.index.versions)
}

fn scope(corpus: Corpus<'_>, wanted: &Wanted) -> Result<Scope, ApiError> {
    let mut around = BTreeSet::new();
    if let Some(id) = &wanted.around {
        let iri = iri::entity(id).into_string();
        if !corpus.things.contains_key(&iri) {
            return Err(ApiError::NotFound(format!("no document of the store names `{id}`")));
        }
        around.insert(iri);
    }
    Ok(Scope {
        status: if wanted.all { StatusFilter::All } else { StatusFilter::Planned },
        hops: wanted.hops.clamp(1, 6),
        top: Some(wanted.top.unwrap_or(MOST_NODES).min(MOST_NODES)),
        around,
        ..Scope::default()
    })
}

/// `GET /api/classes`: what colours mean, and the words for classes and relations.
pub(super) fn legend(corpus: Corpus<'_>) -> (Vec<Value>, Vec<Value>) {
    let mut n_things: BTreeMap<&str, usize> = BTreeMap::new();
    for thing in corpus.things.values() {
        *n_things.entry(&thing.class).or_default() += 1;
    }
    let classes = n_things.iter().map(|(class, count)| {
        json!({
            "name": fact::local_name(class),
            "label": corpus.class_label(class),
            "color": corpus.colour(class).map(|colour| colour.to_string()),
            "count": count,
        })
    });
    let mut n_facts: BTreeMap<&str, (&str, BTreeSet<&str>)> = BTreeMap::new();
    for record in &corpus.records {
        let relation = n_facts.entry(&record.predicate);
        relation.or_insert((&record.predicate_label, BTreeSet::new())).1.insert(&record.iri);
    }
    let relations = n_facts.iter().map(|(relation, (label, claims))| {
        json!({ "name": fact::local_name(relation), "label": label, "count": claims.len() })
    });
    (classes.collect(), relations.collect())
}
