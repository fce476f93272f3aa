//! When a token is renewed, and what happens when that fails.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;

use passport_api::breb::{self, Client};
use passport_api::{
    Clock, Counters, ManualClock, MemoryStore, StoreFuture, StoredToken, TokenKey, TokenStore,
    parking,
};
use passport_sandbox::{Fault, Sandbox, SandboxBuilder};

use crate::support::sandbox_builder;

breb::scope_set! {
    struct List = "paas.core.breb_payments.list.get";
}
breb::scope_set! {
    struct Keys = "paas.core.account_keys.list.get";
}
parking::scope_set! {
    struct Zones = "read:zones";
}

const LIST: &str = "paas.core.breb_payments.list.get";
const KEYS: &str = "paas.core.account_keys.list.get";
const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

/// A sandbox on a clock that skips pauses.
async fn start(change: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> (Sandbox, ManualClock) {
    let clock = ManualClock::new().skip_sleeps();
    let builder = sandbox_builder().clock(clock.clone());
    (change(builder).start().await.unwrap(), clock)
}

#[tokio::test]
async fn a_renewal_that_fails_leaves_the_good_token_in_use() {
    let (sandbox, clock) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    let token = client.token::<List>().await.unwrap();
    let down = sandbox.inject(Fault::status(503).on("token").always());
    let down = down.unwrap();
    clock.advance(24 * HOUR - 30 * SECOND);
    client.payments().list(&token).await.unwrap();
    assert_eq!(down.strikes(), 1, "it was tried");
    client.payments().list(&token).await.unwrap();
    assert_eq!(down.strikes(), 1, "and then left alone for a while");
    clock.advance(SECOND);
    client.payments().list(&token).await.unwrap();
    assert_eq!(down.strikes(), 2);
    sandbox.clear_faults();
    clock.advance(2 * SECOND);
    client.payments().list(&token).await.unwrap();
    assert!(token.expires_at() > clock.now() + HOUR, "renewed at last");
}

#[tokio::test]
async fn a_renewal_that_hangs_is_waited_for_once_and_not_for_long() {
    let (sandbox, clock) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    let token = client.token::<List>().await.unwrap();
    let hung = sandbox.inject(Fault::hang().on("token").always()).unwrap();
    clock.advance(24 * HOUR - 30 * SECOND);
    let (first_client, first_token) = (client.clone(), token.clone());
    let first =
        tokio::spawn(async move { first_client.payments().list(&first_token).await.map(drop) });
    hung.struck(1).await;
    client.payments().list(&token).await.unwrap();
    assert!(
        !first.is_finished(),
        "it waits for the new token, the second did not"
    );
    clock.advance(5 * SECOND);
    first.await.unwrap().unwrap();
    client.payments().list(&token).await.unwrap();
    assert_eq!(hung.strikes(), 1, "it is left alone for a while");
}

#[tokio::test]
async fn a_failing_token_endpoint_is_asked_again_after_pauses_and_no_error_is_kept() {
    let (sandbox, clock) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    sandbox
        .inject(Fault::status(500).on("token").times(3))
        .unwrap();
    let token = client.token::<List>().await.unwrap();
    assert_eq!(sandbox.count("token"), 4);
    assert!(clock.slept() >= Duration::from_millis(250 + 500 + 1000));
    clock.advance(25 * HOUR);
    sandbox
        .inject(Fault::status(500).on("token").times(4))
        .unwrap();
    let error = client.payments().list(&token).await.unwrap_err();
    assert!(error.is_token(), "{error}");
    assert_eq!((error.attempts(), error.is_outcome_unknown()), (0, false));
    client.payments().list(&token).await.unwrap();
}

#[tokio::test]
async fn a_token_endpoint_that_asks_for_a_pause_gets_it() {
    let (sandbox, clock) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    let busy = || Fault::rate_limited().on("token");
    sandbox.inject(busy().retry_after(20 * SECOND)).unwrap();
    client.token::<List>().await.unwrap();
    assert!(clock.slept() >= 20 * SECOND && clock.slept() < 21 * SECOND);
    // Longer than a call may take: it fails at once and says how long.
    let other: Client = sandbox.client().unwrap();
    sandbox.inject(busy().retry_after(HOUR)).unwrap();
    let error = other.token::<List>().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(HOUR));
    let error = other.token::<List>().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(HOUR), "{error}");
    assert_eq!(sandbox.count("token"), 3, "it is left alone");
    clock.advance(10 * 60 * SECOND);
    other.token::<List>().await.unwrap();
}

