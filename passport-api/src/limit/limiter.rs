//! One limiter: a line, and whoever is at its head takes the next room.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use crate::clock::{Clock, Sleep};
use crate::limit::Checked;
use crate::limit::line::{GRACE, Line};
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
/// number of times, however many there are. Room is taken in one step without a wait in it, which
/// looks once more whether it is there; so whoever is dropped before has taken nothing, and whoever
/// is not polled for a while keeps nobody waiting.
#[derive(Debug)]
pub(crate) struct Limiter {
    clock: Arc<dyn Clock>,
    time: Stopwatch,
    interval: Duration,
    line: Line,
    room: Mutex<Room>,
}

/// What limits the requests. It is locked after the line, where both are.
#[derive(Debug)]
struct Room {
    rate: Option<Rate>,
    quota: Option<Quota>,
}

impl Limiter {
    pub(crate) fn new(limits: &Checked, clock: Arc<dyn Clock>) -> Self {
        let time = Stopwatch::new(Arc::clone(&clock));
        let rate = Rate::new(limits, time.clone());
        let quota = Quota::new(limits, clock.now());
        Self {
            clock,
            time,
            interval: rate.as_ref().map_or(Duration::ZERO, Rate::interval),
            line: Line::default(),
            room: Mutex::new(Room { rate, quota }),
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
        let turn = self.line_up(deadline)?;
        loop {
            turn.come(deadline).await?;
            if Turn::take_all([Some(&turn), None]) {
                return Ok(Waited(self.time.elapsed().saturating_sub(start)));
            }
        }
    }

    /// Waits until there is room.
    ///
    /// # Errors
    ///
    /// As [`acquire`](Self::acquire).
    #[cfg(test)]
    pub(crate) async fn turn(&self, deadline: SystemTime) -> Result<Turn<'_>, Refused> {
        let turn = self.line_up(deadline)?;
        turn.come(deadline).await?;
        Ok(turn)
    }

    /// Takes a place in the line, unless there is no room before the deadline if all who are ahead
    /// take theirs.
    pub(crate) fn line_up(&self, deadline: SystemTime) -> Result<Turn<'_>, Refused> {
        let check = |next, length| {
            let room = self.room_behind(next, length);
            if room.until > deadline {
                Err(room)
            } else {
                Ok(())
            }
        };
        let (place, ahead) = self.line.join(self.time.elapsed(), check)?;
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let expected = self.line.due() + self.interval.saturating_mul(ahead);
        Ok(Turn {
            limiter: self,
            place,
            patience: expected.saturating_add(GRACE),
        })
    }

    /// When there is room for one with so many ahead, of whom the first waits for `next`.
    fn room_behind(&self, next: Refused, ahead: u64) -> Refused {
        if next.quota {
            return next;
        }
        let now = self.clock.now();
        if let Some(quota) = &mut self.room().quota
            && quota.left(now) <= ahead
        {
            let until = quota.next_day(now);
            return Refused { until, quota: true };
        }
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let wait = self.interval.saturating_mul(ahead);
        Refused {
            until: next.until.checked_add(wait).unwrap_or(next.until),
            quota: false,
        }
    }

    /// What is said to a request whose deadline has come before its turn.
    fn late(&self) -> Refused {
        let until = self.clock.now();
        let quota = false;
        self.line.next().unwrap_or(Refused { until, quota })
    }

    fn until(&self, time: SystemTime) -> Duration {
        time.duration_since(self.clock.now()).unwrap_or_default()
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        // Room is whole between any two of its operations.
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// When there is room; `None` for now.
    fn next(&mut self, now: SystemTime) -> Option<Refused> {
        if let Some(quota) = &mut self.quota
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

    fn take(&mut self) {
        if let Some(quota) = &mut self.quota {
            quota.take();
        }
        if let Some(rate) = &self.rate {
            rate.take();
        }
    }
}

/// A place in the line. Dropped, it is left to the next.
#[derive(Debug)]
#[must_use = "a turn takes nothing until it is taken"]
pub(crate) struct Turn<'l> {
    limiter: &'l Limiter,
    place: u64,
    /// When it is time to look whether the head still comes.
    patience: Duration,
}

impl Turn<'_> {
    /// Waits until this is the head of the line and there is room.
    ///
    /// # Errors
    ///
    /// [`Refused`], as soon as it is known that that would be after the deadline.
    pub(crate) async fn come(&self, deadline: SystemTime) -> Result<(), Refused> {
        let Limiter {
            clock, time, line, ..
        } = self.limiter;
        loop {
            self.come_to_head(deadline).await?;
            let next = self.limiter.room().next(clock.now());
            let start = time.elapsed();
            let Some(next) = next else {
                line.show(self.place, None, start);
                return Ok(());
            };
            if next.until > deadline {
                return Err(next);
            }
            let nap = self.limiter.until(next.until).min(NAP);
            line.show(self.place, Some(next), start.saturating_add(nap));
            let left = self.limiter.until(deadline);
            if !within(clock.sleep(nap), || clock.timer(left)).await {
                return Err(self.limiter.late());
            }
            time.at_least(start.saturating_add(nap));
            line.show(self.place, None, time.elapsed());
        }
    }

    async fn come_to_head(&self, deadline: SystemTime) -> Result<(), Refused> {
        let Limiter {
            clock, time, line, ..
        } = self.limiter;
        let mut patience = self.patience;
        loop {
            let head = poll_fn(|context| line.poll_head(self.place, time.elapsed(), context));
            let left = self.limiter.until(deadline);
            let start = time.elapsed();
            let nap = patience.saturating_sub(start).min(left);
            if within(head, || clock.timer(nap)).await {
                return Ok(());
            }
            if nap == left {
                return Err(self.limiter.late());
            }
            let now = time.at_least(start.saturating_add(nap));
            patience = line.relieve(self.place, now);
        }
    }

    /// Takes the room of all, or none if one has none any more.
    pub(crate) fn take_all(turns: [Option<&Self>; 2]) -> bool {
        let mut rooms = turns.map(|turn| turn.map(|turn| (turn.limiter.room(), turn)));
        let mut taken = rooms.iter_mut().flatten();
        let has_room = taken.all(|(room, turn)| room.next(turn.limiter.clock.now()).is_none());
        if has_room {
            rooms.iter_mut().flatten().for_each(|(room, _)| room.take());
        }
        has_room
    }

    /// Takes the room and leaves the line.
    #[cfg(test)]
    pub(crate) fn take(self) -> bool {
        Self::take_all([Some(&self), None])
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let now = self.limiter.time.elapsed();
        self.limiter.line.leave(self.place, now);
    }
}

/// Whether it is done before the timer, which is made if it is not done at once.
async fn within(wait: impl Future<Output = ()>, timer: impl Fn() -> Sleep) -> bool {
    let mut wait = pin!(wait);
    let mut alarm = None;
    poll_fn(|context| {
        if wait.as_mut().poll(context).is_ready() {
            return Poll::Ready(true);
        }
        let alarm = alarm.get_or_insert_with(&timer);
        Pin::new(alarm).poll(context).map(|()| false)
    })
    .await
}

/// How long the head sleeps at most before it looks again, because a clock may have been set.
const NAP: Duration = Duration::from_secs(60);
