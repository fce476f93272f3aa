//! Faults on demand, as they arrive at a caller.

use std::time::Duration;

use flate2::read::GzDecoder;
use passport_sandbox::{Fault, ManualClock, Sandbox, SandboxError};
use reqwest::{Response, Version};
use serde_json::{Value, json};

use crate::breb::Shop;
use crate::support::Caller;

pub(crate) const ZONES: &str = "/v3/shared/zones";
const QUOTES: &str = "/v3/parking/quotes";
const VERSIONS: [Version; 2] = [Version::HTTP_11, Version::HTTP_2];

async fn zones(caller: &Caller) -> Response {
    caller.request("GET", ZONES).send().await.unwrap()
}

/// The body of a quote for which everything is right.
async fn quote(caller: &Caller) -> Value {
    let zones = caller.get(ZONES).await.body;
    json!({ "zone_id": zones["data"][0]["id"], "duration": 60, "vehicle": {
        "vehicle_plate": "ABC123", "vehicle_state": "CA", "vehicle_country": "US",
    }})
}

fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    response.headers().get(name)?.to_str().ok()
}

#[tokio::test]
async fn a_reset_answers_nothing() {
    for version in VERSIONS {
        let sandbox = Sandbox::start().await.unwrap();
        let caller = Caller::over(&sandbox, "parking", version).await;
        assert_eq!(zones(&caller).await.version(), version);
        let fault = sandbox.inject(Fault::reset().on("zones.list")).unwrap();
        let error = caller.request("GET", ZONES).send().await.unwrap_err();
        assert!(error.is_request() && error.status().is_none(), "{error:?}");
        assert_eq!(fault.strikes(), 1);
        let struck = &sandbox.requests_of("zones.list")[1];
        assert_eq!((struck.fault, struck.status), (Some("reset"), 0));
        assert_eq!((struck.processed, struck.outcome), (false, None));
        assert_eq!(zones(&caller).await.status(), 200);
    }
}

#[tokio::test]
async fn a_reset_aborts_a_connection_and_spares_the_other_streams() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::over(&sandbox, "parking", Version::HTTP_2).await;
    let hanging = sandbox.inject(Fault::hang().on("zones.list")).unwrap();
    let other = tokio::spawn(caller.request("GET", ZONES).send());
    hanging.struck(1).await;
    sandbox.inject(Fault::reset().on("zones.list")).unwrap();
    caller.request("GET", ZONES).send().await.unwrap_err();
    assert_eq!(zones(&caller).await.status(), 200);
    assert!(!other.is_finished());
    other.abort();

    let caller = Caller::over(&sandbox, "parking", Version::HTTP_11).await;
    sandbox.inject(Fault::reset().on("zones.list")).unwrap();
    let error = caller.request("GET", ZONES).send().await.unwrap_err();
    let text = format!("{error:?}");
    assert!(text.contains("ConnectionReset"), "{text}");
}

#[tokio::test]
async fn one_connection_survives_thousands_of_faults() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::over(&sandbox, "parking", Version::HTTP_2).await;
    let resets = Fault::reset().on("zones.list").times(1_500);
    sandbox.inject(resets).unwrap();
    for _ in 0..1_500 {
        caller.request("GET", ZONES).send().await.unwrap_err();
    }
    let hangs = Fault::hang().on("zones.list").times(300);
    let hangs = sandbox.inject(hangs).unwrap();
    let hung: Vec<_> = (0..300)
        .map(|_| tokio::spawn(caller.request("GET", ZONES).send()))
        .collect();
    hangs.struck(300).await;
    assert_eq!(zones(&caller).await.status(), 200);
    hung.iter().for_each(tokio::task::JoinHandle::abort);
    assert_eq!(zones(&caller).await.status(), 200);
    assert_eq!(sandbox.count("zones.list"), 1_802);
}

#[tokio::test]
async fn after_processing_only_the_answer_is_lost() {
    for version in VERSIONS {
        let sandbox = Sandbox::start().await.unwrap();
        let caller = Caller::over(&sandbox, "parking", version).await;
        let made = caller.made(QUOTES, &quote(&caller).await).await;
        let order = json!({ "quote_id": made["id"] });
        let lost = Fault::reset().on("sessions.create").after_processing();
        sandbox.inject(lost).unwrap();
        let request = caller.request("POST", "/v3/parking/sessions");
        request.json(&order).send().await.unwrap_err();
        let ledger = sandbox.ledger("parking");
        assert_eq!(ledger.len(), 1);
        assert_eq!((ledger[0].kind, ledger[0].status), ("session", "active"));
        assert_eq!(made["id"], ledger[0].origin.as_str());
        let struck = &sandbox.requests_of("sessions.create")[0];
        assert_eq!((struck.processed, struck.outcome), (true, Some(201)));
        assert_eq!(struck.status, 0);
    }
}

