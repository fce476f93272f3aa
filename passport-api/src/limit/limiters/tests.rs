use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::catalog::{self, Catalog, Prefix};
use crate::clock::{Clock, ManualClock};
use crate::limit::shared::tests::Store;
use crate::limit::tests::{SECOND, clock, late, poll_once};
use crate::limit::{Limiters, Limits, SharedPlace, Waited};

const CATALOG: Catalog = Catalog {
    name: "shop",
    title: "Shop",
    docs: None,
    servers: &[],
    prefixes: &[
        Prefix {
            name: "fast",
            path: "/v1",
        },
        Prefix {
            name: "slow",
            path: "/v2",
        },
    ],
    token: catalog::TokenEndpoint {
        address: catalog::TokenAddress::Url("https://shop.test/token"),
        request: catalog::BodyFormat::Json,
        credentials: catalog::Credentials::Body,
        audience: None,
        fields: &[],
        scope_parameter: false,
        granted_field: "scope",
        granted_format: catalog::GrantedFormat::Space,
        granted_absent: catalog::GrantedAbsent::Refuse,
        lifetime: 60,
        token_type_aliases: &[],
        response: &[],
        revoke: None,
    },
    scopes: &[],
    sets: &[],
    pagination: &[],
    endpoints: &[],
};

fn limiters(all: Limits, of: &[(&str, Limits)], clock: &ManualClock) -> Limiters {
    let of: HashMap<String, Limits> = of
        .iter()
        .map(|(prefix, limits)| ((*prefix).to_owned(), *limits))
        .collect();
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    Limiters::new(all, of, &CATALOG, &clock, None).unwrap()
}

#[tokio::test]
async fn a_prefix_has_its_own_limit_besides_the_clients() {
    let clock = clock().skip_sleeps();
    let slow = Limits::new().per_second(1);
    let limiters = limiters(Limits::new().per_day(3), &[("slow", slow)], &clock);
    let ms = Duration::from_millis;
    let check = async |prefix: &str, expected: Duration| {
        let waited = limiters
            .acquire(prefix, late(&clock), &|_| {})
            .await
            .unwrap();
        assert_eq!(waited, Waited(expected), "{prefix}");
    };
    check("slow", ms(0)).await;
    check("fast", ms(0)).await;
    check("slow", ms(1000)).await;
    let soon = clock.now() + SECOND;
    assert!(
        limiters
            .acquire("fast", soon, &|_| {})
            .await
            .unwrap_err()
            .quota
    );
}

#[tokio::test]
async fn who_waits_for_a_prefix_does_not_keep_others_waiting() {
    let clock = clock();
    let slow = Limits::new().per_second(1);
    let all = Limits::new().per_second(100).burst(100);
    let limiters = limiters(all, &[("slow", slow)], &clock);
    limiters
        .acquire("slow", late(&clock), &|_| {})
        .await
        .unwrap();
    let mut waiting = pin!(limiters.acquire("slow", late(&clock), &|_| {}));
    assert!(poll_once(waiting.as_mut()).await.is_none());
    let mut fast = pin!(limiters.acquire("fast", late(&clock), &|_| {}));
    assert!(poll_once(fast.as_mut()).await.is_some());
    clock.advance(SECOND);
    waiting.await.unwrap();
}

#[tokio::test]
async fn who_has_its_prefixs_turn_and_is_not_polled_holds_up_nobody() {
    let clock = clock();
    let own = Limits::new().per_second(1);
    let all = Limits::new().per_second(2);
    let limiters = limiters(all, &[("slow", own)], &clock);
    limiters
        .acquire("fast", late(&clock), &|_| {})
        .await
        .unwrap();
    // It has its turn of the prefix, and waits for the common one.
    let mut head = Box::pin(limiters.acquire("slow", late(&clock), &|_| {}));
    assert!(poll_once(head.as_mut()).await.is_none());
    let mut fast = pin!(limiters.acquire("fast", late(&clock), &|_| {}));
    let mut slow = pin!(limiters.acquire("slow", late(&clock), &|_| {}));
    let mut passed = [false; 2];
    for _ in 0..100 {
        clock.advance(SECOND / 20);
        passed[0] = passed[0] || poll_once(fast.as_mut()).await.is_some();
        if passed[0] {
            passed[1] = passed[1] || poll_once(slow.as_mut()).await.is_some();
        }
        if passed == [true; 2] {
            break;
        }
    }
    assert_eq!(passed, [true; 2]);
    // The rest of it is neither lost nor had at once.
    assert!(poll_once(head.as_mut()).await.is_none());
    clock.advance(SECOND);
    assert!(poll_once(head.as_mut()).await.is_some());
}

