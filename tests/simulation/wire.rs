//! The way from the machines to the Redis server in memory, which can be cut.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use fastrand::Rng;
use passport_api::fleet::{Script, ScriptRunner};
use passport_api::{Clock, StoreFuture};

use crate::commands::Keyspace;
use crate::in_process::SimulatedClock;
use crate::redis::Redis;

/// The server and the way to it; clones lead to the same one.
#[derive(Clone)]
pub(crate) struct Wire {
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    redis: Redis,
    clock: SimulatedClock,
    rng: Rng,
    line: Line,
    requests: u64,
}

/// What becomes of what is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Line {
    Up,
    /// Nobody listens there.
    Refused,
    /// Nothing comes back.
    Silent,
    /// It takes this long, each way.
    Slow(Duration),
}

impl Wire {
    pub(crate) fn new(clock: SimulatedClock, seed: u64) -> Self {
        let shared = Shared {
            redis: Redis::new(),
            clock,
            rng: Rng::with_seed(seed),
            line: Line::Up,
            requests: 0,
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
        }
    }

    pub(crate) fn set(&self, line: Line) {
        self.lock().line = line;
    }

    /// How many requests the server has had.
    pub(crate) fn requests(&self) -> u64 {
        self.lock().requests
    }

    /// What the server keeps, at its present time.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Keyspace) -> T) -> T {
        let shared = self.lock();
        shared.redis.with(|keyspace| {
            keyspace.now = shared.time();
            work(keyspace)
        })
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }

    async fn way(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let (line, way) = {
            let mut shared = self.lock();
            (shared.line, Duration::from_millis(shared.rng.u64(1..=2)))
        };
        match line {
            Line::Up => tokio::time::sleep(way).await,
            Line::Slow(way) => tokio::time::sleep(way).await,
            Line::Silent => std::future::pending().await,
            Line::Refused => {
                tokio::time::sleep(way).await;
                return Err("no connection to Redis".into());
            }
        }
        Ok(())
    }
}

impl Shared {
    /// The server's clock, which is ahead of all others.
    fn time(&self) -> u64 {
        let since = self.clock.now().duration_since(SystemTime::UNIX_EPOCH);
        let time = since.unwrap() + AHEAD;
        u64::try_from(time.as_micros()).unwrap()
    }
}

impl ScriptRunner for Wire {
    fn run<'r>(
        &'r self,
        script: &'static Script,
        key: &'r str,
        arguments: &'r [Vec<u8>],
    ) -> StoreFuture<'r, Vec<Vec<u8>>> {
        Box::pin(async move {
            self.way().await?;
            let answer = {
                let shared = &mut *self.lock();
                shared.requests += 1;
                let now = shared.time();
                shared.redis.with(|keyspace| keyspace.now = now);
                shared.redis.eval(script.text(), key, arguments)
            };
            self.way().await?;
            answer.map_err(Into::into)
        })
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}

/// How far the server's clock is ahead.
const AHEAD: Duration = Duration::from_secs(37);
