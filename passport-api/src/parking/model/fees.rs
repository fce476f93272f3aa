//! Money.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::open_enum;
use crate::types::{Amount, Fields};

open_enum! {
    /// An ISO 4217 code, in capitals.
    pub enum Currency {
        /// Dollars of the United States.
        Usd = "USD",
        /// Dollars of Canada. No page shows the code: it is inferred from ISO 4217.
        Cad = "CAD",
    }
}

impl Currency {
    /// Whether the code has the form that ISO 4217 gives it: three capitals.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let code = self.as_str();
        code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
    }
}

/// Money in either shape that responses have: one `amount`, or several parts with one currency.
///
/// Sums are in the currency's main unit, not in cents.
///
/// Source: <https://developer.passportinc.com/concepts/formats>
///
/// # Example
///
/// ```
/// use passport_api::parking::model::Fees;
///
/// let one: Fees = serde_json::from_str(r#"{"amount": "2.50", "currency_code": "USD"}"#)?;
/// assert_eq!(one.amount.unwrap().to_string(), "2.50");
///
/// let parts: Fees = serde_json::from_str(r#"{"tax": "0.05", "currency_code": "USD"}"#)?;
/// assert_eq!(parts.parts["tax"].to_string(), "0.05");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Fees {
    /// The currency of every sum here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_code: Option<Currency>,
    /// The sum, in the first shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The sums by their names, such as `parking_fee`, `convenience_fee` and `tax`, in the second
    /// shape.
    #[serde(flatten)]
    pub parts: BTreeMap<String, Amount>,
}

impl<'de> Deserialize<'de> for Fees {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Fields::deserialize(deserializer)?;
        Ok(Self {
            currency_code: fields.take("currency_code", &[])?,
            amount: fields.take("amount", &[])?,
            parts: fields.into_rest().into_iter().filter_map(part).collect(),
        })
    }
}

/// What is not a sum is a field that later versions added.
fn part((name, value): (String, Value)) -> Option<(String, Amount)> {
    Amount::deserialize(value).ok().map(|amount| (name, amount))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_both_shapes_and_writes_them_back() {
        for json in [
            json!({"currency_code": "USD", "amount": "2.50"}),
            json!({"currency_code": "CAD", "parking_fee": "-2.50", "convenience_fee": "0.75",
                   "tax": "1.00"}),
            json!({}),
        ] {
            let fees: Fees = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(serde_json::to_value(&fees).unwrap(), json);
        }
    }

    #[test]
    fn ignores_what_is_no_sum() {
        let json = json!({"tax": "1.00", "note": "incl. tax", "discounts": [], "amount": null});
        let fees: Fees = serde_json::from_value(json).unwrap();
        assert_eq!(fees.parts.keys().collect::<Vec<_>>(), ["tax"]);
        assert!(serde_json::from_value::<Fees>(json!({"amount": "two"})).is_err());
    }

    #[test]
    fn knows_the_form_of_a_code() {
        assert!(Currency::Usd.is_well_formed() && Currency::from("EUR").is_well_formed());
        assert!(!Currency::from("eur").is_well_formed() && !Currency::from("€").is_well_formed());
        assert_eq!(Currency::from("usd").as_str(), "USD");
    }
}
