//! A trained linear model: from feature keys to small integer weights by class.

use std::collections::BTreeMap;
use std::ops::Range;

/// One weight of a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub class: u8,
    pub weight: i8,
}

/// Weights by feature: an open-addressed table. A slot holds a key and, mostly, its whole row, and
/// does not cross a line of the processor's cache: a known feature costs one wait for memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights {
    /// In the order of the keys, two of three taken; free ones are all 0.
    slots: Vec<Slot>,
    /// How many slots a key can begin its search at.
    n_places: u64,
    /// A bit for the low bits of each key: most unknown features are told here, in nearer memory.
    filter: Vec<u64>,
    /// Rows that are too long for a slot.
    long: Vec<Entry>,
}

/// A key, then its row, filled up with weights of 0: two entries in one number, the class of the
/// first in the lowest byte. Plain numbers are had from the system as zeros without writing them.
type Slot = [u32; 4];

/// Entries that fit into a slot.
const SHORT: usize = 6;
/// Instead of the first class: the row is elsewhere. The next byte is its length, the next number
/// its start.
const LONG: u8 = u8::MAX;

/// Returns the six entries of a slot.
fn entries([_, a, b, c]: Slot) -> [Entry; SHORT] {
    let [a, b, c] = [a, b, c].map(|pair| {
        let [class, weight, next_class, next_weight] = pair.to_le_bytes();
        let first = Entry { class, weight: weight as i8 };
        [first, Entry { class: next_class, weight: next_weight as i8 }]
    });
    [a[0], a[1], b[0], b[1], c[0], c[1]]
}

/// Returns where the row of a slot is in [`Weights::long`], if it is there.
fn elsewhere(slot: &Slot) -> Option<Range<usize>> {
    let [first, len, ..] = slot[1].to_le_bytes();
    (first == LONG).then(|| slot[2] as usize..slot[2] as usize + usize::from(len))
}

/// Longest row of one feature.
pub(super) const LONGEST_ROW: usize = 127;
/// Most entries of a table.
pub(super) const MOST_ENTRIES: usize = 1 << 26;

