//! A token endpoint within the process, which is slow and counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;

/// A token endpoint within the process, which is slow and counts.
#[derive(Debug)]
pub(super) struct Endpoint {
    requests: AtomicU64,
    delay: Duration,
    /// The token's life in seconds, as it is answered.
    life: u64,
}

impl Endpoint {
    pub(super) fn new(delay: Duration, life: u64) -> Arc<Self> {
        let requests = AtomicU64::new(0);
        Arc::new(Self {
            requests,
            delay,
            life,
        })
    }

    /// How many requests have come.
    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::SeqCst)
    }

    /// The token's life in seconds, as it is answered.
    #[cfg(feature = "peers")]
    pub(super) fn life(&self) -> u64 {
        self.life
    }

    /// The JSON of an answer, after the delay.
    pub(super) async fn answer(&self) -> String {
        self.requests.fetch_add(1, Ordering::SeqCst);
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        let answer = json!({
            "access_token": access_token(),
            "token_type": "Bearer",
            "expires_in": self.life,
            "scopes": [super::passport::SCOPE],
        });
        answer.to_string()
    }
}

/// A token as long as signed ones are.
pub(super) fn access_token() -> String {
    "eyJhbGciOiJFUzI1NiJ9".repeat(40)
}
