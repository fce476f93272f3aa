//! Headers of every request.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, CONNECTION, CONTENT_ENCODING,
    CONTENT_LENGTH, CONTENT_TYPE, COOKIE, EXPECT, HOST, PROXY_AUTHORIZATION, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};
use http::{HeaderName, HeaderValue};

use crate::catalog::{Catalog, Retry};
use crate::client::checks::check_header;
use crate::client::headers::Headers;
use crate::error::Error;

/// Headers of every request, unless the call has its own.
#[derive(Clone, Default)]
pub(crate) struct DefaultHeaders {
    accept_language: Option<HeaderValue>,
    others: Vec<(HeaderName, HeaderValue)>,
}

impl DefaultHeaders {
    /// Takes what a client is built from, checked.
    pub(super) fn new(
        accept_language: Option<&str>,
        others: &[(String, String)],
        catalog: &Catalog,
    ) -> Result<Self, Error> {
        let accept_language = accept_language.map(|value| check_header("`Accept-Language`", value));
        let others = others
            .iter()
            .map(|(name, value)| check(name, value, catalog));
        Ok(Self {
            accept_language: accept_language.transpose()?,
            others: others.collect::<Result<_, _>>()?,
        })
    }

    /// Adds those that a call of the API does not have.
    pub(crate) fn add_to(&self, headers: &mut Headers) {
        self.add_language_to(headers);
        for (name, value) in &self.others {
            headers.insert_if_absent(name.clone(), value);
        }
    }

    /// Adds the language alone: the other headers may be meant for one server only.
    pub(crate) fn add_language_to(&self, headers: &mut Headers) {
        if let Some(languages) = &self.accept_language {
            headers.insert_if_absent(ACCEPT_LANGUAGE, languages);
        }
    }
}

impl std::fmt::Debug for DefaultHeaders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A value may be secret.
        let names = self.others.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

fn check(name: &str, value: &str, catalog: &Catalog) -> Result<(HeaderName, HeaderValue), Error> {
    let Ok(parsed) = HeaderName::try_from(name) else {
        return Err(Error::config(format!(
            "`{}` is not the name of a header",
            name.escape_debug()
        )));
    };
    if SET_ELSEWHERE.contains(&parsed) {
        return Err(Error::config(format!(
            "the header `{parsed}` is set by the client itself, and cannot be one of all requests"
        )));
    }
    // One key for all calls would make the server take each for a repetition of the first.
    let is_key = |retry| matches!(retry, Retry::KeyInHeader(key) if parsed == *key);
    if catalog
        .endpoints
        .iter()
        .any(|endpoint| is_key(endpoint.retry))
    {
        return Err(Error::config(format!(
            "the header `{parsed}` is an idempotency key, which each call needs for itself"
        )));
    }
    let Ok(mut value) = HeaderValue::try_from(value) else {
        return Err(Error::config(format!(
            "the value of the header `{parsed}` does not fit into a header"
        )));
    };
    value.set_sensitive(true);
    Ok((parsed, value))
}

/// Headers that the client or its connection sets, or that describe one body or one connection.
const SET_ELSEWHERE: &[HeaderName] = &[
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    AUTHORIZATION,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    COOKIE,
    EXPECT,
    HOST,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
];
