//! A sandbox and clients of it.

use passport_api::{Api, ClientBuilder, ManualClock};
use passport_sandbox::{Sandbox, SandboxBuilder};

/// A sandbox with the built-in systems and a clock that moves for a test and for back-offs only.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: ManualClock,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(sandbox_builder()).await
    }

    /// A sandbox with something else than the defaults.
    pub(crate) async fn start_with(builder: SandboxBuilder) -> Self {
        // Back-offs take no time.
        let clock = ManualClock::new().skip_sleeps();
        let sandbox = builder.clock(clock.clone()).start().await.unwrap();
        Self { sandbox, clock }
    }

    /// A client with every scope.
    pub(crate) fn client<A: Api>(&self) -> A {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder<A: Api>(&self) -> ClientBuilder<A> {
        let clock = self.clock.clone();
        builder_for(&self.sandbox).clock(clock)
    }

    /// A client that the sandbox gives these scopes only.
    pub(crate) fn builder_with<A: Api>(&self, scopes: &[&str]) -> ClientBuilder<A> {
        let client = passport_sandbox::Client::new("limited", "s3cret");
        self.sandbox
            .add_client(client.scopes(scopes.iter().copied()))
            .unwrap();
        self.builder().credentials("limited", "s3cret")
    }

    /// How many requests the sandbox has seen for an endpoint, `token` for token requests.
    pub(crate) fn count(&self, endpoint: &str) -> usize {
        let seen = self.sandbox.requests();
        seen.iter()
            .filter(|request| request.endpoint.as_deref() == Some(endpoint))
            .count()
    }

    pub(crate) fn token_requests(&self) -> usize {
        let seen = self.sandbox.requests();
        let is_token = |path: &str| path.ends_with("/tokens") || path.ends_with("/access-tokens");
        seen.iter()
            .filter(|request| request.method == "POST" && is_token(&request.path))
            .count()
    }
}

/// A sandbox that speaks the version of HTTP that the suite is run with.
pub(crate) fn sandbox_builder() -> SandboxBuilder {
    let builder = Sandbox::builder();
    match is_over_http1() {
        true => builder.http1_only(),
        false => builder,
    }
}

/// True if the suite is run over HTTP/1.1, and not over HTTP/2.
pub(crate) fn is_over_http1() -> bool {
    std::env::var_os(OVER_HTTP1).is_some()
}

/// With this variable set, the suite is run over HTTP/1.1.
pub(crate) const OVER_HTTP1: &str = "PASSPORT_E2E_OVER_HTTP1";

/// A client builder with every scope, on the machine's clock.
pub(crate) fn builder_for<A: Api>(sandbox: &Sandbox) -> ClientBuilder<A> {
    ClientBuilder::<A>::new()
        .base_url(sandbox.base_url(A::CATALOG.name))
        .root_certificate(sandbox.certificate_pem())
        .credentials(sandbox.client_id(), sandbox.client_secret())
}
