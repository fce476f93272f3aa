//! A hash of a page's items, by which a page that comes again is known.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A hash of a page's items, without what stands beside them: a server that ignores the page's
/// number may still write another time stamp or page number into each answer.
///
/// The order of the items and of their fields does not count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Fingerprint {
    items: u64,
    /// A hash of the items' fields `id`, where each item has another one and there are several. It is
    /// the same also where something within the items changes, such as a signed URL.
    ids: Option<u64>,
}

impl Fingerprint {
    /// The fingerprint of the list in this field of the body; of the body where the field is empty.
    ///
    /// Numbers, booleans and null have no identity: two pages of a series may well be equal. A list
    /// of such items has the fingerprint of the whole body.
    pub(crate) fn of(body: &[u8], field: &str) -> Self {
        let mut json = serde_json::Deserializer::from_slice(body);
        match (List { field }).deserialize(&mut json) {
            Ok(Some(list)) if list.have_identity => list.fingerprint(),
            _ => Self {
                items: hash_of(&body),
                ids: None,
            },
        }
    }

    /// True if these are the same items.
    pub(crate) fn is_same(self, other: Self) -> bool {
        self.items == other.items || self.ids.is_some() && self.ids == other.ids
    }
}

/// The items of a list, as they are read.
struct Read {
    count: u64,
    /// A sum, so that the order does not count.
    items: u64,
    /// Those of the items so far; `None` once one has no id, or one that another has.
    ids: Option<HashSet<u64>>,
    have_identity: bool,
}

impl Read {
    fn new() -> Self {
        Self {
            count: 0,
            items: 0,
            ids: Some(HashSet::new()),
            have_identity: true,
        }
    }

    fn push(&mut self, item: &Item) {
        self.count += 1;
        self.items = self.items.wrapping_add(item.hash);
        self.have_identity &= item.has_identity;
        let is_new = match (&mut self.ids, item.id) {
            (Some(ids), Some(id)) => ids.insert(id),
            _ => false,
        };
        if !is_new {
            self.ids = None;
        }
    }

    fn fingerprint(&self) -> Fingerprint {
        let ids = self.ids.as_ref().filter(|ids| ids.len() > 1);
        let sum = |ids: &HashSet<u64>| ids.iter().fold(0_u64, |sum, id| sum.wrapping_add(*id));
        Fingerprint {
            items: hash_of(&(self.count, self.items)),
            ids: ids.map(|ids| hash_of(&(self.count, sum(ids)))),
        }
    }
}

/// A value as it is hashed.
struct Item {
    hash: u64,
    /// The hash of the field `id`, if the value is an object that has one with a text or a number.
    id: Option<u64>,
    has_identity: bool,
    /// True for a value that can be an id.
    is_name: bool,
}

impl Item {
    fn of<H: Hash>(kind: u8, value: H) -> Self {
        Self {
            hash: hash_of(&(kind, value)),
            id: None,
            has_identity: true,
            is_name: false,
        }
    }

    fn name(self) -> Self {
        let is_name = true;
        Self { is_name, ..self }
    }

    fn without_identity(self) -> Self {
        let has_identity = false;
        Self {
            has_identity,
            ..self
        }
    }
}

