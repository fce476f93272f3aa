//! Structs of `object!`: they read what serde's derives read, refuse what those refuse, and are written
//! as those are.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

passport_api::object! {
    /// A field of every kind, and a rest.
    struct Open {
        /// A number.
        pub id: u64 = required "id",
        /// A text.
        pub note: Option<String> = optional "a \"note\"",
        /// A null.
        pub gone: Option<f64> = nullable "gone",
        /// Three states.
        pub three: Option<Option<bool>> = optional_nullable "three",
        /// A list.
        pub list: Vec<i64> = or_empty "list",
        /// Itself.
        pub inner: Option<Box<Open>> = optional "inner",
        /// Everything else.
        pub more: BTreeMap<String, Value> = rest,
    }
}

passport_api::object! {
    /// What is unknown is ignored.
    struct Closed {
        /// A number.
        pub id: i64 = required "id",
        /// Any value, which may be null.
        pub any: Value = required "any",
        /// A text.
        pub note: Option<String> = optional "note",
    }
}

#[derive(Debug, Deserialize, Serialize)]
struct DerivedOpen {
    id: u64,
    #[serde(rename = "a \"note\"", skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    gone: Option<f64>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    three: Option<Option<bool>>,
    #[serde(default, deserialize_with = "or_empty")]
    list: Vec<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inner: Option<Box<Self>>,
    #[serde(flatten)]
    more: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize, Serialize)]
struct DerivedClosed {
    id: i64,
    any: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    check::<Open, DerivedOpen>(data);
    // The derives take the fields in a list as well.
    if data.trim_ascii_start().first() == Some(&b'{') {
        check::<Closed, DerivedClosed>(data);
    }
}

fn check<T, D>(data: &[u8])
where
    T: Debug + DeserializeOwned + PartialEq + Serialize,
    D: Debug + DeserializeOwned + Serialize,
{
    let own: Result<T, _> = serde_json::from_slice(data);
    let derived: Result<D, _> = serde_json::from_slice(data);
    let (own, derived) = match (own, derived) {
        (Ok(own), Ok(derived)) => (own, derived),
        (Err(_), Err(_)) => return,
        (own, derived) => panic!("{own:?} instead of {derived:?}"),
    };
    let written = serde_json::to_string(&own).expect("what was read can be written");
    let expected = serde_json::to_string(&derived).expect("what was read can be written");
    assert_eq!(written, expected);
    let again: T = serde_json::from_str(&written).expect("what was written can be read");
    assert_eq!(again, own);
}

/// Null is something else than nothing.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<bool>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
