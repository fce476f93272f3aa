//! The token request in the API's dialect (RFC 6749, 4.4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use serde::Serializer;
use url::Url;
use zeroize::Zeroizing;

use crate::catalog::{BodyFormat, Credentials, TokenEndpoint};
use crate::client::{Core, Headers, TokenAnswer};
use crate::error::{Error, TokenError, code_word, explanation, is_opaque, one_line};
use crate::token::access::{AccessToken, Granted};
use crate::token::error_body::ErrorBody;
use crate::token::response::{Grant, TokenResponse};
use crate::token::secret_forms::repeats_in_any_form;

/// Fetches one token; `scopes` is the request's `scope` parameter, empty for none, and `before` the
/// token that the new one is to replace.
pub(super) async fn fetch(
    core: &Core,
    scopes: &str,
    before: Option<&AccessToken>,
) -> Result<Granted, Error> {
    let answer = core.send_token_request(scopes).await?;
    let asked = scopes.split_whitespace();
    let said = ErrorBody::read(&answer.body);
    // Some servers refuse with a success (200).
    if !answer.status.is_success() || said.names_error {
        return Err(refusal(&said, &answer, scopes, before, core));
    }
    let endpoint = &core.catalog().token;
    let response = TokenResponse::parse_dated(&answer.body, endpoint, answer.received, answer.date);
    let response = match response {
        Ok(response) => response,
        Err(_) if said.tokens.is_empty() && said.says_something() => {
            return Err(refusal(&said, &answer, scopes, before, core));
        }
        Err(error) => return Err(error.at_token_endpoint(&answer.endpoint)),
    };
    let mut fields = response.fields;
    fields.drop_where(|value| core.value_repeats_secret(value));
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

/// The error for a refusal of the token endpoint, without what must not be shown.
fn refusal(
    said: &ErrorBody,
    answer: &TokenAnswer,
    scopes: &str,
    before: Option<&AccessToken>,
    core: &Core,
) -> Error {
    let repeats = |text: &str| {
        let mut tokens = said.tokens.iter().chain(before.map(AccessToken::secret));
        tokens.any(|token| repeats_in_any_form(text, token))
            || core.any_secret(|secret| repeats_in_any_form(text, secret))
    };
    let shown = |text: &str, fit: fn(&str) -> Option<String>| {
        let text = core.without_short_secrets(text);
        // Characters that are not seen may have divided a secret, and may not.
        let fits = !repeats(&text) && !repeats(&one_line(&text, usize::MAX));
        fit(&text).filter(|_| fits)
    };
    let explained =
        |text: &str| Some(explanation(text, LONGEST_DESCRIPTION)).filter(|it| !it.is_empty());
    let asked: Vec<String> = scopes.split_whitespace().map(str::to_owned).collect();
    let inferred = core
        .names()
        .inferred_among(&scopes.split_whitespace().collect::<Vec<_>>());
    let error = TokenError {
        status: answer.status,
        code: said.code.as_deref().and_then(|code| shown(code, code_word)),
        description: said
            .description
            .as_deref()
            .and_then(|text| shown(text, explained)),
        uri: said.uri.as_deref().and_then(|uri| shown(uri, page)),
        endpoint: answer.endpoint.clone(),
        credentials: answer.credentials,
        is_encoding_of_matter: answer.is_encoding_of_matter,
        inferred: inferred.into_iter().map(str::to_owned).collect(),
        scopes: asked,
        set: None,
    };
    Error::token_refused(error, answer.retry_after)
}

/// The address of a page, without user and password, and without words that look like a key.
fn page(uri: &str) -> Option<String> {
    let uri = uri.trim();
    let url = Url::parse(uri).ok()?;
    let is_web = matches!(url.scheme(), "https" | "http") && url.host().is_some();
    let is_open = url.username().is_empty() && url.password().is_none();
    let has_key = uri
        .split(['/', ':', '?', '&', '=', '#', '.'])
        .any(is_opaque);
    let text: String = url.into();
    (is_web && is_open && !has_key && text.len() <= LONGEST_URI).then_some(text)
}

/// The credentials of one token request.
#[derive(Clone, Copy)]
pub(crate) struct Secrets<'s> {
    pub(crate) client_id: &'s str,
    pub(crate) client_secret: &'s SecretString,
    /// Where they go.
    pub(crate) credentials: Credentials,
}

/// Writes the request's headers and body; an empty `scope` is not sent. The body is wiped from memory
/// with its last copy.
pub(crate) fn write_token_request(
    endpoint: &TokenEndpoint,
    format: BodyFormat,
    secrets: Secrets<'_>,
    audience: Option<&str>,
    scope: &str,
) -> Result<(Headers, Bytes), Error> {
    let (client_id, secret) = (secrets.client_id, secrets.client_secret.expose_secret());
    let mut fields = vec![("grant_type", "client_credentials")];
    let mut headers = Headers::default();
    match secrets.credentials {
        Credentials::Body => {
            fields.push(("client_id", client_id));
            fields.push(("client_secret", secret));
        }
        Credentials::Basic => {
            let encode = |text: &str, pair: &mut Vec<u8>| {
                pair.extend(form_urlencoded::byte_serialize(text.as_bytes()).flat_map(str::bytes));
            };
            headers.insert(AUTHORIZATION, basic(client_id, secret, encode)?);
        }
        Credentials::ClientSecretBasicRaw => {
            let copy = |text: &str, pair: &mut Vec<u8>| pair.extend_from_slice(text.as_bytes());
            headers.insert(AUTHORIZATION, basic(client_id, secret, copy)?);
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

/// Returns whether form-encoding changes one of them, so that a server that does not decode them, or
/// does although they are not encoded, reads another.
pub(crate) fn is_encoding_of_matter(secrets: Secrets<'_>) -> bool {
    let texts = [secrets.client_id, secrets.client_secret.expose_secret()];
    match secrets.credentials {
        Credentials::Body => false,
        Credentials::Basic => texts.iter().any(|text| {
            let mut parts = form_urlencoded::byte_serialize(text.as_bytes());
            parts
                .next()
                .is_some_and(|part| part.len() != text.len() || text.contains(' '))
        }),
        // Decoding would change these.
        Credentials::ClientSecretBasicRaw => texts.iter().any(|text| text.contains(['%', '+'])),
    }
}

/// HTTP Basic (RFC 7617, 2), with identifier and secret as `write` writes them: form-encoded (RFC 6749,
/// 2.3.1) or as they are.
fn basic(
    client_id: &str,
    secret: &str,
    write: impl Fn(&str, &mut Vec<u8>),
) -> Result<HeaderValue, Error> {
    let mut pair = room(client_id.len() + secret.len());
    write(client_id, &mut pair);
    pair.push(b':');
    write(secret, &mut pair);
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

/// So many characters of a description are shown.
const LONGEST_DESCRIPTION: usize = 300;

const LONGEST_URI: usize = 300;

#[cfg(test)]
mod tests;
