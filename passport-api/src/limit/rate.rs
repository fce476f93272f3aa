//! Requests per second, counted by `governor` on the client's clock.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{NotKeyed, StateStore};
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

/// A rate with bursts: the generic cell rate algorithm.
#[derive(Debug)]
pub(super) struct Rate {
    governor: RateLimiter<NotKeyed, Arrival, Stopwatch, NoOpMiddleware<Nanos>>,
    arrival: Arrival,
    time: Stopwatch,
}

impl Rate {
    /// One request an interval, which is not zero.
    pub(super) fn new(interval: Duration, burst: NonZeroU32, time: Stopwatch) -> Option<Self> {
        let quota = Quota::with_period(interval)?.allow_burst(burst);
        let arrival = Arrival::default();
        let governor = RateLimiter::new(quota, arrival.clone(), time.clone());
        Some(Self {
            governor,
            arrival,
            time,
        })
    }

    /// How long it takes until there is room for a request; takes no room. Nobody
    /// else may ask meanwhile, because it takes the room and gives it back.
    pub(super) fn wait(&self) -> Duration {
        let before = self.arrival.0.load(Ordering::Acquire);
        match self.governor.check() {
            Ok(()) => {
                self.arrival.0.store(before, Ordering::Release);
                Duration::ZERO
            }
            // Never zero, or whoever waits would wait without end.
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.time.now());
                wait.max(Duration::from_nanos(1))
            }
        }
    }

    /// Takes the room that [`wait`](Self::wait) has found.
    pub(super) fn take(&self) {
        // There is still room: time does not go back, and the lock is held since it was found.
        let _taken = self.governor.check();
    }
}

/// What governor remembers: when the next request would come if all kept their distance. It is
/// written under the limiter's lock only.
#[derive(Clone, Debug, Default)]
struct Arrival(Arc<AtomicU64>);

impl StateStore for Arrival {
    type Key = NotKeyed;

    fn measure_and_replace<T, F, E>(&self, _key: &NotKeyed, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let known = self.0.load(Ordering::Acquire);
        let (answer, next) = decide((known > 0).then(|| known.into()))?;
        self.0.store(next.into(), Ordering::Release);
        Ok(answer)
    }
}

/// The time that has gone by on a clock that may be set: it never goes back, and what a clock was
/// set back by does not count.
#[derive(Clone, Debug)]
pub(super) struct Stopwatch {
    clock: Arc<dyn Clock>,
    read: Arc<Mutex<Reading>>,
}

#[derive(Debug)]
struct Reading {
    at: SystemTime,
    elapsed: u64,
}

impl Stopwatch {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let at = clock.now();
        let read = Arc::new(Mutex::new(Reading { at, elapsed: 0 }));
        Self { clock, read }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.at_least(Duration::ZERO)
    }

    /// The time that has gone by, which is known to be at least this: somebody has slept for it,
    /// whatever the clock says.
    pub(super) fn at_least(&self, elapsed: Duration) -> Duration {
        // A reading is whole between any two of its operations.
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock: an older time than the last one would count time twice.
        let now = self.clock.now();
        let more = now.duration_since(read.at).unwrap_or_default();
        read.at = now;
        let counted = read.elapsed.saturating_add(nanos(more));
        // Far below the largest number, because governor adds to it.
        read.elapsed = counted.max(nanos(elapsed)).min(u64::MAX / 4);
        Duration::from_nanos(read.elapsed)
    }
}

impl GovernorClock for Stopwatch {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        nanos(self.elapsed()).into()
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