#[tokio::test]
async fn a_status_has_the_systems_error_body_or_the_tests() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    let fault = Fault::status(503).on("zones.list").header("X-Node", "7");
    sandbox.inject(fault).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!(got.status, 503);
    assert_eq!(got.content_type, "application/problem+json");
    assert_eq!(got.body["type"], "io.passportlabs:error:injected_fault");

    sandbox.inject(Fault::status(502).empty_body()).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!((got.status, got.text.as_str()), (502, ""));
    let page = Fault::status(500).body("text/plain", "oops");
    sandbox.inject(page).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!(
        (got.content_type.as_str(), got.text.as_str()),
        ("text/plain", "oops")
    );

    let breb = Caller::with_every_scope(&sandbox, "breb").await;
    let fault = Fault::status(504).api("breb").code("too_slow");
    sandbox.inject(fault).unwrap();
    assert_eq!(caller.get(ZONES).await.status, 200);
    let got = breb.get("/v1/accounts").await;
    assert_eq!((got.status, &got.body["code"]), (504, &json!("too_slow")));
}

#[tokio::test]
async fn too_many_requests_say_when_to_come_back_or_not() {
    let clock = ManualClock::starting_at(std::time::UNIX_EPOCH + Duration::from_secs(86_400));
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    let wait = Duration::from_millis(1_500);
    for (fault, expect) in [
        (Fault::rate_limited(), None),
        (Fault::rate_limited().retry_after(wait), Some("2")),
        (
            Fault::rate_limited().retry_after_date(Duration::from_secs(90)),
            Some("Fri, 02 Jan 1970 00:01:30 GMT"),
        ),
        (Fault::status(503).retry_after(wait), Some("2")),
    ] {
        sandbox.inject(fault).unwrap();
        assert_eq!(header(&zones(&caller).await, "retry-after"), expect);
    }
    let quota = Fault::rate_limited().code("quota_exceeded");
    sandbox.inject(quota).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!(got.status, 429);
    assert_eq!(got.body["type"], "io.passportlabs:error:quota_exceeded");
}

#[tokio::test]
async fn tokens_are_revoked_or_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    let other = Caller::with_every_scope(&sandbox, "breb").await;
    sandbox.inject(Fault::unauthorized()).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!(
        (got.status, got.challenge.as_deref()),
        (401, Some("Bearer"))
    );
    assert_eq!(caller.get(ZONES).await.status, 200, "the token is good");

    let revoke = Fault::revoke_tokens().on("zones.list");
    sandbox.inject(revoke).unwrap();
    for _ in 0..2 {
        let got = caller.get(ZONES).await;
        assert_eq!(got.status, 401);
        assert!(got.challenge.unwrap().contains("invalid_token"));
    }
    assert_eq!(other.get("/v1/accounts").await.status, 200, "another API");
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    assert_eq!(caller.get(ZONES).await.status, 200);
}

#[tokio::test]
async fn a_server_can_ask_for_other_scopes_than_the_spec() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    let drift = Fault::forbidden(["read:everything", "read:zones"]).on("zones.list");
    sandbox.inject(drift).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!(got.status, 403);
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"read:everything read:zones\"";
    assert_eq!(got.challenge.as_deref(), Some(challenge));
}

#[tokio::test]
async fn bodies_go_wrong() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    sandbox.inject(Fault::garbage()).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!(
        (got.status, got.content_type.as_str()),
        (200, "application/json")
    );
    assert!(serde_json::from_str::<Value>(&got.text).is_err());

    sandbox.inject(Fault::wrong_content_type()).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!((got.status, got.content_type.as_str()), (200, "text/html"));
    assert!(got.text.starts_with("<!doctype html>"));
    let labelled = Fault::wrong_content_type().after_processing();
    sandbox.inject(labelled).unwrap();
    let got = caller.get(ZONES).await;
    assert_eq!(got.content_type, "text/html");
    assert!(got.body["data"].is_array());

    let quote = quote(&caller).await;
    let garbled = Fault::garbage().on("quotes.create").after_processing();
    sandbox.inject(garbled).unwrap();
    let got = caller.post(QUOTES, &quote).await;
    assert_eq!((got.status, got.body), (201, Value::Null));
    assert_eq!(sandbox.count_processed("quotes.create"), 1);
}

#[tokio::test]
async fn an_answer_without_a_body_gets_one_over_either_protocol() {
    for version in VERSIONS {
        let shop = Shop::open().await;
        let caller = Caller::over(&shop.sandbox, "breb", version).await;
        let path = format!("/v1/keys/{}", shop.key_id);
        let garbled = Fault::garbage().on("keys.delete").after_processing();
        shop.sandbox.inject(garbled).unwrap();
        let got = caller.delete(&path).await;
        assert_eq!((got.status, got.text.as_str()), (200, "<this is no JSON>"));
        assert_eq!(shop.sandbox.count_processed("keys.delete"), 1);
    }
}

