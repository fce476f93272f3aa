//! What a client has reserved at a store and not used yet.

use std::collections::VecDeque;
use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use crate::limit::{Checked, LimitState, Reserved};

/// Times at which a request may go, reserved at a store. All times are those of the limiter's
/// stopwatch.
///
/// A time that is not used when it comes, or a little later, is lost: used together with others'
/// times it would make more requests than the limit allows. Half of the burst is for being late, so
/// that times can be reserved ahead which no request waits for yet; the other half is the store's.
#[derive(Debug)]
pub(super) struct Hand {
    times: VecDeque<Duration>,
    interval: Duration,
    /// How late a time may be used.
    late: Duration,
    /// When the last requests went, not longer ago than a time may be late.
    sent: VecDeque<Duration>,
    /// How many are reserved at once at most: now, and ever.
    batch: u32,
    largest_batch: u32,
    seen: LimitState,
    seen_at: Duration,
    backlog: Duration,
    unaccounted: i64,
}

impl Hand {
    pub(super) fn new(limits: &Checked) -> Self {
        let interval = limits.interval.unwrap_or_default();
        let late = interval.saturating_mul(Self::kept_burst(limits));
        let late = if interval.is_zero() {
            LATE_FOR_A_DAY
        } else {
            late.saturating_add(LATE)
        };
        Self {
            times: VecDeque::new(),
            interval,
            late,
            sent: VecDeque::new(),
            batch: largest_batch(limits),
            largest_batch: largest_batch(limits),
            seen: LimitState::default(),
            seen_at: Duration::ZERO,
            backlog: Duration::ZERO,
            unaccounted: 0,
        }
    }

    /// The part of the burst that is for being late.
    fn kept_burst(limits: &Checked) -> u32 {
        (limits.burst.get() - 1) / 2
    }

    /// The part of the burst that is the store's.
    pub(super) fn store_burst(limits: &Checked) -> u32 {
        limits.burst.get() - Self::kept_burst(limits)
    }

    /// The first time in hand, once those that have gone by are given up.
    pub(super) fn first(&mut self, now: Duration) -> Option<Duration> {
        let kept = |time: &Duration| time.saturating_add(self.late) >= now;
        let lost = self.times.iter().take_while(|time| !kept(time)).count();
        if lost > 0 {
            self.times.drain(..lost);
            self.unaccounted -= i64::try_from(lost).unwrap_or(i64::MAX);
            self.batch = (self.batch / 2).max(1);
        }
        self.times.front().copied()
    }

    /// Whether a time has come, however late it is: whoever is held up by another limit does not lose
    /// it.
    pub(super) fn is_due(&self, now: Duration) -> bool {
        self.times.front().is_some_and(|time| *time <= now)
    }

    pub(super) fn take(&mut self, now: Duration) {
        self.times.pop_front();
        if self.times.is_empty() {
            self.batch = self.batch.saturating_mul(2).min(self.largest_batch);
        }
        self.sent.push_back(now);
        if self.sent.len() > self.largest_batch as usize {
            self.sent.pop_front();
        }
    }

    /// For how many requests to reserve while so many wait: for those, or as many as were sent of
    /// late.
    pub(super) fn wanted(&mut self, waiting: usize, now: Duration) -> u32 {
        while self
            .sent
            .front()
            .is_some_and(|sent| sent.saturating_add(self.late) < now)
        {
            self.sent.pop_front();
        }
        let wanted = waiting.max(self.sent.len());
        u32::try_from(wanted)
            .unwrap_or(u32::MAX)
            .clamp(1, self.batch)
    }

    /// Takes what was reserved, as of this time.
    pub(super) fn put(&mut self, reserved: &Reserved, now: Duration) {
        (self.seen, self.seen_at) = (reserved.seen, now);
        if !reserved.quota {
            let free_at = self.time_of(reserved, reserved.slots, now);
            self.backlog = free_at.saturating_sub(now);
        }
        let times = (0..reserved.slots).map(|slot| self.time_of(reserved, slot, now));
        self.times.extend(times.collect::<Vec<_>>());
    }

    /// When one of those goes that were reserved just now.
    fn time_of(&self, reserved: &Reserved, slot: u32, now: Duration) -> Duration {
        let interval = i128::try_from(self.interval.as_nanos()).unwrap_or(i128::MAX);
        let wait = i128::from(reserved.first_in_micros) * 1000 + i128::from(slot) * interval;
        now.saturating_add(Duration::from_nanos(
            u64::try_from(wait).unwrap_or_default(),
        ))
    }

    /// For how long all that the store has was reserved, when it was asked last: while many wait, that
    /// stays about the same.
    pub(super) fn backlog(&self) -> Duration {
        self.backlog
    }

    /// The store's clock at this time, in microseconds since 1970; 0 if it is not known.
    pub(super) fn store_time(&self, time: Duration) -> u64 {
        let passed = time.saturating_sub(self.seen_at).as_micros();
        match self.seen.now {
            0 => 0,
            now => now.saturating_add(u64::try_from(passed).unwrap_or(u64::MAX)),
        }
    }

    /// A request has gone without a reservation.
    pub(super) fn take_without(&mut self) {
        self.unaccounted += 1;
    }

    pub(super) fn seen(&self) -> LimitState {
        self.seen
    }

    /// What the store does not know yet; it is told now.
    pub(super) fn account(&mut self) -> i64 {
        std::mem::take(&mut self.unaccounted)
    }

    /// The store may not have learned it. What was sent is told again, so that too much counts rather
    /// than too little.
    pub(super) fn account_again(&mut self, told: i64) {
        self.unaccounted += told.max(0);
    }
}

