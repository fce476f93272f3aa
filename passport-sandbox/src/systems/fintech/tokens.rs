//! Tokens: alike in both generations.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::call::{Call, Reply, ok, ok_empty};
use crate::fields::{invalid, not_found};
use crate::refusal::Refusal;
use crate::systems::fintech::Times;
use crate::systems::fintech::page::{Empty, Item, Style, list};
use crate::text::millis;
use crate::token::Token;

/// The response to a token request, with its eight documented fields.
pub(crate) fn created(token: &Token) -> Value {
    json!({
        "access_token": token.value,
        "token_id": token.id,
        "token_type": "Bearer",
        "expires_in": token.lifetime(),
        "scopes": token.scope_names(),
        "account_id": token.account_id,
        "created_at": millis(token.issued),
        "roles": [ROLE],
    })
}

/// The tokens of the caller's account.
pub(crate) fn list_tokens(call: &Call<'_>, style: &Style) -> Reply {
    let query = &call.query;
    query.one_of("grant_flow", &GRANT_FLOWS)?;
    let tokens = call.tokens.live(&call.account_id, call.now);
    let tokens = tokens.filter(|token| {
        query.admits(&[
            ("account_id", token.account_id.as_str()),
            // A token of client credentials belongs to no user.
            ("user_id", ""),
            ("grant_flow", GRANT_FLOW),
            ("role", ROLE),
        ])
    });
    let items = tokens.map(|token| Item::new(Times::new(token.issued), known(token)));
    list(call, style, "tokens", items.collect(), Empty::Shown)
}

/// A token of the caller's account.
pub(crate) fn retrieve(call: &Call<'_>) -> Reply {
    let mut live = call.tokens.live(&call.account_id, call.now);
    let token = live.find(|token| token.id == call.id());
    ok(&known(token.ok_or_else(|| not_found("token", call.id()))?))
}

/// Revokes the token that both the path and the body name.
pub(crate) fn revoke(call: &mut Call<'_>) -> Reply {
    check_repeated_id(call, "token_id")?;
    let id = call.id().to_owned();
    if Uuid::parse_str(&id).is_err() {
        return Err(invalid("token_id", "must be a UUID"));
    }
    let revoked = call.tokens.revoke(&call.account_id, &id);
    revoked.ok_or_else(|| not_found("token", &id))?;
    ok_empty()
}

/// Refuses a body that does not name the id of the path.
pub(crate) fn check_repeated_id(call: &Call<'_>, field: &str) -> Result<(), Refusal> {
    if call.fields()?.required(field)? == call.id() {
        Ok(())
    } else {
        Err(invalid(field, "must be the id of the path"))
    }
}

/// The token without its value.
fn known(token: &Token) -> Value {
    let mut known = created(token);
    if let Some(fields) = known.as_object_mut() {
        fields.remove("access_token");
    }
    known
}

/// The grant flows that the page lists; the sandbox has the first.
const GRANT_FLOWS: [&str; 4] = [
    GRANT_FLOW,
    "GRANT_FLOW_PASSWORD",
    "GRANT_FLOW_ENTITY_SETUP",
    "GRANT_FLOW_LOGIN",
];
const GRANT_FLOW: &str = "GRANT_FLOW_CLIENT_CREDENTIALS";
const ROLE: &str = "entity.client_credentials";
