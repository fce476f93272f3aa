//! A token that is asked for and granted.

use serde_json::{Value, json};

use crate::oauth::provider::{Provider, SPECIAL};
use crate::oauth::{Clerk, Reader};
use crate::{basic, posted};

posted::scope_set! {
    struct Posted = "orders:read";
}

/// The one token request that has arrived.
async fn token_request(provider: &Provider) -> Value {
    let seen = provider.seen().await;
    let mut requests = seen.iter().filter(|one| one["call"] == "POST /token");
    let request = requests.next().unwrap().clone();
    assert_eq!(requests.next(), None);
    request
}

#[tokio::test]
async fn the_credentials_by_http_basic() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client = provider.desk();
    let token = client.token::<Clerk>().await.unwrap();
    assert_eq!(token.granted(), ["orders:read", "orders:write"]);
    let seen = client.orders().place(&token).await.unwrap();
    assert_eq!(
        (&*seen.client, &*seen.scope),
        ("desk", "orders:read orders:write")
    );
    let expected = json!({
        "call": "POST /token",
        "status": 200,
        "media_type": "application/x-www-form-urlencoded",
        "authorization": "Basic",
        "has_secret_in_body": false,
        "fields": {
            "grant_type": "client_credentials",
            "scope": "orders:read orders:write",
            "resource": "urn:example:orders",
        },
    });
    assert_eq!(token_request(&provider).await, expected);
}

#[tokio::test]
async fn the_credentials_in_the_body() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client: posted::Client = provider.client(("desk", "s3cret"));
    let token = client.token::<Posted>().await.unwrap();
    assert_eq!(client.orders().list(&token).await.unwrap().client, "desk");
    let request = token_request(&provider).await;
    assert_eq!(request["authorization"], "");
    assert_eq!(request["has_secret_in_body"], true);
    assert_eq!(request["fields"]["client_id"], "desk");
    assert_eq!(request["fields"]["scope"], "orders:read");
}

#[tokio::test]
async fn credentials_with_special_characters() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client: basic::Client = provider.client(SPECIAL);
    let token = client.token::<Reader>().await.unwrap();
    let seen = client.orders().list(&token).await.unwrap();
    assert_eq!(seen.client, SPECIAL.0);
    let client: posted::Client = provider.client(SPECIAL);
    let token = client.token::<Posted>().await.unwrap();
    let seen = client.orders().list(&token).await.unwrap();
    assert_eq!(seen.client, SPECIAL.0);
}

#[tokio::test]
async fn what_is_presented_is_what_the_server_issued() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client = provider.desk();
    let token = client.token::<Reader>().await.unwrap();
    let said = provider.introspected(("desk", "s3cret")).await;
    assert!(said.active, "{said:?}");
    assert_eq!(said.scope.as_deref(), Some("orders:read"));
    assert_eq!(said.client_id.as_deref(), Some("desk"));
    assert_eq!(said.aud.as_deref(), Some("urn:example:orders"));
    assert_eq!(said.token_type.as_deref(), Some("Bearer"));
    assert_eq!(said.exp - said.iat, 600);
    // The client's clock stands still since before the server looked at its own.
    let expires = token.expires_at().duration_since(std::time::UNIX_EPOCH);
    let expires = i64::try_from(expires.unwrap().as_secs()).unwrap();
    assert!(expires <= said.exp, "{expires} is after {}", said.exp);
}

#[tokio::test]
async fn many_callers_fetch_one_token() {
    let Some(provider) = Provider::start() else {
        return;
    };
    let client = provider.desk();
    let callers = (0..100).map(|_| {
        let client = client.clone();
        tokio::spawn(async move {
            let token = client.token::<Reader>().await?;
            client.orders().list(&token).await
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        assert_eq!(caller.await.unwrap().unwrap().scope, "orders:read");
    }
    let mut calls = provider.calls().await;
    calls.retain(|call| call == "POST /token 200");
    assert_eq!(calls.len(), 1);
}
