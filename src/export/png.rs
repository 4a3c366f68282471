//! The picture of [`svg`](super::svg) as dots, for whatever does not show SVG.
//!
//! The letters are built in: a subset of DejaVu Sans (`font/LICENSE`) with Latin, Greek, Cyrillic,
//! Armenian, Georgian, Hebrew and Arabic letters. No font of the machine is used, so that the
//! picture is the same on every one.

use std::io::{self, Write};
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::appearance::Look;
use super::network::Network;
use super::svg::{FONT, svg};

/// The longer side, in dots.
const SIDE: f32 = 2400.0;
const LETTERS: &[u8] = include_bytes!("font/sans.ttf");

/// Writes the picture.
pub(super) fn png(net: &Network<'_>, looks: &[Look], out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    svg(net, looks, &mut text)?;
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(LETTERS.to_vec());
    let options =
        Options { font_family: FONT.to_owned(), fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_data(&text, &options).map_err(io::Error::other)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SIDE / width.max(height);
    // At least one dot, also of a picture that is all width.
    let dots = |side: f32| (side * scale).round().max(1.0) as u32;
    let mut dots =
        Pixmap::new(dots(width), dots(height)).expect("the sides are between 1 and SIDE");
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut dots.as_mut());
    out.write_all(&dots.encode_png().map_err(io::Error::other)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Format, Scope, network};
    use crate::graph::sample_claims::claim;

    #[test]
    fn the_picture_has_the_colours_of_the_classes_and_letters() {
        let records = [claim("Country/Грузия", "borders", "City/Երևան", "…")];
        let net = Network::new(&records, &Scope::default());
        let bytes = network(Format::Png, &net).unwrap().remove(0).bytes;
        let picture = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!(picture.width().max(picture.height()), 2400);
        let count = |r, g, b| {
            let is_it = |dot: &&resvg::tiny_skia::PremultipliedColorU8| {
                (dot.red(), dot.green(), dot.blue()) == (r, g, b)
            };
            picture.pixels().iter().filter(is_it).count()
        };
        assert!(count(0x33, 0x22, 0x88) > 1000 && count(0xCC, 0x66, 0x77) > 1000);
        assert!(count(0x1F, 0x23, 0x28) > 1000, "letters have the colour of letters");
        assert_eq!(network(Format::Png, &net).unwrap().remove(0).bytes, bytes);
    }
}
