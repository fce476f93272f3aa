//! Passport Fintech, newer generation: short paths, nested keys, resolutions.

mod accounts;
mod ach;
mod customers;
mod keys;
mod payments;
mod qr_codes;
mod recipients;
mod resolutions;

use jiff::Timestamp;
use serde_json::Value;

use crate::call::{Call, Reply};
use crate::ledger::LedgerEntry;
use crate::systems::fintech::page::Style;
use crate::systems::fintech::{DIALECT, Store, tokens};
use crate::systems::{Dialect, System};
use crate::token::Token;

/// The newer generation's state.
#[derive(Default)]
pub(crate) struct Breb {
    store: Store,
}

impl System for Breb {
    fn dialect(&self) -> Dialect {
        DIALECT
    }

    fn token_body(&self, token: &Token) -> Option<Value> {
        Some(tokens::created(token))
    }

    fn ledger(&self, _now: Timestamp) -> Vec<LedgerEntry> {
        self.store.ledger()
    }

    fn call(&mut self, route: &str, call: &mut Call<'_>) -> Option<Reply> {
        let store = &mut self.store;
        store.settle_due(call.now);
        Some(match route {
            "GET /v1/iam/oauth/tokens" => tokens::list_tokens(call, &STYLE),
            "GET /v1/iam/oauth/tokens/{}" => tokens::retrieve(call),
            "DELETE /v1/iam/oauth/tokens/{}" => tokens::revoke(call),
            "POST /v1/customers/business/link" => customers::link(store, call),
            "GET /v1/customers" => customers::list(store, call),
            "GET /v1/customers/{}" => customers::retrieve(store, call),
            "PATCH /v1/customers/{}" => customers::update(store, call),
            "POST /v1/accounts/link" => accounts::link(store, call),
            "GET /v1/accounts" => accounts::list(store, call),
            "GET /v1/accounts/{}" => accounts::retrieve(store, call),
            "POST /v1/keys" => keys::create(store, call),
            "GET /v1/keys" => keys::list(store, call),
            "GET /v1/keys/{}" => keys::retrieve(store, call),
            "PATCH /v1/keys/{}/suspend" => keys::set_active(store, call, false),
            "PATCH /v1/keys/{}/activate" => keys::set_active(store, call, true),
            "DELETE /v1/keys/{}" => keys::delete(store, call),
            "POST /v1/resolve-key" | "POST /v1/key-resolution" | "POST /v1/keyresolution" => {
                resolutions::of_key(store, call)
            }
            "POST /v1/validate-key" => resolutions::validate(store, call),
            "POST /v1/recipients/breb" => recipients::create(store, call),
            "POST /v1/recipients/ach" => ach::create_recipient(store, call),
            "GET /v1/recipients" => recipients::list(store, call),
            "GET /v1/recipients/breb/{}" => recipients::retrieve(store, call),
            "DELETE /v1/recipients/{}" => recipients::delete(store, call),
            "POST /v1/recipients/{}/resolve" => resolutions::of_recipient(store, call),
            "POST /v1/payments/breb" => payments::initiate(store, call),
            "POST /v1/payments/breb/confirm" => payments::confirm(store, call),
            "POST /v1/payments/ach" => ach::pay(store, call),
            "GET /v1/payments" => payments::list(store, call),
            "GET /v1/payments/{}" => payments::retrieve(store, call),
            "POST /v1/qrcodes" => qr_codes::create(store, call),
            "POST /v1/qrcodes/decode" => qr_codes::decode(store, call),
            "GET /v1/qrcodes" => qr_codes::list(store, call),
            "GET /v1/qrcodes/{}" => qr_codes::retrieve(store, call),
            "DELETE /v1/qrcodes/{}" => qr_codes::delete(store, call),
            _ => return None,
        })
    }
}

const STYLE: Style = Style {
    number: "page_params.page_number",
    size: "page_params.page_size",
    snapshot_seconds: Some("page_params.first_request_timestamp.seconds"),
    snapshot_nanos: Some("page_params.first_request_timestamp.nanos"),
    order_key: "order_params.order_key",
    order_direction: "order_params.order_direction",
    directions: &[
        ("ASC", false),
        ("DESC", true),
        ("ORDER_DIRECTION_ENUM_UNSPECIFIED", false),
    ],
    has_dates: false,
};
