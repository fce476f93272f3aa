//! Redis gone, slow, restarted or full: the calls go on, and all is as before when it is back.

use std::time::Duration;

use passport_sandbox::{Fault, Sandbox};
use tokio::time::Instant;

use crate::members::{BURST, MACHINES, Member, PATIENCE, PER_SECOND, all_call};
use crate::proxy::{Proxy, Way};
use crate::redis::Redis;

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_network_costs_a_moment_and_mends_by_itself() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    for way in [Way::Refused, Way::Silent, Way::Slow(Duration::from_secs(2))] {
        redis.command::<()>(&["FLUSHALL"]).await;
        let sandbox = Sandbox::start().await.unwrap();
        let proxy = Proxy::to(redis.port()).await;
        let members = [(); 2].map(|()| Member::new(&sandbox, proxy.url()));
        all_call(&members, 5).await;
        proxy.set(way);
        calls_go_on_at_the_share(&members, &format!("{way:?}")).await;
        proxy.set(Way::Open);
        all_share_again(&members, &format!("{way:?}")).await;
        assert_eq!(sandbox.count("token"), 1, "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_redis_is_one_that_is_gone() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let members = [(); 2].map(|()| Member::new(&sandbox, redis.url()));
    all_call(&members, 5).await;
    redis
        .command::<()>(&["CONFIG", "SET", "maxmemory", "1"])
        .await;
    calls_go_on_at_the_share(&members, "full").await;
    let late = Member::new(&sandbox, redis.url());
    late.call().await.unwrap();
    redis
        .command::<()>(&["CONFIG", "SET", "maxmemory", "0"])
        .await;
    all_share_again(&members, "full").await;
    assert!(
        sandbox.count("token") <= 2,
        "one for all, and at most one for who came late"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_under_load_with_everything_lost_costs_no_token() {
    let Some(mut redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let members = [(); 4].map(|()| Member::new(&sandbox, redis.url()));
    all_call(&members, 5).await;
    redis.kill();
    calls_go_on_at_the_share(&members, "killed").await;
    redis.start_again().await;
    all_share_again(&members, "killed").await;
    let kept: Vec<String> = redis.command(&["KEYS", "passport:limit:*"]).await;
    assert_eq!(kept.len(), 1, "the limit is there again");
    assert_eq!(sandbox.count("token"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_snapshot_costs_one_token_at_most() {
    let Some(mut redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    let members = [(); 2].map(|()| Member::new(&sandbox, redis.url()));
    all_call(&members, 5).await;
    redis.save().await;
    // The token of the snapshot is good no more.
    sandbox
        .inject(Fault::revoke_tokens().on("customers.list"))
        .unwrap();
    all_call(&members, 5).await;
    assert_eq!(sandbox.count("token"), 2);
    redis.kill();
    redis.start_again().await;
    let token: Vec<String> = redis.command(&["KEYS", "passport:token:*"]).await;
    assert_eq!(token.len(), 1, "the snapshot is there");
    let late = [(); 4].map(|()| Member::new(&sandbox, redis.url()));
    all_call(&late, 5).await;
    assert_eq!(sandbox.count("token"), 3, "the late ones share one");
    all_share_again(&members, "an old snapshot").await;
    assert_eq!(sandbox.count("token"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fleet_without_any_redis_works() {
    if Redis::start().await.is_none() {
        return;
    }
    let sandbox = Sandbox::start().await.unwrap();
    // A server that is gone: its port is free again.
    let gone = Redis::start().await.map(|redis| redis.url()).unwrap();
    let members = [(); 3].map(|()| Member::new(&sandbox, gone.clone()));
    let longest = all_call(&members, 10).await;
    assert!(longest < 2 * PATIENCE + OTHERWISE, "{longest:?}");
    assert_eq!(sandbox.count("token"), 3, "each its own");
    for member in &members {
        assert!(member.counters.store_failures() >= 1);
        assert_eq!(member.counters.limits_alone(), 1);
    }
}

/// Each member has its share, no call waits for long, and what has happened is said.
async fn calls_go_on_at_the_share(members: &[Member], what: &str) {
    let alone = members.iter().map(|member| member.counters.limits_alone());
    let alone: Vec<u64> = alone.collect();
    let began = Instant::now();
    let longest = all_call(members, CALLS).await;
    assert!(
        longest < PATIENCE + OTHERWISE,
        "{what}: a call took {longest:?}"
    );
    // What was reserved is used first, and a burst.
    let after_that = CALLS.saturating_sub(2 * BURST);
    let at_least = Duration::from_secs(1) * after_that / (PER_SECOND / MACHINES);
    assert!(began.elapsed() >= at_least, "{what}: {:?}", began.elapsed());
    for (member, before) in members.iter().zip(alone) {
        assert_eq!(member.counters.limits_alone(), before + 1, "{what}");
    }
}

async fn all_share_again(members: &[Member], what: &str) {
    for member in members {
        let is_shared =
            |counters: &passport_api::Counters| counters.limits_alone() == counters.limits_shared();
        member.call_until(what, is_shared).await;
        let requests = member.fleet.requests();
        let mut calls = 0;
        while member.fleet.requests() == requests {
            member.call().await.unwrap();
            calls += 1;
            assert!(calls < 10_000, "{what}: the limit is not asked for");
        }
    }
}

const CALLS: u32 = 130;
/// What a call may take for other reasons, on a machine that is busy otherwise.
const OTHERWISE: Duration = Duration::from_secs(2);