impl Weights {
    /// Builds the table from features in the order of their keys, each with its row.
    ///
    /// # Panics
    /// When keys are not in order, a key is 0, a row is longer than [`LONGEST_ROW`] or a class is
    /// 255.
    pub fn new<'a>(n_features: usize, rows: impl Iterator<Item = (u32, &'a [Entry])>) -> Self {
        let mut builder = Builder::new(n_features);
        for (key, row) in rows {
            let classes: Vec<u8> = row.iter().map(|entry| entry.class).collect();
            let weights: Vec<u8> = row.iter().map(|entry| entry.weight as u8).collect();
            assert!(
                builder.push(key, &classes, &weights),
                "keys are in order, rows and classes fit"
            );
        }
        builder.weights
    }

    /// Builds the table from ascending keys, the lengths of their rows, and the classes and weights
    /// of all rows one after another; `None` when keys are out of order or the numbers do not fit.
    pub fn assemble(keys: &[u32], lens: &[u8], classes: &[u8], weights: &[u8]) -> Option<Self> {
        let total: usize = lens.iter().map(|len| usize::from(*len)).sum();
        let fit = lens.len() == keys.len() && classes.len() == total && weights.len() == total;
        if !fit || total > MOST_ENTRIES {
            return None;
        }
        let mut builder = Builder::new(keys.len());
        let mut start = 0;
        for (key, len) in keys.iter().zip(lens) {
            let row = start..start + usize::from(*len);
            start = row.end;
            if !builder.push(*key, &classes[row.clone()], &weights[row]) {
                return None;
            }
        }
        Some(builder.weights)
    }

    /// Says whether there are no features.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Returns the row of a feature; empty for an unknown one.
    #[cfg(test)]
    pub fn row(&self, key: u32) -> Vec<Entry> {
        if self.is_empty() {
            return Vec::new();
        }
        let slot = &self.slots[self.find(self.place(key), key)];
        if slot[0] == key { self.row_of(slot) } else { Vec::new() }
    }

    fn row_of(&self, slot: &Slot) -> Vec<Entry> {
        let mut row = match elsewhere(slot) {
            Some(range) => self.long[range].to_vec(),
            None => entries(*slot).to_vec(),
        };
        row.truncate(row.iter().rposition(|entry| entry.weight != 0).map_or(0, |last| last + 1));
        row
    }

    /// Adds the weights of all `keys` to `scores`, which has one place for each class.
    #[inline]
    pub fn add(&self, keys: &[u32], scores: &mut [i32]) {
        // In rounds, so that the processor waits for many places of memory at once.
        let mut known = [0_u32; 64];
        let mut first = [0_u32; 64];
        let mut rows = [(0_u32, 0_u32); 64];
        let mut begun = [Entry::default(); 64];
        for keys in keys.chunks(64) {
            let mut n_known = 0;
            for key in keys {
                known[n_known] = *key;
                n_known += usize::from(self.may_know(*key));
            }
            for (first, key) in first.iter_mut().zip(&known[..n_known]) {
                *first = self.slots[self.place(*key)][0];
            }
            let mut n_rows = 0;
            for (first, key) in first.iter().zip(&known[..n_known]) {
                let mut at = self.place(*key);
                if first != key {
                    at = self.find(at, *key);
                    if self.slots[at][0] != *key {
                        continue;
                    }
                }
                let slot = &self.slots[at];
                if let Some(range) = elsewhere(slot) {
                    rows[n_rows] = (range.start as u32, range.end as u32);
                    n_rows += 1;
                } else {
                    for entry in entries(*slot) {
                        scores[usize::from(entry.class)] += i32::from(entry.weight);
                    }
                }
            }
            for (begun, (start, _)) in begun.iter_mut().zip(&rows[..n_rows]) {
                *begun = self.long[*start as usize];
            }
            for (first, (start, end)) in begun.iter().zip(&rows[..n_rows]) {
                scores[usize::from(first.class)] += i32::from(first.weight);
                for entry in &self.long[*start as usize + 1..*end as usize] {
                    scores[usize::from(entry.class)] += i32::from(entry.weight);
                }
            }
        }
    }

    /// Returns where the search for a key begins: keys are hashes, and so in even spread.
    #[inline]
    fn place(&self, key: u32) -> usize {
        ((u64::from(key) * self.n_places) >> 32) as usize
    }

    /// Returns the slot of a key from `at` on, or the free one that shows that it is unknown.
    #[inline]
    fn find(&self, mut at: usize, key: u32) -> usize {
        while self.slots[at][0] != key && self.slots[at][0] != 0 {
            at += 1;
        }
        at
    }

    #[inline]
    fn may_know(&self, key: u32) -> bool {
        let bit = key as usize & (self.filter.len() * 64).wrapping_sub(1);
        self.filter.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Returns the model without weights nearer to 0 than `smallest`, the others rounded to
    /// multiples of `step`.
    pub fn pruned(&self, smallest: i32, step: i32) -> Self {
        let coarse = |entry: &Entry| {
            let weight = i32::from(entry.weight);
            let rounded = ((weight.abs() + step / 2) / step * step).min(127 / step * step);
            let weight = if weight.abs() < smallest { 0 } else { rounded * weight.signum() };
            Entry { weight: weight as i8, ..*entry }
        };
        let mut rows: Vec<(u32, Vec<Entry>)> = Vec::new();
        for (key, row) in self.features() {
            let row: Vec<Entry> =
                row.iter().map(coarse).filter(|entry| entry.weight != 0).collect();
            if !row.is_empty() {
                rows.push((key, row));
            }
        }
        Self::new(rows.len(), rows.iter().map(|(key, row)| (*key, &row[..])))
    }

    /// Returns the mean of several models; weights nearer to 0 than `smallest` are left out.
    pub fn mean(models: &[Self], smallest: i32) -> Self {
        let mut sums: BTreeMap<(u32, u8), i32> = BTreeMap::new();
        for model in models {
            for (key, row) in model.features() {
                for entry in row {
                    *sums.entry((key, entry.class)).or_default() += i32::from(entry.weight);
                }
            }
        }
        let n = models.len().max(1) as i32;
        let mut rows: Vec<(u32, Vec<Entry>)> = Vec::new();
        for ((key, class), sum) in sums {
            let weight = (sum + sum.signum() * n / 2) / n;
            if weight.abs() < smallest.max(1) {
                continue;
            }
            if rows.last().is_none_or(|row| row.0 != key) {
                rows.push((key, Vec::new()));
            }
            if let Some((_, row)) = rows.last_mut() {
                row.extend(split(class, weight));
                row.truncate(LONGEST_ROW);
            }
        }
        Self::new(rows.len(), rows.iter().map(|(key, row)| (*key, &row[..])))
    }

    /// Returns all features in the order of their keys.
    pub fn features(&self) -> Vec<(u32, Vec<Entry>)> {
        let taken = self.slots.iter().filter(|slot| slot[0] != 0);
        taken.map(|slot| (slot[0], self.row_of(slot))).collect()
    }
}

