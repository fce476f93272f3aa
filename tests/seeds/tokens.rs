//! The documented token requests and responses, over TLS, against a server that is not the sandbox.

use std::time::{Duration, SystemTime};

use passport_api::breb::{self, token_fields};
use passport_api::catalog::TokenAddress;
use passport_api::http::Method;
use passport_api::{Api, ClientBuilder, Clock, ManualClock, parking, visionamos};
use passport_tests::server::{Identity, Request, Server, json};
use serde_json::{Value, json};

use crate::response;

breb::scope_set! {
    struct Fintech = "iam.oauth.tokens.list.get";
}
visionamos::scope_set! {
    struct Older = "iam.oauth.tokens.list.get";
}
parking::scope_set! {
    struct Parking = "read:zones";
}

/// A server that answers every request with this.
async fn server(answer: Value) -> (Server, String) {
    let identity = Identity::of("localhost");
    let pem = identity.pem.clone();
    let server = Server::tls(identity, move |_| json(200, "", &answer.to_string()));
    (server.await.unwrap(), pem)
}

fn builder<A: Api>(server: &Server, pem: &str, clock: &ManualClock) -> ClientBuilder<A> {
    ClientBuilder::<A>::new()
        .base_url(server.url("https://localhost"))
        .root_certificate(pem)
        .credentials("YOUR_API_KEY", "YOUR_API_SECRET")
        .accept_language("es-CO")
        .clock(clock.clone())
}

/// The body of the only request, whose head is checked.
fn body_of(server: &Server, target: &str) -> Value {
    let requests = server.requests();
    let [request] = &requests[..] else {
        panic!("{} requests", requests.len())
    };
    assert_eq!((request.method(), request.target()), ("POST", target));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept-language"), Some("es-CO"));
    let length = request.body.len().to_string();
    assert_eq!(request.header("content-length"), Some(&*length));
    assert_eq!(request.header("authorization"), None);
    serde_json::from_slice(&request.body).unwrap()
}

fn documented_request() -> Value {
    json!({
        "client_id": "YOUR_API_KEY",
        "client_secret": "YOUR_API_SECRET",
        "grant_type": "client_credentials",
    })
}

#[tokio::test]
async fn fintech_token_is_requested_and_read_as_documented() {
    let (server, pem) = server(response("visionamos")).await;
    let clock = ManualClock::new();
    let client: breb::Client = builder(&server, &pem, &clock).build().unwrap();
    let token = client.token::<Fintech>().await.unwrap();
    assert_eq!(
        body_of(&server, "/v1/iam/oauth/tokens"),
        documented_request()
    );

    let documented = response("visionamos");
    let text = |field: &str| documented[field].as_str().unwrap().to_owned();
    assert_eq!(token.id().unwrap().as_str(), text("token_id"));
    assert_eq!(token.account_id().unwrap().as_str(), text("account_id"));
    assert_eq!(token.created_at().unwrap().as_str(), text("created_at"));
    assert_eq!(json!(token.roles().unwrap()), documented["roles"]);
    assert_eq!(json!(token.granted()), documented["scopes"]);
    let token_type = token.field(token_fields::TOKEN_TYPE).unwrap();
    assert_eq!(token_type, text("token_type"));
    let expires_in = token.field(token_fields::EXPIRES_IN).unwrap();
    assert_eq!(json!(expires_in), documented["expires_in"]);
    let life = token.expires_at().duration_since(clock.now()).unwrap();
    assert_eq!(life, Duration::from_secs(24 * 3600));
    // The eighth field, which is sent and not shown.
    assert_eq!(bearer(&server, &client, &token).await, text("access_token"));
    assert_eq!(documented.as_object().unwrap().len(), 8);
}

/// The token that a call bears.
async fn bearer(
    server: &Server,
    client: &breb::Client,
    token: &passport_api::ScopedToken<Fintech>,
) -> String {
    // The answer is no list of tokens; the request is all that counts.
    let _ = client.tokens().list(token).await;
    let requests = server.requests();
    let header = requests
        .last()
        .and_then(|it: &Request| it.header("authorization"));
    header.unwrap().strip_prefix("Bearer ").unwrap().to_owned()
}

