//! A trained linear model: from feature keys to small integer weights by class.

use std::collections::BTreeMap;

use super::table::Table;

/// One weight of a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub class: u8,
    pub weight: i8,
}

/// Weights by feature: an open-addressed table whose rows lie one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights {
    /// By key, where its row is: start in the high 25 bits, length in the low 7.
    places: Table,
    entries: Vec<Entry>,
}

/// Longest row of one feature.
pub(super) const LONGEST_ROW: usize = 127;
/// Most entries of a table.
pub(super) const MOST_ENTRIES: usize = 1 << 25;

impl Weights {
    /// Builds the table from features in the order of their keys, each with its row.
    ///
    /// # Panics
    /// When keys are not in order, a key is 0 or a row is longer than [`LONGEST_ROW`].
    pub fn new<'a>(n_features: usize, rows: impl Iterator<Item = (u32, &'a [Entry])>) -> Self {
        let mut weights = Self {
            places: Table::with_capacity(n_features),
            entries: Vec::with_capacity(n_features * 4),
        };
        let mut last = 0;
        for (key, row) in rows {
            assert!(key > last, "keys are in order and not 0");
            assert!(row.len() <= LONGEST_ROW, "a row has at most {LONGEST_ROW} entries");
            last = key;
            let start = weights.entries.len() as u32;
            weights.entries.extend_from_slice(row);
            weights.places.insert(key, start << 7 | row.len() as u32);
        }
        weights
    }

    /// Builds the table from ascending keys, the lengths of their rows and the rows one after
    /// another; `None` when keys are out of order or the numbers do not fit.
    pub fn assemble(keys: &[u32], lens: &[u8], entries: Vec<Entry>) -> Option<Self> {
        let mut places = Table::with_capacity(keys.len());
        let (mut last, mut start) = (0, 0_usize);
        for (key, len) in keys.iter().zip(lens) {
            let end = start + usize::from(*len);
            if *key <= last
                || usize::from(*len) > LONGEST_ROW
                || end > entries.len().min(MOST_ENTRIES)
            {
                return None;
            }
            places.insert(*key, (start as u32) << 7 | u32::from(*len));
            last = *key;
            start = end;
        }
        Some(Self { places, entries })
    }

    /// Returns the row of a feature; empty for an unknown one.
    #[inline]
    pub fn row(&self, key: u32) -> &[Entry] {
        let place = self.place(key);
        let start = (place >> 7) as usize;
        &self.entries[start..start + (place & 0x7F) as usize]
    }

    /// Adds the weights of all `keys` to `scores`, which has one place for each class.
    #[inline]
    pub fn add(&self, keys: &[u32], scores: &mut [i32]) {
        // In two rounds, so that the processor waits for many rows at once.
        let mut places = [0_u32; 64];
        for keys in keys.chunks(64) {
            for (place, key) in places.iter_mut().zip(keys) {
                *place = self.place(*key);
            }
            for place in &places[..keys.len()] {
                let start = (place >> 7) as usize;
                for entry in &self.entries[start..start + (place & 0x7F) as usize] {
                    scores[usize::from(entry.class)] += i32::from(entry.weight);
                }
            }
        }
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

    #[inline]
    fn place(&self, key: u32) -> u32 {
        self.places.get(key).unwrap_or(0)
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
