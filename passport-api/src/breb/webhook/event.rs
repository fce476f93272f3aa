//! Something that happened to a payment.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::breb::model::{
    Payment, PaymentDirection, PaymentError, PaymentId, PaymentStatus, Sensitive,
};
use crate::breb::webhook::envelope::Envelope;
use crate::breb::webhook::kind::EventKind;
use crate::webhook::Event;

/// Something that happened to a payment.
///
/// The form of the body is not documented, so it is read as any of the usual ones. The event's name
/// stands under `event`, `event_type`, `event_name` or `topic`; or under `type`, `name` or `action`,
/// if it begins with `payment.`. The payment stands under `payment`, or under `data`, `payload`,
/// `object`, `resource`, `body` or `event`, also one in another, or its fields stand beside the
/// name. Whatever the form is, it is an event as long as it is a JSON object, and
/// [`raw`](Self::raw) is all of it.
///
/// Events are delivered again and overtake each other. Before money depends on one, ask the API for
/// the payment as it is now.
///
/// ```
/// use passport_api::breb::model::PaymentStatus;
/// use passport_api::breb::webhook::{EventKind, PaymentEvent};
///
/// let newer = r#"{"event": "payment.inbound.received",
///                 "data": {"id": "p-1", "status": "PENDING"}}"#;
/// let event: PaymentEvent = serde_json::from_str(newer)?;
/// assert_eq!((event.kind.clone(), event.is_final()), (EventKind::Received, false));
///
/// let older = r#"{"type": "payment.rejected", "payment": {"id": "p-1", "status": "REJECTED",
///                 "error": {"error_code": "B105"}}}"#;
/// let event: PaymentEvent = serde_json::from_str(older)?;
/// assert_eq!(event.status(), Some(PaymentStatus::Rejected));
/// assert_eq!(event.error.unwrap().error_code.as_deref(), Some("B105"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct PaymentEvent {
    /// What happened.
    pub kind: EventKind,
    /// Which way the money goes, by the event's name or by the payment; nothing where these
    /// contradict each other.
    pub direction: Option<PaymentDirection>,
    /// The payment. Nothing where none is found that can be read.
    pub payment: Option<Payment>,
    /// Why the payment was rejected.
    pub error: Option<PaymentError>,
    name: String,
    /// The payment's status, also where the rest of the payment cannot be read.
    of_payment: Option<PaymentStatus>,
    raw: Sensitive<Map<String, Value>>,
}

impl PaymentEvent {
    /// The event's name as it was sent; empty where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The payment's id.
    #[must_use]
    pub fn payment_id(&self) -> Option<&PaymentId> {
        self.payment.as_ref().map(|payment| &payment.id)
    }

    /// How far the payment is, by the event's name if that tells it, else by the payment. Nothing
    /// where neither tells, or where the two name different ends: ask the API then.
    #[must_use]
    pub fn status(&self) -> Option<PaymentStatus> {
        match (self.kind.status(), self.of_payment.clone()) {
            (Some(implied), Some(status)) if status.is_final() && status != implied => None,
            (Some(implied), _) => Some(implied),
            (None, status) => status,
        }
    }

    /// Whether the payment stays as it is. False where that is not certain.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.status().is_some_and(|status| status.is_final())
    }

    /// The whole body. It holds personal data.
    #[must_use]
    pub fn raw(&self) -> &Sensitive<Map<String, Value>> {
        &self.raw
    }

    fn read(raw: Map<String, Value>) -> Self {
        let envelope = Envelope::open(&raw);
        let name = envelope.name().unwrap_or_default().to_owned();
        let (kind, direction) = EventKind::read(&name);
        let payment = envelope.payment();
        let word = |field| {
            let text = payment.as_ref()?.get(field)?.as_str()?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        let of_payment = word("status").map(PaymentStatus::from);
        let direction = match (direction, word("direction").map(PaymentDirection::from)) {
            (Some(named), Some(other)) if named != other => None,
            (named, other) => named.or(other),
        };
        let payment = payment.and_then(|it| Payment::deserialize(Value::Object(it)).ok());
        let error = payment.as_ref().and_then(|it: &Payment| it.error.clone());
        let error = error.or_else(|| PaymentError::deserialize(envelope.error()?).ok());
        Self {
            kind,
            direction,
            payment,
            error,
            name,
            of_payment,
            raw: raw.into(),
        }
    }
}

/// Which field is the event's id, if any is, is not documented, and an `id` may well be the
/// payment's, which several events share. An event's name, its payment and the payment's status
/// together are what it says; where one of them is missing, two events could be taken for one, so
/// there is no id then.
impl Event for PaymentEvent {
    fn id(&self) -> Option<Cow<'_, str>> {
        let payment = self.payment.as_ref()?;
        let status = payment.status.as_ref()?.as_str();
        if [&*self.name, status, payment.id.as_str()].contains(&"") {
            return None;
        }
        let id = format!("{}\n{status}\n{}", self.name, payment.id);
        Some(Cow::Owned(id))
    }
}

impl<'de> Deserialize<'de> for PaymentEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::read)
    }
}

#[cfg(test)]
mod tests;
