//! What is read of the arguments, and what is printed.

use std::ffi::OsString;
use std::num::{NonZeroU32, NonZeroU64};
use std::path::PathBuf;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use passport_spec::Spec;
use serde_json::{Value, json};
use tower_service::Service;

use super::fault::TypedFault;
use super::options::Options;
use super::{describe, describe_in_json, refused};
use crate::app::app;
use crate::limit::Limits;
use crate::record::RecordedRequest;
use crate::sandbox::Sandbox;

const SPEC: &str = r#"
    [api.shop]
    token.path = "/token"
    scopes."orders:read" = "Read"
    scopes."orders:write" = { implies = ["orders:read"] }
    endpoints.orders.list = { call = "GET /orders", scope = "orders:read", response = "json" }
    endpoints.orders.create = { call = "POST /orders", all_of = ["orders:read", "orders:write"] }
    endpoints.shop.health = { call = "GET /health", access = "public", response = "json", example = "{}" }
"#;

fn read(arguments: &[&str]) -> Result<Option<Options>, String> {
    let arguments = arguments.iter().map(OsString::from);
    Options::read(arguments).map_err(|error| error.to_string())
}

#[test]
fn arguments() {
    let all = read(&[
        "--spec",
        "a.toml",
        "--examples=e.json",
        "--port",
        "8443",
        "--http1",
        "--json",
        "--lifetime",
        "3600",
        "--limit=10",
        "--quota",
        "5000",
        "--clock",
        "2025-01-02T03:04:05.5Z",
        "--fault",
        "status=503,on=zones.list",
        "--fault=reset",
    ]);
    let fault = |text: &str| text.parse().unwrap();
    let expect = Options {
        spec: Some(PathBuf::from("a.toml")),
        examples: Some(PathBuf::from("e.json")),
        port: 8443,
        http1: true,
        certificate: None,
        json: true,
        lifetime: NonZeroU32::new(3600),
        limit: NonZeroU32::new(10),
        quota: NonZeroU64::new(5000),
        clock: Some("2025-01-02T03:04:05.5Z".parse().unwrap()),
        faults: vec![fault("status=503,on=zones.list"), fault("reset")],
    };
    assert_eq!(all, Ok(Some(expect)));
    assert_eq!(read(&["--help"]), Ok(None));
    assert_eq!(
        read(&["--port", "x"]).unwrap_err(),
        "`x` is no port; write a number from 0 to 65535"
    );
    assert_eq!(
        read(&["--spce"]).unwrap_err(),
        "unexpected `--spce`; did you mean `--spec`?"
    );
    for flag in ["--spec", "--examples", "--certificate"] {
        let message = read(&[flag, ""]).unwrap_err();
        let expected = format!("the path of `{flag}` is empty; ");
        assert!(message.starts_with(&expected), "{message}");
    }
}

