//! A day's quota.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::limit::DAY;

/// How many requests of the day are left.
#[derive(Debug)]
pub(super) struct Quota {
    per_day: NonZeroU64,
    /// When a day begins, since midnight UTC.
    starts_at: Duration,
    /// The day that it is.
    day: i64,
    /// How many were sent on it and on the last days before, by their days; none on later ones.
    used: BTreeMap<i64, u64>,
}

impl Quota {
    pub(super) fn new(per_day: NonZeroU64, starts_at: Duration, now: SystemTime) -> Self {
        Self {
            per_day,
            starts_at,
            day: day_of(now, starts_at),
            used: BTreeMap::new(),
        }
    }

    /// How many requests may be sent before the day is over.
    pub(super) fn left(&mut self, now: SystemTime) -> u64 {
        self.day = day_of(now, self.starts_at);
        // Where the clock was set back, the requests of later days count as of this one, besides its
        // own: so nobody gets a day's quota twice, and nobody waits for a day that was set by mistake.
        let later = self.used.split_off(&self.day.saturating_add(1));
        let used = self.used.entry(self.day).or_default();
        *used = later.into_values().fold(*used, u64::saturating_add);
        let left = self.per_day.get().saturating_sub(*used);
        while self.used.len() > DAYS_KEPT {
            self.used.pop_first();
        }
        left
    }

    pub(super) fn take(&mut self, requests: u64) {
        let used = self.used.entry(self.day).or_default();
        *used = used.saturating_add(requests);
    }

    /// When the next day begins.
    pub(super) fn next_day(&self, now: SystemTime) -> SystemTime {
        let next = day_of(now, self.starts_at).saturating_add(1);
        let seconds = next.saturating_mul(DAY_SECONDS);
        let since = Duration::from_secs(seconds.unsigned_abs());
        let midnight = if seconds < 0 {
            UNIX_EPOCH.checked_sub(since)
        } else {
            UNIX_EPOCH.checked_add(since)
        };
        let begin = midnight.and_then(|midnight| midnight.checked_add(self.starts_at));
        // At the end of time, a day is as good as any.
        begin.unwrap_or(now)
    }
}

/// Days since 1970, where a day begins `starts_at` after midnight UTC.
pub(super) fn day_of(time: SystemTime, starts_at: Duration) -> i64 {
    let nanos = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
    let since = match time.duration_since(UNIX_EPOCH) {
        Ok(since) => nanos(since),
        Err(before) => -nanos(before.duration()),
    };
    let days = (since - nanos(starts_at)).div_euclid(nanos(DAY));
    // Days of a `SystemTime` fit: it counts its seconds in 64 bits.
    i64::try_from(days).unwrap_or_default()
}

/// More than a clock that is set by mistake steps through before it is set back.
const DAYS_KEPT: usize = 8;
const DAY_SECONDS: i64 = 24 * 60 * 60;
