//! A trained linear model: from feature keys to small integer weights by class.

mod buckets;

use std::collections::BTreeMap;

use buckets::Buckets;

/// One weight of a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub class: u8,
    pub weight: i8,
}

/// Weights by feature. Looking a feature up costs mostly one wait for memory, and no branch that the
/// processor has to guess. Features with many classes are few and the ones met most: they are in a table
/// of their own, small enough to stay near, and their rows have a place for every class, so that many
/// classes are added at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights {
    /// Where the row of a feature is in `full`, in rows, and of how many there it is the sum: the lowest
    /// four bits.
    often: Buckets,
    /// The row of any other feature: its one or two entries, or where it is in `long`; see [`pack`].
    rest: Buckets,
    /// Rows, each behind an entry that has its length for a class.
    long: Vec<Entry>,
    /// Rows of a weight for each class.
    full: Vec<i8>,
    /// How many weights a full row has: the classes, filled up to [`LANES`].
    stride: usize,
}

/// Entries that fit into a value of [`Weights::rest`].
const SHORT: usize = 2;
/// From so many entries on, a row is a full one.
const FULL_FROM: usize = 14;
/// Full rows are as long as a multiple of this.
const LANES: usize = 16;
/// Classes from this one on are none.
const N_CLASSES: u8 = 240;
/// Instead of the first class: the other three bytes say where in [`Weights::long`] the row begins.
const LONG: u8 = u8::MAX;
/// Entries of weight 0 and two classes that are none: no addition has to wait for another one to the same
/// place.
const NOTHING: u32 = u32::from_le_bytes([N_CLASSES, 0, N_CLASSES + 1, 0]);

/// Writes four bytes as a value of [`Weights::rest`]: what is unknown, and so 0, unpacks to [`NOTHING`].
fn pack(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes) ^ NOTHING
}

/// How many features are looked up side by side.
const ROUND: usize = 32;
/// Most entries of one class in a row: the sum of a round is less than 32,768.
const MOST_OF_A_CLASS: usize = 8;
/// Longest row of one feature.
pub(super) const LONGEST_ROW: usize = 127;
/// Most entries of a table, and most weights of full rows.
pub(super) const MOST_ENTRIES: usize = 1 << 26;

