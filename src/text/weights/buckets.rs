//! A table that is built once and read often, from 32-bit keys that are hashes to 32-bit values: eight of
//! each to a line of the processor's cache, so that a key costs one wait for memory, be it there or not.

/// How many keys share a bucket.
const WIDTH: usize = 8;
/// How many keys there are to a bucket on average, in tenths: one in twelve buckets is full.
const LOAD_IN_TENTHS: usize = 45;

/// The table. No key and no value is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Buckets {
    /// In the order of the keys.
    buckets: Vec<Bucket>,
    /// How many buckets a key can begin its search at.
    n_places: u64,
}

/// Keys with their values, the free places last. It fills a line of the cache and lies in no other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(64))]
struct Bucket {
    keys: [u32; WIDTH],
    values: [u32; WIDTH],
}

impl Bucket {
    /// The value of a key, 0 for one that is not here. All places are compared at once, without a branch
    /// that the processor would have to guess.
    #[inline]
    fn get(&self, key: u32) -> u32 {
        let found: [u32; WIDTH] = std::array::from_fn(|at| {
            let is_here = u32::from(self.keys[at] == key).wrapping_neg();
            self.values[at] & is_here
        });
        found.iter().fold(0, |found, value| found | value)
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.keys[WIDTH - 1] != 0
    }
}

impl Buckets {
    /// Returns the value of a key, 0 for one that is not in the table.
    #[inline]
    pub fn get(&self, key: u32) -> u32 {
        let Some(mut bucket) = self.buckets.get(self.place(key)) else { return 0 };
        let mut value = bucket.get(key);
        if value == 0 && bucket.is_full() {
            // What has no room stands in the next one.
            for next in &self.buckets[self.place(key) + 1..] {
                bucket = next;
                value = bucket.get(key);
                if value != 0 || !bucket.is_full() {
                    break;
                }
            }
        }
        value
    }

    /// Waits for the place in memory of a key: returns something of it.
    #[inline]
    pub fn touch(&self, key: u32) -> u32 {
        self.buckets.get(self.place(key)).map_or(0, |bucket| bucket.keys[0])
    }

    /// Returns keys and values in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        let pairs =
            self.buckets.iter().flat_map(|bucket| bucket.keys.into_iter().zip(bucket.values));
        pairs.filter(|(key, _)| *key != 0)
    }

    /// Returns where the search for a key begins: keys are hashes, and so in even spread.
    #[inline]
    fn place(&self, key: u32) -> usize {
        ((u64::from(key) * self.n_places) >> 32) as usize
    }
}

/// A table that is being filled.
pub(super) struct Builder {
    table: Buckets,
    /// The bucket of the last key, and how many keys it has.
    bucket: usize,
    len: usize,
}

impl Builder {
    /// An empty table for so many keys.
    pub fn new(n_keys: usize) -> Self {
        let n_places = (n_keys * 10).div_ceil(LOAD_IN_TENTHS);
        let table =
            Buckets { buckets: vec![Bucket::default(); n_places], n_places: n_places as u64 };
        Self { table, bucket: 0, len: 0 }
    }

    /// Adds a key that is greater than the last one.
    pub fn push(&mut self, key: u32, value: u32) {
        let place = self.table.place(key);
        if place > self.bucket {
            (self.bucket, self.len) = (place, 0);
        } else if self.len == WIDTH {
            (self.bucket, self.len) = (self.bucket + 1, 0);
        }
        if self.bucket == self.table.buckets.len() {
            self.table.buckets.push(Bucket::default());
        }
        let bucket = &mut self.table.buckets[self.bucket];
        (bucket.keys[self.len], bucket.values[self.len]) = (key, value);
        self.len += 1;
    }

    /// The table with all that was added.
    pub fn finish(self) -> Buckets {
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_their_bucket_and_behind_it() {
        // Many with the same first bucket, the last one too.
        let mut keys: Vec<u32> = (1..5_000_u32).map(|n| n.wrapping_mul(2_654_435_761)).collect();
        keys.extend(1..60);
        keys.extend(u32::MAX - 60..=u32::MAX);
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| *key != 5);
        let mut builder = Builder::new(keys.len());
        keys.iter().for_each(|key| builder.push(*key, key ^ 5));
        let table = builder.finish();
        assert!(keys.iter().all(|key| table.get(*key) == key ^ 5));
        assert!(table.iter().eq(keys.iter().map(|key| (*key, key ^ 5))));
        assert_eq!((table.get(12_345), table.get(70)), (0, 0));
        assert_eq!(Buckets::default().get(1), 0);
    }
}
