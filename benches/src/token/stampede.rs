//! Ten thousand callers at once, at a cold start and when the token has expired.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::task::JoinSet;

use super::endpoint::Endpoint;
use super::passport;
use crate::Outcome;
use crate::median::median;

/// What keeps a token and gets another when it has expired.
#[derive(Clone, Copy)]
pub(super) struct Keeper {
    pub(super) name: &'static str,
    /// The life in seconds of a token that it does not use any more two seconds later.
    pub(super) life: u64,
    pub(super) make: Make,
}

/// Makes it, with an endpoint within the process.
pub(super) type Make = fn(Arc<Endpoint>) -> Waiting<Get>;

/// One caller.
pub(super) type Get = Arc<dyn Fn() -> Waiting<()> + Send + Sync>;

pub(super) type Waiting<T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send>>;

/// What became of the callers.
pub(super) struct Stampedes {
    pub(super) name: &'static str,
    pub(super) cold: Stampede,
    pub(super) expired: Stampede,
}

pub(super) struct Stampede {
    /// Milliseconds until the last caller had its token.
    pub(super) took: f64,
    /// How many requests for a token there were, at most in one of the runs.
    pub(super) requests: u64,
    /// How many callers had none, in all runs.
    pub(super) failed: usize,
}

/// Lets so many callers come, in turns with each keeper, and at each keeper `runs` times.
pub(super) fn measure(callers: usize, runs: usize) -> Outcome<Vec<Stampedes>> {
    let keepers = keepers();
    let mut found: Vec<_> = keepers.iter().map(|_| [vec![], vec![]]).collect();
    for _ in 0..runs {
        for (keeper, [cold, expired]) in keepers.iter().zip(&mut found) {
            let (one, other) = run(keeper, callers)?;
            cold.push(one);
            expired.push(other);
        }
    }
    let found = keepers.iter().zip(&found).map(|(keeper, found)| Stampedes {
        name: keeper.name,
        cold: together(&found[0]),
        expired: together(&found[1]),
    });
    Ok(found.collect())
}

fn keepers() -> Vec<Keeper> {
    let passport = Keeper {
        name: passport::PASSPORT,
        life: 2,
        make: passport::STAMPEDE,
    };
    #[cfg(feature = "peers")]
    let peers: &[Keeper] = super::peers::KEEPERS;
    #[cfg(not(feature = "peers"))]
    let peers: &[Keeper] = &[];
    [&[passport][..], peers].concat()
}

fn run(keeper: &Keeper, callers: usize) -> Outcome<(Stampede, Stampede)> {
    let runtime = Builder::new_multi_thread().enable_time().build()?;
    let endpoint = Endpoint::new(ANSWERS_AFTER, keeper.life);
    runtime.block_on(async {
        let before = tokio::time::Instant::now();
        let get = (keeper.make)(Arc::clone(&endpoint)).await?;
        let made_in = before.elapsed();
        let mut cold = stampede(&get, callers).await?;
        // Who gets the token as soon as it is made has not had it for nothing.
        cold.took += made_in.as_secs_f64() * 1e3;
        cold.requests = endpoint.requests();
        tokio::time::sleep(EXPIRED_AFTER).await;
        let mut expired = stampede(&get, callers).await?;
        expired.requests = endpoint.requests() - cold.requests;
        Ok((cold, expired))
    })
}

async fn stampede(get: &Get, callers: usize) -> Outcome<Stampede> {
    let before = tokio::time::Instant::now();
    let mut calls: JoinSet<Outcome> = (0..callers).map(|_| get()).collect();
    let mut failed = 0;
    while let Some(call) = calls.join_next().await {
        failed += usize::from(call?.is_err());
    }
    Ok(Stampede {
        took: before.elapsed().as_secs_f64() * 1e3,
        requests: 0,
        failed,
    })
}

fn together(runs: &[Stampede]) -> Stampede {
    Stampede {
        took: median(runs.iter().map(|run| run.took)),
        requests: runs.iter().map(|run| run.requests).max().unwrap_or(0),
        failed: runs.iter().map(|run| run.failed).sum(),
    }
}

/// How long the token endpoint takes for an answer.
pub(super) const ANSWERS_AFTER: Duration = Duration::from_millis(20);

/// When no keeper uses its token any more.
const EXPIRED_AFTER: Duration = Duration::from_millis(2_200);