#[tokio::test]
async fn a_renewal_that_narrows_the_grant_says_what_was_lost_and_recovers() {
    let (sandbox, clock) = start(|builder| builder).await;
    let counters = Arc::new(Counters::default());
    let client: Client = sandbox
        .client_builder()
        .observer(Arc::clone(&counters))
        .build()
        .unwrap();
    let list = client.token::<List>().await.unwrap();
    let keys = client.token::<Keys>().await.unwrap();
    clock.advance(25 * HOUR);
    sandbox
        .inject(Fault::grant_without([LIST]).on("token"))
        .unwrap();
    client.keys().list(&keys).await.unwrap();
    let error = client.payments().list(&list).await.unwrap_err();
    assert!(error.is_missing_scope(), "{error}");
    assert_eq!(error.missing_scopes(), [LIST]);
    assert_eq!(error.lost_scopes(), [LIST]);
    assert!(error.to_string().contains("the token before it"), "{error}");
    assert_eq!(sandbox.count("payments.list"), 0, "nothing was sent");
    assert_eq!((counters.tokens(), counters.narrowed()), (2, 1));
    client.keys().list(&keys).await.unwrap();
    assert_eq!(sandbox.count("token"), 2, "what is covered goes on");
    clock.advance(60 * SECOND);
    client.payments().list(&list).await.unwrap();
    assert_eq!(
        sandbox.count("token"),
        3,
        "after a minute it is asked for again"
    );
}

#[tokio::test]
async fn a_call_that_a_new_token_does_not_help_does_not_fetch_one_each_time() {
    let (sandbox, clock) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    let token = client.token::<List>().await.unwrap();
    sandbox
        .inject(Fault::unauthorized().on("payments.list").always())
        .unwrap();
    for _ in 0..5 {
        let error = client.payments().list(&token).await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }
    assert_eq!(
        sandbox.count("token"),
        2,
        "one for the first, none for the others"
    );
    assert_eq!(sandbox.count("payments.list"), 2 + 4);
    clock.advance(SECOND);
    sandbox.clear_faults();
    sandbox
        .inject(Fault::unauthorized().on("payments.list"))
        .unwrap();
    client.payments().list(&token).await.unwrap();
    assert_eq!(
        sandbox.count("token"),
        3,
        "after a second it is tried again"
    );
}

#[tokio::test]
async fn clocks_that_disagree_do_no_harm() {
    let minutes = 5 * 60 * SECOND;
    for ahead in [true, false] {
        let skew = |builder: SandboxBuilder| {
            let builder = builder.token_lifetime(HOUR);
            if ahead {
                builder.clock_ahead(minutes)
            } else {
                builder.clock_behind(minutes)
            }
        };
        let (sandbox, clock) = start(skew).await;
        let client: parking::Client = sandbox.client().unwrap();
        let token = client.token::<Zones>().await.unwrap();
        let life = token.expires_at().duration_since(clock.now()).unwrap();
        // `expires_at` is by the server's clock, and its `Date` tells how far off that is.
        assert!(
            life > HOUR - 2 * SECOND && life < HOUR + 2 * SECOND,
            "{life:?}"
        );
        for _ in 0..8 {
            clock.advance(10 * 60 * SECOND);
            client.zones().list(&token).await.unwrap();
        }
        assert_eq!(sandbox.count("token"), 2, "ahead {ahead}");
        assert_eq!(sandbox.count("zones.list"), 8, "no call was refused");
    }
}

