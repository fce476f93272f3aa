//! How long a server asks to wait: the `Retry-After` header (RFC 9110, 10.2.3).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use httpdate::parse_http_date;

/// How long the server asks to wait, by the longest of its `Retry-After` headers; `None` where none
/// can be read.
///
/// A header is a number of seconds or a date. A date is measured from the response's own `Date`, so
/// that neither clock needs to be right, and else from `now`. A date that is over is no wait, and no
/// wait is longer than [`LONGEST`].
///
/// Seconds may have a fraction, which the RFC does not know but some servers send: `0.75` can mean
/// nothing else. With a comma, `1,5` may be one value or two, so it is not read.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let date = headers.get(DATE).and_then(|value| value.to_str().ok());
    let sent = date.and_then(|date| parse_http_date(date).ok());
    let texts = headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| Some(value.to_str().ok()?.trim_matches([' ', '\t'])));
    let waits = texts.filter_map(|text| seconds(text).or_else(|| until(text, sent.unwrap_or(now))));
    waits.max().map(|wait| wait.min(LONGEST))
}

/// A number of seconds, of any length.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // More digits than a number holds are many seconds.
    let whole = whole.parse().unwrap_or(u64::MAX);
    // What is behind the ninth digit is less than a nanosecond.
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanos = digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'));
    Some(Duration::new(whole, nanos))
}

/// The time from `from` to a date, in any of the three forms of RFC 9110, 5.6.7.
fn until(date: &str, from: SystemTime) -> Option<Duration> {
    let date = parse_http_date(date).ok()?;
    Some(date.duration_since(from).unwrap_or_default())
}

/// A year: longer than anybody waits, and short enough to be added to any clock.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

#[cfg(test)]
mod tests;
