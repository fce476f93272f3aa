//! In Rust, a missing OAuth2 scope is a compile error, not a 403 in production.
//!
//! The macro [`api!`] reads a `scopes.toml`, which says which scopes an API has and what each
//! endpoint needs, and generates a typed client. A [`ScopedToken<S>`](ScopedToken), fetched by the
//! client credentials grant (RFC 6749, 4.4), carries the scopes of the set `S`: what the server
//! granted is held against `S` each time a token is fetched, and what a call needs is held against
//! `S` by the compiler.
//!
//! ```
//! # #[cfg(feature = "breb")] {
//! use passport_api::{Error, breb};
//!
//! breb::scope_set! {
//!     /// What whoever waits for a payment may do.
//!     pub struct Watch = "paas.core.breb_payments.get";
//! }
//!
//! async fn status(client: &breb::Client, id: &str) -> Result<(), Error> {
//!     let token = client.token::<Watch>().await?;
//!     println!("{:?}", client.payments().get(&token, id).await?.status);
//!     Ok(())
//! }
//! # }
//! ```
//!
//! What the set does not carry does not compile:
//!
//! ```compile_fail,E0277
//! # use passport_api::{Error, breb};
//! # breb::scope_set! { pub struct Watch = "paas.core.breb_payments.get"; }
//! async fn list(client: &breb::Client) -> Result<(), Error> {
//!     let token = client.token::<Watch>().await?;
//!     client.payments().list(&token).await?; // needs `paas.core.breb_payments.list.get`
//!     Ok(())
//! }
//! ```
//!
//! # Features
//!
//! | feature | gives | default |
//! | --- | --- | --- |
//! | `breb` | [`breb`]: Passport Fintech, instant payments over Bre-B | yes |
//! | `visionamos` | [`visionamos`]: the older node of the same system | yes |
//! | `parking` | [`parking`]: Passport Inc, parking | yes |
//! | `axum` | an extractor and a handler in [`webhook`], for axum 0.8 | no |
//! | `redis` | [`fleet`]: one token and one limit for many machines, on Redis or Valkey | no |
//!
//! With none of them there is still [`api!`] for your own API, which is what these three are made
//! with.
//!
//! # Where to look
//!
//! | for | see |
//! | --- | --- |
//! | a client | [`ClientBuilder`], [`Client::from_env`] |
//! | how many requests are sent at most | [`Limits`] |
//! | a token | [`ScopedToken`], [`ScopeSet`] |
//! | generic code over sets of scopes | [`Carries`], [`Covers`] |
//! | a request, before and after it is sent | [`Call`], [`Response`] |
//! | a body with files | [`multipart`] |
//! | a list, page after page | [`Call::stream`], [`Items`], [`Pages`], [`Page`] |
//! | retries, time limits, the client's own limits | [`RetryPolicy`], [`Limits`], [`ClientBuilder::timeout`] |
//! | one token and one limit for many machines | [`fleet`], [`LimitStore`] |
//! | tokens that are shared, kept, or fetched otherwise | [`TokenStore`], [`GivenToken`] |
//! | metrics | [`Observer`], [`Counters`] |
//! | requests that are sent in a way of your own | [`Transport`], [`ClientBuilder::http_client`] |
//! | time, and tests that move it | [`Clock`], [`ManualClock`] |
//! | what goes wrong | [`Error`], [`Problem`] |
//! | the spec at run time | [`catalog`] |
//! | what a server sends by itself | [`webhook`] |
//! | money, time stamps, ids, open enums | [`types`] |
//! | tests without a server | the crate `passport-sandbox` |
//!
// The next trait solver counts each future within a future when it proves that a call is `Send`; there
// are more than the usual 128 steps. `cargo xtask next-solver` compiles with it.
#![recursion_limit = "256"]
// Without a system's feature, what is said of it leads to the table of features.
#![cfg_attr(feature = "breb", doc = "[`Client::from_env`]: breb::Client::from_env")]
#![cfg_attr(
    not(feature = "breb"),
    doc = "[`Client::from_env`]: #features\n[`breb`]: #features"
)]
#![cfg_attr(not(feature = "visionamos"), doc = "[`visionamos`]: #features")]
#![cfg_attr(not(feature = "parking"), doc = "[`parking`]: #features")]
#![cfg_attr(not(feature = "redis"), doc = "[`fleet`]: #features")]
// docs.rs documents with a nightly compiler, and says what needs which feature.
#![cfg_attr(docsrs, feature(doc_cfg))]

// Generated code names this crate; so does the code generated inside it.
extern crate self as passport_api;

mod call;
pub mod catalog;
mod challenge;
mod client;
mod clock;
mod error;
mod fields;
#[cfg(feature = "redis")]
pub mod fleet;
mod json;
mod limit;
pub mod multipart;
mod observe;
mod page;
mod problem;
mod response;
mod retry;
pub mod scope;
mod token;
// What the built-in systems share is in part unused without one of them.
#[cfg_attr(
    not(all(feature = "breb", feature = "visionamos", feature = "parking")),
    allow(unused)
)]
pub mod types;
pub mod webhook;

#[cfg(feature = "breb")]
pub mod breb;
#[cfg(any(feature = "breb", feature = "visionamos"))]
#[cfg_attr(
    not(all(feature = "breb", feature = "visionamos")),
    allow(unused, unreachable_pub)
)]
mod fintech;
#[cfg(feature = "parking")]
pub mod parking;
#[cfg(feature = "visionamos")]
pub mod visionamos;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

// The public interface is:
pub use bytes;
pub use http;
pub use passport_macros::api;
pub use reqwest;
pub use serde_json;

pub use crate::call::Call;
pub use crate::client::{
    Api, ClientBuilder, HttpOptions, Transport, TransportError, TransportFuture,
};
pub use crate::clock::{Clock, ManualClock, Sleep, SystemClock};
pub use crate::error::{Error, InsufficientScope, RateLimit, TokenError};
pub use crate::limit::{LimitKey, LimitState, LimitStore, Limits, Reservation, Reserved};
pub use crate::observe::{Counters, Event, Observer};
pub use crate::page::{Items, Page, Pages};
pub use crate::problem::Problem;
pub use crate::response::Response;
pub use crate::retry::RetryPolicy;
pub use crate::scope::{Carries, Covers, Scope, ScopeSet};
pub use crate::token::{
    Claim, ClientSecret, ClientSecretFuture, ClientSecretProvider, GivenToken, Grant,
    HasTokenField, IntoClientSecret, MemoryStore, NotAToken, RevokeFuture, RevokesToken,
    ScopedToken, StoreFuture, StoredToken, TokenClaim, TokenField, TokenFuture, TokenKey,
    TokenRequest, TokenResponse, TokenStore, well_known,
};

#[cfg(all(doctest, feature = "breb"))]
#[doc = include_str!("../README.md")]
struct Readme;
