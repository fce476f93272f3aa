use super::{MOST_EMPTY, Next, Pager, Query, Stuck};
use crate::catalog::Pagination;
use crate::page::Page;
use crate::page::fingerprint::Fingerprint;

const STYLE: Pagination = Pagination {
    name: "pages",
    number: "page_params.page_number",
    size: "page_params.page_size",
    first: 1,
    info: "pagination_info",
    total_items: "total_elements",
    total_pages: "total_pages",
    current_page: "current_page",
    snapshot: &["first_request_timestamp"],
    snapshot_seconds: "page_params.first_request_timestamp.seconds",
    snapshot_nanos: "page_params.first_request_timestamp.nanos",
};
const FROM_ZERO: Pagination = Pagination { first: 0, ..STYLE };
const NO_NUMBER: Pagination = Pagination {
    number: "",
    ..STYLE
};

/// A page with so many items; `(total_pages, current_page)` where they are said.
fn page(items: usize, total_pages: Option<u64>, current_page: Option<u64>) -> Page<()> {
    Page {
        items: vec![(); items],
        total_pages,
        current_page,
        ..Page::default()
    }
}

/// The page's number that is asked for, `None` for none; `Err` if the list is over or stuck.
fn asked(pager: &Pager) -> Result<Option<u64>, Next> {
    match pager.next() {
        Next::Ask(query) => Ok(query.first().map(|(name, value)| {
            assert_eq!(*name, "page_params.page_number");
            value.parse().unwrap()
        })),
        over => Err(over),
    }
}

/// Takes a page whose items are unlike any others.
fn take(pager: &mut Pager, page: &Page<()>) -> Result<bool, Stuck> {
    let items = format!("{:?}", pager.next());
    pager.take(page, || Fingerprint::of(items.as_bytes(), ""))
}

#[test]
fn it_ends_with_the_last_page() {
    let mut pager = Pager::new(Some(&STYLE));
    assert_eq!(asked(&pager), Ok(None), "the first page needs no number");
    for number in 1..=3 {
        assert_eq!(pager.next_page(), Some(number));
        let taken = take(&mut pager, &page(2, Some(3), Some(number)));
        assert_eq!(taken, Ok(true));
        match number {
            3 => assert_eq!(asked(&pager), Err(Next::Over)),
            _ => assert_eq!(asked(&pager), Ok(Some(number + 1))),
        }
    }
    assert_eq!(pager.next_page(), None);
}

#[test]
fn pages_may_be_counted_from_zero_and_called_from_one() {
    for said in [0, 1] {
        let mut pager = Pager::new(Some(&FROM_ZERO));
        for number in 0..3 {
            assert_eq!(pager.next_page(), Some(number));
            take(&mut pager, &page(2, Some(3), Some(number + said))).unwrap();
        }
        assert_eq!(pager.next(), Next::Over, "{said}");
    }
}

#[test]
fn an_empty_page_is_the_end_unless_it_says_that_others_follow() {
    for (total_pages, current_page) in [
        (None, None),
        (Some(9), Some(1)),
        (Some(0), Some(2)),
        (Some(2), Some(2)),
    ] {
        let mut pager = Pager::new(Some(&STYLE));
        assert_eq!(take(&mut pager, &page(2, None, None)), Ok(true));
        let empty = page(0, total_pages, current_page);
        assert_eq!(take(&mut pager, &empty), Ok(false));
        assert_eq!(pager.next(), Next::Over);
    }
}

#[test]
fn empty_pages_without_end_are_an_error() {
    let mut pager = Pager::new(Some(&STYLE));
    for number in 1..MOST_EMPTY {
        let taken = take(&mut pager, &page(0, Some(u64::MAX), None));
        assert_eq!(taken, Ok(number == 1), "{number}");
    }
    let (asked, empty) = (MOST_EMPTY, MOST_EMPTY);
    let stuck = take(&mut pager, &page(0, Some(u64::MAX), None));
    assert_eq!(stuck, Err(Stuck::EmptyPages { asked, empty }));
    assert_eq!(pager.next_page(), Some(asked), "it can be taken up again");
}

#[test]
fn an_empty_page_before_all_items_were_seen_is_an_error() {
    let counted = |items, total_items| Page {
        total_items,
        ..page(items, None, None)
    };
    let missing = |asked, seen, total| Err(Stuck::MissingItems { asked, seen, total });
    // The total is the empty page's own, or was said before.
    for last in [Some(5), None] {
        let mut pager = Pager::new(Some(&STYLE));
        take(&mut pager, &counted(2, Some(5))).unwrap();
        assert_eq!(take(&mut pager, &counted(0, last)), missing(2, 2, 5));
        assert_eq!(pager.next_page(), Some(2), "it can be taken up again");
    }
    let mut pager = Pager::new(Some(&STYLE));
    assert_eq!(take(&mut pager, &counted(0, Some(1))), missing(1, 0, 1));
    // The list has become shorter meanwhile.
    let mut pager = Pager::new(Some(&STYLE));
    take(&mut pager, &counted(2, Some(3))).unwrap();
    assert_eq!(take(&mut pager, &counted(0, Some(2))), Ok(false));
    // How many came before is not known.
    let mut pager = Pager::new(Some(&STYLE));
    pager.start_at(3);
    assert_eq!(take(&mut pager, &counted(0, Some(5))), Ok(true));
}

#[test]
fn an_empty_list_is_one_empty_page() {
    let mut pager = Pager::new(Some(&STYLE));
    assert_eq!(take(&mut pager, &page(0, None, None)), Ok(true));
    assert_eq!(pager.next(), Next::Over);
}

