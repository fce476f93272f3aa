//! Builds a client.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::SecretString;
use url::Url;

use crate::catalog::{BodyFormat, Catalog};
use crate::client::settings::Settings;
use crate::client::transport::Transport;
use crate::client::{Api, Core};
use crate::clock::{Clock, SystemClock};
use crate::error::Error;
use crate::limit::{Limiters, Limits};
use crate::scope::Scope;
use crate::token::{Names, Secrets};

/// Builds a client of the API `A`; what does not fit is reported by [`build`](Self::build).
///
/// ```
/// # #[cfg(feature = "breb")] {
/// use passport_api::breb;
///
/// let client = breb::Client::builder()
///     .base_url(breb::servers::SANDBOX)
///     .credentials("the API key", "the API secret")
///     .build()?;
/// # }
/// # Ok::<_, passport_api::Error>(())
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<A> {
    base_url: Option<String>,
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    audience: Option<String>,
    token_format: BodyFormat,
    prefixes: HashMap<String, String>,
    paths: HashMap<String, String>,
    mapped: HashMap<u32, String>,
    holes: BTreeMap<String, String>,
    roots: Vec<String>,
    clock: Arc<dyn Clock>,
    timeout: Duration,
    connect_timeout: Duration,
    body_limit: usize,
    limits: Limits,
    limits_by_prefix: HashMap<String, Limits>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> ClientBuilder<A> {
    #[doc(hidden)]
    pub fn new() -> Self {
        Self {
            base_url: None,
            client_id: None,
            client_secret: None,
            audience: A::CATALOG.token.audience.map(str::to_owned),
            token_format: A::CATALOG.token.request,
            prefixes: HashMap::new(),
            paths: HashMap::new(),
            mapped: HashMap::new(),
            holes: BTreeMap::new(),
            roots: Vec::new(),
            clock: Arc::new(SystemClock),
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            body_limit: BODY_LIMIT,
            limits: Limits::new(),
            limits_by_prefix: HashMap::new(),
            api: PhantomData,
        }
    }

    /// The server's base URL, `https://` only, such as one of the API's `servers`. Paths begin
    /// behind it.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The client's identifier and secret (RFC 6749, 2.3.1).
    pub fn credentials(mut self, client_id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.client_id = Some(client_id.into());
        self.client_secret = Some(SecretString::from(secret.into()));
        self
    }

    /// The `audience` of the token request, instead of the spec's.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// The encoding of the token request, instead of the spec's: some servers take either.
    pub fn token_format(mut self, format: BodyFormat) -> Self {
        self.token_format = format;
        self
    }

    /// Replaces a path prefix of the spec by its name: `.prefix("shared", "/v4/shared")`.
    pub fn prefix(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.prefixes.insert(name.into(), path.into());
        self
    }

    /// Replaces an endpoint's path, behind its prefix, by the endpoint's id:
    /// `.endpoint_path("keys.resolve", "/key-resolution")`. It must hold the same parameters.
    pub fn endpoint_path(mut self, id: impl Into<String>, path: impl Into<String>) -> Self {
        self.paths.insert(id.into(), path.into());
        self
    }

    /// Says what the server calls a scope, where that is not what the spec says: the spec may have
    /// inferred the name.
    ///
    /// ```
    /// # #[cfg(feature = "parking")] {
    /// use passport_api::parking::{self, scopes};
    ///
    /// let builder = parking::Client::builder().map_scope(scopes::read::Zones, "zones.read");
    /// # }
    /// ```
    pub fn map_scope<X: Scope<Api = A>>(mut self, _scope: X, wire: impl Into<String>) -> Self {
        self.mapped.insert(X::INDEX, wire.into());
        self
    }

    /// Fills the hole of a template scope: `.scope_hole("project", "demo")` makes
    /// `manage:{project}` the scope `manage:demo`.
    pub fn scope_hole(mut self, hole: impl Into<String>, value: impl Into<String>) -> Self {
        self.holes.insert(hole.into(), value.into());
        self
    }

    /// Trusts a certificate (PEM, one or several) besides those that the machine trusts.
    pub fn root_certificate(mut self, pem: impl Into<String>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// The clock by which tokens expire; the machine's unless it is set.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// How long a request may take, its response included; 30 s unless it is set. A call can set
    /// its own.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take; 10 s unless it is set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How many bytes a response's body may have; 16 MiB unless it is set.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How many requests the client and its clones send at most, in all; no limit unless it is set.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How many requests are sent at most under one path prefix of the spec, by its name, besides
    /// the [`limits`](Self::limits) of the whole client: a vendor may limit each of its APIs by
    /// itself.
    ///
    /// ```
    /// # #[cfg(feature = "parking")] {
    /// use passport_api::{Limits, parking};
    ///
    /// let builder = parking::Client::builder()
    ///     .limits(Limits::new().per_day(100_000))
    ///     .limits_of("parking", Limits::new().per_second(10));
    /// # }
    /// ```
    pub fn limits_of(mut self, prefix: impl Into<String>, limits: Limits) -> Self {
        self.limits_by_prefix.insert(prefix.into(), limits);
        self
    }

    /// Takes what the environment says: `PASSPORT_CLIENT_ID`, `PASSPORT_CLIENT_SECRET`,
    /// `PASSPORT_BASE_URL` and, where it is set, `PASSPORT_AUDIENCE`.
    ///
    /// # Errors
    ///
    /// [`is_config`](Error::is_config) if one of the first three is not set; the error names all
    /// that are missing.
    pub fn from_env(mut self) -> Result<Self, Error> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let needed = [
            "PASSPORT_CLIENT_ID",
            "PASSPORT_CLIENT_SECRET",
            "PASSPORT_BASE_URL",
        ];
        let [Some(client_id), Some(secret), Some(base_url)] = needed.map(set) else {
            let missing = needed.iter().filter(|name| set(name).is_none());
            let missing: Vec<&str> = missing.copied().collect();
            let servers = A::CATALOG.servers.iter();
            let servers: Vec<String> = servers.map(|s| format!("{} ({})", s.url, s.name)).collect();
            return Err(Error::config(format!(
                "not set: {}; servers that are known: {}",
                missing.join(", "),
                servers.join(", ")
            )));
        };
        if let Some(audience) = set("PASSPORT_AUDIENCE") {
            self = self.audience(audience);
        }
        Ok(self.base_url(base_url).credentials(client_id, secret))
    }

    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`is_config`](Error::is_config) if something is missing or does not fit; the error names it.
    pub fn build(self) -> Result<A, Error> {
        let catalog = A::CATALOG;
        let base_url = check_base_url(self.base_url.as_deref(), catalog)?;
        check_prefixes(&self.prefixes, catalog)?;
        check_paths(&self.paths, catalog)?;
        let (Some(client_id), Some(client_secret)) = (self.client_id, self.client_secret) else {
            return Err(Error::config("the client has no `credentials`"));
        };
        check_names(&self.mapped, &self.holes, catalog)?;
        let limiters = Limiters::new(self.limits, self.limits_by_prefix, catalog, &self.clock)?;
        let tls = tls(&self.roots)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout)
            .user_agent(USER_AGENT)
            .build()
            .map_err(|error| Error::config("the HTTP client cannot be built").with_source(error))?;
        let settings = Settings {
            catalog,
            base_url,
            names: Arc::new(Names::new(catalog, self.mapped, self.holes)),
            clock: self.clock,
            secrets: Secrets {
                client_id,
                client_secret,
            },
            audience: self.audience,
            token_format: self.token_format,
            prefixes: self.prefixes,
            paths: self.paths,
            limiters,
        };
        let transport = Transport {
            http,
            body_limit: self.body_limit,
        };
        Ok(A::from_core(Core::new(settings, transport)))
    }
}

