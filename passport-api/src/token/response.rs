//! The token endpoint's answer in every dialect (RFC 6749, 5.1 and 5.2).

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use crate::catalog::{GrantedAbsent, GrantedFormat, TokenEndpoint};
use crate::error::{Error, Kind, TokenFailure};
use crate::token::response_fields::ResponseFields;
use crate::token::secret::{into_secret, repeats};
use crate::types::Timestamp;

/// A token endpoint's answer.
///
/// ```
/// # #[cfg(feature = "parking")] {
/// use passport_api::{TokenResponse, parking::CATALOG};
/// use std::time::{Duration, SystemTime};
///
/// let body = br#"{"access_token":"abc","scope":"read:zones","expires_in":3600,"token_type":"Bearer"}"#;
/// let now = SystemTime::UNIX_EPOCH;
/// let response = TokenResponse::parse(body, &CATALOG.token, now).unwrap();
/// assert_eq!(response.expires_at, now + Duration::from_secs(3600));
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The access token.
    pub access_token: SecretString,
    /// What was granted.
    pub granted: Grant,
    /// When the token expires, by the clock that `received` comes from.
    pub expires_at: SystemTime,
    pub(super) fields: ResponseFields,
}

/// The scopes that a token endpoint granted.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Grant {
    /// These, in the server's order.
    Listed(Vec<String>),
    /// Those that were asked for: the answer lists none (RFC 6749, 5.1).
    AsRequested,
}

impl TokenResponse {
    /// A further field that the spec declares, by its name on the wire; `None` if it is not there.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&Value> {
        self.fields.get(wire)
    }

    /// Reads an answer; `received` is when it came.
    ///
    /// The expiry is the field `expires_at` (RFC 3339, or seconds since 1970) or `expires_in`
    /// (seconds); where both are there, `expires_at` counts, unless it is in the past already, and
    /// where none is, the endpoint's `lifetime`.
    ///
    /// # Errors
    ///
    /// [`is_token`](Error::is_token) if it is no token response, or one for another kind of token.
    pub fn parse(
        body: &[u8],
        endpoint: &TokenEndpoint,
        received: SystemTime,
    ) -> Result<Self, Error> {
        Self::parse_dated(body, endpoint, received, None)
    }

    /// As [`parse`](Self::parse), with the time at which the server sent the answer by its own
    /// clock (its `Date` header): an `expires_at` is by that clock, which may be minutes off.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_dated(
        body: &[u8],
        endpoint: &TokenEndpoint,
        received: SystemTime,
        sent: Option<SystemTime>,
    ) -> Result<Self, Error> {
        let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else {
            return Err(Error::new(Kind::Token(TokenFailure {
                status: None,
                what: "the token endpoint's answer is no JSON object".to_owned(),
                // Something in between may have answered in its place.
                passing: true,
                timed_out: false,
                retry_after: None,
            })));
        };
        let Some(Value::String(access_token)) = fields.remove("access_token") else {
            return Err(Error::token(
                None,
                "the token endpoint's answer has no `access_token`",
            ));
        };
        let access_token = into_secret(access_token);
        check_header_text(&access_token)?;
        check_type(&fields)?;
        let mut granted = read_grant(&fields, endpoint)?;
        if let Grant::Listed(names) = &mut granted {
            // What was granted is shown, so a server that repeats the token there is not believed.
            names.retain(|name| !repeats(name, &access_token));
        }
        Ok(Self {
            granted,
            expires_at: read_expiry(&fields, endpoint, received, sent),
            fields: ResponseFields::of(fields, endpoint).without_secret(&access_token),
            access_token,
        })
    }
}

/// What a token endpoint's refusal says: a code that is known, and nothing else of its body, which may
/// repeat what was sent.
pub(super) fn error_code(body: &[u8]) -> Option<&'static str> {
    let fields: Map<String, Value> = serde_json::from_slice(body).ok()?;
    let code = fields.get("error")?.as_str()?;
    ERROR_CODES.iter().copied().find(|known| *known == code)
}

/// A refusal's code in words.
pub(super) fn said(code: &str) -> String {
    format!("the token endpoint says `{code}`")
}

/// Whether an access token can stand in a header (RFC 6750, 2.1).
pub(super) fn check_header_text(access_token: &SecretString) -> Result<(), Error> {
    let text = access_token.expose_secret();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let what = "the `access_token` does not fit into a header";
        return Err(Error::token(None, what));
    }
    Ok(())
}

fn check_type(fields: &Map<String, Value>) -> Result<(), Error> {
    let Some(kind) = fields.get("token_type").and_then(Value::as_str) else {
        return Ok(());
    };
    if kind.eq_ignore_ascii_case("bearer") {
        return Ok(());
    }
    Err(Error::token(
        None,
        "the token is not of the type `Bearer`, which is the only one known",
    ))
}

fn read_grant(fields: &Map<String, Value>, endpoint: &TokenEndpoint) -> Result<Grant, Error> {
    let field = endpoint.granted_field;
    let words = |text: &str, separator: char| {
        let words = text
            .split(separator)
            .map(str::trim)
            .filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    match (fields.get(field), endpoint.granted_format) {
        (None | Some(Value::Null), _) => match endpoint.granted_absent {
            GrantedAbsent::AsRequested => Ok(Grant::AsRequested),
            GrantedAbsent::Refuse => Err(Error::token(
                None,
                format!("the token endpoint's answer does not say in `{field}` what it granted"),
            )),
        },
        // A list is understood whatever the dialect; how a string is divided is the dialect's.
        (Some(Value::Array(items)), _) => {
            let names = items
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
            Ok(Grant::Listed(names))
        }
        (Some(Value::String(text)), GrantedFormat::Comma) => Ok(Grant::Listed(words(text, ','))),
        (Some(Value::String(text)), _) => Ok(Grant::Listed(words(text, ' '))),
        (Some(_), _) => Err(Error::token(
            None,
            format!("the field `{field}` of the token endpoint's answer is no list of scopes"),
        )),
    }
}

fn read_expiry(
    fields: &Map<String, Value>,
    endpoint: &TokenEndpoint,
    received: SystemTime,
    sent: Option<SystemTime>,
) -> SystemTime {
    let seconds = |field: &str| {
        let value = fields.get(field)?;
        let seconds = value
            .as_u64()
            .or_else(|| value.as_str()?.trim().parse().ok())?;
        Some(Duration::from_secs(seconds))
    };
    let at = seconds("expires_at")
        .and_then(|since_1970| SystemTime::UNIX_EPOCH.checked_add(since_1970))
        .or_else(|| Timestamp::from(fields.get("expires_at")?.as_str()?).to_system_time());
    let life_at = at.and_then(|at| at.duration_since(sent.unwrap_or(received)).ok());
    // A token that seems to be expired before it was used is one of a clock that is off.
    let life = life_at
        .filter(|life| !life.is_zero())
        .or_else(|| seconds("expires_in"))
        .unwrap_or(Duration::from_secs(endpoint.lifetime));
    // No token lives for longer than a year: milliseconds that were meant as seconds would be.
    received + life.min(A_YEAR)
}

/// The error codes of RFC 6749, 5.2, and of RFC 8707, 2: a field `resource` can name the audience.
const ERROR_CODES: &[&str] = &[
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_target",
];

const A_YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

#[cfg(test)]
mod tests;
