//! The token request in the API's dialect (RFC 6749, 4.4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use serde::Serializer;
use zeroize::Zeroizing;

use crate::catalog::{BodyFormat, Credentials, TokenEndpoint};
use crate::client::{Core, Headers};
use crate::error::{Error, Kind, TokenFailure, inferred_hint};
use crate::token::access::Granted;
use crate::token::response::{Grant, TokenResponse, error_code, said};

/// Fetches one token; `scopes` is the request's `scope` parameter, empty for none.
pub(super) async fn fetch(core: &Core, scopes: &str) -> Result<Granted, Error> {
    let answer = core.send_token_request(scopes).await?;
    let asked = scopes.split_whitespace();
    let status = answer.status;
    if !status.is_success() {
        let code = error_code(&answer.body);
        let mut what = code.map_or_else(|| format!("the token endpoint answered {status}"), said);
        let inferred = core.names().inferred_among(&asked.collect::<Vec<_>>());
        if code == Some("invalid_scope") && !inferred.is_empty() {
            what.push_str(&inferred_hint(&inferred));
        }
        return Err(Error::new(Kind::Token(TokenFailure {
            status: Some(status),
            what,
            passing: status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429),
            timed_out: false,
            retry_after: answer.retry_after,
        })));
    }
    let endpoint = &core.catalog().token;
    let response =
        TokenResponse::parse_dated(&answer.body, endpoint, answer.received, answer.date)?;
    let mut fields = response.fields;
    fields.retain(|_, value| !core.value_repeats_secret(value));
    let scopes = match response.granted {
        Grant::Listed(mut names) => {
            names.retain(|name| !core.repeats_secret(name));
            names
        }
        Grant::AsRequested => asked.map(str::to_owned).collect(),
    };
    Ok(Granted {
        secret: response.access_token,
        scopes,
        fields,
        fetched_at: answer.received,
        expires_at: response.expires_at,
    })
}

/// The client's credentials.
#[derive(Clone, Debug)]
pub(crate) struct Secrets {
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
}

/// Writes the request's headers and body; an empty `scope` is not sent. The body is wiped from memory
/// with its last copy.
pub(crate) fn write_token_request(
    endpoint: &TokenEndpoint,
    format: BodyFormat,
    secrets: &Secrets,
    audience: Option<&str>,
    scope: &str,
) -> Result<(Headers, Bytes), Error> {
    let secret = secrets.client_secret.expose_secret();
    let mut fields = vec![("grant_type", "client_credentials")];
    let mut headers = Headers::default();
    match endpoint.credentials {
        Credentials::Body => {
            fields.push(("client_id", &secrets.client_id));
            fields.push(("client_secret", secret));
        }
        Credentials::Basic => {
            headers.insert(AUTHORIZATION, basic(&secrets.client_id, secret)?);
        }
    }
    fields.extend(audience.map(|audience| ("audience", audience)));
    if !scope.is_empty() {
        fields.push(("scope", scope));
    }
    fields.extend_from_slice(endpoint.fields);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let (content_type, body) = match format {
        BodyFormat::Json => ("application/json", json(&fields)),
        BodyFormat::Form => ("application/x-www-form-urlencoded", form(&fields)),
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    Ok((headers, Bytes::from_owner(body)))
}

/// HTTP Basic, with identifier and secret form-encoded first (RFC 6749, 2.3.1).
fn basic(client_id: &str, secret: &str) -> Result<HeaderValue, Error> {
    let mut pair = room(client_id.len() + secret.len());
    pair.extend(form_urlencoded::byte_serialize(client_id.as_bytes()).flat_map(str::bytes));
    pair.push(b':');
    pair.extend(form_urlencoded::byte_serialize(secret.as_bytes()).flat_map(str::bytes));
    let encoded = Zeroizing::new(STANDARD.encode(&*pair));
    let value = Zeroizing::new(format!("Basic {}", *encoded).into_bytes());
    let value = HeaderValue::from_maybe_shared(Bytes::from_owner(value));
    let mut value = value.map_err(|_| Error::config("the credentials do not fit into a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn json(fields: &[(&str, &str)]) -> Zeroizing<Vec<u8>> {
    let mut json = room(length(fields));
    // Texts cannot fail to be written to memory.
    let mut serializer = serde_json::Serializer::new(&mut *json);
    let _ = serializer.collect_map(fields.iter().copied());
    json
}

fn form(fields: &[(&str, &str)]) -> Zeroizing<Vec<u8>> {
    let mut form = room(length(fields));
    for (name, value) in fields {
        if !form.is_empty() {
            form.push(b'&');
        }
        form.extend(form_urlencoded::byte_serialize(name.as_bytes()).flat_map(str::bytes));
        form.push(b'=');
        form.extend(form_urlencoded::byte_serialize(value.as_bytes()).flat_map(str::bytes));
    }
    form
}

/// Room for texts of this length when each byte is escaped, so that the buffer never moves and
/// leaves a copy behind.
fn room(length: usize) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(6 * length + 16))
}

fn length(fields: &[(&str, &str)]) -> usize {
    fields
        .iter()
        .map(|(name, value)| name.len() + value.len() + 6)
        .sum()
}

#[cfg(test)]
mod tests;
