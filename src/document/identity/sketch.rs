//! Tells an edited copy of a document by its text, without the text of the other one at hand.

use std::fmt;
use std::str::FromStr;

use super::super::{Article, Document};
use super::shingles;

/// Hashes that a sketch keeps: texts of no more distinct five-word runs are compared exactly; the
/// standard error of an estimate for longer ones is at most 1/(2·√256), three percent.
const KEPT: usize = 256;

/// From this resemblance on, a text is taken for an edited copy of another: half of all five-word
/// runs of both texts stand in each. An edit of one word changes five runs, so one word in ten may
/// be another. Reports on one subject share under a twentieth; issues of a series that repeat a
/// frame and fill in other facts stay under a third.
pub const EDITED_COPY: f64 = 0.5;

/// Texts of fewer distinct runs are never taken for copies: a heading and a line say too little.
const FEWEST_RUNS: u32 = 8;

/// The smallest hashes of the five-word runs of a document's running text, and how many runs there
/// are (a bottom-k sketch: Broder 1997, "On the resemblance and containment of documents"; Cohen
/// and Kaplan 2007, "Summarizing data using bottom-k sketches"). At most two kilobytes as text.
///
/// It depends on words alone, not on the format: a PDF and a DOCX file of one text have nearly the
/// same sketch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Number of distinct runs.
    runs: u32,
    /// The smallest hashes, sorted, each once.
    smallest: Vec<u32>,
}

/// How much two texts have in common; both figures are 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Similarity {
    /// Runs in both, of all runs (the Jaccard coefficient).
    pub resemblance: f64,
    /// Runs in both, of the runs of the shorter text: near 1 when one holds the other.
    pub containment: f64,
}

/// Makes the sketch of a document, over all of its articles.
pub fn sketch(document: &Document) -> Sketch {
    of_runs(document.articles.iter().flat_map(|article| shingles(document, article)).collect())
}

/// Makes the sketch of one article of a document.
pub fn article_sketch(document: &Document, article: &Article) -> Sketch {
    of_runs(shingles(document, article))
}

impl Sketch {
    /// The smallest hashes, sorted, each once. Texts that share none have nothing in common, or too
    /// little to tell; whoever compares many texts looks only at those that share some.
    pub fn hashes(&self) -> &[u32] {
        &self.smallest
    }
}

/// Keeps the smallest of the hashes of runs.
fn of_runs(mut all: Vec<u64>) -> Sketch {
    all.sort_unstable();
    all.dedup();
    let runs = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let mut smallest: Vec<u32> = all.into_iter().map(mixed).collect();
    smallest.sort_unstable();
    smallest.dedup();
    smallest.truncate(KEPT);
    Sketch { runs, smallest }
}

/// Compares two sketches; all zero when one of the texts has no words.
pub fn similarity(left: &Sketch, right: &Sketch) -> Similarity {
    if left.runs == 0 || right.runs == 0 {
        return Similarity::default();
    }
    // The smallest hashes of the union are a sample of the union without bias, as long as neither
    // sketch was cut below them: one that was cut knows nothing beyond its largest hash.
    let known = |sketch: &Sketch| match sketch.smallest.last() {
        Some(last) if sketch.runs as usize > sketch.smallest.len() => *last,
        _ => u32::MAX,
    };
    let limit = known(left).min(known(right));
    let (mut union, mut common) = (0_u32, 0_u32);
    let (mut a, mut b) = (left.smallest.iter().peekable(), right.smallest.iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => **x.min(y),
            (Some(x), None) => **x,
            (None, Some(y)) => **y,
            (None, None) => break,
        };
        if next > limit {
            break;
        }
        let in_a = a.next_if(|x| **x == next).is_some();
        let in_b = b.next_if(|y| **y == next).is_some();
        union += 1;
        common += u32::from(in_a && in_b);
    }
    let resemblance = f64::from(common) / f64::from(union.max(1));
    // |A ∩ B| = J · |A ∪ B| and |A ∪ B| = (|A| + |B|) / (1 + J).
    let (n, m) = (f64::from(left.runs), f64::from(right.runs));
    let both = resemblance * (n + m) / (1.0 + resemblance);
    Similarity { resemblance, containment: (both / n.min(m)).min(1.0) }
}

