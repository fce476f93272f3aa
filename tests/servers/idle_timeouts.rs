//! A 408 by which a server closes an idle connection, while a request is on its way.

use std::time::Duration;

use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::raw::{Http1, RawServer};
use crate::shop::{Protocol, Shop};

const CLOSES: &str = "connection: close\r\n";

/// A server that answers the request with this number of the first connection by 408.
async fn server(
    number_of_408: usize,
    headers: &'static str,
) -> (RawServer, UnboundedReceiver<usize>) {
    let (requests, seen) = unbounded_channel();
    let server = RawServer::start(move |number, stream| {
        let requests = requests.clone();
        async move {
            let mut connection = Http1(stream);
            for request in 1.. {
                connection.request().await?;
                requests.send(number).unwrap();
                if number == 1 && request == number_of_408 {
                    // The test may have something to do before the answer comes.
                    tokio::task::yield_now().await;
                    return connection.json(408, headers, "").await;
                }
                connection.json(200, "", "{}").await?;
            }
            Ok(())
        }
    });
    (server.await, seen)
}

#[tokio::test]
async fn payment_that_crosses_a_408_on_an_idle_connection_is_sent_again() {
    let (server, mut seen) = server(2, CLOSES).await;
    let shop = Shop::new(&server.url(), Protocol::Http1);
    let (client, token) = (&shop.client, &shop.token);
    client.items().get(token, "1").await.unwrap();
    client.items().pay(token, &json!({})).await.unwrap();
    let connections = [seen.recv().await, seen.recv().await, seen.recv().await];
    assert_eq!(connections, [Some(1), Some(1), Some(2)]);
}

#[tokio::test]
async fn payment_with_any_other_408_is_not_sent_again() {
    // On a connection that was opened for it, or one that stays open.
    for (number, headers) in [(1, CLOSES), (2, "")] {
        let (server, mut seen) = server(number, headers).await;
        let shop = Shop::new(&server.url(), Protocol::Http1);
        let (client, token) = (&shop.client, &shop.token);
        for _ in 1..number {
            client.items().get(token, "1").await.unwrap();
            seen.recv().await.unwrap();
        }
        let error = client.items().pay(token, &json!({})).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 408, "{error}");
        assert!(error.is_outcome_unknown(), "{error}");
        assert_eq!(seen.recv().await, Some(1));
        assert!(seen.try_recv().is_err(), "sent again");
    }
}

#[tokio::test]
async fn payment_that_a_server_has_tried_for_long_is_not_sent_again() {
    let (server, mut seen) = server(2, CLOSES).await;
    let shop = Shop::new(&server.url(), Protocol::Http1);
    let (client, token) = (&shop.client, &shop.token);
    client.items().get(token, "1").await.unwrap();
    seen.recv().await.unwrap();
    let body = json!({});
    let pay = async { client.items().pay(token, &body).await };
    let server_works = async {
        seen.recv().await.unwrap();
        shop.clock.advance(Duration::from_secs(2));
    };
    let (result, ()) = tokio::join!(pay, server_works);
    let error = result.unwrap_err();
    assert_eq!(error.status().unwrap(), 408, "{error}");
    assert!(error.is_outcome_unknown(), "{error}");
}
