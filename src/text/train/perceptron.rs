//! The averaged perceptron (Freund and Schapire 1999; Collins 2002) over hashed features.

use super::super::table::Table;
use super::super::weights::{Entry, LONGEST_ROW, MOST_ENTRIES, Weights, split};

/// A linear model while it is trained: sums of integer updates, with what averaging needs.
pub(in crate::text) struct Perceptron {
    /// Row number by key.
    numbers: Table,
    rows: Vec<Row>,
    weights: Vec<Cell>,
    sums: Vec<Sum>,
    /// Number of the example in hand, from 1.
    now: u32,
    /// Only features that are there already are updated.
    closed: bool,
}

#[derive(Clone, Copy, Default)]
struct Row {
    start: u32,
    len: u16,
    room: u16,
    /// How often it was counted before training.
    count: u32,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    class: u32,
    weight: i32,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    total: i64,
    since: u32,
    updates: u32,
}

impl Perceptron {
    /// A model without features.
    pub fn new() -> Self {
        Self {
            numbers: Table::default(),
            rows: Vec::new(),
            weights: Vec::new(),
            sums: Vec::new(),
            now: 1,
            closed: false,
        }
    }

    /// A model to be trained further, from frozen weights; no features are learned that it lacks.
    pub fn from_weights(weights: &Weights) -> Self {
        let features = weights.features();
        let mut model = Self::new();
        model.numbers = Table::with_capacity(features.len());
        for (key, entries) in features {
            let row = model.row_or_new(key);
            for entry in entries {
                model.update_row(row, u32::from(entry.class), i32::from(entry.weight));
            }
        }
        model.closed = true;
        model
    }

    /// Counts features, so that [`Self::close`] can leave out the rare ones.
    pub fn count(&mut self, keys: &[u32]) {
        for key in keys {
            let row = self.row_or_new(*key);
            self.rows[row].count += 1;
        }
    }

    /// From now on, only features counted at least `least` times are learned.
    pub fn close(&mut self, least: u32) {
        let old = std::mem::replace(self, Self::new());
        // Sorted keys would crowd into the start of a small table.
        self.numbers = Table::with_capacity(old.rows.len());
        for (key, row) in old.numbers.sorted() {
            if old.rows[row as usize].count >= least {
                self.row_or_new(key);
            }
        }
        self.closed = true;
    }

    /// Returns how many features there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds the weights of all `keys` to `scores`.
    pub fn add(&self, keys: &[u32], scores: &mut [i32]) {
        // In rounds, so that the processor waits for many places of memory at once.
        let mut numbers = [u32::MAX; 64];
        let mut places = [(0_usize, 0_usize); 64];
        for keys in keys.chunks(64) {
            for (number, key) in numbers.iter_mut().zip(keys) {
                *number = self.numbers.get(*key).unwrap_or(u32::MAX);
            }
            for (place, number) in places.iter_mut().zip(&numbers[..keys.len()]) {
                *place = self
                    .rows
                    .get(*number as usize)
                    .map_or((0, 0), |row| (row.start as usize, usize::from(row.len)));
            }
            for (start, len) in &places[..keys.len()] {
                for cell in &self.weights[*start..start + len] {
                    scores[cell.class as usize] += cell.weight;
                }
            }
        }
    }

    /// Begins the next example.
    pub fn tick(&mut self) {
        self.now += 1;
    }

    /// Adds `delta` to the weight of `class` in all `keys`.
    pub fn update(&mut self, keys: &[u32], class: usize, delta: i32) {
        for key in keys {
            let row = if self.closed {
                match self.row(*key) {
                    Some(row) => row,
                    None => continue,
                }
            } else {
                self.row_or_new(*key)
            };
            self.update_row(row, class as u32, delta);
        }
    }

