//! What is said of a call whose answer does not come, against a server that misbehaves.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use passport_api::breb::model::{CreatePayment, Money};
use passport_api::breb::{Client, sets::EntityClientCredentials};
use passport_api::{Error, ScopedToken};
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

type Token = ScopedToken<EntityClientCredentials>;

/// What the server does with a call, once it has read it.
#[derive(Clone, Copy)]
enum Answer {
    /// It closes the connection.
    Close,
    /// It closes the connection in the middle of the body.
    Truncate,
    /// It answers this.
    Status(&'static str),
}

/// A server that grants a token and misbehaves from then on.
struct Server {
    client: Client,
    calls: Arc<AtomicUsize>,
}

impl Server {
    async fn start(answer: Answer) -> Self {
        let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(pair.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![pair.cert.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let calls = Arc::new(AtomicUsize::new(0));
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(serve(listener, acceptor, answer, Arc::clone(&calls)));
        let client = Client::builder()
            .base_url(format!("https://localhost:{port}"))
            .root_certificate(pair.cert.pem())
            .credentials("a", "b")
            .build()
            .unwrap();
        Self { client, calls }
    }

    async fn token(&self) -> Token {
        self.client.token().await.unwrap()
    }

    async fn pay(&self) -> Error {
        let token = self.token().await;
        let body = CreatePayment::new("account", "resolution", Money::cop(1));
        self.client
            .payments()
            .create(&token, &body)
            .await
            .unwrap_err()
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

async fn serve(listener: TcpListener, tls: TlsAcceptor, answer: Answer, calls: Arc<AtomicUsize>) {
    while let Ok((stream, _)) = listener.accept().await {
        let Ok(mut stream) = tls.accept(stream).await else {
            continue;
        };
        let mut request = Vec::new();
        let mut part = [0; 4096];
        while !is_whole(&request) {
            let read = stream.read(&mut part).await.unwrap_or(0);
            request.extend_from_slice(&part[..read]);
            if read == 0 {
                break;
            }
        }
        let reply = if request.starts_with(b"POST /v1/iam/oauth/tokens") {
            respond("200 OK", &token_body())
        } else {
            calls.fetch_add(1, Ordering::SeqCst);
            match answer {
                Answer::Close => String::new(),
                Answer::Truncate => {
                    let whole = respond("200 OK", "{\"id\":\"p\"}");
                    whole[..whole.len() - 4].to_owned()
                }
                Answer::Status(status) => respond(status, ""),
            }
        };
        // The client may have gone; then there is nobody to tell.
        let _ = stream.write_all(reply.as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}

/// Whether head and body of a request have arrived.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.split("content-length: ").nth(1);
    let length = length.and_then(|rest| rest.lines().next()?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}

fn respond(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

fn token_body() -> String {
    let scopes: Vec<&str> = passport_api::breb::CATALOG
        .scopes
        .iter()
        .map(|scope| scope.name)
        .collect();
    serde_json::json!({"access_token": "t", "expires_in": 3600, "scopes": scopes}).to_string()
}

#[tokio::test]
async fn a_payment_without_an_answer_may_have_been_made() {
    let failures = [
        Answer::Close,
        Answer::Truncate,
        Answer::Status("500 Internal Server Error"),
        Answer::Status("503 Service Unavailable"),
        Answer::Status("504 Gateway Timeout"),
    ];
    for answer in failures {
        let server = Server::start(answer).await;
        let error = server.pay().await;
        assert!(error.is_outcome_unknown(), "{error:?}");
        assert!(error.to_string().contains("may have done it"), "{error}");
        assert_eq!(server.calls(), 1, "it is not sent again: {error}");
    }
}

#[tokio::test]
async fn a_payment_that_was_refused_was_not_made() {
    for status in [
        "400 Bad Request",
        "403 Forbidden",
        "404 Not Found",
        "429 Too Many Requests",
    ] {
        let server = Server::start(Answer::Status(status)).await;
        let error = server.pay().await;
        assert!(!error.is_outcome_unknown(), "{error:?}");
        assert_eq!(server.calls(), 1, "{status}");
    }
}

#[tokio::test]
async fn what_changes_nothing_has_no_unknown_outcome() {
    for answer in [Answer::Close, Answer::Status("500 Internal Server Error")] {
        let server = Server::start(answer).await;
        let token = server.token().await;
        let error = server.client.payments().get(&token, "p").await.unwrap_err();
        assert!(!error.is_outcome_unknown(), "{error:?}");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    // The port of a listener that is gone.
    let port = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let nowhere = Client::builder()
        .base_url(format!("https://localhost:{port}"))
        .credentials("a", "b")
        .build()
        .unwrap();
    let error = nowhere
        .token::<EntityClientCredentials>()
        .await
        .unwrap_err();
    assert!(error.is_token() && !error.is_outcome_unknown(), "{error:?}");
}
