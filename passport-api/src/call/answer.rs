//! How an answer is read.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::client::HttpResponse;
use crate::error::{Error, Kind};
use crate::json;
use crate::problem::Problem;

/// An answer of success that nobody has read yet.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Unread<'a> {
    response: &'a HttpResponse,
    /// The media types that were asked for.
    asked_for: &'a str,
}

/// One of several answers, by status; [`api!`](crate::api) implements it.
#[doc(hidden)]
pub trait Several: Sized {
    fn read(answer: Unread<'_>) -> Result<Self, Error>;
}

impl<'a> Unread<'a> {
    pub(super) fn new(response: &'a HttpResponse, asked_for: &'a str) -> Self {
        Self {
            response,
            asked_for,
        }
    }

    pub fn status(&self) -> u16 {
        self.response.status.as_u16()
    }

    /// What is in the answer does not matter, if it is one: a page of HTML with status 200 is
    /// something else's between here and the server, and so is what calls itself JSON and is none.
    pub fn empty(&self) -> Result<(), Error> {
        let content_type = content_type(&self.response.headers);
        let wants_json = content_type.contains("json") || content_type.starts_with(HTML);
        if !wants_json || json::without_bom(&self.response.body).is_empty() {
            return Ok(());
        }
        self.read::<IgnoredAny>(&self.response.body).map(drop)
    }

    /// An answer without a body counts as `null`, so that it is a `Value` or an `Option` as well.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let body = &*self.response.body;
        let is_empty = json::without_bom(body).is_empty();
        self.read(if is_empty { b"null" } else { body })
    }

    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Error> {
        json::read(body).map_err(|mismatch| json::not_as_expected(&self.response.body, &mismatch))
    }

    /// The bytes as they are; a page of HTML only where one may be meant.
    pub fn bytes(&self) -> Result<Bytes, Error> {
        let is_html = content_type(&self.response.headers).starts_with(HTML);
        if is_html && !takes_html(self.asked_for) {
            let source = "a page of HTML, which was not asked for";
            return Err(self.unreadable(source));
        }
        Ok(self.response.body.clone())
    }

    /// The bytes as text, in UTF-8 or what the server names instead.
    pub fn text(&self) -> Result<String, Error> {
        let bytes = self.bytes()?;
        let content_type = content_type(&self.response.headers);
        match charset(&content_type) {
            None | Some("utf-8" | "utf8" | "us-ascii") => {
                let text = std::str::from_utf8(&bytes).map_err(|error| {
                    let place = format!("no text in UTF-8 from byte {} on", error.valid_up_to());
                    self.unreadable(place)
                })?;
                // A mark of the encoding is no part of the text.
                Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
            }
            // Each of its bytes is the code point of the same number.
            Some("iso-8859-1" | "latin1") => Ok(bytes.iter().copied().map(char::from).collect()),
            Some(_) => {
                let source = "a text in an encoding other than UTF-8 and ISO-8859-1";
                Err(self.unreadable(source))
            }
        }
    }

    fn unreadable(&self, source: impl Into<String>) -> Error {
        Error::unreadable(self.response.body.clone(), source.into())
    }

    /// The error of a status of success that the spec does not describe.
    pub fn undocumented(&self) -> Error {
        let body = Problem::of_unread_answer(self.response.body.clone());
        Error::new(Kind::Undocumented(self.response.status, Box::new(body)))
    }
}

/// The body may hold personal data.
impl fmt::Debug for Unread<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Unread");
        shown.field("status", &self.response.status);
        shown.finish_non_exhaustive()
    }
}

/// Whether what an `Accept` header asks for may be a page of HTML.
fn takes_html(accept: &str) -> bool {
    let types = accept
        .split(',')
        .map(|ty| ty.split(';').next().unwrap_or_default());
    types
        .map(str::trim)
        .any(|ty| MAYBE_HTML.iter().any(|html| ty.eq_ignore_ascii_case(html)))
}

/// In lower case; empty where there is none.
fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

/// The parameter `charset` of a content type (RFC 9110, 8.3.2).
fn charset(content_type: &str) -> Option<&str> {
    let params = content_type
        .split(';')
        .skip(1)
        .filter_map(|param| param.split_once('='));
    let mut charsets = params.filter(|(name, _)| name.trim() == "charset");
    charsets
        .next()
        .map(|(_, value)| value.trim().trim_matches('"'))
}

const HTML: &str = "text/html";

/// Media types that say nothing against HTML: bytes of any kind may be a page.
const MAYBE_HTML: &[&str] = &[
    "*/*",
    HTML,
    "application/xhtml+xml",
    "application/octet-stream",
];

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::header::CONTENT_TYPE;
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::{Unread, takes_html};
    use crate::client::HttpResponse;

    fn answer(content_type: &'static str, body: &'static [u8]) -> HttpResponse {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        HttpResponse {
            status: StatusCode::OK,
            headers,
            body: Bytes::from_static(body),
            attempts: 1,
        }
    }

    #[test]
    fn text_is_read_in_its_encoding() {
        let check = |content_type, body, expected: Option<&str>| {
            let response = answer(content_type, body);
            let text = Unread::new(&response, "text/plain").text();
            let text = text
                .inspect_err(|error| assert!(error.is_decode(), "{error}"))
                .ok();
            assert_eq!(text.as_deref(), expected, "{content_type} {body:?}");
        };
        check("text/plain", b"caf\xc3\xa9", Some("café"));
        check("text/plain", b"\xef\xbb\xbfa", Some("a"));
        check(
            "text/csv; header=present; charset=UTF-8",
            b"a,b",
            Some("a,b"),
        );
        check(
            "text/plain; charset=\"ISO-8859-1\"",
            b"caf\xe9",
            Some("café"),
        );
        check("text/plain", b"caf\xe9", None);
        check("text/plain; charset=utf-16", b"a\0", None);
        check("application/xml", b"<a/>", Some("<a/>"));
        check("text/html; charset=utf-8", b"<html>", None);
        check("text/plain", b"", Some(""));
    }

    #[test]
    fn a_page_of_html_is_taken_where_one_may_be_meant() {
        for (accept, expected) in [
            ("*/*", true),
            ("text/HTML;q=0.5", true),
            ("application/json, application/octet-stream", true),
            ("text/*", false),
            ("application/pdf", false),
        ] {
            assert_eq!(takes_html(accept), expected, "{accept}");
            let response = answer("text/html", b"<html>");
            let read = Unread::new(&response, accept).bytes();
            assert_eq!(read.is_ok(), expected, "{accept}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_repeated() {
        let response = answer("text/plain; charset=secret", b"secret \xff");
        let error = Unread::new(&response, "text/plain").text().unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}