    /// Returns the averaged model in integers: averages times `resolution`. Features with fewer than
    /// `least` updates, and integers nearer to 0 than `smallest`, are left out.
    pub fn freeze(&self, least: u32, resolution: f64, smallest: i32) -> Weights {
        let mut frozen: Vec<(u32, Vec<Entry>)> = Vec::new();
        let mut n_entries = 0;
        for (key, row) in self.numbers.sorted() {
            let row = self.rows[row as usize];
            let range = row.start as usize..row.start as usize + usize::from(row.len);
            let updates: u32 = self.sums[range.clone()].iter().map(|sum| sum.updates).sum();
            if updates < least {
                continue;
            }
            let mut entries = Vec::new();
            for at in range {
                let whole = (self.average(at) * resolution).round() as i32;
                if whole.abs() < smallest.max(1) {
                    continue;
                }
                entries.extend(split(self.weights[at].class as u8, whole));
            }
            entries.truncate(LONGEST_ROW);
            entries.sort_by_key(|entry| entry.class);
            if !entries.is_empty() && n_entries + entries.len() < MOST_ENTRIES {
                n_entries += entries.len();
                frozen.push((key, entries));
            }
        }
        Weights::new(frozen.iter().map(|(key, row)| (*key, &row[..])))
    }

    fn average(&self, at: usize) -> f64 {
        let (cell, sum) = (self.weights[at], self.sums[at]);
        let total = sum.total + i64::from(cell.weight) * i64::from(self.now - sum.since);
        total as f64 / f64::from(self.now)
    }

    fn update_row(&mut self, row: usize, class: u32, delta: i32) {
        let Row { start, len, room, .. } = self.rows[row];
        let range = start as usize..start as usize + usize::from(len);
        let at = match self.weights[range.clone()].iter().position(|cell| cell.class == class) {
            Some(at) => range.start + at,
            None => {
                if len == room {
                    self.grow(row);
                }
                let at = self.rows[row].start as usize + usize::from(len);
                self.weights[at] = Cell { class, weight: 0 };
                self.sums[at] = Sum { total: 0, since: self.now, updates: 0 };
                self.rows[row].len += 1;
                at
            }
        };
        let (cell, sum) = (&mut self.weights[at], &mut self.sums[at]);
        sum.total += i64::from(cell.weight) * i64::from(self.now - sum.since);
        sum.since = self.now;
        sum.updates += 1;
        cell.weight += delta;
    }

    /// Moves a row to the end of the arena, with twice the room.
    fn grow(&mut self, row: usize) {
        let Row { start, len, room, count } = self.rows[row];
        let room = (room * 2).max(2);
        let old = start as usize..start as usize + usize::from(len);
        let start = self.weights.len();
        self.weights.extend_from_within(old.clone());
        self.sums.extend_from_within(old);
        self.weights.resize(start + usize::from(room), Cell::default());
        self.sums.resize(start + usize::from(room), Sum::default());
        self.rows[row] = Row { start: start as u32, len, room, count };
    }

    fn row(&self, key: u32) -> Option<usize> {
        self.numbers.get(key).map(|row| row as usize)
    }

    fn row_or_new(&mut self, key: u32) -> usize {
        if let Some(row) = self.row(key) {
            return row;
        }
        let row = self.rows.len();
        self.numbers.insert(key, row as u32);
        self.rows.push(Row::default());
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_count_every_example() {
        let mut model = Perceptron::new();
        model.update(&[9, 9_000_000], 1, 1); // holds for examples 1 to 4
        model.tick();
        model.tick();
        model.update(&[9], 1, -1);
        model.update(&[9], 0, 1);
        model.tick();
        let frozen = model.freeze(0, 100.0, 1);
        // 3 of 4 examples, counted to the start of the last one.
        assert_eq!(frozen.row(9_000_000), [Entry { class: 1, weight: 75 }]);
        assert_eq!(
            frozen.row(9),
            [Entry { class: 0, weight: 25 }, Entry { class: 1, weight: 50 },]
        );
    }

    #[test]
    fn large_weights_are_split_over_entries() {
        let mut model = Perceptron::new();
        model.update(&[5], 3, 1);
        model.now = 1_000_000;
        let mut scores = [0; 4];
        model.freeze(0, 300.0, 1).add(&[5], &mut scores);
        assert_eq!(scores, [0, 0, 0, 300]);
    }

    #[test]
    fn rare_features_stay_out() {
        let mut model = Perceptron::new();
        model.count(&[1, 2, 2]);
        model.close(2);
        model.update(&[1, 2], 0, 1);
        let mut scores = [0];
        model.add(&[1], &mut scores);
        assert_eq!(scores, [0]);
        model.add(&[2], &mut scores);
        assert_eq!(scores, [1]);
    }
}
