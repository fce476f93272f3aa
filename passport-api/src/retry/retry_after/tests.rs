use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};
use httpdate::fmt_http_date;
use proptest::prelude::*;

use super::{LONGEST, retry_after};

/// Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110, 5.6.7.
fn example() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)
}

fn read(values: &[&str], date: Option<&str>, now: SystemTime) -> Option<Duration> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(
            RETRY_AFTER,
            HeaderValue::from_bytes(value.as_bytes()).unwrap(),
        );
    }
    if let Some(date) = date {
        headers.insert(DATE, HeaderValue::from_bytes(date.as_bytes()).unwrap());
    }
    retry_after(&headers, now)
}

fn read_one(value: &str) -> Option<Duration> {
    read(&[value], None, SystemTime::UNIX_EPOCH)
}

#[test]
fn reads_seconds() {
    let check = |text, micros| {
        assert_eq!(
            read_one(text),
            Some(Duration::from_micros(micros)),
            "{text}"
        );
    };
    check("0", 0);
    check("120", 120_000_000);
    check("007", 7_000_000);
    check(" 5\t", 5_000_000);
    check("0.75", 750_000);
    check("1.0015", 1_001_500);
    check("1.0000010009999", 1_000_001);
}

#[test]
fn reads_all_three_forms_of_a_date() {
    let now = example() - Duration::from_secs(90);
    for date in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        assert_eq!(
            read(&[date], None, now),
            Some(Duration::from_secs(90)),
            "{date}"
        );
    }
}

#[test]
fn a_date_is_measured_by_the_servers_own_clock() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let sent = "Sun, 06 Nov 1994 08:49:07 GMT";
    for now in [SystemTime::UNIX_EPOCH, example(), example() + LONGEST] {
        let wait = Some(Duration::from_secs(30));
        assert_eq!(read(&[date], Some(sent), now), wait);
        // It is of no matter to seconds.
        assert_eq!(read(&["30"], Some(sent), now), wait);
    }
    let wait = read(
        &[date],
        Some("yesterday"),
        example() - Duration::from_secs(7),
    );
    assert_eq!(wait, Some(Duration::from_secs(7)));
}

#[test]
fn a_date_that_is_over_is_no_wait() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    assert_eq!(
        read(&[date], None, example() + Duration::from_nanos(1)),
        Some(Duration::ZERO)
    );
    assert_eq!(
        read(
            &[date],
            Some("Sun, 06 Nov 1994 08:49:38 GMT"),
            SystemTime::UNIX_EPOCH
        ),
        Some(Duration::ZERO)
    );
}

#[test]
fn what_is_absurd_is_a_year() {
    let digits = "9".repeat(400);
    for text in [
        "31536001",
        "18446744073709551615",
        "18446744073709551616.999999999999",
        &digits,
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        assert_eq!(read_one(text), Some(LONGEST), "{text}");
    }
    let before_1970 = SystemTime::UNIX_EPOCH - LONGEST;
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    assert_eq!(read(&[date], None, before_1970), Some(LONGEST));
}

#[test]
fn the_longest_of_several_counts() {
    let longest = |values: &[&str]| read(values, None, SystemTime::UNIX_EPOCH);
    assert_eq!(longest(&["3", "7", "x"]), Some(Duration::from_secs(7)));
    let date = "Thu, 01 Jan 1970 00:01:00 GMT";
    assert_eq!(longest(&["3", date]), Some(Duration::from_mins(1)));
    assert_eq!(longest(&[]), None);
}

#[test]
fn what_cannot_be_read_is_none() {
    for text in [
        "",
        " ",
        "-1",
        "+1",
        "1,5",
        "1, 5",
        "1.",
        ".5",
        "1.5.0",
        "1e3",
        "0x10",
        "5s",
        "٣",
        "soon",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 +0100",
        "1994-11-06T08:49:37Z",
    ] {
        assert_eq!(read_one(text), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_header_is_read_without_a_panic(
        value in "[ -~\t\u{80}-\u{ff}]{0,40}|[0-9]{1,40}(\\.[0-9]{1,40})?",
        seconds in any::<i32>(),
    ) {
        let distance = Duration::from_secs(u64::from(seconds.unsigned_abs()));
        let now = if seconds < 0 {
            SystemTime::UNIX_EPOCH - distance
        } else {
            SystemTime::UNIX_EPOCH + distance
        };
        prop_assert!(read(&[&value], None, now).is_none_or(|wait| wait <= LONGEST));
    }

    #[test]
    fn what_is_printed_is_read(millis in 0..=31_536_000_000_u64) {
        let wait = Duration::from_millis(millis);
        let text = format!("{}.{:03}", wait.as_secs(), wait.subsec_millis());
        prop_assert_eq!(read_one(&text), Some(wait));
        prop_assert_eq!(read_one(&wait.as_secs().to_string()), Some(Duration::from_secs(wait.as_secs())));
    }

    #[test]
    fn a_date_and_the_seconds_to_it_are_the_same(wait in 0..=31_536_000_u64, now in 0..4_000_000_000_u64) {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
        let wait = Duration::from_secs(wait);
        let date = fmt_http_date(now + wait);
        prop_assert_eq!(read(&[&date], None, now), Some(wait));
        let sent = fmt_http_date(now);
        prop_assert_eq!(read(&[&date], Some(&sent), SystemTime::UNIX_EPOCH), Some(wait));
    }
}
