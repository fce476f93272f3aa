use super::{Page, PageSeed};
use crate::catalog::Pagination;
use serde::de::DeserializeSeed;
use std::marker::PhantomData;

const STYLE: Pagination = Pagination {
    name: "pages",
    number: "page_number",
    size: "page_size",
    first: 1,
    info: "pagination_info",
    total_items: "total_elements",
    total_pages: "total_pages",
    current_page: "current_page",
    snapshot: &["first_request_timestamp", "first_request_timestamps"],
    snapshot_seconds: "",
    snapshot_nanos: "",
};

fn read(field: &str, style: Option<&Pagination>, body: &str) -> serde_json::Result<Page<u8>> {
    let seed = PageSeed {
        field,
        style,
        item: PhantomData,
    };
    seed.deserialize(&mut serde_json::Deserializer::from_str(body))
}

#[test]
fn reads_items_and_totals_in_any_order() {
    let page = read(
        "things",
        Some(&STYLE),
        r#"{"new":[{}],"pagination_info":{"total_elements":21,"total_pages":"2","current_page":1,
            "first_request_timestamps":"2025-01-02T03:04:05.678Z"},"things":[1,2]}"#,
    )
    .unwrap();
    assert_eq!(page.items, [1, 2]);
    assert_eq!(
        (page.total_items, page.total_pages, page.current_page),
        (Some(21), Some(2), Some(1))
    );
    assert_eq!(page.snapshot.as_deref(), Some("2025-01-02T03:04:05.678Z"));
}

#[test]
fn totals_may_be_missing_or_odd() {
    for body in [
        r#"{"things":[1]}"#,
        r#"{"things":[1],"pagination_info":null}"#,
        r#"{"things":[1],"pagination_info":{"total_elements":-1,"total_pages":{}}}"#,
    ] {
        let page = read("things", Some(&STYLE), body).unwrap();
        assert_eq!((page.items, page.total_items), (vec![1], None), "{body}");
    }
}

#[test]
fn an_absent_list_is_empty() {
    for body in ["{}", r#"{"things":null}"#, r#"{"things":[]}"#] {
        assert!(
            read("things", None, body).unwrap().items.is_empty(),
            "{body}"
        );
    }
}

#[test]
fn what_has_other_fields_only_is_no_empty_list() {
    for body in [
        r#"{"error":"down"}"#,
        r#"{"data":[]}"#,
        r#"{"code":"x","message":"y"}"#,
    ] {
        assert!(read("things", None, body).is_err(), "{body}");
        assert!(read("things", Some(&STYLE), body).is_err(), "{body}");
    }
    let none = r#"{"pagination_info":{"total_elements":0},"new":1}"#;
    assert!(read("things", Some(&STYLE), none).unwrap().items.is_empty());
}

#[test]
fn totals_may_stand_beside_the_items() {
    let style = Pagination {
        info: "",
        total_items: "total",
        ..STYLE
    };
    let page = read("data", Some(&style), r#"{"total":3,"data":[1]}"#).unwrap();
    assert_eq!(page.total_items, Some(3));
}

#[test]
fn what_else_stands_beside_the_items_is_not_kept() {
    let style = Pagination {
        info: "",
        total_items: "total",
        ..STYLE
    };
    let body = r#"{"included":[1e999],"total":3,"data":[1],"first_request_timestamp":"t"}"#;
    let page = read("data", Some(&style), body).unwrap();
    assert_eq!((page.items, page.total_items), (vec![1], Some(3)));
    assert_eq!(page.snapshot.as_deref(), Some("t"));
}

#[test]
fn a_bare_array_is_a_page() {
    assert_eq!(read("", None, "[1,2,3]").unwrap().items, [1, 2, 3]);
}

#[test]
fn what_is_no_list_is_an_error() {
    for body in ["7", r#"{"things":{}}"#, r#"{"things":[300]}"#, "\"x\""] {
        assert!(read("things", None, body).is_err(), "{body}");
    }
}
