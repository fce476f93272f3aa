//! A value that any number of callers read and one at a time replaces.

use std::collections::BTreeMap;
use std::future::Future;
use std::mem;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::SystemTime;

use super::sync::{AtomicU64, Mutex, Slot};

/// A value that any number of callers read and one at a time replaces.
///
/// Whoever wants a newer value takes a [`turn`](Self::turn): the first leads, and the others wait
/// for what becomes of it. A leader that is dropped hands the lead to the one that can wait longest,
/// so a cancelled caller never leaves the others behind, and of many callers with little time not
/// each begins what it cannot finish. One that is neither dropped nor run (a future that nobody
/// polls) can be [relieved](Waiting::take_over). A failure goes to those who wait for it, and is not
/// kept.
pub(crate) struct Cell<T, E> {
    latest: Slot<Kept<T>>,
    /// The generation of the latest value; 0 without one.
    generation: AtomicU64,
    line: Mutex<Line<T, E>>,
}

/// A value with the number of its replacement, which tells it from those before and after; the
/// first has 1.
pub(crate) struct Kept<T> {
    pub(crate) generation: u64,
    value: T,
}

/// Those who wait while somebody leads.
struct Line<T, E> {
    /// The number of the flight that is under way.
    flight: Option<u64>,
    /// Since when, where that is known.
    since: Option<SystemTime>,
    next_flight: u64,
    next_id: u64,
    /// In the order in which they came; an entry stays until its owner has looked at it.
    waiting: BTreeMap<u64, Place<T, E>>,
}

/// What has become of one who waits.
enum Place<T, E> {
    Waiting(Waker, SystemTime),
    MayLead(u64),
    Landed(Arc<Kept<T>>),
    Failed(E),
}

/// What a turn comes to.
pub(crate) enum Turn<'c, T, E: Clone> {
    /// It is on this caller to get a newer value.
    Lead(Lead<'c, T, E>),
    /// There is a newer value.
    Landed(Arc<Kept<T>>),
    /// The caller that led has failed.
    Failed(E),
}

impl<T, E: Clone> Cell<T, E> {
    pub(crate) fn empty() -> Self {
        Self::new(None)
    }

    pub(crate) fn holding(value: T) -> Self {
        Self::new(Some(Arc::new(Kept {
            generation: 1,
            value,
        })))
    }

    fn new(latest: Option<Arc<Kept<T>>>) -> Self {
        let line = Line {
            flight: None,
            since: None,
            next_flight: 0,
            next_id: 0,
            waiting: BTreeMap::new(),
        };
        let generation = latest.as_ref().map_or(0, |kept| kept.generation);
        Self {
            latest: Slot::new(latest),
            generation: AtomicU64::new(generation),
            line: Mutex::new(line),
        }
    }

    /// The latest value; nobody is waited for.
    pub(crate) fn latest(&self) -> Option<Arc<Kept<T>>> {
        self.latest.load()
    }

