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

/// An amount with two decimals, or with as many as it has: `1500.00`, `0.125`.
pub(crate) fn cents(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    amount.rescale(amount.scale().max(2));
    amount.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_two_decimals_or_all_of_its_own() {
        for (amount, text) in [
            ("0", "0.00"),
            ("1500", "1500.00"),
            ("1500.5", "1500.50"),
            ("1500.500", "1500.50"),
            ("-0.125", "-0.125"),
            ("999999999999999999.99999999", "999999999999999999.99999999"),
        ] {
            assert_eq!(cents(amount.parse().unwrap()), text);
        }
    }
}
