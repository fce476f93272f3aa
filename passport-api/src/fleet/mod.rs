//! One token and one rate limit for many machines, by a Redis (or Valkey) server.
//!
//! A vendor's limits and tokens are those of an application, which runs on many machines. A
//! [`Fleet`] is where these meet: as a client's [`TokenStore`](crate::TokenStore) it sees to it that
//! one of them fetches a token and all use it, as its [`LimitStore`](crate::LimitStore) that together
//! they keep to the client's [`Limits`](crate::Limits).
//!
//! ```
//! # #[cfg(feature = "breb")] {
//! use passport_api::fleet::{Fleet, SealingKey};
//! use passport_api::{Limits, breb};
//!
//! # let from_your_secrets = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
//! let fleet = Fleet::redis("rediss://redis.internal:6379")
//!     .sealed_with(SealingKey::from_base64(from_your_secrets)?) // openssl rand -base64 32
//!     .machines(8)
//!     .build()?;
//! let client = breb::Client::builder()
//!     .base_url(breb::servers::SANDBOX)
//!     .credentials("the API key", "the API secret")
//!     .limits(Limits::new().per_second(200).burst(20).per_day(1_000_000))
//!     .token_store(fleet.clone())
//!     .limit_store(fleet)
//!     .build()?;
//! # }
//! # Ok::<_, passport_api::Error>(())
//! ```
//!
//! # When Redis is gone
//!
//! No call fails because of it. A client goes on with the token that it has and fetches its own when
//! that expires; of each limit it keeps to its share, which is that of one machine of
//! [`machines`](FleetBuilder::machines). It says so by [`Event`](crate::Event)s, and is back by itself
//! soon after Redis is. No call waits for Redis for longer than the
//! [`patience`](FleetBuilder::patience) at a time.
//!
//! # What is kept
//!
//! A hash for each token and one for each limit; they expire by themselves. Nothing has to survive a
//! restart of Redis: what it has lost of a limit is put back from what the clients remember, and a
//! token is fetched once more. A token is sealed with a key that Redis never sees; what is there and
//! was not written by the fleet is not believed: each number is bounded by what a fleet can write.
//!
//! A reply of more than 1 MiB ends the connection, and so does one that was not asked for. On a
//! connection of your own ([`Fleet::over`]) bounding replies is up to you.

mod builder;
mod connection;
mod limit;
mod node;
mod reply_bounds;
mod script;
mod seal;
mod sentinel;
mod token;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use builder::FleetBuilder;
pub use script::{Script, ScriptRunner};
pub use seal::SealingKey;

use crate::token::StoreFuture;
use seal::Sealing;

/// What the machines of a fleet share, on a Redis server; cheap to clone.
///
/// [`redis`](Self::redis), [`cluster`](Self::cluster), [`sentinel`](Self::sentinel) and
/// [`over`](Self::over) begin to build one; see the [module](self) for an example.
#[derive(Clone)]
pub struct Fleet {
    shared: Arc<Shared>,
}

struct Shared {
    runner: Box<dyn ScriptRunner>,
    key_prefix: String,
    sealing: Sealing,
    machines: NonZeroU32,
    patience: Duration,
    /// Tells this member from all others.
    member: String,
    requests: AtomicU64,
    failures: AtomicU64,
}

impl Fleet {
    /// How many requests were sent to Redis.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.shared.requests.load(Ordering::Relaxed)
    }

    /// How many of them have failed; those that were given up because they took too long do not
    /// count.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.shared.failures.load(Ordering::Relaxed)
    }

    /// Runs a script on the hash of this name, behind the fleet's prefix.
    fn run(
        &self,
        script: &'static Script,
        name: &str,
        arguments: Vec<Vec<u8>>,
    ) -> StoreFuture<'static, Vec<Vec<u8>>> {
        let key = format!("{}:{name}", self.shared.key_prefix);
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            shared.requests.fetch_add(1, Ordering::Relaxed);
            let answer = shared.runner.run(script, &key, &arguments).await;
            if answer.is_err() {
                shared.failures.fetch_add(1, Ordering::Relaxed);
            }
            answer
        })
    }
}

impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet")
            .field("runner", &self.shared.runner)
            .field("key_prefix", &self.shared.key_prefix)
            .finish_non_exhaustive()
    }
}
