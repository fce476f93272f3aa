//! Clients that fetch no tokens: they use what they are given.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use passport_api::breb::{self, Client};
use passport_api::scope::tree::No;
use passport_api::{Clock, GivenToken, ScopeSet, StoreFuture, StoredToken, TokenKey, TokenStore};
use passport_sandbox::Fault;

use crate::support::{World, builder_for};

breb::scope_set! {
    struct Keys = "paas.core.account_keys.list.get";
}
breb::scope_set! {
    struct Payments = "paas.core.breb_payments.list.get";
}

const KEYS: &str = "paas.core.account_keys.list.get";

/// Keeps what it is given, to get a token out of one client for another.
#[derive(Clone, Debug, Default)]
struct Kept(Arc<Mutex<Option<StoredToken>>>);

impl TokenStore for Kept {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn save<'s>(&'s self, _: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        *self.0.lock().unwrap() = Some(token.clone());
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A token of the sandbox, fetched by somebody else, and a client without credentials.
async fn given() -> (World, String, Client) {
    let world = World::start().await;
    let kept = Kept::default();
    let other = world.builder_with::<Client>(&[KEYS]);
    let other = other.token_store(kept.clone()).build().unwrap();
    other.token::<Keys>().await.unwrap();
    let json = kept.0.lock().unwrap().take().unwrap().expose_json();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    world.sandbox.clear_requests();
    // `builder_for` sets credentials, so this client is built from nothing.
    let client = Client::builder()
        .base_url(world.sandbox.base_url("breb"))
        .root_certificate(world.sandbox.certificate_pem())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    (
        world,
        json["access_token"].as_str().unwrap().to_owned(),
        client,
    )
}

#[tokio::test]
async fn a_token_that_covers_the_set_is_used() {
    let (world, token, client) = given().await;
    let token = client.token_from::<Keys>(GivenToken::new(token, [KEYS]));
    let token = token.unwrap();
    assert_eq!(token.granted(), [KEYS]);
    client.keys().list(&token).await.unwrap();
    assert_eq!((world.count("keys.list"), world.token_requests()), (1, 0));
}

#[tokio::test]
async fn a_token_that_does_not_cover_the_set_is_refused() {
    let (world, token, client) = given().await;
    let given = GivenToken::new(token, [KEYS]);
    let error = client.token_from::<Payments>(given).unwrap_err();
    assert!(error.is_missing_scope(), "{error}");
    assert_eq!(error.missing_scopes(), ["paas.core.breb_payments.list.get"]);
    assert!(world.sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_token_that_has_expired_is_not_sent() {
    let (world, token, client) = given().await;
    let end = world.clock.now() + Duration::from_secs(60);
    let given = GivenToken::new(token, [KEYS]).expires_at(end);
    let token = client.token_from::<Keys>(given).unwrap();
    assert_eq!(token.expires_at(), end);
    world.clock.advance(Duration::from_secs(59));
    client.keys().list(&token).await.unwrap();
    world.clock.advance(Duration::from_secs(1));
    let error = client.keys().list(&token).await.unwrap_err();
    assert!(error.is_expired() && error.attempts() == 0, "{error}");
    assert_eq!(world.sandbox.requests().len(), 1);
}

#[tokio::test]
async fn a_401_is_the_callers_affair() {
    let (world, token, client) = given().await;
    let token = client.token_from::<Keys>(GivenToken::new(token, [KEYS]));
    let token = token.unwrap();
    world.sandbox.inject(Fault::unauthorized()).unwrap();
    let error = client.keys().list(&token).await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 1, "{error}");
    assert_eq!((world.count("keys.list"), world.token_requests()), (1, 0));
    client.keys().list(&token).await.unwrap();
}

#[tokio::test]
async fn without_credentials_no_token_is_fetched() {
    let (world, _, client) = given().await;
    let error = client.token::<Keys>().await.unwrap_err();
    assert!(error.is_config(), "{error}");
    assert!(error.to_string().contains("credentials"), "{error}");
    assert!(world.sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_client_with_credentials_takes_tokens_as_well() {
    let (world, given, _) = given().await;
    let client: Client = builder_for(&world.sandbox)
        .clock(world.clock.clone())
        .build()
        .unwrap();
    let token = client.token_from::<Keys>(GivenToken::new(given, [KEYS]));
    client.keys().list(&token.unwrap()).await.unwrap();
    assert_eq!(world.token_requests(), 0);
}

/// A set as an audit makes it.
struct OfAnAudit;

impl ScopeSet for OfAnAudit {
    type Api = Client;
    const NAME: &'static str = "OfAnAudit";
    const SCOPES: &'static [&'static str] = &[];
    const WITHHELD: bool = true;
    type T0 = No;
    type T1 = No;
    type T2 = No;
    type T3 = No;
    type T4 = No;
    type T5 = No;
    type T6 = No;
    type T7 = No;
    type T8 = No;
    type T9 = No;
    type TA = No;
    type TB = No;
    type TC = No;
    type TD = No;
    type TE = No;
    type TF = No;
}

#[tokio::test]
async fn what_was_compiled_for_an_audit_gets_no_token() {
    let world = World::start().await;
    let client: Client = builder_for(&world.sandbox).build().unwrap();
    let error = client.token::<OfAnAudit>().await.unwrap_err();
    assert!(error.is_config(), "{error}");
    assert!(error.to_string().contains("PASSPORT_AUDIT"), "{error}");
    assert_eq!(world.sandbox.requests().len(), 0);

    let (_world, value, client) = given().await;
    let given = client.token_from::<OfAnAudit>(GivenToken::new(value, [KEYS]));
    assert!(given.unwrap_err().is_config());
}
