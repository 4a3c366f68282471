//! Formats many items on all threads and writes them in their order.

use std::io::{self, Write};

use rayon::prelude::*;

/// Items of one piece: a few tens of kilobytes.
const CHUNK: usize = 64;
/// Pieces that are in memory at a time.
const ROUND: usize = 64;

/// Writes what `format` makes of the items, piece by piece. The output does not depend on the
/// number of threads, and little of it is in memory at any time.
pub(super) fn in_order<T: Sync>(
    out: &mut dyn Write,
    items: &[T],
    format: impl Fn(&[T]) -> Vec<u8> + Sync,
) -> io::Result<()> {
    for round in items.chunks(CHUNK * ROUND) {
        let pieces: Vec<Vec<u8>> = round.par_chunks(CHUNK).map(&format).collect();
        for piece in pieces {
            out.write_all(&piece)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_in_the_order_of_the_items() {
        let numbers: Vec<usize> = (0..3 * CHUNK * ROUND + 7).collect();
        let line = |numbers: &[usize]| -> Vec<u8> {
            numbers.iter().flat_map(|number| format!("{number}\n").into_bytes()).collect()
        };
        let mut out = Vec::new();
        in_order(&mut out, &numbers, line).unwrap();
        assert_eq!(out, line(&numbers));
    }
}
