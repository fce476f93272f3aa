//! How long to wait before the next attempt.

use std::time::Duration;

/// Delays that double with each failure, up to the longest.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Backoff {
    /// With full jitter: anything from nothing to the delay, so that callers that failed together
    /// do not come again together. `random` is from 0 to 1.
    pub(crate) fn full_jitter(&self, failures_before: u32, random: f64) -> Duration {
        self.delay(failures_before).mul_f64(random.clamp(0.0, 1.0))
    }

    /// At least half the delay, where the other side has asked for less.
    pub(crate) fn at_least_half(&self, failures_before: u32, random: f64) -> Duration {
        let half = self.delay(failures_before) / 2;
        half + half.mul_f64(random.clamp(0.0, 1.0))
    }

    pub(crate) fn longest(&self) -> Duration {
        self.longest
    }

    fn delay(&self, failures_before: u32) -> Duration {
        let factor = 2_u32.checked_pow(failures_before).unwrap_or(u32::MAX);
        self.first.saturating_mul(factor).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Backoff;

    #[test]
    fn delays_double_up_to_the_longest() {
        let backoff = Backoff {
            first: Duration::from_millis(200),
            longest: Duration::from_secs(5),
        };
        let full: Vec<u128> = (0..7)
            .map(|failures| backoff.full_jitter(failures, 1.0).as_millis())
            .collect();
        assert_eq!(full, [200, 400, 800, 1600, 3200, 5000, 5000]);
        assert_eq!(backoff.full_jitter(3, 0.0), Duration::ZERO);
        assert_eq!(backoff.at_least_half(1, 0.0), Duration::from_millis(200));
        assert_eq!(backoff.full_jitter(u32::MAX, 1.0), backoff.longest());
    }
}
