//! In Rust, a missing OAuth2 scope is a compile error, not a 403 in production.

#![forbid(unsafe_code)]

// Generated code names this crate; so does the code generated inside it.
extern crate self as passport_api;

mod call;
pub mod catalog;
mod client;
mod clock;
mod error;
mod page;
mod problem;
pub mod scope;
mod token;
pub mod types;

#[cfg(feature = "breb")]
pub mod breb;
#[cfg(any(feature = "breb", feature = "visionamos"))]
mod fintech;
#[cfg(feature = "parking")]
pub mod parking;
#[cfg(feature = "visionamos")]
pub mod visionamos;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

// The public interface is:
pub use passport_macros::api;

pub use crate::call::{Call, Response};
pub use crate::client::{Api, ClientBuilder};
pub use crate::clock::{Clock, SystemClock};
pub use crate::error::Error;
pub use crate::page::Page;
pub use crate::problem::Problem;
pub use crate::scope::{Carries, Covers, Scope, ScopeSet};
pub use crate::token::{Grant, ScopedToken, TokenRequest, TokenResponse};
