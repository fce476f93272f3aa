//! Clients that are wired to a sandbox.

use std::time::Duration;

use passport_api::{breb, parking};
use passport_sandbox::{Client, Fault, ManualClock, Sandbox, SandboxError};
use passport_spec::Spec;

breb::scope_set! {
    /// Whoever lists accounts.
    struct Accounts = "paas.core.accounts.list.get";
}

parking::scope_set! {
    /// Whoever looks for a place to park.
    struct Zones = "read:zones";
}

#[tokio::test]
async fn a_client_is_wired_to_the_sandbox() {
    let clock = ManualClock::new();
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let client: breb::Client = sandbox.client().unwrap();
    let token = client.token::<Accounts>().await.unwrap();
    client.accounts().list(&token).await.unwrap();
    assert_eq!(sandbox.count("accounts.list"), 1);

    // The same clock: when the token has expired, the client knows.
    clock.advance(Duration::from_secs(2 * 86_400));
    client.accounts().list(&token).await.unwrap();
    assert_eq!(
        (sandbox.count("token"), sandbox.count("accounts.list")),
        (2, 2)
    );
}

#[tokio::test]
async fn a_client_can_be_built_otherwise() {
    let sandbox = Sandbox::start().await.unwrap();
    let reader = Client::new("reader", "s3cret").scopes(["read:zones"]);
    sandbox.add_client(reader).unwrap();
    let builder = sandbox.client_builder::<parking::Client>();
    let client = builder.credentials("reader", "s3cret").build().unwrap();
    let token = client.token::<Zones>().await.unwrap();
    client.zones().list(&token).await.unwrap();
    let request = &sandbox.requests_of("zones.list")[0];
    assert_eq!(request.client.as_deref(), Some("reader"));
    assert_eq!(request.scopes, ["read:zones"]);

    sandbox.inject(Fault::status(418).on("zones.list")).unwrap();
    let error = client.zones().list(&token).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(418));
}

#[tokio::test]
async fn a_client_of_another_api_is_refused() {
    let spec = r#"
        [api.parkings]
        token.path = "/token"
        endpoints.me.get = { call = "GET /me", access = "any_token" }
    "#;
    let spec = Spec::parse("scopes.toml", spec).unwrap();
    let sandbox = Sandbox::builder().spec(spec).start().await.unwrap();
    let error = sandbox.client::<parking::Client>().err().unwrap();
    assert!(
        matches!(error, SandboxError::UnknownApi { nearest: Some(nearest), .. } if nearest == "parkings")
    );
}