    /// The generation of the latest value, or for a moment of the one before; 0 without one.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Looks at the latest value for a moment: `look` must not wait for anything.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Kept<T>) -> R) -> Option<R> {
        self.latest.read(look)
    }

    /// Waits for a value that is newer than the generation `after`, or for the lead. The caller
    /// has time from `now` until `until`, and is to see to it itself that it does not wait for longer.
    pub(crate) fn turn(&self, after: u64, until: SystemTime, now: SystemTime) -> Waiting<'_, T, E> {
        Waiting {
            cell: self,
            after,
            until,
            now,
            id: None,
            flight: None,
            led_since: now,
        }
    }

    /// The lead, if nobody has it and no value is newer than the generation `after`.
    pub(crate) fn try_lead(&self, after: u64, now: SystemTime) -> Option<Lead<'_, T, E>> {
        let flight = self.with_line(|line| {
            let is_free = line.flight.is_none() && self.newer(after).is_none();
            is_free.then(|| line.take_off(Some(now)))
        });
        flight.map(|flight| Lead::new(self, flight))
    }

    fn newer(&self, after: u64) -> Option<Arc<Kept<T>>> {
        self.latest.load().filter(|kept| kept.generation > after)
    }

    /// Gives the lead to the one that can wait longest, the first of several, or back.
    fn hand_over(&self, flight: u64) {
        let waker = self.with_line(|line| {
            if line.flight != Some(flight) {
                return None;
            }
            let next = line.take_off(None);
            let waiting = line.waiting.values_mut().filter_map(|place| match place {
                Place::Waiting(_, until) => Some((*until, place)),
                _ => None,
            });
            // Of several that are greatest, the last is taken.
            let Some((_, place)) = waiting.rev().max_by_key(|(until, _)| *until) else {
                line.flight = None;
                return None;
            };
            match mem::replace(place, Place::MayLead(next)) {
                Place::Waiting(waker, _) => Some(waker),
                _ => None,
            }
        });
        waker.into_iter().for_each(Waker::wake);
    }

    fn with_line<R>(&self, work: impl FnOnce(&mut Line<T, E>) -> R) -> R {
        // The line is whole between any two of its operations.
        work(&mut self.line.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Waiting for one's turn; dropping it leaves the line.
#[must_use]
pub(crate) struct Waiting<'c, T, E: Clone> {
    cell: &'c Cell<T, E>,
    after: u64,
    until: SystemTime,
    now: SystemTime,
    /// The place in the line, once there is one.
    id: Option<u64>,
    /// The flight that is waited for.
    flight: Option<u64>,
    led_since: SystemTime,
}

impl<'c, T, E: Clone> Waiting<'c, T, E> {
    /// Since when somebody leads for whom this waits, or since when it waits if nobody knows.
    pub(crate) fn led_since(&self) -> SystemTime {
        self.led_since
    }

    /// Takes the lead from whoever has had it since this began to wait, and has made nothing of it.
    /// What the other brings after all is welcome; what it fails in does not matter any more.
    pub(crate) fn take_over(&self) -> Option<Lead<'c, T, E>> {
        let cell = self.cell;
        let flight = cell.with_line(|line| {
            let is_the_same = line.flight.is_some() && line.flight == self.flight;
            is_the_same.then(|| line.take_off(None))
        });
        flight.map(|flight| Lead::new(cell, flight))
    }
}

impl<'c, T, E: Clone> Future for Waiting<'c, T, E> {
    type Output = Turn<'c, T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let cell = self.cell;
        let (after, until, mut id) = (self.after, self.until, self.id);
        let (mut flight, mut since) = (self.flight, self.led_since);
        let mut spare = None;
        let turn = cell.with_line(|line| match id {
            None => match cell.newer(after) {
                Some(kept) => Some(Turn::Landed(kept)),
                None if line.flight.is_none() => {
                    let flight = line.take_off(Some(self.now));
                    Some(Turn::Lead(Lead::new(cell, flight)))
                }
                None => {
                    id = Some(line.join(context.waker().clone(), until));
                    flight = line.flight;
                    since = line.since.unwrap_or(since);
                    None
                }
            },
            Some(place) => line.look(place, context.waker(), until, cell, &mut spare),
        });
        // A waker may run anything when it is dropped, so that happens outside the lock.
        drop(spare);
        self.id = if turn.is_some() { None } else { id };
        (self.flight, self.led_since) = (flight, since);
        turn.map_or(Poll::Pending, Poll::Ready)
    }
}

