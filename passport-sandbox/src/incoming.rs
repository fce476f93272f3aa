//! A request to one API, as it comes in.

use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde_json::Value;

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
    /// The body as JSON; a form becomes an object of texts, no body becomes null.
    pub(crate) fn parsed_body(&self) -> Result<Value, Refusal> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        if self.is_form() {
            let pairs = form_urlencoded::parse(self.body).into_owned();
            return Ok(pairs
                .map(|(name, value)| (name, Value::from(value)))
                .collect());
        }
        serde_json::from_slice(self.body).map_err(|error| {
            Reason::MalformedBody.because(format!("The body is no JSON: {error}."))
        })
    }

    pub(crate) fn is_form(&self) -> bool {
        self.content_type() == "application/x-www-form-urlencoded"
    }

    pub(crate) fn is_json(&self) -> bool {
        self.content_type() == "application/json"
    }

    /// The media type without its parameters, in lower case.
    fn content_type(&self) -> String {
        let header = self.head.headers.get(CONTENT_TYPE);
        let text = header
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let media_type = text.split(';').next().unwrap_or_default();
        media_type.trim().to_ascii_lowercase()
    }
}
