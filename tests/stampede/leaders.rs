//! What becomes of the many when the one that fetches the token for all gives up, or fails.

use std::time::Duration;

use passport_api::Error;
use passport_sandbox::Fault;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::in_process::simulated;
use crate::stage::{CALLS, InProcess, List, Stage, expect_all};
use crate::{A_DAY, SECOND};

#[test]
fn a_cancelled_leader_leaves_nobody_behind() {
    simulated(async {
        let stage = InProcess::new();
        let held = stage.inject(Fault::delay(5 * SECOND).on("token"));
        let mut leader = stage.stampede(1);
        held.struck(1).await;
        let waiting = stage.stampede(1_000);
        stage.pass(SECOND).await;
        assert_eq!(stage.token_requests(), 1, "all wait for the one");
        leader.shutdown().await;
        expect_all(waiting).await;
        assert_eq!(stage.token_requests(), 2);
        assert_eq!(stage.calls(), 1_000);
    });
}

#[test]
fn a_failing_token_endpoint_is_asked_as_often_as_by_one() {
    let requests = |calls: usize, failures: u64| {
        simulated(async move {
            let stage = InProcess::new();
            stage.inject(Fault::status(503).on("token").times(failures));
            let mut stampede = stage.stampede(calls);
            let mut lost = 0;
            while let Some(call) = stampede.join_next().await {
                lost += usize::from(call.unwrap().is_err_and(|error| error.is_token()));
            }
            (stage.token_requests(), lost)
        })
    };
    for (failures, lost) in [(1, 0), (3, 0), (1_000_000, 1)] {
        let alone = requests(1, failures);
        assert_eq!(alone.1, lost, "{failures} failures");
        let many = requests(CALLS, failures);
        assert_eq!(many, (alone.0, CALLS * lost), "{failures} failures");
    }
}

/// Calls with an expired token, each with a time limit of its own.
async fn with_limits(stage: &InProcess, limits: impl Iterator<Item = Duration>) -> Fates {
    let token = stage.client().token::<List>().await.unwrap();
    stage.pass(A_DAY + SECOND).await;
    stage.inject(Fault::delay(2 * SECOND).on("token").always());
    let mut calls: JoinSet<(Duration, Duration, Result<(), Error>)> = limits
        .map(|limit| {
            let (client, token) = (stage.client().clone(), token.clone());
            async move {
                let began = Instant::now();
                let call = client.customers().list(&token).timeout(limit);
                let result = call.await.map(drop);
                (limit, began.elapsed(), result)
            }
        })
        .collect();
    let mut fates = Fates::default();
    while let Some(call) = calls.join_next().await {
        let (limit, took, result) = call.unwrap();
        // The timer is no finer than a millisecond.
        assert!(
            took <= limit + Duration::from_millis(1),
            "{took:?} of {limit:?}"
        );
        match result {
            Ok(()) => fates.served += 1,
            Err(error) => {
                assert!(error.is_token(), "{error}");
                assert!(limit < PATIENT, "a patient call is lost: {error}");
                fates.too_late += 1;
            }
        }
    }
    fates.token_requests = stage.token_requests() - 1;
    fates
}

#[derive(Debug, Default, Eq, PartialEq)]
struct Fates {
    served: usize,
    too_late: usize,
    token_requests: u64,
}

const PATIENT: Duration = Duration::from_secs(30);

#[test]
fn callers_with_little_time_do_not_harm_the_others() {
    // All have the same little time.
    let limits = |i| if i < 500 { SECOND } else { PATIENT };
    simulated(async {
        let stage = InProcess::new();
        let fates = with_limits(&stage, (0..1_000).map(limits)).await;
        let expected = Fates {
            served: 500,
            too_late: 500,
            token_requests: 2,
        };
        assert_eq!(
            fates, expected,
            "one ends with its caller, one is for the rest"
        );
    });
}

#[test]
fn callers_whose_time_ends_one_after_the_other_make_no_storm() {
    let limits = |i| match i {
        0..500 => Duration::from_millis(500 + i),
        _ => PATIENT,
    };
    simulated(async {
        let stage = InProcess::new();
        let fates = with_limits(&stage, (0..1_000).map(limits)).await;
        let expected = Fates {
            served: 500,
            too_late: 500,
            token_requests: 2,
        };
        assert_eq!(fates, expected, "the lead goes to one who can wait");
    });
}

#[test]
fn a_call_that_renews_early_is_not_lost_with_the_token_endpoint() {
    simulated(async {
        let stage = InProcess::new();
        let token = stage.client().token::<List>().await.unwrap();
        stage.pass(A_DAY - 30 * SECOND).await;
        stage.inject(Fault::hang().on("token").always());
        // The token is good for half a minute more, so that no call needs another.
        for _ in 0..10 {
            let call = stage.client().customers().list(&token).timeout(SECOND);
            call.await.unwrap();
        }
    });
}
