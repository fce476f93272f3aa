//! Faults of the token endpoint.

use std::time::Duration;

use passport_sandbox::{Fault, ManualClock, Sandbox};
use serde_json::{Value, json};

use crate::faults::ZONES;
use crate::support::{Caller, Got, credentials};

/// Fetches a token, and makes it the caller's.
async fn fetch(sandbox: &Sandbox, caller: &mut Caller) -> Got {
    let credentials = credentials(sandbox.client_id(), sandbox.client_secret());
    let got = caller.post(caller.token_path(), &credentials).await;
    let token = got.body["access_token"].as_str();
    caller.token = token.unwrap_or_default().to_owned();
    got
}

#[tokio::test]
async fn a_grant_can_be_narrower() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut caller = Caller::new(&sandbox, "parking");
    sandbox.inject(Fault::grant_only(["read:zones"])).unwrap();
    let got = fetch(&sandbox, &mut caller).await;
    assert_eq!(got.body["scope"], "read:zones");
    assert_eq!(caller.get(ZONES).await.status, 200);
    assert_eq!(caller.get("/v3/parking/sessions/1").await.status, 403);
    assert_eq!(sandbox.requests_of("zones.list")[0].scopes, ["read:zones"]);

    sandbox
        .inject(Fault::grant_without(["read:zones"]))
        .unwrap();
    let got = fetch(&sandbox, &mut caller).await;
    let scopes = got.body["scope"].as_str().unwrap().to_owned();
    assert!(scopes.contains("write:sessions") && !scopes.contains("read:zones"));
    assert_eq!(caller.get(ZONES).await.status, 403);
    let request = &sandbox.requests_of("token")[1];
    assert_eq!(request.scopes.join(" "), scopes);
    assert_eq!(request.fault, Some("grant_without"));
    assert!(request.processed);
}

#[tokio::test]
async fn a_grant_can_be_left_unsaid() {
    let sandbox = Sandbox::start().await.unwrap();
    for (api, field) in [("parking", "scope"), ("breb", "scopes")] {
        let mut caller = Caller::new(&sandbox, api);
        sandbox.inject(Fault::omit_scope().api(api)).unwrap();
        let got = fetch(&sandbox, &mut caller).await;
        assert_eq!((got.status, got.body.get(field)), (200, None));
        let got = fetch(&sandbox, &mut caller).await;
        assert!(got.body.get(field).is_some());
    }
}

#[tokio::test]
async fn a_token_can_live_shorter_and_say_so_or_not() {
    let clock = ManualClock::new();
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let second = Duration::from_secs(1);
    for (fault, stated) in [
        (Fault::token_lifetime(second), 1),
        (Fault::token_dies_after(second), 86_400),
    ] {
        let mut caller = Caller::new(&sandbox, "breb");
        sandbox.inject(fault).unwrap();
        let got = fetch(&sandbox, &mut caller).await;
        assert_eq!(got.body["expires_in"], stated);
        assert_eq!(caller.get("/v1/accounts").await.status, 200);
        clock.advance(second);
        assert_eq!(caller.get("/v1/accounts").await.status, 401);
    }
}

#[tokio::test]
async fn a_token_request_is_refused_in_the_words_of_the_rfc() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut caller = Caller::new(&sandbox, "parking");
    for (code, status) in [
        ("invalid_client", 401),
        ("invalid_scope", 400),
        ("unauthorized_client", 400),
    ] {
        sandbox.inject(Fault::oauth_error(code)).unwrap();
        let got = fetch(&sandbox, &mut caller).await;
        assert_eq!((got.status, &got.body["error"]), (status, &json!(code)));
        assert_eq!(got.content_type, "application/json");
    }
    assert!(
        sandbox
            .requests_of("token")
            .iter()
            .all(|request| !request.processed)
    );
}

#[tokio::test]
async fn a_token_can_be_issued_and_not_arrive() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut caller = Caller::new(&sandbox, "parking");
    let garbled = Fault::garbage().on("token").after_processing();
    sandbox.inject(garbled).unwrap();
    let got = fetch(&sandbox, &mut caller).await;
    assert_eq!((got.status, got.body), (200, Value::Null));
    assert_eq!(sandbox.count_processed("token"), 1);
    sandbox.inject(Fault::reset().on("token")).unwrap();
    let request = caller.request("POST", caller.token_path());
    request.send().await.unwrap_err();
    assert_eq!(
        (sandbox.count("token"), sandbox.count_processed("token")),
        (2, 1)
    );
}
