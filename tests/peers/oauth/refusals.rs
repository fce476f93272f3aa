//! What the server refuses, as the caller sees it.

use passport_api::Error;

use crate::oauth::provider::Provider;
use crate::oauth::{Auditor, Clerk, Everything, Reader};
use crate::{basic, elsewhere, strict};

strict::scope_set! {
    struct StrictAuditor = "orders:audit";
}
elsewhere::scope_set! {
    struct Elsewhere = "orders:read";
}

/// The server refuses a token with this status and code, and the client says so.
#[track_caller]
fn check(error: &Error, status: u16, code: &str) {
    assert!(error.is_token(), "{error:?}");
    assert_eq!(error.status().unwrap().as_u16(), status);
    let refusal = error.token_error().unwrap();
    assert_eq!(refusal.code(), Some(code));
    assert!(refusal.endpoint().ends_with("/token"), "{refusal:?}");
    let text = error.to_string();
    assert!(text.contains(&format!("`{code}` ({status})")), "{text}");
    assert!(!error.is_temporary(), "{text}");
}

#[tokio::test]
async fn a_narrower_grant_is_refused_before_a_call() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client: basic::Client = provider.client(("narrow", "s3cret"));
    let error = client.token::<Clerk>().await.unwrap_err();
    assert!(error.is_missing_scope(), "{error:?}");
    assert_eq!(error.missing_scopes(), ["orders:write"]);
    let said = "token: the grant does not cover `Clerk`: missing `orders:write`; \
                declared `orders:read`, `orders:write`; granted `orders:read`";
    assert_eq!(error.to_string(), said);
    // What it is granted, it can use.
    let token = client.token::<Reader>().await.unwrap();
    client.orders().list(&token).await.unwrap();
    let calls = provider.calls().await;
    assert_eq!(
        calls,
        ["POST /token 200", "POST /token 200", "GET /orders 200"]
    );
}

#[tokio::test]
async fn scopes_that_the_server_ignores_are_missed() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let error = provider.desk().token::<Everything>().await.unwrap_err();
    assert_eq!(error.missing_scopes(), ["orders:audit"]);
}

/// A response without `scope` must mean that all is granted as asked (RFC 6749, 5.1); this server
/// sends one where it grants nothing. `granted_absent = "refuse"` is for such servers.
#[tokio::test]
async fn a_grant_of_nothing() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let desk = ("desk", "s3cret");
    let client: basic::Client = provider.client(desk);
    let token = client.token::<Auditor>().await.unwrap();
    assert_eq!(token.granted(), ["orders:audit"]);
    assert_eq!(provider.introspected(desk).await.scope, None);
    let client: strict::Client = provider.client(desk);
    let error = client.token::<StrictAuditor>().await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.ends_with("/token did not say in `scope` what it granted"),
        "{text}"
    );
}

#[tokio::test]
async fn wrong_credentials() {
    let Some(provider) = Provider::start() else {
        return;
    };
    for credentials in [("desk", "wrong"), ("nobody", "s3cret")] {
        let client: basic::Client = provider.client(credentials);
        let error = client.token::<Reader>().await.unwrap_err();
        check(&error, 401, "invalid_client");
    }
}

#[tokio::test]
async fn a_scope_that_the_client_may_not_ask_for() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client: basic::Client = provider.client(("reader", "s3cret"));
    let error = client.token::<Clerk>().await.unwrap_err();
    check(&error, 400, "invalid_scope");
}

#[tokio::test]
async fn a_resource_that_the_server_does_not_know() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client: elsewhere::Client = provider.client(("desk", "s3cret"));
    let error = client.token::<Elsewhere>().await.unwrap_err();
    check(&error, 400, "invalid_target");
}
