//! Reading an object.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::Object;

/// Reads an object.
///
/// # Errors
///
/// If it is no object, a field is wrong, one is missing, or a key comes twice.
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// The keys and values of an object, and where its fields are asked for them.
///
/// For every key, each field is asked in its turn; the one whose turn it is takes the value.
#[derive(Debug)]
pub struct Reader<A, E> {
    map: A,
    error: Option<E>,
    /// The field that the key belongs to, while nobody has taken the value.
    wanted: Option<usize>,
    /// A key that belongs to no field, while nobody has taken its value.
    other: Option<String>,
    /// The field whose turn it is.
    turn: usize,
    /// The fields that were null, which leaves no trace in their slots.
    nulls: Vec<usize>,
    /// The names of the fields.
    names: &'static [&'static str],
}

impl<'de, A: MapAccess<'de>> Reader<A, A::Error> {
    /// Goes on to the next key; whether there is one.
    pub fn advance(&mut self) -> bool {
        if self.other.take().is_some() {
            let ignored = self.map.next_value::<IgnoredAny>().map(drop);
            self.keep(ignored);
        }
        self.turn = 0;
        if self.error.is_some() {
            return false;
        }
        match self.map.next_key_seed(KeySeed(self.names)) {
            Ok(Some(Key::Field(index))) => self.wanted = Some(index),
            Ok(Some(Key::Other(name))) => self.other = Some(name),
            Ok(None) => return false,
            Err(error) => {
                self.error = Some(error);
                return false;
            }
        }
        true
    }

    /// A value that has to come.
    pub fn required<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        if self.is_wanted(slot.is_some()) {
            let taken = self.map.next_value();
            *slot = self.keep(taken);
        }
    }

    /// A value that may be absent or null.
    pub fn optional<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        if self.is_wanted(slot.is_some()) {
            let taken = self.map.next_value::<Option<T>>();
            *slot = self.keep(taken).flatten();
            if slot.is_none() {
                self.nulls.push(self.turn - 1);
            }
        }
    }

    /// The same; it differs when it is written.
    pub fn nullable<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        self.optional(slot);
    }

    /// A value that may be absent, or null, which is something else.
    pub fn optional_nullable<T: Deserialize<'de>>(&mut self, slot: &mut Option<Option<T>>) {
        self.required(slot);
    }

    /// A list or map, in whose place may be null.
    pub fn or_empty<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) {
        self.optional(slot);
    }

    /// The values of all keys that are no fields.
    pub fn rest<T: Deserialize<'de>>(&mut self, slot: &mut Option<BTreeMap<String, T>>) {
        if let Some(key) = self.other.take() {
            let value = self.map.next_value();
            if let Some(value) = self.keep(value) {
                slot.get_or_insert_default().insert(key, value);
            }
        }
    }

    /// Remembers that a field is missing.
    pub fn missing<T>(&mut self, name: &'static str) -> Option<T> {
        self.error
            .get_or_insert_with(|| A::Error::missing_field(name));
        None
    }

    /// Whether the field whose turn it is shall take the value. A second one is an error.
    fn is_wanted(&mut self, is_taken: bool) -> bool {
        let turn = self.turn;
        self.turn += 1;
        if self.wanted != Some(turn) {
            return false;
        }
        self.wanted = None;
        let is_second = is_taken || self.nulls.contains(&turn);
        if is_second {
            let name = self.names.get(turn).copied().unwrap_or_default();
            self.error = Some(A::Error::duplicate_field(name));
        }
        !is_second
    }

    fn keep<T>(&mut self, result: Result<T, A::Error>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the object {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut reader = Reader {
            map,
            error: None,
            wanted: None,
            other: None,
            turn: 0,
            nulls: Vec::new(),
            names: T::FIELDS,
        };
        let read = T::read(&mut reader);
        match (reader.error, read) {
            (None, Some(object)) => Ok(object),
            (Some(error), _) => Err(error),
            (None, None) => Err(A::Error::custom("a field is missing")),
        }
    }
}

enum Key {
    Field(usize),
    Other(String),
}

/// Finds a key among the names.
struct KeySeed(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        let index = self.0.iter().position(|name| *name == key);
        Ok(index.map_or_else(|| Key::Other(key.to_owned()), Key::Field))
    }
}
