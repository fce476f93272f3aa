//! Token responses in every dialect: the grant survives being printed and read again, the expiry
//! stays in its bounds, and no error shows the token.

use std::time::{Duration, SystemTime};

use passport_api::catalog::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, TokenAddress, TokenEndpoint,
};
use passport_api::{Error, Grant, TokenResponse};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let received = SystemTime::UNIX_EPOCH + RECEIVED;
    for endpoint in dialects() {
        match TokenResponse::parse(data, &endpoint, received) {
            Ok(response) => {
                check(data, &endpoint, &response);
                check_dated(data, &endpoint, &response);
            }
            Err(error) => check_error(data, &error),
        }
    }
}

fn dialects() -> impl Iterator<Item = TokenEndpoint> {
    use GrantedAbsent::{AsRequested, Refuse};
    use GrantedFormat::{Array, Comma, Space};
    let dialects = [
        ("scope", Space, AsRequested),
        ("scope", Comma, Refuse),
        ("scope", Array, AsRequested),
        ("scopes", Array, Refuse),
    ];
    dialects
        .into_iter()
        .map(|(field, format, absent)| TokenEndpoint {
            address: TokenAddress::Url("https://auth.example/token"),
            request: BodyFormat::Form,
            credentials: Credentials::Basic,
            audience: None,
            fields: &[],
            scope_parameter: true,
            granted_field: field,
            granted_format: format,
            granted_absent: absent,
            lifetime: 3600,
            token_type_aliases: &[],
            response: &[],
            revoke: None,
        })
}

fn check(data: &[u8], endpoint: &TokenEndpoint, response: &TokenResponse) {
    // Fields that nothing knows are not read, and may be what JSON is not elsewhere.
    let Ok(body) = serde_json::from_slice::<Value>(without_bom(data)) else {
        return check_printed(endpoint, response);
    };
    let token = response.access_token.expose_secret();
    assert_eq!(body["access_token"], *token);
    assert!(!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()));
    check_grant(
        &body[endpoint.granted_field],
        endpoint,
        token,
        &response.granted,
    );
    check_expiry(&body, response.expires_at);
    check_printed(endpoint, response);
    // What was granted is shown, and does not repeat the token.
    if is_telling(token) {
        assert!(!format!("{response:?}").contains(token));
    }
}

fn check_grant(field: &Value, endpoint: &TokenEndpoint, token: &str, granted: &Grant) {
    let repeats = |text: &str| token.len() >= 12 && text.contains(token);
    match (field, granted) {
        (Value::Null, Grant::AsRequested) => {
            assert_eq!(endpoint.granted_absent, GrantedAbsent::AsRequested);
        }
        (Value::Array(items), Grant::Listed(words)) => {
            let items = items.iter().filter_map(Value::as_str);
            assert!(words.iter().eq(items.filter(|item| !repeats(item))));
        }
        (Value::String(text), Grant::Listed(words)) => {
            let separator = match endpoint.granted_format {
                GrantedFormat::Comma => ',',
                GrantedFormat::Space | GrantedFormat::Array => ' ',
            };
            for word in words {
                assert!(!word.is_empty() && !word.contains(separator) && text.contains(word));
                assert_eq!(word.trim(), word);
            }
            // Nothing is lost but separators and space around the words.
            let space = |c: &char| *c == separator || c.is_whitespace();
            let letters = |text: &str| text.chars().filter(|c| !space(c)).count();
            let sum: usize = words.iter().map(|word| letters(word)).sum();
            assert!(sum == letters(text) || repeats(text));
        }
        (field, granted) => panic!("{field} was read as {granted:?}"),
    }
}

/// A token is good for some time from when it came, by the clock that says so.
fn check_expiry(body: &Value, expires_at: SystemTime) {
    let received = SystemTime::UNIX_EPOCH + RECEIVED;
    assert!(expires_at >= received && expires_at <= received + YEAR);
    if body["expires_at"].is_null()
        && let Some(seconds) = body["expires_in"].as_u64()
    {
        let lifetime = Duration::from_secs(seconds).min(YEAR);
        assert_eq!(expires_at, received + lifetime);
    }
}

/// The server's own clock is of matter to the expiry alone: an `expires_at` is measured by it.
fn check_dated(data: &[u8], endpoint: &TokenEndpoint, response: &TokenResponse) {
    let received = SystemTime::UNIX_EPOCH + RECEIVED;
    let Ok(body) = serde_json::from_slice::<Value>(without_bom(data)) else {
        return;
    };
    // Where the server says it twice, the earlier counts.
    let at = body["expires_at"].as_u64().map(Duration::from_secs);
    let at = at.filter(|_| body["expires_in"].is_null());
    for sent in [RECEIVED - FIVE_MINUTES, RECEIVED + FIVE_MINUTES] {
        let date = Some(SystemTime::UNIX_EPOCH + sent);
        let dated = TokenResponse::parse_dated(data, endpoint, received, date)
            .expect("its date does not make it another answer");
        assert_eq!(dated.granted, response.granted);
        assert!(dated.expires_at >= received);
        // Larger numbers are more than a clock can count.
        if let Some(at) = at.filter(|at| at.as_secs() < u64::from(u32::MAX)) {
            let life = at.saturating_sub(sent);
            // What is over already says nothing, and what is assumed in its place is bounded above.
            if !life.is_zero() {
                assert_eq!(dated.expires_at, received + life.min(YEAR));
            }
        }
    }
}

fn without_bom(data: &[u8]) -> &[u8] {
    data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data)
}

/// The same token and grant, as a server of this dialect prints them.
fn check_printed(endpoint: &TokenEndpoint, response: &TokenResponse) {
    let received = SystemTime::UNIX_EPOCH + RECEIVED;
    let mut body = json!({
        "access_token": response.access_token.expose_secret(),
        "token_type": "bearer",
        "expires_in": 7,
    });
    if let Grant::Listed(words) = &response.granted {
        body[endpoint.granted_field] = json!(words);
    }
    let printed = TokenResponse::parse(body.to_string().as_bytes(), endpoint, received)
        .expect("a printed token response is one");
    let token = response.access_token.expose_secret();
    assert_eq!(printed.access_token.expose_secret(), token);
    assert_eq!(printed.granted, response.granted);
    assert_eq!(printed.expires_at, received + Duration::from_secs(7));
}

fn check_error(data: &[u8], error: &Error) {
    assert!(error.is_token());
    let Ok(body) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let shown = format!("{error} {error:?}");
    for token in ["access_token", "refresh_token", "id_token"] {
        if let Some(token) = body[token].as_str().filter(|token| is_telling(token)) {
            assert!(!shown.contains(token), "{shown}");
        }
    }
}

/// Whether a text cannot stand in a message by chance: no message holds a digit.
fn is_telling(token: &str) -> bool {
    let has = |fits: fn(char) -> bool| token.contains(fits);
    token.len() >= 12 && has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_alphabetic())
}

/// When the response came: in 2026.
const RECEIVED: Duration = Duration::from_secs(1_770_000_000);

const FIVE_MINUTES: Duration = Duration::from_mins(5);

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);
