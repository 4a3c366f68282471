//! Builds the text as read of a markup format, one block a line, and remembers its origin.

use super::{Block, BlockKind, Origin};
use crate::span::Span;

/// Text, blocks and origin while they grow. Positions named `source` are byte offsets into the
/// decoded source and never decrease from call to call.
#[derive(Debug, Default)]
pub struct Builder {
    /// The text as read so far.
    pub text: String,
    /// The finished blocks.
    pub blocks: Vec<Block>,
    pieces: Vec<(u32, u32, u32)>,
    open: Option<Block>,
}

impl Builder {
    /// Opens a block of the kind, unless one is open.
    pub fn open(&mut self, kind: impl FnOnce() -> BlockKind) {
        if self.open.is_none() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            let at = self.text.len();
            self.open = Some(Block::new(kind(), Span::new(at, at)));
        }
    }

    /// Says whether a block is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Closes the open block; one that holds only white space vanishes. Returns the index of the
    /// finished block.
    pub fn close(&mut self) -> Option<usize> {
        let mut block = self.open.take()?;
        let whole = Span::new(block.span.start as usize, self.text.len());
        block.span = whole.trim(&self.text);
        let end = block.span.end as usize;
        if block.span.is_empty() {
            // Takes back the line end before it too.
            self.cut((whole.start as usize).saturating_sub(1));
            return None;
        }
        self.cut(end);
        block.note_markers.retain(|mark| block.span.contains(*mark));
        self.blocks.push(block);
        Some(self.blocks.len() - 1)
    }

    /// Adds text of the open block just as the source has it.
    pub fn verbatim(&mut self, source: usize, part: &str) {
        if part.is_empty() {
            return;
        }
        let span = Span::new(source, source + part.len());
        let at = Span::new(0, self.text.len()).end;
        let len = span.end - span.start;
        match self.pieces.last_mut() {
            Some((text, from, old)) if *text + *old == at && *from + *old == span.start => {
                *old += len;
            }
            _ => self.pieces.push((at, span.start, len)),
        }
        self.text.push_str(part);
    }

    /// Adds text that stands for the source range `from..to` without being equal to it.
    pub fn made(&mut self, from: usize, to: usize, part: &str) {
        if part.is_empty() {
            return;
        }
        // Empty pieces on both sides tell exactly which source the made text stands for.
        for (source, part) in [(from, part), (to, "")] {
            let at = Span::new(0, self.text.len()).end;
            let source = Span::new(source, source).start;
            self.pieces.push((at, source, 0));
            self.text.push_str(part);
        }
    }

    /// Adds source text with every run of white space made one space, and none at the start of
    /// the block or after another space.
    pub fn collapsed(&mut self, source: usize, part: &str) {
        let mut at = 0;
        while at < part.len() {
            let rest = &part[at..];
            let words = rest.find(is_collapsible).unwrap_or(rest.len());
            self.verbatim(source + at, &rest[..words]);
            at += words;
            let gap = part[at..].find(|c| !is_collapsible(c)).unwrap_or(part.len() - at);
            if gap > 0 {
                self.space(source + at, &part[at..at + gap]);
                at += gap;
            }
        }
    }

    /// Adds one space for the white space `gap` that stands at `source`.
    pub fn space(&mut self, source: usize, gap: &str) {
        let is_start = self.open.as_ref().is_none_or(|b| b.span.start as usize == self.text.len());
        if is_start || self.text.ends_with(is_collapsible) {
            return;
        }
        if gap == " " {
            self.verbatim(source, gap);
        } else {
            self.made(source, source + gap.len(), " ");
        }
    }

    /// One past the last source byte that the text holds.
    pub fn source_end(&self) -> usize {
        self.pieces.last().map_or(0, |(_, source, len)| (source + len) as usize)
    }

    /// Adds one whole block whose text was made by the reader of a packed format: the text is its
    /// own source. White space is collapsed. Returns the index of the block, if it holds anything.
    pub fn block(&mut self, kind: BlockKind, text: &str) -> Option<usize> {
        self.close();
        self.open(|| kind);
        for word in text.split(is_collapsible).filter(|word| !word.is_empty()) {
            if !self.text.ends_with('\n') && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
        self.close()
    }

    /// Ends the work where every block came from [`Builder::block`]: the text is its own source.
    pub fn finish_own(self) -> (String, Vec<Block>, Origin) {
        let (text, blocks, _) = self.finish(0);
        let origin = Origin::identity(text.len());
        (text, blocks, origin)
    }

    /// Remembers that the text from `start` on is a note mark of the open block.
    pub fn note_marker(&mut self, start: usize) {
        let span = Span::new(start.min(self.text.len()), self.text.len()).trim(&self.text);
        if let Some(block) = self.open.as_mut().filter(|_| !span.is_empty()) {
            block.note_markers.push(span);
        }
    }

    /// Ends the work: the text, its blocks, and its origin in a source of `source_len` bytes.
    pub fn finish(mut self, source_len: usize) -> (String, Vec<Block>, Origin) {
        self.close();
        let source_len = Span::new(0, source_len).end;
        (self.text, self.blocks, Origin { source_len, pieces: self.pieces })
    }

    /// Shortens the text to `len` bytes.
    fn cut(&mut self, len: usize) {
        self.text.truncate(len);
        let len = Span::new(0, len).end;
        while let Some((text, _, piece)) = self.pieces.last_mut() {
            if *text < len || (*text == len && *piece == 0) {
                *piece = (*piece).min(len - *text);
                break;
            }
            self.pieces.pop();
        }
    }
}

/// White space that markup does not keep; the no-break space is kept.
fn is_collapsible(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_knows_its_source() {
        let source = "<p>a  b&amp;c</p><p> </p><p>d</p>";
        let mut builder = Builder::default();
        builder.open(|| BlockKind::Paragraph);
        builder.collapsed(3, "a  b");
        builder.made(7, 12, "&");
        builder.collapsed(12, "c");
        builder.close();
        builder.open(|| BlockKind::Paragraph);
        builder.collapsed(20, " ");
        builder.close();
        builder.open(|| BlockKind::Paragraph);
        builder.collapsed(28, "d");
        let (text, blocks, origin) = builder.finish(source.len());
        assert_eq!(text, "a b&c\nd");
        let read = |start, end| origin.source(Span::new(start, end)).of(source);
        assert_eq!(blocks.len(), 2);
        assert_eq!(read(0, 5), "a  b&amp;c");
        assert_eq!(read(3, 4), "&amp;");
        assert_eq!(read(4, 5), "c");
        assert_eq!(read(0, 1), "a");
        assert_eq!(read(6, 7), "d");
    }
}