impl<A: Api> fmt::Debug for ClientBuilder<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ClientBuilder");
        shown
            .field("api", &A::CATALOG.name)
            .field("base_url", &self.base_url);
        shown.finish_non_exhaustive()
    }
}

/// Credentials and money travel over TLS only.
fn check_base_url(given: Option<&str>, catalog: &Catalog) -> Result<String, Error> {
    let Some(given) = given else {
        let servers = catalog.servers.iter().map(|server| server.url);
        let servers = servers.collect::<Vec<_>>().join(", ");
        return Err(Error::config(format!(
            "the client has no `base_url`; known are {servers}"
        )));
    };
    let url = Url::parse(given)
        .map_err(|error| Error::config("the base URL is no URL").with_source(error))?;
    if url.scheme() != "https" {
        return Err(Error::config("the base URL must begin with `https://`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config(
            "the base URL must not hold a user or a password",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config("the base URL must end with its path"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn check_prefixes(prefixes: &HashMap<String, String>, catalog: &Catalog) -> Result<(), Error> {
    for (name, path) in prefixes {
        if !catalog.prefixes.iter().any(|known| known.name == name) {
            let known: Vec<&str> = catalog.prefixes.iter().map(|known| known.name).collect();
            let known = known.join("`, `");
            return Err(Error::config(format!(
                "there is no prefix `{name}`; known are `{known}`"
            )));
        }
        if !path.is_empty() && !path.starts_with('/') {
            return Err(Error::config(format!(
                "the prefix `{path}` must begin with `/`"
            )));
        }
    }
    Ok(())
}

fn check_paths(paths: &HashMap<String, String>, catalog: &Catalog) -> Result<(), Error> {
    for (id, path) in paths {
        let Some(endpoint) = catalog.endpoint(id) else {
            return Err(Error::config(format!(
                "there is no endpoint `{id}`; see `CATALOG`"
            )));
        };
        if !path.starts_with('/') || params(path) != params(endpoint.path) {
            let known = endpoint.path;
            return Err(Error::config(format!(
                "the path `{path}` of `{id}` must begin with `/` and hold the parameters of `{known}`"
            )));
        }
    }
    Ok(())
}

/// What the program says about scopes' names must make names (RFC 6749, 3.3).
fn check_names(
    mapped: &HashMap<u32, String>,
    holes: &BTreeMap<String, String>,
    catalog: &Catalog,
) -> Result<(), Error> {
    let is_name = |text: &str| {
        let fits = |c: char| matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
        !text.is_empty() && text.chars().all(fits)
    };
    if let Some(wrong) = mapped.values().find(|name| !is_name(name)) {
        return Err(Error::config(format!(
            "`{wrong}` is no name of a scope: printable ASCII without space, `\"` and `\\`"
        )));
    }
    let templates = catalog.scopes.iter().filter(|scope| scope.template);
    let known: Vec<&str> = templates.flat_map(|scope| params(scope.name)).collect();
    for (hole, value) in holes {
        if !known.contains(&hole.as_str()) {
            return Err(Error::config(format!(
                "no scope has the hole `{hole}`; known are {known:?}"
            )));
        }
        if !is_name(value) {
            return Err(Error::config(format!(
                "`{value}` cannot fill the hole `{hole}` of a scope's name"
            )));
        }
    }
    Ok(())
}

/// The names in braces.
fn params(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect()
}

/// TLS by rustls: the certificates that the machine trusts, and the given ones.
fn tls(roots: &[String]) -> Result<rustls::ClientConfig, Error> {
    let unfit = |error: &dyn fmt::Display| Error::config(format!("TLS cannot be set up: {error}"));
    let mut extra = Vec::new();
    for pem in roots {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            extra.push(certificate.map_err(|error| unfit(&error))?);
        }
    }
    if extra.is_empty() && !roots.is_empty() {
        return Err(Error::config("the root certificate is no PEM"));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        rustls_platform_verifier::Verifier::new_with_extra_roots(extra, Arc::clone(&provider))
            .map_err(|error| unfit(&error))?;
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unfit(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

const USER_AGENT: &str = concat!("passport-api/", env!("CARGO_PKG_VERSION"));
const TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const BODY_LIMIT: usize = 16 * 1024 * 1024;
