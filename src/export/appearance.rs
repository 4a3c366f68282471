//! How a network looks when it is opened: colours by class, sizes by degree, positions,
//! communities.

use std::fmt;

use super::label::{clean, local_name};
use super::layout;
use super::measure::{Measured, measure};
use super::network::Network;

/// Colours that people with any kind of colour blindness tell apart: Paul Tol's "muted" scheme
/// (SRON technical note SRON/EPS/TN/09-002, 2021), in an order that parts neighbours most.
const PALETTE: [Colour; 9] = [
    Colour(0x33, 0x22, 0x88),
    Colour(0xCC, 0x66, 0x77),
    Colour(0xDD, 0xCC, 0x77),
    Colour(0x11, 0x77, 0x33),
    Colour(0x88, 0xCC, 0xEE),
    Colour(0xAA, 0x44, 0x99),
    Colour(0x44, 0xAA, 0x99),
    Colour(0x88, 0x22, 0x55),
    Colour(0x99, 0x99, 0x33),
];
/// Colour of the classes that are left when the palette is used up.
const OTHER: Colour = Colour(0xBB, 0xBB, 0xBB);

/// Red, green and blue, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colour(pub u8, pub u8, pub u8);

impl fmt::Display for Colour {
    /// `#332288`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// How a node looks, and what was measured of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Colour of its class.
    pub colour: Colour,
    /// Radius: 8 and more, growing with the logarithm of the degree.
    pub size: f64,
    /// Across.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// What was measured of it.
    pub measured: Measured,
}

impl Network<'_> {
    /// Returns the colour of the class with this IRI: that of its family.
    pub fn colour(&self, class: &str) -> Colour {
        let family = self.families.get(class).map_or(class, String::as_str);
        let rank = self.classes.iter().position(|other| *other == family);
        rank.and_then(|rank| PALETTE.get(rank)).copied().unwrap_or(OTHER)
    }
}

/// Returns the classes with colours of their own, in the order of the palette, and whether there
/// are others, which share a grey.
pub(super) fn legend(net: &Network<'_>) -> (Vec<(String, Colour)>, Option<Colour>) {
    let name = |class: &String| clean(local_name(class)).into_owned();
    let coloured = net.classes.iter().map(name).zip(PALETTE).collect();
    (coloured, (net.classes.len() > PALETTE.len()).then_some(OTHER))
}

/// Lays the network out and measures it. Returns one look a node, in the order of the nodes.
pub fn finish(net: &Network<'_>) -> Vec<Look> {
    let measured = measure(net);
    let sizes: Vec<f64> = measured.iter().map(|one| size(one.degree)).collect();
    let places = layout::positions(net, &sizes);
    let look = |(node, entity): (usize, &super::Entity<'_>)| Look {
        colour: net.colour(&entity.node.class),
        size: sizes[node],
        x: places[node].0,
        y: places[node].1,
        measured: measured[node],
    };
    net.graph.node_weights().enumerate().map(look).collect()
}

/// Radius by degree: 8 for none, about 6 more for every doubling, to one decimal.
fn size(degree: usize) -> f64 {
    let doublings = (1.0 + degree as f64).log2();
    ((8.0 + 6.0 * doublings) * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Scope;
    use crate::graph::sample_claims::claim;

    #[test]
    fn looks_follow_class_and_degree() {
        let records = [
            claim("Country/A", "memberOf", "Organization/X", "…"),
            claim("Country/B", "memberOf", "Organization/X", "…"),
        ];
        let net = Network::new(&records, &Scope::default());
        let looks = finish(&net);
        let degrees: Vec<usize> = looks.iter().map(|look| look.measured.degree).collect();
        assert_eq!(degrees, [1, 1, 2]);
        assert_eq!((looks[0].colour, looks[0].size), (PALETTE[0], 14.0));
        assert_eq!(looks[2].colour, PALETTE[1]);
        assert!(looks[2].size > looks[0].size);
        assert_eq!(finish(&net), looks);
    }
}
