//! A clock that stands still until a test moves it.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use crate::clock::{Clock, Sleep, SystemClock};

/// A clock for tests, which stands still until it is told to go on; clones share their time.
///
/// What waits for it, waits until [`advance`](Self::advance) has moved it far enough. With
/// [`skip_sleeps`](Self::skip_sleeps) it moves by itself where something waits on purpose (a
/// back-off, a limit), so that a test sees retries at once; a [`timer`](Clock::timer) still fires
/// only when the time is up. A time after the last one that a clock can tell never comes.
///
/// ```
/// use std::time::Duration;
/// use passport_api::{Clock, ManualClock};
///
/// let clock = ManualClock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), before + Duration::from_secs(60));
/// ```
#[derive(Clone)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

struct State {
    now: SystemTime,
    skips_sleeps: bool,
    slept: Duration,
    /// By their numbers, so that each of very many is found at once.
    waiting: BTreeMap<u64, Waiting>,
    next_id: u64,
}

/// Something that waits for a time to come.
struct Waiting {
    /// `None` for a time that no clock can tell: it never comes.
    until: Option<SystemTime>,
    waker: Option<Waker>,
}

impl ManualClock {
    /// A clock that stands at the present moment, so that a program with a clock of its own agrees
    /// with it at first.
    pub fn new() -> Self {
        Self::starting_at(SystemClock.now())
    }

    /// A clock that stands at this moment.
    pub fn starting_at(now: SystemTime) -> Self {
        let state = State {
            now,
            skips_sleeps: false,
            slept: Duration::ZERO,
            waiting: BTreeMap::new(),
            next_id: 0,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// The same clock, which from now on moves by itself where something waits on purpose.
    #[must_use]
    pub fn skip_sleeps(self) -> Self {
        self.lock().skips_sleeps = true;
        self
    }

    /// Moves the clock forward and wakes what has waited for long enough. To a time that it cannot
    /// tell it does not move.
    pub fn advance(&self, by: Duration) {
        let mut state = self.lock();
        if let Some(until) = state.now.checked_add(by) {
            state.move_to(until);
        }
    }

    /// Sets the clock, backwards as well, as a machine's clock may be set.
    pub fn set(&self, time: SystemTime) {
        let mut state = self.lock();
        if time >= state.now {
            state.move_to(time);
        } else {
            state.now = time;
        }
    }

    /// How many sleeps and timers wait for the clock now.
    pub fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    /// How long was slept on purpose so far, all sleeps added up.
    pub fn slept(&self) -> Duration {
        self.lock().slept
    }

    fn wait(&self, duration: Duration) -> Wait {
        let mut state = self.lock();
        let id = state.next_id;
        state.next_id += 1;
        let until = state.now.checked_add(duration);
        if until.is_none_or(|until| until > state.now) {
            let waker = None;
            state.waiting.insert(id, Waiting { until, waker });
        }
        Wait {
            clock: self.clone(),
            id,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole between any two of its operations.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.lock().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        {
            let mut state = self.lock();
            state.slept = state.slept.saturating_add(duration);
            if state.skips_sleeps
                && let Some(until) = state.now.checked_add(duration)
            {
                state.move_to(until);
                return Box::pin(std::future::ready(()));
            }
        }
        Box::pin(self.wait(duration))
    }

    fn timer(&self, duration: Duration) -> Sleep {
        Box::pin(self.wait(duration))
    }
}

impl State {
    fn move_to(&mut self, time: SystemTime) {
        self.now = time;
        let due = self.waiting.extract_if(.., |_, waiting| {
            waiting.until.is_some_and(|until| until <= time)
        });
        due.filter_map(|(_, waiting)| waiting.waker)
            .for_each(Waker::wake);
    }
}

/// One wait; dropping it takes it off the clock.
struct Wait {
    clock: ManualClock,
    id: u64,
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.lock();
        match state.waiting.get_mut(&self.id) {
            None => Poll::Ready(()),
            Some(waiting) => {
                waiting.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.clock.lock().waiting.remove(&self.id);
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ManualClock").field(&self.now()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::ManualClock;
    use crate::clock::Clock;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn a_timer_fires_when_the_clock_has_come_there() {
        let clock = ManualClock::new();
        let timer = tokio::spawn(clock.timer(3 * SECOND));
        clock.advance(2 * SECOND);
        tokio::task::yield_now().await;
        assert!(!timer.is_finished());
        clock.advance(SECOND);
        timer.await.unwrap();
        assert_eq!(clock.waiting(), 0);
    }

    #[tokio::test]
    async fn a_sleep_can_move_the_clock_and_a_timer_never_does() {
        let clock = ManualClock::new().skip_sleeps();
        let start = clock.now();
        let timer = clock.timer(3 * SECOND);
        clock.sleep(2 * SECOND).await;
        assert_eq!(clock.now(), start + 2 * SECOND);
        assert_eq!((clock.slept(), clock.waiting()), (2 * SECOND, 1));
        drop(timer);
        assert_eq!(clock.waiting(), 0, "a dropped wait is off the clock");
    }

    #[tokio::test]
    async fn a_time_that_it_cannot_tell_never_comes() {
        for clock in [ManualClock::new(), ManualClock::new().skip_sleeps()] {
            let start = clock.now();
            let waits = [clock.sleep(Duration::MAX), clock.timer(Duration::MAX)];
            clock.advance(Duration::MAX);
            assert_eq!((clock.now(), clock.waiting()), (start, 2));
            clock.set(start + 1000 * SECOND);
            drop(clock.sleep(Duration::MAX));
            assert_eq!((clock.waiting(), clock.slept()), (2, Duration::MAX));
            drop(waits);
            assert_eq!(clock.waiting(), 0);
        }
    }

    #[test]
    fn it_can_be_set_back() {
        let clock = ManualClock::new();
        let start = clock.now();
        clock.set(start - SECOND);
        assert_eq!(clock.now(), start - SECOND);
    }
}
