//! A token that is expired or taken back, and the one after it.

use std::time::Duration;

use crate::oauth::provider::Provider;
use crate::oauth::{Clerk, Reader};

#[tokio::test]
async fn an_expired_token_is_renewed_before_a_call() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client = provider.desk();
    let token = client.token::<Reader>().await.unwrap();
    let first = provider.tokens.last("desk", "s3cret").token;
    client.orders().list(&token).await.unwrap();
    assert_eq!(provider.tokens.count(), 1);
    provider.clock.advance(Duration::from_secs(600));
    client.orders().list(&token).await.unwrap();
    assert_ne!(provider.tokens.last("desk", "s3cret").token, first);
    let calls = [
        "POST /token 200",
        "GET /orders 200",
        "POST /token 200",
        "GET /orders 200",
    ];
    assert_eq!(provider.calls().await, calls);
}

/// The server's clock goes faster than the client's.
#[tokio::test]
async fn a_token_that_only_the_server_takes_for_expired() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client = provider.desk();
    let token = client.token::<Reader>().await.unwrap();
    client.test().advance(601).await.unwrap();
    assert!(!provider.introspected(("desk", "s3cret")).await.active);
    client.orders().list(&token).await.unwrap();
    let calls = [
        "POST /token 200",
        "POST /token/introspection 200",
        "GET /orders 401",
        "POST /token 200",
        "GET /orders 200",
    ];
    assert_eq!(provider.calls().await, calls);
}

#[tokio::test]
async fn a_token_that_the_server_has_taken_back() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client = provider.desk();
    let token = client.token::<Clerk>().await.unwrap();
    let first = provider.tokens.last("desk", "s3cret");
    client.tokens().revoke(&first).await.unwrap();
    assert!(!provider.introspected(("desk", "s3cret")).await.active);
    // The server has not processed it, so that a call that changes something is sent again, too.
    client.orders().place(&token).await.unwrap();
    client.orders().list(&token).await.unwrap();
    assert!(provider.introspected(("desk", "s3cret")).await.active);
    assert_ne!(provider.tokens.last("desk", "s3cret").token, first.token);
    let calls = [
        "POST /token 200",
        "POST /token/revocation 200",
        "POST /token/introspection 200",
        "POST /orders 401",
        "POST /token 200",
        "POST /orders 200",
        "GET /orders 200",
        "POST /token/introspection 200",
    ];
    assert_eq!(provider.calls().await, calls);
}
