//! A client's settings, checked.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use secrecy::SecretString;
use url::Url;

use crate::catalog::{BodyFormat, Catalog, Credentials, Endpoint, EndpointFact, TokenAddress};
use crate::client::default_headers::DefaultHeaders;
use crate::client::message::HttpRequest;
use crate::clock::Clock;
use crate::error::{Error, InferredPath};
use crate::limit::Limiters;
use crate::observe::Observer;
use crate::retry::RetryPolicy;
use crate::token::{ClientCredentials, Names, Secrets, TokenKey, TokenStore, write_token_request};

/// A client's settings, checked.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) catalog: &'static Catalog,
    pub(crate) base_url: String,
    /// Instead of the spec's token endpoint.
    pub(crate) token_url: Option<String>,
    pub(crate) names: Arc<Names>,
    pub(crate) clock: Arc<dyn Clock>,
    /// `None` where all tokens are given by the caller.
    pub(crate) credentials: Option<ClientCredentials>,
    /// The client authentication at the token endpoint.
    pub(crate) client_auth: Credentials,
    pub(crate) audience: Option<String>,
    pub(crate) token_format: BodyFormat,
    /// Prefixes that replace those of the spec, by name.
    pub(crate) prefixes: HashMap<String, String>,
    /// Paths that replace those of the spec, by endpoint id.
    pub(crate) paths: HashMap<String, String>,
    /// Headers of every request.
    pub(crate) default_headers: DefaultHeaders,
    /// How long a call may take in all.
    pub(crate) timeout: Duration,
    /// How long one attempt may take.
    pub(crate) attempt_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) store: Option<Arc<dyn TokenStore>>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    /// How many requests may be sent.
    pub(crate) limiters: Limiters,
}

impl Settings {
    /// The path of an endpoint behind the base URL, parameters in braces.
    pub(crate) fn template(&self, endpoint: &Endpoint) -> String {
        let (prefix, path) = self.path(endpoint);
        format!("{prefix}{path}")
    }

    /// The same as two parts: its prefix, and what is behind that.
    pub(crate) fn path(&self, endpoint: &Endpoint) -> (&str, &str) {
        let prefix = self.prefix(endpoint.prefix);
        // Most clients replace no path, so the id is not even made for the look-up.
        let replaced = if self.paths.is_empty() {
            None
        } else {
            self.paths.get(&endpoint.id())
        };
        (prefix, replaced.map_or(endpoint.path, String::as_str))
    }

    /// The parts of an endpoint's path that the spec infers and the program has not replaced.
    pub(crate) fn inferred_path(&self, endpoint: &Endpoint) -> InferredPath {
        let (prefix, path) = self.path(endpoint);
        let known = self.catalog.prefixes.iter();
        let mut known = known.filter(|known| known.name == endpoint.prefix);
        let same_prefix = known.next().is_some_and(|known| known.path == prefix);
        InferredPath {
            prefix: endpoint.is_inferred(EndpointFact::Prefix) && same_prefix,
            path: endpoint.is_inferred(EndpointFact::Path) && endpoint.path == path,
        }
    }

    /// The client's credentials, with which tokens are fetched.
    pub(crate) fn credentials(&self) -> Result<&ClientCredentials, Error> {
        self.credentials.as_ref().ok_or_else(|| {
            Error::config(
                "the client has no `credentials` to fetch a token with; set them when you build it, \
                 or give it a token with `token_from`",
            )
        })
    }

    /// The credentials of a token request with this secret.
    pub(crate) fn secrets<'s>(&'s self, secret: &'s SecretString) -> Result<Secrets<'s>, Error> {
        Ok(Secrets {
            client_id: self.credentials()?.client_id(),
            client_secret: secret,
            credentials: self.client_auth,
        })
    }

    /// The token request; `scopes` is its `scope` parameter, empty for none.
    pub(crate) fn token_request(
        &self,
        secrets: Secrets<'_>,
        scopes: &str,
    ) -> Result<HttpRequest, Error> {
        let endpoint = &self.catalog.token;
        let audience = self.audience.as_deref();
        let (mut headers, body) =
            write_token_request(endpoint, self.token_format, secrets, audience, scopes)?;
        let address = self.token_address();
        if is_of(&address, &self.base_url) {
            self.default_headers.add_to(&mut headers);
        } else {
            self.default_headers.add_language_to(&mut headers);
        }
        Ok(HttpRequest {
            method: Method::POST,
            address,
            headers,
            body: Some(body),
        })
    }

    /// What tells the tokens for a `scope` parameter from all others.
    pub(crate) fn token_key(&self, scopes: &str) -> TokenKey {
        let client_id = self.credentials.as_ref().map(ClientCredentials::client_id);
        TokenKey {
            token_url: self.token_address(),
            client_id: client_id.unwrap_or_default().to_owned(),
            audience: self.audience.clone().unwrap_or_default(),
            scopes: scopes.to_owned(),
            fields: self.catalog.token.fields,
        }
    }

    fn token_address(&self) -> String {
        if let Some(url) = &self.token_url {
            return url.clone();
        }
        match self.catalog.token.address {
            TokenAddress::Path { prefix, path } => {
                format!("{}{}{path}", self.base_url, self.prefix(prefix))
            }
            TokenAddress::Url(url) => url.to_owned(),
        }
    }

    /// The name of the prefix that a path begins with, the longest if there are several; empty for
    /// none. A call of an endpoint that is not in the spec counts under it.
    pub(crate) fn prefix_of(&self, path: &str) -> &'static str {
        let known = self.catalog.prefixes.iter().map(|known| known.name);
        let begins = known.filter(|name| {
            let rest = path.strip_prefix(self.prefix(name));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        });
        begins
            .max_by_key(|name| self.prefix(name).len())
            .unwrap_or_default()
    }

    /// The path of a prefix, by its name.
    pub(crate) fn prefix(&self, name: &str) -> &str {
        let known = || {
            self.catalog
                .prefixes
                .iter()
                .find(|known| known.name == name)
        };
        let replaced = self.prefixes.get(name).map(String::as_str);
        replaced.unwrap_or_else(|| known().map_or("", |known| known.path))
    }
}

/// Returns whether an address has the origin of a base URL (RFC 6454, 4).
fn is_of(address: &str, base_url: &str) -> bool {
    let origin = |url: &str| Url::parse(url).ok().map(|url| url.origin());
    origin(address).is_some_and(|it| Some(it) == origin(base_url))
}
