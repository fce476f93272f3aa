use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use futures_core::FusedStream;
use http::StatusCode;

use super::{Fetch, Source};
use crate::catalog::Pagination;
use crate::error::{Error, Kind, Refusal, Transport};
use crate::page::{Items, Pages, Query, Shape};

const STYLE: Pagination = Pagination {
    name: "pages",
    number: "page",
    size: "size",
    first: 1,
    info: "info",
    total_items: "items",
    total_pages: "pages",
    current_page: "page",
    snapshot: &["at"],
    snapshot_seconds: "seconds",
    snapshot_nanos: "nanos",
};

/// A server in memory. It answers when the test lets it.
#[derive(Clone)]
pub(super) struct Server(Arc<Mutex<State>>);

struct State {
    /// Bodies by the page's number.
    pages: HashMap<u64, String>,
    params: HashMap<String, String>,
    asked: Vec<Query>,
    /// How many requests may be answered.
    permits: usize,
    style: Option<&'static Pagination>,
}

impl Server {
    /// Pages of these items, with totals.
    fn new(pages: &[&[u8]]) -> Self {
        let total: usize = pages.iter().map(|page| page.len()).sum();
        let bodies = pages.iter().zip(1..).map(|(items, number)| {
            let count = pages.len();
            let body = format!(
                r#"{{"list":{items:?},"info":{{"items":{total},"pages":{count},"page":{number}}}}}"#
            );
            (number, body)
        });
        Self::of(bodies.collect())
    }

    /// Pages of these items, without totals; then an empty one.
    fn silent(pages: &[&str]) -> Self {
        let bodies = pages.iter().zip(1..).map(|(items, number)| {
            let body = format!(r#"{{"list":[{items}]}}"#);
            (number, body)
        });
        Self::of(bodies.collect())
    }

    pub(super) fn of(pages: HashMap<u64, String>) -> Self {
        Self(Arc::new(Mutex::new(State {
            pages,
            params: HashMap::new(),
            asked: Vec::new(),
            permits: usize::MAX,
            style: Some(&STYLE),
        })))
    }

    fn with(self, change: impl FnOnce(&mut State)) -> Self {
        change(&mut self.0.lock().unwrap());
        self
    }

    fn allow(&self, permits: usize) {
        self.0.lock().unwrap().permits = permits;
    }

    pub(super) fn asked(&self) -> usize {
        self.0.lock().unwrap().asked.len()
    }

    fn query(&self, request: usize) -> HashMap<&'static str, String> {
        let state = self.0.lock().unwrap();
        state.asked[request].iter().cloned().collect()
    }

    fn pages(&self) -> Pages<'static, u8> {
        Pages::new(Box::new(self.clone()), None)
    }

    fn items(&self) -> Items<'static, u8> {
        Items::new(self.pages())
    }
}

impl Source<'static> for Server {
    fn fetch(&self, query: Query) -> Fetch<'static> {
        let number = query.iter().find(|(name, _)| *name == "page");
        let number = number.map_or(1, |(_, value)| value.parse().unwrap());
        let server = self.clone();
        let mut query = Some(query);
        Box::pin(poll_fn(move |_| {
            let mut state = server.0.lock().unwrap();
            // As a request that is sent when it is polled first.
            state.asked.extend(query.take());
            if state.permits == 0 {
                return Poll::Pending;
            }
            state.permits -= 1;
            let empty = || r#"{"list":[]}"#.to_owned();
            let body = state.pages.get(&number).cloned().unwrap_or_else(empty);
            Poll::Ready(match &*body {
                "broken once" => {
                    let body = r#"{"list":[3,4]}"#.to_owned();
                    state.pages.insert(number, body);
                    Err(Error::new(Kind::Transport(Transport::Timeout)))
                }
                "lost" => {
                    let error = Error::new(Kind::Transport(Transport::Timeout));
                    Err(error.of_unknown_outcome())
                }
                "broken" => Err(Error::new(Kind::Transport(Transport::Broken))),
                "404" => Err(refused(StatusCode::NOT_FOUND)),
                "503" => Err(refused(StatusCode::SERVICE_UNAVAILABLE)),
                body => Ok(body.as_bytes().to_vec().into()),
            })
        }))
    }

    fn take_param(&mut self, name: &str) -> Option<String> {
        self.0.lock().unwrap().params.remove(name)
    }

    fn has_param(&self, name: &str) -> bool {
        self.0.lock().unwrap().params.contains_key(name)
    }

    fn shape(&self) -> Shape {
        Shape {
            field: "list",
            style: self.0.lock().unwrap().style,
        }
    }

    fn name(&self) -> String {
        "things.list".to_owned()
    }
}

fn refused(status: StatusCode) -> Error {
    Error::new(Kind::Status(Box::new(Refusal::new(status))))
}