/// A table that is being filled.
struct Builder {
    weights: Weights,
    /// The first slot behind the last one taken.
    next: usize,
    /// The last key.
    last: u32,
}

impl Builder {
    fn new(n_features: usize) -> Self {
        let mut weights = Weights::default();
        if n_features > 0 {
            weights.n_places = n_features as u64 * 3 / 2 + 1;
            // Keys of the last places run over the end, and a free slot ends every search.
            weights.slots = vec![[0; 4]; weights.n_places as usize + 64];
            weights.filter = vec![0; (n_features / 8).next_power_of_two()];
        }
        Self { weights, next: 0, last: 0 }
    }

    /// Adds a feature; says whether it fits. In the order of keys, none has to search for a slot.
    fn push(&mut self, key: u32, classes: &[u8], weights: &[u8]) -> bool {
        let Self { weights: table, next, last } = self;
        if key <= *last || classes.len() > LONGEST_ROW || classes.contains(&LONG) {
            return false;
        }
        *last = key;
        let at = table.place(key).max(*next);
        *next = at + 1;
        if *next >= table.slots.len() {
            table.slots.resize(*next + 1, [0; 4]);
        }
        let slot = &mut table.slots[at];
        slot[0] = key;
        if classes.len() > SHORT {
            slot[1] = u32::from_le_bytes([LONG, classes.len() as u8, 0, 0]);
            slot[2] = table.long.len() as u32;
            let row = classes.iter().zip(weights);
            table
                .long
                .extend(row.map(|(class, weight)| Entry { class: *class, weight: *weight as i8 }));
        } else {
            for (at, (class, weight)) in classes.iter().zip(weights).enumerate() {
                let entry = u32::from(*class) | u32::from(*weight) << 8;
                slot[1 + at / 2] |= entry << (at % 2 * 16);
            }
        }
        let bit = key as usize & (table.filter.len() * 64 - 1);
        table.filter[bit / 64] |= 1 << (bit % 64);
        true
    }
}

/// Writes a weight that may not fit in 8 bits as several of one class.
pub(super) fn split(class: u8, weight: i32) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = weight;
    while rest != 0 {
        let weight = rest.clamp(-127, 127);
        entries.push(Entry { class, weight: weight as i8 });
        rest -= weight;
    }
    entries
}

/// Returns the class with the highest score; the first of equals.
pub(super) fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again() {
        let rows: Vec<(u32, Vec<Entry>)> = (1..2_000_u32)
            .map(|n| {
                let entry = |class| Entry { class, weight: (n % 100 + 1) as i8 };
                (n * 2_000_003, (0..(n % 9) as u8).map(entry).collect())
            })
            .collect();
        let weights = Weights::new(rows.len(), rows.iter().map(|(key, row)| (*key, &row[..])));
        for (key, row) in &rows {
            assert_eq!(weights.row(*key), *row);
        }
        assert_eq!(weights.row(5), []);
        let mut scores = [0; 5];
        weights.add(&[2_000_003 * 3, 2_000_003 * 104, 77], &mut scores);
        assert_eq!(scores, [9, 9, 9, 5, 5]);
        assert_eq!(Weights::default().row(1), []);
    }

    #[test]
    fn small_weights_are_left_out_and_means_taken() {
        let model = |weight| {
            let row = [Entry { class: 1, weight }, Entry { class: 2, weight: 100 }];
            Weights::new(1, [(9, &row[..])].into_iter())
        };
        assert_eq!(model(5).pruned(6, 4).row(9), [Entry { class: 2, weight: 100 }]);
        assert_eq!(model(6).pruned(6, 4).row(9)[0].weight, 8);
        assert_eq!(Weights::mean(&[model(5), model(-20)], 7).row(9)[0].weight, -8);
    }
}
