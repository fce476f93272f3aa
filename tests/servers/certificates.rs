//! Certificates that are not accepted, and connections that end without a word of TLS.

use std::io;
use std::process::Command;
use std::sync::Arc;

use bytes::Bytes;
use passport_api::{Transport, TransportError, TransportFuture};
use passport_tests::server::{Identity, Request, Server, json};
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio_rustls::TlsAcceptor;

use crate::raw::RawServer;
use crate::shop::{All, Client, Protocol, SECRET, Shop, builder};

#[tokio::test]
async fn server_whose_certificate_is_not_accepted_is_asked_once() {
    let expired = Identity::expired("localhost");
    let roots = [Identity::of("localhost").pem, expired.pem.clone()];
    for (identity, root) in [Identity::of("localhost"), expired].into_iter().zip(roots) {
        let server = Server::tls(identity, |_| Vec::new()).await.unwrap();
        let builder = builder(&server.url("https://localhost"), Protocol::Http1);
        let shop = Shop::with(builder.only_root_certificate(root));
        let error = shop
            .client
            .items()
            .pay(&shop.token, &json!({}))
            .await
            .unwrap_err();
        assert!(error.is_connect() && !error.is_outcome_unknown(), "{error}");
        assert!(error.to_string().contains("certificate"), "{error}");
        assert_eq!((error.attempts(), server.connections()), (1, 1));
        let error = shop.client.token::<All>().await.unwrap_err();
        assert!(
            error.is_token() && error.to_string().contains("certificate"),
            "{error}"
        );
        assert_eq!(server.connections(), 2);
    }
}

#[tokio::test]
async fn only_root_certificate_leaves_the_others_out() {
    let (identity, other) = (Identity::of("localhost"), Identity::of("localhost"));
    let (pem, other) = (identity.pem.clone(), other.pem);
    let server = Server::tls(identity, |_: &Request| json(200, "", "{}"))
        .await
        .unwrap();
    let builder = || builder(&server.url("https://localhost"), Protocol::Http1);
    for (builder, is_trusted) in [
        (builder().only_root_certificate(&*pem), true),
        (builder().only_root_certificate(&*other), false),
        // All given ones count, whichever was given how.
        (
            builder()
                .only_root_certificate(&*other)
                .root_certificate(&*pem),
            true,
        ),
    ] {
        let shop = Shop::with(builder);
        let result = shop.client.items().pay(&shop.token, &json!({})).await;
        assert_eq!(result.is_ok(), is_trusted);
    }
}

#[tokio::test]
async fn response_cut_off_by_an_unclean_close_of_tls_is_a_lost_connection() {
    let identity = Identity::of("localhost");
    let pem = identity.pem.clone();
    let acceptor = TlsAcceptor::from(Arc::new(identity.into_config()));
    let server = RawServer::start(move |_, stream| {
        let acceptor = acceptor.clone();
        async move {
            let mut stream = acceptor.accept(stream).await?;
            Request::read(&mut stream).await?;
            // Without a length, the close of TLS is the end of the body.
            stream
                .write_all(b"HTTP/1.1 200 X\r\n\r\n{\"access_token\":")
                .await?;
            stream.flush().await?;
            io::Result::Ok(())
        }
    })
    .await;
    let url = format!("https://localhost:{}", server.address.port());
    let shop = Shop::with(builder(&url, Protocol::Http1).only_root_certificate(pem));
    let error = shop.client.token::<All>().await.unwrap_err();
    assert!(error.to_string().contains("lost the connection"), "{error}");
    let error = shop
        .client
        .items()
        .pay(&shop.token, &json!({}))
        .await
        .unwrap_err();
    assert!(error.is_outcome_unknown() && !error.is_connect(), "{error}");
    assert!(
        error.to_string().contains("the connection broke"),
        "{error}"
    );
}

/// A transport that needs no certificate.
#[derive(Debug)]
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _request: http::Request<Bytes>, _body_limit: usize) -> TransportFuture<'_> {
        Box::pin(async { Err(TransportError::not_sent("there is no server")) })
    }
}

#[test]
fn machine_without_certificates_can_call_loopback_only() {
    const CHILD: &str = "PASSPORT_TEST_WITHOUT_CERTIFICATES";
    if std::env::var_os(CHILD).is_some() {
        let plain = builder("http://127.0.0.1:1", Protocol::Http1);
        plain.build().unwrap();
        let builder = || {
            let builder = Client::builder().credentials("the id", SECRET);
            builder.base_url("https://shop.test")
        };
        builder().transport(Nowhere).build().unwrap();
        let error = builder().build().unwrap_err();
        assert!(error.is_config(), "{error}");
        assert!(error.to_string().contains("`ca-certificates`"), "{error}");
        return;
    }
    let name = "certificates::machine_without_certificates_can_call_loopback_only";
    let child = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact"])
        .env(CHILD, "1")
        .env("SSL_CERT_FILE", "/dev/null")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success() && output.contains("1 passed"),
        "{output}"
    );
}