#[test]
fn without_pages_there_is_one() {
    for style in [None, Some(&NO_NUMBER)] {
        let mut pager = Pager::new(style);
        assert_eq!(pager.next(), Next::Ask(Query::new()));
        assert_eq!(take(&mut pager, &page(2, Some(7), Some(1))), Ok(true));
        assert_eq!(pager.next(), Next::Over);
    }
}

#[test]
fn the_number_of_items_ends_a_list_too() {
    let counted = |items, total| Page {
        total_items: Some(total),
        ..page(items, None, None)
    };
    let mut pager = Pager::new(Some(&STYLE));
    take(&mut pager, &counted(2, 3)).unwrap();
    assert_eq!(pager.total_items(), Some(3));
    assert_eq!(asked(&pager), Ok(Some(2)));
    take(&mut pager, &counted(1, 3)).unwrap();
    assert_eq!(pager.next(), Next::Over);
    // Not where the pages before are not known.
    let mut pager = Pager::new(Some(&STYLE));
    pager.start_at(2);
    take(&mut pager, &counted(4, 3)).unwrap();
    assert_eq!(asked(&pager), Ok(Some(3)));
}

#[test]
fn no_pages_with_items_on_them_is_not_believed() {
    let mut pager = Pager::new(Some(&STYLE));
    take(&mut pager, &page(2, Some(0), None)).unwrap();
    assert_eq!(asked(&pager), Ok(Some(2)));
}

#[test]
fn another_page_than_asked_for_is_an_error() {
    for said in [1, 3] {
        let mut pager = Pager::new(Some(&STYLE));
        take(&mut pager, &page(2, Some(3), Some(1))).unwrap();
        let stuck = take(&mut pager, &page(2, Some(3), Some(said)));
        assert_eq!(stuck, Err(Stuck::OtherPage { asked: 2, said }));
        assert_eq!(pager.next_page(), Some(2));
    }
    let mut pager = Pager::new(Some(&STYLE));
    pager.start_at(7);
    let stuck = take(&mut pager, &page(2, Some(3), Some(3)));
    assert_eq!(stuck, Err(Stuck::OtherPage { asked: 7, said: 3 }));
}

#[test]
fn the_same_page_again_is_an_error() {
    let mut pager = Pager::new(Some(&STYLE));
    let same = page(2, None, None);
    let items = |text: &'static str| move || Fingerprint::of(text.as_bytes(), "");
    let [one, other] = [r#"["a","b"]"#, r#"["c","d"]"#];
    assert_eq!(pager.take(&same, items(one)), Ok(true));
    assert_eq!(pager.take(&same, items(other)), Ok(true));
    // The page before, and the first one.
    for again in [other, one] {
        let stuck = pager.clone().take(&same, items(again));
        assert_eq!(stuck, Err(Stuck::SamePage { asked: 3 }));
    }
}

#[test]
fn a_list_without_end_is_stopped() {
    let mut pager = Pager::new(Some(&STYLE));
    pager.set_max_pages(3);
    for _ in 0..3 {
        assert_eq!(take(&mut pager, &page(2, None, None)), Ok(true));
    }
    let stuck = Stuck::TooManyPages { max: 3 };
    assert_eq!(pager.next(), Next::Stuck(stuck));
    assert_eq!(pager.next_page(), Some(4));
    // As many as are allowed are no mistake.
    let mut pager = Pager::new(Some(&STYLE));
    pager.set_max_pages(1);
    take(&mut pager, &page(2, Some(1), None)).unwrap();
    assert_eq!(pager.next(), Next::Over);
    // There is no page after the last number.
    let mut pager = Pager::new(Some(&STYLE));
    pager.start_at(u64::MAX);
    take(&mut pager, &page(2, None, None)).unwrap();
    assert_eq!(pager.next(), Next::Over);
}

#[test]
fn a_start_that_was_given_is_asked_for() {
    for start in [0, 1, 5] {
        let mut pager = Pager::new(Some(&STYLE));
        pager.start_at(start);
        assert_eq!(asked(&pager), Ok(Some(start)));
    }
}

#[test]
fn size_and_the_first_pages_snapshot_go_along() {
    let mut pager = Pager::new(Some(&STYLE));
    pager.set_size(50);
    let size = ("page_params.page_size", "50".to_owned());
    assert_eq!(pager.next(), Next::Ask(vec![size.clone()]));
    for (number, second) in [(1, "05"), (2, "09")] {
        let snapshot = format!("2025-01-02T03:04:{second}.678Z");
        let named = Page {
            snapshot: Some(snapshot),
            ..page(2, None, Some(number))
        };
        take(&mut pager, &named).unwrap();
    }
    let name = |part: &str| format!("page_params.first_request_timestamp.{part}");
    let Next::Ask(query) = pager.next() else {
        panic!("it is not over");
    };
    let query: Vec<(String, String)> = query
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let expected = [
        ("page_params.page_number".to_owned(), "3".to_owned()),
        (size.0.to_owned(), size.1),
        (name("seconds"), "1735787045".to_owned()),
        (name("nanos"), "678000000".to_owned()),
    ];
    assert_eq!(query, expected);
    pager.leave_snapshot();
    assert!(matches!(pager.next(), Next::Ask(query) if query.len() == 2));
}

#[test]
fn a_snapshot_that_is_no_moment_is_not_sent() {
    let mut pager = Pager::new(Some(&STYLE));
    let named = Page {
        snapshot: Some("yesterday".to_owned()),
        ..page(2, None, None)
    };
    take(&mut pager, &named).unwrap();
    assert!(matches!(pager.next(), Next::Ask(query) if query.len() == 1));
}