#[tokio::test]
async fn a_truncated_body_is_shorter_than_announced() {
    for version in VERSIONS {
        for after in [false, true] {
            let sandbox = Sandbox::start().await.unwrap();
            let caller = Caller::over(&sandbox, "parking", version).await;
            let mut fault = Fault::truncated().on("zones.list");
            if after {
                fault = fault.after_processing();
            }
            sandbox.inject(fault).unwrap();
            let response = zones(&caller).await;
            assert_eq!(
                (response.status().as_u16(), response.version()),
                (200, version)
            );
            let announced: usize = header(&response, "content-length")
                .unwrap()
                .parse()
                .unwrap();
            assert!(announced > 10);
            assert!(response.bytes().await.is_err());
            assert_eq!(sandbox.requests_of("zones.list")[0].processed, after);
            assert_eq!(zones(&caller).await.status(), 200);
        }
    }
}

#[tokio::test]
async fn bodies_can_be_of_any_size() {
    let sandbox = Sandbox::start().await.unwrap();
    for version in VERSIONS {
        let caller = Caller::over(&sandbox, "parking", version).await;
        let length = 300_001;
        sandbox.inject(Fault::oversized(length)).unwrap();
        let response = zones(&caller).await;
        assert_eq!(response.content_length(), None);
        let text: String = response.json().await.unwrap();
        assert_eq!(text.len() as u64, length - 2);

        // An endless one ends when the caller has had enough.
        sandbox.inject(Fault::oversized(u64::MAX)).unwrap();
        let mut response = zones(&caller).await;
        let mut taken = 0;
        while taken < 1_000_000 {
            taken += response.chunk().await.unwrap().unwrap().len();
        }
        drop(response);

        let length = 5_000_000;
        sandbox.inject(Fault::gzip(length)).unwrap();
        let response = zones(&caller).await;
        assert_eq!(response.headers()["content-encoding"], "gzip");
        let body = response.bytes().await.unwrap();
        let text: String = serde_json::from_reader(GzDecoder::new(&body[..])).unwrap();
        assert_eq!(text.len() as u64, length - 2);
    }
}

#[tokio::test]
async fn a_redirect_leads_elsewhere() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    let address = "https://elsewhere.example/zones";
    sandbox.inject(Fault::redirect(address)).unwrap();
    let response = zones(&caller).await;
    assert_eq!(response.status(), 307);
    assert_eq!(header(&response, "location"), Some(address));
}

#[tokio::test]
async fn faults_strike_whom_and_as_often_as_they_are_told() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    let first = Fault::status(503).on("zones.list").skip(1).times(2);
    let first = sandbox.inject(first).unwrap();
    let second = Fault::status(500).api("parking").always();
    let second = sandbox.inject(second).unwrap();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(caller.get(ZONES).await.status);
    }
    assert_eq!(statuses, [500, 503, 503, 500]);
    assert_eq!((first.strikes(), second.strikes()), (2, 2));
    sandbox.clear_faults();
    assert_eq!(caller.get(ZONES).await.status, 200);
    let nowhere = caller.get("/nowhere").await;
    assert_eq!(nowhere.status, 404);
}

#[tokio::test]
async fn a_chance_strikes_the_same_requests_for_the_same_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let sandbox = Sandbox::start().await.unwrap();
        let caller = Caller::with_every_scope(&sandbox, "parking").await;
        sandbox.inject(Fault::status(503).chance(0.5, 42)).unwrap();
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(caller.get(ZONES).await.status);
        }
        assert!(statuses.contains(&200) && statuses.contains(&503));
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn a_fault_that_can_strike_nothing_is_an_error() {
    fn check(sandbox: &Sandbox, fault: Fault, expect: &str) {
        let text = sandbox.inject(fault).unwrap_err().to_string();
        assert!(text.contains(expect), "{text}");
    }
    let sandbox = Sandbox::start().await.unwrap();
    let reset = Fault::reset;
    check(
        &sandbox,
        reset().on("payment.create"),
        "did you mean `payments.create`?",
    );
    check(
        &sandbox,
        reset().on("zones.list").api("breb"),
        "no API has the endpoint `zones.list`",
    );
    check(&sandbox, reset().api("parkin"), "did you mean `parking`?");
    check(
        &sandbox,
        Fault::grant_only(["read:zone"]),
        "did you mean `read:zones`?",
    );
    check(
        &sandbox,
        Fault::omit_scope().on("zones.list"),
        "strikes the endpoint `token` only",
    );
    check(
        &sandbox,
        Fault::revoke_tokens().after_processing(),
        "cannot strike after processing",
    );
    check(
        &sandbox,
        Fault::unauthorized().after_processing(),
        "cannot strike after processing",
    );
    check(&sandbox, reset().header("a", "b"), "has no headers");
    check(&sandbox, Fault::garbage().code("x"), "has no code");
    check(&sandbox, Fault::status(99), "99 is no status");
    check(
        &sandbox,
        Fault::status(500).header("a\n", "b"),
        "cannot be sent",
    );
    let error = sandbox.inject(reset().on("tokn")).unwrap_err();
    assert!(
        matches!(error, SandboxError::UnknownEndpoint { nearest: Some(nearest), .. } if nearest == "token")
    );
}
