//! Reading an object.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::Object;
use super::names::Names;
use super::slot::Slot;
use crate::json::expect_keys;

/// Reads an object.
///
/// # Errors
///
/// If it is no object, a field is wrong, one is missing, or a key comes twice.
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut object = None;
    deserializer.deserialize_map(ObjectVisitor(&mut object))?;
    object.ok_or_else(|| D::Error::custom("no object was read"))
}

/// The keys and values of an object.
#[derive(Debug)]
pub struct Reader<A> {
    map: A,
    /// The names of the fields.
    names: &'static [&'static str],
}

impl<'de, A: MapAccess<'de>> Reader<A> {
    /// Puts each value into the slot of its field: the slots stand in the order of the names, and
    /// among them may be one for the rest, which has no name.
    ///
    /// # Errors
    ///
    /// If a value is wrong, or a key comes twice.
    #[inline]
    pub fn fill(&mut self, slots: &mut [&mut dyn Slot<'de, A>]) -> Result<(), A::Error> {
        if slots.len() != self.names.len() {
            move_rest_back(slots);
        }
        let (slots, rest) = slots.split_at_mut(self.names.len().min(slots.len()));
        let mut seen = Seen::default();
        let mut key = Key {
            names: Names::new(self.names),
            is_field: false,
            is_kept: !rest.is_empty(),
            kept: String::new(),
        };
        while self.map.next_key_seed(&mut key)?.is_some() {
            if key.is_field {
                let field = key.names.found();
                if !seen.insert(field) {
                    return Err(A::Error::duplicate_field(key.names.found_name()));
                }
                slots[field].take(&mut key.kept, &mut self.map)?;
            } else {
                self.pass_by(&mut key.kept, rest)?;
            }
        }
        Ok(())
    }

    /// Gives the value of a key that no field has to the rest, if there is one.
    #[inline(never)]
    fn pass_by(
        &mut self,
        key: &mut String,
        rest: &mut [&mut dyn Slot<'de, A>],
    ) -> Result<(), A::Error> {
        match rest.first_mut() {
            Some(rest) => rest.take(key, &mut self.map),
            None => self.map.next_value::<IgnoredAny>().map(drop),
        }
    }

    /// Leaves the object where the caller has a place for it.
    ///
    /// # Errors
    ///
    /// None; it is what reading ends with.
    #[inline]
    pub fn finish<T>(&self, into: &mut Option<T>, object: T) -> Result<(), A::Error> {
        *into = Some(object);
        Ok(())
    }

    /// That a field is missing.
    ///
    /// # Errors
    ///
    /// Always.
    #[cold]
    pub fn missing<T>(&self, name: &'static str) -> Result<T, A::Error> {
        Err(A::Error::missing_field(name))
    }
}

/// Moves the slot of the rest behind all others, which stay in their order.
#[cold]
fn move_rest_back<'de, A: MapAccess<'de>>(slots: &mut [&mut dyn Slot<'de, A>]) {
    let mut fields = 0;
    for index in 0..slots.len() {
        if !slots[index].is_rest() {
            slots.swap(fields, index);
            fields += 1;
        }
    }
}

/// Where the object goes.
struct ObjectVisitor<'o, T>(&'o mut Option<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the object {}", T::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let mut reader = Reader {
            map,
            names: T::FIELDS,
        };
        T::read(&mut reader, self.0)
    }
}

/// The fields whose keys have come.
#[derive(Default)]
struct Seen {
    first: u64,
    /// Those behind the first 64.
    others: Vec<u64>,
}

impl Seen {
    /// Whether it is new.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        match index {
            0..64 => set(&mut self.first, index),
            _ => self.insert_other(index),
        }
    }

    #[inline(never)]
    fn insert_other(&mut self, index: usize) -> bool {
        let word = index / 64 - 1;
        if self.others.len() <= word {
            self.others.resize(word + 1, 0);
        }
        set(&mut self.others[word], index % 64)
    }
}

/// Sets a bit; whether it was not set.
fn set(word: &mut u64, bit: usize) -> bool {
    let before = *word;
    *word |= 1 << bit;
    *word != before
}

/// A key, found among the names.
struct Key {
    names: Names,
    /// Whether it is one of them.
    is_field: bool,
    /// Whether it is kept if it is none.
    is_kept: bool,
    kept: String,
}

impl<'de> DeserializeSeed<'de> for &mut Key {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Key {
    type Value = ();

    /// Names the fields, so that an error's path can name them as well.
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expect_keys(self.names.all(), formatter)
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        self.is_field = self.names.find(key);
        if self.is_kept && !self.is_field {
            key.clone_into(&mut self.kept);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn a_field_is_seen_once() {
        let mut seen = Seen::default();
        for first in [true, false] {
            for index in [0, 1, 63, 64, 65, 127, 128, 1000, 200] {
                assert_eq!(seen.insert(index), first, "{index}");
            }
        }
        assert!(seen.insert(999));
    }
}
