//! Tokens: alike in both generations.

use serde_json::{Value, json};

use crate::call::{Call, Query, Reply, ok, ok_empty};
use crate::fields::{invalid, not_found};
use crate::refusal::Refusal;
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

pub(crate) fn list_tokens(call: &Call<'_>, style: &Style) -> Reply {
    let tokens = call
        .tokens
        .live(call.now)
        .filter(|token| matches(token, &call.query));
    let items = tokens.map(|token| Item::new(token.issued, known(token)));
    list(call, style, "tokens", items.collect(), Empty::Shown)
}

pub(crate) fn retrieve(call: &Call<'_>) -> Reply {
    let mut live = call.tokens.live(call.now);
    let token = live.find(|token| token.id == call.id());
    ok(&known(token.ok_or_else(|| not_found("token", call.id()))?))
}

/// Revokes the token of the path; a body must name the same one.
pub(crate) fn revoke(call: &mut Call<'_>) -> Reply {
    check_repeated_id(call, "token_id")?;
    let id = call.id().to_owned();
    call.tokens
        .revoke(&id)
        .ok_or_else(|| not_found("token", &id))?;
    ok_empty()
}

/// Refuses a body whose id is another than the path's; a body is not demanded.
pub(crate) fn check_repeated_id(call: &Call<'_>, field: &str) -> Result<(), Refusal> {
    if call.body.is_null() {
        return Ok(());
    }
    match call.fields()?.text(field)? {
        Some(id) if id != call.id() => Err(invalid(field, "must be the id of the path")),
        _ => Ok(()),
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

fn matches(token: &Token, query: &Query) -> bool {
    query.admits(&[
        ("account_id", token.account_id.as_str()),
        ("grant_flow", "GRANT_FLOW_CLIENT_CREDENTIALS"),
        ("role", ROLE),
    ])
}

const ROLE: &str = "entity.client_credentials";
