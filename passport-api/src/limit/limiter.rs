//! One limiter: a line, and whoever is at its head takes the next room.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use crate::clock::{Clock, Sleep};
use crate::limit::line::{GRACE, Line};
use crate::limit::rate::Stopwatch;
use crate::limit::room::Room;
use crate::limit::shared::{Next, Shared, SharedRoom, Tell};
use crate::limit::{Checked, LimitKey, LimitStore};

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
    limit: Limit,
}

/// What limits the requests. It is locked after the line, where both are.
#[derive(Debug)]
enum Limit {
    Own(Mutex<Room>),
    Shared(Box<Shared>),
}

impl Limiter {
    /// A limit of this client alone.
    pub(crate) fn new(limits: &Checked, clock: Arc<dyn Clock>) -> Self {
        Self::with(limits, clock, |time, now| {
            Limit::Own(Mutex::new(Room::new(limits, time, now)))
        })
    }

    /// A limit that is kept at a store; `phase`, from 0 to 1, tells apart when its clients begin to go on
    /// alone.
    pub(crate) fn shared(
        limits: &Checked,
        clock: Arc<dyn Clock>,
        store: Arc<dyn LimitStore>,
        key: LimitKey,
        phase: f64,
    ) -> Self {
        let by = Arc::clone(&clock);
        Self::with(limits, clock, |time, _| {
            Limit::Shared(Box::new(Shared::new(store, key, limits, phase, by, time)))
        })
    }

    fn with(
        limits: &Checked,
        clock: Arc<dyn Clock>,
        limit: impl FnOnce(Stopwatch, SystemTime) -> Limit,
    ) -> Self {
        let time = Stopwatch::new(Arc::clone(&clock));
        Self {
            limit: limit(time.clone(), clock.now()),
            clock,
            time,
            interval: limits.interval.unwrap_or_default(),
            line: Line::default(),
        }
    }

    /// Waits for room and takes it.
    ///
    /// # Errors
    ///
    /// [`Refused`], as soon as it is known that the turn would come after the deadline.
    #[cfg(test)]
    pub(crate) async fn acquire(&self, deadline: SystemTime) -> Result<Waited, Refused> {
        self.acquire_telling(deadline, &|_| {}).await
    }

    /// As [`acquire`](Self::acquire), for who wants to know what becomes of the store.
    ///
    /// # Errors
    ///
    /// As [`acquire`](Self::acquire).
    #[cfg(test)]
    pub(super) async fn acquire_telling(
        &self,
        deadline: SystemTime,
        tell: Tell<'_>,
    ) -> Result<Waited, Refused> {
        let start = self.time.elapsed();
        let turn = self.line_up(deadline)?;
        loop {
            turn.come(deadline, tell).await?;
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
        turn.come(deadline, &|_| {}).await?;
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
        if let Limit::Own(room) = &self.limit
            && let Some(until) = lock(room).used_up_for(ahead, now)
        {
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

    /// When there is room for the next request.
    fn next(&self) -> Next {
        match &self.limit {
            Limit::Own(room) => {
                let next = lock(room).next(self.clock.now());
                next.map_or(Next::Now, Next::At)
            }
            Limit::Shared(shared) => shared.next(),
        }
    }

    fn room(&self) -> Locked<'_> {
        match &self.limit {
            Limit::Own(room) => Locked::Own(lock(room), self.clock.now()),
            Limit::Shared(shared) => Locked::Shared(shared.room()),
        }
    }
}

/// The room, which nobody else can take meanwhile.
enum Locked<'l> {
    Own(MutexGuard<'l, Room>, SystemTime),
    Shared(SharedRoom<'l>),
}

impl Locked<'_> {
    fn is_there(&mut self) -> bool {
        match self {
            Self::Own(room, now) => room.next(*now).is_none(),
            Self::Shared(room) => room.is_there(),
        }
    }

    fn take(&mut self) {
        match self {
            Self::Own(room, _) => room.take(),
            Self::Shared(room) => room.take(),
        }
    }
}

fn lock(room: &Mutex<Room>) -> MutexGuard<'_, Room> {
    // Room is whole between any two of its operations.
    room.lock().unwrap_or_else(PoisonError::into_inner)
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
    pub(crate) async fn come(&self, deadline: SystemTime, tell: Tell<'_>) -> Result<(), Refused> {
        let Limiter {
            clock, time, line, ..
        } = self.limiter;
        loop {
            self.come_to_head(deadline).await?;
            if let Limit::Shared(shared) = &self.limiter.limit {
                let due = time.elapsed().saturating_add(shared.patience());
                line.show(self.place, None, due);
                shared.supply(|| line.len(), deadline, tell).await?;
            }
            let next = self.limiter.next();
            let start = time.elapsed();
            let next = match next {
                Next::Now => {
                    line.show(self.place, None, start);
                    return Ok(());
                }
                Next::At(next) => next,
                Next::Unknown => continue,
            };
            if next.until > deadline {
                return Err(next);
            }
            let mut nap = self.limiter.until(next.until).min(NAP);
            if let Limit::Shared(shared) = &self.limiter.limit {
                nap = nap.min(shared.longest_rest());
            }
            line.show(self.place, Some(next), start.saturating_add(nap));
            let left = self.limiter.until(deadline);
            let mut slept = true;
            let sleep = async {
                match &self.limiter.limit {
                    Limit::Own(_) => clock.sleep(nap).await,
                    Limit::Shared(shared) => slept = shared.rest(clock.sleep(nap), tell).await,
                }
            };
            if !within(sleep, || clock.timer(left)).await {
                return Err(self.limiter.late());
            }
            if slept {
                time.at_least(start.saturating_add(nap));
            }
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
        let mut rooms = turns.map(|turn| turn.map(|turn| turn.limiter.room()));
        let has_room = rooms.iter_mut().flatten().all(Locked::is_there);
        if has_room {
            rooms.iter_mut().flatten().for_each(Locked::take);
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
