//! The fields of an error body that are read ahead.

use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::challenge::{MAX_SCOPES, scope_list};

/// The texts and scopes of an error body. All else is skipped, so that a body takes no more memory
/// than it has bytes, whatever is in it.
///
/// A body that ends too early gives what stands in front of its end. Of a field that is there twice
/// the last one counts.
#[derive(Clone, Default)]
pub(super) struct Known {
    texts: [Option<String>; TEXTS.len()],
    scopes: [Option<Vec<String>>; SCOPES.len()],
    /// The same fields of the object `error`.
    inner: Option<Box<Self>>,
}

impl Known {
    pub(super) fn read(body: &[u8]) -> Self {
        let mut known = Self::default();
        let object = Object {
            known: &mut known,
            is_inner: false,
        };
        // The fields before an error are kept.
        let _ = serde_json::Deserializer::from_slice(body).deserialize_map(object);
        known
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let place = TEXTS.iter().position(|known| *known == name)?;
        self.texts[place].as_deref()
    }

    pub(super) fn first_text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text(name))
    }

    /// The fields of the object `error`.
    pub(super) fn inner(&self) -> Option<&Self> {
        self.inner.as_deref()
    }

    /// The scopes that the body says are needed, with the field `scope` or without it.
    pub(super) fn scopes(&self, with_scope: bool) -> Option<&[String]> {
        let names = SCOPES.iter().zip(&self.scopes);
        let mut lists = names.filter(|(name, _)| with_scope || **name != "scope");
        let own = lists.find_map(|(_, list)| list.as_deref());
        own.or_else(|| self.inner()?.scopes(with_scope))
    }
}

/// An object whose known fields are kept.
struct Object<'k> {
    known: &'k mut Known,
    is_inner: bool,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Known {
            texts,
            scopes,
            inner,
        } = self.known;
        while let Some(name) = map.next_key()? {
            match name {
                Name::Text(place) => {
                    let nests = TEXTS[place] == "error" && !self.is_inner;
                    map.next_value_seed(Text {
                        text: &mut texts[place],
                        inner: nests.then_some(&mut *inner),
                    })?;
                }
                Name::Scopes(place) => map.next_value_seed(Scopes(&mut scopes[place]))?,
                Name::Other => map.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Ok(())
    }
}

enum Name {
    Text(usize),
    Scopes(usize),
    Other,
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Name, E> {
        let place = |names: &[&str]| names.iter().position(|name| *name == key);
        let text = place(TEXTS).map(Name::Text);
        let scopes = || place(SCOPES).map(Name::Scopes);
        Ok(text.or_else(scopes).unwrap_or(Name::Other))
    }
}

/// A value that is kept if it is a text; or an object, where one may stand in its place.
struct Text<'k> {
    text: &'k mut Option<String>,
    inner: Option<&'k mut Option<Box<Known>>>,
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        *self.text = None;
        if let Some(inner) = &mut self.inner {
            **inner = None;
        }
        deserializer.deserialize_any(self)
    }
}

/// Values that are neither kept nor wrong.
macro_rules! skip {
    ($($method:ident: $ty:ty;)*) => { $(
        fn $method<E: de::Error>(self, _: $ty) -> Result<(), E> {
            Ok(())
        }
    )* };
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    skip! {
        visit_bool: bool;
        visit_i64: i64;
        visit_u64: u64;
        visit_f64: f64;
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        *self.text = Some(text.to_owned());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        IgnoredAny.visit_seq(seq).map(drop)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match self.inner {
            Some(inner) => Object {
                known: inner.insert(Box::default()),
                is_inner: true,
            }
            .visit_map(map),
            None => IgnoredAny.visit_map(map).map(drop),
        }
    }
}

/// A list of scopes, as an array or with spaces between them.
struct Scopes<'k>(&'k mut Option<Vec<String>>);

impl<'de> DeserializeSeed<'de> for Scopes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = None;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scopes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of scopes")
    }

    skip! {
        visit_bool: bool;
        visit_i64: i64;
        visit_u64: u64;
        visit_f64: f64;
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, list: &str) -> Result<(), E> {
        *self.0 = scope_list(list.split_ascii_whitespace());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let (mut scopes, mut is_list) = (Vec::new(), true);
        let mut scope = None;
        loop {
            let text = Text {
                text: &mut scope,
                inner: None,
            };
            if seq.next_element_seed(text)?.is_none() {
                break;
            }
            match scope.take() {
                Some(scope) if scopes.len() <= MAX_SCOPES => scopes.push(scope),
                _ => is_list = false,
            }
        }
        if is_list {
            *self.0 = scope_list(scopes.iter().map(String::as_str));
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        IgnoredAny.visit_map(map).map(drop)
    }
}

/// Problem details (RFC 7807) and what is usual in their place.
const TEXTS: &[&str] = &[
    "type",
    "title",
    "detail",
    "instance",
    "message",
    "error_description",
    "code",
    "error_code",
    "error",
];

/// The scopes that a call needs; `scope` may be those of the token, where another is there as well.
const SCOPES: &[&str] = &["required_scopes", "required_scope", "scope"];
