//! Limits that the client keeps to by itself: requests per second, and a day's quota.

mod hand;
mod limiter;
mod limiters;
mod line;
mod quota;
mod rate;
mod room;
mod shared;
mod store;

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use crate::error::Error;

pub use store::{LimitKey, LimitState, LimitStore, Reservation, Reserved};

pub(crate) use limiter::{Limiter, Refused, Waited};
pub(crate) use limiters::{Limiters, SharedPlace};

/// How many requests a client sends at most; without limits it sends as many as it is asked to.
///
/// A request that is over a limit waits in line until there is room for it, first come, first served.
/// It fails at once if its turn would come so late that less than a quarter of its call's time (or
/// less than the time for an attempt) were left for the answer. The limits are shared by all clones
/// of a client; with a [`LimitStore`] also by other clients, wherever they are.
///
/// Every request counts that a call sends, so one that is sent again counts again; token requests
/// do not count.
///
/// ```
/// # #[cfg(feature = "parking")] {
/// use std::time::Duration;
/// use passport_api::{Limits, parking};
///
/// // At most 20 a second, 5 of them at once; 50,000 a day, which begins at midnight in Bogotá.
/// let limits = Limits::new()
///     .per_second(20)
///     .burst(5)
///     .per_day(50_000)
///     .day_starts_at(Duration::from_secs(5 * 3600));
/// let builder = parking::Client::builder().limits(limits);
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[must_use = "limits do nothing until a client is built with them"]
pub struct Limits {
    per_second: Option<u32>,
    burst: Option<u32>,
    per_day: Option<u64>,
    day_starts_at: Option<Duration>,
}

impl Limits {
    /// No limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many requests a second; at least 1.
    ///
    /// They are spread over the second, so that no second sees more, wherever one begins to count;
    /// unless a [`burst`](Self::burst) is allowed.
    pub fn per_second(mut self, requests: u32) -> Self {
        self.per_second = Some(requests);
        self
    }

    /// How many requests may be sent at once after a pause; 1 unless it is set, and at least 1.
    ///
    /// With `per_second(20).burst(5)` the first five go at once, and then one every 50 ms: a second
    /// sees 24 at most. It needs [`per_second`](Self::per_second).
    ///
    /// A rate of several hundred a second is reached with a burst only: timers are no finer than a
    /// millisecond.
    pub fn burst(mut self, requests: u32) -> Self {
        self.burst = Some(requests);
        self
    }

    /// How many requests a day; at least 1.
    ///
    /// The count is kept in memory, where a new client begins at 0, unless there is a [`LimitStore`].
    pub fn per_day(mut self, requests: u64) -> Self {
        self.per_day = Some(requests);
        self
    }

    /// When the quota's day begins, as the time since midnight UTC; midnight UTC unless it is set.
    ///
    /// Midnight in Bogotá (UTC−5) is five hours after midnight UTC; midnight in Berlin in winter
    /// (UTC+1) is 23 hours after. It needs [`per_day`](Self::per_day) and must be less than 24
    /// hours.
    pub fn day_starts_at(mut self, since_midnight_utc: Duration) -> Self {
        self.day_starts_at = Some(since_midnight_utc);
        self
    }

    /// The limits checked; the error is a config error that names what is wrong.
    pub(crate) fn check(self) -> Result<Checked, Error> {
        let zero = |name: &str| {
            Error::config(format!(
                "`{name}` of the limits is 0; leave it out for no limit"
            ))
        };
        let without = |name: &str, needed: &str| {
            Error::config(format!("the limits have `{name}` but no `{needed}`"))
        };
        if self.burst.is_some() && self.per_second.is_none() {
            return Err(without("burst", "per_second"));
        }
        if self.day_starts_at.is_some() && self.per_day.is_none() {
            return Err(without("day_starts_at", "per_day"));
        }
        let day_starts_at = self.day_starts_at.unwrap_or_default();
        if day_starts_at >= DAY {
            return Err(Error::config(
                "`day_starts_at` of the limits must be less than 24 hours",
            ));
        }
        let nonzero = |number, name| NonZeroU32::new(number).ok_or_else(|| zero(name));
        let burst = nonzero(self.burst.unwrap_or(1), "burst")?;
        let per_second = self.per_second.map(|number| nonzero(number, "per_second"));
        let per_day = self.per_day;
        let per_day = per_day.map(|number| NonZeroU64::new(number).ok_or_else(|| zero("per_day")));
        Ok(Checked {
            interval: per_second.transpose()?.map(interval),
            burst,
            per_day: per_day.transpose()?,
            day_starts_at,
        })
    }
}

/// Limits that make sense.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checked {
    /// The time between two requests.
    interval: Option<Duration>,
    burst: NonZeroU32,
    per_day: Option<NonZeroU64>,
    day_starts_at: Duration,
}

impl Checked {
    fn is_none(&self) -> bool {
        self.interval.is_none() && self.per_day.is_none()
    }

    /// What is left for one of so many machines that share the limits and cannot ask each other.
    fn share(self, machines: NonZeroU32) -> Self {
        let part = |whole: u32| NonZeroU32::new(whole / machines).unwrap_or(NonZeroU32::MIN);
        let part_of_day = |whole: NonZeroU64| {
            NonZeroU64::new(whole.get() / NonZeroU64::from(machines)).unwrap_or(NonZeroU64::MIN)
        };
        Self {
            interval: self
                .interval
                .map(|interval| interval.saturating_mul(machines.get())),
            burst: part(self.burst.get()),
            per_day: self.per_day.map(part_of_day),
            day_starts_at: self.day_starts_at,
        }
    }
}

/// The time between two requests. Rounded up: rounded down, the last of a second's requests would be
/// in it once more.
fn interval(per_second: NonZeroU32) -> Duration {
    Duration::from_nanos(NANOS_A_SECOND.div_ceil(per_second.get().into()))
}

const NANOS_A_SECOND: u64 = 1_000_000_000;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests;
