//! What the spec says that a call cannot be made without.

use axum::http::HeaderMap;
use passport_spec::{Endpoint, Param, Style};

use crate::incoming::Incoming;
use crate::refusal::{Reason, Refusal};

/// Refuses a call that lacks a query parameter or a header which the spec requires.
///
/// A list may be empty and an object may have no fields, which leaves nothing of them: those are not
/// looked for. The body is looked for where it is read.
pub(crate) fn check(incoming: &Incoming<'_>, endpoint: &Endpoint) -> Result<(), Refusal> {
    let query = incoming.head.uri.query().unwrap_or_default();
    let in_query = |param: &&Param| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.any(|(name, _)| name == param.wire)
    };
    let headers: &HeaderMap = &incoming.head.headers;
    let in_headers = |param: &&Param| headers.contains_key(param.wire.as_str());
    let query = endpoint.query.iter().filter(is_always_sent);
    let headers = endpoint.headers.iter().filter(is_always_sent);
    let no_query = query
        .filter(|param| !in_query(param))
        .map(|param| ("query parameter", param));
    let no_header = headers
        .filter(|param| !in_headers(param))
        .map(|param| ("header", param));
    match no_query.chain(no_header).next() {
        Some((what, param)) => {
            let detail = format!("The {what} `{}` is missing.", param.wire);
            Err(Reason::MissingField.because(detail))
        }
        None => Ok(()),
    }
}

fn is_always_sent(param: &&Param) -> bool {
    param.required && matches!(param.style, Style::Plain | Style::Json | Style::Encoded)
}
