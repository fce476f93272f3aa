//! Batches of events.

use serde::{Deserialize, Serialize};

use super::event::{SessionExtended, SessionStarted, SessionStopped};
use crate::types::{FieldProblem, Problems};

/// Events of one type, as they are sent.
///
/// The guide names the types and says that several go in one request; the JSON is what a client in
/// use sends.
///
/// Sending a batch again is up to the program; keep `session_id` and `occurred_at` as they were.
///
/// Source: <https://developer.passportinc.com/events/parking-session>
///
/// # Example
///
/// ```
/// use passport_api::parking::model::{
///     Amount, Currency, EventBatch, EventFees, EventZone, Period, SessionStarted, Vehicle,
/// };
///
/// let price: Amount = "2.50".parse()?;
/// let started = SessionStarted::new(
///     "2024-01-02T03:04:05Z",
///     "our-session-1",
///     "operator-1",
///     EventZone::External("our-zone-1".to_owned()),
///     Period::new("2024-01-02T03:04:05Z", "2024-01-02T04:04:05Z"),
///     Vehicle::new("ABC123", "NC"),
///     EventFees::new(price, 0, 0, Currency::Usd),
/// );
/// assert!(EventBatch::started([started]).check().is_ok());
/// # Ok::<(), passport_api::parking::model::ParseAmountError>(())
/// ```
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EventBatch {
    /// The version of the events' form.
    pub version: String,
    /// The events.
    #[serde(flatten)]
    pub events: SessionEvents,
}

impl EventBatch {
    /// Sessions that were started.
    #[must_use]
    pub fn started(events: impl IntoIterator<Item = SessionStarted>) -> Self {
        Self::new(SessionEvents::Started(events.into_iter().collect()))
    }

    /// Sessions that were extended.
    #[must_use]
    pub fn extended(events: impl IntoIterator<Item = SessionExtended>) -> Self {
        Self::new(SessionEvents::Extended(events.into_iter().collect()))
    }

    /// Sessions that were stopped.
    #[must_use]
    pub fn stopped(events: impl IntoIterator<Item = SessionStopped>) -> Self {
        Self::new(SessionEvents::Stopped(events.into_iter().collect()))
    }

    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule, with the event's place in the batch.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let checks: Vec<_> = match &self.events {
            SessionEvents::Started(events) => events.iter().map(SessionStarted::check).collect(),
            SessionEvents::Extended(events) => events.iter().map(SessionExtended::check).collect(),
            SessionEvents::Stopped(events) => events.iter().map(SessionStopped::check).collect(),
        };
        let mut problems = Problems::default();
        problems.present("version", &self.version);
        problems.require(!checks.is_empty(), "data", "a list of at least one event");
        for (index, check) in checks.into_iter().enumerate() {
            problems.nested(&format!("data[{index}]"), check);
        }
        problems.finish()
    }

    fn new(events: SessionEvents) -> Self {
        Self {
            version: VERSION.to_owned(),
            events,
        }
    }
}

/// The events of a batch, all of the same type.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(tag = "type", content = "data")]
pub enum SessionEvents {
    /// Sessions that were started.
    #[serde(rename = "parking_session_started")]
    Started(Vec<SessionStarted>),
    /// Sessions that were extended.
    #[serde(rename = "parking_session_extended")]
    Extended(Vec<SessionExtended>),
    /// Sessions that were stopped.
    #[serde(rename = "parking_session_stopped")]
    Stopped(Vec<SessionStopped>),
}

