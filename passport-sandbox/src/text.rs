//! Small texts: ids, secrets, times and amounts.

use jiff::Timestamp;
use rust_decimal::Decimal;
use uuid::Uuid;

/// A fresh id.
pub(crate) fn fresh_id() -> String {
    Uuid::new_v4().to_string()
}

/// 64 random hexadecimal characters.
pub(crate) fn random_hex() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// A moment with milliseconds: `2025-01-02T03:04:05.678Z`.
pub(crate) fn millis(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A moment with microseconds: `2025-01-02T03:04:05.678000Z`.
pub(crate) fn micros(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// A moment in whole seconds: `2025-01-02T03:04:05Z`.
pub(crate) fn seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A moment as HTTP writes it: `Thu, 02 Jan 2025 03:04:05 GMT` (RFC 9110, 5.6.7).
pub(crate) fn http_date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// An amount with two decimals: `1500.00`.
pub(crate) fn cents(amount: Decimal) -> String {
    format!("{amount:.2}")
}
