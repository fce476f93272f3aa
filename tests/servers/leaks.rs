//! Secrets that a server repeats where an HTTP library reports an error.

use std::error::Error as StdError;
use std::fmt::Write as _;

use passport_api::Error;
use serde_json::json;

use crate::raw::{Http1, Http2, RawServer};
use crate::shop::{Protocol, Shop, TOKEN};

/// All that may be shown of an error.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut next = error.source();
    while let Some(cause) = next {
        write!(shown, " {cause} {cause:?}").unwrap();
        next = cause.source();
    }
    shown
}

fn check(error: &Error, case: &str) {
    let shown = shown(error).to_lowercase();
    assert!(!shown.contains(TOKEN), "{case}: {shown}");
}

#[tokio::test]
async fn debug_data_of_a_go_away_is_not_shown() {
    for code in 0..14 {
        for begins_to_answer in [false, true] {
            let server = RawServer::start(move |_, stream| async move {
                let mut connection = Http2::accept(stream).await?;
                let stream = connection.request().await?;
                if begins_to_answer {
                    connection.head(stream, &[("content-length", "10")]).await?;
                    connection.data(stream, b"{", false).await?;
                }
                let debug = format!("got Bearer {TOKEN}");
                connection.go_away(0, code, &debug).await?;
                connection.be_silent().await
            })
            .await;
            let shop = Shop::new(&server.url(), Protocol::Http2);
            let call = shop.client.items().pay(&shop.token, &json!({}));
            check(&call.await.unwrap_err(), &format!("{code}"));
        }
    }
}

#[tokio::test]
async fn cause_names_the_code_of_a_go_away() {
    let server = RawServer::start(|_, stream| async move {
        let mut connection = Http2::accept(stream).await?;
        connection.request().await?;
        const ENHANCE_YOUR_CALM: u32 = 11;
        connection.go_away(0, ENHANCE_YOUR_CALM, TOKEN).await?;
        connection.be_silent().await
    })
    .await;
    let shop = Shop::new(&server.url(), Protocol::Http2);
    let error = shop
        .client
        .items()
        .pay(&shop.token, &json!({}))
        .await
        .unwrap_err();
    let shown = shown(&error);
    assert!(
        shown.contains("the server closed the HTTP/2 connection"),
        "{shown}"
    );
    assert!(shown.contains("excessive load"), "{shown}");
}

#[tokio::test]
async fn request_that_a_server_repeats_is_not_shown() {
    for response in [
        // Reason phrases, header names and values, and what is no HTTP.
        format!("HTTP/1.1 400 got {TOKEN}\r\ncontent-length: 0\r\n\r\n"),
        format!("HTTP/1.1 400 X\r\nx-{TOKEN}: 1\r\ncontent-length: 0\r\n\r\n"),
        format!("HTTP/1.1 400 X\r\nx-echo: Bearer {TOKEN}\r\ncontent-length: 0\r\n\r\n"),
        format!("HTTP/1.1 200 X\r\ncontent-encoding: {TOKEN}\r\ncontent-length: 2\r\n\r\n{{}}"),
        format!("HTTP/1.1 200 X\r\ncontent-length: {TOKEN}\r\n\r\n{{}}"),
        format!("HTTP/1.1 200 X\r\ntransfer-encoding: {TOKEN}\r\n\r\n{{}}"),
        format!("HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n{TOKEN}\r\n"),
        format!("HTTP/1.1 302 X\r\nlocation: /{TOKEN}\r\ncontent-length: 0\r\n\r\n"),
        format!("HTTP/1.1 {TOKEN}\r\n\r\n"),
        format!("{TOKEN}\r\n\r\n"),
    ] {
        let answer = response.clone();
        let server = RawServer::start(move |_, stream| {
            let answer = answer.clone();
            async move {
                let mut connection = Http1(stream);
                connection.request().await?;
                connection.send(answer).await
            }
        })
        .await;
        let shop = Shop::new(&server.url(), Protocol::Http1);
        // A transfer coding that nothing knows is read to the end of the connection.
        if let Err(error) = shop.client.items().pay(&shop.token, &json!({})).await {
            check(&error, &response);
        }
    }
}
