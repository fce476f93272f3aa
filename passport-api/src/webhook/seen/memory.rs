//! Keeps which events were handled, in this process.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::webhook::key::EventKey;
use crate::webhook::seen::store::{Claim, Known, Pending, SeenError, SeenStore};

/// A bounded map of events, which forgets each at its time and none before.
pub(crate) struct Memory {
    capacity: usize,
    clock: Arc<dyn Clock>,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_key: HashMap<EventKey, Entry>,
    /// The same entries by the time when they are forgotten.
    by_end: BTreeSet<(SystemTime, EventKey)>,
}

#[derive(Clone, Copy)]
struct Entry {
    end: SystemTime,
    /// Who handles it; nobody any more if it is done.
    owner: Option<u128>,
}

impl Memory {
    pub(crate) fn new(capacity: usize, clock: impl Clock) -> Self {
        Self {
            capacity,
            clock: Arc::new(clock),
            entries: Mutex::default(),
        }
    }

    fn reserve_now(&self, claim: Claim) -> Result<Known, SeenError> {
        let now = self.clock.now();
        let mut entries = self.lock();
        entries.forget_until(now);
        match entries.by_key.get(&claim.key) {
            Some(Entry { owner: None, .. }) => return Ok(Known::Done),
            Some(_) => return Ok(Known::InProgress),
            None => {}
        }
        if entries.by_key.len() >= self.capacity {
            return Err(SeenError::full());
        }
        entries.put(claim.key, Some(claim.owner), after(now, claim.lease));
        Ok(Known::No)
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        // The entries are whole between any two operations.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SeenStore for Memory {
    fn reserve(&self, claim: Claim) -> Pending<'_, Known> {
        Box::pin(async move { self.reserve_now(claim) })
    }

    fn commit(&self, claim: Claim) -> Pending<'_, ()> {
        let now = self.clock.now();
        let mut entries = self.lock();
        entries.forget_until(now);
        entries.put(claim.key, None, after(now, claim.window));
        Box::pin(ready(Ok(())))
    }

    fn forget(&self, claim: Claim) {
        let mut entries = self.lock();
        let entry = entries.by_key.get(&claim.key);
        if entry.is_some_and(|entry| entry.owner == Some(claim.owner)) {
            entries.remove(claim.key);
        }
    }
}

impl Entries {
    fn put(&mut self, key: EventKey, owner: Option<u128>, end: SystemTime) {
        self.remove(key);
        self.by_key.insert(key, Entry { end, owner });
        self.by_end.insert((end, key));
    }

    fn remove(&mut self, key: EventKey) {
        if let Some(entry) = self.by_key.remove(&key) {
            self.by_end.remove(&(entry.end, key));
        }
    }

    fn forget_until(&mut self, now: SystemTime) {
        while let Some((end, key)) = self.by_end.first().copied() {
            if end > now {
                return;
            }
            self.remove(key);
        }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("capacity", &self.capacity)
            .field("events", &self.lock().by_key.len())
            .finish_non_exhaustive()
    }
}

/// A time that is too far to be told counts as the farthest that a century can hold.
fn after(now: SystemTime, wait: Duration) -> SystemTime {
    now.checked_add(wait)
        .or_else(|| now.checked_add(CENTURY))
        .unwrap_or(now)
}

const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
