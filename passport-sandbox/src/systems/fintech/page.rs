//! Lists in pages, with `pagination_info`.

use std::cell::LazyCell;
use std::str::FromStr;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::call::{Call, Query, Reply, ok};
use crate::fields::{invalid, parse_time};
use crate::refusal::{Reason, Refusal};
use crate::systems::fintech::Times;
use crate::text::millis;

/// One item of a list, and when it was made and last changed.
pub(crate) struct Item<'s> {
    times: Times,
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
    /// The words of `order_direction`, and whether each stands for falling order.
    pub(crate) directions: &'static [(&'static str, bool)],
    /// True where lists can be limited by `created_at`, `updated_at` and their `_from` and `_to`.
    pub(crate) has_dates: bool,
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
    pub(crate) fn new(times: Times, value: Value) -> Self {
        Self::lazy(times, || value)
    }

    /// An item of a long list, which is made only if it is shown.
    pub(crate) fn lazy(times: Times, value: impl FnOnce() -> Value + 's) -> Self {
        Self {
            times,
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
        items.retain(|item| item.times.created <= snapshot);
        style.limit_to_time(&call.query, &mut items)?;
        style.sort(&call.query, &mut items)?;
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
        let nanos = self.snapshot_nanos.map(|name| nanos(query, name));
        let nanos = nanos.transpose()?.unwrap_or(0);
        let Some(name) = self.snapshot_seconds else {
            return Ok(None);
        };
        let Some(text) = query.get(name) else {
            return Ok(None);
        };
        let seconds = text.parse();
        let seconds = seconds.map_err(|_| invalid(name, "must be a whole number of seconds"))?;
        let moment = Timestamp::new(seconds, nanos);
        moment.map(Some).map_err(|_| invalid(name, "is no moment"))
    }

    fn limit_to_time(&self, query: &Query, items: &mut Vec<Item<'_>>) -> Result<(), Refusal> {
        if !self.has_dates {
            return Ok(());
        }
        for name in [CREATED_AT, UPDATED_AT] {
            let time = |name: &str| {
                let text = query.get(name);
                text.map(|text| parse_time(name, text)).transpose()
            };
            let (from, to) = (time(&format!("{name}_from"))?, time(&format!("{name}_to"))?);
            let at = time(name)?;
            items.retain(|item| {
                let time = if name == CREATED_AT {
                    item.times.created
                } else {
                    item.times.updated
                };
                from.is_none_or(|from| from <= time)
                    && to.is_none_or(|to| time <= to)
                    && at.is_none_or(|at| is_at(time, at))
            });
        }
        Ok(())
    }

    /// Sorts by a field, or by one inside of it (`key.key_value`). Items without the field come
    /// first, oldest first.
    fn sort(&self, query: &Query, items: &mut [Item<'_>]) -> Result<(), Refusal> {
        let words: Vec<&str> = self.directions.iter().map(|(word, _)| *word).collect();
        let direction = query.one_of(self.order_direction, &words)?;
        match query.get(self.order_key).unwrap_or(CREATED_AT) {
            CREATED_AT => items.sort_by_key(|item| item.times.created),
            UPDATED_AT => items.sort_by_key(|item| item.times.updated),
            key => items.sort_by_cached_key(|item| SortKey::of(&item.value, key)),
        }
        let mut directions = self.directions.iter();
        if directions.any(|(word, falls)| *falls && Some(*word) == direction) {
            items.reverse();
        }
        Ok(())
    }
}

/// The key that items are sorted by: numbers and amounts of money by their value, all else as text.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
enum SortKey {
    Absent,
    Number(Decimal),
    Text(String),
}

impl SortKey {
    fn of(item: &Value, key: &str) -> Self {
        let field = key.split('.').try_fold(item, |value, name| value.get(name));
        let number = |text: &str| Decimal::from_str(text).ok().map(Self::Number);
        match field {
            None | Some(Value::Null) => Self::Absent,
            Some(Value::String(text)) => Self::Text(text.clone()),
            Some(field) => {
                let amount = field.get("value").and_then(Value::as_str).and_then(number);
                let text = field.to_string();
                amount.or_else(|| number(&text)).unwrap_or(Self::Text(text))
            }
        }
    }
}

/// True where a time is the one that a query names; one in whole seconds names the whole second, as the
/// pages write times without a fraction.
fn is_at(time: Timestamp, named: Timestamp) -> bool {
    if named.subsec_nanosecond() == 0 {
        time.as_second() == named.as_second()
    } else {
        time == named
    }
}

/// A number from 1 that may be absent.
fn whole_number(query: &Query, name: &str, default: usize) -> Result<usize, Refusal> {
    let Some(text) = query.get(name) else {
        return Ok(default);
    };
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| invalid(name, "must be a whole number from 1"))
}

/// Nanoseconds within a second, zero where they are absent.
fn nanos(query: &Query, name: &str) -> Result<i32, Refusal> {
    let text = query.get(name).unwrap_or("0");
    let nanos = text.parse().ok();
    let nanos = nanos.filter(|nanos| (0..NANOS_PER_SECOND).contains(nanos));
    nanos.ok_or_else(|| invalid(name, "must be a whole number from 0 to 999999999"))
}

const CREATED_AT: &str = "created_at";
const UPDATED_AT: &str = "updated_at";
const DEFAULT_SIZE: usize = 20;
const NANOS_PER_SECOND: i32 = 1_000_000_000;
