//! The same over real connections: TLS and HTTP/2, so that the calls share a few sockets.

use std::time::Duration;

use passport_api::ManualClock;
use passport_api::breb::Client;
use passport_sandbox::{Fault, FaultHandle, Sandbox};

use crate::stage::Stage;

/// A sandbox behind a socket, and a clock that only a test moves.
pub(crate) struct OverTls {
    sandbox: Sandbox,
    client: Client,
    clock: ManualClock,
}

impl OverTls {
    pub(crate) async fn start() -> Self {
        let clock = ManualClock::new();
        let sandbox = Sandbox::builder()
            .clock(clock.clone())
            .start()
            .await
            .unwrap();
        let client = sandbox.client().unwrap();
        Self {
            sandbox,
            client,
            clock,
        }
    }
}

impl Stage for OverTls {
    fn client(&self) -> &Client {
        &self.client
    }

    fn inject(&self, fault: Fault) -> FaultHandle {
        self.sandbox.inject(fault).unwrap()
    }

    fn count(&self, endpoint: &str) -> u64 {
        self.sandbox.count(endpoint)
    }

    fn processed(&self) -> u64 {
        self.sandbox.count_processed("customers.list")
    }

    async fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }
}
