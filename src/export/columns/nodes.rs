//! What a node tells.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::{Column, Kind, Own, Row, integer, lay_out, stated, text};
use crate::date::Date;
use crate::export::appearance::Look;
use crate::export::label::{clean, local_name};
use crate::export::network::Network;
use crate::export::time::Stated;

const FIXED: [(&str, &str, Kind); 10] = [
    ("iri", "IRI", Kind::Text),
    ("name", "Name", Kind::Text),
    ("class", "Class", Kind::Text),
    ("class_iri", "Class IRI", Kind::Text),
    ("modularity_class", "Modularity Class", Kind::Integer),
    ("degree", "Degree", Kind::Integer),
    ("weighted_degree", "Weighted Degree", Kind::Integer),
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
    own: Own<'a>,
}

impl<'n, 'a> NodeColumns<'n, 'a> {
    /// Lays out the columns; `looks` has one look a node.
    pub fn new(net: &'n Network<'a>, looks: &'n [Look]) -> Self {
        let own: BTreeSet<&'a str> =
            net.graph.node_weights().flat_map(|entity| entity.literals.keys().copied()).collect();
        let (columns, own) = lay_out(&FIXED, &own);
        Self { columns, net, looks, own }
    }

    /// Returns what a node tells, column by column.
    ///
    /// # Panics
    /// When the network has no such node.
    pub fn row(&self, slot: NodeIndex) -> Row {
        let (entity, look) = (&self.net.graph[slot], &self.looks[slot.index()]);
        let dates = self.dates(slot);
        let mut row = vec![
            text(entity.node.iri.as_str()),
            text(clean(&entity.node.label)),
            text(clean(local_name(&entity.node.class))),
            text(entity.node.class.as_str()),
            integer(look.community),
            integer(look.degree),
            integer(look.weighted_degree),
            integer(entity.articles(self.net, slot)),
            dates.and_then(|(first, _)| text(first.to_string())),
            dates.and_then(|(_, last)| text(last.to_string())),
        ];
        let literals = entity.literals.iter();
        let stated =
            literals.flat_map(|(iri, claims)| claims.iter().map(|claim| (*iri, stated(claim))));
        row.extend(self.own.cells(stated));
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
