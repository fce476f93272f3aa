//! What a field is while its object is read, by its word: empty until its key has come.

#![expect(
    non_camel_case_types,
    reason = "they are named as the words of the macro are"
)]

use std::collections::BTreeMap;
use std::mem;

use serde::Deserialize;
use serde::de::MapAccess;

/// Where the value of a field goes.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Takes the value of the field's key; or of the one that is given, if it takes the rest.
    ///
    /// # Errors
    ///
    /// If the value is wrong.
    fn take(&mut self, key: &mut String, map: &mut A) -> Result<(), A::Error>;

    /// Whether it takes the values of all keys that no field has.
    fn is_rest(&self) -> bool {
        false
    }
}

/// A value that has to come.
#[derive(Debug)]
pub struct required<T>(pub Option<T>);

/// A value that may be absent or null.
#[derive(Debug)]
pub struct optional<T>(pub T);

/// The same; it differs when it is written.
pub use self::optional as nullable;

/// A value that may be absent, or null, which is something else.
#[derive(Debug)]
pub struct optional_nullable<T>(pub T);

/// A list or map, in whose place may be null.
#[derive(Debug)]
pub struct or_empty<T>(pub Option<T>);

/// The values of all keys that are no fields.
#[derive(Debug)]
pub struct rest<T>(pub Option<T>);

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for required<T> {
    fn take(&mut self, _: &mut String, map: &mut A) -> Result<(), A::Error> {
        self.0 = Some(map.next_value()?);
        Ok(())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for optional<Option<T>> {
    fn take(&mut self, _: &mut String, map: &mut A) -> Result<(), A::Error> {
        self.0 = map.next_value()?;
        Ok(())
    }
}

impl<'de, A, T> Slot<'de, A> for optional_nullable<Option<Option<T>>>
where
    A: MapAccess<'de>,
    T: Deserialize<'de>,
{
    fn take(&mut self, _: &mut String, map: &mut A) -> Result<(), A::Error> {
        self.0 = Some(map.next_value()?);
        Ok(())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for or_empty<T> {
    fn take(&mut self, _: &mut String, map: &mut A) -> Result<(), A::Error> {
        self.0 = map.next_value()?;
        Ok(())
    }
}

impl<'de, A, T> Slot<'de, A> for rest<BTreeMap<String, T>>
where
    A: MapAccess<'de>,
    T: Deserialize<'de>,
{
    fn take(&mut self, key: &mut String, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        self.0.get_or_insert_default().insert(mem::take(key), value);
        Ok(())
    }

    fn is_rest(&self) -> bool {
        true
    }
}
