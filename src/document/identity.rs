//! Finds the same article in two documents, by its title, else by what it says; and tells an
//! edited copy of a document from another document.

use std::cmp::Ordering;

use super::{Article, Document};
pub use sketch::{
    BadSketch, EDITED_COPY, Similarity, Sketch, article_sketch, is_edited_copy, similarity, sketch,
};

mod sketch; // a document in 256 hashes

/// Words of one shingle (Broder 1997, "On the resemblance and containment of documents").
const SHINGLE: usize = 5;

/// Articles without a common title are the same from this containment on: at least half of the
/// five-word runs of the shorter one stand in the longer one. Unrelated articles on one subject
/// share under a twentieth; an updated report keeps well over half of its sentences.
pub const SAME_TEXT: f64 = 0.5;

/// Two articles that are the same, or one that has no partner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArticleMatch {
    /// Index in the old document.
    pub old: Option<u32>,
    /// Index in the new document.
    pub new: Option<u32>,
    /// Containment of the shorter text in the longer one, 0 to 1; 0 without a partner.
    pub similarity: f64,
}

/// Pairs the articles of two documents, each at most once: those with the same normalised title
/// first, then by containment of their texts, best first. In the order of the new document; what
/// only the old one has comes last.
///
/// The work grows with the length of the texts and the number of pairs of articles left without a
/// common title.
pub fn match_articles(old: &Document, new: &Document) -> Vec<ArticleMatch> {
    let old_shingles: Vec<Vec<u64>> = old.articles.iter().map(|a| shingles(old, a)).collect();
    let new_shingles: Vec<Vec<u64>> = new.articles.iter().map(|a| shingles(new, a)).collect();
    let mut partner_of_old: Vec<Option<usize>> = vec![None; old.articles.len()];
    let mut partner_of_new: Vec<Option<usize>> = vec![None; new.articles.len()];
    // By title. A title that occurs twice pairs in order.
    let mut by_title = std::collections::BTreeMap::<String, Vec<usize>>::new();
    for (index, article) in old.articles.iter().enumerate().rev() {
        if let Some(title) = normalised_title(old, article) {
            by_title.entry(title).or_default().push(index);
        }
    }
    for (index, article) in new.articles.iter().enumerate() {
        let title = normalised_title(new, article);
        if let Some(other) = title.and_then(|title| by_title.get_mut(&title)).and_then(Vec::pop) {
            partner_of_new[index] = Some(other);
            partner_of_old[other] = Some(index);
        }
    }
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (right, _) in partner_of_new.iter().enumerate().filter(|(_, partner)| partner.is_none()) {
        for (left, _) in partner_of_old.iter().enumerate().filter(|(_, p)| p.is_none()) {
            let similarity = containment(&old_shingles[left], &new_shingles[right]);
            if similarity >= SAME_TEXT {
                pairs.push((similarity, left, right));
            }
        }
    }
    // Best first; the earlier pair among equals.
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, left, right) in pairs {
        if partner_of_old[left].is_none() && partner_of_new[right].is_none() {
            partner_of_old[left] = Some(right);
            partner_of_new[right] = Some(left);
        }
    }
    let both = partner_of_new.iter().enumerate().map(|(right, left)| ArticleMatch {
        old: left.map(narrow),
        new: Some(narrow(right)),
        similarity: left.map_or(0.0, |left| containment(&old_shingles[left], &new_shingles[right])),
    });
    let gone = (partner_of_old.iter().enumerate())
        .filter(|(_, partner)| partner.is_none())
        .map(|(left, _)| ArticleMatch { old: Some(narrow(left)), new: None, similarity: 0.0 });
    both.chain(gone).collect()
}

/// Hashes a word without regard to case, the same on every machine: FNV-1a, 64 bits.
pub(super) fn word_hash(word: &str) -> u64 {
    let lower = word.chars().flat_map(char::to_lowercase);
    lower.fold(FNV_BASIS, |hash, c| {
        let mut buffer = [0; 4];
        c.encode_utf8(&mut buffer).bytes().fold(hash, fnv)
    })
}

const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Sorted hashes of the five-word runs of an article's running text, each once. A text of fewer
/// words is one run.
fn shingles(document: &Document, article: &Article) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::new();
    for block in article.blocks.iter().filter(|block| block.kind.is_running_text()) {
        // The text between the note marks.
        let ends = block.note_markers.iter().map(|mark| mark.start).chain([block.span.end]);
        let starts = [block.span.start].into_iter().chain(block.note_markers.iter().map(|m| m.end));
        for (start, end) in starts.zip(ends) {
            let part = &document.text[start as usize..end as usize];
            let parts = part.split(|c: char| !c.is_alphanumeric());
            words.extend(parts.filter(|word| !word.is_empty()).map(word_hash));
        }
    }
    let run = |run: &[u64]| {
        run.iter().fold(FNV_BASIS, |hash, word| word.to_le_bytes().into_iter().fold(hash, fnv))
    };
    let mut out: Vec<u64> = if words.len() < SHINGLE {
        words.chunks(SHINGLE).map(run).collect()
    } else {
        words.windows(SHINGLE).map(run).collect()
    };
    out.sort_unstable();
    out.dedup();
    out
}

/// The share of the smaller set that the larger one has too; 0 when one is empty.
fn containment(left: &[u64], right: &[u64]) -> f64 {
    let smaller = left.len().min(right.len());
    if smaller == 0 {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    common as f64 / smaller as f64
}

/// The words of the title in lower case; `None` for an untitled article.
fn normalised_title(document: &Document, article: &Article) -> Option<String> {
    let title = article.title?.of(&document.text).to_lowercase();
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("an article has at least a byte, and texts are limited to 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Input, read};

    fn page(text: &str) -> Document {
        read(Input { path: "page.txt", bytes: text.as_bytes() }).unwrap().output
    }

    const FLOOD: &str = "The river rose by two metres in the night and took the old bridge at the \
                         market with it, and by noon the mayor had asked the army for boats.";
    const MINE: &str = "A new copper mine in the hills is to open next year, its owners say, with \
                        six hundred workers from the four villages in the valley below it.";

    #[test]
    fn titles_match_before_texts() {
        let old = page(&format!("Floods in the south\n\n{FLOOD}\n"));
        let new = page(&format!("FLOODS in the South!\n\n{MINE}\n"));
        let found = match_articles(&old, &new);
        assert_eq!(found, [ArticleMatch { old: Some(0), new: Some(0), similarity: 0.0 }]);
    }

    #[test]
    fn texts_match_under_another_title() {
        let old = page(&format!("Floods in the south\n\n{FLOOD}\n"));
        let new = page(&format!("Army sends boats\n\n{FLOOD}[4] More rain fell on Tuesday.\n"));
        let found = match_articles(&old, &new);
        assert_eq!((found[0].old, found[0].new), (Some(0), Some(0)));
        assert!(found[0].similarity > 0.9);
        let other = page(&format!("A mine opens\n\n{MINE}\n"));
        let found = match_articles(&old, &other);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].old, found[0].new), (None, Some(0)));
        assert_eq!((found[1].old, found[1].new), (Some(0), None));
    }
}
