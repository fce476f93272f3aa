//! What limits the requests of a client that keeps its limits by itself.

use std::time::{Duration, SystemTime};

use crate::limit::quota::Quota;
use crate::limit::rate::{Rate, Stopwatch};
use crate::limit::{Checked, Refused};

/// A rate and a quota, kept in this client's memory.
#[derive(Debug)]
pub(super) struct Room {
    rate: Option<Rate>,
    quota: Option<Quota>,
}

impl Room {
    pub(super) fn new(limits: &Checked, time: Stopwatch, now: SystemTime) -> Self {
        let quota = limits.per_day;
        Self {
            rate: limits
                .interval
                .and_then(|interval| Rate::new(interval, limits.burst, time)),
            quota: quota.map(|per_day| Quota::new(per_day, limits.day_starts_at, now)),
        }
    }

    /// The same with what was used of the day's quota already.
    pub(super) fn having_used(mut self, used: u64) -> Self {
        if let Some(quota) = &mut self.quota {
            quota.take(used);
        }
        self
    }

    /// When there is room; `None` for now.
    pub(super) fn next(&mut self, now: SystemTime) -> Option<Refused> {
        if let Some(quota) = &mut self.quota
            && quota.left(now) == 0
        {
            let until = quota.next_day(now);
            return Some(Refused { until, quota: true });
        }
        let wait = self.rate.as_ref().map_or(Duration::ZERO, Rate::wait);
        (wait > Duration::ZERO).then(|| Refused {
            until: now.checked_add(wait).unwrap_or(now),
            quota: false,
        })
    }

    pub(super) fn take(&mut self) {
        if let Some(quota) = &mut self.quota {
            quota.take(1);
        }
        if let Some(rate) = &self.rate {
            rate.take();
        }
    }

    /// Until when the quota has nothing for one with so many ahead.
    pub(super) fn used_up_for(&mut self, ahead: u64, now: SystemTime) -> Option<SystemTime> {
        let quota = self.quota.as_mut()?;
        (quota.left(now) <= ahead).then(|| quota.next_day(now))
    }
}
