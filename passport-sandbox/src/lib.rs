//! A server that speaks a `scopes.toml` and enforces its OAuth2 scopes, for your tests.
//!
//! ```
//! use passport_sandbox::{Client, Sandbox};
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//! # runtime.block_on(async {
//! let sandbox = Sandbox::builder()
//!     .client(Client::new("reader", "s3cret").scopes(["paas.core.breb_payments.get"]))
//!     .start()
//!     .await?;
//!
//! assert!(sandbox.base_url("breb").starts_with("https://localhost:"));
//! assert!(sandbox.certificate_pem().starts_with("-----BEGIN CERTIFICATE-----"));
//! // Call it with the client under test, then look at what arrived.
//! assert!(sandbox.requests().is_empty());
//! # Ok::<(), passport_sandbox::SandboxError>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It serves every API of the spec under `/<name>`, over HTTPS only, with a certificate of its own:
//! the token endpoint in the spec's dialect, and behind it every endpoint, which refuses a token
//! that lacks its scopes. What an endpoint then answers depends on the API:
//!
//! | API | answers |
//! | --- | --- |
//! | `breb`, `visionamos` | customers, accounts, keys, recipients, payments and QR codes that live as long as the sandbox |
//! | `parking` | three zones, rates, quotes, sessions, events and parking rights |
//! | any other | the endpoint's `example`, else what `examples.json` says, else `{}` or an empty list |
//!
//! | to | see |
//! | --- | --- |
//! | get a client of the sandbox | [`Sandbox::client`], [`Sandbox::client_builder`] |
//! | let something go wrong | [`Sandbox::inject`], [`Fault`] |
//! | see what arrived | [`Sandbox::requests`], [`Sandbox::count`], [`RecordedRequest`] |
//! | see what was paid for | [`Sandbox::ledger`] |
//! | limit how often a client may call | [`SandboxBuilder::limits`], [`Limits`] |
//! | do without a socket | [`app()`], [`ConnectionReset`] |
//!
//! The rules that no vendor documents (when a payment settles, which amount is rejected) are
//! the sandbox's own; the README lists them. All time comes from a [`Clock`], so that a test can let a
//! token expire with [`ManualClock::advance`] instead of sleeping.

mod answer;
mod app;
mod authorize;
mod builder;
mod call;
mod certificate;
mod client;
pub mod command;
mod connection;
mod error;
mod examples;
mod fault;
mod fields;
mod fixture;
mod hosted;
mod incoming;
mod ledger;
mod limit;
mod received;
mod record;
mod refusal;
mod required;
mod reset;
mod route;
mod sandbox;
mod server;
mod state;
mod stub;
mod systems;
mod text;
mod token;
mod token_endpoint;
mod visit;

// The public interface is:
pub use crate::app::app;
pub use crate::builder::SandboxBuilder;
pub use crate::client::Client;
pub use crate::error::SandboxError;
pub use crate::fault::{Fault, FaultHandle};
pub use crate::ledger::LedgerEntry;
pub use crate::limit::Limits;
pub use crate::received::{ReceivedBody, ReceivedPart};
pub use crate::record::RecordedRequest;
pub use crate::reset::ConnectionReset;
pub use crate::sandbox::Sandbox;
pub use crate::state::SandboxState;
pub use passport_api::{Clock, ManualClock, Sleep, SystemClock};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
