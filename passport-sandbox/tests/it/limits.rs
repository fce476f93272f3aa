//! Limits per client and API, by the sandbox's clock.

use std::time::{Duration, UNIX_EPOCH};

use passport_sandbox::{Limits, ManualClock, Sandbox};

use crate::faults::ZONES;
use crate::support::Caller;

async fn city(clock: &ManualClock, limits: Limits) -> (Sandbox, Caller) {
    let builder = Sandbox::builder().clock(clock.clone()).limits(limits);
    let sandbox = builder.start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    (sandbox, caller)
}

/// Calls until a limit refuses, and says how often that went well.
async fn until_refused(caller: &Caller) -> usize {
    let mut calls = 0;
    while caller.get(ZONES).await.status == 200 {
        calls += 1;
    }
    calls
}

#[tokio::test]
async fn a_burst_and_then_so_many_per_second() {
    let clock = ManualClock::new();
    let limits = Limits::new().per_second(4).burst(6);
    let (_sandbox, caller) = city(&clock, limits).await;
    assert_eq!(until_refused(&caller).await, 6);
    clock.advance(Duration::from_millis(249));
    assert_eq!(until_refused(&caller).await, 0);
    clock.advance(Duration::from_millis(1));
    assert_eq!(until_refused(&caller).await, 1);
    clock.advance(Duration::from_secs(1));
    assert_eq!(until_refused(&caller).await, 4);
    clock.advance(Duration::from_secs(3600 / 2));
    assert_eq!(until_refused(&caller).await, 6);
}

#[tokio::test]
async fn so_many_per_day_of_utc() {
    let clock = ManualClock::starting_at(UNIX_EPOCH + Duration::from_secs(10 * 86_400 - 60));
    let limits = Limits::new().per_day(5).with_codes().with_retry_after();
    let (_sandbox, caller) = city(&clock, limits).await;
    assert_eq!(until_refused(&caller).await, 5);
    let request = caller.request("GET", ZONES).send().await.unwrap();
    assert_eq!(
        (request.status().as_u16(), &request.headers()["retry-after"]),
        (429, &"60".parse().unwrap())
    );
    assert!(request.text().await.unwrap().contains("quota_exceeded"));
    clock.advance(Duration::from_secs(60));
    assert_eq!(until_refused(&caller).await, 5);
}

#[tokio::test]
async fn each_client_has_its_own_and_each_api() {
    let clock = ManualClock::new();
    let (sandbox, caller) = city(&clock, Limits::new().per_second(2)).await;
    assert_eq!(until_refused(&caller).await, 2);
    let scopes = ["read:zones".to_owned()];
    let other = Caller::with_scopes(&sandbox, "parking", &scopes).await;
    assert_eq!(until_refused(&other).await, 2);
    let breb = Caller::with_every_scope(&sandbox, "breb").await;
    assert_eq!(breb.get("/v1/accounts").await.status, 200);
    let refused = sandbox.requests_of("zones.list");
    let refused: Vec<_> = refused
        .iter()
        .filter(|request| !request.processed)
        .collect();
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().all(|request| request.status == 429));
}

#[tokio::test]
async fn the_answer_is_the_systems_error_and_says_no_more_than_documented() {
    let clock = ManualClock::new();
    let (_sandbox, caller) = city(&clock, Limits::new().per_second(1)).await;
    assert_eq!(until_refused(&caller).await, 1);
    let response = caller.request("GET", ZONES).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert!(response.headers().get("retry-after").is_none());
    let text = response.text().await.unwrap();
    assert!(
        text.contains("io.passportlabs:error:rate_limited"),
        "{text}"
    );
}

#[tokio::test]
async fn a_refused_call_does_not_count() {
    let clock = ManualClock::new();
    let limits = Limits::new().per_second(1).with_retry_after();
    let (_sandbox, caller) = city(&clock, limits).await;
    assert_eq!(until_refused(&caller).await, 1);
    for _ in 0..5 {
        clock.advance(Duration::from_millis(100));
        let response = caller.request("GET", ZONES).send().await.unwrap();
        assert_eq!(response.headers()["retry-after"], "1");
    }
    clock.advance(Duration::from_millis(500));
    assert_eq!(until_refused(&caller).await, 1);
}