/// All items, and the error at the end if there is one.
async fn read(mut items: Items<'_, u8>) -> (Vec<u8>, Option<Error>) {
    let mut read = Vec::new();
    let mut failed = None;
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => read.push(item),
            Err(error) => failed = Some(error),
        }
    }
    assert!(items.is_terminated());
    assert!(items.next().await.is_none(), "it stays at its end");
    (read, failed)
}

async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[tokio::test]
async fn items_of_all_pages_come_in_order() {
    for prefetches in [false, true] {
        let server = Server::new(&[&[1, 2, 3], &[4, 5], &[6]]);
        let mut items = server.items();
        assert_eq!(items.total_items(), None);
        if prefetches {
            items = items.prefetch();
        }
        assert_eq!(items.next().await.unwrap().unwrap(), 1);
        assert_eq!(items.total_items(), Some(6));
        let (rest, error) = read(items).await;
        assert_eq!(rest, [2, 3, 4, 5, 6]);
        assert!(error.is_none());
        assert_eq!(server.asked(), 3);
    }
}

#[tokio::test]
async fn without_totals_an_empty_page_ends_it() {
    let server = Server::silent(&["1,2", "3,4"]);
    let (items, error) = read(server.items()).await;
    assert_eq!((items, server.asked()), (vec![1, 2, 3, 4], 3));
    assert!(error.is_none());
    let mut pages = server.pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().items.len());
    }
    assert_eq!(sizes, [2, 2], "the empty page is none of the list");
    assert!(pages.is_terminated());
}

#[tokio::test]
async fn an_empty_list_is_one_empty_page() {
    let server = Server::silent(&[]);
    let mut pages = server.pages();
    assert!(pages.next().await.unwrap().unwrap().items.is_empty());
    assert!(pages.next().await.is_none());
    assert!(read(server.items()).await.0.is_empty());
}

#[tokio::test]
async fn a_list_without_pages_is_one() {
    let server = Server::silent(&["1,2"]).with(|state| state.style = None);
    let (items, error) = read(server.items()).await;
    assert_eq!((items, server.asked()), (vec![1, 2], 1));
    assert!(error.is_none());
}

#[tokio::test]
async fn servers_that_never_end_are_an_error() {
    // The page's number is ignored.
    let server = Server::silent(&["1,2", "1,2", "1,2"]);
    let (items, error) = read(server.items()).await;
    let error = error.unwrap();
    assert!(error.is_pagination() && !error.is_outcome_unknown());
    assert_eq!((items, server.asked()), (vec![1, 2], 2));
    assert_eq!(error.call(), Some("things.list"));
    // It is, and the totals say so.
    let body = r#"{"list":[1,2],"info":{"pages":3,"page":1}}"#.to_owned();
    let server = Server::of((1..4).map(|number| (number, body.clone())).collect());
    let (items, error) = read(server.items()).await;
    assert!(error.unwrap().is_pagination());
    assert_eq!((items, server.asked()), (vec![1, 2], 2));
    // Always another page.
    let server = Server::silent(&["1", "2", "3", "4"]);
    let (items, error) = read(server.items().max_pages(3).prefetch()).await;
    assert!(error.unwrap().is_pagination());
    assert_eq!((items, server.asked()), (vec![1, 2, 3], 3));
}

