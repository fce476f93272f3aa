//! A sum with its currency.

use serde::{Deserialize, Serialize};

use crate::open_enum;
use crate::types::Amount;

open_enum! {
    /// An ISO 4217 code.
    pub enum Currency {
        /// Colombian pesos, the only currency in use.
        Cop = "COP",
    }
}

/// A sum with its currency: `{"value": "1500.00", "currency": "COP"}`.
///
/// Source: <https://docs.passportfintech.com/EN/initiate-a-payment>
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Money {
    /// The sum, in pesos, not in cents.
    pub value: Amount,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// A sum in some currency.
    #[must_use]
    pub fn new(value: impl Into<Amount>, currency: impl Into<Currency>) -> Self {
        Self {
            value: value.into(),
            currency: currency.into(),
        }
    }

    /// A sum in Colombian pesos.
    #[must_use]
    pub fn cop(value: impl Into<Amount>) -> Self {
        Self::new(value, Currency::Cop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_a_string_and_keeps_its_digits() {
        let balance: Money =
            serde_json::from_str(r#"{"value":"90000000000000000.10","currency":"COP"}"#).unwrap();
        let json = serde_json::to_string(&balance).unwrap();
        assert_eq!(json, r#"{"value":"90000000000000000.10","currency":"COP"}"#);
        assert_eq!(Money::cop(25_000), Money::new(25_000, "cop"));
    }
}
