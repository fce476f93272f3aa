//! Amounts of Colombian pesos.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::fields::Fields;
use crate::refusal::Refusal;
use crate::text::cents;

/// Reads `{"value": "25000", "currency": "COP"}`.
///
/// Nothing is an amount, too: the minimum of 1 is the rail's, which rejects a payment and not the
/// request. So many decimals are taken that sums of amounts stay exact.
pub(crate) fn read(fields: Fields<'_>) -> Result<Decimal, Refusal> {
    fields.one_of("currency", &["COP"])?;
    let value = fields.decimal("value")?;
    if value < Decimal::ZERO {
        return Err(fields.invalid("value", "must not be negative"));
    }
    if value > Decimal::from(MOST) || value.normalize().scale() > MOST_DECIMALS {
        return Err(fields.invalid("value", "is beyond any amount of money"));
    }
    Ok(value)
}

/// Reads an amount that may have two decimals at most.
pub(crate) fn read_centavos(fields: Fields<'_>) -> Result<Decimal, Refusal> {
    let value = read(fields)?;
    if value.normalize().scale() > 2 {
        return Err(fields.invalid("value", "must have at most 2 decimals"));
    }
    Ok(value)
}

/// An amount as it was sent.
pub(crate) fn shown(value: Decimal) -> Value {
    json!({ "value": value.to_string(), "currency": "COP" })
}

/// A balance: nothing is `0`, anything else has at least two decimals.
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

/// The decimals that leave room for sums of amounts of [`MOST`] in a [`Decimal`].
const MOST_DECIMALS: u32 = 8;
