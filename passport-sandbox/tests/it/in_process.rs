//! The application without a socket.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, Response};
use passport_sandbox::{Client, ConnectionReset, Fault, ManualClock, Sandbox, SandboxState, app};
use serde_json::{Value, json};
use tower_service::Service;

async fn call(router: &Router, request: Request<Body>) -> Response<Body> {
    // A router is always ready.
    router.clone().call(request).await.unwrap()
}

fn zones(token: &str) -> Request<Body> {
    let request = Request::get("/parking/v3/shared/zones");
    let request = request.header("authorization", format!("Bearer {token}"));
    request.body(Body::empty()).unwrap()
}

async fn open(clock: &ManualClock) -> (SandboxState, Router, String) {
    let client = Client::new("id", "s3cret").every_scope();
    let builder = Sandbox::builder().client(client).clock(clock.clone());
    let state = builder.into_state().unwrap();
    let router = app(state.clone());
    let body = json!({
        "client_id": "id", "client_secret": "s3cret",
        "grant_type": "client_credentials", "audience": "public.api.passportinc.com",
    });
    let request = Request::post("/parking/v3/shared/access-tokens")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = call(&router, request).await;
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    let token = body["access_token"].as_str().unwrap().to_owned();
    (state, router, token)
}

#[tokio::test]
async fn the_router_answers_without_a_socket() {
    let (state, router, token) = open(&ManualClock::new()).await;
    let response = call(&router, zones(&token)).await;
    assert_eq!(response.status(), 200);
    assert!(response.headers().contains_key("date"));
    assert_eq!(state.count("zones.list"), 1);
    assert!(state.ledger("parking").is_empty());
}

#[tokio::test]
async fn a_reset_is_marked_and_its_body_fails() {
    let (state, router, token) = open(&ManualClock::new()).await;
    let fault = state.inject(Fault::reset().on("zones.list")).unwrap();
    let response = call(&router, zones(&token)).await;
    assert!(response.extensions().get::<ConnectionReset>().is_some());
    assert_eq!(response.status(), 502);
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
    assert_eq!(fault.strikes(), 1);
    state.inject(Fault::truncated().on("zones.list")).unwrap();
    let response = call(&router, zones(&token)).await;
    assert_eq!(response.status(), 200);
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
}

#[tokio::test]
async fn waits_are_the_clocks() {
    let clock = ManualClock::new();
    let (state, router, token) = open(&clock).await;
    let delay = Fault::delay(Duration::from_secs(5)).on("zones.list");
    let fault = state.inject(delay).unwrap();
    let answer = call(&router, zones(&token));
    let advance = async {
        fault.struck(1).await;
        clock.advance(Duration::from_secs(5));
    };
    let (response, ()) = tokio::join!(answer, advance);
    assert_eq!(response.status(), 200);

    let fault = state.inject(Fault::hang().on("zones.list")).unwrap();
    tokio::select! {
        _ = call(&router, zones(&token)) => panic!("an answer came"),
        () = fault.struck(1) => {}
    }
    state.clear_faults();
    assert_eq!(call(&router, zones(&token)).await.status(), 200);
}
