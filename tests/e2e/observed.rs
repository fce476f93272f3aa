//! What a client says of its work: spans with OpenTelemetry's names, and counters.

use std::sync::Arc;
use std::time::Duration;

use passport_api::breb::model::{CreatePayment, Money};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::breb::{self, Client, scopes};
use passport_api::{Counters, Limits, ManualClock, MemoryStore, StoreFuture, StoredToken};
use passport_api::{TokenKey, TokenStore, http};
use passport_sandbox::Fault;
use passport_tests::recorder::{Kept, Recorder};

use crate::support::{World, builder_for, sandbox_builder};

breb::scope_set! {
    struct List = "paas.core.account_keys.list.get";
}

const LIST: &str = "paas.core.account_keys.list.get";

/// A world whose clock does not wait, so that pauses take no time.
async fn quick_world() -> World {
    let clock = ManualClock::new().skip_sleeps();
    let sandbox = sandbox_builder().clock(clock.clone());
    let sandbox = sandbox.start().await.unwrap();
    World { sandbox, clock }
}

/// A field of a span, which must be there.
fn field<'k>(span: &'k Kept, name: &str) -> &'k str {
    let found = span.field(name);
    found.unwrap_or_else(|| panic!("no `{name}` in {:?}", span.fields))
}

/// The one span of this name, with its place.
fn only(recorder: &Recorder, name: &str) -> (usize, Kept) {
    let mut spans = recorder.spans(name);
    assert_eq!(spans.len(), 1, "{spans:?}");
    spans.remove(0)
}

#[tokio::test]
async fn a_call_is_a_span_with_the_names_of_opentelemetry() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    let recorder = Recorder::default();
    let kept = recorder.start();
    let error = client.payments().get(&token, "payment-90210").await;
    drop(kept);
    assert!(error.unwrap_err().is_not_found());

    let (place, call) = only(&recorder, "call");
    let url = world.sandbox.base_url("breb");
    let port = url.rsplit(':').next().unwrap().split('/').next().unwrap();
    for (name, expected) in [
        ("otel.name", "GET /v1/payments/{payment_id}"),
        ("otel.kind", "internal"),
        ("http.request.method", "GET"),
        ("url.template", "/v1/payments/{payment_id}"),
        ("url.scheme", "https"),
        ("server.address", "localhost"),
        ("server.port", port),
        ("http.response.status_code", "404"),
        ("error.type", "404"),
        ("passport.api", "breb"),
        ("passport.call", "payments.get"),
        ("passport.scope", "`paas.core.breb_payments.get`"),
    ] {
        assert_eq!(field(&call, name), expected, "{name}");
    }
    let (_, attempt) = only(&recorder, "attempt");
    assert_eq!(attempt.parent, Some(place), "within the call");
    for (name, expected) in [
        ("otel.kind", "client"),
        ("otel.name", "GET"),
        ("http.request.method", "GET"),
        ("server.address", "localhost"),
        ("server.port", port),
        ("http.request.resend_count", "0"),
        ("http.response.status_code", "404"),
    ] {
        assert_eq!(field(&attempt, name), expected, "{name}");
    }
}

#[tokio::test]
async fn a_call_that_succeeds_has_no_type_of_error() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<List>().await.unwrap();
    let recorder = Recorder::default();
    let kept = recorder.start();
    client.keys().list(&token).await.unwrap();
    drop(kept);
    for name in ["call", "attempt"] {
        let (_, span) = only(&recorder, name);
        assert_eq!(field(&span, "http.response.status_code"), "200");
        assert_eq!(span.field("error.type"), None);
    }
}

#[tokio::test]
async fn each_attempt_is_a_span_within_the_call() {
    let world = quick_world().await;
    let client: Client = world.client();
    let token = client.token::<List>().await.unwrap();
    let two = Fault::status(503).on("keys.list").times(2);
    world.sandbox.inject(two).unwrap();
    let recorder = Recorder::default();
    let kept = recorder.start();
    client.keys().list(&token).await.unwrap();
    drop(kept);
    let (place, call) = only(&recorder, "call");
    assert_eq!(field(&call, "http.response.status_code"), "200");
    let attempts = recorder.spans("attempt");
    let seen: Vec<_> = attempts
        .iter()
        .map(|(_, span)| {
            assert_eq!(span.parent, Some(place));
            let count = field(span, "http.request.resend_count");
            (count, field(span, "http.response.status_code"))
        })
        .collect();
    assert_eq!(seen, [("0", "503"), ("1", "503"), ("2", "200")]);
}

