//! An event that is being handled.

use std::fmt;
use std::sync::Arc;

use crate::webhook::key::EventKey;
use crate::webhook::seen::store::{Claim, SeenError, SeenStore};

/// An event that is being handled here. Dropping it forgets the event, so that it is handled when it
/// is delivered again.
#[must_use = "dropping it forgets the event"]
pub struct Guard {
    store: Arc<dyn SeenStore>,
    claim: Claim,
    forgets: bool,
}

impl Guard {
    pub(crate) fn new(store: Arc<dyn SeenStore>, claim: Claim) -> Self {
        Self {
            store,
            claim,
            forgets: true,
        }
    }

    /// The event's key.
    pub fn key(&self) -> EventKey {
        self.claim.key
    }

    /// Says that the event was handled: it is not handled again.
    ///
    /// # Errors
    ///
    /// The store failed. The event was handled all the same, and so it is not forgotten: it stays
    /// reserved until the lease is over.
    pub async fn commit(mut self) -> Result<(), SeenError> {
        // From here on dropping this does not forget, because the event was handled.
        self.forgets = false;
        self.store.commit(self.claim).await
    }

    /// Leaves alone what is another's.
    pub(crate) fn release(mut self) {
        self.forgets = false;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.forgets {
            self.store.forget(self.claim);
        }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guard").field(&self.claim.key).finish()
    }
}
