//! Answers of every kind, optional tokens and paths of one shape, of a spec of somebody else.

use passport_sandbox::{Client, Sandbox};
use passport_spec::Spec;

use crate::support::{Caller, got};

const SPEC: &str = r#"
    [api.shop]
    token = { path = "/oauth/token", credentials = "body" }
    scopes = { read = "Read", find = "Find" }

    [api.shop.endpoints.shop]
    note = { call = "GET /note", access = "public", response = "text", example = "<a>" }
    table = { call = "GET /table", access = "public", response = "text", accept = "application/json;q=0, text/csv" }
    photo = { call = "GET /photo", access = "public", response = "bytes", accept = "image/*, image/png" }
    start = { call = "POST /start", access = "public", responses = { 202 = "Queued", 204 = "empty" } }
    clear = { call = "POST /clear", access = "public", responses = { 204 = "empty", 2XX = "json" } }
    any = { call = "POST /any", access = "public", responses = { 2XX = "text" } }
    open = { call = "GET /open", scope = "read", anonymous = true, response = "json" }
    by_id = { call = "GET /items/{id}", scope = "read", response = "json", example = '{"by":"id"}' }
    by_name = { call = "GET /items/{name}", scope = "find", response = "json", example = '{"by":"name"}' }
"#;

#[tokio::test]
async fn a_body_is_of_its_kind() {
    let sandbox = shop().await;
    let caller = Caller::new(&sandbox, "shop");
    for (method, path, status, content_type, text) in [
        ("GET", "/note", 200, "text/plain; charset=utf-8", "<a>"),
        ("GET", "/table", 200, "text/csv", ""),
        ("GET", "/photo", 200, "image/png", ""),
        ("POST", "/start", 202, "application/json", "{}"),
        ("POST", "/clear", 204, "", ""),
        ("POST", "/any", 200, "text/plain; charset=utf-8", ""),
    ] {
        let got = got(caller.request(method, path)).await;
        assert_eq!(
            (got.status, &*got.content_type, &*got.text),
            (status, content_type, text),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn an_optional_token_is_checked_where_it_is_sent() {
    let sandbox = shop().await;
    let mut caller = Caller::new(&sandbox, "shop");
    assert_eq!(caller.get("/open").await.status, 200);
    caller.token = "unknown".to_owned();
    assert_eq!(caller.get("/open").await.status, 401);
    assert_eq!(with(&sandbox, "find").await.get("/open").await.status, 403);
    assert_eq!(with(&sandbox, "read").await.get("/open").await.status, 200);
}

#[tokio::test]
async fn endpoints_of_one_shape_are_told_apart_by_the_token() {
    let sandbox = shop().await;
    for (scope, by, endpoint) in [
        ("read", "id", "shop.by_id"),
        ("find", "name", "shop.by_name"),
    ] {
        let caller = with(&sandbox, scope).await;
        assert_eq!(caller.get("/items/7").await.body["by"], by);
        assert_eq!(sandbox.count_processed(endpoint), 1, "{endpoint}");
    }
    let bare = Caller::new(&sandbox, "shop").get("/items/7").await;
    assert_eq!(bare.status, 401);
}

async fn shop() -> Sandbox {
    let spec = Spec::parse("scopes.toml", SPEC).unwrap();
    Sandbox::builder().spec(spec).start().await.unwrap()
}

/// A caller whose token carries this scope.
async fn with(sandbox: &Sandbox, scope: &str) -> Caller {
    let client = Client::new(scope, "s3cret").scopes([scope]);
    sandbox.add_client(client).unwrap();
    let mut caller = Caller::new(sandbox, "shop");
    let form = [
        ("client_id", scope),
        ("client_secret", "s3cret"),
        ("grant_type", "client_credentials"),
    ];
    let got = got(caller.request("POST", "/oauth/token").form(&form)).await;
    caller.token = got.body["access_token"].as_str().unwrap().to_owned();
    caller
}
