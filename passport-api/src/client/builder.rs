//! Builds a client.

mod credentials;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::catalog::{BodyFormat, Credentials, TokenAddress};
use crate::client::body::BodyLimit;
use crate::client::checks::{
    check_base_url, check_credentials, check_header, check_names, check_paths, check_prefixes,
    check_token_url, without_user,
};
use crate::client::connection::{Connection, Schemes};
use crate::client::default_headers::DefaultHeaders;
use crate::client::http_options::HttpOptions;
use crate::client::pool::ConnectionPools;
use crate::client::sender::{Backend, HttpSender};
use crate::client::settings::Settings;
use crate::client::transport::Transport;
use crate::client::{Api, ApiCore, Core};
use crate::clock::{Clock, SystemClock};
use crate::error::Error;
use crate::limit::{LimitStore, Limiters, Limits, SharedPlace};
use crate::observe::Observer;
use crate::retry::RetryPolicy;
use crate::scope::Scope;
use crate::token::{Names, SecretSource, TokenStore};

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
    token_url: Option<String>,
    credentials: Option<(String, SecretSource)>,
    client_auth: Credentials,
    audience: Option<String>,
    token_format: BodyFormat,
    prefixes: HashMap<String, String>,
    paths: HashMap<String, String>,
    mapped: HashMap<u32, String>,
    holes: BTreeMap<String, String>,
    connection: Connection,
    http_on_loopback: bool,
    accept_language: Option<String>,
    headers: Vec<(String, String)>,
    backend: Option<Backend>,
    clock: Option<Arc<dyn Clock>>,
    retry: RetryPolicy,
    timeout: Duration,
    attempt_timeout: Duration,
    body_limit: usize,
    store: Option<Arc<dyn TokenStore>>,
    observer: Option<Arc<dyn Observer>>,
    seed: Option<u64>,
    limits: Limits,
    limits_by_prefix: HashMap<String, Limits>,
    limit_store: Option<Arc<dyn LimitStore>>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> ClientBuilder<A> {
    #[doc(hidden)]
    pub fn new() -> Self {
        Self {
            base_url: None,
            token_url: None,
            credentials: None,
            client_auth: A::CATALOG.token.credentials,
            audience: A::CATALOG.token.audience.map(str::to_owned),
            token_format: A::CATALOG.token.request,
            prefixes: HashMap::new(),
            paths: HashMap::new(),
            mapped: HashMap::new(),
            holes: BTreeMap::new(),
            connection: Connection {
                roots: Vec::new(),
                only_given_roots: false,
                proxies: Vec::new(),
                connect_timeout: CONNECT_TIMEOUT,
                user_agent: USER_AGENT.to_owned(),
                schemes: Schemes::default(),
                options: HttpOptions::default(),
            },
            http_on_loopback: false,
            accept_language: None,
            headers: Vec::new(),
            backend: None,
            clock: None,
            retry: RetryPolicy::new(),
            timeout: TIMEOUT,
            attempt_timeout: ATTEMPT_TIMEOUT,
            body_limit: BODY_LIMIT,
            store: None,
            observer: None,
            seed: None,
            limits: Limits::new(),
            limits_by_prefix: HashMap::new(),
            limit_store: None,
            api: PhantomData,
        }
    }

    /// The server's base URL, `https://` only, such as one of the API's `servers`. Paths begin
    /// behind it.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The address of the token endpoint, `https://` only, instead of the spec's: for a server whose
    /// tokens come from elsewhere, such as one for tests where the spec names one for production.
    /// On this machine it may begin with `http://` where [`allow_http_on_loopback`] permits it.
    ///
    /// [`allow_http_on_loopback`]: Self::allow_http_on_loopback
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
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
        self.connection.roots.push(pem.into());
        self
    }

    /// Trusts a certificate (PEM, one or several) and those of
    /// [`root_certificate`](Self::root_certificate), and not those that the machine trusts.
    pub fn only_root_certificate(mut self, pem: impl Into<String>) -> Self {
        self.connection.only_given_roots = true;
        self.root_certificate(pem)
    }

    /// Sends all requests through a proxy, such as `http://proxy.example:3128`. With none set, the
    /// environment's `HTTPS_PROXY` and `NO_PROXY` count.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connection.proxies.push(url.into());
        self
    }

    /// Permits a base URL and a token URL with `http://` on this machine, such as a server of a test.
    /// Anywhere else `http://` stays refused: credentials would travel in plain sight. Such a server is
    /// not called through a proxy.
    pub fn allow_http_on_loopback(mut self) -> Self {
        self.http_on_loopback = true;
        self
    }

    /// Sets what has no method here; [`HttpOptions`] lists it. Options add up where this is called
    /// several times, and count above what the client sets by itself.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// let builder = passport_api::breb::Client::builder()
    ///     .configure_http(|http| http.pool_max_idle_per_host(8).tcp_nodelay(true));
    /// # }
    /// ```
    pub fn configure_http(mut self, configure: impl FnOnce(HttpOptions) -> HttpOptions) -> Self {
        self.connection.options = configure(self.connection.options);
        self
    }

    /// Sends requests with this HTTP client, which may share its connections with others.
    ///
    /// Build it with `redirect::Policy::none()`: a redirect would carry the client's credentials
    /// elsewhere. One that was followed to another address is an error; one to the same address cannot
    /// be seen from here, and would send a payment again. And build it with
    /// `retry(retry::never())`, or with what it does by default: whatever else it sends again by
    /// itself, it may send a payment again. What is set here for connections
    /// (certificates, proxies, the connection's time limit, user agent) has no effect on it.
    ///
    /// The [`reqwest`](crate::reqwest) of this crate chooses no cryptography by itself: a client of
    /// it is built after `rustls`' provider was installed, or from a `rustls` configuration.
    /// [`configure_http`](Self::configure_http) needs none of this.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.backend = Some(Backend::Given(client));
        self
    }

    /// Sends requests in a way of your own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.backend = Some(Backend::Own(Box::new(transport)));
        self
    }

    /// The `User-Agent`, in front of this crate's own: `my-shop/1.2`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.connection.user_agent = format!("{} {USER_AGENT}", product.into());
        self
    }

    /// The `Accept-Language` of every call and token request, such as `es-CO`; none unless it is set.
    pub fn accept_language(mut self, languages: impl Into<String>) -> Self {
        self.accept_language = Some(languages.into());
        self
    }

    /// A header of every call, unless the call sets it, such as one that ties requests together.
    /// Token requests have it where the token endpoint has the base URL's origin.
    ///
    /// [`build`](Self::build) refuses headers that the client sets itself, and idempotency keys.
    ///
    /// ```
    /// # #[cfg(feature = "parking")] {
    /// use passport_api::parking;
    ///
    /// let builder = parking::Client::builder()
    ///     .default_header("Passport-Labs-Client-Trace-Id", "kiosk 7");
    /// # }
    /// ```
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The clock by which tokens expire and calls wait; the machine's unless it is set.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// How long a call may take in all: waiting for limits and for a token, every attempt and the
    /// pauses between them. 60 s unless it is set; a call can set its own.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long one attempt may take, its response included; 30 s unless it is set. A token request
    /// is one attempt.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a connection may take; 10 s unless it is set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connection.connect_timeout = timeout;
        self
    }

    /// How often and how fast requests are sent again, where that is safe.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Where tokens are kept besides the client's own memory.
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Who is told what the client does, for metrics.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Makes the length of pauses repeatable, for tests. Unless it is set they differ from process to
    /// process, as they should.
    pub fn random_seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Largest body of a response in bytes, before and after it is decoded; 16 MiB unless it is set.
    ///
    /// Of an error's body the first 1 MiB is read at most, and a token response may have 64 KiB.
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

    /// Where the limits are kept, so that other clients of the same server and client identifier keep
    /// to them together with this one, in whichever process they are: a
    /// `Fleet` (feature `redis`), or a store of your own. It needs limits.
    pub fn limit_store(mut self, store: impl LimitStore) -> Self {
        self.limit_store = Some(Arc::new(store));
        self
    }

    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`is_config`](Error::is_config) if something is missing or does not fit; the error names it.
    pub fn build(mut self) -> Result<A, Error> {
        let catalog = A::CATALOG;
        let base_url = check_base_url(self.base_url.as_deref(), self.http_on_loopback, catalog)?;
        let token_url = self.token_url.as_deref();
        let token_url = token_url.map(|url| check_token_url(url, self.http_on_loopback));
        let token_url = token_url.transpose()?;
        let token_address = token_url.as_deref().unwrap_or(match catalog.token.address {
            TokenAddress::Url(url) => url,
            TokenAddress::Path { .. } => &base_url,
        });
        self.connection.schemes = Schemes::of([&*base_url, token_address]);
        check_prefixes(&self.prefixes, catalog)?;
        check_paths(&self.paths, catalog)?;
        check_names(&self.mapped, &self.holes, catalog)?;
        check_header("user agent", &self.connection.user_agent)?;
        let accept_language = self.accept_language.as_deref();
        let default_headers = DefaultHeaders::new(accept_language, &self.headers, catalog)?;
        let credentials = self.credentials;
        let credentials =
            credentials.map(|(id, secret)| check_credentials(id, secret, self.client_auth));
        let credentials = credentials.transpose()?;
        self.connection.options.check()?;
        let backend = match self.backend {
            Some(backend) => backend,
            None => Backend::Pools(Box::new(ConnectionPools::new(self.connection.check()?)?)),
        };
        // The system's clock waits on the runtime's timer.
        let needs_runtime = self.clock.is_none() || !matches!(backend, Backend::Own(_));
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let mut random = self
            .seed
            .map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let place = self.limit_store.map(|store| SharedPlace {
            store,
            base_url: base_url.clone(),
            client_id: credentials
                .as_ref()
                .map_or_else(String::new, |it| it.client_id().to_owned()),
            phase: random.f64(),
        });
        let limiters = Limiters::new(
            self.limits,
            self.limits_by_prefix,
            catalog,
            &clock,
            place.as_ref(),
        )?;
        let settings = Settings {
            catalog,
            base_url,
            token_url,
            names: Arc::new(Names::new(catalog, self.mapped, self.holes)),
            clock,
            credentials,
            client_auth: self.client_auth,
            audience: self.audience,
            token_format: self.token_format,
            prefixes: self.prefixes,
            paths: self.paths,
            default_headers,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            retry: self.retry,
            store: self.store,
            observer: self.observer,
            limiters,
        };
        let sender = HttpSender {
            backend,
            body_limit: BodyLimit {
                success: self.body_limit,
                error: self.body_limit.min(ERROR_BODY_LIMIT),
            },
            needs_runtime,
        };
        let core = Core::new(settings, sender, random);
        Ok(A::from_core(ApiCore::new(core)))
    }
}

impl<A: Api> fmt::Debug for ClientBuilder<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ClientBuilder");
        shown
            .field("api", &A::CATALOG.name)
            .field("base_url", &self.base_url.as_deref().map(without_user));
        shown.finish_non_exhaustive()
    }
}

const USER_AGENT: &str = concat!("passport-api/", env!("CARGO_PKG_VERSION"));
const TIMEOUT: Duration = Duration::from_secs(60);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// In bytes.
const BODY_LIMIT: usize = 16 * 1024 * 1024;
/// In bytes; the status says what matters.
const ERROR_BODY_LIMIT: usize = 1024 * 1024;
