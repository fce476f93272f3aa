//! Whether a request may make the call: RFC 6750 and the spec's scopes.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use jiff::Timestamp;
use passport_spec::{Endpoint, Requirement, ScopeIds};

use crate::hosted::Hosted;
use crate::refusal::{Reason, Refusal};
use crate::route::Route;
use crate::token::{Token, Tokens};

/// The token that may make the call; `None` for a call without one that needs none.
///
/// Where a call may be made without a token, one that is sent counts all the same: it must be valid
/// and carry what the call needs.
pub(crate) fn authorize(
    hosted: &Hosted,
    route: &Route,
    endpoint: &Endpoint,
    token: Result<Option<Token>, Refusal>,
) -> Result<Option<Token>, Refusal> {
    if endpoint.requirement == Requirement::Public {
        return Ok(None);
    }
    let Some(token) = token? else {
        if endpoint.anonymous {
            return Ok(None);
        }
        return Err(Reason::NoToken.because("Send `Authorization: Bearer` with a token."));
    };
    let usable = hosted.api.catalogue.closure(&token.scope_ids());
    if endpoint.requirement.is_met_by(&usable) {
        Ok(Some(token))
    } else {
        Err(insufficient(hosted, route, endpoint, &usable))
    }
}

/// The token that a request brings, if it brings one.
pub(crate) fn bearer(
    headers: &HeaderMap,
    tokens: &Tokens,
    now: Timestamp,
) -> Result<Option<Token>, Refusal> {
    let token = sent(headers).map(|value| tokens.valid(value, now).cloned());
    token.transpose()
}

/// The value of the token that a request brings.
pub(crate) fn sent(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, value) = header.split_once(' ')?;
    let is_token = scheme.eq_ignore_ascii_case("bearer");
    is_token.then(|| value.trim())
}

fn insufficient(hosted: &Hosted, route: &Route, endpoint: &Endpoint, usable: &ScopeIds) -> Refusal {
    let alternatives = hosted.needed(endpoint);
    let words: Vec<String> = alternatives
        .iter()
        .map(|scopes| format!("`{}`", scopes.join("` and `")))
        .collect();
    let needs = words.join(", or ");
    let lacks = lacking(hosted, endpoint, usable).join("` and `");
    let detail = format!("The call needs {needs}; the token lacks `{lacks}`.");
    let mut refusal = Reason::InsufficientScope.because(detail);
    refusal.scopes = alternatives.into_iter().next().unwrap_or_default();
    let unauthorized = hosted.dialect.unauthorized_without_scope;
    if unauthorized.contains(&route.key.as_str()) {
        refusal.status = Reason::NoToken.status();
    }
    refusal
}

/// The scopes that are missing for the alternative of which the fewest are missing.
fn lacking<'h>(hosted: &'h Hosted, endpoint: &Endpoint, usable: &ScopeIds) -> Vec<&'h str> {
    let alternatives = endpoint.requirement.alternatives().iter();
    let lacking = alternatives.map(|ids| {
        let missing = ids.iter().filter(|id| !usable.contains(**id));
        missing.map(|id| hosted.name(*id)).collect::<Vec<_>>()
    });
    lacking.min_by_key(Vec::len).unwrap_or_default()
}
