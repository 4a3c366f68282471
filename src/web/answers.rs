//! Answers to ready-made questions, kept while the store stays as it is.
//!
//! A question about something that many documents speak of reads all of them, which takes half a
//! second at a million quads; people ask the same ones again and again.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use lru::LruCache;

use super::worker::{Reply, Task};

/// Most bytes that are kept.
const MOST_BYTES: usize = 64 << 20;
/// A longer answer is not kept.
const LONGEST: usize = 4 << 20;
/// What takes longer to ask, in bytes, is not kept: keys are not counted.
const LONGEST_KEY: usize = 2 << 10;
/// Most answers that are kept.
const MOST_ANSWERS: NonZeroUsize = NonZeroUsize::new(4096).unwrap();

/// The answers to one state of the store, those asked for longest ago leaving first.
pub(super) struct Answers(Mutex<Kept>);

struct Kept {
    answers: LruCache<Key, (Reply, Vec<u8>)>,
    n_bytes: usize,
}

/// What was asked, as bytes, and after how many updates.
type Key = (u64, Vec<u8>);

impl Answers {
    /// None yet.
    pub fn new() -> Self {
        Self(Mutex::new(Kept { answers: LruCache::new(MOST_ANSWERS), n_bytes: 0 }))
    }

    /// The key of work whose answer may be kept. Queries of someone's own are not: few are asked
    /// twice, and their answers may be large.
    pub fn key(task: &Task, n_updates: u64) -> Option<Key> {
        let bytes =
            task.is_ready_made().then(|| serde_json::to_vec(task).expect("work is plain data"))?;
        (bytes.len() <= LONGEST_KEY).then_some((n_updates, bytes))
    }

    /// The answer, if it was kept.
    pub fn get(&self, key: &Key) -> Option<(Reply, Vec<u8>)> {
        self.lock().answers.get(key).cloned()
    }

    /// Keeps an answer.
    pub fn keep(&self, key: Key, reply: &Reply, body: &[u8]) {
        if body.len() > LONGEST {
            return;
        }
        let mut kept = self.lock();
        kept.n_bytes += body.len();
        let gone = kept.answers.push(key, (reply.clone(), body.to_vec()));
        kept.n_bytes -= gone.map_or(0, |(_, (_, body))| body.len());
        while kept.n_bytes > MOST_BYTES
            && let Some((_, (_, body))) = kept.answers.pop_lru()
        {
            kept.n_bytes -= body.len();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::question::Given;

    fn asked(offset: usize) -> Task {
        let (name, format) = ("members".to_owned(), "json".to_owned());
        Task::Question { name, given: Given::new(), format, offset, limit: 10 }
    }

    fn reply() -> Reply {
        Reply::Done { content_type: "application/json".to_owned(), next: None }
    }

    #[test]
    fn an_answer_is_for_what_was_asked_and_for_this_state() {
        let answers = Answers::new();
        let key = Answers::key(&asked(0), 0).unwrap();
        assert_eq!(answers.get(&key), None);
        answers.keep(key.clone(), &reply(), b"[]");
        assert_eq!(answers.get(&key), Some((reply(), b"[]".to_vec())));
        assert_eq!(answers.get(&Answers::key(&asked(1), 0).unwrap()), None);
        assert_eq!(answers.get(&Answers::key(&asked(0), 1).unwrap()), None, "after an update");
    }

    #[test]
    fn what_was_asked_longest_ago_leaves_first() {
        let answers = Answers::new();
        let body = vec![b' '; LONGEST];
        let n_fitting = MOST_BYTES / LONGEST;
        let key = |number| Answers::key(&asked(number), 0).unwrap();
        for number in 0..=n_fitting {
            answers.keep(key(number), &reply(), &body);
            assert!(answers.get(&key(0)).is_some(), "asked for all the time");
        }
        assert!(answers.get(&key(1)).is_none());
        assert!(answers.get(&key(2)).is_some());
        answers.keep(key(2), &reply(), b"");
        assert_eq!(answers.lock().n_bytes, MOST_BYTES - LONGEST, "replaced, not added");
        answers.keep(key(99), &reply(), &vec![b' '; LONGEST + 1]);
        assert!(answers.get(&key(99)).is_none(), "too long");
    }
}
