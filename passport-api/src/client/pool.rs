//! Pools of connections, one for each Tokio runtime.
//!
//! A connection is driven by a task of the runtime that opened it. A client that several runtimes
//! share, such as one in a `static` of a program's tests, must not send anything on a connection whose
//! runtime is gone or is not polled: the request would be lost, or wait for ever. So each runtime has
//! connections of its own, which end with it.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use arc_swap::ArcSwap;
use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use crate::client::activity::Activity;
use crate::client::connection::ConnectionSettings;
use crate::error::Error;

/// The pools of a client.
pub(super) struct ConnectionPools {
    settings: ConnectionSettings,
    /// The HTTP client of the first pool: it is built early, so that wrong settings are reported then.
    first: Mutex<Option<reqwest::Client>>,
    by_runtime: Arc<ArcSwap<Vec<RuntimePool>>>,
    /// True if the HTTP client tells when a response has ended as it should.
    pub(super) sees_end: bool,
}

#[derive(Clone)]
struct RuntimePool {
    runtime: Id,
    pool: Arc<Pool>,
}

/// Connections that requests share.
pub(super) struct Pool {
    pub(super) http: reqwest::Client,
    pub(super) activity: Activity,
    /// Ends the task that waits for the end of the runtime, when it is dropped; `None` for a pool of
    /// one attempt.
    in_use: Option<oneshot::Sender<()>>,
}

impl Pool {
    fn new(http: reqwest::Client, in_use: Option<oneshot::Sender<()>>) -> Arc<Self> {
        Arc::new(Self {
            http,
            activity: Activity::default(),
            in_use,
        })
    }

    /// Returns whether the pool is for one attempt only.
    pub(super) fn is_of_one_attempt(&self) -> bool {
        self.in_use.is_none()
    }
}

impl ConnectionPools {
    /// Fails if no HTTP client can be built from the settings.
    pub(super) fn new(settings: ConnectionSettings) -> Result<Self, Error> {
        let first = settings.build()?;
        Ok(Self {
            sees_end: is_without_decoders(&first),
            settings,
            first: Mutex::new(Some(first)),
            by_runtime: Arc::default(),
        })
    }

    /// The pool of the current runtime.
    pub(super) fn current(&self) -> Result<Arc<Pool>, Error> {
        let runtime = current_runtime()?;
        let pools = self.by_runtime.load();
        match find(&pools, runtime.id()) {
            Some(pool) => Ok(Arc::clone(pool)),
            None => self.add(&runtime),
        }
    }

    /// A pool without a connection, which no other request uses.
    pub(super) fn fresh(&self) -> Result<Arc<Pool>, Error> {
        current_runtime()?;
        Ok(Pool::new(self.settings.build()?, None))
    }

    /// Removes a pool; requests that are under way on it go on.
    pub(super) fn remove(&self, pool: &Arc<Pool>) {
        remove(&self.by_runtime, |known| Arc::ptr_eq(known, pool));
    }

    /// Returns whether other requests than those under way may be sent on the pool.
    pub(super) fn has(&self, pool: &Arc<Pool>) -> bool {
        let pools = self.by_runtime.load();
        pools.iter().any(|known| Arc::ptr_eq(&known.pool, pool))
    }

    fn add(&self, runtime: &Handle) -> Result<Arc<Pool>, Error> {
        let first = self
            .first
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let http = match first {
            Some(first) => first,
            None => self.settings.build()?,
        };
        let (in_use, unused_from_now) = oneshot::channel();
        let added = Pool::new(http, Some(in_use));
        let mut chosen = Arc::clone(&added);
        self.by_runtime.rcu(|pools| {
            // Another thread of the runtime may have been first.
            if let Some(known) = find(pools, runtime.id()) {
                chosen = Arc::clone(known);
                return Arc::clone(pools);
            }
            chosen = Arc::clone(&added);
            let mut pools = Vec::clone(pools);
            pools.push(RuntimePool {
                runtime: runtime.id(),
                pool: Arc::clone(&added),
            });
            Arc::new(pools)
        });
        if Arc::ptr_eq(&chosen, &added) {
            let removal = RemoveOnDrop {
                pool: Arc::downgrade(&added),
                by_runtime: Arc::downgrade(&self.by_runtime),
            };
            // A runtime drops its tasks when it ends.
            runtime.spawn(async move {
                let _removal = removal;
                let _ = unused_from_now.await;
            });
        }
        Ok(chosen)
    }
}

/// Returns whether `reqwest` was built without its decoders. With one, which any crate of a program may
/// ask for, it wraps all bodies, and the wrapper does not pass on that a stream has ended. Only its
/// `Debug` lists them; where that changes, the end is not looked for.
fn is_without_decoders(http: &reqwest::Client) -> bool {
    format!("{http:?}").contains("accepts: Accepts,")
}

/// Removes a pool when the runtime of its connections ends.
struct RemoveOnDrop {
    pool: Weak<Pool>,
    by_runtime: Weak<ArcSwap<Vec<RuntimePool>>>,
}

impl Drop for RemoveOnDrop {
    fn drop(&mut self) {
        if let Some(by_runtime) = self.by_runtime.upgrade() {
            remove(&by_runtime, |pool| {
                std::ptr::eq(Arc::as_ptr(pool), self.pool.as_ptr())
            });
        }
    }
}

fn remove(pools: &ArcSwap<Vec<RuntimePool>>, is_it: impl Fn(&Arc<Pool>) -> bool) {
    pools.rcu(|pools| {
        let others = pools.iter().filter(|known| !is_it(&known.pool));
        others.cloned().collect::<Vec<_>>()
    });
}

fn find(pools: &[RuntimePool], runtime: Id) -> Option<&Arc<Pool>> {
    let mut of_runtime = pools.iter().filter(|known| known.runtime == runtime);
    of_runtime.next().map(|known| &known.pool)
}

/// The runtime that drives the connections and timers of a call.
pub(super) fn current_runtime() -> Result<Handle, Error> {
    Handle::try_current().map_err(|_| {
        Error::config(
            "the call is awaited outside a Tokio runtime, which drives connections and timers; await \
             it within one, such as in a function with `#[tokio::main]`",
        )
    })
}
