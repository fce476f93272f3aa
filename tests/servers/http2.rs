//! Streams that an HTTP/2 server says it has not processed.

use serde_json::json;
use tokio::sync::mpsc::unbounded_channel;

use crate::raw::{Http2, NO_ERROR, REFUSED_STREAM, RawServer};
use crate::shop::{Protocol, Shop};

#[tokio::test]
async fn payment_is_sent_again_only_if_it_was_refused_before_the_response() {
    for begins_to_answer in [false, true] {
        let (requests, mut seen) = unbounded_channel();
        let server = RawServer::start(move |number, stream| {
            let requests = requests.clone();
            async move {
                let mut connection = Http2::accept(stream).await?;
                let mut refuses = number == 1;
                loop {
                    let stream = connection.request().await?;
                    requests.send(number).unwrap();
                    if !std::mem::take(&mut refuses) {
                        connection.json(stream, "{}").await?;
                        continue;
                    }
                    if begins_to_answer {
                        connection.head(stream, &[]).await?;
                        connection.data(stream, b"{\"id\"", false).await?;
                    }
                    connection.reset(stream, REFUSED_STREAM).await?;
                }
            }
        })
        .await;
        let shop = Shop::new(&server.url(), Protocol::Http2);
        let result = shop.client.items().pay(&shop.token, &json!({})).await;
        seen.close();
        let mut sent = 0;
        while seen.recv().await.is_some() {
            sent += 1;
        }
        if begins_to_answer {
            assert!(result.unwrap_err().is_outcome_unknown());
            assert_eq!(sent, 1);
        } else {
            result.unwrap();
            assert_eq!(sent, 2);
        }
    }
}

#[tokio::test]
async fn payment_that_a_go_away_leaves_out_is_sent_again() {
    let server = RawServer::start(|number, stream| async move {
        let mut connection = Http2::accept(stream).await?;
        loop {
            let stream = connection.request().await?;
            if number == 1 {
                return connection.go_away(stream - 1, NO_ERROR, "").await;
            }
            connection.json(stream, "{}").await?;
        }
    })
    .await;
    let shop = Shop::new(&server.url(), Protocol::Http2);
    shop.client
        .items()
        .pay(&shop.token, &json!({}))
        .await
        .unwrap();
    assert_eq!(server.connections(), 2);
}
