//! Connections that say nothing any more.

use std::future::Future;
use std::time::Duration;

use passport_api::Error;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;

use crate::raw::{Http1, Http2, RawServer, Requests};
use crate::shop::{Protocol, Shop};

const ATTEMPT: Duration = Duration::from_secs(30);

/// A server whose first connection answers once and is silent then; all others answer.
async fn server(protocol: Protocol) -> (RawServer, UnboundedReceiver<usize>) {
    let (requests, seen) = unbounded_channel();
    let server =
        RawServer::start(move |number, stream| serve(number, stream, protocol, requests.clone()));
    (server.await, seen)
}

async fn serve(
    number: usize,
    stream: TcpStream,
    protocol: Protocol,
    requests: Requests,
) -> std::io::Result<()> {
    let mut answers = 0;
    match protocol {
        Protocol::Http1 => {
            let mut connection = Http1(stream);
            loop {
                connection.request().await?;
                requests.send(number).unwrap();
                if number == 1 && answers == 1 {
                    return std::future::pending().await;
                }
                connection.json(200, "", "{}").await?;
                answers += 1;
            }
        }
        Protocol::Http2 => {
            let mut connection = Http2::accept(stream).await?;
            loop {
                let stream = connection.request().await?;
                requests.send(number).unwrap();
                if number == 1 && answers == 1 {
                    return connection.be_silent().await;
                }
                connection.json(stream, "{}").await?;
                answers += 1;
            }
        }
    }
}

/// A client that has had its one answer from the connection that is silent from now on.
async fn connected(protocol: Protocol) -> (RawServer, Shop, UnboundedReceiver<usize>) {
    let (server, mut seen) = server(protocol).await;
    let shop = Shop::new(&server.url(), protocol);
    shop.client.items().get(&shop.token, "1").await.unwrap();
    assert_eq!(seen.recv().await, Some(1));
    (server, shop, seen)
}

/// The result of a call whose first attempt times out when the server has read it.
async fn timing_out<T>(
    shop: &Shop,
    seen: &mut UnboundedReceiver<usize>,
    call: impl Future<Output = Result<T, Error>>,
) -> (Result<T, Error>, usize) {
    let silent = async {
        let connection = seen.recv().await.unwrap();
        shop.clock.advance(ATTEMPT);
        connection
    };
    tokio::join!(call, silent)
}

#[tokio::test]
async fn retry_after_a_time_out_is_sent_on_a_fresh_connection() {
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let (server, shop, mut seen) = connected(protocol).await;
        let (client, token) = (&shop.client, &shop.token);
        let call = async { client.items().get(token, "2").await };
        let (result, connection) = timing_out(&shop, &mut seen, call).await;
        result.unwrap();
        assert_eq!(
            (connection, seen.recv().await),
            (1, Some(2)),
            "{protocol:?}"
        );
        // Later calls are sent on the connection that answers.
        client.items().pay(token, &json!({})).await.unwrap();
        assert_eq!((seen.recv().await, server.connections()), (Some(2), 2));
    }
}

#[tokio::test]
async fn calls_after_a_payment_that_timed_out_are_sent_on_a_fresh_connection() {
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let (server, shop, mut seen) = connected(protocol).await;
        let (client, token) = (&shop.client, &shop.token);
        let body = json!({});
        let call = async { client.items().pay(token, &body).await };
        let (result, connection) = timing_out(&shop, &mut seen, call).await;
        let error = result.unwrap_err();
        assert!(error.is_timeout() && error.is_outcome_unknown(), "{error}");
        assert_eq!(connection, 1);
        client.items().pay(token, &json!({})).await.unwrap();
        assert_eq!((seen.recv().await, server.connections()), (Some(2), 2));
    }
}

#[tokio::test]
async fn calls_after_one_that_its_caller_gave_up_are_sent_on_a_fresh_connection() {
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let (server, shop, mut seen) = connected(protocol).await;
        let (client, token) = (&shop.client, &shop.token);
        let body = json!({});
        tokio::select! {
            result = async { client.items().pay(token, &body).await } => panic!("{result:?}"),
            connection = seen.recv() => assert_eq!(connection, Some(1)),
        }
        client.items().pay(token, &json!({})).await.unwrap();
        assert_eq!((seen.recv().await, server.connections()), (Some(2), 2));
    }
}

/// A server that is slow with one request and quick with all others is not given up.
#[tokio::test]
async fn connection_that_answers_other_calls_is_kept() {
    let (requests, mut seen) = unbounded_channel();
    let server = RawServer::start(move |number, stream| {
        let requests = requests.clone();
        async move {
            let mut connection = Http2::accept(stream).await?;
            let mut slow = number == 1;
            loop {
                let stream = connection.request().await?;
                requests.send(number).unwrap();
                if !std::mem::take(&mut slow) {
                    connection.json(stream, "{}").await?;
                }
            }
        }
    })
    .await;
    let shop = Shop::new(&server.url(), Protocol::Http2);
    let (client, token) = (&shop.client, &shop.token);
    let slow = async { client.items().get(token, "slow").await };
    let others = async {
        assert_eq!(seen.recv().await, Some(1));
        client.items().get(token, "quick").await.unwrap();
        assert_eq!(seen.recv().await, Some(1));
        shop.clock.advance(ATTEMPT);
        // The retry has a connection of its own.
        assert_eq!(seen.recv().await, Some(2));
    };
    let (result, ()) = tokio::join!(slow, others);
    result.unwrap();
    client.items().get(token, "later").await.unwrap();
    assert_eq!((seen.recv().await, server.connections()), (Some(1), 2));
}

#[tokio::test]
async fn http2_connection_that_answers_no_ping_is_closed() {
    // On the client's clock, no attempt ever times out.
    let (_server, shop, _seen) = connected(Protocol::Http2).await;
    let (client, token) = (&shop.client, &shop.token);
    // From here on, Tokio's clock moves to the next timer whenever nothing else is to do.
    tokio::time::pause();
    let before = Instant::now();
    let error = client.items().pay(token, &json!({})).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    let cause = format!("{error:?}");
    assert!(cause.contains("keep-alive"), "{cause}");
    let took = before.elapsed();
    assert!(took <= Duration::from_secs(31), "{took:?}");
}
