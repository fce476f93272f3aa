//! A spec of somebody else: scopes are enforced, bodies are stubs.

use passport_sandbox::{Client, ReceivedBody, Sandbox};
use passport_spec::Spec;
use serde_json::{Value, json};

use crate::support::{Caller, got};

const SPEC: &str = r#"
    [api.shop]
    token = { path = "/oauth/token", credentials = "body" }

    [api.shop.scopes]
    "read" = "Read"
    "write" = { description = "Write", implies = ["read"] }
    "admin.*" = { wildcard = true }
    "admin.users" = "Users"
    "branch:{branch}" = { template = true }

    [api.shop.endpoints.shop]
    health = { call = "GET /health", access = "public", response = "json" }
    me = { call = "GET /me", access = "any_token", response = "Me", example = '{"name":"Ana"}' }
    odd = { call = "GET /odd", access = "unknown", list = "Odd", items = "" }
    orders = { call = "GET /orders", scope = "read", list = "Order", items = "orders" }
    order = { call = "POST /orders", scope = "write", body = "Order", response = "Order" }
    cancel = { call = "DELETE /orders/{id}:cancel", all_of = ["read", "branch:{branch}"] }
    photo = { call = "POST /photo", scope = "write", body = "Photo", body_format = "multipart" }
    table = { call = "PUT /table", scope = "write", body = "text", media_type = "text/csv" }
    file = { call = "PUT /file", scope = "write", body = "bytes" }
    maybe = { call = "PUT /maybe", scope = "write", body = "Order", body_required = false }
    form = { call = "PUT /form", scope = "write", body = "Order", body_format = "form" }
    count = { call = "GET /count", scope = "read", query = { of = { required = true }, ids = { style = "comma", required = true }, at = {} }, headers = { X-Shop = { required = true } }, response = "json" }
    users = { call = "GET /users", any_of = ["admin.users", ["read", "branch:{branch}"]], response = "json" }
"#;

