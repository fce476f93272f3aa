//! What stands on the wire, to the letter: a transport that keeps each request and answers as it is
//! told.

use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use http::{Request, Response};
use passport_api::breb::model::{OrderDirection, PaymentDirection};
use passport_api::parking::model::{
    Amount, Currency, EventBatch, EventFees, EventZone, Period, SessionStarted, Timestamp, Vehicle,
};
use passport_api::{
    Api, ClientBuilder, ManualClock, Transport, TransportFuture, breb, parking, visionamos,
};
use serde_json::{Value, json};

breb::scope_set! {
    struct Breb =
        "paas.core.accounts.get", "paas.core.breb_payments.list.get", "iam.oauth.tokens.delete";
}
visionamos::scope_set! {
    struct Older = "paas.core.accounts.list.get", "iam.oauth.tokens.delete";
}
parking::scope_set! {
    struct Parking = "read:zones", "write:events", "read:parking-rights";
}

/// A server that says what it is told to, and grants everything.
#[derive(Clone, Debug, Default)]
struct Wire {
    seen: Arc<Mutex<Vec<Request<Bytes>>>>,
    answers: Arc<Mutex<VecDeque<(u16, String)>>>,
}

impl Wire {
    fn builder<A: Api>(&self) -> ClientBuilder<A> {
        ClientBuilder::<A>::new()
            .base_url("https://x.test")
            .credentials("the id", "the secret")
            .clock(ManualClock::new().skip_sleeps())
            .transport(self.clone())
    }

    /// Says this to the next call.
    fn answers(&self, status: u16, body: impl Into<String>) {
        let answer = (status, body.into());
        self.answers.lock().unwrap().push_back(answer);
    }

    /// The calls since the last look, without the token requests.
    fn calls(&self) -> Vec<Request<Bytes>> {
        let mut seen = std::mem::take(&mut *self.seen.lock().unwrap());
        seen.retain(|request| !is_of_tokens(request));
        seen
    }

    fn call(&self) -> Request<Bytes> {
        let mut calls = self.calls();
        assert_eq!(calls.len(), 1);
        calls.remove(0)
    }
}

impl Transport for Wire {
    fn send(&self, request: Request<Bytes>, _: usize) -> TransportFuture<'_> {
        let (status, body) = if is_of_tokens(&request) {
            let catalogs = [&breb::CATALOG, &parking::CATALOG];
            let known = catalogs.iter().flat_map(|catalog| catalog.scopes);
            let mut scopes: Vec<&str> = known.map(|scope| scope.name).collect();
            scopes.push(UNKNOWN);
            scopes.reverse();
            let (list, words) = (&scopes, scopes.join(" "));
            let token =
                json!({"access_token": "t", "expires_in": 3600, "scopes": list, "scope": words});
            (200, token.to_string())
        } else {
            let answer = self.answers.lock().unwrap().pop_front();
            answer.expect("an answer for each call")
        };
        self.seen.lock().unwrap().push(request);
        let response = Response::builder().status(status);
        let response = response.header("x-of-the-server", "7").body(body.into());
        Box::pin(ready(Ok(response.unwrap())))
    }
}

fn is_of_tokens(request: &Request<Bytes>) -> bool {
    let path = request.uri().path();
    request.method() == "POST"
        && (path.ends_with("/oauth/tokens") || path.ends_with("/access-tokens"))
}

fn json_of(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}

#[tokio::test]
async fn unknown_scopes_are_kept_and_order_means_nothing() {
    let client: breb::Client = Wire::default().builder().build().unwrap();
    let token = client.token::<Breb>().await.unwrap();
    let granted = token.granted();
    assert_eq!(granted.first().map(String::as_str), Some(UNKNOWN));
    assert!(granted.iter().any(|scope| scope == "iam.mfa.*"));
}

