//! Passport Fintech, older generation: long paths, flat keys, payees resolved while paying.

mod accounts;
mod customers;
mod keys;
mod payments;
mod qr_codes;
mod recipients;

use jiff::Timestamp;
use serde_json::Value;

use crate::call::{Call, Reply};
use crate::ledger::LedgerEntry;
use crate::systems::fintech::page::Style;
use crate::systems::fintech::{DIALECT, Store, tokens};
use crate::systems::{Dialect, System};
use crate::token::Token;

/// The older generation's state.
#[derive(Default)]
pub(crate) struct Visionamos {
    store: Store,
}

impl System for Visionamos {
    fn dialect(&self) -> Dialect {
        DIALECT
    }

    fn token_body(&self, token: &Token) -> Option<Value> {
        Some(tokens::created(token))
    }

    fn ledger(&self, _now: Timestamp) -> Vec<LedgerEntry> {
        self.store.ledger()
    }

    /// Tables and samples disagree on two paths, so both spellings are served where the spec has
    /// them.
    fn call(&mut self, route: &str, call: &mut Call<'_>) -> Option<Reply> {
        let store = &mut self.store;
        store.settle_due(call.now);
        if let Some(behind) = route.find(CUSTOMERS) {
            let (method, path) = (&route[..behind], &route[behind + CUSTOMERS.len()..]);
            return below_customers(store, &format!("{method}{path}"), call);
        }
        Some(match route {
            "GET /v1/iam/oauth/tokens" => tokens::list_tokens(call, &STYLE),
            "GET /v1/iam/oauth/tokens/{}" => tokens::retrieve(call),
            "DELETE /v1/iam/oauth/tokens/{}" => tokens::revoke(call),
            _ => return None,
        })
    }
}

fn below_customers(store: &mut Store, route: &str, call: &Call<'_>) -> Option<Reply> {
    Some(match route {
        "POST " => customers::create(store, call),
        "GET /{}" => customers::retrieve(store, call),
        "POST /accounts" => accounts::link(store, call),
        "GET /accounts" => accounts::list(store, call),
        "GET /accounts/{}" => accounts::retrieve(store, call),
        "POST /accounts/keys" => keys::create(store, call),
        "PATCH /accounts/keys/suspend" => keys::set_active(store, call, false),
        "PATCH /accounts/keys/activate" => keys::set_active(store, call, true),
        "DELETE /accounts/keys/{}" => keys::cancel(store, call),
        "POST /recipients/breb" | "POST /breb/recipients" => recipients::create(store, call),
        "GET /recipients/breb/{}" | "GET /breb/recipients/{}" => recipients::retrieve(store, call),
        "POST /payments/breb" | "POST /breb/payments" => payments::initiate(store, call),
        "GET /payments/breb/{}" | "GET /breb/payments/{}" => payments::retrieve(store, call),
        "POST /qrcodes" => qr_codes::create(store, call),
        _ => return None,
    })
}

const CUSTOMERS: &str = "/v1/paas/entities/customers";

const STYLE: Style = Style {
    number: "page_number",
    size: "page_size",
    snapshot_seconds: None,
    snapshot_nanos: None,
    order_key: "order_key",
    order_direction: "order_direction",
    directions: &[("asc", false), ("desc", true)],
    has_dates: true,
};
