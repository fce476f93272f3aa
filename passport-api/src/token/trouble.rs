//! What a source remembers of its failures, so that it neither storms the token endpoint nor keeps
//! an error for good.

use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::retry::Backoff;

/// How the token endpoint has failed of late: until when it is left alone.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    failures: u32,
    last: Option<Failure>,
}

#[derive(Debug)]
struct Failure {
    error: Error,
    delay: Duration,
    until: SystemTime,
}

impl Trouble {
    /// Until when the endpoint is left alone, and why; `None` if it may be asked now.
    pub(super) fn lasts_until(&self, now: SystemTime) -> Option<(SystemTime, Error)> {
        let last = self.last.as_ref()?;
        is_between(now, last.until, last.delay).then(|| (last.until, last.error.clone()))
    }

    /// Remembers a failure, and says for how long the endpoint is left alone because of it.
    pub(super) fn note(&mut self, error: &Error, now: SystemTime, random: f64) -> Duration {
        let delay = BACKOFF.at_least_half(self.failures, random);
        let asked = error.retry_after().unwrap_or_default().min(LONGEST_ASKED);
        let delay = delay.max(asked);
        self.failures = self.failures.saturating_add(1);
        self.last = Some(Failure {
            error: error.clone(),
            delay,
            until: now.checked_add(delay).unwrap_or(now + BACKOFF.longest()),
        });
        delay
    }

    pub(super) fn end(&mut self) {
        *self = Self::default();
    }
}

/// The calls that were refused (401) with a token that was fetched just for them.
///
/// Some systems answer 401 where a scope is missing. Without this each such call would fetch another
/// token in vain. The span in which it is not tried again begins with a second, because a token may
/// just as well have been revoked twice.
#[derive(Debug, Default)]
pub(super) struct Hopeless {
    calls: Vec<HopelessCall>,
}

#[derive(Debug)]
struct HopelessCall {
    call: String,
    span: Duration,
    until: SystemTime,
}

impl Hopeless {
    /// Whether the call is left alone, with whichever token: two such calls would otherwise fetch
    /// one in turns.
    pub(super) fn has(&self, call: &str, now: SystemTime) -> bool {
        let mut calls = self.calls.iter();
        calls.any(|known| known.call == call && is_between(now, known.until, known.span))
    }

    pub(super) fn note(&mut self, call: &str, now: SystemTime) {
        // One that has long been quiet begins anew.
        self.calls.retain(|known| {
            let forgotten = known.until.checked_add(HOPELESS_FOR_LONGEST);
            forgotten.is_some_and(|forgotten| now < forgotten)
        });
        let again = self.calls.iter().position(|known| known.call == call);
        let span = again.map_or(HOPELESS_AT_FIRST, |place| {
            let known = self.calls.swap_remove(place);
            (known.span * 2).min(HOPELESS_FOR_LONGEST)
        });
        if self.calls.len() < MOST_CALLS {
            self.calls.push(HopelessCall {
                call: call.to_owned(),
                span,
                until: now.checked_add(span).unwrap_or(now),
            });
        }
    }
}

/// Whether a span of this length that ends then has begun and is not over. It has not begun where
/// the clock was set back, and then it does not count: it might never end.
pub(super) fn is_between(now: SystemTime, end: SystemTime, length: Duration) -> bool {
    let left = end.duration_since(now).unwrap_or_default();
    !left.is_zero() && left <= length
}

const BACKOFF: Backoff = Backoff {
    first: Duration::from_millis(500),
    longest: Duration::from_secs(30),
};

const HOPELESS_AT_FIRST: Duration = Duration::from_secs(1);

/// Whoever has changed a role in the meantime need not wait for longer.
const HOPELESS_FOR_LONGEST: Duration = Duration::from_secs(60);

/// However long an endpoint asks for, it is tried again after this: a mistake of a day must not cost
/// one.
const LONGEST_ASKED: Duration = Duration::from_secs(10 * 60);

/// More calls than this an API hardly has that fail so; what is beyond is renewed in vain.
const MOST_CALLS: usize = 256;

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Hopeless, Trouble};
    use crate::error::Error;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;
    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_failing_endpoint_is_left_alone_for_longer_each_time() {
        let mut trouble = Trouble::default();
        assert!(trouble.lasts_until(NOW).is_none());
        let mut delays = Vec::new();
        for _ in 0..9 {
            trouble.note(&Error::token("down"), NOW, 1.0);
            let (until, _) = trouble.lasts_until(NOW).unwrap();
            delays.push(until.duration_since(NOW).unwrap().as_millis());
        }
        assert_eq!(
            delays,
            [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]
        );
        assert!(trouble.lasts_until(NOW + 30 * SECOND).is_none());
        assert!(
            trouble.lasts_until(NOW - SECOND).is_none(),
            "a clock that was set back does not prolong it"
        );
        trouble.end();
        assert!(trouble.lasts_until(NOW).is_none());
    }

    #[test]
    fn an_endpoint_that_asks_for_a_day_gets_ten_minutes() {
        let mut trouble = Trouble::default();
        let error = Error::token("busy").asking_for(86_400 * SECOND);
        trouble.note(&error, NOW, 1.0);
        assert_eq!(trouble.lasts_until(NOW).unwrap().0, NOW + 600 * SECOND);
    }

    #[test]
    fn a_call_is_hopeless_for_longer_each_time() {
        let mut hopeless = Hopeless::default();
        let mut now = NOW;
        for span in [1, 2, 4, 8, 16, 32, 60, 60] {
            hopeless.note("payments.list", now);
            assert!(hopeless.has("payments.list", now));
            assert!(!hopeless.has("payments.get", now), "another call");
            now += span * SECOND;
            assert!(!hopeless.has("payments.list", now), "after {span} s");
        }
        now += 60 * SECOND;
        hopeless.note("payments.list", now);
        assert!(
            !hopeless.has("payments.list", now + SECOND),
            "it was quiet for a minute"
        );
    }
}