#[tokio::test]
async fn a_token_may_live_for_a_second_or_for_a_day() {
    for life in [1, 2, 10, 60, 3600, 24 * 3600] {
        let life = Duration::from_secs(life);
        let (sandbox, clock) = start(|builder| builder.token_lifetime(life)).await;
        let client: Client = sandbox.client().unwrap();
        let token = client.token::<List>().await.unwrap();
        for _ in 0..10 {
            client.payments().list(&token).await.unwrap();
            clock.advance(life.mul_f64(0.26));
        }
        let calls = sandbox.count("payments.list");
        assert_eq!(calls, 10, "{life:?}: none was refused");
        // Nine times a quarter of a life and a bit.
        let tokens = sandbox.count("token");
        assert!((2..=4).contains(&tokens), "{life:?}: {tokens}");
    }
}

#[tokio::test]
async fn clients_that_share_a_store_share_a_token() {
    let (sandbox, clock) = start(|builder| builder).await;
    let store = Arc::new(MemoryStore::default());
    let build = || {
        let builder = sandbox.client_builder::<Client>();
        builder.token_store(Arc::clone(&store)).build().unwrap()
    };
    let (one, other) = (build(), build());
    let token = one.token::<List>().await.unwrap();
    one.payments().list(&token).await.unwrap();
    let token_of_other = other.token::<List>().await.unwrap();
    other.payments().list(&token_of_other).await.unwrap();
    assert_eq!(sandbox.count("token"), 1);
    // What one renews, the other finds; what is refused is not taken from the store again.
    sandbox
        .inject(Fault::revoke_tokens().on("payments.list"))
        .unwrap();
    one.payments().list(&token).await.unwrap();
    other.payments().list(&token_of_other).await.unwrap();
    assert_eq!(sandbox.count("token"), 2);
    clock.advance(25 * HOUR);
    one.payments().list(&token).await.unwrap();
    other.payments().list(&token_of_other).await.unwrap();
    assert_eq!(sandbox.count("token"), 3);
}

/// A store that answers nothing but failures, or never.
#[derive(Debug)]
struct Broken {
    hangs: bool,
}

impl TokenStore for Broken {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        if self.hangs {
            return Box::pin(std::future::pending());
        }
        Box::pin(async { Err("the disk is full".into()) })
    }

    fn save<'s>(&'s self, _: &'s TokenKey, _: &'s StoredToken) -> StoreFuture<'s, ()> {
        Box::pin(async { Err("the disk is full".into()) })
    }
}

