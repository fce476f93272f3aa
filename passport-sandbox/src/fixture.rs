//! Clients that are wired to a sandbox.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use passport_api::{Api, ClientBuilder, Clock, Sleep};
use passport_spec::TokenAddress;

use crate::error::SandboxError;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// A client of this sandbox, with every scope.
    ///
    /// ```
    /// use passport_api::parking;
    /// use passport_sandbox::Sandbox;
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    /// # runtime.block_on(async {
    /// let sandbox = Sandbox::start().await?;
    /// let client: parking::Client = sandbox.client()?;
    /// # Ok::<(), passport_sandbox::SandboxError>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the sandbox does not serve the API, or the client cannot be built.
    pub fn client<A: Api>(&self) -> Result<A, SandboxError> {
        let name = A::CATALOG.name;
        if self.state().place(name).is_none() {
            return Err(self.state().unknown_api(name));
        }
        self.client_builder().build().map_err(SandboxError::Client)
    }

    /// A builder with this sandbox's address, certificate, clock and the credentials of the client
    /// that has every scope; what a test wants otherwise it sets.
    pub fn client_builder<A: Api>(&self) -> ClientBuilder<A> {
        let name = A::CATALOG.name;
        let mut builder = ClientBuilder::new();
        // The client's secret must not go to a server that the spec names.
        let place = self.state().place(name);
        let address = place.map(|place| &self.state().hosted(place).api.token.address);
        if let Some(TokenAddress::Url(_)) = address {
            builder = builder.token_url(self.token_url(name));
        }
        builder
            .base_url(self.base_url(name))
            .root_certificate(self.certificate_pem())
            .credentials(self.client_id(), self.client_secret())
            .clock(Shared(Arc::clone(self.state().clock())))
    }
}

/// The sandbox's clock, for a client.
#[derive(Debug)]
struct Shared(Arc<dyn Clock>);

impl Clock for Shared {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }

    fn timer(&self, duration: Duration) -> Sleep {
        self.0.timer(duration)
    }
}
