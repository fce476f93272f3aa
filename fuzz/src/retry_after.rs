//! `Retry-After`: bounds, and seconds that are printed read as the same.
//!
//! The input is one value a line; a line `Date: …` is the response's `Date`.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};
use passport_api::__private::fuzz::retry_after;

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let (headers, values) = headers(data);
    for since_1970 in CLOCKS {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(*since_1970);
        let wait = retry_after(&headers, now);
        // Each alone: the longest is what all of them say.
        let alone = values.iter().filter_map(|value| {
            let mut one = headers.clone();
            one.insert(RETRY_AFTER, value.clone());
            retry_after(&one, now)
        });
        assert_eq!(wait, alone.max());
        if let Some(wait) = wait {
            assert!(wait <= YEAR, "{wait:?}");
            let printed = format!("{}.{:09}", wait.as_secs(), wait.subsec_nanos());
            assert_eq!(read(&printed, now), Some(wait), "{printed}");
        }
    }
    for value in &values {
        check_digits(value);
    }
}

fn headers(data: &[u8]) -> (HeaderMap, Vec<HeaderValue>) {
    let mut headers = HeaderMap::new();
    let mut values = Vec::new();
    // More lines than this would be more of the same.
    for line in data.split(|byte| *byte == b'\n').take(20) {
        let date = line.strip_prefix(b"Date: ");
        let Ok(value) = HeaderValue::from_bytes(date.unwrap_or(line)) else {
            continue;
        };
        if date.is_some() {
            headers.insert(DATE, value);
        } else {
            headers.append(RETRY_AFTER, value.clone());
            values.push(value);
        }
    }
    (headers, values)
}

/// What is made of digits alone is that number of seconds, whatever the time.
fn check_digits(value: &HeaderValue) {
    let Ok(text) = value.to_str() else { return };
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let digits = text.trim_start_matches('0');
    let seconds = match digits.len() {
        0 => 0,
        1..=18 => digits.parse().expect("18 digits fit into 64 bits"),
        _ => u64::MAX,
    };
    let expected = Some(Duration::from_secs(seconds).min(YEAR));
    assert_eq!(read(text, SystemTime::UNIX_EPOCH), expected, "{text}");
}

fn read(text: &str, now: SystemTime) -> Option<Duration> {
    let value = HeaderValue::from_str(text).expect("printed text fits into a header");
    retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]), now)
}

/// 1970, 1994, 2026 and the end of the year 9999.
const CLOCKS: &[u64] = &[0, 784_111_777, 1_770_000_000, 253_402_300_799];

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);
