//! What is measured: ways to have a token that is there already.

use std::fmt;
use std::future::Future;
use std::hint::black_box;
use std::sync::RwLock;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::runtime::{Builder, Runtime};

use super::endpoint::{Endpoint, access_token};
use super::passport;
use crate::Outcome;

/// A way to have a token that is there already.
pub struct Subject {
    /// What tables call it.
    pub name: &'static str,
    uses: Box<Uses>,
}

/// So many uses, one after the other.
type Uses = dyn Fn(u32) + Send + Sync;

impl Subject {
    /// A way that waits for nothing.
    pub(super) fn new(name: &'static str, once: impl Fn() + Send + Sync + 'static) -> Self {
        let uses = Box::new(move |times| (0..times).for_each(|_| once()));
        Self { name, uses }
    }

    /// A way that may wait, in a runtime of the thread's own.
    #[cfg(feature = "peers")]
    pub(super) fn waiting<F>(
        name: &'static str,
        uses: impl Fn(u32) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Outcome>,
    {
        let uses = Box::new(move |times| {
            let used = wait(uses(times));
            // Each was used once before anything is measured.
            used.and_then(|used| used).expect("a token that is fresh");
        });
        Self { name, uses }
    }

    /// Uses it so many times in this thread.
    pub fn many(&self, times: u32) {
        (self.uses)(times);
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Subject").field(&self.name).finish()
    }
}

/// All ways, the floor first.
///
/// # Errors
///
/// If one of them cannot be set up.
pub fn all() -> Outcome<Vec<Subject>> {
    let endpoint = Endpoint::new(Duration::ZERO, 24 * 3600);
    let mut all = vec![floor()];
    all.extend(passport::subjects(&endpoint)?);
    all.extend([shared(), locked()]);
    #[cfg(feature = "peers")]
    all.extend(super::peers::subjects(&endpoint)?);
    Ok(all)
}

/// What a fresh token is held against.
fn floor() -> Subject {
    let token = ArcSwap::from_pointee(access_token());
    Subject::new(FLOOR, move || {
        black_box(token.load().as_str());
    })
}

fn shared() -> Subject {
    let token = ArcSwap::from_pointee(access_token());
    Subject::new("`ArcSwap<String>`, `load_full`", move || {
        black_box(token.load_full());
    })
}

fn locked() -> Subject {
    let token = RwLock::new(access_token());
    Subject::new("`RwLock<String>`, cloned", move || {
        // Nobody panics while it is held.
        black_box(token.read().expect("a lock that is whole").clone());
    })
}

/// Runs a future to its end in this thread.
pub(super) fn wait<F: Future>(future: F) -> Outcome<F::Output> {
    Ok(runtime()?.block_on(future))
}

fn runtime() -> Outcome<Runtime> {
    Ok(Builder::new_current_thread().enable_time().build()?)
}

/// A bare load: what a fresh token is held against.
pub(super) const FLOOR: &str = "`ArcSwap<String>`, a bare `load`";
