//! A word of an open enum, with the spelling in which it came.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::types::OpenEnum;

/// A word of an [open enum](crate::open_enum) that has several spellings, with the one that the
/// server used.
///
/// It dereferences to the enum. Comparing and hashing look at the meaning alone, so that `M` and
/// `PHONE` are equal; [`as_sent`](Self::as_sent) tells them apart. In JSON it is written as the enum
/// is, in the spelling that requests have.
///
/// # Example
///
/// ```
/// use passport_api::types::Word;
///
/// passport_api::open_enum! {
///     /// The direction of a transfer.
///     pub enum Direction {
///         /// To us.
///         In = "IN" | "INCOMING",
///     }
/// }
///
/// let word: Word<Direction> = serde_json::from_str(r#""INCOMING""#)?;
/// assert_eq!(word, Direction::In);
/// assert_eq!(word.as_str(), "IN");
/// assert_eq!(word.as_sent(), "INCOMING");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Word<E> {
    value: E,
    /// The spelling, where it is not the one that the value is written in.
    spelling: Option<Box<str>>,
}

impl<E: OpenEnum> Word<E> {
    /// The word, in the spelling in which it came.
    #[must_use]
    pub fn as_sent(&self) -> &str {
        self.spelling
            .as_deref()
            .unwrap_or_else(|| self.value.word())
    }
}

impl<E> Word<E> {
    /// The variant that the word stands for.
    #[must_use]
    pub fn value(&self) -> &E {
        &self.value
    }

    /// The variant that the word stands for, without the spelling.
    #[must_use]
    pub fn into_value(self) -> E {
        self.value
    }
}

impl<E> Deref for Word<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.value
    }
}

impl<E: fmt::Debug> fmt::Debug for Word<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)?;
        match &self.spelling {
            Some(spelling) => write!(formatter, " as {spelling:?}"),
            None => Ok(()),
        }
    }
}

impl<E: fmt::Display> fmt::Display for Word<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl<E: Eq> Eq for Word<E> {}

impl<E: Hash> Hash for Word<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<E: PartialEq> PartialEq for Word<E> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<E: OpenEnum + PartialEq> PartialEq<E> for Word<E> {
    fn eq(&self, other: &E) -> bool {
        self.value == *other
    }
}

impl<E> From<E> for Word<E>
where
    E: OpenEnum,
{
    fn from(value: E) -> Self {
        Self {
            value,
            spelling: None,
        }
    }
}

impl<'de, E> Deserialize<'de> for Word<E>
where
    E: From<String> + OpenEnum,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spelling = String::deserialize(deserializer)?;
        let value = E::from(spelling.clone());
        let is_own = value.word() == spelling;
        Ok(Self {
            value,
            spelling: (!is_own).then(|| spelling.into_boxed_str()),
        })
    }
}

impl<E: Serialize> Serialize for Word<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    crate::open_enum! {
        /// Words for the tests.
        enum Kind {
            /// A word with two spellings.
            Phone = "PHONE" | "M",
        }
    }

    fn read(spelling: &str) -> Word<Kind> {
        serde_json::from_value(spelling.into()).unwrap()
    }

    #[test]
    fn every_spelling_is_kept_and_none_counts() {
        let words = ["PHONE", "M", "phone"].map(read);
        for (word, spelling) in words.iter().zip(["PHONE", "M", "phone"]) {
            assert_eq!(word.as_sent(), spelling);
            assert_eq!(*word, Kind::Phone);
            assert_eq!(word.to_string(), "PHONE");
            assert_eq!(serde_json::to_value(word).unwrap(), "PHONE");
        }
        assert_eq!(HashSet::from(words).len(), 1);
        assert_eq!(Word::from(Kind::Phone).as_sent(), "PHONE");
    }

    #[test]
    fn an_unknown_word_is_its_own_spelling() {
        let word = read("FAX");
        assert_eq!((word.as_sent(), word.as_str()), ("FAX", "FAX"));
        assert_eq!(
            format!("{word:?} {:?}", read("M")),
            r#"Other("FAX") Phone as "M""#
        );
        assert_eq!(read("M").into_value(), Kind::Phone);
    }
}
