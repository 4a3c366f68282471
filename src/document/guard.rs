//! Runs other people's parsers so that a panic in one costs a file, not the run.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; `None` when it panicked. The program's panic hook can ask [`is_guarded`] and keep
/// quiet, since the panic is told as an error of the file.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    // Nothing that `work` had borrowed is looked at after a panic: readers get bytes and give a
    // new value.
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    result.ok()
}

/// Says whether this thread is inside [`quietly`].
pub fn is_guarded() -> bool {
    GUARDED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_none_and_the_guard_ends_with_it() {
        assert_eq!(quietly(|| 5), Some(5));
        assert_eq!(quietly(|| assert!(!is_guarded(), "once")), None);
        assert!(!is_guarded());
    }
}
