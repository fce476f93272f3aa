//! What the transport refuses, and what the builder does.

use passport_api::breb::{self, Client};

use crate::support::World;

breb::scope_set! {
    struct Keys = "paas.core.account_keys.list.get";
}

fn build_error(builder: passport_api::ClientBuilder<Client>) -> String {
    let error = builder.build().unwrap_err();
    assert!(error.is_config(), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_refused() {
    let world = World::start().await;
    let client = Client::builder()
        .base_url(world.sandbox.base_url("breb"))
        .credentials("a", "b")
        .build()
        .unwrap();
    let error = client.token::<Keys>().await.unwrap_err();
    assert!(error.is_token(), "{error:?}");
    assert!(
        world.sandbox.requests().is_empty(),
        "the secret was not sent"
    );
}

#[tokio::test]
async fn a_large_response_is_refused() {
    let world = World::start().await;
    let client = world.builder::<Client>().body_limit(10).build().unwrap();
    let error = client.token::<Keys>().await.unwrap_err();
    assert!(error.is_token(), "{error:?}");
}

#[test]
fn only_https_is_spoken() {
    let http = Client::builder()
        .base_url("http://localhost/breb")
        .credentials("a", "b");
    assert_eq!(build_error(http), "the base URL must begin with `https://`");
}

#[test]
fn what_is_missing_or_does_not_fit_is_named() {
    let start = || {
        Client::builder()
            .base_url(breb::servers::SANDBOX)
            .credentials("a", "b")
    };
    let check = |builder, expected: &str| {
        let error = build_error(builder);
        assert!(error.contains(expected), "{expected} in: {error}");
    };
    check(Client::builder(), breb::servers::PRODUCTION);
    check(Client::builder().base_url("https://x.test"), "credentials");
    check(start().base_url("x.test"), "no URL");
    check(start().base_url("https://u:p@x.test"), "user or a password");
    check(start().base_url("https://x.test/?a=b"), "end with its path");
    check(start().prefix("shard", "/v1"), "known are `default`");
    check(start().prefix("default", "v1"), "begin with `/`");
    check(
        start().endpoint_path("keys.resolv", "/x"),
        "no endpoint `keys.resolv`",
    );
    check(
        start().endpoint_path("keys.get", "/keys/{id}"),
        "`/keys/{key_id}`",
    );
    check(start().root_certificate("nonsense"), "no PEM");
    assert!(start().build().is_ok());
}
