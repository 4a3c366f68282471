//! Tags and trees of sentences that have been read before, so that they need not be found again: the sentences
//! of a project's patterns, which most runs have in common.
//!
//! A reading holds for the program and the language that it was made with: [`Readings::parse`] takes a key for
//! both, and gives nothing for another. What it gives is checked to be trees, whoever wrote it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;

use rayon::prelude::*;

use super::relation::Relation;
use super::tag::{Upos, Xpos};

/// First word of the first line.
const MAGIC: &str = "saiga-readings";

/// What the taggers and the parser find for one word.
pub(super) type Read = ((Upos, Xpos), (Option<u32>, Relation));

/// Readings by sentence, and whether they have a tree.
type Table = BTreeMap<(bool, String), Vec<Read>>;

/// Readings of sentences.
#[derive(Debug, Default)]
pub struct Readings {
    known: Table,
    /// Those that were asked for, known or not.
    used: Mutex<Table>,
}

impl Readings {
    /// Reads what [`Readings::write`] wrote with the same key; nothing, where it is another one or anything is not
    /// as it was written.
    pub fn parse(text: &str, key: &str) -> Self {
        let mut lines = text.lines();
        let is_same = lines.next() == Some(&*format!("{MAGIC}\t{key}"));
        let lines: Vec<&str> = lines.filter(|_| is_same).collect();
        let known: Option<Table> = lines.into_par_iter().map(line).collect();
        Self { known: known.unwrap_or_default(), used: Mutex::default() }
    }

    /// Says whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Writes the readings that were used since this was made, in the order of the sentences.
    ///
    /// # Panics
    /// When a thread panicked while it read a sentence.
    pub fn write(&self, key: &str) -> String {
        let mut text = format!("{MAGIC}\t{key}\n");
        let written = "a string takes everything";
        let used = self.used.lock().expect("no reader panicked");
        for ((has_tree, sentence), read) in used.iter() {
            // The tree has the tags too.
            if !has_tree && used.contains_key(&(true, sentence.clone())) {
                continue;
            }
            write!(text, "{}\t{sentence}", if *has_tree { 'p' } else { 't' }).expect(written);
            for ((upos, xpos), (head, relation)) in read {
                let head = head.map_or(0, |head| head + 1);
                write!(text, "\t{upos} {} {head} {relation}", xpos.as_str()).expect(written);
            }
            text.push('\n');
        }
        text
    }

    /// The reading of a sentence of so many words, by `read` where it is not known. Tags alone are read off a
    /// tree, if there is one.
    pub(super) fn get(
        &self,
        sentence: &str,
        has_tree: bool,
        n_words: usize,
        read: impl FnOnce() -> Vec<Read>,
    ) -> Vec<Read> {
        let known = |has_tree: bool, table: &Table| -> Option<Vec<Read>> {
            let known = table.get(&(has_tree, sentence.to_owned()))?;
            (known.len() == n_words).then(|| known.clone())
        };
        let find = |table: &Table| known(true, table).or_else(|| known(has_tree, table));
        let used = || self.used.lock().expect("no reader panicked");
        let mut found = find(&self.known).or_else(|| find(&used())).unwrap_or_else(read);
        if !has_tree {
            found.iter_mut().for_each(|(_, above)| *above = ABSENT);
        }
        // A sentence that a line cannot hold is read again.
        if !sentence.contains(['\n', '\r', '\t']) {
            used().insert((has_tree, sentence.to_owned()), found.clone());
        }
        found
    }
}

/// The head and relation of a word of a sentence that was only tagged.
const ABSENT: (Option<u32>, Relation) = (None, Relation::DEP);

/// One line of the file: the kind, the sentence, its words.
fn line(line: &str) -> Option<((bool, String), Vec<Read>)> {
    let mut columns = line.split('\t');
    let has_tree = match columns.next()? {
        "p" => true,
        "t" => false,
        _ => return None,
    };
    let sentence = columns.next()?.to_owned();
    let read: Vec<Read> = columns.map(word).collect::<Option<_>>()?;
    (!read.is_empty() && (!has_tree || is_tree(&read))).then_some(((has_tree, sentence), read))
}

/// The columns of a word: its tags, the number of its head, the relation.
fn word(column: &str) -> Option<Read> {
    let columns: Vec<&str> = column.split(' ').collect();
    let [upos, xpos, head, relation] = columns.as_slice() else { return None };
    let head = head.parse::<u32>().ok()?.checked_sub(1);
    Some(((Upos::parse(upos)?, Xpos::parse(xpos)?), (head, Relation::parse(relation)?)))
}

/// Says whether the heads make one tree: a root, and every word below it.
fn is_tree(read: &[Read]) -> bool {
    let head = |at: usize| read[at].1.0;
    let is_below_root = |at: usize| {
        let mut above = at;
        for _ in 0..=read.len() {
            match head(above) {
                None => return true,
                Some(next) if (next as usize) < read.len() => above = next as usize,
                Some(_) => return false,
            }
        }
        false
    };
    (0..read.len()).filter(|at| head(*at).is_none()).count() == 1
        && (0..read.len()).all(is_below_root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(heads: [Option<u32>; 2]) -> Vec<Read> {
        heads.map(|head| ((Upos::Noun, Xpos::NN), (head, Relation::DEP))).to_vec()
    }

    #[test]
    fn what_is_written_is_read_by_the_same_program_only() {
        let readings = Readings::default();
        readings.get("a b", true, 2, || reading([None, Some(0)]));
        readings.get("a b", false, 2, || reading([None, None]));
        let text = readings.write("1");
        let again = Readings::parse(&text, "1");
        let never = || panic!("it is known");
        assert_eq!(again.get("a b", true, 2, never), reading([None, Some(0)]));
        // The tags of a sentence with a tree are not kept twice.
        assert_eq!(again.get("a b", false, 2, never), reading([None, None]));
        assert_eq!(text.lines().count(), 2);
        assert_eq!(again.write("1"), text);
        assert!(Readings::parse(&text, "2").known.is_empty());
        // Of another length it is another sentence.
        assert_eq!(again.get("a b", true, 3, Vec::new), []);
    }

    #[test]
    fn what_is_no_tree_is_not_taken() {
        for broken in [
            "p\ta b\tNOUN NN 2 dep\tNOUN NN 1 dep",
            "p\ta b\tNOUN NN 0 root\tNOUN NN 6 dep",
            "p\ta b\tNOUN NN 0 root\tNOUN NN 0 root",
            "p\ta b\tNONE NN 0 root\tNOUN NN 1 dep",
            "p\ta b\tNOUN NN 0 none\tNOUN NN 1 dep",
            "p\ta b\tNOUN NN 0\tNOUN NN 1 dep",
            "x\ta b\tNOUN NN 0 root\tNOUN NN 1 dep",
            "p",
        ] {
            let text = format!("{MAGIC}\t1\nt\tc\tNOUN NN 0 dep\n{broken}\n");
            assert!(Readings::parse(&text, "1").known.is_empty(), "{broken}");
        }
    }
}
