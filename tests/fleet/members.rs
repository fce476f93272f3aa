//! Members of a fleet in the test's own process: clients that share nothing but the Redis server.

use std::sync::Arc;
use std::time::Duration;

use passport_api::breb::{self, Client};
use passport_api::fleet::{Fleet, FleetBuilder, SealingKey};
use passport_api::{Counters, Error, Limits};
use passport_sandbox::Sandbox;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::processes::SEALING_KEY;

breb::scope_set! {
    pub(crate) struct List = "paas.core.entity_customers.list.get";
}

/// A client with what it tells.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) client: Client,
    pub(crate) fleet: Fleet,
    pub(crate) counters: Arc<Counters>,
}

impl Member {
    /// A member on the server at this address.
    pub(crate) fn new(sandbox: &Sandbox, redis: impl Into<String>) -> Self {
        Self::with_key(sandbox, Fleet::redis(redis), SEALING_KEY)
    }

    pub(crate) fn with_key(sandbox: &Sandbox, fleet: FleetBuilder, key: &str) -> Self {
        let key = SealingKey::from_base64(key).unwrap();
        let fleet = fleet.sealed_with(key).machines(MACHINES).patience(PATIENCE);
        let fleet = fleet.build().unwrap();
        let counters = Arc::new(Counters::default());
        let client = sandbox
            .client_builder::<Client>()
            .observer(Arc::clone(&counters))
            .limits(Limits::new().per_second(PER_SECOND).burst(BURST))
            .token_store(fleet.clone())
            .limit_store(fleet.clone());
        Self {
            client: client.build().unwrap(),
            fleet,
            counters,
        }
    }

    /// Calls once, and says how long it took.
    pub(crate) async fn call(&self) -> Result<Duration, Error> {
        let began = Instant::now();
        let token = self.client.token::<List>().await?;
        self.client.customers().list(&token).await?;
        Ok(began.elapsed())
    }

    /// Calls so often, one after the other, and says how long the longest took.
    pub(crate) async fn calls(&self, calls: u32) -> Duration {
        let mut longest = Duration::ZERO;
        for _ in 0..calls {
            longest = longest.max(self.call().await.unwrap());
        }
        longest
    }

    /// Calls until this is so.
    pub(crate) async fn call_until(&self, what: &str, is_so: impl Fn(&Counters) -> bool) {
        let began = Instant::now();
        while !is_so(&self.counters) {
            assert!(began.elapsed() < LONGEST, "{what}: not in {LONGEST:?}");
            self.call().await.unwrap();
        }
    }
}

/// So many calls of each member, all at the same time; says how long the longest took.
pub(crate) async fn all_call(members: &[Member], calls: u32) -> Duration {
    let members = members.iter().cloned();
    let work = members.map(|member| async move { member.calls(calls).await });
    let longest = work.collect::<JoinSet<_>>().join_all().await;
    longest.into_iter().max().unwrap_or_default()
}

/// What the limit is divided by while there is no Redis.
pub(crate) const MACHINES: u32 = 8;
/// High enough that nobody waits for it while it is shared.
pub(crate) const PER_SECOND: u32 = 400;
pub(crate) const BURST: u32 = 40;
/// How long a call waits for Redis at most, at a time.
pub(crate) const PATIENCE: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(30);
