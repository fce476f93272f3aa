//! Lists: the items, what the server says of the whole, and how to go from page to page.

mod fingerprint;
mod items;
mod pager;
mod pages;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess,
    SeqAccess, Visitor,
};
use serde_json::{Map, Value};

use crate::catalog::{Catalog, List, Pagination};
use crate::error::Error;
use crate::json;

pub use items::Items;
pub use pages::Pages;

pub(crate) use pager::{Query, Stuck};
pub(crate) use pages::{Fetch, Source};

/// One page of a list.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// # use passport_api::{Error, ScopedToken, breb};
/// # type Token = ScopedToken<breb::sets::EntityClientCredentials>;
/// async fn show(client: &breb::Client, token: &Token) -> Result<(), Error> {
///     let page = client.payments().list(token).page_size(20).await?;
///     println!("{} of {:?}", page.items.len(), page.total_items);
///     for payment in page {
///         println!("{} {:?}", payment.id, payment.status);
///     }
///     Ok(())
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// How many items there are on all pages, if the server says so.
    pub total_items: Option<u64>,
    /// How many pages there are, if the server says so.
    pub total_pages: Option<u64>,
    /// This page's number, if the server says so.
    pub current_page: Option<u64>,
    /// The time stamp that keeps pages stable while the list changes, as the server wrote it.
    pub snapshot: Option<String>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            total_items: None,
            total_pages: None,
            current_page: None,
            snapshot: None,
        }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// How a response's list is read. The default is a bare array, all of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    /// The field that holds the items; empty for a bare array.
    pub(crate) field: &'static str,
    pub(crate) style: Option<&'static Pagination>,
}

impl Shape {
    pub(crate) fn of(list: &'static List, catalog: &'static Catalog) -> Self {
        let style = |place| catalog.pagination.get(place);
        Self {
            field: list.field,
            style: list.pagination.and_then(style),
        }
    }
}

impl<T: DeserializeOwned> Page<T> {
    /// Reads a page from a response's body, as the spec describes it.
    pub(crate) fn read(body: &Bytes, shape: Shape) -> Result<Self, Error> {
        let seed = PageSeed {
            field: shape.field,
            style: shape.style,
            item: PhantomData,
        };
        json::read_seed(body, seed).map_err(|mismatch| json::not_as_expected(body, &mismatch))
    }
}

/// Reads the items straight into their type, without a tree of JSON values in between.
struct PageSeed<'s, T> {
    field: &'s str,
    style: Option<&'s Pagination>,
    item: PhantomData<fn() -> T>,
}

impl<T> Clone for PageSeed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageSeed<'_, T> {}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for PageSeed<'_, T> {
    type Value = Page<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Page<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for PageSeed<'_, T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            "" => f.write_str("a list"),
            field => write!(f, "an object with the list `{field}`"),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Page<T>, A::Error> {
        let mut page = Page::default();
        while let Some(item) = seq.next_element()? {
            page.items.push(item);
        }
        Ok(page)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
        let mut page = Page::default();
        let mut beside = Map::new();
        let (mut is_list, mut is_other) = (false, false);
        while let Some(key) = map.next_key_seed(ListKey(self.field))? {
            if key == self.field {
                // An absent list may be written as null.
                page.items = map.next_value::<Option<Vec<T>>>()?.unwrap_or_default();
                is_list = true;
            } else if let Some(style) = self.style {
                if key == style.info {
                    let info: Value = map.next_value()?;
                    page.read_info(style, info.as_object().unwrap_or(&Map::new()));
                    is_list = true;
                } else {
                    is_other = true;
                    if style.info.is_empty() && is_of_info(style, &key) {
                        beside.insert(key, map.next_value()?);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            } else {
                map.next_value::<IgnoredAny>()?;
                is_other = true;
            }
        }
        if let Some(style) = self.style.filter(|style| style.info.is_empty()) {
            page.read_info(style, &beside);
            is_list |= page.total_items.is_some() || page.total_pages.is_some();
        }
        // Some servers leave an empty list out; but what has other fields only is something else,
        // such as an error, and no proof that there is nothing.
        if is_other && !is_list {
            return Err(A::Error::custom("an object without the list"));
        }
        Ok(page)
    }
}

/// A key beside the items, or theirs, which is this one.
struct ListKey<'s>(&'s str);

impl<'de> DeserializeSeed<'de> for ListKey<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_string(self)
    }
}

impl Visitor<'_> for ListKey<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        json::expect_keys(&[self.0], f)
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }
}

/// Whether a field is one of those that say something of the whole list.
fn is_of_info(style: &Pagination, field: &str) -> bool {
    let totals = [style.total_items, style.total_pages, style.current_page];
    totals.contains(&field) || style.snapshot.contains(&field)
}

impl<T> Page<T> {
    /// The totals; whatever is not as expected counts as not said.
    fn read_info(&mut self, style: &Pagination, info: &Map<String, Value>) {
        let number = |name: &str| {
            let value = info.get(name)?;
            value.as_u64().or_else(|| value.as_str()?.parse().ok())
        };
        self.total_items = number(style.total_items);
        self.total_pages = number(style.total_pages);
        self.current_page = number(style.current_page);
        let snapshot = style
            .snapshot
            .iter()
            .find_map(|name| info.get(*name)?.as_str());
        self.snapshot = snapshot.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests;
