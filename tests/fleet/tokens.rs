//! One token for the fleet, whatever happens to those that fetch it.

use std::time::Duration;

use passport_api::fleet::Fleet;
use passport_sandbox::{Fault, Sandbox};
use passport_tests::say::say;
use tokio::time::Instant;

use crate::members::{Member, all_call};
use crate::processes::{Process, SEALING_KEY, orders};
use crate::redis::Redis;

#[tokio::test(flavor = "multi_thread")]
async fn one_fetches_the_first_token() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let members = [(); 8].map(|()| Member::new(&sandbox, redis.url()));
    all_call(&members, 3).await;
    assert_eq!(sandbox.count("token"), 1);
    let fetched: u64 = members.iter().map(|member| member.counters.tokens()).sum();
    assert_eq!(fetched, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_is_renewed_once_for_all() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let members = [(); 8].map(|()| Member::new(&sandbox, redis.url()));
    all_call(&members, 1).await;
    sandbox
        .inject(Fault::revoke_tokens().on("customers.list"))
        .unwrap();
    all_call(&members, 4).await;
    assert_eq!(sandbox.count("token"), 2);
    let refused = sandbox.requests_of("customers.list");
    let refused = refused
        .iter()
        .filter(|request| request.status == 401)
        .count();
    assert!((1..=8).contains(&refused), "{refused}: at most one of each");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_fetching_process_is_killed_another_takes_over() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let hanging = sandbox.inject(Fault::hang().on("token")).unwrap();
    let mut process = Process::start(&orders(&sandbox, redis.url())).await;
    process.begin().await;
    hanging.struck(1).await;
    let began = Instant::now();
    process.kill().await;
    let members = [(); 4].map(|()| Member::new(&sandbox, redis.url()));
    all_call(&members, 3).await;
    let took = began.elapsed();
    say(format_args!("taken over {took:.2?} after the kill"));
    assert_eq!(
        sandbox.count("token"),
        2,
        "the one that hangs, and one more"
    );
    assert!(took < LEASE + OTHERWISE, "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_with_another_key_share_no_token_and_still_the_limit() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let members = [SEALING_KEY, SEALING_KEY, other, other]
        .map(|key| Member::with_key(&sandbox, Fleet::redis(redis.url()), key));
    all_call(&members, 5).await;
    assert_eq!(sandbox.count("token"), 2);
    let [tokens, limits] = ["passport:token:*", "passport:limit:*"];
    let tokens: Vec<String> = redis.command(&["KEYS", tokens]).await;
    let limits: Vec<String> = redis.command(&["KEYS", limits]).await;
    assert_eq!((tokens.len(), limits.len()), (2, 1));
    for member in &members {
        assert_eq!(member.counters.store_failures(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_lies_sealed_on_the_server() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let member = Member::new(&sandbox, redis.url());
    member.call().await.unwrap();
    let keys: Vec<String> = redis.command(&["KEYS", "passport:token:*"]).await;
    let kept: Vec<Vec<u8>> = redis.command(&["HGETALL", &keys[0]]).await;
    for part in [
        &b"access_token"[..],
        b"paas.core",
        sandbox.client_id().as_bytes(),
    ] {
        let found = kept
            .iter()
            .any(|value| value.windows(part.len()).any(|some| some == part));
        assert!(!found, "{}", String::from_utf8_lossy(part));
    }
}

/// How long nobody else fetches a token.
const LEASE: Duration = Duration::from_secs(3);
/// What the rest may take, on a machine that is busy otherwise.
const OTHERWISE: Duration = Duration::from_secs(5);
