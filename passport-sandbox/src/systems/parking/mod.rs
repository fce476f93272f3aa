//! Passport Inc, parking: zones, rates, quotes, sessions, events and parking rights.

mod events;
mod money;
mod quotes;
mod rates;
mod rights;
mod sessions;
mod zones;

use std::collections::VecDeque;

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer::ErrorFormat;
use crate::call::{Call, Reply};
use crate::fields::Fields;
use crate::ledger::LedgerEntry;
use crate::refusal::Refusal;
use crate::systems::parking::events::Elsewhere;
use crate::systems::parking::quotes::Quote;
use crate::systems::parking::sessions::Session;
use crate::systems::parking::zones::Zone;
use crate::systems::{Dialect, System};
use crate::text::seconds;
use crate::token::Token;

/// The state of the parking system.
pub(crate) struct Parking {
    zones: Vec<Zone>,
    quotes: VecDeque<Quote>,
    sessions: Vec<Session>,
    /// Sessions that were sold elsewhere and reported by events.
    elsewhere: Vec<Elsewhere>,
}

/// A period of parking: from its start to just before its end.
#[derive(Clone, Copy)]
struct Period {
    start: Timestamp,
    end: Timestamp,
}

impl System for Parking {
    fn dialect(&self) -> Dialect {
        Dialect {
            errors: ErrorFormat::Problem("io.passportlabs:error:"),
            // The page promises an error and names no status.
            unauthorized_without_scope: &[],
            token_lifetime: None,
            token_request_in_both_formats: true,
            one_audience: true,
            // Of the statuses from 400 to 499 that the page shows, 400 is for all that have no other.
            not_json: Some(StatusCode::BAD_REQUEST),
        }
    }

    fn token_body(&self, token: &Token) -> Option<Value> {
        Some(json!({
            "access_token": token.value,
            "scope": token.scope_names().join(" "),
            "expires_at": seconds(token.stated_expiry),
            "token_type": "Bearer",
        }))
    }

    fn ledger(&self, now: Timestamp) -> Vec<LedgerEntry> {
        let sessions = self.sessions.iter();
        sessions.map(|session| session.entry(now)).collect()
    }

    fn call(&mut self, route: &str, call: &mut Call<'_>) -> Option<Reply> {
        Some(match route {
            "GET /v3/shared/zones" => zones::list(self, call),
            "GET /v3/parking/rates" => rates::rates(self, call),
            "POST /v3/parking/quotes" => quotes::create(self, call),
            "POST /v3/parking/sessions" => sessions::create(self, call),
            "GET /v3/parking/sessions/{}" => sessions::retrieve(self, call),
            "POST /v3/shared/events" => events::send(self, call),
            "GET /v4/enforcement/parking-rights" => rights::list(self, call),
            _ => return None,
        })
    }
}

impl Default for Parking {
    fn default() -> Self {
        Self {
            zones: zones::seeded(),
            quotes: VecDeque::new(),
            sessions: Vec::new(),
            elsewhere: Vec::new(),
        }
    }
}

impl Period {
    fn holds(self, moment: Timestamp) -> bool {
        self.start <= moment && moment < self.end
    }
}

/// Checks a place that may be absent: `{latitude, longitude, accuracy?}` in numbers.
fn check_place(fields: Fields<'_>, name: &str) -> Result<(), Refusal> {
    let Some(place) = fields.object(name)? else {
        return Ok(());
    };
    for name in ["latitude", "longitude"] {
        place.number(name)?.ok_or_else(|| place.missing(name))?;
    }
    place.number("accuracy").map(|_| ())
}
