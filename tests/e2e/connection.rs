//! What the client sends to whom, over which connection, and how much it reads.

use std::error::Error as _;
use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use passport_api::breb::{self, Client};
use passport_api::reqwest::redirect::Policy;
use passport_api::{ClientBuilder, Error, HttpOptions, RetryPolicy, reqwest};
use passport_tests::server::{Identity, Request, Server, answer, json};

use crate::support::World;

breb::scope_set! {
    struct Keys = "paas.core.account_keys.list.get";
}

const TOKEN: &str = r#"{"access_token":"a-token-for-tests","expires_in":3600,
    "scopes":["paas.core.account_keys.list.get"]}"#;

fn is_token(request: &Request) -> bool {
    request.target().ends_with("/tokens")
}

/// A server that grants a token and answers everything else so.
async fn server(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> (Server, String) {
    let identity = Identity::of("localhost");
    let pem = identity.pem.clone();
    let answer = move |request: &Request| match is_token(request) {
        true => json(200, "", TOKEN),
        false => answer(request),
    };
    (Server::tls(identity, answer).await.unwrap(), pem)
}

fn builder(server: &Server, pem: &str) -> ClientBuilder<Client> {
    Client::builder()
        .base_url(server.url("https://localhost"))
        .root_certificate(pem)
        .credentials("the-client", "the-client-secret")
        .retry(RetryPolicy::never())
}

async fn list(client: &Client) -> Result<usize, Error> {
    let token = client.token::<Keys>().await?;
    Ok(client.keys().list(&token).await?.items.len())
}

fn empty_list(_: &Request) -> Vec<u8> {
    json(200, "", r#"{"keys":[]}"#)
}

#[test]
fn without_tls_only_this_machine_is_called_and_only_by_the_switch() {
    let start = |url: &str| Client::builder().base_url(url).credentials("a", "b");
    for url in [
        "http://127.0.0.1:1/x",
        "http://127.8.9.1",
        "http://[::1]:1",
        "http://localhost:1",
        "http://LocalHost",
    ] {
        assert!(start(url).allow_http_on_loopback().build().is_ok(), "{url}");
        assert!(start(url).build().unwrap_err().is_config(), "{url}");
        let by_others = start(url).http_client(http_client(Policy::none(), None));
        assert!(by_others.build().unwrap_err().is_config(), "{url}");
    }
    for url in [
        "http://localhost.evil.test",
        "http://localhost.",
        "http://127.0.0.1.nip.test",
        "http://evil.test",
        "http://localhost@evil.test",
        "http://127.0.0.1:80@evil.test",
        "http://user@localhost",
        "http://user:password@127.0.0.1",
        "http://evil.test#@localhost",
        "http://evil.test/@localhost",
        "http://localhost%2eevil.test",
        "http://0.0.0.0",
        "http://128.0.0.1",
        "http://[::ffff:10.0.0.1]",
        "http://[::2]",
        "ftp://localhost",
    ] {
        let refused = start(url).allow_http_on_loopback().build().unwrap_err();
        assert!(refused.is_config(), "{url}");
    }
}

#[tokio::test]
async fn by_the_switch_this_machine_is_called_without_tls() {
    let answer = |request: &Request| match is_token(request) {
        true => json(200, "", TOKEN),
        false => empty_list(request),
    };
    let server = Server::plain(answer).await.unwrap();
    let client = Client::builder()
        .base_url(server.url("http://localhost"))
        .allow_http_on_loopback()
        .credentials("a", "b")
        .build()
        .unwrap();
    assert_eq!(list(&client).await.unwrap(), 0);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn without_tls_no_proxy_sees_the_credentials() {
    let server = Server::plain(|request| match is_token(request) {
        true => json(200, "", TOKEN),
        false => empty_list(request),
    });
    let server = server.await.unwrap();
    let proxy = Server::proxy_to(&server).await.unwrap();
    let client = Client::builder()
        .base_url(server.url("http://localhost"))
        .allow_http_on_loopback()
        .proxy(proxy.url("http://127.0.0.1"))
        .credentials("a", "b")
        .build()
        .unwrap();
    assert_eq!(list(&client).await.unwrap(), 0);
    assert_eq!(proxy.connections(), 0);
}

#[tokio::test]
async fn plain_token_endpoint_beside_tls_is_called_without_the_proxy() {
    let tokens = Server::plain(|_| json(200, "", TOKEN)).await.unwrap();
    let identity = Identity::of("api.test");
    let pem = identity.pem.clone();
    let server = Server::tls(identity, empty_list).await.unwrap();
    let proxy = Server::proxy_to(&server).await.unwrap();
    let client = Client::builder()
        .base_url(server.url("https://api.test"))
        .token_url(tokens.url("http://localhost"))
        .root_certificate(pem)
        .proxy(proxy.url("http://127.0.0.1"))
        .allow_http_on_loopback()
        .credentials("a", "b")
        .build()
        .unwrap();
    assert_eq!(list(&client).await.unwrap(), 0);
    assert_eq!((tokens.requests().len(), server.requests().len()), (1, 1));
    assert_eq!(proxy.connections(), 1, "for the API only");
}

/// A server that must not be called, and the header that leads to it.
async fn elsewhere() -> (Server, String) {
    let (other, _) = server(empty_list).await;
    let location = format!("location: {}\r\n", other.url("https://localhost"));
    (other, location)
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let (other, location) = elsewhere().await;
        let (server, pem) = server(move |_| json(status, &location, "{}")).await;
        let client = builder(&server, &pem).build().unwrap();
        let error = list(&client).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status, "{error}");
        assert_eq!(other.connections(), 0, "{status}");
    }
}

#[test]
fn options_that_would_be_without_effect_or_unsafe_are_refused() {
    type Options = fn(HttpOptions) -> HttpOptions;
    for (name, instead, options) in [
        (
            "redirect",
            "never followed",
            (|http| http.redirect(Policy::limited(10))) as Options,
        ),
        ("retry", "`retry`", |http| {
            http.retry(reqwest::retry::never())
        }),
        ("https_only", "`allow_http_on_loopback`", |http| {
            http.https_only(false)
        }),
        (
            "danger_accept_invalid_certs",
            "`root_certificate`",
            |http| http.danger_accept_invalid_certs(true),
        ),
        ("add_root_certificate", "`root_certificate`", |http| {
            let pem = Identity::of("localhost").pem;
            http.add_root_certificate(reqwest::Certificate::from_pem(pem.as_bytes()).unwrap())
        }),
        ("identity", "client certificates", |http| {
            let Identity { pem, key_pem, .. } = Identity::of("localhost");
            let both = format!("{pem}{key_pem}");
            http.identity(reqwest::Identity::from_pem(both.as_bytes()).unwrap())
        }),
        ("timeout", "`attempt_timeout`", |http| {
            http.timeout(Duration::from_secs(1))
        }),
    ] {
        let builder = Client::builder()
            .base_url("https://x.test")
            .configure_http(options);
        let error = builder
            .configure_http(|http| http.tcp_nodelay(true))
            .build()
            .unwrap_err();
        let text = error.to_string();
        assert!(error.is_config(), "{name}: {text}");
        assert!(
            text.contains(&format!("`{name}`")) && text.contains(instead),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_token_request_is_not_redirected() {
    let (other, location) = elsewhere().await;
    let identity = Identity::of("localhost");
    let pem = identity.pem.clone();
    let redirect = move |_: &Request| json(307, &location, "{}");
    let server = Server::tls(identity, redirect).await.unwrap();
    let client = builder(&server, &pem).build().unwrap();
    let error = list(&client).await.unwrap_err();
    assert!(error.is_token(), "{error}");
    assert_eq!(server.requests().len(), 1);
    assert_eq!(other.connections(), 0, "the secret went nowhere else");
}

/// An HTTP client as a caller would build one.
fn http_client(redirect: Policy, pem: Option<&str>) -> reqwest::Client {
    // Another test may have done it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder().redirect(redirect);
    if let Some(pem) = pem {
        let certificate = reqwest::Certificate::from_pem(pem.as_bytes()).unwrap();
        builder = builder.tls_certs_only([certificate]);
    }
    builder.build().unwrap()
}

#[tokio::test]
async fn a_redirect_that_a_given_http_client_follows_is_an_error() {
    let answer = |request: &Request| match request.target() {
        "/v1/iam/oauth/tokens" => json(200, "", TOKEN),
        "/v1/keys" => json(307, "location: /v1/elsewhere\r\n", "{}"),
        _ => json(200, "", r#"{"keys":[{"id":"k-1"}]}"#),
    };
    let identity = Identity::of("localhost");
    let pem = identity.pem.clone();
    let server = Server::tls(identity, answer).await.unwrap();
    let client = builder(&server, &pem)
        .http_client(http_client(Policy::limited(10), Some(&pem)))
        .build()
        .unwrap();
    let error = list(&client).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("redirect"), "{cause}");
    assert_eq!(server.requests().last().unwrap().target(), "/v1/elsewhere");
}

#[tokio::test]
async fn a_given_http_client_works() {
    let world = World::start().await;
    let http = http_client(Policy::none(), Some(world.sandbox.certificate_pem()));
    let client = world.builder().http_client(http).build().unwrap();
    assert_eq!(list(&client).await.unwrap(), 0);
    assert_eq!(world.sandbox.requests().len(), 2);
}

#[tokio::test]
async fn a_certificate_that_does_not_hold_is_refused() {
    let stranger = Identity::of("localhost").pem;
    for (what, identity, root) in [
        ("self-signed", Identity::of("localhost"), Some(stranger)),
        ("wrong name", Identity::of("other.test"), None),
        ("expired", Identity::expired("localhost"), None),
    ] {
        let root = root.unwrap_or_else(|| identity.pem.clone());
        let server = Server::tls(identity, empty_list).await.unwrap();
        let error = list(&builder(&server, &root).build().unwrap()).await;
        let error = error.unwrap_err();
        assert!(error.is_token(), "{what}: {error}");
        assert_eq!(server.connections(), 1, "{what}");
        assert!(server.requests().is_empty(), "{what}: the secret was sent");
    }
    let (server, pem) = server(empty_list).await;
    let both = builder(&server, &Identity::of("localhost").pem).root_certificate(pem);
    assert_eq!(list(&both.build().unwrap()).await.unwrap(), 0);
}

/// A JSON text of this many bytes.
fn long_json(length: usize) -> Vec<u8> {
    let mut json = br#"{"keys":[],"filling":""#.to_vec();
    json.resize(length - 2, b'a');
    json.extend_from_slice(br#""}"#);
    json
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

const LIMIT: usize = 64 * 1024;

/// How long a body is, and whether it is compressed.
fn bodies() -> Vec<(&'static str, Vec<u8>, bool)> {
    let bomb = gzip(&long_json(16 * 1024 * 1024));
    assert!(bomb.len() < LIMIT, "what is sent is below the limit");
    vec![
        ("", long_json(LIMIT), true),
        ("", long_json(LIMIT + 1), false),
        ("content-encoding: gzip\r\n", gzip(&long_json(LIMIT)), true),
        (
            "content-encoding: gzip\r\n",
            gzip(&long_json(LIMIT + 1)),
            false,
        ),
        ("content-encoding: gzip\r\n", bomb, false),
    ]
}

#[tokio::test]
async fn a_body_is_read_to_the_limit_compressed_or_not() {
    for (headers, body, fits) in bodies() {
        for status in [200, 400] {
            let sent = answer(status, headers, &body);
            let (server, pem) = server(move |_| sent.clone()).await;
            let client = builder(&server, &pem).body_limit(LIMIT).build().unwrap();
            let result = list(&client).await;
            match (fits, status) {
                (true, 200) => assert_eq!(result.unwrap(), 0),
                (true, _) => {
                    let error = result.unwrap_err();
                    assert_eq!(error.problem().unwrap().raw().len(), LIMIT, "{error}");
                }
                (false, 200) => {
                    let error = result.unwrap_err();
                    assert!(error.is_decode(), "{headers}: {error}");
                }
                // The status counts, and no more of the body is kept than fits.
                (false, _) => {
                    let error = result.unwrap_err();
                    assert_eq!(error.status().unwrap(), status, "{headers}: {error}");
                    assert!(error.problem().unwrap().raw().len() <= LIMIT, "{headers}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_promises_much_gets_no_memory_for_it() {
    for promised in [u64::MAX / 2, 1 << 60] {
        let head = format!("HTTP/1.1 200 Answer\r\ncontent-length: {promised}\r\n\r\n");
        let sent = [head.as_bytes(), &long_json(LIMIT)].concat();
        let (server, pem) = server(move |_| sent.clone()).await;
        let client = builder(&server, &pem).body_limit(usize::MAX);
        let error = list(&client.build().unwrap()).await.unwrap_err();
        assert!(error.source().is_some(), "{error}");
        assert!(!error.is_decode() && !error.is_token(), "{error}");
    }
}

#[tokio::test]
async fn a_token_response_is_read_to_the_limit() {
    for (headers, body, _) in bodies() {
        let identity = Identity::of("localhost");
        let pem = identity.pem.clone();
        let server = Server::tls(identity, move |_| answer(400, headers, &body));
        let server = server.await.unwrap();
        let client = builder(&server, &pem).body_limit(LIMIT).build().unwrap();
        let error = list(&client).await.unwrap_err();
        assert!(error.is_token(), "{error}");
        // Its status counts, also where it is too long.
        assert_eq!(error.status().unwrap(), 400, "{headers} {error:?}");
    }
}

#[tokio::test]
async fn a_proxy_gets_the_connection_and_its_password_and_nothing_else() {
    let (server, pem) = server(empty_list).await;
    let proxy = Server::proxy_to(&server).await.unwrap();
    let address = proxy.url("http://someone:the-proxy-password@127.0.0.1");
    let client = builder(&server, &pem).proxy(address).build().unwrap();
    assert_eq!(list(&client).await.unwrap(), 0);
    let asked = proxy.requests();
    assert_eq!(asked.len(), proxy.connections());
    assert!(!asked.is_empty());
    for request in &asked {
        assert_eq!(request.method(), "CONNECT");
        assert_eq!(request.target(), server.url("localhost"));
        // someone:the-proxy-password
        let password = "Basic c29tZW9uZTp0aGUtcHJveHktcGFzc3dvcmQ=";
        assert_eq!(request.header("proxy-authorization"), Some(password));
        assert_eq!(request.header("authorization"), None);
        assert!(request.body.is_empty());
    }
    assert_eq!(
        server.connections(),
        asked.len(),
        "no connection but through the proxy"
    );
    let headers: String = server.requests().into_iter().map(|it| it.head).collect();
    assert!(!headers.to_lowercase().contains("proxy-authorization"));
}

#[tokio::test]
async fn http_2_is_spoken_with_who_speaks_it() {
    for (protocols, method) in [
        (&["h2", "http/1.1"][..], "PRI"),
        (&["http/1.1"], "POST"),
        (&[], "POST"),
    ] {
        let identity = Identity::of("localhost").speaking(protocols);
        let pem = identity.pem.clone();
        // The server knows the first words of HTTP/2 and no more of it, and hangs up.
        let server = Server::tls(identity, |_| Vec::new()).await.unwrap();
        let client = builder(&server, &pem).build().unwrap();
        assert!(list(&client).await.unwrap_err().is_token());
        let first = server.requests().remove(0);
        assert_eq!(first.method(), method, "{protocols:?}");
        assert_eq!(first.target() == "*", method == "PRI");
    }
}

#[tokio::test]
async fn the_headers_say_who_asks_and_in_which_language() {
    let (server, pem) = server(empty_list).await;
    let named = builder(&server, &pem)
        .user_agent("my-shop/1.2")
        .accept_language("es-CO");
    list(&named.build().unwrap()).await.unwrap();
    list(&builder(&server, &pem).build().unwrap())
        .await
        .unwrap();
    let requests = server.requests();
    let own = concat!("passport-api/", env!("CARGO_PKG_VERSION"));
    for (request, agent, language) in [
        // The token request.
        (&requests[0], format!("my-shop/1.2 {own}"), Some("es-CO")),
        (&requests[1], format!("my-shop/1.2 {own}"), Some("es-CO")),
        (&requests[2], own.to_owned(), None),
        (&requests[3], own.to_owned(), None),
    ] {
        assert_eq!(request.header("user-agent"), Some(&*agent));
        assert_eq!(request.header("accept-language"), language);
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_was_sent_nothing() {
    let (server, pem) = server(empty_list).await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let client = builder(&server, &pem)
        .base_url(format!("https://localhost:{port}"))
        .connect_timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let error = list(&client).await.unwrap_err();
    assert!(error.is_token() && !error.is_outcome_unknown(), "{error}");
}