#[tokio::test]
async fn a_connection_that_breaks_has_a_type_of_error_and_no_status() {
    let world = quick_world().await;
    let client: Client = world.client();
    let token = client.token::<List>().await.unwrap();
    world.sandbox.inject(Fault::reset().always()).unwrap();
    let recorder = Recorder::default();
    let kept = recorder.start();
    let error = client.keys().list(&token).into_call().retries(0).await;
    drop(kept);
    assert!(error.is_err());
    for name in ["call", "attempt"] {
        let (_, span) = only(&recorder, name);
        assert_eq!(field(&span, "error.type"), "broken");
        assert_eq!(span.field("http.response.status_code"), None);
    }
}

#[tokio::test]
async fn no_id_parameter_or_body_is_in_any_field() {
    let world = quick_world().await;
    let client: Client = world.client();
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    world.sandbox.inject(Fault::status(503).times(2)).unwrap();
    let recorder = Recorder::default();
    let kept = recorder.start();
    let marked = |place: &str| format!("marked-{place}-90210");
    let get = client.payments().get(&token, marked("path").as_str());
    get.await.unwrap_err();
    let list = client
        .payments()
        .list(&token)
        .account_id(marked("query").as_str());
    let _ = list.await;
    let body = CreatePayment::new(
        marked("account").as_str(),
        marked("resolution").as_str(),
        Money::cop(90210),
    );
    let create = client.payments().create(&token, &body);
    let header = http::HeaderName::from_static("x-marked");
    let value = http::HeaderValue::from_static("marked-header-90210");
    let _ = create.header(header, value).await;
    let raw = client.request(
        &token,
        scopes::paas::core::breb_payments::list::Get,
        http::Method::GET,
        "/v1/customers/marked-raw-90210?by=marked-by-90210",
    );
    raw.await.unwrap_err();
    drop(kept);
    assert_eq!(recorder.spans("call").len(), 4);
    for kept in recorder.kept() {
        if kept.target.starts_with("passport_api") {
            for (name, value) in &kept.fields {
                assert!(!value.contains("90210"), "{name}: {value}");
            }
        }
    }
    let raw = recorder.spans("call").remove(3).1;
    assert_eq!(field(&raw, "otel.name"), "GET");
    assert_eq!(field(&raw, "passport.call"), "GET /v1/…");
}

