//! What a client's user decides about retries.

use std::time::Duration;

use crate::retry::Backoff;
use crate::retry::Budget;

/// How often and how fast a client sends a request again, where that is safe.
///
/// What is safe is not decided here but by the spec: see [`Call`](crate::Call). Between two attempts
/// there is a pause of random length (full jitter), which doubles at most each time; a server that
/// sends `Retry-After` is waited for as it wishes. No pause goes beyond the time that the call may
/// take: then it fails at once.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// use std::time::Duration;
/// use passport_api::{RetryPolicy, breb};
///
/// let builder = breb::Client::builder()
///     .retry(RetryPolicy::new().retries(5).pauses(Duration::from_millis(100), Duration::from_secs(5)));
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RetryPolicy {
    retries: u32,
    backoff: Backoff,
    budget: u32,
    budget_per_success: f64,
}

impl RetryPolicy {
    /// Three retries; pauses of up to 200 ms, 400 ms, 800 ms; for the client as a whole a budget of
    /// 100 retries and one more for every five calls that go well.
    pub fn new() -> Self {
        Self {
            retries: 3,
            backoff: Backoff {
                first: Duration::from_millis(200),
                longest: Duration::from_secs(10),
            },
            budget: 100,
            budget_per_success: 0.2,
        }
    }

    /// No retries at all, but for the one with a new token after a 401.
    pub fn never() -> Self {
        Self::new().retries(0)
    }

    /// How often a call is sent again at most.
    pub fn retries(mut self, most: u32) -> Self {
        self.retries = most;
        self
    }

    /// The longest first pause, and the longest pause of all.
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.backoff = Backoff { first, longest };
        self
    }

    /// How many retries the client may spend beyond what its successes pay for, and which part of a
    /// retry each success pays for.
    pub fn budget(mut self, most: u32, per_success: f64) -> Self {
        self.budget = most;
        self.budget_per_success = per_success.clamp(0.0, 1.0);
        self
    }

    pub(crate) fn most_retries(&self) -> u32 {
        self.retries
    }

    pub(crate) fn backoff(&self) -> Backoff {
        self.backoff
    }

    pub(crate) fn make_budget(&self) -> Budget {
        Budget::new(self.budget, self.budget_per_success)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