impl<T, E: Clone> Line<T, E> {
    fn join(&mut self, waker: Waker, until: SystemTime) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.waiting.insert(id, Place::Waiting(waker, until));
        id
    }

    /// Begins a flight, in place of the one that is under way.
    fn take_off(&mut self, now: Option<SystemTime>) -> u64 {
        self.since = now;
        self.next_flight += 1;
        self.flight = Some(self.next_flight);
        self.next_flight
    }

    /// What has become of a place; it is given up unless it still waits.
    fn look<'c>(
        &mut self,
        id: u64,
        waker: &Waker,
        until: SystemTime,
        cell: &'c Cell<T, E>,
        spare: &mut Option<Waker>,
    ) -> Option<Turn<'c, T, E>> {
        match self.waiting.remove(&id)? {
            Place::MayLead(flight) if self.flight == Some(flight) => {
                Some(Turn::Lead(Lead::new(cell, flight)))
            }
            Place::Waiting(old, until) => {
                let place = Place::Waiting(waker.clone(), until);
                self.waiting.insert(id, place);
                *spare = Some(old);
                None
            }
            // Whoever was given the lead and came late for it waits on.
            Place::MayLead(_) => {
                let place = Place::Waiting(waker.clone(), until);
                self.waiting.insert(id, place);
                None
            }
            Place::Landed(kept) => Some(Turn::Landed(kept)),
            Place::Failed(error) => Some(Turn::Failed(error)),
        }
    }

    /// Ends a flight, or all that is left of it: everybody who waits gets this. Gives back who is
    /// to be woken.
    fn land(&mut self, flight: u64, outcome: impl Fn() -> Place<T, E>) -> Vec<Waker> {
        if self.flight == Some(flight) {
            self.flight = None;
        }
        let places = self.waiting.values_mut();
        let wakers = places.filter_map(|place| match mem::replace(place, outcome()) {
            Place::Waiting(waker, _) => Some(waker),
            // What an earlier flight has brought is still theirs.
            earlier => {
                *place = earlier;
                None
            }
        });
        wakers.collect()
    }
}

impl<T, E: Clone> Drop for Waiting<'_, T, E> {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        let place = self.cell.with_line(|line| line.waiting.remove(&id));
        // The lead was given to one who does not want it any more.
        if let Some(Place::MayLead(flight)) = place {
            self.cell.hand_over(flight);
        }
    }
}

/// The task of getting a newer value; dropping it hands the task to somebody else.
#[must_use]
pub(crate) struct Lead<'c, T, E: Clone> {
    cell: &'c Cell<T, E>,
    flight: u64,
    /// The generation that is to be replaced.
    before: u64,
}

impl<'c, T, E: Clone> Lead<'c, T, E> {
    fn new(cell: &'c Cell<T, E>, flight: u64) -> Self {
        let before = cell.latest().map_or(0, |kept| kept.generation);
        Self {
            cell,
            flight,
            before,
        }
    }

    /// The value that is to be replaced.
    pub(crate) fn latest(&self) -> Option<Arc<Kept<T>>> {
        self.cell.latest()
    }

    /// Replaces the value and gives it to all who wait. One that was relieved and comes after the
    /// other has nothing to bring: what it has may be old by now.
    pub(crate) fn land(self, value: T) -> Arc<Kept<T>> {
        let (kept, wakers) = self.cell.with_line(|line| {
            // Under the lock, because one that was relieved may land as well.
            let latest = self.cell.latest();
            let before = latest.as_ref().map_or(0, |kept| kept.generation);
            if let Some(latest) = latest.filter(|_| before > self.before) {
                let wakers = line.land(self.flight, || Place::Landed(Arc::clone(&latest)));
                return (latest, wakers);
            }
            let kept = Arc::new(Kept {
                generation: before + 1,
                value,
            });
            self.cell.latest.store(Arc::clone(&kept));
            self.cell
                .generation
                .store(kept.generation, Ordering::Release);
            let wakers = line.land(self.flight, || Place::Landed(Arc::clone(&kept)));
            (kept, wakers)
        });
        mem::forget(self);
        wakers.into_iter().for_each(Waker::wake);
        kept
    }

    /// Gives the failure to all who wait for it. The value stays as it is.
    pub(crate) fn fail(self, error: &E) {
        let wakers = self.cell.with_line(|line| {
            if line.flight != Some(self.flight) {
                return Vec::new();
            }
            line.land(self.flight, || Place::Failed(error.clone()))
        });
        mem::forget(self);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl<T, E: Clone> Drop for Lead<'_, T, E> {
    fn drop(&mut self) {
        self.cell.hand_over(self.flight);
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
