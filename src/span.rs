//! Half-open byte ranges into a document's text, and their conversion to code points and lines.

use std::ops::Range;

/// A half-open range `start..end` of **byte offsets** into one document's text, always on
/// character boundaries. Offsets are `u32`: a document's text is at most 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes the span `start..end`.
    ///
    /// # Panics
    /// When `end < start`, or when an offset does not fit in 32 bits.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span may not end before it starts: {start}..{end}");
        let narrow = |offset| u32::try_from(offset).expect("documents are limited to 4 GiB");
        Self { start: narrow(start), end: narrow(end) }
    }

    /// Returns the range of byte offsets, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the part of `text` that this span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Says whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Says whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Says whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the smallest span that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the span without white space at either end.
    pub fn trim(self, text: &str) -> Self {
        let part = self.of(text);
        let start = self.start as usize + (part.len() - part.trim_start().len());
        Self::new(start, start + part.trim().len())
    }
}

/// Distance in bytes between two remembered positions of [`CodePoints`].
const STRIDE: usize = 512;

/// Converts between byte offsets and code points of one text, each way in constant time.
///
/// RFC 5147 fragments (`#char=120,180`) and the JSON output count code points.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (offset, byte) in text.bytes().enumerate() {
            if offset % STRIDE == 0 {
                before.push(count);
            }
            count += u32::from(byte & 0xC0 != 0x80);
        }
        if before.is_empty() {
            before.push(0);
        }
        Self { text, before }
    }

    /// Returns how many code points stand before byte `offset`.
    pub fn at(&self, offset: u32) -> u32 {
        let slot = (offset as usize / STRIDE).min(self.before.len() - 1);
        let tail = &self.text.as_bytes()[slot * STRIDE..offset as usize];
        self.before[slot] + tail.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
    }

    /// Returns the span as a pair of code points, `start..end`.
    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }
}

/// Where the lines of a text end, for many questions about one text.
#[derive(Clone, Debug)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// As [`line_at`].
    pub fn at(&self, offset: usize) -> u64 {
        1 + self.0.partition_point(|end| *end < offset) as u64
    }
}

/// Returns the 1-based line of byte `offset` in `text`.
pub fn line_at(text: &str, offset: usize) -> u64 {
    let end = offset.min(text.len());
    1 + text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_across_strides() {
        let text = "ж".repeat(400) + "a🦌b";
        let index = CodePoints::new(&text);
        for (count, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(index.at(offset as u32), count as u32, "at byte {offset}");
        }
        assert_eq!(index.at(text.len() as u32), 403);
        assert_eq!(CodePoints::new("").at(0), 0);
    }

    #[test]
    fn trim_keeps_offsets() {
        let text = "  ab c \n";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "ab c");
        assert!(Span::new(0, 2).trim(text).is_empty());
    }
}