/// What the counters say, but for the waits.
fn counts(counters: &Counters) -> [(&'static str, u64); 11] {
    [
        ("requests", counters.requests()),
        ("failures", counters.failures()),
        ("retries", counters.retries()),
        ("budget_spent", counters.budget_spent()),
        ("tokens", counters.tokens()),
        ("token_failures", counters.token_failures()),
        ("token_waits", counters.token_waits()),
        ("renewed_too_soon", counters.renewed_too_soon()),
        ("store_failures", counters.store_failures()),
        ("narrowed", counters.narrowed()),
        ("drifts", counters.drifts()),
    ]
}

/// Expects these counts, and 0 of what is not named.
fn check(counters: &Counters, expected: &[(&str, u64)]) {
    for (name, count) in counts(counters) {
        let known = expected.iter().find(|(known, _)| *known == name);
        assert_eq!(count, known.map_or(0, |(_, count)| *count), "{name}");
    }
    let names = counts(counters).map(|(name, _)| name);
    assert!(expected.iter().all(|(name, _)| names.contains(name)));
}

async fn counted() -> (World, Arc<Counters>, Client) {
    let world = quick_world().await;
    let counters = Arc::new(Counters::default());
    let builder = world.builder().observer(Arc::clone(&counters));
    (world, counters, builder.build().unwrap())
}

#[tokio::test]
async fn requests_failures_and_retries_are_counted() {
    let (world, counters, client) = counted().await;
    check(&counters, &[]);
    let token = client.token::<EntityClientCredentials>().await.unwrap();
    check(&counters, &[("tokens", 1)]);
    client.keys().list(&token).await.unwrap();
    check(&counters, &[("tokens", 1), ("requests", 1)]);
    let two = Fault::status(503).on("keys.list").times(2);
    world.sandbox.inject(two).unwrap();
    client.keys().list(&token).await.unwrap();
    let (requests, failures) = (("requests", 4), ("failures", 2));
    check(
        &counters,
        &[("tokens", 1), requests, failures, ("retries", 2)],
    );
    // What is refused for good is not sent again.
    client.payments().get(&token, "none").await.unwrap_err();
    let (requests, failures) = (("requests", 5), ("failures", 3));
    check(
        &counters,
        &[("tokens", 1), requests, failures, ("retries", 2)],
    );
    assert_eq!(world.sandbox.requests().len(), 6);
}

#[tokio::test]
async fn a_401_is_a_failure_and_a_token_and_no_retry_of_the_budget() {
    let (world, counters, client) = counted().await;
    let token = client.token::<List>().await.unwrap();
    world
        .sandbox
        .inject(Fault::revoke_tokens().on("keys.list"))
        .unwrap();
    client.keys().list(&token).await.unwrap();
    check(
        &counters,
        &[("tokens", 2), ("requests", 2), ("failures", 1)],
    );
}

#[tokio::test]
async fn tokens_that_fail_or_are_narrower_are_counted() {
    let (world, counters, client) = counted().await;
    let refused = Fault::oauth_error("invalid_client").api("breb").on("token");
    world.sandbox.inject(refused).unwrap();
    client.token::<List>().await.unwrap_err();
    check(&counters, &[("token_failures", 1)]);
    world.clock.advance(Duration::from_secs(60));
    let token = client.token::<List>().await.unwrap();
    let expected = [("token_failures", 1), ("tokens", 1)];
    check(&counters, &expected);
    let narrow = Fault::grant_only([LIST]).api("breb").on("token");
    world.sandbox.inject(narrow).unwrap();
    world.clock.advance(Duration::from_secs(24 * 3600));
    client.keys().list(&token).await.unwrap();
    let expected = [
        ("token_failures", 1),
        ("tokens", 2),
        ("narrowed", 1),
        ("requests", 1),
    ];
    check(&counters, &expected);
}

#[tokio::test]
async fn drift_is_counted_and_said_once_for_each_refusal() {
    let (world, counters, client) = counted().await;
    let token = client.token::<List>().await.unwrap();
    let recorder = Recorder::default();
    let kept = recorder.start();
    // The scope that the spec says is no drift; another one is.
    for (scopes, drifts) in [
        (vec![LIST], 0),
        (vec!["paas.core.other.get"], 1),
        (vec![LIST, "paas.core.other.get"], 2),
    ] {
        let fault = Fault::forbidden(scopes).on("keys.list");
        world.sandbox.inject(fault).unwrap();
        let error = client.keys().list(&token).await.unwrap_err();
        assert!(error.is_forbidden(), "{error}");
        assert_eq!(counters.drifts(), drifts);
    }
    drop(kept);
    check(
        &counters,
        &[
            ("tokens", 1),
            ("requests", 3),
            ("failures", 3),
            ("drifts", 2),
        ],
    );
    let told = recorder.kept().into_iter();
    let told = told.filter(|it| it.field("wanted").is_some()).count();
    assert_eq!(told, 2);
}

#[tokio::test]
async fn a_spent_budget_is_counted() {
    let world = quick_world().await;
    let counters = Arc::new(Counters::default());
    let client: Client = world
        .builder()
        .retry(passport_api::RetryPolicy::new().budget(1, 0.0))
        .observer(Arc::clone(&counters))
        .build()
        .unwrap();
    let token = client.token::<List>().await.unwrap();
    world.sandbox.inject(Fault::status(503).always()).unwrap();
    client.keys().list(&token).await.unwrap_err();
    let (requests, failures) = (("requests", 2), ("failures", 2));
    let rest = [("retries", 1), ("budget_spent", 1), ("tokens", 1)];
    check(&counters, &[&[requests, failures][..], &rest].concat());
}

/// A store that fails, and says in its error what it was given.
#[derive(Debug)]
struct Broken;

impl TokenStore for Broken {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(std::future::ready(Err("no connection".into())))
    }

    fn save<'s>(&'s self, _: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        let told = String::from_utf8_lossy(&token.expose_json()).into_owned();
        Box::pin(std::future::ready(Err(told.into())))
    }
}

#[tokio::test]
async fn a_store_that_fails_is_counted_and_its_words_are_not_repeated() {
    let world = World::start().await;
    let counters = Arc::new(Counters::default());
    let recorder = Recorder::default();
    let kept = recorder.start();
    let client: Client = world
        .builder()
        .token_store(Broken)
        .observer(Arc::clone(&counters))
        .build()
        .unwrap();
    client.token::<List>().await.unwrap();
    drop(kept);
    check(&counters, &[("tokens", 1), ("store_failures", 2)]);
    let said = format!("{:?}", recorder.kept());
    assert!(said.contains("the token store failed"), "{said}");
    assert!(!said.contains("access_token"), "{said}");
}

#[tokio::test]
async fn waits_for_the_clients_own_limits_are_counted() {
    let world = quick_world().await;
    let counters = Arc::new(Counters::default());
    let client: Client = builder_for(&world.sandbox)
        .clock(world.clock.clone())
        .limits(Limits::new().per_second(2).burst(1))
        .token_store(MemoryStore::default())
        .observer(Arc::clone(&counters))
        .build()
        .unwrap();
    let token = client.token::<List>().await.unwrap();
    for waits in 0..3 {
        client.keys().list(&token).await.unwrap();
        assert_eq!(counters.limit_waits(), waits);
    }
    assert_eq!(counters.limit_waited(), Duration::from_secs(1));
    check(&counters, &[("tokens", 1), ("requests", 3)]);
}
