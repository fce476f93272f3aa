//! Token requests in each dialect, and what becomes of tokens.

use std::time::Duration;

use passport_api::catalog::BUILT_IN;
use passport_sandbox::{Client, ManualClock, Sandbox};
use passport_spec::Spec;
use serde_json::{Value, json};

use crate::support::{Caller, credentials, got, text};

const FINTECH: &str = "/v1/iam/oauth/tokens";
const PARKING: &str = "/v3/shared/access-tokens";

/// A well-formed id that no token has.
const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

#[tokio::test]
async fn fintech_answers_eight_fields() {
    let sandbox = Sandbox::start().await.unwrap();
    let spec = Spec::parse("scopes.toml", BUILT_IN).unwrap();
    for api in ["breb", "visionamos"] {
        let caller = Caller::new(&sandbox, api);
        let got = caller
            .post(
                FINTECH,
                &credentials(sandbox.client_id(), sandbox.client_secret()),
            )
            .await;
        assert_eq!(got.status, 200);
        let body = got.body.as_object().unwrap();
        let mut names: Vec<&str> = body.keys().map(String::as_str).collect();
        names.sort_unstable();
        let expect = [
            "access_token",
            "account_id",
            "created_at",
            "expires_in",
            "roles",
            "scopes",
            "token_id",
            "token_type",
        ];
        assert_eq!(names, expect);
        for id in ["token_id", "account_id"] {
            let dashes = text(&got.body, &format!("/{id}")).match_indices('-');
            assert!(dashes.map(|(at, _)| at).eq([8, 13, 18, 23]), "{id}");
        }
        let created_at = text(&got.body, "/created_at");
        assert_eq!(created_at.len(), "2025-05-28T13:58:06.475Z".len());
        assert!(created_at.parse::<jiff::Timestamp>().is_ok() && created_at.ends_with('Z'));
        assert_eq!(body["expires_in"], 86_400);
        assert_eq!(body["token_type"], "Bearer");
        assert_eq!(body["roles"], json!(["entity.client_credentials"]));
        let declared = spec.api(api).unwrap().catalogue.scopes().iter();
        let declared: Vec<&str> = declared.map(|scope| scope.name.as_str()).collect();
        assert_eq!(body["scopes"], json!(declared));
        let token = body["access_token"].as_str().unwrap();
        assert_eq!(token.len(), 64);
        assert!(token.bytes().all(|b| b"0123456789abcdef".contains(&b)));
    }
}

#[tokio::test]
async fn parking_answers_four_fields_to_json_and_form() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::new(&sandbox, "parking");
    let fields = credentials(sandbox.client_id(), sandbox.client_secret());
    let json = caller.post(PARKING, &fields).await;
    let form = got(caller.request("POST", PARKING).form(&fields)).await;
    for got in [json, form] {
        assert_eq!(got.status, 200, "{}", got.text);
        let body = got.body.as_object().unwrap();
        let mut names: Vec<&str> = body.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["access_token", "expires_at", "scope", "token_type"]);
        assert_eq!(body["token_type"], "Bearer");
        let scopes: Vec<&str> = body["scope"].as_str().unwrap().split(' ').collect();
        assert!(scopes.contains(&"read:zones") && scopes.contains(&"write:sessions"));
        let expires_at = text(&got.body, "/expires_at");
        assert_eq!(expires_at.len(), "2021-01-25T15:13:21Z".len());
        assert!(expires_at.parse::<jiff::Timestamp>().is_ok() && expires_at.ends_with('Z'));
    }
}

#[tokio::test]
async fn bad_token_requests_are_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::new(&sandbox, "breb");
    let good = credentials(sandbox.client_id(), sandbox.client_secret());
    for (field, value, status, code) in [
        ("client_secret", json!("wrong"), 401, "invalid_client"),
        ("client_id", json!("nobody"), 401, "invalid_client"),
        ("client_id", json!(null), 400, "invalid_request"),
        (
            "grant_type",
            json!("password"),
            400,
            "unsupported_grant_type",
        ),
        ("grant_type", json!(null), 400, "invalid_request"),
    ] {
        let mut fields = good.clone();
        fields[field] = value;
        let got = caller.post(FINTECH, &fields).await;
        assert_eq!(
            (got.status, &got.body["code"]),
            (status, &json!(code)),
            "{field}"
        );
    }
    let form = got(caller.request("POST", FINTECH).form(&good)).await;
    assert_eq!(form.status, 400);

    let parking = Caller::new(&sandbox, "parking");
    let mut fields = good.clone();
    fields["audience"] = json!("elsewhere");
    let got = parking.post(PARKING, &fields).await;
    assert_eq!(got.status, 400);
    assert_eq!(got.body["type"], "io.passportlabs:error:invalid_request");
    assert_eq!(got.content_type, "application/problem+json");
}

