//! What was verified, before and after it is read.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::webhook::error::WebhookError;
use crate::webhook::event::Event;
use crate::webhook::key::EventKey;

/// The body of a delivery that a [`Verifier`](crate::webhook::Verifier) has accepted; nobody else
/// makes one.
#[derive(Clone)]
pub struct Delivery {
    body: Bytes,
}

impl Delivery {
    pub(crate) fn of_verified(body: Bytes) -> Self {
        Self { body }
    }

    /// The bytes as they came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Reads the event.
    ///
    /// # Errors
    ///
    /// The body is not JSON, or not such an event.
    pub fn parse<E: Event>(self) -> Result<Verified<E>, WebhookError> {
        let event = read(&self.body)?;
        Ok(Verified {
            event,
            delivery: self,
        })
    }
}

/// Shows no bytes, which may be personal data.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("bytes", &self.body.len())
            .finish()
    }
}

/// An event that was read from verified bytes; nothing else makes one.
///
/// It can be used like the event itself. A function that takes one cannot be handed what a stranger
/// sent:
///
/// ```
/// use passport_api::webhook::Verified;
///
/// fn book(event: &Verified<serde_json::Value>) {
///     println!("{}", event["event"]);
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use passport_api::webhook::Verified;
/// # fn book(event: &Verified<serde_json::Value>) {}
/// book(&serde_json::json!({"event": "order.paid"}));
/// ```
#[derive(Clone, Debug)]
pub struct Verified<E> {
    event: E,
    delivery: Delivery,
}

impl<E> Verified<E> {
    /// The bytes as they came.
    pub fn body(&self) -> &Bytes {
        self.delivery.body()
    }

    /// The event itself, given away.
    pub fn into_event(self) -> E {
        self.event
    }
}

impl<E: Event> Verified<E> {
    /// What tells the event from others: its id, or the digest of its bytes where it has none.
    pub fn key(&self) -> EventKey {
        match self.event.id() {
            Some(id) => EventKey::of_id(&id),
            None => EventKey::of_body(self.body()),
        }
    }
}

impl<E> Deref for Verified<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.event
    }
}

pub(crate) fn read<E: DeserializeOwned>(body: &[u8]) -> Result<E, WebhookError> {
    serde_json::from_slice(body).map_err(|error| WebhookError::json(&error))
}
