//! Limits on how often a client may call: so many requests per second, so many per day.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::refusal::{Reason, Refusal};

/// How often a client may call an API, for [`SandboxBuilder::limits`](crate::SandboxBuilder::limits).
///
/// Each client has limits of its own at each API. They count the calls whose token is good, not the
/// token requests and not the calls that a limit refuses. The day is that of UTC. Beyond a limit
/// the answer is 429 with the error code `rate_limited`.
///
/// ```
/// use passport_sandbox::{Limits, Sandbox};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
/// # runtime.block_on(async {
/// let limits = Limits::new().per_second(10).burst(20).per_day(5_000);
/// let sandbox = Sandbox::builder().limits(limits).start().await?;
/// # Ok::<(), passport_sandbox::SandboxError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Limits {
    per_second: Option<u32>,
    burst: Option<u32>,
    per_day: Option<u64>,
    retry_after: bool,
    codes: bool,
}

impl Limits {
    /// No limit yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// So many calls per second, at any rate.
    pub fn per_second(mut self, calls: u32) -> Self {
        self.per_second = Some(calls);
        self
    }

    /// So many calls at once, after a time without any; as many as per second unless it is set.
    pub fn burst(mut self, calls: u32) -> Self {
        self.burst = Some(calls);
        self
    }

    /// So many calls per day.
    pub fn per_day(mut self, calls: u64) -> Self {
        self.per_day = Some(calls);
        self
    }

    /// Says in `Retry-After` when the next call may be made; Passport Inc does not document that it
    /// does.
    pub fn with_retry_after(mut self) -> Self {
        self.retry_after = true;
        self
    }

    /// Says by the error code which limit it was, `throttled` or `quota_exceeded`; Passport Inc does
    /// not document that it does.
    pub fn with_codes(mut self) -> Self {
        self.codes = true;
        self
    }

    fn refusal(&self, reason: Reason, seconds: Option<u64>) -> Refusal {
        let reason = if self.codes {
            reason
        } else {
            Reason::RateLimited
        };
        let mut refusal = reason.because("The client calls too often.");
        refusal.retry_after = seconds.filter(|_| self.retry_after);
        refusal
    }
}

/// What the clients of one API have used of their limits.
#[derive(Default)]
pub(crate) struct Usage {
    clients: HashMap<String, Used>,
}

/// What a client has used.
struct Used {
    /// What is left of the burst, in billionths of a call.
    left: u128,
    /// When that was so.
    at: Timestamp,
    day: i64,
    on_this_day: u64,
}

impl Usage {
    /// Counts a call, or refuses it.
    pub(crate) fn count(
        &mut self,
        limits: &Limits,
        client: &str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if limits.per_second.is_none() && limits.per_day.is_none() {
            return Ok(());
        }
        let full = u128::from(limits.burst.or(limits.per_second).unwrap_or(0)) * CALL;
        let fresh = || Used {
            left: full,
            at: now,
            day: day(now),
            on_this_day: 0,
        };
        let used = self.clients.entry(client.to_owned()).or_insert_with(fresh);
        used.catch_up(limits, full, now);
        if let Some(per_second) = limits.per_second.filter(|_| used.left < CALL) {
            // Billionths of a call by billionths of a call per second, rounded up.
            let rate = u128::from(per_second) * CALL;
            let seconds = (rate > 0).then(|| (CALL - used.left).div_ceil(rate));
            let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
            return Err(limits.refusal(Reason::Throttled, seconds));
        }
        if limits.per_day.is_some_and(|most| used.on_this_day >= most) {
            let seconds = (used.day + 1) * DAY - now.as_second();
            return Err(limits.refusal(Reason::QuotaExceeded, u64::try_from(seconds).ok()));
        }
        used.left = used.left.saturating_sub(CALL);
        used.on_this_day += 1;
        Ok(())
    }
}

impl Used {
    fn catch_up(&mut self, limits: &Limits, full: u128, now: Timestamp) {
        let passed = now.duration_since(self.at).as_nanos();
        // A clock that was set back brings nothing.
        let passed = u128::try_from(passed).unwrap_or(0);
        let gained = passed * u128::from(limits.per_second.unwrap_or(0));
        self.left = (self.left + gained).min(full);
        self.at = now;
        if self.day != day(now) {
            self.day = day(now);
            self.on_this_day = 0;
        }
    }
}

fn day(now: Timestamp) -> i64 {
    now.as_second().div_euclid(DAY)
}

/// Billionths of a call in a call; a rate of calls per second is the same in billionths of a call
/// per nanosecond.
const CALL: u128 = 1_000_000_000;

/// Seconds of a day.
const DAY: i64 = 86_400;
