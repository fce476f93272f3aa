//! Where limits are kept that several clients share.

use std::fmt;
use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use crate::limit::DAY;
use crate::token::{StoreFuture, digest};

/// Keeps the limits that several clients share, in whichever process they are.
///
/// A client with limits asks here for room for its requests, for several at a time while it is busy.
/// A store that cannot be reached, or does not answer within its [`patience`](Self::patience), costs
/// no call: the client keeps to its share of the limits until the store is back.
///
/// A `Fleet` (feature `redis`) is one. This one is for the clients of one process, by the second:
///
/// ```
/// use std::collections::HashMap;
/// use std::num::NonZeroU32;
/// use std::sync::{Mutex, PoisonError};
/// use std::time::{Duration, SystemTime};
///
/// use passport_api::{
///     Clock, LimitKey, LimitState, LimitStore, Reservation, Reserved, StoreFuture, SystemClock,
/// };
///
/// /// When the next request of each limit would come, in microseconds since 1970.
/// #[derive(Debug, Default)]
/// struct InMemory(Mutex<HashMap<LimitKey, u64>>);
///
/// impl LimitStore for InMemory {
///     fn reserve<'s>(&'s self, asked: &'s Reservation) -> StoreFuture<'s, Reserved> {
///         Box::pin(async move {
///             let now = SystemClock.now().duration_since(SystemTime::UNIX_EPOCH)?;
///             let now = u64::try_from(now.as_micros())?;
///             let interval = u64::try_from(asked.interval.as_micros())?;
///             let mut arrivals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///             let arrival = arrivals.entry(asked.key.clone()).or_default();
///             let base = now.max(*arrival);
///             let burst = u64::from(asked.burst) * interval;
///             let first = i64::try_from(base + interval)? - i64::try_from(now + burst)?;
///             let is_near = first <= i64::try_from(asked.within.as_micros())?;
///             if is_near {
///                 *arrival = base + interval;
///             }
///             let state = LimitState { arrival: *arrival, now, ..LimitState::default() };
///             Ok(Reserved::new(u32::from(is_near), first, false, state))
///         })
///     }
///
///     fn patience(&self) -> Duration {
///         Duration::from_millis(10)
///     }
///
///     fn machines(&self) -> NonZeroU32 {
///         NonZeroU32::MIN
///     }
/// }
///
/// # use std::sync::Arc;
/// # #[cfg(feature = "parking")] {
/// use passport_api::{Limits, parking};
///
/// let store = Arc::new(InMemory::default());
/// let client = parking::Client::builder()
///     .base_url("https://api.test")
///     .credentials("id", "secret")
///     .limits(Limits::new().per_second(20))
///     .limit_store(Arc::clone(&store))
///     .build()?;
/// # }
/// # Ok::<_, passport_api::Error>(())
/// ```
pub trait LimitStore: fmt::Debug + Send + Sync + 'static {
    /// Reserves room for requests; with one step that nobody else can come between.
    fn reserve<'s>(&'s self, reservation: &'s Reservation) -> StoreFuture<'s, Reserved>;

    /// How long a call waits for the store at a time.
    fn patience(&self) -> Duration;

    /// How many clients share the limits at most: which part of a limit is this client's share.
    fn machines(&self) -> NonZeroU32;
}

impl<S: LimitStore> LimitStore for std::sync::Arc<S> {
    fn reserve<'s>(&'s self, reservation: &'s Reservation) -> StoreFuture<'s, Reserved> {
        S::reserve(self, reservation)
    }

    fn patience(&self) -> Duration {
        S::patience(self)
    }

    fn machines(&self) -> NonZeroU32 {
        S::machines(self)
    }
}

/// What tells the limits apart: clients share a limit where all of this is the same.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct LimitKey {
    pub(crate) base_url: String,
    pub(crate) client_id: String,
    /// The name and the path of a prefix; `None` for the limit of the whole client. Two APIs on one
    /// server may give the same name to different paths.
    pub(crate) prefix: Option<(String, String)>,
}

impl LimitKey {
    /// The key as 64 hexadecimal digits (SHA-256); it tells nothing about the client.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut parts = vec![&*self.base_url, &self.client_id];
        parts.extend(self.prefix.iter().flat_map(|(name, path)| [&**name, path]));
        digest(&parts)
    }
}

/// What a client asks a [`LimitStore`] for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reservation {
    /// Which limit.
    pub key: LimitKey,
    /// The time between two requests; zero without a limit by the second.
    pub interval: Duration,
    /// How many may go at once after a pause.
    pub burst: u32,
    /// How many a day.
    pub per_day: Option<NonZeroU64>,
    /// When the day begins, since midnight UTC.
    pub day_starts_at: Duration,
    /// For how many requests; at least 1. A store may give room for fewer, as when many clients wait.
    pub wanted: u32,
    /// How far ahead room may be; what is further is of no use.
    pub within: Duration,
    /// What this client has seen last, in case the store has lost it.
    pub seen: LimitState,
    /// How many requests were sent without a reservation, or, below 0, how many that were reserved
    /// were not sent; since the last time.
    pub unaccounted: i64,
    /// Until when the client waits for the answer, in microseconds since 1970 by the store's clock; 0
    /// if it does not know that clock. A store that is asked later gives nothing, because it would be
    /// lost, and says that the first may go now; it does not heed what is unaccounted, and is told again.
    pub useful_until: u64,
}