#[tokio::test]
async fn a_store_that_fails_costs_no_call() {
    let (sandbox, clock) = start(|builder| builder).await;
    let counters = Arc::new(Counters::default());
    let build = |hangs| {
        let builder = sandbox.client_builder::<Client>();
        let builder = builder.observer(Arc::clone(&counters));
        builder.token_store(Broken { hangs }).build().unwrap()
    };
    let client = build(false);
    let token = client.token::<List>().await.unwrap();
    client.payments().list(&token).await.unwrap();
    assert_eq!(counters.store_failures(), 2, "to load, and to save");

    let client = build(true);
    let request = tokio::spawn(async move {
        let token = client.token::<List>().await?;
        client.payments().list(&token).await
    });
    // The time of the store, and that of the call.
    while clock.waiting() < 2 {
        tokio::task::yield_now().await;
    }
    clock.advance(2 * SECOND);
    request.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_grant_that_has_become_wider_in_the_meantime_is_asked_for() {
    let (sandbox, _) = start(|builder| builder).await;
    sandbox
        .inject(Fault::grant_only([KEYS]).on("token"))
        .unwrap();
    let client: Client = sandbox.client().unwrap();
    client.token::<Keys>().await.unwrap();
    client.token::<List>().await.unwrap();
    assert_eq!(sandbox.count("token"), 2);
}

#[tokio::test]
async fn a_caller_that_nobody_polls_holds_up_the_others_for_one_attempt_only() {
    let (sandbox, clock) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    // It has sent its token request, and nobody asks any more what became of it.
    let hung = sandbox.inject(Fault::hang().on("token")).unwrap();
    let mut forgotten = client.token::<List>().into_future();
    while hung.strikes() == 0 {
        let polled = std::future::poll_fn(|context| {
            std::task::Poll::Ready(std::pin::Pin::new(&mut forgotten).poll(context).is_ready())
        });
        assert!(!polled.await);
        tokio::task::yield_now().await;
    }
    let other = tokio::spawn({
        let client = client.clone();
        async move { client.token::<List>().await.map(drop) }
    });
    // The forgotten one's time for the attempt and for the call, and those of the other.
    while clock.waiting() < 3 {
        tokio::task::yield_now().await;
    }
    assert!(!other.is_finished());
    clock.advance(35 * SECOND);
    other.await.unwrap().unwrap();
    drop(forgotten);
    client.token::<Keys>().await.unwrap();
    assert_eq!(sandbox.count("token"), 2);
}

#[tokio::test]
async fn calls_that_a_new_token_does_not_help_do_not_fetch_one_in_turns() {
    let (sandbox, _) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    let list = client.token::<List>().await.unwrap();
    let keys = client.token::<Keys>().await.unwrap();
    for endpoint in ["payments.list", "keys.list"] {
        sandbox
            .inject(Fault::unauthorized().on(endpoint).always())
            .unwrap();
    }
    for _ in 0..10 {
        client.payments().list(&list).await.unwrap_err();
        client.keys().list(&keys).await.unwrap_err();
    }
    assert_eq!(sandbox.count("token"), 1 + 2, "one for each of the two");
}

#[tokio::test]
async fn a_revoked_token_from_a_store_does_not_cost_the_call() {
    let (sandbox, _) = start(|builder| builder).await;
    let store = Arc::new(MemoryStore::default());
    let build = || {
        let builder = sandbox.client_builder::<Client>();
        builder.token_store(Arc::clone(&store)).build().unwrap()
    };
    let one = build();
    let token = one.token::<List>().await.unwrap();
    // Another is told that this token is no good, and leaves a newer one in the store.
    let other = build();
    let found = other.token::<List>().await.unwrap();
    sandbox
        .inject(Fault::unauthorized().on("payments.list"))
        .unwrap();
    other.payments().list(&found).await.unwrap();
    assert_eq!(sandbox.count("token"), 2);
    // Both are revoked: that of the first, and that in the store.
    sandbox
        .inject(Fault::revoke_tokens().on("payments.list"))
        .unwrap();
    one.payments().list(&token).await.unwrap();
    assert_eq!(sandbox.count("token"), 3);
}

#[tokio::test]
async fn a_store_that_hangs_does_not_use_up_the_time_of_every_call() {
    let (sandbox, clock) = start(|builder| builder).await;
    let builder = sandbox.client_builder::<Client>();
    let builder = builder.timeout(SECOND).token_store(Broken { hangs: true });
    let client: Client = builder.build().unwrap();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.token::<List>().await.map(drop) }
    });
    while clock.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(SECOND);
    let error = first.await.unwrap().unwrap_err();
    assert!(error.is_token() && error.is_timeout(), "{error}");
    client.token::<List>().await.unwrap();
}

#[tokio::test]
async fn time_without_end_is_time_enough() {
    let (sandbox, _) = start(|builder| builder).await;
    let builder = sandbox.client_builder::<Client>();
    let client = builder.timeout(Duration::MAX).build().unwrap();
    let token = client.token::<List>().await.unwrap();
    let call = client.payments().list(&token).into_call();
    call.timeout(Duration::MAX).await.unwrap();
}

#[tokio::test]
async fn a_404_of_the_token_endpoint_is_no_empty_list() {
    let (sandbox, clock) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    let token = client.token::<List>().await.unwrap();
    clock.advance(25 * HOUR);
    sandbox
        .inject(Fault::status(404).on("token").always())
        .unwrap();
    let error = client.payments().list(&token).await.unwrap_err();
    assert!(error.is_token() && !error.is_not_found(), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn a_404_in_html_is_no_empty_list() {
    let (sandbox, _) = start(|builder| builder).await;
    let client: Client = sandbox.client().unwrap();
    let token = client.token::<List>().await.unwrap();
    let page = Fault::status(404).body("text/html", "<html>no such host</html>");
    sandbox.inject(page.on("payments.list")).unwrap();
    let error = client.payments().list(&token).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    sandbox
        .inject(Fault::status(404).on("payments.list"))
        .unwrap();
    let page = client.payments().list(&token).await.unwrap();
    assert!(page.items.is_empty());
}
