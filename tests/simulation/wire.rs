//! The way from the machines to the Redis server in memory, which can be cut.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use fastrand::Rng;
use passport_api::fleet::{Script, ScriptRunner};
use passport_api::{Clock, StoreFuture};

use crate::commands::Keyspace;
use crate::in_process::SimulatedClock;
use crate::redis::{Answer, Redis};

/// The server and the way to it; clones lead to the same one.
#[derive(Clone)]
pub(crate) struct Wire {
    shared: Arc<Mutex<Shared>>,
}

/// A connection of one machine. As that of the `redis` crate it is made when it is needed, and what
/// is on its way belongs to a task: it goes on while nobody asks for it.
pub(crate) struct Connection {
    wire: Wire,
    is_made: Arc<AtomicBool>,
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

    pub(crate) fn connection(&self) -> Connection {
        Connection {
            wire: self.clone(),
            is_made: Arc::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }

    async fn way(&self) -> Result<(), BoxError> {
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

impl ScriptRunner for Connection {
    fn run<'r>(
        &'r self,
        script: &'static Script,
        key: &'r str,
        arguments: &'r [Vec<u8>],
    ) -> StoreFuture<'r, Vec<Vec<u8>>> {
        Box::pin(async move {
            let is_made = Arc::clone(&self.is_made);
            if !is_made.load(Ordering::Relaxed) {
                let (wire, is_made) = (self.wire.clone(), Arc::clone(&is_made));
                let connect = tokio::spawn(async move {
                    wire.way().await?;
                    wire.way().await?;
                    is_made.store(true, Ordering::Relaxed);
                    Ok::<_, BoxError>(())
                });
                connect.await??;
            }
            let (wire, key, arguments) = (self.wire.clone(), key.to_owned(), arguments.to_vec());
            let exchange = tokio::spawn(async move {
                let answer = wire.exchange(script, &key, &arguments).await;
                // Nobody listens there any more.
                is_made.fetch_and(answer.is_ok(), Ordering::Relaxed);
                answer
            });
            exchange.await??.map_err(Into::into)
        })
    }
}

impl Wire {
    async fn exchange(
        &self,
        script: &'static Script,
        key: &str,
        arguments: &[Vec<u8>],
    ) -> Result<Answer, BoxError> {
        self.way().await?;
        let answer = {
            let shared = &mut *self.lock();
            shared.requests += 1;
            let now = shared.time();
            shared.redis.with(|keyspace| keyspace.now = now);
            shared.redis.eval(script.text(), key, arguments)
        };
        self.way().await?;
        Ok(answer)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How far the server's clock is ahead.
const AHEAD: Duration = Duration::from_secs(37);
