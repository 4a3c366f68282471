//! What a node tells.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::{Column, EdgeColumns, Kind, Own, Row, Value, integer, lay_out, notes, stated, text};
use crate::date::Date;
use crate::export::appearance::Look;
use crate::export::label::{clean, local_name};
use crate::export::network::Network;
use crate::export::time::Stated;

const FIXED: [(&str, &str, Kind); 15] = [
    ("iri", "IRI", Kind::Text),
    ("name", "Name", Kind::Text),
    ("class", "Class", Kind::Text),
    ("class_iri", "Class IRI", Kind::Text),
    ("modularity_class", "Modularity Class", Kind::Integer),
    ("degree", "Degree", Kind::Integer),
    ("weighted_degree", "Weighted Degree", Kind::Number),
    ("pagerank", "PageRank", Kind::Number),
    ("betweenness", "Betweenness Centrality", Kind::Number),
    ("closeness", "Closeness Centrality", Kind::Number),
    ("core", "Core", Kind::Integer),
    ("component", "Component", Kind::Integer),
    ("articles", "Articles", Kind::Integer),
    ("first_date", "First date", Kind::Text),
    ("last_date", "Last date", Kind::Text),
];

/// The columns of the nodes of a network.
#[derive(Clone, Debug)]
pub struct NodeColumns<'n, 'a> {
    /// In a fixed order.
    pub columns: Vec<Column>,
    net: &'n Network<'a>,
    looks: &'n [Look],
    /// Which of [`FIXED`] are used: not what was not measured.
    used: [bool; FIXED.len()],
    own: Own,
    /// In a network of facts, what the nodes that are claims tell, and which of its columns are
    /// not those of nodes already.
    facts: Option<(EdgeColumns, Vec<bool>)>,
}

impl<'n, 'a> NodeColumns<'n, 'a> {
    /// Lays out the columns; `looks` has one look a node.
    pub fn new(net: &'n Network<'a>, looks: &'n [Look]) -> Self {
        let of_literals = net.graph.node_weights().flat_map(|one| one.literals.keys().copied());
        let of_notes =
            net.graph.node_weights().flat_map(|one| one.notes.keys().map(String::as_str));
        let own: BTreeSet<&str> = of_literals.chain(of_notes).collect();
        let is_measured = looks.first().is_none_or(|look| look.measured.betweenness.is_some());
        let used =
            FIXED.map(|(id, _, _)| is_measured || !matches!(id, "betweenness" | "closeness"));
        let fixed = FIXED.iter().zip(used).filter(|(_, used)| *used).map(|(column, _)| *column);
        let (mut columns, own) = lay_out(fixed, &own);
        let facts: Vec<_> =
            net.graph.node_weights().filter_map(|one| one.fact.as_deref()).collect();
        let facts = (!facts.is_empty()).then(|| {
            let table = EdgeColumns::of(&facts, &net.issued);
            let is_new = |column: &Column| columns.iter().all(|known| known.id != column.id);
            let used: Vec<bool> = table.columns.iter().map(is_new).collect();
            (table, used)
        });
        if let Some((table, used)) = &facts {
            let new = table.columns.iter().zip(used).filter(|(_, used)| **used);
            columns.extend(new.map(|(column, _)| column.clone()));
        }
        Self { columns, net, looks, used, own, facts }
    }

    /// Returns what a node tells, column by column.
    ///
    /// # Panics
    /// When the network has no such node.
    pub fn row(&self, slot: NodeIndex) -> Row<'_> {
        let (entity, measured) = (&self.net.graph[slot], &self.looks[slot.index()].measured);
        let dates = self.dates(slot);
        let fixed = [
            text(clean(&entity.node.iri)),
            text(clean(&entity.node.label)),
            text(clean(local_name(&entity.node.class))),
            text(clean(&entity.node.class)),
            integer(measured.community),
            integer(measured.degree),
            Some(Value::Number(measured.weighted_degree)),
            Some(Value::Number(measured.pagerank)),
            measured.betweenness.map(Value::Number),
            measured.closeness.map(Value::Number),
            integer(measured.core),
            integer(measured.component),
            integer(entity.articles(self.net, slot)),
            dates.and_then(|(first, _)| text(first.to_string())),
            dates.and_then(|(_, last)| text(last.to_string())),
        ];
        let mut row: Row<'_> = fixed
            .into_iter()
            .zip(self.used)
            .filter(|(_, used)| *used)
            .map(|(cell, _)| cell)
            .collect();
        let literals = entity.literals.iter();
        let stated = literals
            .flat_map(|(iri, claims)| claims.iter().map(|claim| (*iri, stated(claim).into())));
        self.own.fill(&mut row, stated.chain(notes(&entity.notes)));
        if let Some((table, used)) = &self.facts {
            let cells = match &entity.fact {
                Some(fact) => table.row(fact),
                None => vec![None; table.columns.len()],
            };
            row.extend(
                cells.into_iter().zip(used).filter(|(_, used)| **used).map(|(cell, _)| cell),
            );
        }
        row
    }

    /// Returns the first and the last day that any claim about the node names.
    fn dates(&self, slot: NodeIndex) -> Option<(Date, Date)> {
        let around = [Direction::Outgoing, Direction::Incoming];
        let edges = around.into_iter().flat_map(|way| self.net.graph.edges_directed(slot, way));
        let of_edges =
            edges.flat_map(|edge| edge.weight().dated().iter().map(|(interval, _)| *interval));
        let literals = self.net.graph[slot].literals.values().flatten();
        let of_literals = literals.filter_map(|claim| Stated::of(claim).interval());
        let days = of_edges.chain(of_literals).flat_map(|interval| [interval.start, interval.end]);
        let (mut first, mut last): (Option<Date>, Option<Date>) = (None, None);
        for day in days.flatten() {
            first = Some(first.map_or(day, |first| first.min(day)));
            last = Some(last.map_or(day, |last| last.max(day)));
        }
        first.zip(last)
    }
}
