//! `examples.json`: what is served of it, and what is wrong with a bad one.

use std::path::PathBuf;

use passport_sandbox::{Sandbox, SandboxError};
use serde_json::{Value, json};

use crate::support::{Caller, got};

const SPEC: &str = r#"
    [api.shop]
    token.path = "/token"
    scopes."read" = "Read"
    endpoints.orders.list = { call = "GET /orders", scope = "read", list = "Order" }
    endpoints.orders.get = { call = "GET /orders/{id}", scope = "read", response = "Order", example = '{"id":"own"}' }
    endpoints.orders.create = { call = "POST /orders", access = "any_token", body = "Order", response = "Order" }
    endpoints.orders.delete = { call = "DELETE /orders/{id}", access = "unknown" }
    endpoints.shop.terms = { call = "GET /terms", access = "public", response = "json" }
    endpoints.shop.other = { call = "GET /other", access = "public", response = "json" }

    [api.stock]
    token.path = "/token"
    endpoints.items.get = { call = "GET /items", access = "public", response = "json" }
"#;

const EXAMPLES: &str = r#"{
    "$comment": "any text",
    "shop": {
        "orders.list": { "response": { "status": 200, "body": { "data": [{ "id": "o1" }] } } },
        "orders.get": { "response": { "status": 200, "body": { "id": "of the file" } } },
        "orders.create": {
            "request": { "body": { "id": "o2" } },
            "response": { "status": 201, "content_type": "application/vnd.shop+json", "body": null }
        },
        "orders.delete": { "response": { "status": 202 } },
        "shop.terms": { "response": { "status": 200, "content_type": "text/html", "text": "<p>" } },
        "shop.other": { "request": {} }
    },
    "stock": { "items.get": { "response": { "status": 200, "body": 7 } } }
}"#;

/// A folder of its own below the target directory.
fn folder(name: &str, examples: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("examples-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("scopes.toml"), SPEC).unwrap();
    std::fs::write(folder.join("examples.json"), examples).unwrap();
    folder
}

#[tokio::test]
async fn answers_with_the_examples_beside_the_spec() {
    let spec = folder("beside", EXAMPLES).join("scopes.toml");
    let sandbox = Sandbox::builder().spec_file(spec).start().await.unwrap();
    let mut caller = Caller::new(&sandbox, "shop");
    caller.token = sandbox.issue_token("shop", ["read"]).unwrap();
    for (method, path, status, content_type, body) in [
        (
            "GET",
            "/orders",
            200,
            "application/json",
            json!({ "data": [{ "id": "o1" }] }),
        ),
        (
            "GET",
            "/orders/7",
            200,
            "application/json",
            json!({ "id": "own" }),
        ),
        (
            "POST",
            "/orders",
            201,
            "application/vnd.shop+json",
            Value::Null,
        ),
        ("DELETE", "/orders/7", 202, "", Value::Null),
        ("GET", "/terms", 200, "text/html", Value::Null),
        ("GET", "/other", 200, "application/json", json!({})),
    ] {
        let request = caller.request(method, path);
        let request = match method {
            "POST" => request.json(&json!({})),
            _ => request,
        };
        let got = got(request).await;
        let seen = (got.status, got.content_type.as_str(), got.body);
        assert_eq!(seen, (status, content_type, body), "{method} {path}");
    }
    assert_eq!(caller.get("/terms").await.text, "<p>");
    assert_eq!(Caller::new(&sandbox, "stock").get("/items").await.body, 7);
}

#[tokio::test]
async fn an_example_gives_no_access() {
    let spec = folder("access", EXAMPLES).join("scopes.toml");
    let sandbox = Sandbox::builder().spec_file(spec).start().await.unwrap();
    let mut caller = Caller::new(&sandbox, "shop");
    assert_eq!(caller.get("/orders").await.status, 401);
    caller.token = sandbox.issue_token("shop", [""; 0]).unwrap();
    assert_eq!(caller.get("/orders").await.status, 403);
}

#[tokio::test]
async fn a_file_elsewhere_is_taken_instead() {
    let spec = folder("one", EXAMPLES).join("scopes.toml");
    let other = r#"{"stock": {"items.get": {"response": {"status": 203, "body": 8}}}}"#;
    let other = folder("other", other).join("examples.json");
    let builder = Sandbox::builder().spec_file(spec).examples(other);
    let sandbox = builder.start().await.unwrap();
    let got = Caller::new(&sandbox, "stock").get("/items").await;
    assert_eq!((got.status, got.body), (203, json!(8)));
}

#[tokio::test]
async fn a_bad_file_is_refused_with_the_place() {
    for (name, text, expect) in [
        (
            "syntax",
            "{\n\"shop\": {]}",
            "key must be a string at line 2 column 10",
        ),
        (
            "list",
            "[]",
            "an object with the names of APIs as keys at line 1 column 0",
        ),
        (
            "api",
            r#"{"shp": {}}"#,
            "the spec has no API `shp`; did you mean `shop`?",
        ),
        (
            "endpoint",
            r#"{"shop": {"orders.lst": {}}}"#,
            "the API `shop` has no endpoint `orders.lst`; did you mean `orders.list`?",
        ),
        (
            "status",
            "{\"shop\": {\"orders.list\": {\"response\":\n{\"status\": 42}}}}",
            "`42` is no status from 200 to 599 at line 2",
        ),
        (
            "word",
            "{\"shop\": {\"orders.list\":\n {\"respons\": {}}}}",
            "unknown field `respons`, expected `request` or `response` at line 2",
        ),
    ] {
        let spec = folder(name, text).join("scopes.toml");
        let error = Sandbox::builder()
            .spec_file(spec)
            .start()
            .await
            .unwrap_err();
        assert!(matches!(error, SandboxError::Examples { .. }), "{error:?}");
        let message = error.to_string();
        assert!(
            message.contains(expect) && message.contains("examples.json"),
            "{message}"
        );
    }
    let missing = Sandbox::builder()
        .examples("no/such.json")
        .into_state()
        .unwrap_err();
    assert!(missing.to_string().contains("no/such.json"), "{missing}");
}
