//! Rates: what parking costs.

use serde_json::Value;

use super::fees::{Currency, Fees};
use super::id::ZoneId;
use crate::types::{Timestamp, response};

response! {
    /// The prices of a zone or a space, from a moment on.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/rates/get-rates>
    #[derive(Default)]
    pub struct Rates {
        /// The zone.
        pub zone_id: Option<ZoneId>,
        /// The space, in a zone with spaces.
        pub space_number: Option<String>,
        /// From when the prices count.
        pub start_time: Option<Timestamp>,
        /// When parking can begin.
        pub parkable_start: Option<Timestamp>,
        /// When parking must end.
        pub parkable_end: Option<Timestamp>,
        /// The smallest step of time that is sold, in minutes.
        pub min_billing_increment: Option<i64>,
        /// What the fees depend on, as JSON.
        pub eligibility_groups: Vec<Value>,
        /// The prices. None of them: parking can't be bought, which is not to say that it is free.
        pub rates: Vec<Rate>,
        /// The currency of the prices that name none.
        pub currency_code: Option<Currency>,
    }
}

impl Rates {
    /// Whether parking can be bought at all.
    #[must_use]
    pub fn is_parkable(&self) -> bool {
        !self.rates.is_empty()
    }
}

response! {
    /// The price of a length of time. A length without a price can't be bought.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/rates/get-rates>
    #[derive(Default)]
    pub struct Rate {
        /// The length of time, in minutes from the start.
        pub increment: Option<f64>,
        /// What it costs.
        pub total_fees: Option<Fees>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_prices() {
        let rates: Rates = serde_json::from_value(json!({
            "zone_id": "z-1", "start_time": "2024-01-02T03:04:05Z", "min_billing_increment": 15,
            "eligibility_groups": [{"type": "permit"}], "currency_code": "USD",
            "rates": [{"increment": 15, "total_fees": {"amount": "0.05", "currency_code": "USD"}},
                      {"increment": 30.0, "total_fees": {"parking_fee": "1.00", "tax": "0.10"}}],
        }))
        .unwrap();
        assert!(rates.is_parkable());
        assert_eq!(
            (rates.rates[0].increment, rates.rates[1].increment),
            (Some(15.0), Some(30.0))
        );
        let first = rates.rates[0].total_fees.as_ref().unwrap();
        assert_eq!(first.amount.unwrap().to_string(), "0.05");
        assert_eq!(rates.rates[1].total_fees.as_ref().unwrap().parts.len(), 2);
        let again = serde_json::to_string(&rates).unwrap();
        assert_eq!(serde_json::from_str::<Rates>(&again).unwrap(), rates);
    }

    #[test]
    fn no_price_is_not_free() {
        for json in [json!({}), json!({"rates": null}), json!({"rates": []})] {
            assert!(!serde_json::from_value::<Rates>(json).unwrap().is_parkable());
        }
    }
}