#[test]
fn a_wrong_value_is_named_with_its_flag_and_what_is_allowed() {
    for (flag, value, expect) in [
        (
            "--lifetime",
            "0",
            "`0` is no lifetime in seconds for `--lifetime`; write a number from 1 to 4294967295",
        ),
        (
            "--lifetime",
            "1h",
            "`1h` is no lifetime in seconds for `--lifetime`; write a number from 1 to 4294967295",
        ),
        (
            "--limit",
            "-1",
            "`-1` is no number of requests per second for `--limit`; write a number from 1 to \
             4294967295",
        ),
        (
            "--quota",
            "many",
            "`many` is no number of requests per day for `--quota`; write a number from 1 to \
             18446744073709551615",
        ),
        (
            "--clock",
            "2025-01-02",
            "`2025-01-02` is no time for `--clock`; write one as RFC 3339 has it, such as \
             2025-01-02T03:04:05Z",
        ),
        (
            "--fault",
            "",
            "`--fault `: `` is no kind; write one of delay, hang, silent_connection, reset, status, rate_limited, \
             unauthorized, forbidden, revoke_tokens, grant_only, grant_without, omit_scope, \
             token_lifetime, token_dies_after, oauth_error, garbage, wrong_content_type, \
             truncated, oversized, gzip, redirect",
        ),
        (
            "--fault",
            "rset",
            "`--fault rset`: `rset` is no kind; did you mean `reset`?",
        ),
        (
            "--fault",
            "reset=1",
            "`--fault reset=1`: `reset` takes no value",
        ),
        (
            "--fault",
            "status",
            "`--fault status`: `status` needs a value: write `status=STATUS` with a number from \
             200 to 599",
        ),
        (
            "--fault",
            "status=99",
            "`--fault status=99`: `99` is no value of `status=STATUS`; write a number from 200 to \
             599",
        ),
        (
            "--fault",
            "delay=0",
            "`--fault delay=0`: `0` is no value of `delay=SECONDS`; write a number of seconds \
             above 0, such as 2 or 0.5",
        ),
        (
            "--fault",
            "reset,time=2",
            "`--fault reset,time=2`: `time` is no setting; did you mean `times`?",
        ),
        (
            "--fault",
            "reset,chance=2",
            "`--fault reset,chance=2`: `2` is no value of `chance=SHARE`; write a number from 0 \
             to 1, such as 0.05",
        ),
        (
            "--fault",
            "status=999",
            "`--fault status=999`: `999` is no value of `status=STATUS`; write a number from 200 \
             to 599",
        ),
        (
            "--fault",
            "redirect=abc",
            "`--fault redirect=abc`: `abc` is no value of `redirect=URL`; write a URL such as \
             https://elsewhere.example/, or a path that begins with /",
        ),
        (
            "--fault",
            "redirect=ftp://a.example/",
            "`--fault redirect=ftp://a.example/`: `ftp://a.example/` is no value of \
             `redirect=URL`; write a URL such as https://elsewhere.example/, or a path that \
             begins with /",
        ),
        (
            "--fault",
            "reset,on=zones.list,on=rates.list",
            "`--fault reset,on=zones.list,on=rates.list`: `on` is set more than once; write it \
             once",
        ),
        (
            "--fault",
            "reset,after,after",
            "`--fault reset,after,after`: `after` is set more than once; write it once",
        ),
        (
            "--fault",
            "reset,times=2,always",
            "`--fault reset,times=2,always`: `times` and `always` contradict each other; write \
             one of them",
        ),
        (
            "--fault",
            "reset,seed=2",
            "`--fault reset,seed=2`: `seed` needs a `chance` beside it",
        ),
    ] {
        assert_eq!(read(&[flag, value]).unwrap_err(), expect);
    }
}

#[tokio::test]
async fn a_fault_that_can_strike_nothing_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    for (fault, expect) in [
        ("reset,on=zone.list", "did you mean `zones.list`?"),
        ("reset,api=parkin", "did you mean `parking`?"),
        ("grant_only=read:zone", "did you mean `read:zones`?"),
        ("forbidden=read:zone", "did you mean `read:zones`?"),
        (
            "forbidden=read:zones write:quote,api=parking",
            "`parking` does not know the scope `write:quote`; did you mean `write:quotes`?",
        ),
        (
            "forbidden=nothing.of.it",
            "write one of those in scopes.toml",
        ),
        (
            "forbidden=paas.core.accounts.get,api=parking",
            "`parking` does not know the scope `paas.core.accounts.get`; write one",
        ),
        ("hang,code=x", "`hang` has no code"),
        (
            "omit_scope,on=zones.list",
            "strikes the endpoint `token` only",
        ),
    ] {
        let options = read(&["--fault", fault]).unwrap().unwrap();
        let mistake = options.inject(&sandbox).unwrap_err();
        assert!(
            mistake.starts_with(&format!("`--fault {fault}`: ")),
            "{mistake}"
        );
        assert!(mistake.contains(expect), "{mistake}");
    }
}

/// Starts what the arguments say, and gives it with a token that has every scope of parking.
async fn parking(arguments: &[&str]) -> (Sandbox, Value) {
    let options = read(arguments).unwrap().unwrap();
    let sandbox = options.start(None).await.unwrap();
    options.inject(&sandbox).unwrap();
    let token = json!({
        "grant_type": "client_credentials",
        "client_id": sandbox.client_id(),
        "client_secret": sandbox.client_secret(),
        "audience": "public.api.passportinc.com",
    });
    let request = http::Request::post("/parking/v3/shared/access-tokens")
        .header("content-type", "application/json")
        .body(Body::from(token.to_string()))
        .unwrap();
    let response = app(sandbox.state().clone()).call(request).await.unwrap();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (sandbox, serde_json::from_slice(&bytes).unwrap())
}

