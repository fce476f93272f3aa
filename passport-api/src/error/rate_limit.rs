//! What a 429 says about which limit it is.

use std::time::Duration;

use crate::error::kind::Refusal;

/// Which limit a server's 429 is about, as well as can be known.
///
/// Servers that have both a limit of requests per second (throttle) and one per day (quota) rarely
/// say which of them was hit. What counts, in this order: a word in the problem's code, title or
/// detail; how long `Retry-After` is; and whether it stayed after the call had waited for longer
/// than any limit per second lasts.
///
/// ```
/// use std::time::Duration;
///
/// use passport_api::{Error, RateLimit};
///
/// /// How long a queue rests after a 429.
/// fn rest(error: &Error) -> Option<Duration> {
///     let otherwise = match error.rate_limit()? {
///         RateLimit::Quota => Duration::from_secs(3600),
///         _ => Duration::from_secs(1),
///     };
///     Some(error.retry_after().unwrap_or(otherwise))
/// }
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RateLimit {
    /// Too many requests a second: slow down.
    Throttle,
    /// Too many requests today: stop until the day is over.
    Quota,
    /// It could be either.
    Unknown,
}

impl RateLimit {
    /// `waited` is how long the call has waited since the first 429.
    pub(super) fn of(refusal: &Refusal, waited: Duration) -> Self {
        let problem = &refusal.problem;
        let texts = [problem.code(), problem.title(), problem.detail()];
        let texts: Vec<String> = texts.into_iter().flatten().map(str::to_lowercase).collect();
        let says = |words: &[&str]| {
            texts
                .iter()
                .any(|text| words.iter().any(|word| text.contains(word)))
        };
        if says(&["quota", "daily", "per day"]) {
            Self::Quota
        } else if says(&["throttl", "per second", "burst"]) {
            Self::Throttle
        } else if let Some(after) = refusal.retry_after {
            if after > LONGEST_THROTTLE {
                Self::Quota
            } else {
                Self::Throttle
            }
        } else if waited > LONGEST_THROTTLE {
            Self::Quota
        } else {
            Self::Unknown
        }
    }
}

/// A limit per second is over after a second; servers that count by the minute take longer.
const LONGEST_THROTTLE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;

    use super::RateLimit;
    use crate::error::kind::Refusal;
    use crate::problem::Problem;

    #[test]
    fn a_429_is_told_by_its_words_then_by_its_length() {
        let check = |body: &'static str, after: Option<u64>, waited: u64, expected: RateLimit| {
            let refusal = Refusal {
                problem: Problem::read(body),
                retry_after: after.map(Duration::from_secs),
                ..Refusal::new(StatusCode::TOO_MANY_REQUESTS)
            };
            let found = RateLimit::of(&refusal, Duration::from_secs(waited));
            assert_eq!(found, expected, "{body} {after:?} {waited}");
        };
        check(r#"{"code":"quota_exceeded"}"#, Some(1), 0, RateLimit::Quota);
        check(
            r#"{"title":"Throttled"}"#,
            Some(900),
            0,
            RateLimit::Throttle,
        );
        check("", Some(1), 0, RateLimit::Throttle);
        check("", Some(3600), 0, RateLimit::Quota);
        check("", None, 90, RateLimit::Quota);
        check("<html>", None, 2, RateLimit::Unknown);
    }
}
