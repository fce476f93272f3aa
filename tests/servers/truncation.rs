//! Responses whose end is missing.

use serde_json::json;

use crate::raw::{CANCEL, Http1, Http2, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, RawServer};
use crate::shop::{Protocol, Shop};

/// Ways to end an HTTP/2 response in the middle of its body.
#[derive(Clone, Copy, Debug)]
enum End {
    Reset(u32),
    /// With the last stream that was processed, counted from that of the request.
    GoAway(u32),
}

/// A server that ends its first response so, and then answers as it should.
async fn cutting(end: End, length: Option<&'static str>) -> RawServer {
    RawServer::start(move |number, stream| async move {
        let mut connection = Http2::accept(stream).await?;
        let mut cuts = number == 1;
        loop {
            let stream = connection.request().await?;
            if !std::mem::take(&mut cuts) {
                connection.json(stream, "\"whole\"").await?;
                continue;
            }
            let length = length.map(|length| ("content-length", length));
            connection.head(stream, length.as_slice()).await?;
            connection.data(stream, b"12345", false).await?;
            match end {
                End::Reset(code) => connection.reset(stream, code).await?,
                End::GoAway(before) => {
                    connection.go_away(stream - before, NO_ERROR, "").await?;
                    return Ok(());
                }
            }
        }
    })
    .await
}

const ENDS: [End; 6] = [
    End::Reset(NO_ERROR),
    End::Reset(INTERNAL_ERROR),
    End::Reset(REFUSED_STREAM),
    End::Reset(CANCEL),
    End::GoAway(0),
    End::GoAway(1),
];

#[tokio::test]
async fn truncated_http2_body_is_a_lost_connection() {
    for end in ENDS {
        for length in [Some("10"), None] {
            let server = cutting(end, length).await;
            let shop = Shop::new(&server.url(), Protocol::Http2);
            // Half of the body would be JSON as well.
            let call = shop.client.items().pay(&shop.token, &json!({}));
            let error = call.await.unwrap_err();
            let text = error.to_string();
            assert!(error.is_outcome_unknown(), "{end:?} {length:?}: {text}");
            assert!(text.contains("the connection broke"), "{end:?}: {text}");
            assert_eq!(error.attempts(), 1, "{end:?} {length:?}");

            let server = cutting(end, length).await;
            let shop = Shop::new(&server.url(), Protocol::Http2);
            let body = shop.client.items().raw(&shop.token).await.unwrap();
            assert_eq!(&body[..], b"\"whole\"", "{end:?} {length:?}");
        }
    }
}

#[tokio::test]
async fn truncated_http1_body_is_a_lost_connection() {
    for head in ["content-length: 10", "transfer-encoding: chunked"] {
        let server = RawServer::start(move |_, stream| async move {
            let mut connection = Http1(stream);
            connection.request().await?;
            let chunk = if head.contains("chunked") {
                "5\r\n12345\r\n"
            } else {
                "12345"
            };
            connection
                .send(format!("HTTP/1.1 200 X\r\n{head}\r\n\r\n{chunk}"))
                .await
        })
        .await;
        let shop = Shop::new(&server.url(), Protocol::Http1);
        let error = shop
            .client
            .items()
            .pay(&shop.token, &json!({}))
            .await
            .unwrap_err();
        assert!(error.is_outcome_unknown(), "{head}: {error}");
        assert!(
            error.to_string().contains("the connection broke"),
            "{head}: {error}"
        );
    }
}

#[tokio::test]
async fn length_beside_chunks_does_not_count() {
    let server = RawServer::start(|_, stream| async move {
        let mut connection = Http1(stream);
        loop {
            connection.request().await?;
            let head = "content-length: 3\r\ntransfer-encoding: chunked";
            let chunks = "7\r\n\"whole\"\r\n0\r\n\r\n";
            connection
                .send(format!("HTTP/1.1 200 X\r\n{head}\r\n\r\n{chunks}"))
                .await?;
        }
    })
    .await;
    let shop = Shop::new(&server.url(), Protocol::Http1);
    let body = shop.client.items().raw(&shop.token).await.unwrap();
    assert_eq!(&body[..], b"\"whole\"");
}
