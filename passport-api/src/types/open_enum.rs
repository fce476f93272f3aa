//! Lists of words that may grow.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// An enum that [`open_enum!`](crate::open_enum) defines.
pub trait OpenEnum: Sized {
    /// The variant that a word stands for, if any does.
    ///
    /// A word that matches in case wins; then capitals and small letters (ASCII) count as the same.
    fn known(word: &str) -> Option<Self>;

    /// The word that is sent for the variant.
    fn word(&self) -> &str;
}

/// A word that is none of those that `E` knows.
///
/// # Example
///
/// ```
/// use passport_api::types::UnknownWord;
///
/// passport_api::open_enum! {
///     /// Whether a shop is open.
///     pub enum Door {
///         /// Come in.
///         Open = "OPEN",
///     }
/// }
///
/// assert_eq!(UnknownWord::<Door>::new("AJAR").unwrap().as_str(), "AJAR");
/// assert_eq!(UnknownWord::<Door>::new("open"), Err(Door::Open));
/// ```
pub struct UnknownWord<E> {
    word: String,
    vocabulary: PhantomData<fn() -> E>,
}

impl<E: OpenEnum> UnknownWord<E> {
    /// Keeps a word that `E` does not know.
    ///
    /// # Errors
    ///
    /// The variant that the word stands for, where `E` does know it.
    pub fn new(word: impl Into<String>) -> Result<Self, E> {
        let word = word.into();
        E::known(&word).map_or(
            Ok(Self {
                word,
                vocabulary: PhantomData,
            }),
            Err,
        )
    }
}

impl<E> UnknownWord<E> {
    /// The word as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.word
    }
}

impl<E> Clone for UnknownWord<E> {
    fn clone(&self) -> Self {
        Self {
            word: self.word.clone(),
            vocabulary: PhantomData,
        }
    }
}

impl<E> fmt::Debug for UnknownWord<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.word, formatter)
    }
}

impl<E> Eq for UnknownWord<E> {}

impl<E> Hash for UnknownWord<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.word.hash(state);
    }
}

impl<E> PartialEq for UnknownWord<E> {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

/// The variant whose words, at its place, hold this one; a word in the same case wins. It is here
/// once, because the compiler takes its time over each closure of each enum.
#[doc(hidden)]
pub fn known<E, const N: usize>(word: &str, words: &[&[&str]; N], variants: [E; N]) -> Option<E> {
    let find = |same: fn(&str, &str) -> bool| {
        let has = |own: &&[&str]| own.iter().any(|own| same(own, word));
        words.iter().position(has)
    };
    let place = find(str::eq).or_else(|| find(str::eq_ignore_ascii_case))?;
    variants.into_iter().nth(place)
}

/// Defines an enum that keeps the words it does not know, so that a server may add some.
///
/// Each variant is written as its first word, and every word given for it is read;
/// [`Word`](crate::types::Word) keeps the one that was. A list of which no word is documented has no
/// variants; they can be added later without breaking.
///
/// # Example
///
/// ```
/// passport_api::open_enum! {
///     /// What became of an order.
///     pub enum OrderStatus {
///         /// It left the house.
///         Sent = "SENT" | "SHIPPED",
///         /// It was called off.
///         Cancelled = "CANCELLED",
///     }
/// }
///
/// assert_eq!(OrderStatus::from("shipped"), OrderStatus::Sent);
/// assert_eq!(OrderStatus::Sent.as_str(), "SENT");
///
/// let later = OrderStatus::from("RETURNED");
/// assert!(matches!(&later, OrderStatus::Other(word) if word.as_str() == "RETURNED"));
/// assert_eq!(later.to_string(), "RETURNED");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident = $written:literal $(| $read:literal)*
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )*
            /// A word that this version does not know, as it was received.
            Other($crate::types::UnknownWord<$name>),
        }

        impl $name {
            /// The word that is sent.
            #[must_use]
            $vis fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $written, )*
                    Self::Other(word) => word.as_str(),
                }
            }
        }

        impl $crate::types::OpenEnum for $name {
            fn known(word: &str) -> ::core::option::Option<Self> {
                $crate::types::__private::known(
                    word,
                    &[$( &[$written $(, $read)*] ),*],
                    [$( Self::$variant ),*],
                )
            }

            fn word(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(word: &str) -> Self {
                let word = <::std::string::String as ::core::convert::From<&str>>::from(word);
                <Self as ::core::convert::From<::std::string::String>>::from(word)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(word: ::std::string::String) -> Self {
                $crate::types::UnknownWord::new(word).map_or_else(|known| known, Self::Other)
            }
        }

        impl $crate::types::__private::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::types::__private::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::types::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::types::__private::serde::Deserializer<'de>,
            {
                <::std::string::String as $crate::types::__private::serde::Deserialize>::deserialize(
                    deserializer,
                )
                .map(<Self as ::core::convert::From<::std::string::String>>::from)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::open_enum! {
        /// Words for the tests, two of which differ in case alone.
        enum Letter {
            /// A capital.
            Capital = "A",
            /// A small letter, also spelt out.
            Small = "a" | "small",
        }
    }

    crate::open_enum! {
        /// A list of which no word is known yet.
        enum Nothing {}
    }

    #[test]
    fn a_list_may_begin_empty() {
        assert!(matches!(Nothing::from("x"), Nothing::Other(word) if word.as_str() == "x"));
    }

    #[test]
    fn the_same_case_wins() {
        assert_eq!(Letter::from("A"), Letter::Capital);
        assert_eq!(Letter::from("a"), Letter::Small);
        assert_eq!(Letter::from("SMALL"), Letter::Small);
    }

    #[test]
    fn unknown_words_survive_and_known_ones_are_never_unknown() {
        let other: Letter = serde_json::from_str(r#""ß""#).unwrap();
        assert_eq!(serde_json::to_string(&other).unwrap(), r#""ß""#);
        assert_eq!(format!("{other:?}"), r#"Other("ß")"#);
        assert_eq!(UnknownWord::<Letter>::new("small"), Err(Letter::Small));
        assert_eq!(serde_json::to_string(&Letter::Small).unwrap(), r#""a""#);
    }
}
