//! The token endpoint's answer in every dialect (RFC 6749, 5.1 and 5.2).

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::catalog::{GrantedAbsent, GrantedFormat, TokenEndpoint};
use crate::error::{Error, REDACTED, explanation};
use crate::token::response_body::{GrantedValue, Moment, ResponseBody};
use crate::token::response_fields::ResponseFields;
use crate::token::secret::repeats;
use crate::token::secret_forms::repeats_in_any_form;
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
    /// The expiry is the field `expires_in` (seconds, which are rounded down) or `expires_at` (RFC
    /// 3339, or seconds or milliseconds since 1970); where both are there, the earlier counts, unless it
    /// is in the past already, and where none is, the endpoint's `lifetime`.
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
        let Some(body) = ResponseBody::read(body, endpoint) else {
            // Something in between may have answered in its place.
            return Err(Error::token_answer("answered with what is no JSON object").passing());
        };
        let Some(access_token) = body.access_token else {
            return Err(Error::token_answer("answered without an `access_token`"));
        };
        check_header_text(&access_token)?;
        check_type(body.token_type.as_deref(), endpoint, &access_token)?;
        let mut granted = read_grant(body.granted, endpoint)?;
        if let Grant::Listed(names) = &mut granted {
            // What was granted is shown, so a server that repeats the token there is not believed.
            names.retain(|name| !repeats(name, &access_token));
        }
        let (at, within) = (body.expires_at.as_ref(), body.expires_in.as_ref());
        Ok(Self {
            granted,
            expires_at: received + read_life(at, within, endpoint, sent.unwrap_or(received)),
            fields: ResponseFields::of(body.declared).without_secret(&access_token),
            access_token,
        })
    }
}

/// Checks that an access token can stand in a header (RFC 6750, 2.1).
pub(super) fn check_header_text(access_token: &SecretString) -> Result<(), Error> {
    let text = access_token.expose_secret();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let what = "the `access_token` does not fit into a header";
        return Err(Error::token(what));
    }
    Ok(())
}

/// Checks that the token is one that is sent as it is (RFC 6750).
fn check_type(
    kind: Option<&str>,
    endpoint: &TokenEndpoint,
    access_token: &SecretString,
) -> Result<(), Error> {
    let Some(kind) = kind else {
        return Ok(());
    };
    let is = |known: &str| kind.trim().eq_ignore_ascii_case(known);
    if is("Bearer") || endpoint.token_type_aliases.iter().any(|alias| is(alias)) {
        return Ok(());
    }
    let is_secret = repeats_in_any_form(kind, access_token);
    let shown = if is_secret {
        REDACTED.to_owned()
    } else {
        explanation(kind, 64)
    };
    if kind.trim().eq_ignore_ascii_case("DPoP") {
        return Err(Error::token_answer(format!(
            "issued a token of the type `{shown}`, which is bound to a key (RFC 9449): this client \
             does not support that; have the server issue `Bearer` tokens"
        )));
    }
    Err(Error::token_answer(format!(
        "issued a token of the type `{shown}`, and only `Bearer` is known: if the server means the \
         same by it, add it to `token_type_aliases` in the table `token` of `scopes.toml`"
    )))
}

fn read_grant(granted: GrantedValue, endpoint: &TokenEndpoint) -> Result<Grant, Error> {
    let field = endpoint.granted_field;
    let words = |text: &str, separator: char| {
        let words = text
            .split(separator)
            .map(str::trim)
            .filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    match (granted, endpoint.granted_format) {
        (GrantedValue::Absent, _) => match endpoint.granted_absent {
            GrantedAbsent::AsRequested => Ok(Grant::AsRequested),
            GrantedAbsent::Refuse => Err(Error::token_answer(format!(
                "did not say in `{field}` what it granted"
            ))),
        },
        // A list is understood whatever the dialect; how a string is divided is the dialect's.
        (GrantedValue::List(names), _) => Ok(Grant::Listed(names)),
        (GrantedValue::Text(text), GrantedFormat::Comma) => Ok(Grant::Listed(words(&text, ','))),
        (GrantedValue::Text(text), _) => Ok(Grant::Listed(words(&text, ' '))),
        (GrantedValue::Other, _) => Err(Error::token_answer(format!(
            "answered with a `{field}` that is no list of scopes"
        ))),
    }
}

/// The lifetime of a token. Where the server says it twice, the earlier counts: a mistake in the unit
/// makes one of them too long. A moment that is over already is one of a clock that is off.
fn read_life(
    expires_at: Option<&Moment>,
    expires_in: Option<&Moment>,
    endpoint: &TokenEndpoint,
    sent: SystemTime,
) -> Duration {
    let within = expires_in.and_then(|within| match within {
        Moment::Seconds(seconds) => Some(Duration::from_secs(*seconds)),
        Moment::Text(_) => None,
    });
    let at = expires_at.and_then(|at| match at {
        // Seconds since 1970 that are beyond the year 5138 are milliseconds.
        Moment::Seconds(number @ FIRST_MILLISECONDS..) => {
            SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(*number))
        }
        Moment::Seconds(number) => SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(*number)),
        Moment::Text(text) => Timestamp::from(text.trim()).to_system_time(),
    });
    let until = at.and_then(|at| at.duration_since(sent).ok());
    let sane = |life: &Duration| !life.is_zero();
    let lives = [within.filter(sane), until.filter(sane)];
    let earlier = lives.into_iter().flatten().min();
    let life = earlier
        .or(within)
        .unwrap_or(Duration::from_secs(endpoint.lifetime));
    // No token lives for longer than a year: milliseconds that were meant as seconds would be.
    life.min(A_YEAR)
}

/// In milliseconds, this was in 1973.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;

const A_YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

#[cfg(test)]
mod tests;
