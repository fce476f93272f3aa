//! Structs that are read from and written as JSON objects, with little code for the compiler.
//!
//! A struct that [`object!`](crate::object) defines has two short functions of its own: a line or two
//! per field in each. What to do with a key, a value, a null or an error is written
//! once, in [`Reader`], [`slot`] and [`Writer`]. The compiler checks such a struct several times
//! faster than one with serde's derives, which counts where a model has a thousand of them.
//!
//! To read it, each field lends the reader a [`Slot`](slot::Slot), all of them in one list, so that a
//! key's number among the names leads to its slot at once.

mod names;
mod read;
pub mod slot;
mod write;

pub use self::read::{Reader, read};
pub use self::write::{Writer, write};

use serde::de::MapAccess;
use serde::ser::SerializeMap;

/// A struct that [`object!`](crate::object) defines.
pub trait Object: Sized {
    /// Its name, for messages.
    const NAME: &'static str;
    /// The names of its fields in JSON, in their order; `rest` has none.
    const FIELDS: &'static [&'static str];

    /// Reads all fields. The object goes where the caller has a place for it: what a visitor returns,
    /// a deserializer holds several times on the stack, in a debug build, and objects nest.
    ///
    /// # Errors
    ///
    /// If one is missing or wrong, or comes twice.
    fn read<'de, A: MapAccess<'de>>(
        from: &mut Reader<A>,
        into: &mut Option<Self>,
    ) -> Result<(), A::Error>;

    /// Writes all fields that say something.
    fn write<M: SerializeMap>(&self, to: &mut Writer<M, M::Error>);
}

/// Defines a struct that is read from and written as a JSON object.
///
/// Behind each field's type stand a word and, but for `rest`, the field's name in JSON:
///
/// | word | type | absent | null | written |
/// | --- | --- | --- | --- | --- |
/// | `required` | `T` | an error | up to `T` | always |
/// | `optional` | `Option<T>` | `None` | `None` | if `Some` |
/// | `nullable` | `Option<T>` | `None` | `None` | always, `None` as null |
/// | `optional_nullable` | `Option<Option<T>>` | `None` | `Some(None)` | if `Some` |
/// | `or_empty` | a list or map | empty | empty | always |
/// | `rest` | a map | empty | | its entries, beside the other fields |
///
/// Keys that no field has are ignored, or go into `rest`. The key of a field must not come twice: not
/// in what is read, and not among the `rest` of what is written, which would say two things at once.
///
/// The struct is `Clone`, `Debug` and `PartialEq`; what else it shall be is derived as usual.
///
/// # Example
///
/// ```
/// passport_api::object! {
///     /// What was bought.
///     pub struct Order {
///         /// The order's number.
///         pub id: String = required "id",
///         /// A word to the shop.
///         pub customer_note: Option<String> = optional "customerNote",
///         /// The articles.
///         pub articles: Vec<String> = or_empty "articles",
///     }
/// }
///
/// let order: Order = serde_json::from_str(r#"{"id": "7", "new": true}"#)?;
/// assert_eq!(order.articles, [""; 0]);
/// assert_eq!(serde_json::to_string(&order)?, r#"{"id":"7","articles":[]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $(
                $(#[$field_meta:meta])*
                pub $field:ident: $ty:ty = $how:ident $($wire:literal)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $( $(#[$field_meta])* pub $field: $ty, )*
        }

        impl $crate::types::__private::Object for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const FIELDS: &'static [&'static str] = &[$($($wire,)?)*];

            #[inline]
            #[allow(clippy::question_mark, reason = "`?` costs the compiler 2 % of the struct")]
            fn read<'de, A: $crate::types::__private::serde::de::MapAccess<'de>>(
                from: &mut $crate::types::__private::Reader<A>,
                into: &mut ::core::option::Option<Self>,
            ) -> ::core::result::Result<(), A::Error> {
                $(
                    let mut $field = $crate::types::__private::slot::$how::<$ty>(
                        ::core::option::Option::None,
                    );
                )*
                if let ::core::result::Result::Err(error) = from.fill(&mut [$(&mut $field),*]) {
                    return ::core::result::Result::Err(error);
                }
                from.finish(
                    into,
                    Self {
                        $( $field: $crate::__field_of_object!($how from [$($wire)?] $field), )*
                    },
                )
            }

            #[allow(unused_variables, reason = "a struct may have no fields")]
            fn write<M: $crate::types::__private::serde::ser::SerializeMap>(
                &self,
                to: &mut $crate::types::__private::Writer<M, M::Error>,
            ) {
                $( to.$how($($wire,)? &self.$field); )*
            }
        }

        impl $crate::types::__private::serde::Serialize for $name {
            fn serialize<S: $crate::types::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::types::__private::write(self, serializer)
            }
        }

        impl<'de> $crate::types::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::types::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::types::__private::read(deserializer)
            }
        }
    };
}

/// What becomes of a field that was read, or was not there.
#[doc(hidden)]
#[macro_export]
macro_rules! __field_of_object {
    (required $from:ident [$wire:literal] $slot:ident) => {
        match $slot.0 {
            ::core::option::Option::Some(value) => value,
            ::core::option::Option::None => return $from.missing($wire),
        }
    };
    (or_empty $from:ident [$($wire:literal)?] $slot:ident) => {
        $slot.0.unwrap_or_default()
    };
    (rest $from:ident [$($wire:literal)?] $slot:ident) => {
        $slot.0.unwrap_or_default()
    };
    ($how:ident $from:ident [$($wire:literal)?] $slot:ident) => {
        $slot.0
    };
}

#[cfg(test)]
mod tests;
