//! The sandbox behind a client without a socket, in simulated time: the same calls come to the same
//! end each time.
//!
//! The runtime's clock is paused, so that it moves on at once where everybody waits, and all time-outs,
//! pauses and lives of tokens pass without a moment of real time.

mod body;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use fastrand::Rng;
use http::{Request, Response};
use passport_api::{Clock, Sleep, Transport, TransportError, TransportFuture};
use passport_sandbox::{ConnectionReset, SandboxState, app};
use tokio::sync::oneshot;
use tokio::time::Instant;
use tower::ServiceExt;

/// Runs something in simulated time, on one thread.
pub(crate) fn simulated<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(work)
}

/// A clock that follows the runtime's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SimulatedClock {
    began: Instant,
}

impl SimulatedClock {
    /// Must be called within [`simulated`].
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
        }
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> SystemTime {
        // The evening of 31 December 2025, so that a new day and a new year come soon.
        let began = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_220_000);
        began + self.began.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A network with the sandbox at its other end; clones are the same one.
///
/// What was sent arrives, also where the caller has given up by then.
#[derive(Clone)]
pub(crate) struct Network {
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    app: Router,
    rng: Rng,
    /// The longest time from here to there, in milliseconds.
    slowest: u64,
    /// Of how many requests one finds no connection.
    unreachable: Option<u32>,
    failed: u64,
}

impl Network {
    /// Each way takes a random time of up to `slowest`.
    pub(crate) fn new(state: SandboxState, slowest: Duration, seed: u64) -> Self {
        let shared = Shared {
            app: app(state),
            rng: Rng::with_seed(seed),
            slowest: u64::try_from(slowest.as_millis()).unwrap(),
            unreachable: None,
            failed: 0,
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Shared) -> T) -> T {
        work(&mut self.shared.lock().unwrap())
    }
}

impl Shared {
    fn way(&mut self) -> Duration {
        Duration::from_millis(self.rng.u64(1..=self.slowest))
    }

    fn is_unreachable(&mut self) -> bool {
        let unreachable = self.unreachable.is_some_and(|of| self.rng.u32(0..of) == 0);
        self.failed += u64::from(unreachable);
        unreachable
    }
}

/// For the soak, whose sandboxes come and go.
#[allow(
    dead_code,
    reason = "the stampede has one sandbox and a network that never fails"
)]
impl Network {
    /// From now on one in so many requests finds no connection.
    pub(crate) fn unreachable_once_in(&self, requests: u32) {
        self.with(|shared| shared.unreachable = Some(requests));
    }

    /// From now on all requests find a connection.
    pub(crate) fn always_reachable(&self) {
        self.with(|shared| shared.unreachable = None);
    }

    /// How many requests found no connection.
    pub(crate) fn failed(&self) -> u64 {
        self.with(|shared| shared.failed)
    }

    /// From now on requests come to another sandbox, which knows nothing of the one before.
    pub(crate) fn lead_to(&self, state: SandboxState) {
        self.with(|shared| shared.app = app(state));
    }
}

impl Transport for Network {
    fn send(&self, request: Request<Bytes>, body_limit: usize) -> TransportFuture<'_> {
        let network = self.clone();
        Box::pin(async move {
            let (app, there, back, unreachable) = network.with(|shared| {
                let (there, back) = (shared.way(), shared.way());
                (shared.app.clone(), there, back, shared.is_unreachable())
            });
            if unreachable {
                tokio::time::sleep(there).await;
                return Err(TransportError::not_sent("no connection, as the dice will"));
            }
            let (mut sender, answer) = oneshot::channel();
            tokio::spawn(async move {
                tokio::time::sleep(there).await;
                let request = request.map(Body::from);
                tokio::select! {
                    // The sandbox has the request before anybody looks whether it is still wanted.
                    biased;
                    response = app.oneshot(request) => {
                        let Ok(response) = response;
                        // Nobody may wait for it any more.
                        let _ = sender.send(read(response, body_limit).await);
                    }
                    () = sender.closed() => {}
                }
            });
            let answer = answer.await.map_err(TransportError::broken)?;
            tokio::time::sleep(back).await;
            answer
        })
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").finish_non_exhaustive()
    }
}

async fn read(
    response: Response<Body>,
    body_limit: usize,
) -> Result<Response<Bytes>, TransportError> {
    if response.extensions().get::<ConnectionReset>().is_some() {
        return Err(TransportError::broken("the connection was reset"));
    }
    let (head, body) = response.into_parts();
    let body = body::read(body, &head.headers, body_limit).await?;
    Ok(Response::from_parts(head, body))
}