/// The version that clients in use send; it is not that of the path.
const VERSION: &str = "3.0.0";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::parking::model::{EventFees, EventPayment, EventZone, Location, Period, Vehicle};
    use crate::types::{Amount, fields_of};

    fn fees(parking_fee: &str) -> EventFees {
        EventFees::new(parking_fee.parse::<Amount>().unwrap(), 0, 0, "USD")
    }

    fn stopped(period: Period) -> SessionStopped {
        let zone = EventZone::Passport("z-1".into());
        SessionStopped::new(
            "2024-01-02T03:34:05Z",
            "s-1",
            "o-1",
            zone,
            period,
            fees("-1.25"),
            fees("1.25"),
        )
    }

    #[test]
    fn writes_the_documented_envelope() {
        let started = SessionStarted::new(
            "2024-01-02T03:04:05Z",
            "s-1",
            "o-1",
            EventZone::External("ours-1".to_owned()),
            Period::new("2024-01-02T03:04:05Z", "2024-01-02T04:04:05Z"),
            Vehicle::new("ABC123", "NC"),
            fees("2.50"),
        )
        .with_location_details(Location::new(35.5, -80.5))
        .with_payment(EventPayment::new().with_payment_type("card"));
        let batch = EventBatch::started([started]);
        let json = json!({
            "type": "parking_session_started", "version": "3.0.0",
            "data": [{
                "occurred_at": "2024-01-02T03:04:05Z", "session_id": "s-1", "operator_id": "o-1",
                "external_zone_id": "ours-1", "start_time": "2024-01-02T03:04:05Z",
                "end_time": "2024-01-02T04:04:05Z",
                "vehicle": {"vehicle_plate": "ABC123", "vehicle_state": "NC"},
                "event_fees": {"parking_fee": "2.50", "convenience_fee": "0", "tax": "0",
                               "currency_code": "USD"},
                "location_details": {"latitude": 35.5, "longitude": -80.5},
                "payment": {"payment_type": "card"},
            }],
        });
        assert_eq!(serde_json::to_value(&batch).unwrap(), json);
        assert_eq!(serde_json::from_value::<EventBatch>(json).unwrap(), batch);
        assert!(batch.check().is_ok());
        assert!(!format!("{batch:?}").contains("ABC123"));
    }

    #[test]
    fn a_refund_is_negative_and_totals_are_there() {
        let batch = EventBatch::stopped([stopped(Period::new(
            "2024-01-02T03:04:05Z",
            "2024-01-02T03:34:05Z",
        ))]);
        let json = serde_json::to_value(&batch).unwrap();
        assert_eq!(json["type"], "parking_session_stopped");
        assert_eq!(json["data"][0]["passport_zone_id"], "z-1");
        assert_eq!(json["data"][0]["event_fees"]["parking_fee"], "-1.25");
        assert_eq!(json["data"][0]["total_session_fees"]["parking_fee"], "1.25");
        assert_eq!(serde_json::from_value::<EventBatch>(json).unwrap(), batch);
        assert!(batch.check().is_ok());
    }

    #[test]
    fn checks_every_documented_rule() {
        let mut event = stopped(Period::new("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"));
        event.total_session_fees.currency_code = "dollars".into();
        let fields = fields_of(EventBatch::stopped([event]).check());
        assert_eq!(
            fields,
            [
                "data[0].end_time",
                "data[0].total_session_fees.currency_code"
            ]
        );
        assert_eq!(
            EventBatch::extended([]).check().unwrap_err()[0].field,
            "data"
        );
        let mut bare = stopped(Period::new("2024-01-02T03:04:05Z", "2024-01-02T03:34:05Z"))
            .with_vehicle(Vehicle::default());
        bare.occurred_at = "now".into();
        (bare.session_id, bare.operator_id) = ("".into(), "".into());
        bare.zone = EventZone::External(String::new());
        let mut batch = EventBatch::stopped([bare]);
        batch.version = String::new();
        let fields = fields_of(batch.check());
        assert_eq!(
            fields,
            [
                "version",
                "data[0].occurred_at",
                "data[0].session_id",
                "data[0].operator_id",
                "data[0].external_zone_id",
                "data[0].vehicle.vehicle_plate",
                "data[0].vehicle.vehicle_state",
            ]
        );
        let unreadable = EventBatch::stopped([stopped(Period::new("today", "tomorrow"))]);
        assert_eq!(unreadable.check().unwrap_err().len(), 2);
        let mut dates = stopped(Period::new("2024-01-02", "2024-01-02 03:34:05Z"));
        dates.occurred_at = "2024-01-03".into();
        let fields = fields_of(EventBatch::stopped([dates]).check());
        let expected = [
            "data[0].occurred_at",
            "data[0].start_time",
            "data[0].end_time",
        ];
        assert_eq!(fields, expected);
    }
}