fn hash_of<H: Hash>(value: &H) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Reads the list in a field, or the value itself where the field is empty.
struct List<'f> {
    field: &'f str,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = Option<Read>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = Option<Read>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or an object with one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut read = Read::new();
        while let Some(item) = seq.next_element_seed(Value)? {
            read.push(&item);
        }
        Ok(Some(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut read = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == self.field {
                read = map.next_value_seed(List { field: "" })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(read)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Reads any JSON value without keeping it.
struct Value;

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::of(0, ()).without_identity())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Item, E> {
        Ok(Item::of(1, value).without_identity())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Item, E> {
        Ok(Item::of(2, value).name().without_identity())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Item, E> {
        Ok(Item::of(3, value).name().without_identity())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Item, E> {
        Ok(Item::of(4, value.to_bits()).without_identity())
    }

    fn visit_str<E>(self, value: &str) -> Result<Item, E> {
        Ok(Item::of(5, value).name())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let mut hasher = DefaultHasher::new();
        while let Some(item) = seq.next_element_seed(Self)? {
            item.hash.hash(&mut hasher);
        }
        Ok(Item::of(6, hasher.finish()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let (mut fields, mut id) = (0_u64, None);
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(Self)?;
            if key == "id" && value.is_name {
                id = Some(value.hash);
            }
            fields = fields.wrapping_add(hash_of(&(key, value.hash)));
        }
        Ok(Item {
            id,
            ..Item::of(7, fields)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    fn same(one: &str, other: &str) -> bool {
        let of = |body: &str| Fingerprint::of(body.as_bytes(), "data");
        of(one).is_same(of(other))
    }

    #[test]
    fn the_same_items_are_known_whatever_stands_around_them() {
        let page = r#"{"data":[{"id":"a","n":1},{"id":"b","n":2}],"at":1}"#;
        for same_items in [
            page,
            r#"{"at":2,"page":2,"data":[{"id":"a","n":1},{"id":"b","n":2}]}"#,
            r#"{"data": [ {"n": 1, "id": "a"}, {"id": "b", "n": 2} ]}"#,
            // In another order, and with something in them that changes.
            r#"{"data":[{"id":"b","n":2},{"id":"a","n":1}]}"#,
            r#"{"data":[{"id":"a","n":1,"url":"x?t=2"},{"id":"b","n":3}]}"#,
        ] {
            assert!(same(page, same_items), "{same_items}");
        }
    }

    #[test]
    fn other_items_are_others() {
        let page = r#"{"data":[{"id":"a","n":1},{"id":"b","n":2}]}"#;
        for other in [
            r#"{"data":[{"id":"a","n":1}]}"#,
            r#"{"data":[{"id":"a","n":1},{"id":"c","n":2}]}"#,
            r#"{"data":[{"id":"a","n":1},{"id":"b","n":2},{"id":"b","n":2}]}"#,
            r#"{"data":[]}"#,
            r#"{"data":null}"#,
            r#"{"list":[{"id":"a","n":1},{"id":"b","n":2}]}"#,
            r#"{"data":[["id","a"],["id","b"]]}"#,
        ] {
            assert!(!same(page, other), "{other}");
        }
        // One id may stand for many versions.
        let versions = |n: u8| format!(r#"{{"data":[{{"id":7,"n":{n}}},{{"id":7,"n":9}}]}}"#);
        assert!(!same(&versions(1), &versions(2)));
        assert!(!same(
            r#"{"data":[{"id":7,"n":1}]}"#,
            r#"{"data":[{"id":7,"n":2}]}"#
        ));
        assert!(!same(r#"{"data":["1"]}"#, r#"{"data":["2"]}"#));
        assert!(!same(r#"{"data":[[1,2]]}"#, r#"{"data":[[2,1]]}"#));
    }

    #[test]
    fn equal_numbers_may_be_two_pages() {
        for items in ["0", "0,0", "true", "null", "1.5,\"a\""] {
            let page = |number: u8| format!(r#"{{"data":[{items}],"page":{number}}}"#);
            assert!(!same(&page(1), &page(2)), "{items}");
            assert!(same(&page(1), &page(1)), "{items}");
        }
        assert!(same(
            r#"{"data":["a"],"page":1}"#,
            r#"{"data":["a"],"page":2}"#
        ));
    }

    #[test]
    fn a_bare_array_is_a_list() {
        let of = |body: &str| Fingerprint::of(body.as_bytes(), "");
        assert!(of(r#"["a","b"]"#).is_same(of(r#"[ "b", "a" ]"#)));
        assert!(!of(r#"["a","b"]"#).is_same(of(r#"["a","c"]"#)));
        assert!(of("no JSON").is_same(of("no JSON")));
    }
}
