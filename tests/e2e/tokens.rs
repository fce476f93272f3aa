//! The token's life: granted, checked, renewed, refused.

use std::time::Duration;

use passport_api::ScopedToken;
use passport_api::breb::{self, Client, scopes};
use passport_api::parking;

use crate::support::{World, sandbox_builder};

breb::scope_set! {
    struct Payments = "paas.core.breb_payments.get", "paas.core.breb_payments.list.get";
}
breb::scope_set! {
    struct List = "paas.core.breb_payments.list.get";
}
breb::scope_set! {
    struct Keys = "paas.core.account_keys.list.get";
}

parking::scope_set! {
    struct Zones = "read:zones";
}

const LIST: &str = "paas.core.breb_payments.list.get";

#[tokio::test]
async fn a_grant_that_does_not_cover_the_set_makes_no_token() {
    let world = World::start().await;
    let client: Client = world
        .builder_with(&[LIST, "iam.users.get"])
        .build()
        .unwrap();
    let error = client.token::<Payments>().await.unwrap_err();
    assert!(error.is_missing_scope());
    assert_eq!(error.missing_scopes(), ["paas.core.breb_payments.get"]);
    let text = error.to_string();
    for part in [
        "token: ",
        "`Payments`",
        "declared",
        "granted",
        "`iam.users.get`",
    ] {
        assert!(text.contains(part), "{part} in: {text}");
    }
    assert!(client.token::<List>().await.is_ok());
}

#[tokio::test]
async fn widening_asks_the_grant() {
    let world = World::start().await;
    let client: Client = world
        .builder_with(&[LIST, "paas.core.breb_payments.get"])
        .build()
        .unwrap();
    let token = client.token::<List>().await.unwrap();
    let wide = token.try_widen::<Payments>().unwrap();
    assert!(
        client
            .payments()
            .get(&wide, "x")
            .await
            .unwrap_err()
            .is_not_found()
    );
    let error = token.try_widen::<Keys>().unwrap_err();
    assert_eq!(error.missing_scopes(), ["paas.core.account_keys.list.get"]);
    assert_eq!(world.token_requests(), 1, "neither asks the server");
}

#[tokio::test]
async fn narrowing_shares_the_token() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Payments>().await.unwrap();
    let narrow: ScopedToken<List> = token.narrow();
    assert_eq!(narrow.expires_at(), token.expires_at());
    client.payments().list(&narrow).await.unwrap();
    assert_eq!(world.token_requests(), 1);
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_for_all() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<List>().await.unwrap();
    let first = token.expires_at();
    world.clock.advance(Duration::from_secs(24 * 3600 + 1));
    let calls = (0..100).map(|_| {
        let (client, token) = (client.clone(), token.clone());
        tokio::spawn(async move { client.payments().list(&token).await.map(drop) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(
        world.token_requests(),
        2,
        "the first, and one for the hundred"
    );
    assert!(token.expires_at() > first);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<List>().await.unwrap();
    world.clock.advance(Duration::from_secs(24 * 3600 - 120));
    client.payments().list(&token).await.unwrap();
    assert_eq!(world.token_requests(), 1, "two minutes before");
    world.clock.advance(Duration::from_secs(90));
    client.payments().list(&token).await.unwrap();
    assert_eq!(world.token_requests(), 2, "half a minute before");
}

#[tokio::test]
async fn sets_share_one_token_where_the_server_takes_no_scope_parameter() {
    let world = World::start().await;
    let client: Client = world.client();
    let (a, b) = tokio::join!(client.token::<List>(), client.token::<Keys>());
    client.payments().list(&a.unwrap()).await.unwrap();
    client.keys().list(&b.unwrap()).await.unwrap();
    assert_eq!(world.token_requests(), 1);
}

#[tokio::test]
async fn a_token_of_any_life_is_used_whatever_the_servers_clock_shows() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    for life in [Duration::from_secs(1), minutes(60), minutes(24 * 60)] {
        for (ahead, behind) in [(0, 0), (5, 0), (0, 5)] {
            let builder = sandbox_builder().token_lifetime(life);
            let builder = if ahead > 0 {
                builder.clock_ahead(minutes(ahead))
            } else {
                builder.clock_behind(minutes(behind))
            };
            let world = World::start_with(builder).await;
            // Its tokens say when they expire by the server's clock.
            let client: parking::Client = world.client();
            let token = client.token::<Zones>().await.unwrap();
            for tokens in 1..=3 {
                client.zones().list(&token).await.unwrap();
                client.zones().list(&token).await.unwrap();
                assert_eq!(world.token_requests(), tokens, "{life:?} {ahead} {behind}");
                assert_eq!(world.count("zones.list"), 2 * tokens, "none was refused");
                world.clock.advance(life);
            }
        }
    }
}

#[tokio::test]
async fn a_401_that_stays_is_an_error_and_no_loop() {
    let world = World::start().await;
    // The server does not grant the scope; a mapped name makes the client believe that it did.
    let builder = world.builder_with::<Client>(&["iam.users.get"]);
    let scope = scopes::paas::core::breb_payments::list::Get;
    let client = builder.map_scope(scope, "iam.users.get").build().unwrap();
    let token = client.token::<List>().await.unwrap();
    let error = client.payments().list(&token).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!(
        world.count("payments.list"),
        2,
        "once, and once more with a new token"
    );
    assert_eq!(world.token_requests(), 2);
}

#[tokio::test]
async fn wrong_credentials_are_told_without_the_secret() {
    let world = World::start().await;
    let builder = world
        .builder::<Client>()
        .credentials("who", "s3cr3t-canary");
    let client = builder.build().unwrap();
    let error = client.token::<List>().await.unwrap_err();
    assert!(error.is_token());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert!(!format!("{error} {error:?} {client:?}").contains("s3cr3t-canary"));
    assert_eq!(
        world.token_requests(),
        1,
        "a refusal of the credentials is final"
    );
}

#[tokio::test]
async fn a_token_goes_only_where_it_came_from() {
    let (world, other) = (World::start().await, World::start().await);
    let (client, stranger) = (world.client::<Client>(), other.client::<Client>());
    let token = client.token::<List>().await.unwrap();
    let error = stranger.payments().list(&token).await.unwrap_err();
    assert!(error.is_request(), "{error}");
    assert!(other.sandbox.requests().is_empty(), "nothing was sent");
    let clone = client.clone();
    clone.payments().list(&token).await.unwrap();
}

#[tokio::test]
async fn a_grant_that_was_widened_since_is_seen() {
    let world = World::start().await;
    let client: Client = world.builder_with(&[LIST]).build().unwrap();
    let token = client.token::<List>().await.unwrap();
    assert!(client.token::<Keys>().await.is_err());
    let keys = "paas.core.account_keys.list.get";
    let wider = passport_sandbox::Client::new("limited", "s3cret").scopes([LIST, keys]);
    world.sandbox.add_client(wider).unwrap();
    let wide = client.token::<Keys>().await.unwrap();
    client.keys().list(&wide).await.unwrap();
    client.payments().list(&token).await.unwrap();
}
