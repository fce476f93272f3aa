//! Lists in pages, with `pagination_info`.

use std::cell::LazyCell;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::call::{Call, Query, Reply, ok};
use crate::fields::{invalid, parse_time};
use crate::refusal::{Reason, Refusal};
use crate::text::millis;

/// One item of a list, and when it was made.
pub(crate) struct Item<'s> {
    created: Timestamp,
    value: LazyCell<Value, Box<dyn FnOnce() -> Value + 's>>,
}

/// The names of a generation's query parameters.
pub(crate) struct Style {
    pub(crate) number: &'static str,
    pub(crate) size: &'static str,
    pub(crate) snapshot_seconds: Option<&'static str>,
    pub(crate) snapshot_nanos: Option<&'static str>,
    pub(crate) order_key: &'static str,
    pub(crate) order_direction: &'static str,
    /// The word that `order_direction` has for falling order.
    pub(crate) falling: &'static str,
    /// The prefix of `_from` and `_to`, where lists can be limited to a time.
    pub(crate) created_at: Option<&'static str>,
}

/// What a list answers that has no item at all.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Empty {
    /// Status 200 and no items.
    Shown,
    /// Status 404.
    NotFound,
}

impl<'s> Item<'s> {
    pub(crate) fn new(created: Timestamp, value: Value) -> Self {
        Self::lazy(created, || value)
    }

    /// An item of a long list, which is made only if it is shown.
    pub(crate) fn lazy(created: Timestamp, value: impl FnOnce() -> Value + 's) -> Self {
        Self {
            created,
            value: LazyCell::new(Box::new(value)),
        }
    }
}

/// Answers one page of the items, with `pagination_info`.
pub(crate) fn list(
    call: &Call<'_>,
    style: &Style,
    field: &str,
    items: Vec<Item<'_>>,
    empty: Empty,
) -> Reply {
    let page = Page::cut(call, style, items)?;
    if page.total == 0 && empty == Empty::NotFound {
        return Err(Reason::NoItems.because("Nothing is in the list."));
    }
    ok(&json!({
        field: page.items,
        "pagination_info": {
            "total_elements": page.total,
            "total_pages": page.total.div_ceil(page.size),
            "current_page": page.number,
            "first_request_timestamp": millis(page.snapshot),
        },
    }))
}

/// One page of a list.
pub(crate) struct Page {
    pub(crate) items: Vec<Value>,
    total: usize,
    number: usize,
    size: usize,
    snapshot: Timestamp,
}

impl Page {
    /// Takes one page out of the items, which come oldest first.
    pub(crate) fn cut(
        call: &Call<'_>,
        style: &Style,
        mut items: Vec<Item<'_>>,
    ) -> Result<Self, Refusal> {
        let number = whole_number(&call.query, style.number, 1)?;
        let size = whole_number(&call.query, style.size, DEFAULT_SIZE)?;
        let snapshot = style.snapshot(&call.query)?.unwrap_or(call.now);
        items.retain(|item| item.created <= snapshot);
        style.limit_to_time(&call.query, &mut items)?;
        style.sort(&call.query, &mut items);
        let total = items.len();
        let before = (number - 1).saturating_mul(size);
        let page = items.into_iter().skip(before).take(size);
        Ok(Self {
            items: page.map(|item| item.value.clone()).collect(),
            total,
            number,
            size,
            snapshot,
        })
    }
}

impl Style {
    /// The moment that keeps later pages as the first one saw them.
    fn snapshot(&self, query: &Query) -> Result<Option<Timestamp>, Refusal> {
        let Some(name) = self.snapshot_seconds else {
            return Ok(None);
        };
        let Some(seconds) = number::<i64>(query, name)? else {
            return Ok(None);
        };
        let nanos = self.snapshot_nanos.map(|name| number::<i32>(query, name));
        let nanos = nanos.transpose()?.flatten().unwrap_or(0);
        let moment = Timestamp::new(seconds, nanos);
        moment.map(Some).map_err(|_| invalid(name, "is no moment"))
    }

    fn limit_to_time(&self, query: &Query, items: &mut Vec<Item<'_>>) -> Result<(), Refusal> {
        let Some(name) = self.created_at else {
            return Ok(());
        };
        let time = |name: &str| {
            let text = query.get(name);
            text.map(|text| parse_time(name, text)).transpose()
        };
        let (from, to) = (time(&format!("{name}_from"))?, time(&format!("{name}_to"))?);
        let at = time(name)?;
        items.retain(|item| {
            from.is_none_or(|from| from <= item.created)
                && to.is_none_or(|to| item.created <= to)
                && at.is_none_or(|at| at == item.created)
        });
        Ok(())
    }

    /// Sorts by a text field; an unknown one leaves the items oldest first.
    fn sort(&self, query: &Query, items: &mut [Item<'_>]) {
        let key = query.get(self.order_key).unwrap_or(CREATED_AT);
        if key == CREATED_AT {
            items.sort_by_key(|item| item.created);
        } else {
            items.sort_by_key(|item| {
                let text = item.value.get(key).and_then(Value::as_str);
                text.map(str::to_owned)
            });
        }
        if query.get(self.order_direction) == Some(self.falling) {
            items.reverse();
        }
    }
}

/// A number from 1 that may be absent.
fn whole_number(query: &Query, name: &str, default: usize) -> Result<usize, Refusal> {
    match number(query, name)? {
        Some(0) => Err(invalid(name, "must be at least 1")),
        found => Ok(found.unwrap_or(default)),
    }
}

fn number<N: FromStr>(query: &Query, name: &str) -> Result<Option<N>, Refusal> {
    let text = query.get(name);
    text.map(|text| text.parse().map_err(|_| invalid(name, "must be a number")))
        .transpose()
}

const CREATED_AT: &str = "created_at";
const DEFAULT_SIZE: usize = 20;
