//! Where each part of the text as read stands in the decoded source.

use crate::span::Span;

/// Maps the text as read back to the decoded source: pieces copied verbatim, in order of both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The encoding's UTF-8 form of the whole file has this many bytes.
    pub source_len: u32,
    /// Pieces `(text, source, length)` in bytes; text between two pieces was made by the reader
    /// (a line end between blocks, a decoded character reference).
    pub pieces: Vec<(u32, u32, u32)>,
}

impl Origin {
    /// The whole text stands in the source unchanged.
    pub fn identity(len: usize) -> Self {
        let len = Span::new(0, len).end;
        Self { source_len: len, pieces: vec![(0, 0, len)] }
    }

    /// Returns the smallest range of the decoded source that holds all of `span`.
    pub fn source(&self, span: Span) -> Span {
        let locate = |offset: u32, is_end: bool| -> u32 {
            let after = self.pieces.partition_point(|(text, _, _)| *text <= offset);
            // An end offset on the seam of two pieces belongs to the earlier one.
            let slot = if is_end && after > 0 && self.pieces[after - 1].0 == offset {
                after - 1
            } else {
                after
            };
            match slot.checked_sub(1).map(|slot| self.pieces[slot]) {
                None => self.pieces.first().map_or(0, |piece| piece.1),
                Some((text, source, len)) if offset <= text + len => source + (offset - text),
                // Between two pieces: up to the start of the next one.
                Some((_, source, len)) if is_end => {
                    self.pieces.get(slot).map_or(source + len, |piece| piece.1)
                }
                Some((_, source, len)) => source + len,
            }
        };
        let start = locate(span.start, false);
        Span { start, end: locate(span.end, true).max(start) }
    }
}
