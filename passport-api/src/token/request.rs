//! The token request in the API's dialect (RFC 6749, 4.4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use crate::catalog::{BodyFormat, Credentials, TokenEndpoint};
use crate::error::Error;

/// The client's credentials.
#[derive(Clone, Debug)]
pub(crate) struct Secrets {
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
}

/// Writes the request's headers and body; an empty `scope` is not sent.
pub(crate) fn write_token_request(
    endpoint: &TokenEndpoint,
    format: BodyFormat,
    secrets: &Secrets,
    audience: Option<&str>,
    scope: &str,
) -> Result<(HeaderMap, Vec<u8>), Error> {
    let secret = secrets.client_secret.expose_secret();
    let mut fields = vec![("grant_type", "client_credentials")];
    let mut headers = HeaderMap::new();
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
        BodyFormat::Form => (
            "application/x-www-form-urlencoded",
            form(&fields).into_bytes(),
        ),
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    Ok((headers, body))
}

/// HTTP Basic, with identifier and secret form-encoded first (RFC 6749, 2.3.1).
fn basic(client_id: &str, secret: &str) -> Result<HeaderValue, Error> {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = STANDARD.encode(format!("{}:{}", encoded(client_id), encoded(secret)));
    let value = HeaderValue::try_from(format!("Basic {pair}"));
    let mut value = value.map_err(|_| Error::config("the credentials do not fit into a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn json(fields: &[(&str, &str)]) -> Vec<u8> {
    let entries = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
    Value::Object(entries.collect::<Map<_, _>>())
        .to_string()
        .into_bytes()
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

#[cfg(test)]
mod tests;
