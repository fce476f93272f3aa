//! What the server refuses, as typed errors.

use passport_api::breb::model::LinkAccount;
use passport_api::breb::{self, scopes};
use passport_api::catalog::BUILT_IN;
use passport_api::parking;
use passport_spec::Spec;

use crate::support::{World, sandbox_builder};

breb::scope_set! {
    struct Keys = "paas.core.account_keys.list.get";
    struct Accounts = "paas.core.accounts.post";
}
parking::scope_set! {
    struct Zones = "read:zones";
}

#[tokio::test]
async fn a_missing_scope_is_forbidden() {
    let world = World::start().await;
    let builder = world.builder_with::<parking::Client>(&["read:rates"]);
    let client = builder
        .map_scope(parking::scopes::read::Zones, "read:rates")
        .build()
        .unwrap();
    let token = client.token::<Zones>().await.unwrap();
    let error = client.zones().list(&token).await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    assert_eq!(error.call(), Some("zones.list"));
    assert!(error.problem().unwrap().code().is_some());
    assert_eq!(world.count("zones.list"), 1, "a 403 is not sent again");
    assert_eq!(world.token_requests(), 1, "and renews no token");
}

#[tokio::test]
async fn a_scope_without_an_endpoint_can_be_used() {
    let world = World::start().await;
    let client: breb::Client = world.client();
    let token = client.token::<Keys>().await.unwrap();
    let scope = scopes::paas::core::account_keys::list::Get;
    let call = client.request(&token, scope, http::Method::GET, "/v1/keys");
    let answer = call.query("page_params.page_size", 3).await.unwrap();
    assert_eq!(answer["keys"].as_array().unwrap().len(), 0);
    let call = client.request(&token, scope, http::Method::GET, "/v1/none");
    let error = call.returning::<Vec<u8>>().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.call(), Some("GET /v1/…"));
    let call = client.request(&token, scope, http::Method::GET, "v1/keys");
    assert!(call.await.unwrap_err().is_request());
    for path in ["/v1/../../x", "/v1/%2E%2e/x", "/./v1/keys"] {
        let call = client.request(&token, scope, http::Method::GET, path);
        assert!(call.await.unwrap_err().is_request(), "{path}");
    }
    let call = client.request(
        &token,
        scope,
        http::Method::GET,
        "/v1/none?document=900000001",
    );
    let error = call.await.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("900000001"),
        "{error:?}"
    );
    assert!(error.problem().unwrap().code().is_some());
    assert!(error.to_string().contains("404 Not Found, `"), "{error}");
}

/// A server of the newer Passport Fintech generation that links accounts at another path than
/// integrators report.
async fn server_with_another_path() -> World {
    let text = BUILT_IN.replace("POST /accounts/link", "POST /accounts/new");
    assert_ne!(text, BUILT_IN);
    let spec = Spec::parse("scopes.toml", &text).unwrap();
    World::start_with(sandbox_builder().spec(spec)).await
}

#[tokio::test]
async fn an_inferred_path_that_is_wrong_is_told_with_the_remedy() {
    let world = server_with_another_path().await;
    let account = LinkAccount::new("c-1", "880000009");
    let client: breb::Client = world.client();
    let token = client.token::<Accounts>().await.unwrap();
    let error = client.accounts().link(&token, &account).await.unwrap_err();
    // The sandbox knows `GET /accounts/{account_id}`.
    assert_eq!(error.status().map(|status| status.as_u16()), Some(405));
    let text = error.to_string();
    assert!(text.contains("no document shows this path"), "{text}");
    assert!(text.contains("`endpoint_path`"), "{text}");

    // No hint where the program says the path itself, or a page shows it.
    let client = world
        .builder::<breb::Client>()
        .endpoint_path("accounts.link", "/no-such-path")
        .endpoint_path("keys.list", "/no-such-path")
        .build()
        .unwrap();
    let token = client.token::<Accounts>().await.unwrap();
    let error = client.accounts().link(&token, &account).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(!error.to_string().contains("no document"), "{error}");
    let token = client.token::<Keys>().await.unwrap();
    let error = client.keys().list(&token).await.unwrap_err();
    assert!(!error.to_string().contains("no document"), "{error}");
}

#[tokio::test]
async fn a_path_can_be_replaced() {
    let world = World::start().await;
    let builder = world.builder::<breb::Client>();
    let client = builder
        .endpoint_path("keys.list", "/no-such-path")
        .build()
        .unwrap();
    let token = client.token::<Keys>().await.unwrap();
    assert!(client.keys().list(&token).await.unwrap_err().is_not_found());

    let client = world
        .builder::<parking::Client>()
        .prefix("shared", "/v9/shared");
    let error = client.build().unwrap().token::<Zones>().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}
