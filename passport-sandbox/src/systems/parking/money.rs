//! Amounts of US dollars, and the price of parking.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::text::cents;

/// A single amount.
pub(super) fn shown(amount: Decimal) -> Value {
    json!({ "currency_code": CURRENCY, "amount": cents(amount) })
}

/// The price of this many minutes; each period that was begun counts in full.
pub(super) fn price(minutes: Decimal) -> Decimal {
    let periods = (minutes / Decimal::from(INCREMENT)).ceil();
    Decimal::new(CENTS_PER_INCREMENT, 2) * periods
}

pub(super) const CURRENCY: &str = "USD";

/// Minutes for which parking is sold.
pub(super) const INCREMENT: i64 = 15;

/// Minutes that can be bought at most.
pub(super) const MOST_MINUTES: i64 = 240;

const CENTS_PER_INCREMENT: i64 = 50;
