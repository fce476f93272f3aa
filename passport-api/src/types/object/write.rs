//! Writing an object.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{Error, SerializeMap, Serializer};

use super::Object;

/// Writes an object.
///
/// # Errors
///
/// Those of the serializer, and that a key among the rest is the name of a field.
pub fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer {
        map: serializer.serialize_map(None)?,
        result: Ok(()),
        names: T::FIELDS,
    };
    object.write(&mut writer);
    writer.result?;
    writer.map.end()
}

/// What the fields of an object are written to. After the first error nothing more is written.
#[derive(Debug)]
pub struct Writer<M, E> {
    map: M,
    result: Result<(), E>,
    /// The names of the fields.
    names: &'static [&'static str],
}

impl<M: SerializeMap> Writer<M, M::Error> {
    /// A value that is always there.
    pub fn required<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(name, value);
        }
    }

    /// A value that may be absent.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// A value that may be null.
    pub fn nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        self.required(name, value);
    }

    /// A value that may be absent, or null.
    pub fn optional_nullable<T: Serialize>(&mut self, name: &str, value: &Option<Option<T>>) {
        self.optional(name, value);
    }

    /// A list or map.
    pub fn or_empty<T: Serialize>(&mut self, name: &str, value: &T) {
        self.required(name, value);
    }

    /// The entries of a map, as if they were fields. Of two values under one key, one server would
    /// take the first and another the last, so none is written under the name of a field.
    pub fn rest<T: Serialize>(&mut self, entries: &BTreeMap<String, T>) {
        for (key, value) in entries {
            if self.names.contains(&key.as_str()) && self.result.is_ok() {
                let wrong = "a key among the rest is the name of a field";
                self.result = Err(M::Error::custom(wrong));
            }
            self.required(key, value);
        }
    }
}
