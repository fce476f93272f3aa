//! The fields of a token response, and revoking the token in use.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use passport_api::breb::model::TokenId;
use passport_api::breb::{self, Client, token_fields};
use passport_api::{Api, ClientBuilder, Counters, Event, GivenToken, MemoryStore, Observer};
use passport_sandbox::Fault;
use passport_tests::foreign;
use passport_tests::server::{Identity, Request, Server, json};
use serde_json::json;

use crate::support::World;

breb::scope_set! {
    struct Care =
        "iam.oauth.tokens.get", "iam.oauth.tokens.list.get", "iam.oauth.tokens.delete";
}
breb::scope_set! {
    struct List = "iam.oauth.tokens.list.get";
}

foreign::scope_set! {
    struct Reader = "read:projects";
}

/// A server that answers each token request with this, and a client of it.
async fn client_of<A: Api>(response: serde_json::Value) -> (Server, A, Arc<Counters>) {
    let identity = Identity::of("localhost");
    let pem = identity.pem.clone();
    let answer = move |_: &Request| json(200, "", &response.to_string());
    let server = Server::tls(identity, answer).await.unwrap();
    let client = ClientBuilder::<A>::new()
        .base_url(server.url("https://localhost"))
        .root_certificate(pem)
        .credentials("the id", "the secret of the client");
    let counters = Arc::new(Counters::default());
    let client = client.observer(Arc::clone(&counters)).build();
    (server, client.unwrap(), counters)
}

#[tokio::test]
async fn fields_are_those_that_the_server_tells_of_the_token() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Care>().await.unwrap();
    let info = client.tokens().get(&token, token.id().unwrap()).await;
    let info = info.unwrap();
    assert_eq!(info.token_id, token.id().unwrap());
    assert_eq!(info.account_id, Some(token.account_id().unwrap()));
    assert_eq!(info.created_at, Some(token.created_at().unwrap()));
    assert_eq!(info.roles, token.roles().unwrap());
    let expires_in = token.field(token_fields::EXPIRES_IN).unwrap();
    assert_eq!(info.expires_in, Some(expires_in));
    let token_type = token.field(token_fields::TOKEN_TYPE).unwrap();
    assert_eq!(token_type, "Bearer");
    assert_eq!(world.token_requests(), 1);
}

#[tokio::test]
async fn field_that_is_missing_or_of_another_type_is_an_error_that_names_it() {
    let (_server, client, _) = client_of::<Client>(json!({
        "access_token": "a-token-of-some-length",
        "scopes": ["iam.oauth.tokens.*", "iam.oauth.tokens.list.get"],
        "token_id": 7,
        "account_id": null,
        "roles": ["a", "a-token-of-some-length"],
        "expires_in": "3600",
    }))
    .await;
    let token = client.token::<List>().await.unwrap();
    let errors = [
        (token.id().map(drop), "token_id"),
        (token.account_id().map(drop), "account_id"),
        (token.created_at().map(drop), "created_at"),
        // It repeats the token, so it is not handed out.
        (token.roles().map(drop), "roles"),
        (
            token.field(token_fields::EXPIRES_IN).map(drop),
            "expires_in",
        ),
    ];
    for (result, name) in errors {
        let error = result.unwrap_err();
        assert!(error.is_token_field(), "{error}");
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
        assert!(!error.to_string().contains("given"), "{error}");
        assert!(!error.to_string().contains("of-some-length"), "{error}");
    }
}

