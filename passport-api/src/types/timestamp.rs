//! A moment in time.

use std::fmt;
use std::time::SystemTime;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A moment, as the text that the server sent.
///
/// Servers write fractions of any length and at times forget the zone, so the text is kept and read
/// only when asked for. Without a zone it counts as UTC.
///
/// Comparing looks at the text; compare [`to_system_time`](Self::to_system_time) to ask for the
/// same moment.
///
/// # Example
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use passport_api::types::Timestamp;
///
/// let sent = Timestamp::from("1970-01-02T00:00:00.5Z");
/// let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(86_400_500);
/// assert_eq!(sent.to_system_time(), Some(moment));
/// assert_eq!(Timestamp::from(moment), sent);
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The moment, or `None` where the text does not name one.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        self.read().map(SystemTime::from)
    }

    /// Whole seconds since 1970 and the nanoseconds on top of them, or `None` where the text names
    /// no moment.
    #[must_use]
    pub fn seconds_and_nanos(&self) -> Option<(i64, u32)> {
        let nanos = self.read()?.as_nanosecond();
        let seconds = i64::try_from(nanos.div_euclid(NANOS_PER_SECOND)).ok()?;
        let rest = u32::try_from(nanos.rem_euclid(NANOS_PER_SECOND)).ok()?;
        Some((seconds, rest))
    }

    /// True where the text is a date and a time with a `T` between them and a zone behind them, as
    /// requests need it (RFC 3339, 5.6).
    pub(crate) fn is_rfc3339(&self) -> bool {
        // Date and time, up to the seconds.
        const SHAPE: &[u8] = b"0000-00-00T00:00:00";
        let text = self.0.as_bytes();
        let fits = |(byte, shape): (&u8, &u8)| match shape {
            b'0' => byte.is_ascii_digit(),
            shape => byte == shape,
        };
        let zone = text.get(SHAPE.len()..).unwrap_or_default();
        let zone = match zone.strip_prefix(b".") {
            Some(fraction) => &fraction[digits(fraction)..],
            None => zone,
        };
        let is_zone = match zone {
            b"Z" => true,
            [b'+' | b'-', offset @ ..] => offset.len() == 5 && offset[2] == b':',
            _ => false,
        };
        text.iter().zip(SHAPE).all(fits) && is_zone && self.0.parse::<jiff::Timestamp>().is_ok()
    }

    fn read(&self) -> Option<jiff::Timestamp> {
        self.0.parse().ok().or_else(|| {
            let without_zone: DateTime = self.0.parse().ok()?;
            TimeZone::UTC.to_timestamp(without_zone).ok()
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// RFC 3339 in UTC, ending in `Z`. A moment outside of the years -9999 to 9999 becomes the nearest
/// one inside.
impl From<SystemTime> for Timestamp {
    fn from(moment: SystemTime) -> Self {
        let nearest = if moment < SystemTime::UNIX_EPOCH {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        };
        let timestamp = jiff::Timestamp::try_from(moment).unwrap_or(nearest);
        Self(timestamp.to_string())
    }
}

/// The number of digits that a text begins with.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

const NANOS_PER_SECOND: i128 = 1_000_000_000;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_every_form_that_servers_send() {
        for (text, nanos) in [
            ("2025-01-02T03:04:05Z", 0),
            ("2025-01-02T03:04:05.6Z", 600_000_000),
            ("2025-01-02T03:04:05.67Z", 670_000_000),
            ("2025-01-02T03:04:05.678Z", 678_000_000),
            ("2025-01-02T03:04:05.678901Z", 678_901_000),
            ("2025-01-02T03:04:05.678901234Z", 678_901_234),
            ("2025-01-02T03:04:05", 0),
            ("2025-01-02T03:04:05.678", 678_000_000),
            ("2025-01-02 03:04:05", 0),
            ("2025-01-02 03:04:05Z", 0),
            ("2025-01-01T22:04:05-05:00", 0),
        ] {
            let read = Timestamp::from(text).seconds_and_nanos();
            assert_eq!(read, Some((1_735_787_045, nanos)), "{text}");
        }
    }

    #[test]
    fn a_date_is_its_first_moment() {
        let read = Timestamp::from("1970-01-02").seconds_and_nanos();
        assert_eq!(read, Some((86_400, 0)));
    }

    #[test]
    fn requests_need_a_date_with_a_time_and_a_zone() {
        for text in [
            "2018-04-12T23:20:50Z",
            "2018-04-12T23:20:50.5Z",
            "2018-04-12T23:20:50.678901234Z",
            "2018-04-12T23:20:50-05:00",
            "2018-04-12T23:20:50.25+00:00",
        ] {
            assert!(Timestamp::from(text).is_rfc3339(), "{text}");
        }
        for text in [
            "",
            "Z",
            "today",
            "2018-04-12",
            "23:20:50Z",
            "2018-04-12 23:20:50Z",
            "2018-04-12t23:20:50Z",
            "2018-04-12T23:20:50",
            "2018-04-12T23:20Z",
            "2018-04-12T23:20:50.Z",
            "2018-04-12T23:20:50.5",
            "2018-04-12T23:20:50,5Z",
            "2018-04-12T23:20:50-0500",
            "2018-04-12T23:20:50+05",
            "2018-04-12T23:20:50Z[UTC]",
            "2018-04-12T23:20:50+00:00[UTC]",
            "2018-04-12T23:20:50Z ",
            "2018-13-12T23:20:50Z",
            "+002018-04-12T23:20:50Z",
        ] {
            assert!(!Timestamp::from(text).is_rfc3339(), "{text}");
        }
    }

    #[test]
    fn keeps_what_it_cannot_read() {
        for text in ["", "yesterday", "23:20:00Z", "2025-13-01T00:00:00Z"] {
            let timestamp = Timestamp::from(text);
            assert_eq!(timestamp.to_system_time(), None, "{text:?}");
            assert_eq!(timestamp.seconds_and_nanos(), None, "{text:?}");
            assert_eq!(timestamp.to_string(), text);
        }
    }

    #[test]
    fn nanoseconds_count_upwards_before_1970_too() {
        let read = Timestamp::from("1969-12-31T23:59:59.25Z").seconds_and_nanos();
        assert_eq!(read, Some((-1, 250_000_000)));
    }

    #[test]
    fn ends_in_z_and_stays_in_range() {
        let first = Timestamp::from(SystemTime::UNIX_EPOCH);
        assert_eq!(first.as_str(), "1970-01-01T00:00:00Z");
        let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 50);
        assert!(Timestamp::from(far).as_str().starts_with("9999-12-30T"));
    }

    proptest! {
        #[test]
        fn any_moment_survives_print_and_parse(
            seconds in 0_u64..200_000_000_000,
            nanos in 0_u32..1_000_000_000,
        ) {
            let moment = SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos);
            let timestamp = Timestamp::from(moment);
            prop_assert_eq!(timestamp.to_system_time(), Some(moment));
            prop_assert_eq!(timestamp.seconds_and_nanos(), Some((seconds.cast_signed(), nanos)));
            let json = serde_json::to_string(&timestamp).unwrap();
            prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), timestamp);
        }

        #[test]
        fn no_text_is_lost(text in ".{0,40}") {
            let timestamp = Timestamp::from(text.as_str());
            let _ = timestamp.to_system_time();
            prop_assert_eq!(timestamp.as_str(), text);
        }
    }
}
