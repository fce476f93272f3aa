//! Webhooks about payments, and the question whether to accept one.
//!
//! The names of the older node's events and the fields of its payments are read as well.
//!
//! Webhooks are set up in the dashboard: the address, the secret, which events, and whether they are
//! tried again (up to twelve times, after 1, 2, 4, … seconds). They are signed by HMAC-SHA256 with
//! the secret. What the pages that we could read leave out is read leniently, or left to you:
//!
//! | not documented | read as |
//! | --- | --- |
//! | the header of the signature | a [`Verifier`] is told; see one of your deliveries |
//! | its encoding | hex or base64, whichever it is |
//! | what is signed | the body, byte by byte; with a time only if the [`Scheme`] says so |
//! | the body around the payment | see [`PaymentEvent`] |
//! | an event's id | the event's name, the payment's id and its status together |
//! | the body of the question | the same, see [`AuthorizationRequest`] |
//! | whether the question is signed | verified if an [`Authorizer`] has a verifier |
//!
//! Sources: <https://docs.passportfintech.com/EN/webhooks>,
//! <https://docs.passportfintech.com/EN/payment-authorization-feature>
//!
//! ```
//! use std::error::Error;
//!
//! use passport_api::breb::model::PaymentStatus;
//! use passport_api::breb::webhook::PaymentEvent;
//! use passport_api::http::{HeaderMap, HeaderName, StatusCode};
//! use passport_api::webhook::{Reserved, Secret, Seen, Signer, Verified, Verifier};
//!
//! async fn receive(event: Verified<PaymentEvent>, seen: &Seen) -> Result<StatusCode, Box<dyn Error>> {
//!     match seen.reserve(event.key()).await? {
//!         Reserved::First(guard) => {
//!             match event.status() {
//!                 Some(PaymentStatus::Settled) => println!("paid: {:?}", event.payment_id()),
//!                 Some(PaymentStatus::Rejected) => println!("refused: {:?}", event.error),
//!                 _ => println!("not final yet"),
//!             }
//!             guard.commit().await?;
//!             Ok(StatusCode::OK)
//!         }
//!         Reserved::InProgress => Ok(StatusCode::SERVICE_UNAVAILABLE),
//!         Reserved::Done => Ok(StatusCode::OK),
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn Error>> {
//! let header = HeaderName::from_static("x-signature");
//! let secret = Secret::new("the secret token of the dashboard")?;
//! let verifier = Verifier::new(header.clone(), secret.clone());
//!
//! let body = br#"{"event": "payment.outbound.settled", "payment": {"id": "p-1"}}"#;
//! let headers: HeaderMap = Signer::new(header, secret).headers(body);
//! let event = verifier.verify(&headers, body.to_vec())?.parse()?;
//! assert_eq!(receive(event, &Seen::in_memory()).await?, StatusCode::OK);
//! # Ok(())
//! # }
//! ```
//!
//! [`Authorizer`]: crate::webhook::Authorizer
//! [`Scheme`]: crate::webhook::Scheme
//! [`Verifier`]: crate::webhook::Verifier

mod authorization;
mod envelope;
mod event;
mod kind;

// The public interface is:
pub use self::authorization::{AuthorizationRequest, Decision, InboundPayment};
pub use self::event::PaymentEvent;
pub use self::kind::EventKind;