#[tokio::test]
async fn a_get_has_no_body_and_all_in_its_address_is_encoded() {
    let wire = Wire::default();
    let client: breb::Client = wire.builder().build().unwrap();
    let token = client.token::<Breb>().await.unwrap();
    wire.answers(200, r#"{"id": "a"}"#);
    client.accounts().get(&token, "a/b ?ñ").await.unwrap();
    let call = wire.call();
    assert_eq!(call.uri().path(), "/v1/accounts/a%2Fb%20%3F%C3%B1");
    assert!(call.body().is_empty() && !call.headers().contains_key(CONTENT_TYPE));

    wire.answers(200, r#"{"payments": []}"#);
    let list = client.payments().list(&token).page_size(5);
    let list = list.direction(PaymentDirection::Outbound);
    list.order_direction(OrderDirection::Descending)
        .await
        .unwrap();
    let query = wire.call().uri().query().unwrap().to_owned();
    for part in [
        "page_params.page_size=5",
        "direction=OUTBOUND",
        "order_params.order_direction=DESC",
    ] {
        assert!(
            query.split('&').any(|found| found == part),
            "{part} in {query}"
        );
    }

    let client: visionamos::Client = wire.builder().build().unwrap();
    let token = client.token::<Older>().await.unwrap();
    wire.answers(200, r#"{"accounts": []}"#);
    let list = client.accounts().list(&token).page_size(5);
    let order = visionamos::model::OrderDirection::Descending;
    list.order_direction(order).await.unwrap();
    let query = wire.call().uri().query().unwrap().to_owned();
    for part in ["page_size=5", "order_direction=desc"] {
        assert!(
            query.split('&').any(|found| found == part),
            "{part} in {query}"
        );
    }
}

#[tokio::test]
async fn a_delete_may_carry_a_body_and_be_answered_without_one() {
    let wire = Wire::default();
    let client: breb::Client = wire.builder().build().unwrap();
    let token = client.token::<Breb>().await.unwrap();
    for status in [200, 204] {
        wire.answers(status, "");
        client.keys().delete(&token, "k").await.unwrap();
        let call = wire.call();
        assert_eq!((call.method().as_str(), call.body().len()), ("DELETE", 0));
        wire.answers(status, "");
        client.tokens().delete(&token, "t-1").await.unwrap();
        assert_eq!(json_of(&wire.call()), json!({"token_id": "t-1"}));
    }
    let client: visionamos::Client = wire.builder().build().unwrap();
    let token = client.token::<Older>().await.unwrap();
    wire.answers(200, "");
    client.tokens().delete(&token, "t-2").await.unwrap();
    assert_eq!(json_of(&wire.call()), json!({"token_id": "t-2"}));
}

#[tokio::test]
async fn accept_language_is_sent_only_where_it_is_set() {
    for language in [None, Some("es-CO")] {
        let wire = Wire::default();
        let mut builder = wire.builder::<breb::Client>();
        if let Some(language) = language {
            builder = builder.accept_language(language);
        }
        let client = builder.build().unwrap();
        let token = client.token::<Breb>().await.unwrap();
        wire.answers(200, r#"{"id": "a"}"#);
        client.accounts().get(&token, "a").await.unwrap();
        let call = wire.call();
        let sent = call.headers().get(ACCEPT_LANGUAGE);
        assert_eq!(sent.map(|value| value.to_str().unwrap()), language);
    }
}

#[tokio::test]
async fn an_error_is_told_by_its_status_whatever_its_body_is() {
    let wire = Wire::default();
    let client: parking::Client = wire.builder().build().unwrap();
    let token = client.token::<Parking>().await.unwrap();
    let problem = r#"{"type": "io.passportlabs:error:gone_fishing", "title": "Gone"}"#;
    for status in [400, 403, 404, 409, 418, 500] {
        for body in ["", "<html>", "null", "[1]", problem] {
            let attempts = if status == 500 { 4 } else { 1 };
            (0..attempts).for_each(|_| wire.answers(status, body));
            let error = client.zones().list(&token).await.unwrap_err();
            assert_eq!(error.status().map(|found| found.as_u16()), Some(status));
            assert_eq!(error.is_forbidden(), status == 403);
            assert_eq!(error.is_not_found(), status == 404);
            let found = error.problem().unwrap();
            assert_eq!(found.raw(), body.as_bytes());
            let code = (body == problem).then_some("gone_fishing");
            assert_eq!(found.code(), code);
            let header = error.headers().and_then(|all| all.get("x-of-the-server"));
            assert_eq!(header.map(http::HeaderValue::as_bytes), Some(&b"7"[..]));
            assert_eq!(wire.calls().len(), attempts);
        }
    }
}

#[tokio::test]
async fn every_status_from_200_to_299_is_a_success() {
    let wire = Wire::default();
    let client: parking::Client = wire.builder().build().unwrap();
    let token = client.token::<Parking>().await.unwrap();
    let mixed = json!([{"status": 202}, {"status": 400, "detail": "too long ago"}]);
    for status in [200, 201, 202, 204, 207, 299] {
        let body = if status == 207 {
            mixed.to_string()
        } else {
            String::new()
        };
        wire.answers(status, body);
        let answer = client.events().send(&token, &batch()).send().await.unwrap();
        assert_eq!(answer.status(), status);
        let expected = if status == 207 { &mixed } else { &Value::Null };
        assert_eq!(
            answer.body(),
            expected,
            "the results of each are the caller's to read"
        );
    }
}

#[tokio::test]
async fn events_are_sent_again_to_the_letter() {
    let wire = Wire::default();
    let client: parking::Client = wire.builder().build().unwrap();
    let token = client.token::<Parking>().await.unwrap();
    let batch = batch();
    // Once by the client, and once by its caller, who does not know what became of it.
    wire.answers(429, "");
    wire.answers(503, "");
    let error = client.events().send(&token, &batch).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error:?}");
    wire.answers(202, "");
    client.events().send(&token, &batch).await.unwrap();
    let bodies: Vec<Bytes> = wire.calls().into_iter().map(Request::into_body).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    let body: Value = serde_json::from_slice(&bodies[0]).unwrap();
    let text = body.to_string();
    for part in ["our-session-1", "2026-01-02T03:04:05Z"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn a_trace_id_goes_out_only_where_it_is_given() {
    let wire = Wire::default();
    let client: parking::Client = wire.builder().build().unwrap();
    let token = client.token::<Parking>().await.unwrap();
    for trace in [None, Some("trace 1")] {
        wire.answers(200, r#"{"data": []}"#);
        let list = client.zones().list(&token);
        match trace {
            Some(trace) => list.trace_id(trace).await.unwrap(),
            None => list.await.unwrap(),
        };
        let call = wire.call();
        let sent = call.headers().get("passport-labs-client-trace-id");
        assert_eq!(sent.map(|value| value.to_str().unwrap()), trace);
    }
}

#[tokio::test]
async fn the_audience_is_the_documented_one_or_the_callers() {
    for audience in [None, Some("another.audience")] {
        let wire = Wire::default();
        let mut builder = wire.builder::<parking::Client>();
        if let Some(audience) = audience {
            builder = builder.audience(audience);
        }
        builder.build().unwrap().token::<Parking>().await.unwrap();
        let seen = wire.seen.lock().unwrap();
        let expected = json!({
            "grant_type": "client_credentials",
            "client_id": "the id",
            "client_secret": "the secret",
            "audience": audience.unwrap_or("public.api.passportinc.com"),
        });
        assert_eq!(json_of(&seen[0]), expected);
    }
}

#[tokio::test]
async fn a_list_passes_its_limit_on_and_invents_no_page() {
    let wire = Wire::default();
    let client: parking::Client = wire.builder().build().unwrap();
    let token = client.token::<Parking>().await.unwrap();
    let zones = json!({"data": [{"id": "z-1", "number": "7"}, {"id": "z-2", "number": "7"}]});
    wire.answers(200, zones.to_string());
    let mut items = client
        .zones()
        .list(&token)
        .zone_number("7")
        .limit(2)
        .stream();
    let mut ids = Vec::new();
    while let Some(zone) = items.next().await {
        ids.push(zone.unwrap().id.to_string());
    }
    assert_eq!(ids, ["z-1", "z-2"], "a number is not unique");
    assert_eq!(wire.call().uri().query(), Some("zone_number=7&limit=2"));

    wire.answers(200, r#"{"data": []}"#);
    client.parking_rights().list(&token, "op-1").await.unwrap();
    let call = wire.call();
    assert_eq!(call.uri().query(), Some("operator_id=op-1"));
}

fn batch() -> EventBatch {
    let at = |text: &str| Timestamp::from(text);
    let amount = |text: &str| text.parse::<Amount>().unwrap();
    let event = SessionStarted::new(
        at("2026-01-02T03:04:05Z"),
        "our-session-1",
        "op-1",
        EventZone::Passport("z-1".into()),
        Period::new(at("2026-01-02T03:04:05Z"), at("2026-01-02T04:04:05Z")),
        Vehicle::new("ABC123", "NC").with_country("US"),
        EventFees::new(
            amount("2.50"),
            amount("0.35"),
            amount("0"),
            Currency::from("USD"),
        ),
    );
    EventBatch::started([event])
}

/// A scope that no page lists.
const UNKNOWN: &str = "iam.something.new";
