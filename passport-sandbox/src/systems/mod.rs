//! What each system does behind the scope check.

mod breb;
mod fintech;
mod parking;
mod visionamos;

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use crate::answer::ErrorFormat;
use crate::call::{Call, Reply};
use crate::ledger::LedgerEntry;
use crate::token::Token;

/// The behaviour of a system, with its state.
///
/// What a system leaves out is answered as RFC 6749, RFC 6750 and the spec have it.
pub(crate) trait System: Send {
    /// Whether it does anything by itself.
    fn simulates(&self) -> bool {
        true
    }

    /// How the system departs from the RFCs.
    fn dialect(&self) -> Dialect {
        Dialect::default()
    }

    /// The token response.
    fn token_body(&self, _token: &Token) -> Option<Value> {
        None
    }

    /// What was paid for so far, oldest first.
    fn ledger(&self, _now: Timestamp) -> Vec<LedgerEntry> {
        Vec::new()
    }

    /// Answers a call; `route` is `GET /v1/keys/{}`. `None` where the system knows no such route.
    fn call(&mut self, _route: &str, _call: &mut Call<'_>) -> Option<Reply> {
        None
    }
}

/// How a system departs from the RFCs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dialect {
    pub(crate) errors: ErrorFormat,
    /// The routes where a token that lacks a scope is refused with 401; 403 everywhere else.
    pub(crate) unauthorized_without_scope: &'static [&'static str],
    /// Seconds, instead of what the spec assumes.
    pub(crate) token_lifetime: Option<u64>,
    /// Whether a token request may be JSON or a form, whatever the spec says.
    pub(crate) token_request_in_both_formats: bool,
    /// Whether no other audience than the spec's is known.
    pub(crate) one_audience: bool,
    /// The status for a body of another media type than JSON where JSON is documented; `None` where
    /// the caller may say which type a body is.
    pub(crate) not_json: Option<StatusCode>,
}

/// The one place that knows which API has which behaviour.
pub(crate) fn for_api(name: &str) -> Box<dyn System> {
    match name {
        "breb" => Box::<breb::Breb>::default(),
        "visionamos" => Box::<visionamos::Visionamos>::default(),
        "parking" => Box::<parking::Parking>::default(),
        _ => Box::new(Generic),
    }
}

/// Any other API: the RFCs and the spec say it all.
struct Generic;

impl System for Generic {
    fn simulates(&self) -> bool {
        false
    }
}
