//! Quotes: the price of one period of parking.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::id::{AccountId, QuoteId, ZoneId};
use super::minutes::Minutes;
use super::vehicle::Vehicle;
use crate::types::{FieldProblem, Fields, Problems, Sensitive, Timestamp, request};

request! {
    /// Prices a period of parking.
    ///
    /// A zone by vehicle needs the vehicle, a zone with spaces the space; see
    /// [`Zone::session_type`](super::Zone::session_type).
    ///
    /// No page shows this body; it is what a client in use sends. That zone, time and duration are
    /// required is inferred.
    ///
    /// Source: <https://developer.passportinc.com/parking/full>
    #[derive(Eq)]
    pub struct CreateQuote {
        required {
            /// The zone.
            zone_id: ZoneId,
            /// When parking begins.
            start_time: Timestamp,
            /// Its length.
            duration: Minutes,
        }
        optional {
            /// The vehicle.
            vehicle: Vehicle, with_vehicle;
            /// The space.
            space_number: String, with_space_number;
            /// The partner's user.
            account_id: AccountId, with_account_id;
        }
    }
}

impl CreateQuote {
    /// Finds what the documentation forbids. A quote needs a vehicle or a space, as the zone has it;
    /// which of them is up to the server.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("zone_id", self.zone_id.as_str());
        problems.moment("start_time", &self.start_time);
        let is_some_time = self.duration.get() > 0.0;
        problems.require(is_some_time, "duration", "more than 0");
        if let Some(vehicle) = &self.vehicle {
            problems.nested("vehicle", vehicle.check());
        }
        problems.finish()
    }
}

/// The price of one period of parking.
///
/// No page shows this response; it is known only to yield the id that a session is created with.
///
/// Source: <https://developer.passportinc.com/parking/full>
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Quote {
    /// The quote's id.
    pub id: Option<QuoteId>,
    /// All other fields, as JSON.
    pub rest: Sensitive<Map<String, Value>>,
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Fields::deserialize(deserializer)?;
        let id = fields.take("id", &["id", "quote_id"])?;
        Ok(Self {
            id,
            rest: fields.into_rest().into(),
        })
    }
}

impl Serialize for Quote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = self.rest.expose().clone();
        if let Some(id) = &self.id {
            fields.insert("id".to_owned(), Value::from(id.as_str()));
        }
        fields.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keeps_what_it_does_not_know() {
        for name in ["id", "quote_id"] {
            let json = json!({name: "q-1", "total_fees": {"amount": "2.50"}, "note": ""});
            let quote: Quote = serde_json::from_value(json).unwrap();
            assert_eq!(quote.id, Some("q-1".into()));
            assert_eq!(quote.rest.expose()["total_fees"]["amount"], "2.50");
            assert!(!format!("{quote:?}").contains("2.50"));
            let again = json!({"id": "q-1", "total_fees": {"amount": "2.50"}});
            assert_eq!(serde_json::to_value(&quote).unwrap(), again);
        }
        assert_eq!(
            serde_json::from_str::<Quote>("{}").unwrap(),
            Quote::default()
        );
    }

    #[test]
    fn writes_the_documented_body() {
        let request = CreateQuote::new("z-1", "2024-01-02T03:04:05Z", 60_u32)
            .with_vehicle(Vehicle::new("ABC123", "NC"))
            .with_account_id("u-1");
        let body = json!({
            "zone_id": "z-1", "start_time": "2024-01-02T03:04:05Z", "duration": 60,
            "account_id": "u-1",
            "vehicle": {"vehicle_plate": "ABC123", "vehicle_state": "NC"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<CreateQuote>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
        let part = CreateQuote::new("z-1", "2024-01-02T03:04:05Z", 7.5);
        assert_eq!(serde_json::to_value(&part).unwrap()["duration"], 7.5);
        assert!(part.check().is_ok());
        for date in ["2018-04-12", "2018-04-12 23:20:50Z", "2018-04-12T23:20:50"] {
            let problems = CreateQuote::new("z-1", date, 60_u32).check().unwrap_err();
            let text = "`start_time` must be a date and a time such as 2025-01-02T03:04:05Z";
            assert_eq!(problems[0].to_string(), text, "{date}");
        }
        let wrong = CreateQuote::new("", "today", 0_u32).with_vehicle(Vehicle::default());
        let problems = wrong.check().unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| &*problem.field).collect();
        let expected = [
            "zone_id",
            "start_time",
            "duration",
            "vehicle.vehicle_plate",
            "vehicle.vehicle_state",
        ];
        assert_eq!(fields, expected);
    }
}
