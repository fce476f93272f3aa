//! Servers whose totals, numbers or pages are not as they should be, and what a client reads of them.

use super::tests::Server;
use crate::page::Pages;

/// The answer of a server to a request for the page of this number.
type Answers = fn(u64) -> String;

/// The outcome: the items, how many pages were asked for, and whether it ends with an error.
type Outcome = (&'static [&'static str], usize, bool);

const ABC: &[&str] = &["1", "2", "3"];

/// One item a page, three pages, and then empty ones.
fn one_a_page(number: u64, info: &str) -> String {
    let item = match number {
        1..=3 => format!(r#"{{"id":"{number}"}}"#),
        _ => String::new(),
    };
    format!(r#"{{"list":[{item}],"info":{{{info}}}}}"#)
}

/// Each server with its name, its answers and the outcome.
const SERVERS: &[(&str, Answers, Outcome)] = &[
    (
        "right totals",
        |n| one_a_page(n, &format!(r#""items":3,"pages":3,"page":{n}"#)),
        (ABC, 3, false),
    ),
    (
        "only the number of items",
        |n| one_a_page(n, r#""items":3"#),
        (ABC, 3, false),
    ),
    ("no totals", |n| one_a_page(n, ""), (ABC, 4, false)),
    (
        "totals as text",
        |n| one_a_page(n, &format!(r#""items":"3","pages":"3","page":"{n}""#)),
        (ABC, 3, false),
    ),
    (
        "no items in all",
        |n| one_a_page(n, &format!(r#""items":0,"page":{n}"#)),
        (ABC, 4, false),
    ),
    (
        "no items and no pages in all",
        |n| one_a_page(n, r#""items":0,"pages":0"#),
        (ABC, 4, false),
    ),
    (
        "fewer than none",
        |n| one_a_page(n, r#""items":-1,"pages":-1"#),
        (ABC, 4, false),
    ),
    (
        "the number of items on the page",
        |n| one_a_page(n, &format!(r#""items":{}"#, u8::from(n < 4))),
        (ABC, 4, false),
    ),
    (
        "fewer items than come",
        |n| one_a_page(n, r#""items":2"#),
        (&["1", "2"], 2, false),
    ),
    (
        "fewer items than came",
        |n| one_a_page(n, &format!(r#""items":{}"#, if n == 1 { 5 } else { 1 })),
        (ABC, 4, false),
    ),
    (
        "more items than come",
        |n| one_a_page(n, r#""items":9"#),
        (ABC, 4, true),
    ),
    (
        "the last page, counted from 0",
        |n| one_a_page(n, r#""items":3,"pages":2"#),
        (ABC, 3, false),
    ),
    (
        "one page, counted from 0",
        |n| one_a_page(n, r#""items":3,"pages":1"#),
        (ABC, 3, false),
    ),
    (
        "fewer pages than come",
        |n| one_a_page(n, &format!(r#""pages":{}"#, if n == 1 { 2 } else { 1 })),
        (ABC, 4, false),
    ),
    (
        "more pages than come",
        |n| one_a_page(n, r#""pages":9"#),
        (ABC, 9, false),
    ),
    (
        "pages without end",
        |n| one_a_page(n, r#""pages":1000000"#),
        (ABC, 103, true),
    ),
    (
        "an item was deleted meanwhile",
        |n| one_a_page(n, r#""items":4,"pages":3"#),
        (ABC, 4, false),
    ),
    (
        "an empty page between others",
        |n| match n {
            2 => r#"{"list":[],"info":{"items":2,"pages":3,"page":2}}"#.to_owned(),
            _ => one_a_page(n, &format!(r#""items":2,"pages":3,"page":{n}"#)),
        },
        (&["1", "3"], 3, false),
    ),
    (
        "an empty page between others, which counts its own items",
        |n| match n {
            2 => r#"{"list":[],"info":{"items":0,"pages":3}}"#.to_owned(),
            _ => one_a_page(n, r#""items":1,"pages":3"#),
        },
        (&["1", "3"], 3, false),
    ),
    (
        "an empty page first",
        |n| match n {
            1 => r#"{"list":[],"info":{"pages":2}}"#.to_owned(),
            _ => one_a_page(n, r#""pages":2"#),
        },
        (&["2"], 2, false),
    ),
    (
        "null",
        |_| r#"{"list":null,"info":null}"#.to_owned(),
        (&[], 1, false),
    ),
    (
        "an object for the list",
        |_| r#"{"list":{"id":"1"},"info":{}}"#.to_owned(),
        (&[], 1, true),
    ),
    (
        "the number is ignored",
        |_| r#"{"list":[{"id":"1"},{"id":"2"}]}"#.to_owned(),
        (&["1", "2"], 2, true),
    ),
    (
        "the number is ignored, and a time changes",
        |n| format!(r#"{{"list":[{{"id":"1"}},{{"id":"2"}}],"at":{n}}}"#),
        (&["1", "2"], 2, true),
    ),
    (
        "the number is ignored, and said back",
        |n| format!(r#"{{"list":[{{"id":"1"}}],"info":{{"page":{n},"pages":9}}}}"#),
        (&["1"], 2, true),
    ),
    (
        "the number is ignored, and a time in the items changes",
        |n| format!(r#"{{"list":[{{"id":"1","at":{n}}},{{"id":"2","at":{n}}}]}}"#),
        (&["1", "2"], 2, true),
    ),
    (
        "the number is ignored, and the order changes",
        |n| match n % 2 {
            0 => r#"{"list":[{"id":"2"},{"id":"1"}]}"#.to_owned(),
            _ => r#"{"list":[{"id":"1"},{"id":"2"}]}"#.to_owned(),
        },
        (&["1", "2"], 2, true),
    ),
    (
        "the number is ignored, and all items are counted",
        |n| format!(r#"{{"list":[{{"id":"1"}},{{"id":"2"}}],"info":{{"items":2}},"at":{n}}}"#),
        (&["1", "2"], 2, false),
    ),
    (
        "always the first page",
        |_| one_a_page(1, r#""page":1,"pages":99999,"items":1000000000"#),
        (&["1"], 2, true),
    ),
    (
        "the last page again",
        |n| one_a_page(n.min(3), ""),
        (ABC, 4, true),
    ),
    (
        "the first page again",
        |n| one_a_page((n - 1) % 3 + 1, ""),
        (ABC, 4, true),
    ),
    (
        "the first page again, behind as many as there should be",
        |n| one_a_page((n - 1) % 3 + 1, r#""items":4,"pages":3"#),
        (ABC, 4, false),
    ),
    (
        "no page behind the last",
        |n| match n {
            4.. => "404".to_owned(),
            _ => one_a_page(n, r#""items":4,"pages":3"#),
        },
        (ABC, 4, false),
    ),
    (
        "no page behind the only one",
        |n| match n {
            2.. => "404".to_owned(),
            _ => one_a_page(n, r#""items":1"#),
        },
        (&["1"], 2, false),
    ),
    (
        "down behind the only page",
        |n| match n {
            2.. => "503".to_owned(),
            _ => one_a_page(n, r#""items":1"#),
        },
        (&["1"], 2, true),
    ),
    (
        "no page where others should be",
        |n| match n {
            2.. => "404".to_owned(),
            _ => one_a_page(n, r#""items":3"#),
        },
        (&["1"], 2, true),
    ),
    (
        "equal numbers",
        |n| match n {
            1..=3 => format!(r#"{{"list":[0,0],"info":{{"page":{n},"pages":3}}}}"#),
            _ => r#"{"list":[]}"#.to_owned(),
        },
        (&["0", "0", "0", "0", "0", "0"], 3, false),
    ),
];

#[tokio::test]
async fn a_list_is_read_to_its_end_whatever_the_server_says_of_it() {
    for prefetches in [false, true] {
        for (name, answers, (items, asked, fails)) in SERVERS {
            let server = Server::of((1..200).map(|number| (number, answers(number))).collect());
            let mut pages = Pages::<serde_json::Value>::new(Box::new(server.clone()), None);
            if prefetches {
                pages = pages.prefetch();
            }
            let (mut read, mut error) = (Vec::new(), None);
            while let Some(page) = pages.next().await {
                match page {
                    Ok(page) => read.extend(page.items.iter().map(text)),
                    Err(failed) => error = Some(failed),
                }
            }
            assert_eq!(read, *items, "{name}");
            assert_eq!(server.asked(), *asked, "{name}: requests");
            assert_eq!(error.is_some(), *fails, "{name}: {error:?}");
        }
    }
}

#[tokio::test]
async fn no_page_is_asked_for_beyond_as_many_as_are_wanted() {
    let alone = || Server::of([(1, one_a_page(1, r#""items":1"#))].into());
    let server = alone();
    let mut pages = Pages::<serde_json::Value>::new(Box::new(server.clone()), None).max_pages(1);
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
    assert!(pages.next().await.is_none());
    assert_eq!(server.asked(), 1);
}

#[tokio::test]
async fn totals_that_cannot_be_are_not_told() {
    let total = async |info: &str| {
        let server = Server::of([(1, one_a_page(1, info))].into());
        let mut pages = Pages::<serde_json::Value>::new(Box::new(server), None);
        pages.next().await.unwrap().unwrap();
        pages.total_items()
    };
    assert_eq!(total(r#""items":7"#).await, Some(7));
    assert_eq!(total(r#""items":0"#).await, None);
}

fn text(item: &serde_json::Value) -> String {
    let id = item.get("id").unwrap_or(item);
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}
