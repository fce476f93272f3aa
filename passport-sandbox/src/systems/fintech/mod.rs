//! What both generations of Passport Fintech share: the state and its rules, not the shapes.

pub(crate) mod account;
pub(crate) mod customer;
pub(crate) mod emv;
pub(crate) mod holder;
pub(crate) mod key;
pub(crate) mod money;
pub(crate) mod page;
pub(crate) mod payment;
pub(crate) mod qr_code;
pub(crate) mod recipient;
pub(crate) mod resolution;
pub(crate) mod tokens;

use std::collections::VecDeque;

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::answer::ErrorFormat;
use crate::systems::Dialect;
use crate::systems::fintech::account::Account;
use crate::systems::fintech::customer::Customer;
use crate::systems::fintech::key::Key;
use crate::systems::fintech::payment::Payments;
use crate::systems::fintech::qr_code::QrCode;
use crate::systems::fintech::recipient::Recipient;
use crate::systems::fintech::resolution::Resolution;

/// All that one entity has, oldest first.
#[derive(Default)]
pub(crate) struct Store {
    pub(crate) customers: Vec<Customer>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) keys: Vec<Key>,
    pub(crate) recipients: Vec<Recipient>,
    pub(crate) resolutions: VecDeque<Resolution>,
    pub(crate) payments: Payments,
    pub(crate) qr_codes: Vec<QrCode>,
}

/// When something was made and last changed.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

impl Times {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            created: now,
            updated: now,
        }
    }
}

pub(crate) const DIALECT: Dialect = Dialect {
    errors: ErrorFormat::Plain,
    unauthorized_without_scope: &UNAUTHORIZED_WITHOUT_SCOPE,
    token_lifetime: Some(86_400),
    token_request_in_both_formats: false,
    one_audience: false,
    // The pages document no 415: 400 is the status for any bad request.
    not_json: Some(StatusCode::BAD_REQUEST),
};

/// The routes whose pages have 401 for a missing scope: those that name their scope, and reading a
/// token. The pages of a customer's change and of suspending and activating a key have 403, and the
/// others say nothing.
const UNAUTHORIZED_WITHOUT_SCOPE: [&str; 10] = [
    "GET /v1/iam/oauth/tokens",
    "GET /v1/iam/oauth/tokens/{}",
    "DELETE /v1/iam/oauth/tokens/{}",
    "GET /v1/customers",
    "GET /v1/payments",
    "GET /v1/payments/{}",
    "GET /v1/paas/entities/customers/payments/breb/{}",
    "GET /v1/paas/entities/customers/breb/payments/{}",
    "GET /v1/qrcodes",
    "GET /v1/qrcodes/{}",
];