/// Says whether one text is an edited copy of the other; see [`EDITED_COPY`].
pub fn is_edited_copy(left: &Sketch, right: &Sketch) -> bool {
    left.runs.min(right.runs) >= FEWEST_RUNS && similarity(left, right).resemblance >= EDITED_COPY
}

/// Spreads the hash over all bits and keeps half of them (the finaliser of `SplitMix64`, Steele et
/// al. 2014), so that the smallest ones are a fair sample.
fn mixed(hash: u64) -> u32 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash >> 32) as u32 ^ (hash as u32 >> 1)
}

impl fmt::Display for Sketch {
    /// The number of runs, a colon, and eight hexadecimal digits a hash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.runs)?;
        self.smallest.iter().try_for_each(|hash| write!(f, "{hash:08x}"))
    }
}

/// What was read as a sketch is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a sketch of a text: a number, a colon and eight hexadecimal digits a hash, sorted")]
pub struct BadSketch;

impl FromStr for Sketch {
    type Err = BadSketch;

    /// Reads what [`Display`](fmt::Display) wrote.
    fn from_str(text: &str) -> Result<Self, BadSketch> {
        let (runs, hashes) = text.split_once(':').ok_or(BadSketch)?;
        let runs: u32 = runs.parse().map_err(|_| BadSketch)?;
        if !hashes.is_ascii() || !hashes.len().is_multiple_of(8) || hashes.len() / 8 > KEPT {
            return Err(BadSketch);
        }
        let smallest = (0..hashes.len() / 8)
            .map(|slot| u32::from_str_radix(&hashes[slot * 8..][..8], 16).map_err(|_| BadSketch))
            .collect::<Result<Vec<u32>, BadSketch>>()?;
        let is_sorted = smallest.windows(2).all(|pair| pair[0] < pair[1]);
        let fits = smallest.len() <= runs as usize && (runs == 0 || !smallest.is_empty());
        if is_sorted && fits { Ok(Self { runs, smallest }) } else { Err(BadSketch) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Input, read};

    fn of(text: &str) -> Sketch {
        sketch(&read(Input { path: "a.txt", bytes: text.as_bytes() }).unwrap().output)
    }

    /// `n` different words of a made-up language, from the number `from` on.
    fn words(from: usize, n: usize) -> String {
        let words: Vec<String> = (from..from + n).map(|i| format!("bex{i}or")).collect();
        words.chunks(12).map(|line| line.join(" ") + ".\n").collect()
    }

    #[test]
    fn an_edited_copy_is_told_from_another_text() {
        let old = "The river rose by two metres in the night and took the old bridge at the \
                   market with it, and by noon the mayor had asked the army for boats.";
        let new = old.replace("two metres", "three metres") + " Nobody was hurt.";
        let other = "A new copper mine in the hills is to open next year, its owners say, with \
                     six hundred workers from the four villages in the valley below it.";
        assert!(is_edited_copy(&of(old), &of(&new)));
        assert!(!is_edited_copy(&of(old), &of(other)));
        assert_eq!(similarity(&of(old), &of(old)).resemblance, 1.0);
        assert_eq!(similarity(&of(old), &of(other)), Similarity::default());
        // Too short to say.
        assert!(!is_edited_copy(&of("A flood in the south."), &of("A flood in the south.")));
    }

    #[test]
    fn the_estimate_for_long_texts_is_close() {
        let (left, right) = (of(&words(0, 6000)), of(&words(2000, 6000)));
        // 3,996 common runs of 7,996 + … distinct ones: 4,000 of 8,000 words, nearly.
        let found = similarity(&left, &right);
        assert!((found.resemblance - 0.5).abs() < 0.1, "{found:?}");
        assert!((found.containment - 0.667).abs() < 0.1, "{found:?}");
        let part = of(&words(0, 600));
        assert!(similarity(&left, &part).containment > 0.75);
        assert!(!is_edited_copy(&left, &part));
    }

    #[test]
    fn a_sketch_is_written_and_read() {
        let one = of(&words(0, 900));
        let text = one.to_string();
        assert!(text.len() < 2100);
        assert_eq!(text.parse(), Ok(one));
        assert_eq!("0:".parse(), Ok(Sketch::default()));
        for bad in ["", "3", "x:00000000", "3:0000000", "3:0000000g", "1:0000000200000001", "5:"] {
            assert_eq!(bad.parse::<Sketch>(), Err(BadSketch), "{bad}");
        }
    }
}
