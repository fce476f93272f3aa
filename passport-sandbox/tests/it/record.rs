//! What the sandbox remembers, and the time that it tells.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, UNIX_EPOCH};

use passport_sandbox::{Clock, Fault, ManualClock, Sandbox};

use crate::faults::ZONES;
use crate::support::{Caller, credentials};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_record_has_time_scopes_and_what_became_of_it() {
    let clock = ManualClock::starting_at(UNIX_EPOCH + HOUR);
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let scopes = ["read:zones".to_owned()];
    let caller = Caller::with_scopes(&sandbox, "parking", &scopes).await;
    clock.advance(HOUR / 2);
    assert_eq!(caller.get(ZONES).await.status, 200);
    assert_eq!(caller.get("/v3/parking/sessions/1").await.status, 403);
    clock.advance(HOUR);
    assert_eq!(caller.get(ZONES).await.status, 401);

    let zones = sandbox.requests_of("zones.list");
    assert_eq!(zones[0].time, UNIX_EPOCH + HOUR + HOUR / 2);
    assert_eq!((zones[0].processed, zones[0].outcome), (true, Some(200)));
    assert_eq!((zones[1].processed, zones[1].status), (false, 401));
    // Also an expired token tells whose it was.
    assert_eq!(zones[1].client, zones[0].client);
    assert_eq!(zones[1].scopes, scopes);
    let session = &sandbox.requests_of("sessions.get")[0];
    assert_eq!((session.processed, session.status), (false, 403));
    let token = &sandbox.requests_of("token")[0];
    assert_eq!(
        (&token.client, &token.scopes[..]),
        (&zones[0].client, &scopes[..])
    );
}

#[tokio::test]
async fn counts_are_exact_however_few_requests_are_kept() {
    let sandbox = Sandbox::builder().keep_requests(3).start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    sandbox.inject(Fault::status(500).on("zones.list")).unwrap();
    for _ in 0..7 {
        caller.get(ZONES).await;
    }
    assert_eq!(sandbox.requests().len(), 3);
    assert_eq!(
        (
            sandbox.count("zones.list"),
            sandbox.count_processed("zones.list")
        ),
        (7, 6)
    );
    assert_eq!(
        (sandbox.count("token"), sandbox.requests_of("token").len()),
        (1, 0)
    );
    sandbox.clear_requests();
    caller.get(ZONES).await;
    assert_eq!(
        (sandbox.count("zones.list"), sandbox.requests().len()),
        (1, 1)
    );
    assert_eq!(sandbox.requests()[0].status, 200);
}

#[tokio::test]
async fn a_count_of_nothing_is_a_mistake_of_the_test() {
    let sandbox = Sandbox::start().await.unwrap();
    let counted = catch_unwind(AssertUnwindSafe(|| sandbox.count("zone.list")));
    let panic = counted.unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.contains("did you mean `zones.list`?"), "{text}");
}

#[tokio::test]
async fn dates_go_by_the_servers_clock() {
    let clock = ManualClock::starting_at(UNIX_EPOCH + 24 * HOUR);
    for (builder, date, expires_at) in [
        (
            Sandbox::builder(),
            "Fri, 02 Jan 1970 00:00:00 GMT",
            "1970-01-02T01:00:00Z",
        ),
        (
            Sandbox::builder().clock_ahead(HOUR),
            "Fri, 02 Jan 1970 01:00:00 GMT",
            "1970-01-02T02:00:00Z",
        ),
        (
            Sandbox::builder().clock_behind(HOUR),
            "Thu, 01 Jan 1970 23:00:00 GMT",
            "1970-01-02T00:00:00Z",
        ),
    ] {
        let sandbox = builder.clock(clock.clone()).start().await.unwrap();
        let caller = Caller::new(&sandbox, "parking");
        let credentials = credentials(sandbox.client_id(), sandbox.client_secret());
        let request = caller
            .request("POST", caller.token_path())
            .json(&credentials);
        let response = request.send().await.unwrap();
        let dates: Vec<_> = response.headers().get_all("date").iter().collect();
        assert_eq!(dates, [date]);
        let body: serde_json::Value = response.json().await.unwrap();
        assert_eq!(body["expires_at"], expires_at);
    }
    assert_eq!(clock.now(), UNIX_EPOCH + 24 * HOUR);
}

#[tokio::test]
async fn dead_tokens_do_not_pile_up_and_living_ones_stay() {
    let clock = ManualClock::new();
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let living = Caller::with_every_scope(&sandbox, "breb").await;
    let short = Fault::token_lifetime(Duration::from_secs(1));
    sandbox.inject(short.api("breb").always()).unwrap();
    for _ in 0..300 {
        Caller::with_every_scope(&sandbox, "breb").await;
        clock.advance(Duration::from_secs(1));
    }
    let list = living.get("/v1/iam/oauth/tokens").await;
    assert_eq!(list.body["pagination_info"]["total_elements"], 1);
}
