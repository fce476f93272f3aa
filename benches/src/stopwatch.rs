//! How long things take; the one place where the clock is read.

use std::time::{Duration, Instant};

/// Runs something, and says how long it took.
#[expect(
    clippy::disallowed_methods,
    reason = "how long something takes is what a benchmark is about"
)]
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}
