//! A deserializer that notes on which way through the JSON it has failed.
//!
//! It wraps another one, and what that one calls: visitors, seeds, and accesses to arrays, objects and
//! enums. An error of a type is a [`Failure`], which each level adds its segment to. The wrapped
//! deserializer cannot carry it, so the failure lies beside it until it has returned.
//!
//! Types that read JSON as a `Value` first are followed into it ([`value`](crate::json::value)).
//!
//! A key is a segment's name only if it is known to be a name of the program's: one of those that a
//! derived struct or enum hands over, or one that the visitor of the key names when it says what it
//! expects. All others may be keys of a map, and so the server's.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::json::mismatch::{Failure, Segment};
use crate::json::value::{Tracing, take_back};

/// Reads a JSON text by a seed, and says where that fails.
pub(super) fn read<'de, S: DeserializeSeed<'de>>(
    body: &'de [u8],
    seed: S,
) -> Result<S::Value, Failure> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let _tracing = Tracing::begin();
    let value = deserialize(&mut json, seed)?;
    json.end().map_err(|_| Failure::default())?;
    Ok(value)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>, S: DeserializeSeed<'de>>(
    deserializer: D,
    seed: S,
) -> Result<S::Value, Failure> {
    let failure = Cell::new(None);
    let at = At {
        failure: &failure,
        key: None,
        depth: 0,
    };
    seed.deserialize(Traced::new(deserializer, at))
}

/// Something of the wrapped deserializer, or something for it.
struct Traced<'t, T> {
    inner: T,
    at: At<'t>,
    /// The names of the struct's fields, or of the enum's variants, that it reads.
    names: &'static [&'static str],
}

/// A place in the JSON.
#[derive(Clone, Copy)]
struct At<'t> {
    /// A failure on its way through the wrapped deserializer.
    failure: &'t Cell<Option<Failure>>,
    /// Where a key that stands here is noted, if one does.
    key: Option<&'t RefCell<Key>>,
    depth: usize,
}

impl At<'_> {
    /// Hands a failure past the wrapped deserializer, which gets an error without a text.
    fn hand_over<T, E: Error>(self, result: Result<T, Failure>) -> Result<T, E> {
        result.map_err(|failure| {
            self.failure.set(Some(failure));
            E::custom("")
        })
    }

    /// Takes the failure in place of the wrapped deserializer's error, which is its own if nothing
    /// was handed over.
    fn take<T, E: Error>(self, result: Result<T, E>) -> Result<T, Failure> {
        if result.is_ok() {
            // A type may have taken an error back.
            take_back();
        }
        result.map_err(|error| {
            let handed_over = self.failure.take();
            handed_over.unwrap_or_else(|| Failure::of_deserializer(&error))
        })
    }

    /// Returns whether what is in an array or object here is looked at.
    fn is_traced(self) -> bool {
        self.depth < MAX_DEPTH
    }

    /// Notes that the failure is deeper than is looked at.
    fn untraced<T, E>(self, result: Result<T, E>) -> Result<T, E> {
        result.inspect_err(|_| {
            let failure = Failure::default().below(Segment::Deeper);
            self.failure.set(Some(failure));
        })
    }

    /// The place of what is in an array or object.
    fn inside(self) -> Self {
        Self {
            key: None,
            depth: self.depth + 1,
            ..self
        }
    }
}

/// A key or the name of a variant.
#[derive(Default)]
struct Key {
    text: String,
    /// The keys that its visitor expects, as it says itself.
    expected: String,
}

impl Key {
    fn note(&mut self, text: &str, visitor: &impl fmt::Display) {
        text.clone_into(&mut self.text);
        // It says the same of each key of an object.
        if self.expected.is_empty() {
            self.expected = visitor.to_string();
        }
    }