#[tokio::test]
async fn revoked_token_is_replaced_by_the_next_call_of_every_handle() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Care>().await.unwrap();
    let other = client.token::<List>().await.unwrap();
    let first = token.id().unwrap();
    token.revoke().await.unwrap();
    assert_eq!(
        (world.count("tokens.delete"), world.token_requests()),
        (1, 1)
    );
    // It is revoked already.
    token.revoke().await.unwrap();
    assert_eq!(world.count("tokens.delete"), 1);

    client.tokens().list(&other).await.unwrap();
    assert_ne!(token.id().unwrap(), first);
    assert_eq!(other.id().unwrap(), token.id().unwrap());
    // No call was refused: each had another token from the start.
    assert_eq!((world.count("tokens.list"), world.token_requests()), (1, 2));
    let error = client.tokens().get(&token, first).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn revoking_sends_the_very_token_and_fetches_none() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Care>().await.unwrap();
    // Another call would renew the token now, and leave the new one in use.
    world.clock.advance(Duration::from_secs(24 * 3600 - 30));
    token.revoke().await.unwrap();
    assert_eq!(
        (world.count("tokens.delete"), world.token_requests()),
        (1, 1)
    );

    let token = client.token::<Care>().await.unwrap();
    world.clock.advance(Duration::from_secs(24 * 3600 + 1));
    token.revoke().await.unwrap();
    assert_eq!(world.count("tokens.delete"), 1, "it has expired");
}

#[tokio::test]
async fn token_that_could_not_be_revoked_stays_in_use() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Care>().await.unwrap();
    let first = token.id().unwrap();
    // Had the token been revoked before, the server would not accept it: 404 is another mistake.
    for status in [401, 404, 409, 500] {
        let fault = Fault::status(status).on("tokens.delete");
        world.sandbox.inject(fault).unwrap();
        let error = token.revoke().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status, "{error}");
        client.tokens().list(&token).await.unwrap();
        assert_eq!(token.id().unwrap(), first);
    }
    assert_eq!(
        (world.count("tokens.delete"), world.token_requests()),
        (4, 1)
    );
    token.revoke().await.unwrap();
    client.tokens().list(&token).await.unwrap();
    assert_eq!(world.token_requests(), 2);
}

#[tokio::test]
async fn callers_at_once_revoke_once() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Care>().await.unwrap();
    let callers = (0..8).map(|_| {
        let token = token.clone();
        tokio::spawn(async move { token.revoke().await })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.unwrap().unwrap();
    }
    assert_eq!(world.count("tokens.delete"), 1);
}

#[tokio::test]
async fn token_that_is_deleted_by_its_id_is_not_used_any_more() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Care>().await.unwrap();
    let id = token.id().unwrap();
    client.tokens().delete(&token, &id).await.unwrap();
    // It is over already.
    token.revoke().await.unwrap();
    client.tokens().list(&token).await.unwrap();
    assert_eq!(
        (world.count("tokens.delete"), world.count("tokens.list")),
        (1, 1)
    );
    assert_eq!(world.token_requests(), 2);

    // Another's id says nothing about this one.
    let other = world.client::<Client>().token::<Care>().await.unwrap();
    client
        .tokens()
        .delete(&token, other.id().unwrap())
        .await
        .unwrap();
    client.tokens().list(&token).await.unwrap();
    assert_eq!(world.token_requests(), 3);
}

#[tokio::test]
async fn clients_that_share_a_token_fetch_another_when_one_revokes_it() {
    let world = World::start().await;
    let store = Arc::new(MemoryStore::default());
    let build = || world.builder::<Client>().token_store(Arc::clone(&store));
    let (one, other) = (build().build().unwrap(), build().build().unwrap());
    let of_one = one.token::<Care>().await.unwrap();
    let of_other = other.token::<List>().await.unwrap();
    assert_eq!(world.token_requests(), 1);
    assert_eq!(
        of_other.id().unwrap(),
        of_one.id().unwrap(),
        "the store keeps the fields"
    );
    of_one.revoke().await.unwrap();
    one.tokens().list(&of_one).await.unwrap();
    other.tokens().list(&of_other).await.unwrap();
    assert_eq!(world.token_requests(), 2);
    assert_eq!(of_other.id().unwrap(), of_one.id().unwrap());
}

