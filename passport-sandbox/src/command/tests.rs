//! What is read of the arguments, and what is printed.

use std::ffi::OsString;
use std::path::PathBuf;

use passport_spec::Spec;
use tower_service::Service;

use super::{Options, describe, describe_in_json, refused};
use crate::app::app;
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
        "--json",
    ]);
    let expect = Options {
        spec: Some(PathBuf::from("a.toml")),
        examples: Some(PathBuf::from("e.json")),
        port: 8443,
        certificate: None,
        json: true,
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
    assert_eq!(indented, 5, "{text}");
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
            .body(axum::body::Body::empty())
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
        .body(axum::body::Body::empty())
        .unwrap();
    app(state).call(request).await.unwrap();
    let expect =
        "404 GET /breb/v1/payments/p-1 (payments.get): There is no payment with the id `p-1`.";
    assert_eq!(*lines.lock().unwrap(), [expect]);
}