#[tokio::test]
async fn older_generation_requests_the_same_token() {
    let (server, pem) = server(response("visionamos")).await;
    let builder = builder::<visionamos::Client>(&server, &pem, &ManualClock::new());
    let token = builder.build().unwrap().token::<Older>().await.unwrap();
    assert_eq!(
        body_of(&server, "/v1/iam/oauth/tokens"),
        documented_request()
    );
    let documented = response("visionamos");
    assert_eq!(json!(token.granted()), documented["scopes"]);
    assert_eq!(json!(token.id().unwrap()), documented["token_id"]);
}

#[tokio::test]
async fn parking_token_is_requested_and_read_as_documented() {
    let documented = response("parking");
    // The scopes of the page are placeholders.
    let scope = documented["scope"].as_str().unwrap();
    assert_eq!(scope, "read:resource write:resource");
    let (server, pem) = server(documented.clone()).await;
    // Two hours before the documented token expires.
    let clock = ManualClock::new();
    let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(1_611_587_601);
    clock.set(expiry - Duration::from_secs(2 * 3600));
    let builder = builder::<parking::Client>(&server, &pem, &clock);
    let builder = builder.map_scope(parking::scopes::read::Zones, "read:resource");
    let token = builder.build().unwrap().token::<Parking>().await.unwrap();
    let mut request = documented_request();
    request["audience"] = json!("public.api.passportinc.com");
    assert_eq!(body_of(&server, "/v3/shared/access-tokens"), request);

    assert_eq!(token.granted().join(" "), scope);
    assert_eq!(token.expires_at(), expiry);
    let expires_at = token.field(parking::token_fields::EXPIRES_AT).unwrap();
    assert_eq!(json!(expires_at), documented["expires_at"]);
    let token_type = token.field(parking::token_fields::TOKEN_TYPE).unwrap();
    assert_eq!(json!(token_type), documented["token_type"]);
    assert_eq!(documented.as_object().unwrap().len(), 4);
}

#[test]
fn documented_host_is_a_server_of_the_spec() {
    let documented = "https://bre-b-sandbox.api.visionamos.passportfintech.com/v1/iam/oauth/tokens";
    let prefix = visionamos::CATALOG.prefixes[0].path;
    let TokenAddress::Path { path, .. } = visionamos::CATALOG.token.address else {
        panic!("{:?}", visionamos::CATALOG.token.address)
    };
    let address = format!("{}{prefix}{path}", visionamos::servers::SANDBOX);
    assert_eq!(address, documented);
}

#[tokio::test]
async fn example_of_a_call_can_be_made_as_printed() {
    let (server, pem) = server(response("parking")).await;
    let builder = builder::<parking::Client>(&server, &pem, &ManualClock::new());
    let builder = builder
        .map_scope(parking::scopes::read::Zones, "read:resource")
        .default_header("Cache-Control", "no-cache");
    let client = builder.build().unwrap();
    let token = client.token::<Parking>().await.unwrap();
    let scope = parking::scopes::read::Zones;
    let call = client.request(&token, scope, Method::POST, "/parking/zones");
    call.json(&json!("...")).await.unwrap();
    let requests = server.requests();
    let request = requests.last().unwrap();
    assert_eq!(
        (request.method(), request.target()),
        ("POST", "/parking/zones")
    );
    assert_eq!(request.header("cache-control"), Some("no-cache"));
    let token = response("parking")["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        request.header("authorization"),
        Some(&*format!("Bearer {token}"))
    );
    assert_eq!(request.body, b"\"...\"");
}

#[test]
fn parking_scopes_are_read_and_write_per_resource() {
    for scope in parking::CATALOG.scopes {
        let (access, resource) = scope.name.split_once(':').unwrap();
        assert!(["read", "write"].contains(&access), "{}", scope.name);
        assert!(!resource.is_empty() && scope.inferred, "{}", scope.name);
    }
}
