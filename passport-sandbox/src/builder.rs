//! What a sandbox is started with.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use passport_api::catalog::BUILT_IN;
use passport_api::{Clock, SystemClock};
use passport_spec::Spec;

use crate::app::app;
use crate::certificate::Certificate;
use crate::client::Client;
use crate::error::SandboxError;
use crate::examples::Examples;
use crate::limit::Limits;
use crate::record::RecordedRequest;
use crate::sandbox::Sandbox;
use crate::server::Server;
use crate::state::SandboxState;
use crate::text::random_hex;

/// What a sandbox is started with; made by [`Sandbox::builder`].
///
/// ```
/// use passport_sandbox::{Client, ManualClock, Sandbox};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let clock = ManualClock::new();
/// let spec = passport_spec::Spec::parse("scopes.toml", r#"
///     [api.shop]
///     servers.production = "https://api.shop.example"
///     token.path = "/oauth/token"
///     scopes = { "shop:{branch}:read" = { template = true } }
///     endpoints.orders.list = { call = "GET /orders", scope = "shop:{branch}:read", list = "Order" }
/// "#).unwrap();
/// let sandbox = Sandbox::builder()
///     .spec(spec)
///     .hole("branch", "cali")
///     .client(Client::new("reader", "s3cret").scopes(["shop:cali:read"]))
///     .clock(clock.clone())
///     .start()
///     .await?;
/// # Ok::<(), passport_sandbox::SandboxError>(())
/// # }).unwrap();
/// ```
#[must_use]
pub struct SandboxBuilder {
    spec: Source,
    examples: Option<PathBuf>,
    examples_text: Option<String>,
    pub(crate) observer: Option<Observer>,
    port: u16,
    http1_only: bool,
    clients: Vec<Client>,
    pub(crate) holes: HashMap<String, String>,
    pub(crate) token_lifetime: Option<Duration>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) skew: SignedDuration,
    pub(crate) limits: Limits,
    pub(crate) kept_requests: usize,
}

/// What looks at each request that was answered.
pub(crate) type Observer = Arc<dyn Fn(&RecordedRequest) + Send + Sync>;

enum Source {
    BuiltIn,
    Spec(Box<Spec>),
    File(PathBuf),
}

impl SandboxBuilder {
    /// Serves this spec instead of the built-in one.
    pub fn spec(mut self, spec: Spec) -> Self {
        self.spec = Source::Spec(Box::new(spec));
        self
    }