impl Weights {
    /// Builds the table from features in the order of their keys, each with its row.
    ///
    /// # Panics
    /// When keys are not in order, a key is 0, a row is longer than [`LONGEST_ROW`], a class is not
    /// below 240 or has more than eight entries in a row.
    pub fn new<'a>(rows: impl Iterator<Item = (u32, &'a [Entry])>) -> Self {
        let (mut keys, mut lens) = (Vec::new(), Vec::new());
        let (mut classes, mut weights) = (Vec::new(), Vec::new());
        for (key, row) in rows {
            keys.push(key);
            lens.push(row.len().min(usize::from(u8::MAX)) as u8);
            classes.extend(row.iter().map(|entry| entry.class));
            weights.extend(row.iter().map(|entry| entry.weight as u8));
        }
        Self::assemble(&keys, &lens, &classes, &weights)
            .expect("keys are in order, rows and classes fit")
    }

    /// Builds the table from ascending keys, the lengths of their rows, and the classes and weights
    /// of all rows one after another; `None` when keys are out of order or the numbers do not fit.
    pub fn assemble(keys: &[u32], lens: &[u8], classes: &[u8], weights: &[u8]) -> Option<Self> {
        let total: usize = lens.iter().map(|len| usize::from(*len)).sum();
        let fit = lens.len() == keys.len() && classes.len() == total && weights.len() == total;
        if !fit || total > MOST_ENTRIES {
            return None;
        }
        let n_classes = classes.iter().max().map_or(0, |class| usize::from(*class) + 1);
        let n_full = lens.iter().filter(|len| usize::from(**len) >= FULL_FROM).count();
        let mut builder = Builder {
            weights: Self { stride: n_classes.next_multiple_of(LANES), ..Self::default() },
            often: buckets::Builder::new(n_full),
            rest: buckets::Builder::new(keys.len() - n_full),
            last: 0,
        };
        let mut start = 0;
        for (key, len) in keys.iter().zip(lens) {
            let row = start..start + usize::from(*len);
            start = row.end;
            builder.push(*key, &classes[row.clone()], &weights[row])?;
        }
        Some(Self { often: builder.often.finish(), rest: builder.rest.finish(), ..builder.weights })
    }

    /// Says whether there are no features.
    pub fn is_empty(&self) -> bool {
        self.stride == 0
    }

    /// Returns the row of a feature; empty for an unknown one.
    #[cfg(test)]
    pub fn row(&self, key: u32) -> Vec<Entry> {
        match (self.often.get(key), self.rest.get(key)) {
            (0, 0) => Vec::new(),
            (0, row) => self.other_row(row),
            (row, _) => self.full_row(row),
        }
    }

    /// Reads a row that a value of [`Weights::often`] tells.
    fn full_row(&self, row: u32) -> Vec<Entry> {
        let entry =
            |(at, weight): (usize, &i8)| Entry { class: (at % self.stride) as u8, weight: *weight };
        let mut row: Vec<Entry> = self.full_rows(row).iter().enumerate().map(entry).collect();
        row.retain(|entry| entry.weight != 0);
        row.sort_by_key(|entry| entry.class);
        row
    }

    fn full_rows(&self, row: u32) -> &[i8] {
        let (start, n_rows) = (row as usize >> 4, row as usize & 15);
        &self.full[start * self.stride..][..n_rows * self.stride]
    }

    /// Reads a row that a value of [`Weights::rest`] tells.
    fn other_row(&self, row: u32) -> Vec<Entry> {
        let [class, weight, next_class, next_weight] = (row ^ NOTHING).to_le_bytes();
        if class == LONG {
            return self.long_row((row ^ NOTHING) >> 8).to_vec();
        }
        let entries = [(class, weight), (next_class, next_weight)];
        let entries = entries.map(|(class, weight)| Entry { class, weight: weight as i8 });
        entries.into_iter().filter(|entry| entry.weight != 0).collect()
    }

    fn long_row(&self, start: u32) -> &[Entry] {
        let start = start as usize;
        &self.long[start + 1..][..usize::from(self.long[start].class)]
    }

    /// Adds the weights of all `keys` to `scores`, which has one place for each class.
    #[inline]
    pub fn add(&self, keys: &[u32], scores: &mut [i32]) {
        // By the round: narrow sums are added many at a time, and cannot overflow before they are taken
        // over.
        let mut sums = [0_i16; 256];
        let mut others = [0_u32; ROUND];
        let mut long = [0_u32; ROUND];
        let mut full = [0_u32; ROUND];
        for keys in keys.chunks(ROUND) {
            let (mut n_full, mut n_others) = (0, 0);
            for key in keys {
                let row = self.often.get(*key);
                full[n_full] = row;
                n_full += usize::from(row != 0);
                others[n_others] = *key;
                n_others += usize::from(row == 0);
            }
            fetch(others[..n_others].iter().map(|key| self.rest.touch(*key)));
            let mut n_long = 0;
            for key in &others[..n_others] {
                let row = self.rest.get(*key) ^ NOTHING;
                let is_long = row as u8 == LONG;
                long[n_long] = row >> 8;
                n_long += usize::from(is_long);
                let row = if is_long { NOTHING } else { row };
                let [class, weight, next_class, next_weight] = row.to_le_bytes();
                sums[usize::from(class)] += i16::from(weight as i8);
                sums[usize::from(next_class)] += i16::from(next_weight as i8);
            }
            fetch(long[..n_long].iter().map(|start| self.long[*start as usize].class));
            fetch(full[..n_full].iter().map(|row| self.full_rows(*row)[0]));
            fetch(full[..n_full].iter().map(|row| self.full_rows(*row)[self.stride - 1]));
            for start in &long[..n_long] {
                for entry in self.long_row(*start) {
                    sums[usize::from(entry.class)] += i16::from(entry.weight);
                }
            }
            for row in &full[..n_full] {
                for row in self.full_rows(*row).chunks_exact(self.stride) {
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum += i16::from(*weight);
                    }
                }
            }
            for (score, sum) in scores.iter_mut().zip(&mut sums) {
                *score += i32::from(std::mem::take(sum));
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
        Self::new(rows.iter().map(|(key, row)| (*key, &row[..])))
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
        Self::new(rows.iter().map(|(key, row)| (*key, &row[..])))
    }

    /// Returns all features in the order of their keys.
    pub fn features(&self) -> Vec<(u32, Vec<Entry>)> {
        let full = self.often.iter().map(|(key, row)| (key, self.full_row(row)));
        let others = self.rest.iter().map(|(key, row)| (key, self.other_row(row)));
        let mut features: Vec<(u32, Vec<Entry>)> = full.chain(others).collect();
        features.sort_by_key(|(key, _)| *key);
        features
    }
}

