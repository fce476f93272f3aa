//! Where it is kept which events were handled.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::webhook::key::EventKey;

/// What a [`SeenStore`] does, as it goes on.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, SeenError>> + Send + 'a>>;

/// Keeps which events were handled and which are being handled; for a store that several processes
/// share, such as a table with a unique key.
///
/// An entry is reserved by one owner, or done. Each operation must be atomic.
pub trait SeenStore: fmt::Debug + Send + Sync + 'static {
    /// Reserves the key for its owner if it is not known, or if its lease or its window is over.
    fn reserve(&self, claim: Claim) -> Pending<'_, Known>;

    /// Marks the key as done for its window, whoever has reserved it.
    fn commit(&self, claim: Claim) -> Pending<'_, ()>;

    /// Removes the key if this owner has reserved it; leaves it alone if it is done, or another's.
    ///
    /// It is called when a guard is dropped, so it must not block: a store over a network starts
    /// the removal and returns, or leaves it to the end of the lease.
    fn forget(&self, claim: Claim);
}

/// One attempt at handling an event.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Claim {
    pub(crate) key: EventKey,
    pub(crate) owner: u128,
    pub(crate) lease: Duration,
    pub(crate) window: Duration,
}

impl Claim {
    /// Which event.
    pub fn key(&self) -> EventKey {
        self.key
    }

    /// Who attempts it: a random number, of this attempt alone.
    pub fn owner(&self) -> u128 {
        self.owner
    }

    /// For how long a reservation holds.
    pub fn lease(&self) -> Duration {
        self.lease
    }

    /// For how long an event is remembered after it was handled.
    pub fn window(&self) -> Duration {
        self.window
    }
}

/// What a [`SeenStore`] knows of an event that is to be reserved. There is nothing else to know, so
/// it is exhaustive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Known {
    /// Nothing that still counts: it is reserved now.
    No,
    /// Another has reserved it.
    InProgress,
    /// It was handled.
    Done,
}

/// It cannot be told whether an event was handled.
#[derive(Debug)]
pub struct SeenError {
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl SeenError {
    /// The store failed for this reason.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
        }
    }

    pub(crate) fn full() -> Self {
        Self { source: None }
    }

    /// The store is full of events that it must not forget yet.
    pub fn is_full(&self) -> bool {
        self.source.is_none()
    }
}

impl fmt::Display for SeenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.source {
            None => "the memory for events is full",
            Some(_) => "the store of events failed",
        })
    }
}

impl StdError for SeenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}
