//! What a fleet has come to, in numbers.

use std::time::{Duration, SystemTime};

/// What a fleet has come to.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    /// When the requests have come to the vendor, in order.
    pub(crate) arrivals: Vec<SystemTime>,
    /// How long each call took that was served, in milliseconds, in order.
    took: Vec<u64>,
    /// How many calls of each machine were served.
    served_by: Vec<u64>,
    pub(crate) failed: u64,
    /// How many requests the vendor has refused with 429.
    pub(crate) refused: u64,
    pub(crate) redis_requests: u64,
}

impl Figures {
    /// The arrivals must be in order.
    pub(crate) fn new(
        arrivals: Vec<SystemTime>,
        mut took: Vec<u64>,
        served_by: Vec<u64>,
        failed: u64,
        refused: u64,
        redis_requests: u64,
    ) -> Self {
        took.sort_unstable();
        Self {
            arrivals,
            took,
            served_by,
            failed,
            refused,
            redis_requests,
        }
    }

    pub(crate) fn served(&self) -> u64 {
        self.served_by.iter().sum()
    }

    /// Requests a second, between the first and the last.
    pub(crate) fn rate(&self) -> f64 {
        let (Some(first), Some(last)) = (self.arrivals.first(), self.arrivals.last()) else {
            return 0.0;
        };
        number(self.arrivals.len() as u64 - 1) / between(*first, *last).as_secs_f64()
    }

    /// Requests that came in this time after the first.
    pub(crate) fn within(&self, from: Duration, to: Duration) -> u64 {
        let Some(&first) = self.arrivals.first() else {
            return 0;
        };
        let after = self.arrivals.iter().map(|&arrival| between(first, arrival));
        after.filter(|after| (from..to).contains(after)).count() as u64
    }

    /// The most requests in any second.
    pub(crate) fn most_in_a_second(&self) -> u64 {
        let mut most = 0;
        let mut oldest = 0;
        for (place, &arrival) in self.arrivals.iter().enumerate() {
            while between(self.arrivals[oldest], arrival) >= SECOND {
                oldest += 1;
            }
            most = most.max(place + 1 - oldest);
        }
        most as u64
    }

    pub(crate) fn redis_requests_per_call(&self) -> f64 {
        number(self.redis_requests) / number(self.served().max(1))
    }

    /// How evenly the machines were served (Jain's index): 1 if all alike, 1/n if one had all.
    pub(crate) fn fairness(&self) -> f64 {
        let sum = number(self.served());
        let squares: f64 = self
            .served_by
            .iter()
            .map(|&served| number(served * served))
            .sum();
        sum * sum / (number(self.served_by.len() as u64) * squares)
    }

    /// The calls of the machine with the fewest, and of the one with the most.
    pub(crate) fn fewest_and_most(&self) -> (u64, u64) {
        let served = self.served_by.iter().copied();
        (served.clone().min().unwrap_or(0), served.max().unwrap_or(0))
    }

    /// So many of a thousand calls took no longer, in milliseconds.
    pub(crate) fn took(&self, of_a_thousand: usize) -> u64 {
        let place = (self.took.len() * of_a_thousand).div_ceil(1_000);
        self.took.get(place.saturating_sub(1)).copied().unwrap_or(0)
    }
}

fn between(first: SystemTime, last: SystemTime) -> Duration {
    last.duration_since(first).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "a count of a simulation")]
fn number(count: u64) -> f64 {
    count as f64
}

const SECOND: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Figures;

    #[test]
    fn the_figures_of_a_few_calls() {
        let arrivals = [0, 100, 999, 1_000, 1_999]
            .map(|millis| SystemTime::UNIX_EPOCH + Duration::from_millis(millis));
        let figures = Figures::new(arrivals.into(), vec![9, 1, 5], vec![2, 2, 0, 0], 1, 0, 2);
        assert_eq!(figures.most_in_a_second(), 3);
        assert!((figures.rate() - 4.0 / 1.999).abs() < 1e-9);
        assert!((figures.fairness() - 0.5).abs() < 1e-9);
        assert_eq!(figures.fewest_and_most(), (0, 2));
        assert_eq!([500, 1_000].map(|part| figures.took(part)), [5, 9]);
        assert!((figures.redis_requests_per_call() - 0.5).abs() < 1e-9);
        assert_eq!(figures.within(Duration::ZERO, Duration::from_secs(1)), 3);
    }
}
