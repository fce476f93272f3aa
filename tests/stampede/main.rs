//! Ten thousand calls at once: at a cold start, at the token's expiry, while it is renewed early and
//! when it is revoked. Each time one token request, and no call lost.

#[path = "../in_process/mod.rs"]
mod in_process;
mod leaders;
mod lines;
mod over_tls;
mod stage;

use std::time::Duration;

use passport_sandbox::Fault;

use crate::in_process::simulated;
use crate::stage::{CALLS, InProcess, List, Stage, expect_all};

/// Runs each scene on the stage that an expression makes, in process and over TLS.
macro_rules! scenes {
    ($($scene:ident)*) => {
        mod in_process_scenes {
            use super::*;
            $(#[test]
            fn $scene() {
                simulated(async { super::$scene(&InProcess::new()).await });
            })*
        }

        mod over_tls_scenes {
            $(#[tokio::test]
            async fn $scene() {
                super::$scene(&crate::over_tls::OverTls::start().await).await;
            })*
        }
    };
}

scenes! { cold_start expiry early_renewal revocation }

async fn cold_start(stage: &impl Stage) {
    expect_all(stage.stampede(CALLS)).await;
    assert_eq!(stage.token_requests(), 1);
    assert_eq!(stage.calls(), CALLS as u64);
}

async fn expiry(stage: &impl Stage) {
    stage.client().token::<List>().await.unwrap();
    stage.pass(A_DAY + SECOND).await;
    expect_all(stage.stampede(CALLS)).await;
    assert_eq!(stage.token_requests(), 2, "the first, and one for all");
    assert_eq!(stage.calls(), CALLS as u64);
}

async fn early_renewal(stage: &impl Stage) {
    stage.client().token::<List>().await.unwrap();
    stage.pass(A_DAY - 30 * SECOND).await;
    // The token endpoint is held back: whoever waits for it cannot end before.
    let held = stage.inject(Fault::delay(4 * SECOND).on("token"));
    let mut calls = stage.stampede(CALLS);
    for _ in 1..CALLS {
        calls.join_next().await.unwrap().unwrap().unwrap();
    }
    assert_eq!(held.strikes(), 1);
    assert!(
        calls.try_join_next().is_none(),
        "the call that renews the token waits for it, and no other"
    );
    assert_eq!(stage.calls(), CALLS as u64 - 1);
    stage.pass(4 * SECOND).await;
    expect_all(calls).await;
    assert_eq!(stage.token_requests(), 2);
    assert_eq!(stage.calls(), CALLS as u64);
}

async fn revocation(stage: &impl Stage) {
    stage.client().token::<List>().await.unwrap();
    // The first call that arrives finds the token revoked, and so do all others, because none of
    // them gets another before all have arrived.
    stage.inject(Fault::revoke_tokens().on("customers.list"));
    let arrived = Fault::delay(Duration::ZERO).on("customers.list");
    let arrived = stage.inject(arrived.times(CALLS as u64 - 1));
    let held = stage.inject(Fault::delay(SECOND).on("token"));
    let calls = stage.stampede(CALLS);
    arrived.struck(CALLS as u64 - 1).await;
    held.struck(1).await;
    stage.pass(SECOND).await;
    expect_all(calls).await;
    assert_eq!(stage.token_requests(), 2);
    assert_eq!(stage.calls(), 2 * CALLS as u64, "each twice");
    assert_eq!(stage.processed(), CALLS as u64, "and each done once");
}

const SECOND: Duration = Duration::from_secs(1);
const A_DAY: Duration = Duration::from_secs(24 * 3600);