/// What a [`LimitStore`] has given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Reserved {
    /// For how many requests there is room; 0 if there is none near enough.
    pub slots: u32,
    /// When the first may go, from now; the others follow by the interval. Below 0, in microseconds,
    /// so many of them may go at once.
    pub first_in_micros: i64,
    /// Without any room: whether the day's quota is used up, rather than all that is near.
    pub quota: bool,
    /// What the client is to say that it has seen.
    pub seen: LimitState,
}

impl Reservation {
    /// The furthest that the next request of a limit can be ahead: as far as the clients that share it reserve,
    /// and a burst. Few calls have more than ten minutes.
    pub(crate) fn furthest(&self) -> Duration {
        let burst = self.interval.saturating_mul(self.burst);
        let ahead = self.within.max(LONGEST_QUEUE);
        ahead.saturating_add(burst).saturating_add(SLACK)
    }

    /// The most requests of a day that can be counted. Those that clients send while the store is gone
    /// count as well, and a quota may be lowered within a day.
    pub(crate) fn most_used(&self) -> u64 {
        let most = |per_day: NonZeroU64| per_day.get().saturating_mul(10).saturating_add(1000);
        self.per_day.map_or(u64::MAX, most)
    }
}

impl Reserved {
    /// Room for so many requests, of which the first goes after so many microseconds.
    #[must_use]
    pub fn new(slots: u32, first_in_micros: i64, quota: bool, seen: LimitState) -> Self {
        Self {
            slots,
            first_in_micros,
            quota,
            seen,
        }
    }

    /// True for a possible answer to this reservation. A store that was written to by others may say
    /// anything, and would close the limit for years, or give room without end.
    pub(super) fn fits(&self, asked: &Reservation) -> bool {
        let micros = |time: Duration| i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
        let longest = match (self.slots, self.quota) {
            (0, true) => DAY.saturating_add(SLACK),
            (0, false) => asked.furthest(),
            _ => asked.within.saturating_add(SLACK),
        };
        let burst = micros(
            asked
                .interval
                .saturating_mul(asked.burst)
                .saturating_add(SLACK),
        );
        let times = -burst..=micros(longest);
        self.slots <= asked.wanted
            && times.contains(&self.first_in_micros)
            && self.seen.used <= asked.most_used()
    }

    /// Whether the store has neither given nor learned anything, because it was asked too late by its
    /// clock; there would have been room.
    pub(super) fn is_given_up(&self) -> bool {
        self.slots == 0 && self.first_in_micros <= 0 && !self.quota
    }
}

/// The state of a limit at a store, by the store's clock: what the store writes, and is told again.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct LimitState {
    /// When the next request would come if all kept their distance, in microseconds since 1970.
    pub arrival: u64,
    /// The day, counted from 1970.
    pub day: u64,
    /// How many were reserved on it.
    pub used: u64,
    /// When that was so, in microseconds since 1970.
    pub now: u64,
}

/// Time that other clients of a limit may have reserved ahead, unless this one reserves further.
const LONGEST_QUEUE: Duration = Duration::from_secs(10 * 60);

/// For clocks that go at another speed, and what is rounded.
const SLACK: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;
    use std::time::Duration;

    use super::{LimitKey, LimitState, Reservation, Reserved};

    #[test]
    fn an_answer_that_no_store_can_give_does_not_fit() {
        let second = 1_000_000;
        let asked = Reservation {
            key: LimitKey {
                base_url: String::new(),
                client_id: String::new(),
                prefix: None,
            },
            interval: Duration::from_millis(100),
            burst: 10,
            per_day: NonZeroU64::new(1000),
            day_starts_at: Duration::ZERO,
            wanted: 5,
            within: Duration::from_secs(30),
            seen: LimitState::default(),
            unaccounted: 0,
            useful_until: 0,
        };
        let fits = |slots, first, quota, used| {
            let seen = LimitState {
                used,
                ..LimitState::default()
            };
            Reserved::new(slots, first, quota, seen).fits(&asked)
        };
        assert!(fits(5, 0, false, 3));
        assert!(fits(1, 30 * second, false, 1001));
        assert!(fits(5, -second, false, 0));
        assert!(fits(0, 600 * second, false, 0));
        assert!(fits(0, 86_400 * second, true, 1000));
        assert!(!fits(6, 0, false, 3), "more than was asked for");
        assert!(!fits(1, 120 * second, false, 3), "later than it is of use");
        assert!(!fits(0, 86_400 * second, false, 3), "a queue of a day");
        assert!(!fits(0, 2 * 86_400 * second, true, 3), "a day of two days");
        assert!(!fits(1, i64::MIN, false, 3) && !fits(0, i64::MAX, true, 3));
        assert!(!fits(0, second, true, 1 << 52), "used long before");
    }

    #[test]
    fn each_part_of_the_key_counts() {
        let key = |base_url: &str, client_id: &str, prefix: Option<(&str, &str)>| {
            let key = LimitKey {
                base_url: base_url.to_owned(),
                client_id: client_id.to_owned(),
                prefix: prefix.map(|(name, path)| (name.to_owned(), path.to_owned())),
            };
            key.digest()
        };
        let one = key("u", "c", None);
        assert_eq!(one.len(), 64);
        assert_eq!(one, key("u", "c", None));
        for other in [
            key("v", "c", None),
            key("u", "d", None),
            key("u", "c", Some(("", ""))),
            key("u", "c", Some(("p", "/v1"))),
        ] {
            assert_ne!(one, other);
        }
        let prefixes = [("p", "/v1"), ("p", "/v2"), ("q", "/v1")];
        let [one, other, third] = prefixes.map(|prefix| key("u", "c", Some(prefix)));
        assert!(one != other && one != third && other != third);
    }
}
