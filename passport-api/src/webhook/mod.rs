//! Receives what a server sends by itself: webhooks, and questions that wait for an answer.
//!
//! A [`Verifier`] tells genuine deliveries from others, by the bytes as they came; only what it has
//! accepted can be read as an [`Event`]. [`Seen`] has each event handled once, although senders
//! deliver an event again until they are answered. Events are types of your own, or those of a
//! built-in system, such as those of `breb::webhook`.
//!
//! ```
//! use std::error::Error;
//!
//! use passport_api::http::{HeaderMap, HeaderName, StatusCode};
//! use passport_api::webhook::{Delivery, Reserved, Secret, Seen, Signer, Verifier};
//! use serde_json::Value;
//!
//! /// What to answer a delivery with.
//! async fn receive(
//!     verifier: &Verifier,
//!     seen: &Seen,
//!     headers: &HeaderMap,
//!     body: Vec<u8>,
//! ) -> Result<StatusCode, Box<dyn Error>> {
//!     let event = match verifier.verify(headers, body).and_then(Delivery::parse::<Value>) {
//!         Ok(event) => event,
//!         Err(error) => return Ok(error.status()),
//!     };
//!     match seen.reserve(event.key()).await? {
//!         Reserved::First(guard) => {
//!             book(&event).await?; // a failure forgets the event: it is delivered again
//!             guard.commit().await?;
//!             Ok(StatusCode::OK)
//!         }
//!         Reserved::InProgress => Ok(StatusCode::SERVICE_UNAVAILABLE),
//!         Reserved::Done => Ok(StatusCode::OK),
//!     }
//! }
//!
//! async fn book(event: &Value) -> Result<(), Box<dyn Error>> {
//!     println!("{}", event["event"]);
//!     Ok(())
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn Error>> {
//! // In a test, a `Signer` is the sender.
//! let header = HeaderName::from_static("x-signature");
//! let secret = Secret::new("a secret for tests")?;
//! let verifier = Verifier::new(header.clone(), secret.clone());
//! let signer = Signer::new(header, secret);
//!
//! let body = br#"{"event": "order.paid"}"#;
//! let seen = Seen::in_memory();
//! let status = receive(&verifier, &seen, &signer.headers(body), body.to_vec()).await?;
//! assert_eq!(status, StatusCode::OK);
//! let status = receive(&verifier, &seen, &signer.headers(b"{}"), body.to_vec()).await?;
//! assert_eq!(status, StatusCode::UNAUTHORIZED);
//! # Ok(())
//! # }
//! ```
//!
//! An [`Authorizer`] answers a question in time, whatever becomes of the decision.
#![cfg_attr(feature = "axum", doc = "")]
#![cfg_attr(
    feature = "axum",
    doc = "[`Webhook`] is an extractor for axum, and an [`Authorizer`] is a handler for it."
)]

mod authorize;
mod delivery;
mod error;
mod event;
#[cfg(feature = "axum")]
mod extract;
mod key;
mod scheme;
mod secret;
mod seen;
mod signature;
mod signer;
mod verifier;

// The public interface is:
pub use self::authorize::{Answer, Answered, Authorizer, BoxError, Outcome, WithoutFallback};
pub use self::delivery::{Delivery, Verified};
pub use self::error::{Reason, WebhookError};
pub use self::event::Event;
#[cfg(feature = "axum")]
pub use self::extract::Webhook;
pub use self::key::EventKey;
pub use self::scheme::{Encoding, Scheme};
pub use self::secret::{EmptySecret, Secret};
pub use self::seen::{Claim, Guard, Known, Pending, Reserved, Seen, SeenError, SeenStore};
pub use self::signer::Signer;
pub use self::verifier::Verifier;
