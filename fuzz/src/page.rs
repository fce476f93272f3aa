//! Pages of lists, as the built-in systems describe them: as many items as JSON's own reader finds,
//! and the same.

use std::collections::HashSet;
use std::sync::LazyLock;

use passport_api::__private::fuzz::page;
use passport_api::catalog::{Catalog, List};
use passport_api::{Page, breb, parking, visionamos};
use serde_json::Value;

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let whole = serde_json::from_slice::<Value>(data).ok();
    for (list, catalog) in LISTS.iter() {
        match (&whole, page::<Value>(data, list, catalog)) {
            (Some(whole), Ok(page)) => check(whole, &page, list, catalog),
            (Some(whole), Err(error)) => {
                assert!(error.is_decode());
                check_refused(data, whole, list, catalog);
            }
            // A number out of range stands in a field that nobody reads.
            (None, _) => {}
        }
    }
}

fn check(whole: &Value, page: &Page<Value>, list: &List, catalog: &Catalog) {
    let fields = match whole {
        Value::Array(items) => {
            assert_eq!(&page.items, items);
            assert_eq!((page.total_items, &page.snapshot), (None, &None));
            return;
        }
        Value::Object(fields) => fields,
        _ => panic!("{whole} was read as a page"),
    };
    match fields.get(list.field) {
        Some(Value::Array(items)) => assert_eq!(&page.items, items),
        Some(Value::Null) => assert!(page.items.is_empty()),
        None => {
            let style = list.pagination.and_then(|at| catalog.pagination.get(at));
            let has_totals = style.is_some_and(|style| fields.contains_key(style.info));
            assert!(
                fields.is_empty() || has_totals,
                "{whole} was read as a list"
            );
            assert!(page.items.is_empty());
        }
        Some(other) => panic!("{other} was read as a list"),
    }
    let Some(style) = list.pagination.and_then(|at| catalog.pagination.get(at)) else {
        assert_eq!((page.total_items, page.total_pages), (None, None));
        return;
    };
    let info = match style.info {
        "" => Some(fields),
        name => fields.get(name).and_then(Value::as_object),
    };
    let number = |name: &str| {
        let value = info?.get(name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    };
    assert_eq!(page.total_items, number(style.total_items));
    assert_eq!(page.total_pages, number(style.total_pages));
    assert_eq!(page.current_page, number(style.current_page));
    if let Some(snapshot) = &page.snapshot {
        let named = |name: &&str| info.and_then(|info| info.get(*name)?.as_str());
        assert!(
            style
                .snapshot
                .iter()
                .filter_map(named)
                .any(|text| text == snapshot)
        );
    }
}

/// What is refused has no list: or it has the list's field twice, of which one is none.
fn check_refused(data: &[u8], whole: &Value, list: &List, catalog: &Catalog) {
    let style = list.pagination.and_then(|at| catalog.pagination.get(at));
    let is_list = match whole {
        Value::Array(_) => true,
        Value::Object(fields) => match fields.get(list.field) {
            Some(Value::Null | Value::Array(_)) => true,
            Some(_) => false,
            // Left out because it is empty, not because this is something else.
            None => fields.is_empty() || style.is_some_and(|style| fields.contains_key(style.info)),
        },
        _ => false,
    };
    assert!(!is_list || may_repeat(data, list.field), "{whole}");
}

/// Whether the field may stand in the text more than once; its name may be escaped.
fn may_repeat(data: &[u8], field: &str) -> bool {
    let text = String::from_utf8_lossy(data);
    text.contains('\\') || text.matches(&format!("\"{field}\"")).count() > 1
}

/// Each way of reading a list, once, and a bare array.
static LISTS: LazyLock<Vec<(&'static List, &'static Catalog)>> = LazyLock::new(|| {
    let catalogs = [&breb::CATALOG, &visionamos::CATALOG, &parking::CATALOG];
    let lists = catalogs.into_iter().flat_map(|catalog| {
        let endpoints = catalog.endpoints.iter();
        let lists = endpoints.filter_map(|endpoint| endpoint.list.as_ref());
        lists.map(move |list| (list, catalog))
    });
    let mut seen = HashSet::new();
    let way = |list: &List, catalog: &Catalog| {
        let style = list.pagination.and_then(|at| catalog.pagination.get(at));
        format!("{} {style:?}", list.field)
    };
    let mut lists: Vec<_> = lists
        .filter(|(list, catalog)| seen.insert(way(list, catalog)))
        .collect();
    lists.push((&BARE, &breb::CATALOG));
    lists
});

static BARE: List = List {
    field: "",
    pagination: None,
    empty_on_404: false,
};
