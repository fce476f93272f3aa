//! A limit that several clients share at a store, and what is done while that is gone.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use crate::clock::{Clock, Sleep};
use crate::limit::hand::{Hand, LATE};
use crate::limit::quota::day_of;
use crate::limit::rate::Stopwatch;
use crate::limit::room::Room;
use crate::limit::{Checked, LimitKey, LimitStore, Refused, Reservation, Reserved};
use crate::observe::Event;
use crate::token::{AnyError, TooSlow};

/// A limit that is kept at a store.
///
/// Whoever is at the head of the line asks the store for room, for as many as wait. The question
/// belongs to the limit and not to the one who asks: dropped, it leaves it to the next. A store that
/// fails or takes too long leaves the client alone with its share of the limit; from then on no
/// request waits for the store, until it has answered again.
pub(super) struct Shared {
    store: Arc<dyn LimitStore>,
    clock: Arc<dyn Clock>,
    time: Stopwatch,
    key: LimitKey,
    limits: Checked,
    /// From 0 to 1: where among the clients that go on alone this one begins.
    phase: f64,
    question: Mutex<Option<Question>>,
    state: Mutex<State>,
}

/// A request to the store that is under way.
struct Question {
    asked_at: Duration,
    told: i64,
    answer: Pin<Box<dyn Future<Output = Answer> + Send>>,
}

/// When the store was asked, what it was told, and what it has answered.
type Asked = (Duration, i64, Answer);
type Answer = Result<Reserved, AnyError>;

struct State {
    hand: Hand,
    closed: Option<Closed>,
    alone: Option<Alone>,
}

/// The store has nothing.
#[derive(Clone, Copy)]
struct Closed {
    /// By the stopwatch, because a clock that is set back must not prolong it.
    until: Duration,
    /// When it is asked again nevertheless: somebody may have given it more.
    again_at: Duration,
    quota: bool,
}

/// What is known while the store is gone.
struct Alone {
    share: Room,
    since: Duration,
    /// When its share begins: until then, what was reserved goes on.
    begins: Duration,
    /// When the store is asked again.
    again_at: Duration,
    pause: Duration,
}

/// When the next request may go.
pub(super) enum Next {
    Now,
    At(Refused),
    /// Nobody knows before the store is asked.
    Unknown,
}

