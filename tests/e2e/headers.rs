//! Headers of every request, and those that say that there is no body.

use passport_api::breb::{self, scopes};
use passport_api::http::Method;
use passport_api::{Api, ClientBuilder, parking};
use passport_tests::foreign;
use passport_tests::server::{Identity, Request, Server, json};

breb::scope_set! {
    struct Keys =
        "paas.core.account_keys.patch", "paas.core.account_keys.get",
        "paas.core.breb_recipients.post";
}
parking::scope_set! {
    struct Zones = "read:zones";
}

/// A server over HTTP/1.1 that grants everything and answers every call alike, and its certificate.
async fn server() -> (Server, String) {
    let identity = Identity::of("localhost");
    let pem = identity.pem.clone();
    let answer = |request: &Request| {
        let body = match request.target().ends_with("tokens") {
            true => GRANT,
            false => r#"{"id":"x","data":[]}"#,
        };
        json(200, "", body)
    };
    (Server::tls(identity, answer).await.unwrap(), pem)
}

fn builder<A: Api>(server: &Server, pem: &str) -> ClientBuilder<A> {
    ClientBuilder::<A>::new()
        .base_url(server.url("https://localhost"))
        .root_certificate(pem)
        .credentials("the-client", "the-client-secret")
}

#[tokio::test]
async fn absent_body_is_said_where_a_method_expects_one() {
    let (server, pem) = server().await;
    let client: breb::Client = builder(&server, &pem).build().unwrap();
    let token = client.token::<Keys>().await.unwrap();
    let scope = scopes::paas::core::account_keys::Patch;
    client.keys().suspend(&token, "k").await.unwrap();
    client.recipients().resolve(&token, "r").await.unwrap();
    client.keys().get(&token, "k").await.unwrap();
    client.keys().delete(&token, "k").await.unwrap();
    for method in [Method::PUT, Method::POST, Method::PATCH, Method::GET] {
        let call = client.request(&token, scope, method, "/anything");
        call.await.unwrap();
    }
    let call = client.request(&token, scope, Method::PUT, "/with/body");
    call.json(&[1]).await.unwrap();
    let requests = server.requests();
    let lengths: Vec<_> = requests[1..]
        .iter()
        .map(|request| (request.method(), request.header("content-length")))
        .collect();
    let expected = [
        ("PATCH", Some("0")),
        ("POST", Some("0")),
        ("GET", None),
        ("DELETE", None),
        ("PUT", Some("0")),
        ("POST", Some("0")),
        ("PATCH", Some("0")),
        ("GET", None),
        ("PUT", Some("3")),
    ];
    assert_eq!(lengths, expected);
    for request in &requests {
        assert_eq!(request.header("transfer-encoding"), None);
        assert!(request.head.starts_with(request.method()));
    }
}

#[tokio::test]
async fn default_header_is_sent_with_calls_and_token_requests() {
    let (server, pem) = server().await;
    let builder = builder::<parking::Client>(&server, &pem);
    let builder = builder.default_header(TRACE, "kiosk 7");
    let client = builder.build().unwrap();
    let token = client.token::<Zones>().await.unwrap();
    client.zones().list(&token).await.unwrap();
    // The call's own goes before.
    let list = client.zones().list(&token).trace_id("call 1");
    list.await.unwrap();
    let requests = server.requests();
    let traces: Vec<_> = requests.iter().map(|it| it.header(TRACE)).collect();
    assert_eq!(traces, [Some("kiosk 7"), Some("kiosk 7"), Some("call 1")]);
}

#[tokio::test]
async fn default_header_stays_with_the_server_of_the_base_url() {
    let (server, pem) = server().await;
    let (login, login_pem) = self::server().await;
    let builder = builder::<parking::Client>(&server, &pem);
    let client = builder
        .root_certificate(login_pem)
        .token_url(login.url("https://localhost") + "/tokens")
        .default_header("X-Api-Key", "a key of the API")
        .accept_language("es-CO")
        .build()
        .unwrap();
    let token = client.token::<Zones>().await.unwrap();
    client.zones().list(&token).await.unwrap();
    let (asked, called) = (&login.requests()[0], &server.requests()[0]);
    assert_eq!(asked.header("x-api-key"), None);
    assert_eq!(asked.header("accept-language"), Some("es-CO"));
    assert_eq!(called.header("x-api-key"), Some("a key of the API"));
    assert_eq!(called.header("accept-language"), Some("es-CO"));
}

#[test]
fn default_headers_that_the_client_sets_are_refused() {
    let build = |name: &str, value: &str| {
        let builder = foreign::Client::builder().base_url("https://api.foreign.example");
        let builder = builder.credentials("a", "b").default_header(name, value);
        builder.build().map(drop)
    };
    build("X-Trace", "7").unwrap();
    for (name, value, says) in [
        (
            "Authorization",
            "Bearer x",
            "`authorization` is set by the client",
        ),
        (
            "content-length",
            "0",
            "`content-length` is set by the client",
        ),
        ("Host", "evil.test", "`host` is set by the client"),
        (
            "Accept-Language",
            "es",
            "`accept-language` is set by the client",
        ),
        // One key for all calls would lose all but the first.
        (
            "idempotency-key",
            "k",
            "`idempotency-key` is an idempotency key",
        ),
        ("a b", "c", "`a b` is not the name of a header"),
        ("X-Trace", "secret\nvalue", "`x-trace` does not fit"),
    ] {
        let error = build(name, value).unwrap_err();
        assert!(error.is_config(), "{error}");
        assert!(error.to_string().contains(says), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

const TRACE: &str = "passport-labs-client-trace-id";

const GRANT: &str = r#"{"access_token":"a-token-for-tests","expires_in":3600,"scope":"read:zones",
    "scopes":["paas.core.account_keys.patch","paas.core.account_keys.get",
    "paas.core.breb_recipients.post"]}"#;