#[tokio::test]
async fn it_ends_after_an_error_and_can_be_taken_up_again() {
    for prefetches in [false, true] {
        for unfit in ["broken", "<html>", r#"{"list":[300]}"#] {
            let server = Server::silent(&["1,2", unfit, "5,6"]);
            let broken = |state: &mut State| drop(state.pages.insert(2, unfit.to_owned()));
            let server = server.with(broken);
            let mut pages = server.pages();
            if prefetches {
                pages = pages.prefetch();
            }
            assert_eq!(pages.next().await.unwrap().unwrap().items, [1, 2]);
            let error = pages.next().await.unwrap().unwrap_err();
            assert!(!error.is_pagination());
            assert_eq!(error.call(), Some("things.list"));
            assert!(pages.next().await.is_none());
            assert_eq!(pages.next_page(), Some(2));
            let mended = |state: &mut State| {
                state.pages.insert(2, r#"{"list":[3,4]}"#.to_owned());
            };
            let server = server.with(mended);
            let again = server.items().start_at(pages.next_page().unwrap());
            assert_eq!(read(again).await.0, [3, 4, 5, 6]);
        }
    }
}

#[tokio::test]
async fn a_dropped_future_loses_nothing() {
    for prefetches in [false, true] {
        let server = Server::new(&[&[1, 2], &[3]]);
        server.allow(0);
        let mut items = server.items();
        if prefetches {
            items = items.prefetch();
        }
        for expected in [1, 2, 3] {
            if expected != 2 {
                // Half way, again and again.
                for _ in 0..3 {
                    assert!(poll_once(pin!(items.next())).await.is_none());
                }
                server.allow(1);
            }
            assert_eq!(items.next().await.unwrap().unwrap(), expected);
        }
        assert!(items.next().await.is_none());
        assert_eq!(server.asked(), 2, "no page was asked for twice");
    }
}

#[tokio::test]
async fn the_next_page_is_asked_for_early_only_if_wanted() {
    let server = Server::new(&[&[1, 2], &[3]]);
    let mut items = server.items();
    items.next().await.unwrap().unwrap();
    assert_eq!(server.asked(), 1);

    let server = Server::new(&[&[1, 2], &[3]]);
    let mut items = server.items().prefetch();
    items.next().await.unwrap().unwrap();
    assert_eq!(server.asked(), 2);
    server.allow(0);
    // It has come already.
    for expected in [2, 3] {
        assert_eq!(items.next().await.unwrap().unwrap(), expected);
    }
}

#[tokio::test]
async fn what_failed_before_its_turn_gets_another() {
    let once = |state: &mut State| drop(state.pages.insert(2, "broken once".to_owned()));
    let server = Server::silent(&["1,2", "", "5"]).with(once);
    let (items, error) = read(server.items().prefetch()).await;
    assert_eq!((items, server.asked()), (vec![1, 2, 3, 4, 5], 5));
    assert!(error.is_none());
    // In its turn it has none.
    let server = Server::silent(&["1,2", "", "5"]).with(once);
    let (items, error) = read(server.items()).await;
    assert_eq!((items, server.asked()), (vec![1, 2], 2));
    assert!(error.unwrap().is_timeout());
}

#[tokio::test]
async fn what_may_have_changed_something_is_not_sent_again() {
    let lost = |state: &mut State| drop(state.pages.insert(2, "lost".to_owned()));
    for prefetches in [false, true] {
        let server = Server::silent(&["1,2", "", "5"]).with(lost);
        let mut items = server.items();
        if prefetches {
            items = items.prefetch();
        }
        let (items, error) = read(items).await;
        assert_eq!((items, server.asked()), (vec![1, 2], 2));
        assert!(error.unwrap().is_outcome_unknown());
    }
}

#[tokio::test]
async fn what_the_caller_has_set_is_not_sent_twice() {
    let set = |state: &mut State| {
        for (name, value) in [("page", "2"), ("size", "7"), ("seconds", "5")] {
            state.params.insert(name.to_owned(), value.to_owned());
        }
    };
    let server = Server::new(&[&[1], &[2], &[3]]).with(set);
    assert_eq!(read(server.items().page_size(1)).await.0, [2, 3]);
    let first = server.query(0);
    assert_eq!((first["page"].as_str(), first["size"].as_str()), ("2", "1"));
    let left: Vec<String> = server.0.lock().unwrap().params.keys().cloned().collect();
    assert_eq!(left, ["seconds"], "the rest goes with the request as it is");
    assert!(!server.query(1).contains_key("seconds"));
}

#[tokio::test]
async fn a_snapshot_can_be_given() {
    let server = Server::new(&[&[1], &[2]]);
    let items = server.items().at_snapshot("1970-01-01T00:01:00.5Z");
    assert_eq!(items.snapshot(), Some("1970-01-01T00:01:00.5Z"));
    read(items).await;
    for request in [0, 1] {
        let query = server.query(request);
        assert_eq!(
            (query["seconds"].as_str(), query["nanos"].as_str()),
            ("60", "500000000")
        );
    }
}

#[tokio::test]
async fn options_that_the_list_does_not_have_are_an_error() {
    let bare = || Server::new(&[&[1]]).with(|state| state.style = None);
    let paged = || Server::new(&[&[1]]);
    let odd = |state: &mut State| drop(state.params.insert("page".to_owned(), "-1".to_owned()));
    for items in [
        bare().items().page_size(5),
        bare().items().start_at(1),
        bare().items().at_snapshot("1970-01-01T00:01:00Z"),
        paged().items().at_snapshot("yesterday"),
        paged().with(odd).items(),
    ] {
        let (read, error) = read(items).await;
        assert!(read.is_empty() && error.unwrap().is_request());
    }
}

#[test]
fn streams_can_be_sent_and_moved() {
    fn check<S: Send + Unpin + futures_core::Stream + FusedStream>(_: &S) {}
    /// An item that must not be moved once it is pinned.
    #[derive(serde::Deserialize)]
    struct Pinned {
        #[serde(skip)]
        _pin: std::marker::PhantomPinned,
    }
    let server = Server::new(&[]);
    check(&server.items());
    check(&server.pages());
    let pages = Pages::<'_, Pinned>::new(Box::new(server), None);
    check(&pages);
    check(&Items::new(pages));
}