#[tokio::test]
async fn given_token_has_the_fields_that_it_was_given() {
    let world = World::start().await;
    let scopes = ["iam.oauth.tokens.list.get", "iam.oauth.tokens.delete"];
    let issued = world.sandbox.issue_token("breb", scopes).unwrap();
    breb::scope_set! {
        struct Own = "iam.oauth.tokens.list.get", "iam.oauth.tokens.delete";
    }
    let client: Client = world.client();
    let bare = GivenToken::new(issued, scopes);
    let token = client.token_from::<Own>(bare.clone()).unwrap();
    let error = token.revoke().await.unwrap_err();
    assert!(error.to_string().contains("`GivenToken::field`"), "{error}");

    let misnamed = bare.clone().field("id", "t-1");
    let error = client.token_from::<Own>(misnamed).unwrap_err();
    assert!(error.is_config(), "{error}");
    assert!(error.to_string().contains("no field `id`"), "{error}");

    let listed = client.tokens().list(&token).await.unwrap();
    let id: TokenId = listed.items[0].token_id.clone();
    let given = bare
        .field("token_id", id.as_str())
        .field("roles", vec!["one"]);
    let token = client.token_from::<Own>(given).unwrap();
    assert_eq!(token.id().unwrap(), id);
    assert_eq!(token.roles().unwrap(), ["one"]);
    token.revoke().await.unwrap();
    // Nothing renews it.
    let error = client.tokens().list(&token).await.unwrap_err();
    assert!(error.is_expired(), "{error}");
    assert_eq!(world.token_requests(), 0);
}

/// Keeps the role mismatches that it is told of.
#[derive(Debug, Default)]
struct Mismatches(Mutex<Vec<(String, Vec<String>)>>);

impl Observer for Mismatches {
    fn observe(&self, event: &Event<'_>) {
        if let Event::RoleMismatch { role, missing, .. } = event {
            let mismatch = ((*role).to_owned(), missing.to_vec());
            self.0.lock().unwrap().push(mismatch);
        }
    }
}

#[tokio::test]
async fn role_that_grants_less_than_its_set_is_told() {
    let world = World::start().await;
    let seen = Arc::new(Mismatches::default());
    let observed = Arc::clone(&seen);
    let whole: Client = world.builder().observer(observed).build().unwrap();
    whole.token::<List>().await.unwrap();
    assert!(
        seen.0.lock().unwrap().is_empty(),
        "the whole role is granted"
    );

    let catalog = &breb::CATALOG;
    let lost = ["iam.logout.post", "paas.core.qrcodes.get"];
    let granted = catalog.scopes.iter().map(|scope| scope.name);
    let granted: Vec<&str> = granted.filter(|name| !lost.contains(name)).collect();
    let less = world.builder_with::<Client>(&granted);
    let less = less.observer(Arc::clone(&seen)).build().unwrap();
    less.token::<List>().await.unwrap();
    let mut seen = seen.0.lock().unwrap();
    let [(role, missing)] = &mut seen[..] else {
        panic!("one mismatch, not {seen:?}")
    };
    assert_eq!(role, "entity.client_credentials");
    missing.sort();
    assert_eq!(*missing, lost);
}

#[tokio::test]
async fn role_without_a_set_says_nothing() {
    for (role, mismatches) in [("entity.admin", 0), ("entity.client_credentials", 1)] {
        let (_server, client, counters) = client_of::<Client>(json!({
            "access_token": "t",
            "scopes": ["iam.oauth.tokens.list.get"],
            "roles": [role, 7],
        }))
        .await;
        client.token::<List>().await.unwrap();
        assert_eq!(counters.role_mismatches(), mismatches, "{role}");
    }
}

#[tokio::test]
async fn any_api_can_declare_fields() {
    let (_server, client, counters) = client_of::<foreign::Client>(json!({
        "access_token": "t",
        // As asked for; the role would grant more.
        "scope": "read:projects",
        "roles": ["site.owner"],
        "https://foreign.example/tenant": "acme",
        "seats": 7,
        "not_declared": "x",
    }))
    .await;
    let token = client.token::<Reader>().await.unwrap();
    assert_eq!(token.roles().unwrap(), ["site.owner"]);
    let tenant: String = token.field(foreign::token_fields::TENANT).unwrap();
    assert_eq!(tenant, "acme");
    let seats: i64 = token.field(foreign::token_fields::SEATS).unwrap();
    assert_eq!(seats, 7);
    // Of a token for fewer scopes than the role grants, nothing is to be told.
    assert_eq!(counters.role_mismatches(), 0);
}
