//! What can be received.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

/// What a webhook says, as a type that is read from JSON.
///
/// ```
/// use std::borrow::Cow;
///
/// use passport_api::webhook::Event;
///
/// #[derive(serde::Deserialize)]
/// struct OrderEvent {
///     event_id: String,
///     order: String,
/// }
///
/// impl Event for OrderEvent {
///     fn id(&self) -> Option<Cow<'_, str>> {
///         Some(Cow::Borrowed(&self.event_id))
///     }
/// }
/// ```
pub trait Event: DeserializeOwned {
    /// What tells this event from every other of the same sender, and is the same each time that it
    /// is delivered. Without one, deliveries of the same bytes are the same event.
    fn id(&self) -> Option<Cow<'_, str>> {
        None
    }
}

/// Any JSON, told apart by its bytes.
impl Event for serde_json::Value {}
