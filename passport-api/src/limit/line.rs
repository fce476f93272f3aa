//! A fair line that nobody can hold up: whoever does not come when it is its turn is passed over.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::limit::Refused;

/// Who waits, first come, first served. All times are those of the limiter's stopwatch.
///
/// Futures need not be polled: a page that was asked for early waits for its reader, and a branch of
/// a `select!` for the others. So nobody waits for the head of the line for longer than [`GRACE`]
/// after it was due; then those behind take it off the line. When it is polled again it is where
/// it was.
#[derive(Debug, Default)]
pub(super) struct Line(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// By the order in which they have come.
    waiting: BTreeMap<u64, Option<Waker>>,
    next_place: u64,
    /// When the head has to be polled at last.
    due: Duration,
    /// What the head waits for, where it waits.
    next: Option<Refused>,
}

impl Line {
    /// Takes a place at the end, unless the check of what the head waits for, and how many are
    /// in line, refuses it. Gives back the place and how many are ahead.
    pub(super) fn join(
        &self,
        now: Duration,
        check: impl FnOnce(Refused, u64) -> Result<(), Refused>,
    ) -> Result<(u64, u64), Refused> {
        let mut state = self.state();
        let ahead = u64::try_from(state.waiting.len()).unwrap_or(u64::MAX);
        // Unless the head waits, nothing is known.
        if let Some(next) = state.next {
            check(next, ahead)?;
        }
        let place = state.next_place;
        state.next_place += 1;
        state.enter(place, now);
        Ok((place, ahead))
    }

    pub(super) fn leave(&self, place: u64, now: Duration) {
        self.state().leave(place, now);
    }

    /// Waits to be the head; whoever was taken off the line is in it again.
    pub(super) fn poll_head(
        &self,
        place: u64,
        now: Duration,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        let mut state = self.state();
        state.enter(place, now);
        if state.head() == Some(place) {
            return Poll::Ready(());
        }
        state.waiting.insert(place, Some(context.waker().clone()));
        Poll::Pending
    }

    /// The head says what it waits for, and when it has to be polled for that.
    pub(super) fn show(&self, place: u64, next: Option<Refused>, due: Duration) {
        let mut state = self.state();
        if state.head() == Some(place) {
            (state.next, state.due) = (next, due);
        }
    }

    /// Takes the head off the line if it does not come, and says when to look again.
    pub(super) fn relieve(&self, place: u64, now: Duration) -> Duration {
        let mut state = self.state();
        if now >= state.due.saturating_add(GRACE)
            && let Some(head) = state.head().filter(|head| *head != place)
        {
            state.leave(head, now);
        }
        state.due.saturating_add(GRACE)
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.state().waiting.len()
    }

    pub(super) fn due(&self) -> Duration {
        self.state().due
    }

    pub(super) fn next(&self) -> Option<Refused> {
        self.state().next
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A line is whole between any two of its operations.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn head(&self) -> Option<u64> {
        self.waiting.keys().next().copied()
    }

    fn enter(&mut self, place: u64, now: Duration) {
        if self.waiting.contains_key(&place) {
            return;
        }
        self.waiting.insert(place, None);
        if self.head() == Some(place) {
            self.call(now);
        }
    }

    fn leave(&mut self, place: u64, now: Duration) {
        let was_head = self.head() == Some(place);
        self.waiting.remove(&place);
        if was_head {
            self.call(now);
        }
    }

    /// Calls the new head.
    fn call(&mut self, now: Duration) {
        (self.next, self.due) = (None, now);
        if let Some(waker) = self.waiting.values_mut().next().and_then(Option::take) {
            waker.wake();
        }
    }
}

/// How long a head that is due may take to be polled: longer than a busy program needs, and shorter
/// than those behind notice.
pub(super) const GRACE: Duration = Duration::from_millis(100);