/// A tenth of what a second allows: so long a process may keep the others waiting.
fn largest_batch(limits: &Checked) -> u32 {
    let tenth = |interval: Duration| (A_TENTH.as_nanos() / interval.as_nanos().max(1)).max(1);
    let by_second = limits.interval.map(tenth);
    let by_day = |per_day: NonZeroU64| u128::from(per_day.get() / PART_OF_DAY).max(1);
    let batch = by_second.or(limits.per_day.map(by_day)).unwrap_or(1);
    u32::try_from(batch).unwrap_or(u32::MAX).min(MOST.get())
}

/// How late a timer is on a busy machine.
pub(super) const LATE: Duration = Duration::from_millis(20);

/// How long room in a day's quota is kept that nobody has used.
const LATE_FOR_A_DAY: Duration = Duration::from_secs(1);

const A_TENTH: Duration = Duration::from_millis(100);

/// The part of a day's quota that one process may have in hand.
const PART_OF_DAY: u64 = 10_000;

/// A bound for the memory, whatever the limit.
const MOST: NonZeroU32 = NonZeroU32::new(1000).unwrap();

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Hand, LATE, LATE_FOR_A_DAY};
    use crate::limit::{LimitState, Limits, Reserved};

    const MS: Duration = Duration::from_millis(1);

    fn hand(limits: Limits) -> Hand {
        Hand::new(&limits.check().unwrap())
    }

    fn reserved(slots: u32, first_in_micros: i64) -> Reserved {
        Reserved::new(slots, first_in_micros, false, LimitState::default())
    }

    #[test]
    fn times_follow_each_other_by_the_interval_and_past_ones_go_at_once() {
        let mut hand = hand(Limits::new().per_second(100).burst(5));
        let now = 1000 * MS;
        hand.put(&reserved(4, -15_000), now);
        let mut times = Vec::new();
        while let Some(time) = hand.first(now) {
            times.push((time - now).as_millis());
            hand.take(now);
        }
        assert_eq!(times, [0, 0, 5, 15]);
    }

    #[test]
    fn what_is_not_used_in_time_is_lost_and_told() {
        // Of a burst of 5, 3 are the store's and 2 for being late.
        let limits = Limits::new().per_second(100).burst(5);
        assert_eq!(Hand::store_burst(&limits.check().unwrap()), 3);
        let mut hand = hand(limits);
        hand.put(&reserved(2, 0), Duration::ZERO);
        let last = 20 * MS + LATE;
        assert_eq!(hand.first(last), Some(Duration::ZERO));
        assert_eq!(hand.first(last + MS), Some(10 * MS));
        assert_eq!(hand.first(last + 11 * MS), None);
        assert_eq!(hand.account(), -2);
        assert_eq!(hand.account(), 0);
    }

    #[test]
    fn as_many_are_reserved_as_wait_or_were_sent_of_late() {
        let mut hand = hand(Limits::new().per_second(200).burst(20));
        assert_eq!(hand.wanted(50, Duration::ZERO), 20);
        hand.put(&reserved(20, -1_000_000), Duration::ZERO);
        (0..20).for_each(|_| hand.take(Duration::ZERO));
        assert_eq!(hand.wanted(1, Duration::ZERO), 20, "20 were sent of late");
        assert_eq!(hand.wanted(3, 1000 * MS), 3, "that was long ago");
        for batch in [10, 5, 2, 1, 1] {
            hand.put(&reserved(8, 0), Duration::ZERO);
            assert_eq!(hand.first(3000 * MS), None);
            assert_eq!(hand.wanted(50, 3000 * MS), batch, "it had too many");
        }
        for batch in [2, 4, 8, 16, 20, 20] {
            hand.put(&reserved(1, 0), Duration::ZERO);
            hand.take(Duration::ZERO);
            assert_eq!(hand.wanted(50, 3000 * MS), batch);
        }
    }

    #[test]
    fn what_the_store_may_not_have_learned_counts_rather_twice_than_never() {
        let mut hand = hand(Limits::new().per_day(1000));
        hand.take_without();
        hand.take_without();
        let told = hand.account();
        hand.account_again(told);
        assert_eq!(hand.account(), 2);
        hand.put(&reserved(3, 0), Duration::ZERO);
        assert_eq!(hand.first(1000 * MS + LATE_FOR_A_DAY), None);
        let told = hand.account();
        assert_eq!(told, -3);
        hand.account_again(told);
        assert_eq!(hand.account(), 0);
    }

    #[test]
    fn what_is_known_of_the_store_is_of_its_last_answer() {
        let mut hand = hand(Limits::new().per_second(100));
        assert_eq!(hand.store_time(1000 * MS), 0, "nothing yet");
        let seen = LimitState {
            now: 77_000_000,
            ..LimitState::default()
        };
        hand.put(&Reserved::new(4, 30_000, false, seen), 1000 * MS);
        assert_eq!(hand.store_time(1250 * MS), 77_250_000);
        assert_eq!(hand.backlog(), 70 * MS);
    }

    #[test]
    fn a_batch_is_a_tenth_of_a_second_or_a_small_part_of_the_day() {
        let largest = |limits: Limits| super::largest_batch(&limits.check().unwrap());
        assert_eq!(largest(Limits::new().per_second(200)), 20);
        assert_eq!(largest(Limits::new().per_second(5)), 1);
        assert_eq!(largest(Limits::new().per_second(u32::MAX)), 1000);
        assert_eq!(largest(Limits::new().per_day(50_000)), 5);
        assert_eq!(largest(Limits::new().per_day(5)), 1);
    }
}
