//! What is on the server and was not written by a fleet is refused, and the calls go on.

use passport_sandbox::Sandbox;

use crate::members::{Member, all_call};
use crate::redis::Redis;

/// Fields of a token, and what no fleet writes there.
const POISON: &[(&str, &str)] = &[
    ("generation", "x"),
    ("generation", "-1"),
    ("generation", "1e300"),
    ("generation", "99999999999999999999"),
    ("expires", "nan"),
    ("expires", "9007199254740991"),
    ("leads_until", "9007199254740991"),
    ("fetched", ""),
    ("refusals", "0x"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_poisoned_token_is_refused_and_each_fetches_its_own() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    for (field, value) in POISON {
        redis.command::<()>(&["FLUSHALL"]).await;
        let sandbox = Sandbox::start().await.unwrap();
        Member::new(&sandbox, redis.url()).call().await.unwrap();
        let key = only_key(&redis, "token").await;
        redis.command::<()>(&["HSET", &key, field, value]).await;
        let members = [(); 2].map(|()| Member::new(&sandbox, redis.url()));
        all_call(&members, 3).await;
        for member in &members {
            assert!(
                member.counters.store_failures() >= 1,
                "{field}={value}: not reported"
            );
        }
        let kept: String = redis.command(&["HGET", &key, field]).await;
        assert_eq!(kept, *value, "it is left alone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_or_moved_token_does_not_open_and_is_replaced() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    for spoil in [Spoil::Flip, Spoil::Cut, Spoil::Older] {
        redis.command::<()>(&["FLUSHALL"]).await;
        let sandbox = Sandbox::start().await.unwrap();
        Member::new(&sandbox, redis.url()).call().await.unwrap();
        let key = only_key(&redis, "token").await;
        spoil.apply(&redis, &key).await;
        let members = [(); 3].map(|()| Member::new(&sandbox, redis.url()));
        all_call(&members, 3).await;
        assert_eq!(
            sandbox.count("token"),
            2,
            "{spoil:?}: replaced once for all"
        );
        let reported: u64 = members
            .iter()
            .map(|member| member.counters.store_failures())
            .sum();
        assert!(reported >= 1, "{spoil:?}: not reported");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poisoned_limit_is_refused_and_each_keeps_to_its_share() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    for (field, value) in [
        ("arrival", "x"),
        ("arrival", "-1"),
        ("arrival", "9007199254740991"),
        ("day", "99999999"),
        ("used", "1.5"),
    ] {
        redis.command::<()>(&["FLUSHALL"]).await;
        let sandbox = Sandbox::start().await.unwrap();
        let members = [(); 2].map(|()| Member::new(&sandbox, redis.url()));
        all_call(&members, 1).await;
        let key = only_key(&redis, "limit").await;
        redis.command::<()>(&["HSET", &key, field, value]).await;
        for member in &members {
            member
                .call_until("alone", |counters| counters.limits_alone() == 1)
                .await;
        }
        redis.command::<()>(&["DEL", &key]).await;
        for member in &members {
            member
                .call_until("shared", |counters| counters.limits_shared() == 1)
                .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_another_type_are_refused() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let sandbox = Sandbox::start().await.unwrap();
    Member::new(&sandbox, redis.url()).call().await.unwrap();
    for kind in ["token", "limit"] {
        let key = only_key(&redis, kind).await;
        redis.command::<()>(&["SET", &key, "something else"]).await;
    }
    let member = Member::new(&sandbox, redis.url());
    member.calls(3).await;
    assert!(member.counters.store_failures() >= 1);
    assert_eq!(member.counters.limits_alone(), 1);
    for kind in ["token", "limit"] {
        let key = only_key(&redis, kind).await;
        let kept: String = redis.command(&["GET", &key]).await;
        assert_eq!(kept, "something else", "it is left alone");
    }
}

/// What is done to a sealed token.
#[derive(Clone, Copy, Debug)]
enum Spoil {
    Flip,
    Cut,
    /// It is said to be another one than it is.
    Older,
}

impl Spoil {
    async fn apply(self, redis: &Redis, key: &str) {
        let mut connection = redis.connection().await;
        let mut get = redis::cmd("HGET");
        let get = get.arg(key).arg("sealed");
        let mut sealed: Vec<u8> = get.query_async(&mut connection).await.unwrap();
        match self {
            Self::Flip => *sealed.last_mut().unwrap() ^= 1,
            Self::Cut => sealed.truncate(5),
            Self::Older => {
                let generation: u64 = redis.command(&["HGET", key, "generation"]).await;
                let older = (generation - 1).to_string();
                return redis.command(&["HSET", key, "generation", &older]).await;
            }
        }
        let mut set = redis::cmd("HSET");
        let set = set.arg(key).arg("sealed").arg(sealed);
        set.query_async::<()>(&mut connection).await.unwrap();
    }
}

async fn only_key(redis: &Redis, kind: &str) -> String {
    let pattern = format!("passport:{kind}:*");
    let mut keys: Vec<String> = redis.command(&["KEYS", &pattern]).await;
    assert_eq!(keys.len(), 1, "{keys:?}");
    keys.remove(0)
}
