//! Paths and header names as they go over the wire: what a server may read otherwise than it is
//! written is refused.

use crate::plain_text::is_invisible;

/// Checks a path, or a part of one, that begins with `/`.
///
/// A dot segment is taken away by clients and proxies before a server sees the path, so that the call
/// is another one than the spec says; a path that begins with `//` names a host.
pub(crate) fn check_path(text: &str) -> Result<(), String> {
    if text.starts_with("//") {
        return Err(format!(
            "the path `{text}` begins with `//`, which a server may read as a host; begin it with \
             one `/`"
        ));
    }
    let decoded = decoded(text);
    if decoded.contains(is_invisible) {
        return Err(format!(
            "the path `{text}` holds a control character; leave it out"
        ));
    }
    let mut segments = decoded.split(['/', '\\']);
    if let Some(dots) = segments.find(|segment| matches!(*segment, "." | "..")) {
        return Err(format!(
            "the path `{text}` holds the segment `{dots}`, which leads to another path; write the \
             path that is meant"
        ));
    }
    Ok(())
}

/// Checks the name of a header that a spec adds to a call.
///
/// ```
/// use passport_spec::check_header_name;
///
/// assert!(check_header_name("Idempotency-Key").is_ok());
/// assert!(check_header_name("X-A\r\nX-B").is_err());
/// assert!(check_header_name("host").is_err());
/// ```
///
/// # Errors
///
/// A text that says what is wrong with it, and what to do.
pub fn check_header_name(name: &str) -> Result<(), String> {
    if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(format!(
            "`{name}` is no name of a header (RFC 9110, 5.1); write letters, \
             digits, `-` and `_`"
        ));
    }
    let is = |known: &&str| name.eq_ignore_ascii_case(known);
    if OF_CLIENT.iter().any(is) {
        return Err(format!(
            "the header `{name}` is set by the client itself; leave it out"
        ));
    }
    if OF_CONNECTION.iter().any(is) {
        return Err(format!(
            "the header `{name}` belongs to the connection, not to a call (RFC 9110, 7.6.1); leave \
             it out"
        ));
    }
    Ok(())
}

/// The path with those escapes read that hide a part of it: of dots, slashes and control characters.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let byte = escape
            .get(1..3)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .map(char::from);
        match byte.filter(|c| matches!(c, '.' | '/' | '\\') || c.is_ascii_control()) {
            Some(c) => {
                out.push(c);
                rest = &escape[3..];
            }
            None => {
                out.push('%');
                rest = &escape[1..];
            }
        }
    }
    out + rest
}

/// Headers that say what a call is and who makes it; `accept`, `media_type` and the token decide them.
const OF_CLIENT: &[&str] = &["accept", "authorization", "content-type", "host"];

/// Headers that say where a message ends, and those between two neighbours on its way.
const OF_CONNECTION: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

#[cfg(test)]
mod tests {
    use super::{check_header_name, check_path};

    #[test]
    fn a_path_that_leads_elsewhere_is_refused() {
        for path in [
            "/../admin",
            "/a/..",
            "/a/.",
            "/./a",
            "/%2e%2E/admin",
            "/.%2e/admin",
            "/a/%2e",
            "/a%2f..%2fb",
            "/a%5C..%5Cb",
            "//host/a",
            "/a\u{202e}b",
            "/a%0d%0aX:%20b",
            "/a%00",
        ] {
            assert!(check_path(path).is_err(), "{path}");
        }
        for path in [
            "/",
            "/a",
            "/a..b",
            "/...",
            "/.well-known/a",
            "/a/{b}",
            "/a:b/%41",
            "/a%",
            "/a%é",
            "/a//b",
            "/a%2Fb",
        ] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn a_header_that_frames_a_message_is_refused() {
        for name in [
            "",
            "a b",
            "a:",
            "X\r\nY",
            "é",
            "HOST",
            "Content-Length",
            "te",
            "Authorization",
        ] {
            assert!(check_header_name(name).is_err(), "{name:?}");
        }
        for name in [
            "X-Request-Id",
            "Idempotency-Key",
            "Accept-Language",
            "If-Match",
            "_x",
            "a.b",
        ] {
            assert_eq!(check_header_name(name), Ok(()), "{name:?}");
        }
    }
}
