//! One client and several runtimes, or none.

use std::pin::pin;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};
use std::thread;

use passport_api::SystemClock;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use crate::raw::{Http1, Http2, RawServer};
use crate::shop::{All, Protocol, Shop, builder};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A server that lives on a thread of its own.
fn server(protocol: Protocol) -> String {
    let (send, url) = mpsc::channel();
    thread::spawn(move || {
        runtime().block_on(async {
            let server = RawServer::start(move |_, stream| async move {
                match protocol {
                    Protocol::Http1 => {
                        let mut connection = Http1(stream);
                        loop {
                            connection.request().await?;
                            connection.json(200, "", "{}").await?;
                        }
                    }
                    Protocol::Http2 => {
                        let mut connection = Http2::accept(stream).await?;
                        loop {
                            let stream = connection.request().await?;
                            connection.json(stream, "{}").await?;
                        }
                    }
                }
            })
            .await;
            send.send(server.url()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    url.recv().unwrap()
}

/// A client whose attempts end by the machine's clock, as those of a program do.
fn shop(protocol: Protocol) -> Shop {
    let url = server(protocol);
    let mut shop = Shop::new(&url, protocol);
    shop.client = builder(&url, protocol).clock(SystemClock).build().unwrap();
    let token = passport_api::GivenToken::new("t".to_owned(), ["items:read", "items:write"]);
    shop.token = shop.client.token_from(token).unwrap();
    shop
}

async fn pay(shop: &Shop) {
    shop.client
        .items()
        .pay(&shop.token, &json!({}))
        .await
        .unwrap();
}

#[test]
fn client_outlives_the_runtime_of_its_connections() {
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let shop = shop(protocol);
        for _ in 0..5 {
            runtime().block_on(async {
                pay(&shop).await;
                pay(&shop).await;
            });
        }
    }
}

#[test]
fn runtime_that_is_not_polled_holds_up_no_other() {
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let shop = shop(protocol);
        let (first, second) = (runtime(), runtime());
        first.block_on(pay(&shop));
        second.block_on(pay(&shop));
        drop(first);
        second.block_on(pay(&shop));
    }
}

#[test]
fn runtimes_share_a_client_at_the_same_time() {
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let shop = shop(protocol);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        runtime().block_on(pay(&shop));
                    }
                });
            }
        });
    }
}

#[test]
fn call_outside_a_runtime_is_an_error() {
    let shop = Shop::new("http://127.0.0.1:1", Protocol::Http1);
    let mut context = Context::from_waker(Waker::noop());
    let mut call = pin!(async {
        shop.client
            .items()
            .pay(&shop.token, &json!({}))
            .await
            .map(drop)
    });
    let mut token = pin!(async { shop.client.token::<All>().await.map(drop) });
    for polled in [
        call.as_mut().poll(&mut context),
        token.as_mut().poll(&mut context),
    ] {
        let Poll::Ready(Err(error)) = polled else {
            panic!("{polled:?}");
        };
        assert!(error.is_config(), "{error}");
        assert!(error.to_string().contains("#[tokio::main]"), "{error}");
    }
}
