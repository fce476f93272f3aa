//! Requests and responses of the Passport Inc parking API.
//!
//! Requests are built by `new` and `with_…`. Responses are read leniently: unknown fields are
//! ignored, and everything but the id may be absent. What is documented as an object without its
//! fields stays JSON.

mod event;
mod event_batch;
mod fees;
mod id;
mod minutes;
mod quote;
mod rate;
mod right;
mod session;
mod session_payment;
mod vehicle;
mod zone;

// The public interface is:
pub use self::event::{
    EventFees, EventPayment, EventZone, Period, SessionExtended, SessionStarted, SessionStopped,
};
pub use self::event_batch::{EventBatch, SessionEvents};
pub use self::fees::{Currency, Fees};
pub use self::id::{
    AccountId, OperatorId, ParkingRightId, PartnerSessionId, QuoteId, SessionId, ZoneId,
};
pub use self::minutes::Minutes;
pub use self::quote::{CreateQuote, Quote};
pub use self::rate::{Rate, Rates};
pub use self::right::{ParkingRight, RightType};
pub use self::session::{CreateSession, Session, SessionStatus, SessionZone};
pub use self::session_payment::{NetworkToken, SessionPayment, SessionPaymentError};
pub use self::vehicle::{Location, Vehicle};
pub use self::zone::{Geography, Operator, SessionType, Zone, ZoneSettings, ZoneStatus};
pub use crate::types::{Amount, FieldProblem, ParseAmountError, Sensitive, Timestamp};