/// Weights that are being filled in.
struct Builder {
    /// The rows so far.
    weights: Weights,
    often: buckets::Builder,
    rest: buckets::Builder,
    /// The last key.
    last: u32,
}

impl Builder {
    /// Adds a feature; `None` when it does not fit.
    fn push(&mut self, key: u32, classes: &[u8], weights: &[u8]) -> Option<()> {
        let is_often =
            |class: &u8| classes.iter().filter(|other| *other == class).count() > MOST_OF_A_CLASS;
        if key <= self.last
            || classes.len() > LONGEST_ROW
            || classes.iter().any(|class| *class >= N_CLASSES)
            || classes.len() > MOST_OF_A_CLASS && classes.iter().any(is_often)
        {
            return None;
        }
        self.last = key;
        let Weights { full, long, stride, .. } = &mut self.weights;
        let row = classes.iter().zip(weights);
        if classes.len() >= FULL_FROM {
            let start = full.len();
            let mut n_rows = 0;
            for (class, weight) in row {
                // The first row in which the class has no weight yet.
                let place = |row: &usize| start + row * *stride + usize::from(*class);
                let at = (0..n_rows).find(|row| full[place(row)] == 0).unwrap_or(n_rows);
                if at == n_rows {
                    n_rows += 1;
                    full.resize(start + n_rows * *stride, 0);
                }
                full[place(&at)] = *weight as i8;
            }
            if full.len() > MOST_ENTRIES {
                return None;
            }
            self.often.push(key, (start / *stride) as u32 * 16 + n_rows as u32);
        } else if classes.len() > SHORT {
            let [a, b, c, 0] = (long.len() as u32).to_le_bytes() else { return None };
            long.push(Entry { class: classes.len() as u8, weight: 0 });
            long.extend(row.map(|(class, weight)| Entry { class: *class, weight: *weight as i8 }));
            self.rest.push(key, pack([LONG, a, b, c]));
        } else {
            let mut bytes = NOTHING.to_le_bytes();
            for (entry, (class, weight)) in bytes.chunks_exact_mut(2).zip(row) {
                entry.copy_from_slice(&[*class, *weight]);
            }
            // A row without entries is no row.
            if !classes.is_empty() {
                self.rest.push(key, pack(bytes));
            }
        }
        Some(())
    }
}

/// Reads values that are wanted soon, so that the processor waits for all of them at once: what is done with
/// each would leave it no room to look so far ahead.
#[inline]
fn fetch<T: std::ops::BitXor<Output = T> + Default>(values: impl Iterator<Item = T>) {
    std::hint::black_box(values.fold(T::default(), |all, value| all ^ value));
}

/// Writes a weight that may not fit in 8 bits as several of one class.
pub(super) fn split(class: u8, weight: i32) -> Vec<Entry> {
    let mut entries = Vec::new();
    let most = 127 * MOST_OF_A_CLASS as i32;
    let mut rest = weight.clamp(-most, most);
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
        let weights = Weights::new(rows.iter().map(|(key, row)| (*key, &row[..])));
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
            Weights::new([(9, &row[..])].into_iter())
        };
        assert_eq!(model(5).pruned(6, 4).row(9), [Entry { class: 2, weight: 100 }]);
        assert_eq!(model(6).pruned(6, 4).row(9)[0].weight, 8);
        assert_eq!(Weights::mean(&[model(5), model(-20)], 7).row(9)[0].weight, -8);
    }
}