#[tokio::test]
async fn bodies_are_stubs() {
    let sandbox = shop().await;
    let caller = caller(&sandbox, &["write", "branch:cali"]).await;
    for (method, path, status, body) in [
        ("GET", "/health", 200, json!({})),
        ("GET", "/me", 200, json!({ "name": "Ana" })),
        ("GET", "/odd", 200, json!([])),
        ("GET", "/orders", 200, json!({ "orders": [] })),
        ("POST", "/orders", 200, json!({})),
        ("DELETE", "/orders/7:cancel", 204, Value::Null),
        ("GET", "/users", 200, json!({})),
    ] {
        let request = caller.request(method, path);
        let request = match method {
            "POST" => request.json(&json!({})),
            _ => request,
        };
        let got = got(request).await;
        assert_eq!((got.status, got.body), (status, body), "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_that_must_be_there_is_missed() {
    let sandbox = shop().await;
    let caller = caller(&sandbox, &["write"]).await;
    for (method, path, status) in [
        ("POST", "/orders", 400),
        ("POST", "/photo", 400),
        ("PUT", "/maybe", 204),
        ("PUT", "/form", 204),
        ("PUT", "/file", 204),
    ] {
        let got = got(caller.request(method, path)).await;
        assert_eq!(got.status, status, "{path}");
    }
}

#[tokio::test]
async fn parameters_that_must_be_there_are_missed() {
    let sandbox = shop().await;
    let caller = caller(&sandbox, &["read"]).await;
    for (path, header, status) in [
        ("/count?of=&at=1", "X-Shop", 200),
        ("/count?OF=1", "X-Shop", 400),
        ("/count", "X-Shop", 400),
        ("/count?of=1", "X-Other", 400),
    ] {
        let request = caller.request("GET", path).header(header, "1");
        assert_eq!(got(request).await.status, status, "{path} {header}");
    }
    assert_eq!(sandbox.count_processed("shop.count"), 1);
}

#[tokio::test]
async fn scopes_are_enforced() {
    let sandbox = shop().await;
    let paths = ["/health", "/me", "/odd", "/orders", "/users"];
    for (scopes, expect) in [
        (None, [200, 401, 401, 401, 401]),
        (Some(&[][..]), [200, 200, 200, 403, 403]),
        (Some(&["read"]), [200, 200, 200, 200, 403]),
        (Some(&["admin.*"]), [200, 200, 200, 403, 200]),
        (Some(&["read", "branch:cali"]), [200, 200, 200, 200, 200]),
    ] {
        let caller = match scopes {
            Some(scopes) => caller(&sandbox, scopes).await,
            None => Caller::new(&sandbox, "shop"),
        };
        for (path, expect) in paths.into_iter().zip(expect) {
            assert_eq!(
                caller.get(path).await.status,
                expect,
                "{path} with {scopes:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_missing_scope_is_challenged() {
    let sandbox = shop().await;
    let caller = caller(&sandbox, &["read"]).await;
    let got = caller.delete("/orders/7:cancel").await;
    assert_eq!(got.status, 403);
    assert_eq!(got.body["error"], "insufficient_scope");
    assert_eq!(
        got.challenge.as_deref(),
        Some("Bearer error=\"insufficient_scope\", scope=\"read branch:cali\"")
    );
    let bare = Caller::new(&sandbox, "shop").get("/me").await;
    assert_eq!(bare.challenge.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn unreadable_bodies_are_refused() {
    let sandbox = shop().await;
    let caller = caller(&sandbox, &["write"]).await;
    let broken = got(caller.request("POST", "/orders").body("{")).await;
    assert_eq!(
        (broken.status, &broken.body["error"]),
        (400, &json!("malformed_body"))
    );
    let large = caller
        .request("POST", "/orders")
        .body(vec![b' '; (1 << 20) + 1]);
    assert_eq!(got(large).await.status, 413);
}

#[tokio::test]
async fn bodies_of_every_kind_are_read_and_kept() {
    let sandbox = shop().await;
    let caller = caller(&sandbox, &["write"]).await;
    let send = async |method: &str, path: &str, media_type: &str, body: &[u8]| {
        let request = caller.request(method, path).body(body.to_vec());
        let got = got(request.header("content-type", media_type)).await;
        let kept = sandbox.requests().pop().unwrap();
        assert_eq!(kept.content_type, media_type);
        (got.status, kept.body)
    };
    let form = "multipart/form-data; boundary=\"b b\"";
    let body = b"--b b\r\ncontent-disposition: form-data; name=\"a\"; filename=\"n\"\r\n\
                 Content-Type: image/png\r\n\r\n\0\r\n\r\n--b b--\r\n";
    let (status, kept) = send("POST", "/photo", form, body).await;
    assert_eq!(status, 204);
    let ReceivedBody::Multipart(parts) = kept else {
        panic!("{kept:?}");
    };
    let [part] = &parts[..] else {
        panic!("{parts:?}");
    };
    assert_eq!(
        (part.name.as_str(), part.file_name.as_deref()),
        ("a", Some("n"))
    );
    assert_eq!(part.content_type.as_deref(), Some("image/png"));
    assert_eq!(&part.content[..], b"\0\r\n");
    let (status, kept) = send("PUT", "/table", "text/csv; header=absent", b"a;b").await;
    assert_eq!((status, kept), (204, ReceivedBody::Text("a;b".to_owned())));
    let (status, kept) = send("PUT", "/file", "image/png", b"\xff").await;
    assert_eq!(status, 204);
    assert_eq!(kept, ReceivedBody::Bytes(b"\xff"[..].into()));

    for (path, media_type, body, expect) in [
        ("/photo", "multipart/form-data", &body[..], 400),
        ("/photo", "multipart/form-data; boundary=other", body, 400),
        ("/photo", form, &body[..60], 400),
        ("/photo", "application/json", b"{}", 415),
        ("/table", "text/plain", b"a;b", 415),
        ("/table", "text/csv", b"\xff", 400),
    ] {
        let method = if path == "/photo" { "POST" } else { "PUT" };
        let (status, kept) = send(method, path, media_type, body).await;
        assert_eq!(status, expect, "{path} {media_type}");
        assert_eq!(kept, ReceivedBody::None);
    }
}

async fn shop() -> Sandbox {
    let spec = Spec::parse("scopes.toml", SPEC).unwrap();
    let builder = Sandbox::builder().spec(spec).hole("branch", "cali");
    builder.start().await.unwrap()
}

async fn caller(sandbox: &Sandbox, scopes: &[&str]) -> Caller {
    let client = Client::new("c", "s3cret").scopes(scopes.iter().copied());
    sandbox.add_client(client).unwrap();
    let mut caller = Caller::new(sandbox, "shop");
    let form = [
        ("client_id", "c"),
        ("client_secret", "s3cret"),
        ("grant_type", "client_credentials"),
    ];
    let got = got(caller.request("POST", "/oauth/token").form(&form)).await;
    assert_eq!(got.status, 200, "{}", got.text);
    caller.token = got.body["access_token"].as_str().unwrap().to_owned();
    caller
}