#[tokio::test]
async fn tokens_expire() {
    let clock = ManualClock::new();
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder
        .token_lifetime(Duration::from_secs(60))
        .start()
        .await
        .unwrap();
    let caller = Caller::with_every_scope(&sandbox, "breb").await;
    clock.advance(Duration::from_secs(59));
    assert_eq!(caller.get("/v1/accounts").await.status, 200);
    clock.advance(Duration::from_secs(1));
    let got = caller.get("/v1/accounts").await;
    assert_eq!(got.status, 401);
    assert!(got.challenge.unwrap().contains("error=\"invalid_token\""));
}

#[tokio::test]
async fn tokens_are_listed_retrieved_and_revoked() {
    let sandbox = Sandbox::start().await.unwrap();
    for api in ["breb", "visionamos"] {
        let caller = Caller::with_every_scope(&sandbox, api).await;
        let other = Caller::with_every_scope(&sandbox, api).await;
        let list = caller.get(FINTECH).await;
        assert_eq!(list.body["pagination_info"]["total_elements"], 2);
        let known = &list.body["tokens"][1];
        assert!(known.get("access_token").is_none());
        let path = format!("{FINTECH}/{}", known["token_id"].as_str().unwrap());
        assert_eq!(caller.get(&path).await.body, *known);

        let delete = |body: Value| got(caller.request("DELETE", &path).json(&body));
        assert_eq!(caller.delete(&path).await.status, 400, "without a body");
        for body in [json!({}), json!({ "token_id": UNKNOWN }), json!([])] {
            assert_eq!(delete(body).await.status, 400);
        }
        let revoked = delete(json!({ "token_id": known["token_id"] })).await;
        assert_eq!((revoked.status, revoked.text.as_str()), (200, ""));
        assert_eq!(other.get(FINTECH).await.status, 401);
        let again = delete(json!({ "token_id": known["token_id"] })).await;
        assert_eq!(again.status, 404);
        assert_eq!(caller.get(&path).await.status, 404);
        for (id, status) in [(UNKNOWN, 404), ("no-uuid", 400)] {
            let request = caller.request("DELETE", &format!("{FINTECH}/{id}"));
            let refused = got(request.json(&json!({ "token_id": id }))).await;
            assert_eq!(refused.status, status, "{id}");
        }
    }
}

#[tokio::test]
async fn an_account_sees_its_own_tokens_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let scopes = ["list.get", "get", "delete"].map(|name| format!("iam.oauth.tokens.{name}"));
    for api in ["breb", "visionamos"] {
        let ours = Caller::with_every_scope(&sandbox, api).await;
        let theirs = Caller::with_scopes(&sandbox, api, &scopes).await;
        let list = async |caller: &Caller| caller.get(FINTECH).await.body["tokens"].clone();
        let (our_tokens, their_tokens) = (list(&ours).await, list(&theirs).await);
        assert_eq!(our_tokens.as_array().unwrap().len(), 1);
        assert_eq!(their_tokens.as_array().unwrap().len(), 1);
        assert_ne!(our_tokens[0]["account_id"], their_tokens[0]["account_id"]);

        let path = format!("{FINTECH}/{}", text(&our_tokens, "/0/token_id"));
        assert_eq!(theirs.get(&path).await.status, 404);
        let body = json!({ "token_id": our_tokens[0]["token_id"] });
        let refused = got(theirs.request("DELETE", &path).json(&body)).await;
        assert_eq!(refused.status, 404);

        // A client that is given other scopes keeps its account.
        let same = Caller::with_scopes(&sandbox, api, &scopes).await;
        assert_eq!(list(&same).await.as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_standard_api_takes_basic_form_and_a_scope_parameter() {
    let sandbox = shop("").await;
    let caller = Caller::new(&sandbox, "shop");
    let form = [("grant_type", "client_credentials")];
    let nobody = caller.request("POST", "/oauth/token").form(&form);
    let refused = got(nobody).await;
    assert_eq!(
        (refused.status, &refused.body["error"]),
        (401, &json!("invalid_client"))
    );
    assert_eq!(refused.challenge.as_deref(), Some("Basic"));

    // Id and secret are form-encoded before they become HTTP Basic.
    let odd = Client::new("a b", "p+%=:").scopes(["stock:read"]);
    sandbox.add_client(odd).unwrap();
    let encoded = caller.request("POST", "/oauth/token").form(&form);
    let odd = got(encoded.basic_auth("a+b", Some("p%2B%25%3D%3A"))).await;
    assert_eq!(odd.body["scope"], "stock:read", "{}", odd.text);

    let request = |scope: &'static str| {
        let form = [("grant_type", "client_credentials"), ("scope", scope)];
        let request = caller.request("POST", "/oauth/token");
        got(request.basic_auth("reader", Some("s3cret")).form(&form))
    };
    let all = request("").await;
    assert_eq!(all.body["scope"], "orders:write users:*");
    assert_eq!(all.body["expires_in"], 3600);
    assert_eq!(
        request("orders:read users:ana").await.body["scope"],
        "orders:read users:ana"
    );
    assert_eq!(
        request("orders:read stock:read").await.body["scope"],
        "orders:read"
    );
    let none = request("stock:read nonsense").await;
    assert_eq!(
        (none.status, &none.body["error"]),
        (400, &json!("invalid_scope"))
    );

    let twice = caller
        .request("POST", "/oauth/token")
        .basic_auth("reader", Some("s3cret"));
    let form = [
        ("grant_type", "client_credentials"),
        ("grant_type", "client_credentials"),
    ];
    assert_eq!(got(twice.form(&form)).await.status, 400);
}

#[tokio::test]
async fn the_grant_is_listed_as_the_spec_says() {
    for (format, expect) in [
        ("space", json!("orders:write users:*")),
        ("comma", json!("orders:write,users:*")),
        ("array", json!(["orders:write", "users:*"])),
    ] {
        let extra = format!(
            "granted = {{ field = \"rights\", format = \"{format}\" }}\nfields = {{ tenant = \"t1\" }}\naudience = \"shop\""
        );
        let sandbox = shop(&extra).await;
        let caller = Caller::new(&sandbox, "shop");
        let request = |form: &'static [(&'static str, &'static str)]| {
            let request = caller.request("POST", "/oauth/token");
            got(request.basic_auth("reader", Some("s3cret")).form(form))
        };
        let full = request(&[
            ("grant_type", "client_credentials"),
            ("tenant", "t1"),
            ("audience", "shop"),
        ]);
        assert_eq!(full.await.body["rights"], expect);
        let without_tenant = request(&[("grant_type", "client_credentials"), ("audience", "shop")]);
        assert_eq!(without_tenant.await.status, 400);
        let without_audience = request(&[("grant_type", "client_credentials"), ("tenant", "t1")]);
        assert_eq!(without_audience.await.status, 400);
    }
}

