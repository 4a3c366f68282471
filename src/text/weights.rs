//! A trained linear model: from feature keys to small integer weights by class.

use std::collections::BTreeMap;

use super::table::Table;

/// One weight of a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub class: u8,
    pub weight: i8,
}

/// Weights by feature: an open-addressed table whose rows lie one after another, each filled up
/// with weights of 0 to a whole number of fours. Most rows then are one step of a loop that the
/// processor can foresee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights {
    /// By key, where its row is: the number of its first four in the high 26 bits, how many fours
    /// in the low 6.
    places: Table,
    /// A bit for the low bits of each key: most unknown features are told here, in nearer memory.
    filter: Vec<u64>,
    fours: Vec<[Entry; 4]>,
}

/// Longest row of one feature.
pub(super) const LONGEST_ROW: usize = 127;
/// Most entries of a table.
pub(super) const MOST_ENTRIES: usize = 1 << 26;

impl Weights {
    /// Builds the table from features in the order of their keys, each with its row.
    ///
    /// # Panics
    /// When keys are not in order, a key is 0 or a row is longer than [`LONGEST_ROW`].
    pub fn new<'a>(n_features: usize, rows: impl Iterator<Item = (u32, &'a [Entry])>) -> Self {
        if n_features == 0 {
            return Self::default();
        }
        let mut weights = Self {
            places: Table::with_capacity(n_features),
            filter: vec![0; (n_features / 8).next_power_of_two()],
            fours: Vec::with_capacity(n_features * 3 / 2),
        };
        let mut last = 0;
        for (key, row) in rows {
            assert!(key > last, "keys are in order and not 0");
            assert!(row.len() <= LONGEST_ROW, "a row has at most {LONGEST_ROW} entries");
            last = key;
            weights.push(key, row);
        }
        weights
    }

    /// Builds the table from ascending keys, the lengths of their rows and the rows one after
    /// another; `None` when keys are out of order or the numbers do not fit.
    pub fn assemble(keys: &[u32], lens: &[u8], entries: &[Entry]) -> Option<Self> {
        let (mut last, mut start) = (0, 0_usize);
        for (key, len) in keys.iter().zip(lens) {
            start += usize::from(*len);
            if *key <= last || usize::from(*len) > LONGEST_ROW {
                return None;
            }
            last = *key;
        }
        if start > entries.len().min(MOST_ENTRIES) {
            return None;
        }
        let mut start = 0;
        let rows = keys.iter().zip(lens).map(|(key, len)| {
            let row = &entries[start..start + usize::from(*len)];
            start += row.len();
            (*key, row)
        });
        Some(Self::new(keys.len(), rows))
    }

    fn push(&mut self, key: u32, row: &[Entry]) {
        let start = self.fours.len() as u32;
        for part in row.chunks(4) {
            let mut four = [Entry::default(); 4];
            four[..part.len()].copy_from_slice(part);
            self.fours.push(four);
        }
        self.places.insert(key, start << 6 | (self.fours.len() as u32 - start));
        let bit = key as usize & (self.filter.len() * 64 - 1);
        self.filter[bit / 64] |= 1 << (bit % 64);
    }

    /// Says whether there are no features.
    pub fn is_empty(&self) -> bool {
        self.fours.is_empty()
    }

    /// Returns the row of a feature; empty for an unknown one.
    pub fn row(&self, key: u32) -> &[Entry] {
        let row = self.fours_at(self.places.get(key).unwrap_or(0)).as_flattened();
        let len = row.iter().rposition(|entry| entry.weight != 0).map_or(0, |last| last + 1);
        &row[..len]
    }

    /// Adds the weights of all `keys` to `scores`, which has one place for each class.
    #[inline]
    pub fn add(&self, keys: &[u32], scores: &mut [i32]) {
        // In rounds, so that the processor waits for many places of memory at once.
        let mut known = [0_u32; 64];
        let mut places = [0_u32; 64];
        for keys in keys.chunks(64) {
            let mut n_known = 0;
            for key in keys {
                known[n_known] = *key;
                n_known += usize::from(self.may_know(*key));
            }
            for (place, key) in places.iter_mut().zip(&known[..n_known]) {
                *place = self.places.get(*key).unwrap_or(0);
            }
            for place in &places[..n_known] {
                for four in self.fours_at(*place) {
                    for entry in four {
                        scores[usize::from(entry.class)] += i32::from(entry.weight);
                    }
                }
            }
        }
    }

    #[inline]
    fn fours_at(&self, place: u32) -> &[[Entry; 4]] {
        let start = (place >> 6) as usize;
        &self.fours[start..start + (place & 0x3F) as usize]
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
    pub fn features(&self) -> Vec<(u32, &[Entry])> {
        self.places.sorted().into_iter().map(|(key, _)| (key, self.row(key))).collect()
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
                let entry = |class| Entry { class, weight: (n % 100) as i8 };
                (n * 2_000_003, (0..(n % 5) as u8).map(entry).collect())
            })
            .collect();
        let weights = Weights::new(rows.len(), rows.iter().map(|(key, row)| (*key, &row[..])));
        for (key, row) in &rows {
            assert_eq!(weights.row(*key), &row[..]);
        }
        assert_eq!(weights.row(5), &[]);
        let mut scores = [0; 5];
        weights.add(&[2_000_003 * 3, 2_000_003 * 104, 77], &mut scores);
        assert_eq!(scores, [7, 7, 7, 4, 0]);
        assert_eq!(Weights::default().row(1), &[]);
    }

    #[test]
    fn small_weights_are_left_out_and_means_taken() {
        let model = |weight| {
            let row = [Entry { class: 1, weight }, Entry { class: 2, weight: 100 }];
            Weights::new(1, [(9, &row[..])].into_iter())
        };
        assert_eq!(model(5).pruned(6, 4).row(9), &[Entry { class: 2, weight: 100 }]);
        assert_eq!(model(6).pruned(6, 4).row(9)[0].weight, 8);
        assert_eq!(Weights::mean(&[model(5), model(-20)], 7).row(9)[0].weight, -8);
    }
}
