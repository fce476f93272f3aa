//! One limiter: a line, and whoever is at its head takes the next room.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tokio::sync::{Mutex as Line, MutexGuard as Head};

use crate::clock::{Clock, Sleep};
use crate::limit::Checked;
use crate::limit::quota::Quota;
use crate::limit::rate::{Rate, Stopwatch};

/// How long a request has waited for its turn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Waited(pub(crate) Duration);

/// A request's turn would come after its time is up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Refused {
    /// When there is room, as far as is known.
    pub(crate) until: SystemTime,
    /// Whether it is the day's quota that is used up.
    pub(crate) quota: bool,
}

/// Lets requests through one after the other, as the limits allow.
///
/// Requests wait in a fair line. Only its head waits for the clock, so each of them is woken a fixed
/// number of times, however many there are. The head takes its room in one step without a wait
/// in it; so whoever is dropped before has taken nothing, and leaves the line to the next.
#[derive(Debug)]
pub(crate) struct Limiter {
    clock: Arc<dyn Clock>,
    time: Stopwatch,
    rate: Option<Rate>,
    quota: Option<Mutex<Quota>>,
    line: Line<()>,
    known: Mutex<Known>,
}

/// What is known of the line from outside.
#[derive(Debug, Default)]
struct Known {
    /// How many are in it, its head included.
    length: u64,
    /// What the head waits for now.
    next: Option<Refused>,
}

impl Limiter {
    pub(crate) fn new(limits: &Checked, clock: Arc<dyn Clock>) -> Self {
        let time = Stopwatch::new(Arc::clone(&clock));
        Self {
            rate: Rate::new(limits, time.clone()),
            quota: Quota::new(limits, clock.now()).map(Mutex::new),
            clock,
            time,
            line: Line::new(()),
            known: Mutex::default(),
        }
    }

    /// Waits for room and takes it.
    ///
    /// # Errors
    ///
    /// [`Refused`], as soon as it is known that the turn would come after the deadline.
    #[cfg(test)]
    pub(crate) async fn acquire(&self, deadline: SystemTime) -> Result<Waited, Refused> {
        let start = self.time.elapsed();
        self.turn(deadline).await?.take();
        Ok(Waited(self.time.elapsed().saturating_sub(start)))
    }

    /// Waits until there is room; it is kept until the turn is taken or dropped.
    ///
    /// # Errors
    ///
    /// As [`acquire`](Self::acquire).
    pub(crate) async fn turn(&self, deadline: SystemTime) -> Result<Turn<'_>, Refused> {
        let place = self.line_up(deadline)?;
        let mut alarm = Alarm {
            limiter: self,
            deadline,
            timer: None,
        };
        let head = match self.line.try_lock() {
            Ok(head) => head,
            Err(_) => alarm.before(self.line.lock()).await?,
        };
        loop {
            let Some(next) = self.next_room() else {
                return Ok(Turn {
                    limiter: self,
                    _place: place,
                    _head: head,
                });
            };
            if next.until > deadline {
                return Err(next);
            }
            let shown = Shown::new(self, next);
            let nap = self.until(next.until).min(NAP);
            let start = self.time.elapsed();
            alarm.before(self.clock.sleep(nap)).await?;
            self.time.at_least(start + nap);
            drop(shown);
        }
    }

    /// When there is room for the head of the line; `None` for now.
    fn next_room(&self) -> Option<Refused> {
        let now = self.clock.now();
        if let Some(mut quota) = self.quota()
            && quota.left(now) == 0
        {
            let until = quota.next_day(now);
            return Some(Refused { until, quota: true });
        }
        let wait = self.rate.as_ref().map_or(Duration::ZERO, Rate::wait);
        (wait > Duration::ZERO).then(|| Refused {
            until: now.checked_add(wait).unwrap_or(now),
            quota: false,
        })
    }

    /// Takes a place in the line, unless there is no room before the deadline if all who are ahead
    /// take theirs.
    fn line_up(&self, deadline: SystemTime) -> Result<Place<'_>, Refused> {
        let mut known = self.known();
        // Unless the head waits, nothing is known.
        let room = known.next.map(|next| self.room_behind(next, known.length));
        if let Some(room) = room.filter(|room| room.until > deadline) {
            return Err(room);
        }
        known.length += 1;
        Ok(Place(self))
    }

    /// When there is room for one with so many ahead, of whom the first waits for `next`.
    fn room_behind(&self, next: Refused, ahead: u64) -> Refused {
        if next.quota {
            return next;
        }
        let now = self.clock.now();
        if let Some(mut quota) = self.quota()
            && quota.left(now) <= ahead
        {
            let until = quota.next_day(now);
            return Refused { until, quota: true };
        }
        let interval = self.rate.as_ref().map_or(Duration::ZERO, Rate::interval);
        let wait = interval.saturating_mul(u32::try_from(ahead).unwrap_or(u32::MAX));
        Refused {
            until: next.until.checked_add(wait).unwrap_or(next.until),
            quota: false,
        }
    }

    /// What is said to a request whose deadline has come before its turn.
    fn late(&self) -> Refused {
        let now = self.clock.now();
        let next = self.known().next;
        next.unwrap_or(Refused {
            until: now,
            quota: false,
        })
    }

    fn until(&self, time: SystemTime) -> Duration {
        time.duration_since(self.clock.now()).unwrap_or_default()
    }

    fn quota(&self) -> Option<MutexGuard<'_, Quota>> {
        // A quota is whole between any two of its operations; the same holds for `known`.
        let quota = self.quota.as_ref()?;
        Some(quota.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The head of the line, which has room. Dropped, it leaves the room to the next.
#[derive(Debug)]
#[must_use = "a turn takes nothing until it is taken"]
pub(crate) struct Turn<'l> {
    limiter: &'l Limiter,
    // Dropped in this order: who is at the head next finds the line as it is.
    _place: Place<'l>,
    _head: Head<'l, ()>,
}

impl Turn<'_> {
    /// Takes the room.
    pub(crate) fn take(self) {
        if let Some(mut quota) = self.limiter.quota() {
            quota.take();
        }
        if let Some(rate) = &self.limiter.rate {
            rate.take();
        }
    }
}

/// A place in the line.
#[derive(Debug)]
struct Place<'l>(&'l Limiter);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.known().length -= 1;
    }
}

/// Shows those behind the head what it waits for, while it waits.
struct Shown<'l>(&'l Limiter);

impl<'l> Shown<'l> {
    fn new(limiter: &'l Limiter, next: Refused) -> Self {
        limiter.known().next = Some(next);
        Self(limiter)
    }
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        self.0.known().next = None;
    }
}

/// Ends a wait at the deadline, whatever it waits for. The timer is made with the first wait.
struct Alarm<'l> {
    limiter: &'l Limiter,
    deadline: SystemTime,
    timer: Option<Sleep>,
}

impl Alarm<'_> {
    async fn before<T>(&mut self, wait: impl Future<Output = T>) -> Result<T, Refused> {
        let mut wait = pin!(wait);
        poll_fn(|context| {
            if let Poll::Ready(done) = wait.as_mut().poll(context) {
                return Poll::Ready(Ok(done));
            }
            let limiter = self.limiter;
            let timer = self.timer.get_or_insert_with(|| {
                let left = limiter.until(self.deadline);
                limiter.clock.timer(left)
            });
            Pin::new(timer).poll(context).map(|()| Err(limiter.late()))
        })
        .await
    }
}

/// How long the head sleeps at most before it looks again, because a clock may have been set.
const NAP: Duration = Duration::from_secs(60);
