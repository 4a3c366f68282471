//! An open-addressed table from 32-bit keys to 32-bit values, for keys that are already hashes.

/// The table; key 0 is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    slots: Vec<(u32, u32)>,
    shift: u32,
    len: usize,
}

impl Default for Table {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Table {
    /// An empty table with room for `n` keys before it grows.
    pub fn with_capacity(n: usize) -> Self {
        let bits = (n.max(8) * 2).next_power_of_two().trailing_zeros();
        Self { slots: vec![(0, 0); 1 << bits], shift: 32 - bits, len: 0 }
    }

    /// Returns the value of a key that is not 0.
    #[inline]
    pub fn get(&self, key: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut slot = (key >> self.shift) as usize;
        loop {
            let (found, value) = self.slots[slot & mask];
            if found == key {
                return Some(value);
            }
            if found == 0 {
                return None;
            }
            slot += 1;
        }
    }

    /// Adds a key that is neither 0 nor there already.
    pub fn insert(&mut self, key: u32, value: u32) {
        if (self.len + 1) * 2 > self.slots.len() {
            let old = std::mem::take(self);
            *self = Self::with_capacity(old.len * 2);
            for (key, value) in old.slots.into_iter().filter(|slot| slot.0 != 0) {
                self.place(key, value);
            }
        }
        self.place(key, value);
    }

    /// Returns keys and values in the order of the keys.
    pub fn sorted(&self) -> Vec<(u32, u32)> {
        let mut pairs: Vec<_> = self.slots.iter().copied().filter(|slot| slot.0 != 0).collect();
        pairs.sort_unstable();
        pairs
    }

    fn place(&mut self, key: u32, value: u32) {
        let mask = self.slots.len() - 1;
        let mut slot = (key >> self.shift) as usize;
        while self.slots[slot & mask].0 != 0 {
            slot += 1;
        }
        self.slots[slot & mask] = (key, value);
        self.len += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_after_growth() {
        let mut table = Table::default();
        for n in 1..5_000_u32 {
            table.insert(n.wrapping_mul(2_654_435_761), n);
        }
        assert_eq!(table.sorted().len(), 4_999);
        for n in 1..5_000_u32 {
            assert_eq!(table.get(n.wrapping_mul(2_654_435_761)), Some(n));
        }
        assert_eq!(table.get(12), None);
        assert!(table.sorted().is_sorted());
    }
}