/// The statuses of so many requests for zones.
async fn zones(sandbox: &Sandbox, token: &Value, requests: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..requests {
        let token = token["access_token"].as_str().unwrap();
        let request = http::Request::get("/parking/v3/shared/zones")
            .header("authorization", format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap();
        let response = app(sandbox.state().clone()).call(request).await;
        statuses.push(response.unwrap().status().as_u16());
    }
    statuses
}

#[tokio::test]
async fn the_clock_starts_where_it_is_told_and_tokens_live_as_long_as_they_are_told() {
    for (start, expires) in [
        ("2001-02-03T04:05:06Z", "2001-02-03T14:"),
        ("2100-02-03T04:05:06Z", "2100-02-03T14:"),
    ] {
        let arguments = ["--clock", start, "--lifetime", "36000"];
        let (_sandbox, token) = parking(&arguments).await;
        let expires_at = token["expires_at"].as_str().unwrap();
        assert!(expires_at.starts_with(expires), "{expires_at}");
    }
    // It runs on: a time that it has shown is past.
    let (sandbox, _) = parking(&["--clock", "2001-02-03T04:05:06Z"]).await;
    let start: jiff::Timestamp = "2001-02-03T04:05:06Z".parse().unwrap();
    let first = sandbox.state().now();
    assert!(start <= first);
    while sandbox.state().now() == first {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn limits_and_faults_are_those_of_the_command_line() {
    let (sandbox, token) = parking(&["--quota", "2"]).await;
    assert_eq!(zones(&sandbox, &token, 3).await, [200, 200, 429]);
    let options = read(&["--limit", "10", "--quota", "2"]).unwrap().unwrap();
    let expect = Limits::new().per_second(10).per_day(2);
    assert_eq!(format!("{:?}", options.limits()), format!("{expect:?}"));
    let (sandbox, token) = parking(&[
        "--fault",
        "status=503,on=zones.list,api=parking,skip=1,times=2",
        "--fault",
        "unauthorized,on=zones.list",
    ])
    .await;
    let statuses = zones(&sandbox, &token, 5).await;
    assert_eq!(statuses, [401, 503, 503, 200, 200]);
}

#[test]
fn each_fault_of_the_library_has_its_word() {
    for (text, name) in [
        ("delay=0.5,after", "delay"),
        ("hang", "hang"),
        ("silent_connection,after", "silent_connection"),
        ("reset,after", "reset"),
        ("status=500,retry_after=2,code=busy", "status"),
        ("rate_limited,always", "rate_limited"),
        ("unauthorized", "unauthorized"),
        ("forbidden=read:zones write:quotes", "forbidden"),
        ("revoke_tokens", "revoke_tokens"),
        ("grant_only=read:zones", "grant_only"),
        ("grant_without=read:zones", "grant_without"),
        ("omit_scope", "omit_scope"),
        ("token_lifetime=60", "token_lifetime"),
        ("token_dies_after=60", "token_dies_after"),
        ("oauth_error=invalid_client", "oauth_error"),
        ("garbage,chance=0.5,seed=7", "garbage"),
        ("wrong_content_type", "wrong_content_type"),
        ("truncated", "truncated"),
        ("oversized=1000", "oversized"),
        ("gzip=1000", "gzip"),
        ("redirect=https://a.example/", "redirect"),
        ("redirect=/elsewhere?a=b", "redirect"),
    ] {
        let typed: TypedFault = text.parse().unwrap();
        assert_eq!(typed.fault.name(), name);
        assert!(typed.fault.mistake().is_none(), "{text}");
    }
    let typed: TypedFault = "reset,delayed_by=1.5".parse().unwrap();
    assert_eq!(typed.fault.delay, Some(Duration::from_millis(1500)));
    assert!(!typed.fault.after);
}

#[tokio::test]
async fn says_what_is_served() {
    let spec = Spec::parse("scopes.toml", SPEC).unwrap();
    let sandbox = Sandbox::builder().spec(spec).start().await.unwrap();
    let text = describe(&sandbox, "cert.pem");
    let expect = "3 calls (2 by scope, 1 public), 1 with an example";
    assert!(text.contains(expect), "{text}");
    assert!(
        text.contains(&format!("PASSPORT_BASE_URL={}", sandbox.base_url("shop"))),
        "{text}"
    );
    assert!(text.contains("SSL_CERT_FILE=cert.pem\n"), "{text}");
    let quoted = describe(&sandbox, "c d;e.pem");
    assert!(quoted.contains("SSL_CERT_FILE='c d;e.pem'\n"), "{quoted}");
    let json = describe_in_json(&sandbox, "cert.pem");
    assert_eq!(json["apis"][0]["base_url"], sandbox.base_url("shop"));
    assert_eq!(json["certificate"], "cert.pem");
}

#[tokio::test]
async fn serves_a_spec_that_was_read_already() {
    let spec = Spec::parse("scopes.toml", SPEC).unwrap();
    let examples = r#"{"shop": {"orders.list": {"response": {"status": 200, "body": [1]}}}}"#;
    let options = Options {
        spec: Some(PathBuf::from("openapi.yaml")),
        ..Options::default()
    };
    let sandbox = options.start(Some((spec, examples.to_owned()))).await;
    let text = describe(&sandbox.unwrap(), "cert.pem");
    let expect = "3 calls (2 by scope, 1 public), 2 with an example";
    assert!(text.contains(expect), "{text}");
}

#[test]
fn help_stands_in_columns() {
    let text = super::help("x");
    let options = text.lines().filter(|line| line.contains("--"));
    let indented = options.filter(|line| line.starts_with("  --")).count();
    assert_eq!(indented, 11, "{text}");
    let long: Vec<&str> = text.lines().filter(|line| line.len() > 90).collect();
    assert_eq!(long, [""; 0]);
    let faults = text.lines().filter(|line| line.starts_with("  "));
    assert!(
        faults
            .clone()
            .any(|line| line.starts_with("  status=STATUS "))
    );
    assert!(
        faults
            .clone()
            .any(|line| line.starts_with("  on=ENDPOINT "))
    );
    assert_eq!(
        super::spec_file(["--spec=a.yaml".into()]),
        Some(PathBuf::from("a.yaml"))
    );
}

#[tokio::test]
async fn says_which_scope_a_refused_call_lacks() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&lines);
    let tell = move |request: &RecordedRequest| seen.lock().unwrap().extend(refused(request));
    let spec = Spec::parse("scopes.toml", SPEC).unwrap();
    let builder = Sandbox::builder().spec(spec).observe(tell);
    let state = builder.into_state().unwrap();
    let token = state.issue_token("shop", ["orders:read"]).unwrap();
    for method in ["GET", "POST"] {
        let request = http::Request::builder()
            .method(method)
            .uri("/shop/orders")
            .header("authorization", format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap();
        app(state.clone()).call(request).await.unwrap();
    }
    let expect = "403 POST /shop/orders (orders.create): The call needs `orders:read` and \
                  `orders:write`; the token lacks `orders:write`. It has `orders:read`.";
    assert_eq!(*lines.lock().unwrap(), [expect]);
}

/// Its scopes were enough, so they say nothing of why.
#[tokio::test]
async fn does_not_list_the_scopes_of_a_call_that_had_them() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&lines);
    let tell = move |request: &RecordedRequest| seen.lock().unwrap().extend(refused(request));
    let state = Sandbox::builder().observe(tell).into_state().unwrap();
    let token = state
        .issue_token("breb", ["paas.core.breb_payments.get"])
        .unwrap();
    let request = http::Request::builder()
        .uri("/breb/v1/payments/p-1")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    app(state).call(request).await.unwrap();
    let expect =
        "404 GET /breb/v1/payments/p-1 (payments.get): There is no payment with the id `p-1`.";
    assert_eq!(*lines.lock().unwrap(), [expect]);
}
