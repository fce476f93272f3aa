//! Handles each event once, although it is delivered several times.

mod guard;
mod memory;
mod store;

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::clock::{Clock, SystemClock};
use crate::webhook::key::EventKey;
use crate::webhook::seen::memory::Memory;

pub use self::guard::Guard;
pub use self::store::{Claim, Known, Pending, SeenError, SeenStore};

/// Handles each event once, although it is delivered several times.
///
/// An event is reserved before it is handled, and kept in mind when its [`Guard`] says that it was.
/// A guard that is dropped before forgets the event, so that one whose handler failed is handled
/// when it is delivered again.
///
/// It remembers for [three hours](Self::window) unless it is told otherwise: a sender that tries
/// twelve times more, after 1, 2, 4, … seconds, is done in 68 minutes. Clones share what they
/// remember. One `Seen` is for one sender, because ids of different ones may be alike.
///
/// ```
/// use passport_api::webhook::{EventKey, Reserved, Seen, SeenError};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), SeenError> {
/// let seen = Seen::in_memory();
/// let key = EventKey::of_id("evt-1");
///
/// match seen.reserve(key).await? {
///     Reserved::First(guard) => {
///         // Handle the event here; `?` on the way drops the guard, which forgets it.
///         guard.commit().await?;
///     }
///     Reserved::InProgress => println!("answer 503: it may still fail"),
///     Reserved::Done => println!("answer 200: it was handled"),
/// }
/// assert!(matches!(seen.reserve(key).await?, Reserved::Done));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Seen {
    store: Arc<dyn SeenStore>,
    window: Duration,
    lease: Duration,
}

/// What a [`Seen`] says about an event. There is nothing else to say, and each needs its answer, so
/// it is exhaustive.
#[must_use = "only the first one may be handled"]
#[derive(Debug)]
pub enum Reserved {
    /// It is to be handled here. Dropping the guard forgets it.
    First(Guard),
    /// It is being handled elsewhere, which may fail. Answer with an error such as 503, so that the
    /// sender delivers it again.
    InProgress,
    /// It was handled. Answer as if it had been handled now.
    Done,
}

impl Seen {
    /// Remembers up to 100,000 events in this process, by the machine's clock.
    pub fn in_memory() -> Self {
        Self::in_memory_with(DEFAULT_CAPACITY, SystemClock)
    }

    /// Remembers so many events in this process, by this clock; each takes about 200 bytes.
    ///
    /// When it is full of events that must not be forgotten yet, it refuses new ones with an error,
    /// rather than have an old one handled twice.
    pub fn in_memory_with(capacity: usize, clock: impl Clock) -> Self {
        Self::with_store(Memory::new(capacity, clock))
    }

    /// Remembers in a store of your own, such as one that several processes share.
    pub fn with_store(store: impl SeenStore) -> Self {
        Self {
            store: Arc::new(store),
            window: DEFAULT_WINDOW,
            lease: DEFAULT_LEASE,
        }
    }

    /// For how long an event is remembered after it was handled; three hours unless it is set. The
    /// sender must have given up by then.
    #[must_use]
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// For how long an event counts as being handled; ten minutes unless it is set. After that it
    /// is up for handling again: whoever had it is taken for dead.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Asks whether an event is to be handled, and reserves it if so. Of several that ask at once,
    /// one is the first.
    ///
    /// # Errors
    ///
    /// The store failed or is full. Answer with an error such as 503, so that the sender delivers
    /// the event again.
    pub async fn reserve(&self, key: EventKey) -> Result<Reserved, SeenError> {
        let claim = Claim {
            key,
            owner: Uuid::new_v4().as_u128(),
            lease: self.lease,
            window: self.window,
        };
        // Made before the answer is there: who gives up waiting for it forgets the event as well.
        let guard = Guard::new(Arc::clone(&self.store), claim);
        // An error drops it too, because the store may have made the reservation all the same.
        Ok(match self.store.reserve(claim).await? {
            Known::No => Reserved::First(guard),
            Known::InProgress => {
                guard.release();
                Reserved::InProgress
            }
            Known::Done => {
                guard.release();
                Reserved::Done
            }
        })
    }
}

const DEFAULT_CAPACITY: usize = 100_000;
const DEFAULT_WINDOW: Duration = Duration::from_secs(3 * 60 * 60);
const DEFAULT_LEASE: Duration = Duration::from_secs(10 * 60);

#[cfg(test)]
mod tests;
