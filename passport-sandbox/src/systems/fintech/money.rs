//! Amounts of Colombian pesos.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::fields::{Fields, invalid};
use crate::refusal::Refusal;
use crate::text::cents;

/// Reads `{"value": "25000", "currency": "COP"}`.
///
/// Nothing is an amount, too: the minimum of 1 is the rail's, which rejects a payment and not the
/// request.
pub(crate) fn read(fields: Fields<'_>) -> Result<Decimal, Refusal> {
    fields.one_of("currency", &["COP"])?;
    let value = fields.decimal("value")?;
    if value < Decimal::ZERO || value.normalize().scale() > 2 {
        return Err(invalid(
            "value",
            "must not be negative and have at most 2 decimals",
        ));
    }
    if value > Decimal::from(MOST) {
        return Err(invalid("value", "is beyond any amount of money"));
    }
    Ok(value)
}

/// An amount as it was sent.
pub(crate) fn shown(value: Decimal) -> Value {
    json!({ "value": value.to_string(), "currency": "COP" })
}

/// A balance: nothing is `0`, anything else has two decimals.
pub(crate) fn balance(value: Decimal) -> Value {
    let text = if value.is_zero() {
        "0".to_owned()
    } else {
        cents(value)
    };
    json!({ "value": text, "currency": "COP" })
}

/// More pesos than there are, and few enough that sums of them stay exact.
const MOST: u64 = 1_000_000_000_000_000_000;