#[tokio::test]
async fn a_token_endpoint_elsewhere_stands_below_the_api() {
    let spec = r#"
        [api.shop]
        token.url = "https://login.example/realms/shop/token"
        endpoints.me.get = { call = "GET /me", access = "any_token", response = "json" }
    "#;
    let spec = Spec::parse("scopes.toml", spec).unwrap();
    let client = Client::new("reader", "s3cret");
    let builder = Sandbox::builder().spec(spec).client(client);
    let sandbox = builder.start().await.unwrap();
    let mut caller = Caller::new(&sandbox, "shop");
    assert_eq!(
        sandbox.token_url("shop"),
        format!("{}/realms/shop/token", caller.base)
    );
    let request = caller.request("POST", "/realms/shop/token");
    let form = [("grant_type", "client_credentials")];
    let got = got(request.basic_auth("reader", Some("s3cret")).form(&form)).await;
    caller.token = got.body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(caller.get("/me").await.status, 200);
}

#[tokio::test]
async fn a_call_where_the_token_endpoint_elsewhere_would_stand_is_a_call() {
    let spec = r#"
        [api.shop]
        token.url = "https://login.example/token"
        endpoints.tokens.exchange = { call = "POST /token", access = "public", response = "json" }
    "#;
    let spec = Spec::parse("scopes.toml", spec).unwrap();
    let sandbox = Sandbox::builder().spec(spec).start().await.unwrap();
    let caller = Caller::new(&sandbox, "shop");
    assert_eq!(got(caller.request("POST", "/token")).await.status, 200);
    let token_path = sandbox.token_url("shop").replace(&caller.base, "");
    let form = [("grant_type", "client_credentials")];
    let request = caller.request("POST", &token_path).form(&form);
    let request = request.basic_auth(sandbox.client_id(), Some(sandbox.client_secret()));
    assert_eq!(got(request).await.status, 200);
}

async fn shop(extra: &str) -> Sandbox {
    let spec = format!(
        r#"
        [api.shop]
        [api.shop.token]
        path = "/oauth/token"
        {extra}
        [api.shop.scopes]
        "orders:read" = "Read"
        "orders:write" = {{ implies = ["orders:read"] }}
        "users:*" = {{ wildcard = true }}
        "users:ana" = "One"
        "stock:read" = "Read"
        "#
    );
    let spec = Spec::parse("scopes.toml", &spec).unwrap();
    let client = Client::new("reader", "s3cret").scopes(["orders:write", "users:*"]);
    let builder = Sandbox::builder().spec(spec).client(client);
    builder.start().await.unwrap()
}