/// Who is told what has become of the store.
pub(crate) type Tell<'t> = &'t (dyn Fn(&Event<'_>) + Send + Sync);

impl Shared {
    pub(super) fn new(
        store: Arc<dyn LimitStore>,
        key: LimitKey,
        limits: &Checked,
        phase: f64,
        clock: Arc<dyn Clock>,
        time: Stopwatch,
    ) -> Self {
        Self {
            store,
            clock,
            time,
            key,
            limits: *limits,
            phase,
            question: Mutex::new(None),
            state: Mutex::new(State {
                hand: Hand::new(limits),
                closed: None,
                alone: None,
            }),
        }
    }

    /// How long the store may keep the head of the line waiting.
    pub(super) fn patience(&self) -> Duration {
        self.store.patience()
    }

    pub(super) fn next(&self) -> Next {
        let now = self.time.elapsed();
        let mut state = self.state();
        if let Some(time) = state.hand.first(now) {
            return if time <= now {
                Next::Now
            } else {
                Next::At(self.in_time(time - now, false))
            };
        }
        if let Some(alone) = &mut state.alone {
            return alone.next(now, self).map_or(Next::Now, Next::At);
        }
        match state.closed {
            Some(closed) if closed.quota && closed.until.min(closed.again_at) > now => {
                Next::At(self.in_time(closed.until - now, true))
            }
            _ => Next::Unknown,
        }
    }

    /// The room as it is now, for whoever is going to take it.
    pub(super) fn room(&self) -> SharedRoom<'_> {
        SharedRoom {
            shared: self,
            state: self.state(),
        }
    }

    /// Sees to it that there is room in hand before the deadline, or that the client knows that it is
    /// alone; `waiting` says how many wait.
    ///
    /// # Errors
    ///
    /// [`Refused`] if there is none before the deadline.
    pub(super) async fn supply(
        &self,
        waiting: impl Fn() -> usize + Send,
        deadline: SystemTime,
        tell: Tell<'_>,
    ) -> Result<(), Refused> {
        // What comes at the last moment comes too late.
        let latest = deadline.checked_sub(LATE).unwrap_or(deadline);
        while matches!(self.next(), Next::Unknown) {
            // Room only moves away.
            if let Some(closed) = self.closed()
                && closed.until > latest
            {
                return Err(closed);
            }
            let asked = poll_fn(|context| self.poll(&waiting, latest, context)).await;
            if let Some(refused) = self.heed(asked, tell)
                && refused.until > latest
            {
                return Err(refused);
            }
        }
        self.look_after_store(&waiting, latest, tell).await;
        Ok(())
    }

    /// While the client is alone: asks the store from time to time, and does not wait for it.
    async fn look_after_store(
        &self,
        waiting: &(impl Fn() -> usize + Send),
        latest: SystemTime,
        tell: Tell<'_>,
    ) {
        let now = self.time.elapsed();
        let is_time = self
            .state()
            .alone
            .as_ref()
            .map(|alone| now >= alone.again_at);
        let is_asked = self.question().is_some();
        if is_time.is_none_or(|is_time| !is_time && !is_asked) {
            return;
        }
        let once = poll_fn(|context| Poll::Ready(self.poll(waiting, latest, context)));
        if let Poll::Ready(asked) = once.await {
            self.heed(asked, tell);
        }
    }

    /// For how long to sleep at most: while the client is alone, until the store is to be asked again.
    pub(super) fn longest_rest(&self) -> Duration {
        if self.question().is_some() {
            return Duration::MAX;
        }
        let again_at = self.state().alone.as_ref().map(|alone| alone.again_at);
        again_at.map_or(Duration::MAX, |again_at| {
            again_at
                .saturating_sub(self.time.elapsed())
                .max(SHORTEST_REST)
        })
    }

    /// Sleeps, and is called if the store answers meanwhile; whether it has slept to the end.
    pub(super) async fn rest(&self, mut sleep: Sleep, tell: Tell<'_>) -> bool {
        let called = poll_fn(|context| {
            if sleep.as_mut().poll(context).is_ready() {
                return Poll::Ready(None);
            }
            let mut question = self.question();
            let under_way = question.as_mut().map(|question| question.poll(context));
            let Some(Poll::Ready(asked)) = under_way else {
                return Poll::Pending;
            };
            *question = None;
            Poll::Ready(Some(asked))
        });
        let called = called.await;
        let slept = called.is_none();
        called.map(|asked| self.heed(asked, tell));
        slept
    }

    /// Goes on with the question that is under way, or puts one.
    fn poll(
        &self,
        waiting: impl Fn() -> usize,
        latest: SystemTime,
        context: &mut Context<'_>,
    ) -> Poll<Asked> {
        let mut question = self.question();
        let under_way = question.get_or_insert_with(|| self.ask(waiting(), latest));
        let asked = std::task::ready!(under_way.poll(context));
        *question = None;
        Poll::Ready(asked)
    }

    fn ask(&self, waiting: usize, latest: SystemTime) -> Question {
        let asked_at = self.time.elapsed();
        let mut state = self.state();
        let told = state.hand.account();
        let patience = self.store.patience();
        let useful_until = state.hand.store_time(asked_at.saturating_add(patience));
        // Of a store that may be gone, no more is asked than is needed to see that it is back.
        let wanted = match state.alone {
            Some(_) => 1,
            None => state.hand.wanted(waiting, asked_at),
        };
        let within = latest.duration_since(self.clock.now()).unwrap_or_default();
        let reservation = Reservation {
            key: self.key.clone(),
            interval: self.limits.interval.unwrap_or_default(),
            burst: Hand::store_burst(&self.limits),
            per_day: self.limits.per_day,
            day_starts_at: self.limits.day_starts_at,
            wanted,
            within,
            seen: state.hand.seen(),
            unaccounted: told,
            useful_until,
        };
        let store = Arc::clone(&self.store);
        let mut timer = self.clock.timer(patience);
        let answer = async move {
            let mut reserved = store.reserve(&reservation);
            poll_fn(|context| {
                if let Poll::Ready(reserved) = reserved.as_mut().poll(context) {
                    let fits = |reserved: &Reserved| reserved.fits(&reservation);
                    return Poll::Ready(match reserved {
                        Ok(reserved) if !fits(&reserved) => Err(NOT_POSSIBLE.into()),
                        reserved => reserved,
                    });
                }
                timer
                    .as_mut()
                    .poll(context)
                    .map(|()| Err(TooSlow("limit").into()))
            })
            .await
        };
        Question {
            asked_at,
            told,
            answer: Box::pin(answer),
        }
    }

    /// Takes the store's answer, and says when there is room if it has given none.
    fn heed(&self, (asked_at, told, answer): Asked, tell: Tell<'_>) -> Option<Refused> {
        let now = self.time.elapsed();
        let mut state = self.state();
        let reserved = match answer {
            Ok(reserved) => reserved,
            Err(error) => {
                state.hand.account_again(told);
                let is_new = self.go_alone(&mut state, now);
                drop(state);
                if is_new {
                    tell(&Event::LimitsAlone { error: &*error });
                }
                return None;
            }
        };
        let alone = state.alone.take();
        // Nobody may have looked at the answer for long; it was there by then, or not waited for.
        let as_of = now.min(asked_at.saturating_add(self.store.patience()));
        state.hand.put(&reserved, as_of);
        if reserved.is_given_up() {
            state.hand.account_again(told);
        }
        let first = u64::try_from(reserved.first_in_micros).unwrap_or_default();
        let first = Duration::from_micros(first).saturating_sub(now - as_of);
        let quota = reserved.quota;
        state.closed = (reserved.slots == 0).then(|| Closed {
            until: now.saturating_add(first),
            again_at: now.saturating_add(CLOSED_FOR_LONGEST),
            quota,
        });
        let refused = (reserved.slots == 0).then(|| self.in_time(first, quota));
        drop(state);
        if let Some(alone) = alone {
            let after = now.saturating_sub(alone.since);
            tell(&Event::LimitsShared { after });
        }
        refused
    }

    /// The store is gone; whether that is new.
    fn go_alone(&self, state: &mut State, now: Duration) -> bool {
        if let Some(alone) = &mut state.alone {
            alone.pause = (2 * alone.pause).min(LONGEST_PAUSE);
            alone.again_at = now.saturating_add(alone.pause);
            return false;
        }
        let machines = self.store.machines();
        let time = self.clock.now();
        let share = Room::new(&self.limits.share(machines), self.time.clone(), time);
        let seen = state.hand.seen();
        let today = u64::try_from(day_of(time, self.limits.day_starts_at));
        let used = if today == Ok(seen.day) { seen.used } else { 0 };
        // Neither while the others still use what they have reserved, nor all at the same moment.
        let interval = self.limits.share(machines).interval.unwrap_or_default();
        let begins = now.saturating_add(state.hand.backlog());
        state.alone = Some(Alone {
            share: share.having_used(used / u64::from(machines.get())),
            since: now,
            begins: begins.saturating_add(interval.mul_f64(self.phase)),
            again_at: now.saturating_add(FIRST_PAUSE),
            pause: FIRST_PAUSE,
        });
        true
    }

    /// Until when it is known that the store has nothing.
    fn closed(&self) -> Option<Refused> {
        let now = self.time.elapsed();
        let closed = self.state().closed.filter(|closed| closed.again_at > now)?;
        let wait = closed.until.saturating_sub(now);
        Some(self.in_time(wait, closed.quota))
    }

    fn in_time(&self, wait: Duration, quota: bool) -> Refused {
        let now = self.clock.now();
        Refused {
            until: now.checked_add(wait).unwrap_or(now),
            quota,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A state is whole between any two of its operations.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn question(&self) -> MutexGuard<'_, Option<Question>> {
        // A store that has panicked is asked anew.
        self.question.lock().unwrap_or_else(|poisoned| {
            self.question.clear_poison();
            let mut question = poisoned.into_inner();
            *question = None;
            question
        })
    }
}

impl Question {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Asked> {
        let answer = self.answer.as_mut().poll(context);
        answer.map(|answer| (self.asked_at, self.told, answer))
    }
}

impl Alone {
    /// When there is room; `None` for now.
    fn next(&mut self, now: Duration, shared: &Shared) -> Option<Refused> {
        if now < self.begins {
            return Some(shared.in_time(self.begins - now, false));
        }
        self.share.next(shared.clock.now())
    }
}

/// The room of a shared limit, which nobody else can take meanwhile.
pub(super) struct SharedRoom<'s> {
    shared: &'s Shared,
    state: MutexGuard<'s, State>,
}

impl SharedRoom<'_> {
    pub(super) fn is_there(&mut self) -> bool {
        let now = self.shared.time.elapsed();
        if self.state.hand.is_due(now) {
            return true;
        }
        let alone = self.state.alone.as_mut();
        alone.is_some_and(|alone| alone.next(now, self.shared).is_none())
    }

    pub(super) fn take(&mut self) {
        let now = self.shared.time.elapsed();
        let state = &mut *self.state;
        if state.hand.is_due(now) {
            state.hand.take(now);
        } else if let Some(alone) = &mut state.alone {
            alone.share.take();
            state.hand.take_without();
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Shared");
        shown.field("store", &self.store).finish_non_exhaustive()
    }
}

/// How long a store is believed that it has nothing.
const CLOSED_FOR_LONGEST: Duration = Duration::from_secs(60);

const NOT_POSSIBLE: &str = "the store of limits answered with what cannot be: more than was asked for, or \
     a time or a number beyond the limit";

/// No timer is finer.
const SHORTEST_REST: Duration = Duration::from_millis(1);

/// How long a store is left alone that has failed: at first, and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

#[cfg(test)]
pub(super) mod tests;
