//! The handle of a running sandbox.

use std::fmt;

use crate::builder::SandboxBuilder;
use crate::client::Client;
use crate::error::SandboxError;
use crate::fault::{Fault, FaultHandle};
use crate::ledger::LedgerEntry;
use crate::record::RecordedRequest;
use crate::route::token_path;
use crate::server::Server;
use crate::state::SandboxState;

/// A running sandbox; dropping it stops the server.
///
/// A handler that panics answers 500, and dropping the sandbox then panics as well, so that the
/// test fails.
///
/// ```
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// let sandbox = passport_sandbox::Sandbox::start().await?;
/// println!("{} for {}", sandbox.base_url("parking"), sandbox.client_id());
/// sandbox.shutdown().await;
/// # Ok::<(), passport_sandbox::SandboxError>(())
/// # }).unwrap();
/// ```
pub struct Sandbox {
    state: SandboxState,
    certificate_pem: String,
    client_id: String,
    client_secret: String,
    server: Option<Server>,
    port: u16,
}

impl Sandbox {
    /// Starts a sandbox with the built-in systems, one client with every scope, and any free port.
    ///
    /// # Errors
    ///
    /// If no port is free or the certificate cannot be made.
    pub async fn start() -> Result<Self, SandboxError> {
        Self::builder().start().await
    }

    /// Starts with something else than the defaults.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    pub(crate) fn new(
        state: SandboxState,
        certificate_pem: String,
        default_client: Client,
        server: Server,
    ) -> Self {
        Self {
            state,
            certificate_pem,
            client_id: default_client.id,
            client_secret: default_client.secret,
            port: server.port(),
            server: Some(server),
        }
    }

    /// The address of an API: `https://localhost:PORT/breb`.
    pub fn base_url(&self, api: &str) -> String {
        format!("https://localhost:{}/{api}", self.port)
    }

    /// The address of an API's token endpoint. It is the sandbox's own also where the spec names an
    /// absolute address.
    ///
    /// # Panics
    ///
    /// If there is no such API.
    pub fn token_url(&self, api: &str) -> String {
        let Some(place) = self.state.place(api) else {
            panic!("{}", self.state.unknown_api(api));
        };
        let path = token_path(&self.state.hosted(place).api);
        format!("{}{path}", self.base_url(api))
    }

    /// The names of the APIs that are served, in the order of the spec.
    pub fn apis(&self) -> impl Iterator<Item = &str> {
        self.state.apis()
    }

    /// The certificate to trust.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// The id of the client that has every scope.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The secret of the client that has every scope.
    pub fn client_secret(&self) -> &str {
        &self.client_secret
    }

    /// Adds a client, or replaces the one with the same id; tokens that it holds keep their scopes.
    ///
    /// # Errors
    ///
    /// If one of its scopes is known to no API.
    pub fn add_client(&self, client: Client) -> Result<(), SandboxError> {
        self.state.add_client(client)
    }

    /// Issues a token of an API with just these scopes, without a request; for callers that fetch
    /// none themselves, such as curl.
    ///
    /// ```
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    /// # runtime.block_on(async {
    /// let sandbox = passport_sandbox::Sandbox::start().await?;
    /// let token = sandbox.issue_token("parking", ["read:zones"])?;
    /// println!("curl -H 'Authorization: Bearer {token}' {}", sandbox.base_url("parking"));
    /// # Ok::<(), passport_sandbox::SandboxError>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no such API, or it knows one of the scopes not.
    pub fn issue_token<I>(&self, api: &str, scopes: I) -> Result<String, SandboxError>
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.state.issue_token(api, scopes)
    }

    /// Lets something go wrong; see [`Fault`].
    ///
    /// Faults are asked in the order in which they were injected, and a request goes to the first
    /// that takes it.
    ///
    /// # Errors
    ///
    /// If no API has the endpoint, there is no such API or scope, or the fault contradicts itself.
    pub fn inject(&self, fault: Fault) -> Result<FaultHandle, SandboxError> {
        self.state.inject(fault)
    }

    /// Lets nothing go wrong any more; an answer that already waits goes on waiting.
    pub fn clear_faults(&self) {
        self.state.clear_faults();
    }

    /// What has arrived so far, in the order of arrival.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.requests()
    }

    /// What has arrived so far at an endpoint, such as `payments.create`; at `token` the token
    /// requests.
    ///
    /// # Panics
    ///
    /// If no API has the endpoint.
    pub fn requests_of(&self, endpoint: &str) -> Vec<RecordedRequest> {
        self.state.requests_of(endpoint)
    }

    /// How many requests have arrived at an endpoint; exact however few are kept.
    ///
    /// # Panics
    ///
    /// If no API has the endpoint.
    pub fn count(&self, endpoint: &str) -> u64 {
        self.state.count(endpoint)
    }

    /// How many requests to an endpoint came to the system itself; see
    /// [`RecordedRequest::processed`].
    ///
    /// # Panics
    ///
    /// If no API has the endpoint.
    pub fn count_processed(&self, endpoint: &str) -> u64 {
        self.state.count_processed(endpoint)
    }

    /// Forgets the requests, and counts from zero again.
    pub fn clear_requests(&self) {
        self.state.clear_requests();
    }

    /// The payments and sessions that an API has made, oldest first, each as it was at the last
    /// call.
    ///
    /// # Panics
    ///
    /// If there is no such API.
    pub fn ledger(&self, api: &str) -> Vec<LedgerEntry> {
        self.state.ledger(api)
    }

    pub(crate) fn state(&self) -> &SandboxState {
        &self.state
    }

    /// Stops the server.
    ///
    /// # Panics
    ///
    /// If a handler panicked.
    pub async fn shutdown(self) {
        drop(self);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Stops the server and waits for it, so that no panic comes too late to be seen.
        self.server = None;
        let Some(panic) = self.state.panic() else {
            return;
        };
        if !std::thread::panicking() {
            panic!("a handler of the sandbox panicked: {panic}");
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("port", &self.port)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
