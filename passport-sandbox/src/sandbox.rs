//! The handle of a running sandbox.

use std::fmt;

use crate::builder::SandboxBuilder;
use crate::client::Client;
use crate::error::SandboxError;
use crate::record::RecordedRequest;
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

    /// What has arrived so far, in the order in which it was answered.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.requests()
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
