//! What the transport refuses, and what the builder does.

use std::time::Duration;

use passport_api::breb::{self, Client};
use passport_sandbox::Fault;

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

#[tokio::test]
async fn without_credentials_there_is_no_token_to_fetch() {
    let world = World::start().await;
    let client = Client::builder()
        .base_url(world.sandbox.base_url("breb"))
        .root_certificate(world.sandbox.certificate_pem())
        .build()
        .unwrap();
    let error = client.token::<Keys>().await.unwrap_err();
    assert!(error.is_config(), "{error:?}");
    assert!(error.to_string().contains("credentials"), "{error}");
    assert!(world.sandbox.requests().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_redirect_takes_nothing_elsewhere() {
    let (world, elsewhere) = (World::start().await, World::start().await);
    let client: Client = world.client();
    let to_keys = format!("{}/v1/keys", elsewhere.sandbox.base_url("breb"));
    let to_tokens = format!("{}/v1/iam/oauth/tokens", elsewhere.sandbox.base_url("breb"));
    let redirect = |address: String| Fault::redirect(address).api("breb");
    world
        .sandbox
        .inject(redirect(to_tokens).on("token"))
        .unwrap();
    let error = client.token::<Keys>().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    world.clock.advance(Duration::from_secs(60));
    let token = client.token::<Keys>().await.unwrap();
    world
        .sandbox
        .inject(redirect(to_keys).on("keys.list"))
        .unwrap();
    let error = client.keys().list(&token).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert!(elsewhere.sandbox.requests().is_empty());
}

#[test]
fn only_https_is_spoken() {
    let http = Client::builder()
        .base_url("http://localhost/breb")
        .credentials("a", "b");
    assert_eq!(
        build_error(http),
        "the base URL must begin with `https://`; for a server on this machine, such as this one, \
         `allow_http_on_loopback` permits `http://`"
    );
    let http = |url: &str| Client::builder().base_url(url).allow_http_on_loopback();
    assert!(http("http://localhost/breb").build().is_ok());
    build_error(http("http://example.test/breb"));
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
