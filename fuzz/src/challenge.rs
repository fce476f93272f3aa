//! `WWW-Authenticate`: what was read of a challenge and is printed reads as the same.
//!
//! The input is one header's value a line.

use std::fmt::Write;

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};
use passport_api::__private::fuzz::{BearerChallenge, bearer_challenge};

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let headers = headers(data);
    let Some(challenge) = bearer_challenge(&headers) else {
        return;
    };
    check(&challenge);
    let printed = print(&challenge);
    assert_eq!(read(&[&printed]).as_ref(), Some(&challenge), "{printed}");
    // Other schemes beside it are of no matter, whichever side they stand on.
    let before = format!("Negotiate YWJj==, Basic realm=\"a, Bearer\", {printed}");
    assert_eq!(read(&[&before]).as_ref(), Some(&challenge), "{before}");
    let behind = format!("{printed} , , Basic realm=\"\\\"\", Digest nonce=x");
    assert_eq!(read(&[&behind]).as_ref(), Some(&challenge), "{behind}");
    // Nor is a header that is broken.
    assert_eq!(read(&["Bearer error=\"", &printed]), Some(challenge));
}

fn headers(data: &[u8]) -> HeaderMap {
    let lines = data.split(|byte| *byte == b'\n');
    let values = lines.filter_map(|line| HeaderValue::from_bytes(line).ok());
    // More of them than this would be more of the same.
    values.take(20).map(|value| (WWW_AUTHENTICATE, value)).fold(
        HeaderMap::new(),
        |mut headers, (name, value)| {
            headers.append(name, value);
            headers
        },
    )
}

fn read(values: &[&str]) -> Option<BearerChallenge> {
    bearer_challenge(&headers(values.join("\n").as_bytes()))
}

/// RFC 6749, 3.3, and RFC 6750, 3.
fn check(challenge: &BearerChallenge) {
    let is_scope_byte = |byte: u8| matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~');
    if let Some(scopes) = &challenge.scopes {
        assert!((1..=256).contains(&scopes.len()));
        for scope in scopes {
            assert!(!scope.is_empty() && scope.bytes().all(is_scope_byte));
        }
    }
    if let Some(description) = &challenge.error_description {
        let is_printable = |byte: u8| byte == b' ' || is_scope_byte(byte);
        assert!(!description.is_empty() && description.bytes().all(is_printable));
    }
    if let Some(error) = &challenge.error {
        let is_error_byte = |byte| byte == b' ' || is_scope_byte(byte);
        assert!(!error.is_empty() && error.bytes().all(is_error_byte));
    }
}

fn print(challenge: &BearerChallenge) -> String {
    let mut params = Vec::new();
    let mut param = |name: &str, value: &str| {
        let mut text = format!("{name}=\"");
        for c in value.chars() {
            if matches!(c, '"' | '\\') {
                text.push('\\');
            }
            text.push(c);
        }
        text.push('"');
        params.push(text);
    };
    if let Some(realm) = &challenge.realm {
        param("realm", realm);
    }
    if let Some(error) = &challenge.error {
        param("error", error);
    }
    if let Some(description) = &challenge.error_description {
        param("error_description", description);
    }
    if let Some(scopes) = &challenge.scopes {
        param("scope", &scopes.join(" "));
    }
    let mut printed = "Bearer".to_owned();
    if !params.is_empty() {
        let _ = write!(printed, " {}", params.join(", "));
    }
    printed
}
