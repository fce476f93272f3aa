//! Sessions: the right to park for a time.

use serde_json::Value;

use super::fees::Fees;
use super::id::{AccountId, OperatorId, QuoteId, SessionId, ZoneId};
use super::session_payment::SessionPayment;
use super::vehicle::{Location, Vehicle};
use super::zone::{SessionType, ZoneSettings};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, request, response};

open_enum! {
    /// The state of a session. No page shows the words, so all of them come as `Other`.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/sessions/get-parking-session>
    pub enum SessionStatus {}
}

response! {
    /// A session.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/sessions/get-parking-session>
    pub struct Session {
        /// The session's id.
        pub id: SessionId = "id" | "session_id",
        /// The number to tell people.
        pub reference_id: Option<String>,
        /// The partner's user.
        pub account_id: Option<AccountId>,
        /// The state.
        pub status: Option<SessionStatus>,
        /// When it begins.
        pub start_time: Option<Timestamp>,
        /// When it ends.
        pub end_time: Option<Timestamp>,
        /// How long it lasts, in minutes.
        pub duration: Option<f64>,
        /// The space, in a zone with spaces.
        pub space_number: Option<String>,
        /// Where the receipt goes.
        pub receipt_email: Option<Sensitive>,
        /// The vehicle.
        pub vehicle: Option<Vehicle>,
        /// The zone.
        pub zone: Option<SessionZone>,
        /// What all transactions cost together.
        pub total_fees: Option<Fees>,
        /// The transactions as JSON, the creation first.
        pub transactions: Vec<Sensitive<Value>>,
    }
}

response! {
    /// The zone of a session. The page does not show its fields; these are the zone's own.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/sessions/get-parking-session>
    #[derive(Default, Eq)]
    pub struct SessionZone {
        /// The zone's id in the whole system.
        pub id: Option<ZoneId> = "id" | "zone_id",
        /// The number on the sign.
        pub number: Option<String> = "number" | "zone_number",
        /// The name.
        pub name: Option<String>,
        /// Who operates it.
        pub operator_id: Option<OperatorId>,
        /// The object that a session is tied to.
        pub session_type: Option<SessionType>,
        /// The allowed form.
        pub settings: Option<ZoneSettings>,
    }
}

request! {
    /// Starts the session that a quote describes.
    ///
    /// Zone, vehicle and time come from the quote. Nothing makes it safe to send this twice.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/sessions/create-parking>
    ///
    /// # Example
    ///
    /// ```
    /// use passport_api::parking::model::{CreateSession, SessionPayment};
    ///
    /// let payment = SessionPayment::Token("tok-1".into());
    /// let request = CreateSession::new("quote-1").with_payment(payment);
    /// let body = r#"{"quote_id":"quote-1","payment":{"token":"tok-1"}}"#;
    /// assert_eq!(serde_json::to_string(&request)?, body);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct CreateSession {
        required {
            /// The quote.
            quote_id: QuoteId,
        }
        optional {
            /// How it is paid, unless the partner collects the money in another way.
            payment: SessionPayment, with_payment;
            /// Where the receipt goes, if Passport mails receipts for the partner.
            receipt_email: Sensitive, with_receipt_email;
            /// Where the user is.
            location: Location, with_location;
        }
    }
}

impl CreateSession {
    /// Finds what the documentation forbids. Which zones need a receipt's address is up to the
    /// server.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("quote_id", self.quote_id.as_str());
        if let Some(payment) = &self.payment {
            problems.nested("payment", payment.check());
        }
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_servers_send() {
        let session: Session = serde_json::from_value(json!({
            "id": "s-1", "reference_id": "R9", "account_id": "u-1", "status": "EXPIRING",
            "start_time": "2024-01-02T03:04:05Z", "end_time": "2024-01-02T04:04:05.5Z",
            "duration": 60,
            "space_number": null, "receipt_email": "ana@ejemplo.test",
            "vehicle": {"vehicle_plate": "ABC123", "vehicle_state": "NC", "vehicle_country": "US"},
            "zone": {"zone_id": "z-1", "number": "2109", "session_type": "vehicle",
                     "settings": {"allows_extensions": true, "grace_time": 5}},
            "total_fees": {"parking_fee": "2.00", "tax": "0.20", "currency_code": "USD"},
            "transactions": [{"card": "4242"}],
        }))
        .unwrap();
        assert_eq!(session.status.as_ref().unwrap().as_str(), "EXPIRING");
        assert_eq!(session.duration, Some(60.0));
        let zone = session.zone.as_ref().unwrap();
        assert_eq!(zone.id, Some("z-1".into()));
        assert_eq!(zone.session_type, Some(SessionType::Vehicle));
        let settings = zone.settings.as_ref().unwrap();
        assert_eq!(
            (settings.allows_extensions, settings.grace_time),
            (Some(true), Some(5))
        );
        assert_eq!(session.transactions[0].expose()["card"], "4242");
        let text = format!("{session:?}");
        assert!(
            !text.contains("4242") && !text.contains("ABC123") && !text.contains("ana@"),
            "{text}"
        );
        let again = serde_json::to_string(&session).unwrap();
        assert_eq!(serde_json::from_str::<Session>(&again).unwrap(), session);
        assert!(serde_json::from_value::<Session>(json!({"session_id": "s-1"})).is_ok());
    }

    #[test]
    fn checks_every_documented_rule() {
        assert!(CreateSession::new("q-1").check().is_ok());
        let token = SessionPayment::Token("tok-1".into());
        assert!(
            CreateSession::new("q-1")
                .with_payment(token)
                .check()
                .is_ok()
        );
        let empty = SessionPayment::Token("".into());
        let problems = CreateSession::new("")
            .with_payment(empty)
            .check()
            .unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| &*problem.field).collect();
        assert_eq!(fields, ["quote_id", "payment.token"]);
        let network = SessionPayment::NetworkToken {
            provider: String::new(),
            network_token: crate::parking::model::NetworkToken::default(),
        };
        let problems = CreateSession::new("q-1")
            .with_payment(network)
            .check()
            .unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| &*problem.field).collect();
        assert_eq!(fields, ["payment.provider", "payment.network_token"]);
    }

    #[test]
    fn sends_only_what_is_set() {
        let request = CreateSession::new("q-1")
            .with_receipt_email("ana@ejemplo.test")
            .with_location(Location::new(35.5, -80.5));
        let body = json!({
            "quote_id": "q-1", "receipt_email": "ana@ejemplo.test",
            "location": {"latitude": 35.5, "longitude": -80.5},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<CreateSession>(body).unwrap(),
            request
        );
    }
}
