//! A request to one API, as it comes in.

use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde_json::Value;

use crate::received::{ReceivedBody, essence};
use crate::refusal::{Reason, Refusal};

/// A request to one API.
pub(crate) struct Incoming<'r> {
    pub(crate) head: &'r Parts,
    /// The path below the API's base path.
    pub(crate) path: &'r str,
    pub(crate) body: &'r [u8],
    pub(crate) now: Timestamp,
}

impl Incoming<'_> {
    /// The body as JSON, or as a form where it is one.
    pub(crate) fn json_or_form(&self) -> Result<ReceivedBody, Refusal> {
        if self.is_form() {
            let fields = form_urlencoded::parse(self.body).into_owned();
            return Ok(ReceivedBody::Form(fields.collect()));
        }
        let json = serde_json::from_slice(self.body);
        json.map(ReceivedBody::Json).map_err(|error| {
            Reason::MalformedBody.because(format!("The body is no JSON: {error}."))
        })
    }

    /// The body as JSON; a form becomes an object of texts, no body becomes null.
    pub(crate) fn parsed_body(&self) -> Result<Value, Refusal> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        self.json_or_form().map(|body| body.to_value())
    }

    pub(crate) fn is_form(&self) -> bool {
        self.media_type() == "application/x-www-form-urlencoded"
    }

    pub(crate) fn is_json(&self) -> bool {
        self.media_type() == "application/json"
    }

    /// The media type without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> String {
        essence(self.content_type())
    }

    /// The header as it was sent; empty where it was not.
    pub(crate) fn content_type(&self) -> &str {
        content_type(self.head)
    }
}

/// The header `Content-Type` as it was sent; empty where it was not.
pub(crate) fn content_type(head: &Parts) -> &str {
    let header = head.headers.get(CONTENT_TYPE);
    header
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