    /// Serves the spec in this file instead of the built-in one, with the examples of the file
    /// `examples.json` beside it, if there is one.
    pub fn spec_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.spec = Source::File(path.into());
        self
    }

    /// Takes the answers of the endpoints that the sandbox does not simulate from this file, as
    /// `cargo passport import` writes it; the `example` of a spec comes first.
    pub fn examples(mut self, path: impl Into<PathBuf>) -> Self {
        self.examples = Some(path.into());
        self
    }

    /// The same with the text of such a file; one that [`examples`](Self::examples) names comes before
    /// it.
    pub fn examples_text(mut self, text: impl Into<String>) -> Self {
        self.examples_text = Some(text.into());
        self
    }

    /// Shows each request to this function once its answer is ready, also one that is refused.
    ///
    /// It is called by the server's thread, which waits for it.
    pub fn observe(mut self, observer: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Listens on this port of 127.0.0.1 instead of any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Speaks HTTP/1.1 only; otherwise a caller has HTTP/2 if it offers that (ALPN, RFC 7301).
    ///
    /// A client behaves otherwise over each: over HTTP/2 all of its calls share a connection.
    ///
    /// ```
    /// use passport_sandbox::Sandbox;
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    /// # runtime.block_on(async {
    /// passport_api::parking::scope_set! { struct Kiosk = "read:zones"; }
    ///
    /// let sandbox = Sandbox::builder().http1_only().start().await?;
    /// let client: passport_api::parking::Client = sandbox.client()?;
    /// client.token::<Kiosk>().await?;
    /// let version = sandbox.requests_of("token")[0].version;
    /// assert_eq!(format!("{version:?}"), "HTTP/1.1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn http1_only(mut self) -> Self {
        self.http1_only = true;
        self
    }

    /// Adds a client besides the one that has every scope.
    pub fn client(mut self, client: Client) -> Self {
        self.clients.push(client);
        self
    }

    /// How long a token lives, instead of what each API says.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = Some(lifetime);
        self
    }

    /// Fills a hole of the template scopes.
    pub fn hole(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.holes.insert(name.into(), value.into());
        self
    }

    /// Takes the time from here instead of from the computer.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the server's time ahead of its clock's, as the clocks of two machines differ: tokens,
    /// times in answers and `Date` go by the server's time, delays take as long as they would.
    pub fn clock_ahead(mut self, by: Duration) -> Self {
        self.skew = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        self
    }

    /// Sets the server's time behind its clock's; see [`clock_ahead`](Self::clock_ahead).
    pub fn clock_behind(mut self, by: Duration) -> Self {
        self = self.clock_ahead(by);
        self.skew = -self.skew;
        self
    }

    /// Limits how often each client may call each API; there is no limit unless this is set.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps only the last so many requests for [`Sandbox::requests`], for tests with very many of
    /// them; [`Sandbox::count`] stays exact.
    pub fn keep_requests(mut self, most: usize) -> Self {
        self.kept_requests = most;
        self
    }

    /// Starts the server.
    ///
    /// # Errors
    ///
    /// If the spec or its examples have mistakes, a client has an unknown scope, the port is taken or
    /// the certificate cannot be made.
    pub async fn start(self) -> Result<Sandbox, SandboxError> {
        let (port, http1_only) = (self.port, self.http1_only);
        let state = self.into_state()?;
        let default_client = Client::new(DEFAULT_CLIENT, random_hex()).every_scope();
        state.add_client(default_client.clone())?;
        let certificate = Certificate::make(http1_only)?;
        let server = Server::start(app(state.clone()), certificate.config, port)?;
        Ok(Sandbox::new(state, certificate.pem, default_client, server))
    }

    /// The state alone, for [`app`](crate::app()) behind a server of one's own.
    ///
    /// It has the clients that were added, and no other.
    ///
    /// # Errors
    ///
    /// If the spec or its examples have mistakes, or a client has an unknown scope.
    pub fn into_state(mut self) -> Result<SandboxState, SandboxError> {
        let spec = match std::mem::replace(&mut self.spec, Source::BuiltIn) {
            Source::BuiltIn => Spec::parse("scopes.toml", BUILT_IN).map_err(SandboxError::Spec)?,
            Source::Spec(spec) => *spec,
            Source::File(path) => {
                let beside = path.with_file_name("examples.json");
                let none = self.examples.is_none() && self.examples_text.is_none();
                if none && beside.is_file() {
                    self.examples = Some(beside);
                }
                Spec::load(path).map_err(SandboxError::Spec)?
            }
        };
        let mut examples = match (&self.examples, &self.examples_text) {
            (Some(path), _) => Examples::load(path, &spec)?,
            (None, Some(text)) => Examples::parse(Path::new("examples.json"), text, &spec)?,
            (None, None) => Examples::default(),
        };
        let clients = std::mem::take(&mut self.clients);
        let state = SandboxState::new(&spec, &mut examples, &self);
        for client in clients {
            state.add_client(client)?;
        }
        Ok(state)
    }
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            spec: Source::BuiltIn,
            examples: None,
            examples_text: None,
            observer: None,
            port: 0,
            http1_only: false,
            clients: Vec::new(),
            holes: HashMap::new(),
            token_lifetime: None,
            clock: Arc::new(SystemClock),
            skew: SignedDuration::ZERO,
            limits: Limits::new(),
            kept_requests: usize::MAX,
        }
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder")
            .field("port", &self.port)
            .field("http1_only", &self.http1_only)
            .field("clients", &self.clients)
            .field("holes", &self.holes)
            .field("token_lifetime", &self.token_lifetime)
            .field("skew", &self.skew)
            .field("limits", &self.limits)
            .field("kept_requests", &self.kept_requests)
            .finish_non_exhaustive()
    }
}

/// The id of the client that has every scope.
const DEFAULT_CLIENT: &str = "sandbox-client";