#[tokio::test]
async fn what_one_limiter_refuses_the_other_does_not_count() {
    let clock = clock();
    let own = Limits::new().per_day(2);
    let all = Limits::new().per_second(1);
    let limiters = limiters(all, &[("slow", own)], &clock);
    for _ in 0..2 {
        limiters
            .acquire("slow", clock.now(), &|_| {})
            .await
            .unwrap();
        // The common limit refuses, and the prefix's quota is not touched.
        let refused = limiters
            .acquire("slow", clock.now(), &|_| {})
            .await
            .unwrap_err();
        assert!(refused.until > clock.now());
        clock.advance(SECOND);
    }
    let refused = limiters
        .acquire("slow", clock.now(), &|_| {})
        .await
        .unwrap_err();
    assert!(refused.quota);
    // And the other way round.
    limiters
        .acquire("fast", clock.now(), &|_| {})
        .await
        .unwrap();
}

#[test]
fn an_unknown_prefix_is_named_with_those_that_are_known() {
    let clock: Arc<dyn Clock> = Arc::new(clock());
    let of = HashMap::from([("fest".to_owned(), Limits::new())]);
    let error = Limiters::new(Limits::new(), of, &CATALOG, &clock, None).unwrap_err();
    assert!(error.is_config());
    assert_eq!(
        error.to_string(),
        "there is no prefix `fest` to limit; known are `fast`, `slow`"
    );
}

#[cfg(feature = "parking")]
#[tokio::test]
async fn clones_of_a_client_share_its_limits() {
    use crate::client::Api;
    use crate::parking::Client;

    let clock = clock();
    let builder = || {
        Client::builder()
            .base_url("https://localhost")
            .credentials("a", "b")
            .clock(clock.clone())
    };
    let client = builder()
        .limits_of("parking", Limits::new().per_day(1))
        .build()
        .unwrap();
    let clone = client.clone();
    let now = clock.now();
    let limiters = client.core().erased().limiters();
    limiters.acquire("parking", now, &|_| {}).await.unwrap();
    let limiters = clone.core().erased().limiters();
    assert!(
        limiters
            .acquire("parking", now, &|_| {})
            .await
            .unwrap_err()
            .quota
    );
    limiters.acquire("shared", now, &|_| {}).await.unwrap();

    for (path, prefix) in [
        ("/v3/parking/zones?x", "parking"),
        ("/v3/parking", "parking"),
        ("/v3/parkings", ""),
        ("/", ""),
    ] {
        assert_eq!(client.core().erased().prefix_of(path), prefix, "{path}");
    }

    let unfit = builder().limits(Limits::new().per_second(0)).build();
    assert!(unfit.unwrap_err().is_config());
}

#[tokio::test]
async fn of_two_shared_limits_the_slower_one_decides() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let place = SharedPlace {
        store: Arc::new(Arc::clone(&store)),
        base_url: "https://api.example".to_owned(),
        client_id: "shop".to_owned(),
        phase: 0.0,
    };
    let by: Arc<dyn Clock> = Arc::new(clock.clone());
    for (all, own) in [(50, 500), (500, 50)] {
        let of = HashMap::from([("fast".to_owned(), Limits::new().per_second(own))]);
        let all = Limits::new().per_second(all);
        let limiters = Limiters::new(all, of, &CATALOG, &by, Some(&place)).unwrap();
        let limiters = Arc::new(limiters);
        let (start, asked) = (clock.now(), store.asked());
        let mut calls = JoinSet::new();
        for _ in 0..200 {
            let (limiters, late) = (Arc::clone(&limiters), late(&clock));
            calls.spawn(async move { limiters.acquire("fast", late, &|_| {}).await.unwrap() });
        }
        while let Some(call) = calls.join_next().await {
            call.unwrap();
        }
        let took = clock.now().duration_since(start).unwrap();
        assert!(took >= Duration::from_millis(3900), "{took:?}");
        assert!(took <= Duration::from_millis(4500), "{took:?}");
        let asked = store.asked() - asked;
        assert!(asked <= 2 * 200, "{asked} questions for 200 requests");
        clock.advance(SECOND);
    }
}
