//! Where the calls come together: a client, a sandbox, and their time.

use std::time::Duration;

use passport_api::breb::{self, Client};
use passport_api::{ClientBuilder, Error};
use passport_sandbox::{Fault, FaultHandle, Sandbox, SandboxBuilder, SandboxState};
use tokio::task::JoinSet;

use crate::in_process::{Network, SimulatedClock};

breb::scope_set! {
    pub(crate) struct List = "paas.core.entity_customers.list.get";
}

/// How many calls come at once.
pub(crate) const CALLS: usize = 10_000;

/// A client, a sandbox, and their time.
pub(crate) trait Stage {
    fn client(&self) -> &Client;
    fn inject(&self, fault: Fault) -> FaultHandle;
    /// How many requests have arrived at an endpoint.
    fn count(&self, endpoint: &str) -> u64;
    /// How many calls have come to the system itself.
    fn processed(&self) -> u64;
    /// Lets time pass.
    fn pass(&self, time: Duration) -> impl Future<Output = ()>;

    fn token_requests(&self) -> u64 {
        self.count("token")
    }

    fn calls(&self) -> u64 {
        self.count("customers.list")
    }

    /// So many calls at once, each with a token that it asks for.
    fn stampede(&self, calls: usize) -> JoinSet<Result<(), Error>> {
        let call = || {
            let client = self.client().clone();
            async move {
                let token = client.token::<List>().await?;
                client.customers().list(&token).await.map(drop)
            }
        };
        (0..calls).map(|_| call()).collect()
    }
}

/// Waits for all calls, and expects that they went well.
pub(crate) async fn expect_all(mut calls: JoinSet<Result<(), Error>>) {
    while let Some(call) = calls.join_next().await {
        call.unwrap().unwrap();
    }
}

/// In process and in simulated time.
pub(crate) struct InProcess {
    pub(crate) state: SandboxState,
    pub(crate) client: Client,
}

impl InProcess {
    pub(crate) fn new() -> Self {
        Self::with(|sandbox| sandbox, |client| client)
    }

    pub(crate) fn with(
        sandbox: impl FnOnce(SandboxBuilder) -> SandboxBuilder,
        client: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>,
    ) -> Self {
        let clock = SimulatedClock::new();
        let state = sandbox(Sandbox::builder().clock(clock))
            .client(passport_sandbox::Client::new("id", "s3cret").every_scope())
            .into_state()
            .unwrap();
        let network = Network::new(state.clone(), Duration::from_millis(20), 1);
        let builder = ClientBuilder::<Client>::new()
            .base_url("https://sandbox.test/breb")
            .credentials("id", "s3cret")
            .random_seed(1)
            .clock(clock)
            .transport(network);
        Self {
            state,
            client: client(builder).build().unwrap(),
        }
    }
}

impl Stage for InProcess {
    fn client(&self) -> &Client {
        &self.client
    }

    fn inject(&self, fault: Fault) -> FaultHandle {
        self.state.inject(fault).unwrap()
    }

    fn count(&self, endpoint: &str) -> u64 {
        self.state.count(endpoint)
    }

    fn processed(&self) -> u64 {
        self.state.count_processed("customers.list")
    }

    async fn pass(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