    fn segment(&mut self, names: &'static [&'static str]) -> Segment {
        if let Some(name) = names.iter().find(|name| **name == self.text) {
            return Segment::Name(Cow::Borrowed(*name));
        }
        let is_expected = self.expected.contains(&format!("`{}`", self.text));
        if is_expected && !self.text.is_empty() {
            return Segment::Name(Cow::Owned(self.text.clone()));
        }
        Segment::Key
    }
}

impl<'t, T> Traced<'t, T> {
    fn new(inner: T, at: At<'t>) -> Self {
        let names = &[];
        Self { inner, at, names }
    }

    fn naming(self, names: &'static [&'static str]) -> Self {
        Self { names, ..self }
    }

    /// The same with something else of the same place.
    fn with<U>(&self, inner: U) -> Traced<'t, U> {
        Traced::new(inner, self.at).naming(self.names)
    }
}

macro_rules! deserialize {
    ($($method:ident($($arg:ident: $ty:ty),*) of $names:expr;)*) => { $(
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* visitor: V) -> Result<V::Value, Failure> {
            let visitor = self.with(visitor).naming($names);
            self.at.take(self.inner.$method($($arg,)* visitor))
        }
    )* };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Traced<'_, D> {
    type Error = Failure;

    deserialize! {
        deserialize_any() of &[];
        deserialize_bool() of &[];
        deserialize_i8() of &[];
        deserialize_i16() of &[];
        deserialize_i32() of &[];
        deserialize_i64() of &[];
        deserialize_i128() of &[];
        deserialize_u8() of &[];
        deserialize_u16() of &[];
        deserialize_u32() of &[];
        deserialize_u64() of &[];
        deserialize_u128() of &[];
        deserialize_f32() of &[];
        deserialize_f64() of &[];
        deserialize_char() of &[];
        deserialize_str() of &[];
        deserialize_string() of &[];
        deserialize_bytes() of &[];
        deserialize_byte_buf() of &[];
        deserialize_option() of &[];
        deserialize_unit() of &[];
        deserialize_unit_struct(name: &'static str) of &[];
        deserialize_newtype_struct(name: &'static str) of &[];
        deserialize_seq() of &[];
        deserialize_tuple(len: usize) of &[];
        deserialize_tuple_struct(name: &'static str, len: usize) of &[];
        deserialize_map() of &[];
        deserialize_struct(name: &'static str, fields: &'static [&'static str]) of fields;
        deserialize_enum(name: &'static str, variants: &'static [&'static str]) of variants;
        deserialize_identifier() of &[];
        deserialize_ignored_any() of &[];
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident: $ty:ty;)*) => { $(
        fn $method<E: Error>(self, value: $ty) -> Result<V::Value, E> {
            self.at.hand_over(self.inner.$method(value))
        }
    )* };
}

/// Visits a text, which may be a key.
macro_rules! visit_text {
    ($($method:ident: $ty:ty;)*) => { $(
        fn $method<E: Error>(self, text: $ty) -> Result<V::Value, E> {
            if let Some(key) = self.at.key {
                let expected = fmt::from_fn(|f| self.inner.expecting(f));
                key.borrow_mut().note(&text, &expected);
            }
            self.at.hand_over(self.inner.$method(text))
        }
    )* };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Traced<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit! {
        visit_bool: bool;
        visit_i8: i8;
        visit_i16: i16;
        visit_i32: i32;
        visit_i64: i64;
        visit_i128: i128;
        visit_u8: u8;
        visit_u16: u16;
        visit_u32: u32;
        visit_u64: u64;
        visit_u128: u128;
        visit_f32: f32;
        visit_f64: f64;
        visit_char: char;
        visit_bytes: &[u8];
        visit_borrowed_bytes: &'de [u8];
        visit_byte_buf: Vec<u8>;
    }

    visit_text! {
        visit_str: &str;
        visit_borrowed_str: &'de str;
        visit_string: String;
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.at.hand_over(self.inner.visit_none())
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.at.hand_over(self.inner.visit_unit())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let deserializer = Traced::new(deserializer, self.at);
        self.at.hand_over(self.inner.visit_some(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        let deserializer = Traced::new(deserializer, self.at);
        self.at
            .hand_over(self.inner.visit_newtype_struct(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        if !self.at.is_traced() {
            return self.at.untraced(self.inner.visit_seq(seq));
        }
        let (seq, index) = (self.with(seq), 0);
        let elements = Elements { seq, index };
        self.at.hand_over(self.inner.visit_seq(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        if !self.at.is_traced() {
            return self.at.untraced(self.inner.visit_map(map));
        }
        let (map, key) = (self.with(map), RefCell::default());
        let entries = Entries { map, key };
        self.at.hand_over(self.inner.visit_map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        if !self.at.is_traced() {
            return self.at.untraced(self.inner.visit_enum(access));
        }
        let access = self.with(access);
        self.at.hand_over(self.inner.visit_enum(access))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Traced<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let deserializer = Traced::new(deserializer, self.at);
        self.at.hand_over(self.inner.deserialize(deserializer))
    }
}

/// The elements of an array.
struct Elements<'t, A> {
    seq: Traced<'t, A>,
    index: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<'_, A> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failure> {
        let at = self.seq.at.inside();
        let next = self.seq.inner.next_element_seed(Traced::new(seed, at));
        let index = self.index;
        self.index += 1;
        at.take(next)
            .map_err(|failure| failure.below(Segment::Index(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.seq.inner.size_hint()
    }
}

/// The entries of an object.
struct Entries<'t, A> {
    map: Traced<'t, A>,
    /// The one that was read last.
    key: RefCell<Key>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'_, A> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        self.key.get_mut().text.clear();
        let at = At {
            key: Some(&self.key),
            ..self.map.at
        };
        at.take(self.map.inner.next_key_seed(Traced::new(seed, at)))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let at = self.map.at.inside();
        let value = self.map.inner.next_value_seed(Traced::new(seed, at));
        at.take(value)
            .map_err(|failure| failure.below(self.key.get_mut().segment(self.map.names)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.inner.size_hint()
    }
}

impl<'t, 'de, A: EnumAccess<'de>> EnumAccess<'de> for Traced<'t, A> {
    type Error = Failure;
    type Variant = Variant<'t, A::Variant>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Failure> {
        let key = RefCell::default();
        let at = At {
            key: Some(&key),
            ..self.at
        };
        let (value, access) = at.take(self.inner.variant_seed(Traced::new(seed, at)))?;
        let variant = Variant {
            access,
            at: self.at.inside(),
            segment: key.borrow_mut().segment(self.names),
        };
        Ok((value, variant))
    }
}

/// The content of an enum's variant.
struct Variant<'t, A> {
    access: A,
    at: At<'t>,
    segment: Segment,
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Variant<'_, A> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        let unit = self.at.take(self.access.unit_variant());
        unit.map_err(|failure| failure.below(self.segment))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failure> {
        let seed = Traced::new(seed, self.at);
        let value = self.at.take(self.access.newtype_variant_seed(seed));
        value.map_err(|failure| failure.below(self.segment))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Failure> {
        let visitor = Traced::new(visitor, self.at);
        let value = self.at.take(self.access.tuple_variant(len, visitor));
        value.map_err(|failure| failure.below(self.segment))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let visitor = Traced::new(visitor, self.at).naming(fields);
        let value = self.at.take(self.access.struct_variant(fields, visitor));
        value.map_err(|failure| failure.below(self.segment))
    }
}

/// A text that names keys, as an answer to [`Visitor::expecting`], in the way in which a failure's path
/// looks for them.
pub(crate) fn expect_keys(names: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("a key")?;
    names.iter().try_for_each(|name| write!(f, ", `{name}`"))
}

/// So many arrays and objects in one another are looked at. A path is no longer than that, and the
/// wrapping takes no more of a thread's stack, however deep the JSON is.
const MAX_DEPTH: usize = 24;
