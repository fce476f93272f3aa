//! Events: what happened to a session that was sold elsewhere.

use serde::{Deserialize, Serialize};

use super::fees::Currency;
use super::id::{AccountId, OperatorId, PartnerSessionId, ZoneId};
use super::vehicle::{Location, Vehicle};
use crate::types::{Amount, FieldProblem, Problems, Timestamp, request};

/// Checks the fields that all events have.
macro_rules! check_common {
    ($event:ident) => {{
        let mut problems = Problems::default();
        problems.moment("occurred_at", &$event.occurred_at);
        problems.present("session_id", $event.session_id.as_str());
        problems.present("operator_id", $event.operator_id.as_str());
        problems.extend($event.zone.check());
        problems.extend($event.period.check());
        problems.nested("event_fees", $event.event_fees.check());
        problems
    }};
}

/// The zone of an event, by exactly one of two ids.
///
/// Source: <https://developer.passportinc.com/events/parking-session>
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum EventZone {
    /// By the id that Passport gives it.
    #[serde(rename = "passport_zone_id")]
    Passport(ZoneId),
    /// By the id that the partner gives it.
    #[serde(rename = "external_zone_id")]
    External(String),
}

impl EventZone {
    fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        match self {
            Self::Passport(id) => problems.present("passport_zone_id", id.as_str()),
            Self::External(id) => problems.present("external_zone_id", id),
        }
        problems.finish()
    }
}

request! {
    /// From when to when a session is.
    ///
    /// Source: <https://developer.passportinc.com/events/parking-session>
    #[derive(Eq)]
    pub struct Period {
        required {
            /// When it begins.
            start_time: Timestamp,
            /// When it ends, after it begins.
            end_time: Timestamp,
        }
    }
}

impl Period {
    fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let (start, end) = (
            self.start_time.to_system_time(),
            self.end_time.to_system_time(),
        );
        problems.moment("start_time", &self.start_time);
        problems.moment("end_time", &self.end_time);
        let in_order = start.zip(end).is_none_or(|(start, end)| start < end);
        problems.require(in_order, "end_time", "after `start_time`");
        problems.finish()
    }
}

request! {
    /// What a session, or one step of it, costs. A negative sum is a refund.
    ///
    /// Source: <https://developer.passportinc.com/events/parking-session>
    #[derive(Eq)]
    pub struct EventFees {
        required {
            /// The parking itself.
            parking_fee: Amount,
            /// What the partner takes on top.
            convenience_fee: Amount,
            /// Tax.
            tax: Amount,
            /// The currency of all three.
            currency_code: Currency,
        }
    }
}

impl EventFees {
    fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let is_code = self.currency_code.is_well_formed();
        problems.require(is_code, "currency_code", "three capitals, as in ISO 4217");
        problems.finish()
    }
}

request! {
    /// How a session was paid.
    ///
    /// Source: <https://developer.passportinc.com/events/parking-session>
    #[derive(Default, Eq)]
    pub struct EventPayment {
        optional {
            /// The payment's number at the gateway.
            gateway_transaction_id: String, with_gateway_transaction_id;
            /// What it was paid with.
            payment_type: String, with_payment_type;
        }
    }
}

request! {
    /// A session was started.
    ///
    /// Source: <https://developer.passportinc.com/events/parking-session>
    pub struct SessionStarted {
        required {
            /// When that happened.
            occurred_at: Timestamp,
            /// The session, by an id of the partner's choice.
            session_id: PartnerSessionId,
            /// Whose zone it is in.
            operator_id: OperatorId,
            /// The zone.
            #[serde(flatten)]
            zone: EventZone,
            /// From when to when it is.
            #[serde(flatten)]
            period: Period,
            /// The vehicle.
            vehicle: Vehicle,
            /// What it costs.
            event_fees: EventFees,
        }
        optional {
            /// The space.
            space_number: String, with_space_number;
            /// The partner's user.
            account_id: AccountId, with_account_id;
            /// The rate's name.
            rate_name: String, with_rate_name;
            /// Where it is.
            location_details: Location, with_location_details;
            /// How it was paid.
            payment: EventPayment, with_payment;
        }
    }
}

impl SessionStarted {
    pub(super) fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = check_common!(self);
        problems.nested("vehicle", self.vehicle.check());
        problems.finish()
    }
}

/// The two events about a session that runs have the same fields.
macro_rules! follow_up {
    ($(#[$meta:meta])* $name:ident, $end:literal, $fees:literal) => {
        request! {
            $(#[$meta])*
            ///
            /// Source: <https://developer.passportinc.com/events/parking-session>
            pub struct $name {
                required {
                    /// When that happened.
                    occurred_at: Timestamp,
                    /// The session, by the id that it was started with.
                    session_id: PartnerSessionId,
                    /// Whose zone it is in.
                    operator_id: OperatorId,
                    /// The zone.
                    #[serde(flatten)]
                    zone: EventZone,
                    #[doc = $end]
                    #[serde(flatten)]
                    period: Period,
                    #[doc = $fees]
                    event_fees: EventFees,
                    /// What the whole session costs so far.
                    total_session_fees: EventFees,
                }
                optional {
                    /// The vehicle.
                    vehicle: Vehicle, with_vehicle;
                    /// The space.
                    space_number: String, with_space_number;
                    /// The partner's user.
                    account_id: AccountId, with_account_id;
                    /// The rate's name.
                    rate_name: String, with_rate_name;
                    /// Where it is.
                    location_details: Location, with_location_details;
                    /// How it was paid.
                    payment: EventPayment, with_payment;
                }
            }
        }

        impl $name {
            pub(super) fn check(&self) -> Result<(), Vec<FieldProblem>> {
                let mut problems = check_common!(self);
                if let Some(vehicle) = &self.vehicle {
                    problems.nested("vehicle", vehicle.check());
                }
                problems.nested("total_session_fees", self.total_session_fees.check());
                problems.finish()
            }
        }
    };
}

follow_up! {
    /// A session was extended.
    SessionExtended, "From when to when it is now.", "What this step costs."
}

follow_up! {
    /// A session was stopped.
    SessionStopped, "From when to when it really was.", "What it costs; negative for a refund."
}
