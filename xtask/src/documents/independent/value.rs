//! A value of JSON or YAML, with as much of it as security needs: every scalar is its text.

use std::fmt;

use serde::Deserialize;
use serde::de::{
    Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// A value. Numbers of any size and keys of any kind are text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Value {
    Null,
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The value of a key.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The keys and values of a map; nothing where it is none.
    pub(crate) fn members(&self) -> impl Iterator<Item = &(String, Self)> {
        let members: &[(String, Self)] = match self {
            Self::Map(members) => members,
            _ => &[],
        };
        members.iter()
    }

    /// The items of a list.
    pub(crate) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Adds a member where a map has none of its name.
    pub(crate) fn add(&mut self, name: &str, value: &Self) {
        let known = self.get(name).is_some();
        if let (Self::Map(members), false) = (self, known) {
            members.push((name.to_owned(), value.clone()));
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let (mut map, mut merged) = (Vec::new(), Vec::new());
        while let Some((key, value)) = members.next_entry::<Value, Value>()? {
            match key {
                Value::Text(key) if key == "<<" => merged.push(value),
                Value::Text(key) => map.push((key, value)),
                Value::Null => map.push(("null".to_owned(), value)),
                Value::List(_) | Value::Map(_) => {}
            }
        }
        let mut map = Value::Map(map);
        for value in &merged {
            merge(&mut map, value);
        }
        Ok(map)
    }

    /// A value with a tag, which says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<Value, A::Error> {
        let (_, value) = value.variant::<IgnoredAny>()?;
        value.newtype_variant()
    }
}

/// YAML's merge key: a map, or several of which the first wins.
fn merge(map: &mut Value, value: &Value) {
    for (key, member) in value.members() {
        map.add(key, member);
    }
    for one in value.list().into_iter().flatten() {
        merge(map, one);
    }
}
