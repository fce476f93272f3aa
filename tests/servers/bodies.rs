//! Content codings and sizes of bodies.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::raw::{Http1, RawServer};
use crate::shop::{Protocol, Shop, TOKEN, builder};

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

/// A server that answers everything so.
async fn answering(status: u16, headers: &'static str, body: Vec<u8>) -> RawServer {
    RawServer::start(move |_, stream| {
        let length = body.len();
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n{headers}\r\n");
        let response = [head.as_bytes(), &body].concat();
        async move {
            let mut connection = Http1(stream);
            loop {
                connection.request().await?;
                connection.send(&response).await?;
            }
        }
    })
    .await
}

#[tokio::test]
async fn gzip_body_of_several_members_is_read_whole() {
    let members: Vec<Vec<u8>> = (0..5_u8).map(|n| vec![n; 40_000]).collect();
    let coded: Vec<u8> = members.iter().flat_map(|plain| gzip(plain)).collect();
    for headers in ["content-encoding: gzip\r\n", "content-encoding: X-GZIP\r\n"] {
        let server = answering(200, headers, coded.clone()).await;
        let shop = Shop::new(&server.url(), Protocol::Http1);
        let body = shop.client.items().raw(&shop.token).await.unwrap();
        assert_eq!(body.to_vec(), members.concat(), "{headers}");
    }
}

#[tokio::test]
async fn coding_that_was_not_asked_for_is_an_error() {
    let server = answering(
        200,
        "content-encoding: br\r\n",
        b"\x0b\x02\x80{}\x03".to_vec(),
    )
    .await;
    let shop = Shop::new(&server.url(), Protocol::Http1);
    let error = shop.client.items().raw(&shop.token).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("`br`"), "{cause}");
    // A payment was made, and its answer cannot be read.
    let error = shop
        .client
        .items()
        .pay(&shop.token, &json!({}))
        .await
        .unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
}

#[tokio::test]
async fn body_of_an_error_is_cut_at_its_limit() {
    const LIMIT: usize = 1024 * 1024;
    let server = answering(400, "", vec![b'['; 16 * LIMIT]).await;
    let shop = Shop::new(&server.url(), Protocol::Http1);
    let error = shop
        .client
        .items()
        .pay(&shop.token, &json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert!(!error.is_outcome_unknown());
    assert_eq!(error.problem().unwrap().raw().len(), LIMIT);
    // Nor is it larger after decoding.
    let server = answering(
        400,
        "content-encoding: gzip\r\n",
        gzip(&vec![b'['; 2 * LIMIT]),
    )
    .await;
    let shop = Shop::new(&server.url(), Protocol::Http1);
    let error = shop
        .client
        .items()
        .pay(&shop.token, &json!({}))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert!(error.problem().unwrap().raw().len() <= LIMIT);
}

#[tokio::test]
async fn token_response_is_bounded() {
    let token = format!(r#"{{"access_token":"{TOKEN}","expires_in":3600,"pad":""#);
    let body = [token.as_bytes(), &vec![b' '; 70_000], b"\"}"].concat();
    let server = answering(200, "", body).await;
    let client = builder(&server.url(), Protocol::Http1).build().unwrap();
    let error = client.token::<crate::shop::All>().await.unwrap_err();
    assert!(error.is_token(), "{error}");
    assert!(
        error.to_string().contains("more than 65536 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn large_upload_arrives_whole() {
    let server = RawServer::start(|_, stream| async move {
        let mut connection = Http1(stream);
        let request = connection.request().await?;
        let is_whole = (0..1_000_000).all(|n| request.body[n] == (n % 251) as u8);
        let length = request.header("content-length").unwrap().to_owned();
        connection
            .json(200, "", &format!("[{is_whole},{length}]"))
            .await
    })
    .await;
    let shop = Shop::new(&server.url(), Protocol::Http1);
    let body: Vec<u8> = (0..1_000_000).map(|n| (n % 251) as u8).collect();
    let answer = shop.client.items().upload(&shop.token, body).await.unwrap();
    assert_eq!(answer, json!([true, 1_000_000]));
}
