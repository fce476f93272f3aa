//! A client's settings, checked.

use std::collections::HashMap;
use std::sync::Arc;

use crate::catalog::{BodyFormat, Catalog, Endpoint, TokenAddress};
use crate::client::transport::HttpRequest;
use crate::clock::Clock;
use crate::error::Error;
use crate::limit::Limiters;
use crate::token::{Names, Secrets, write_token_request};

/// A client's settings, checked.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) catalog: &'static Catalog,
    pub(crate) base_url: String,
    pub(crate) names: Arc<Names>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) secrets: Secrets,
    pub(crate) audience: Option<String>,
    pub(crate) token_format: BodyFormat,
    /// Prefixes that replace those of the spec, by name.
    pub(crate) prefixes: HashMap<String, String>,
    /// Paths that replace those of the spec, by endpoint id.
    pub(crate) paths: HashMap<String, String>,
    /// How many requests may be sent.
    pub(crate) limiters: Limiters,
}

impl Settings {
    /// The address of an endpoint before its parameters are filled in.
    pub(crate) fn address(&self, endpoint: &Endpoint) -> String {
        let base = &self.base_url;
        let prefix = self.prefix(endpoint.prefix);
        // Most clients replace no path, so the id is not even made for the look-up.
        let replaced = if self.paths.is_empty() {
            None
        } else {
            self.paths.get(&endpoint.id())
        };
        let path = replaced.map_or(endpoint.path, String::as_str);
        format!("{base}{prefix}{path}")
    }

    /// The token request; `scopes` is its `scope` parameter, empty for none.
    pub(crate) fn token_request(&self, scopes: &str) -> Result<HttpRequest, Error> {
        let endpoint = &self.catalog.token;
        let address = match endpoint.address {
            TokenAddress::Path { prefix, path } => {
                format!("{}{}{path}", self.base_url, self.prefix(prefix))
            }
            TokenAddress::Url(url) => url.to_owned(),
        };
        let audience = self.audience.as_deref();
        let (headers, body) =
            write_token_request(endpoint, self.token_format, &self.secrets, audience, scopes)?;
        let mut request = HttpRequest::new(http::Method::POST, &address)?;
        request.headers = headers;
        request.body = Some(body.into());
        Ok(request)
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

    fn prefix(&self, name: &str) -> &str {
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
