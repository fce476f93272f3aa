//! The bodies of requests and answers, as the API's document describes them.

// The names and shapes are those of the document.
#![allow(
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::large_stack_arrays,
    clippy::match_same_arms,
    clippy::option_option,
    clippy::similar_names,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    clippy::too_many_arguments,
    clippy::too_many_lines
)]

use std::collections::BTreeMap;

use passport_api::types::{Sensitive, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One of the kinds of `Actor`.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Actor {
    /// Where `kind` is `human`.
    Person(Person),
    /// Where `kind` is `Robot`.
    Robot(Robot),
    /// Anything else.
    Other(Value),
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(match tag(&value, "kind") {
            Some("human") => Self::Person(read(value)?),
            Some("Robot") => Self::Robot(read(value)?),
            _ => Self::Other(value),
        })
    }
}

passport_api::object! {
    /// The object `Answer`.
    #[non_exhaustive]
    pub struct Answer {
        /// The field `id`.
        pub id: i32 = required "id",
        /// The field `tags`.
        pub tags: Vec<String> = or_empty "tags",
        /// The field `made`.
        pub made: String = required "made",
        /// The field `state`.
        pub state: Option<AnswerState> = nullable "state",
        /// The field `by`.
        pub by: Option<Actor> = optional "by",
        /// The field `amount`.
        pub amount: Option<AnswerAmount> = optional "amount",
    }
}

/// One of the kinds of `AnswerAmount`.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AnswerAmount {
    /// A value of the type `Money`.
    Money(Money),
    /// A value of the type `f64`.
    Number(f64),
    /// A value of the type `String`.
    Text(String),
    /// Anything else.
    Other(Value),
}

passport_api::open_enum! {
    /// A word for `AnswerState`.
    pub enum AnswerState {
        /// The word `OPEN`.
        Open = "OPEN",
        /// The word `CLOSED`.
        Closed = "CLOSED",
    }
}

/// A body that is no object of its own.
pub type Answers = Vec<Answer>;

passport_api::object! {
    /// The object `Line`.
    #[derive(Default)]
    pub struct Line {
        /// The field `type`.
        pub r#type: Option<String> = optional "type",
        /// The field `parent`.
        pub parent: Option<Box<Line>> = optional "parent",
    }
}

passport_api::object! {
    /// The object `Money`.
    #[non_exhaustive]
    pub struct Money {
        /// The field `value`.
        pub value: String = required "value",
    }
}

passport_api::object! {
    /// An order, as the guide (<https://example.test/guide>) describes it.
    pub struct Order {
        /// The field `id`.
        pub id: String = required "id",
        /// The field `kind`.
        pub kind: OrderKind = required "kind",
        /// The field `lines`.
        pub lines: Vec<Line> = required "lines",
        /// The field `weight`.
        pub weight: f64 = required "weight",
        /// The field `gone`.
        pub gone: Option<Timestamp> = nullable "gone",
        /// The field `note`.
        pub note: Option<Option<String>> = optional_nullable "note",
        /// The field `accessToken`.
        pub access_token: Option<Sensitive> = optional "accessToken",
        /// The field `made`.
        pub made: Option<String> = optional "made",
        /// The fields that have no name of their own.
        pub additional_properties: BTreeMap<String, i64> = rest,
    }
}

impl Order {
    /// One with what is required.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        lines: Vec<Line>,
        weight: f64,
        gone: Option<Timestamp>,
    ) -> Self {
        Self {
            id: id.into(),
            kind: OrderKind::Order,
            lines,
            weight,
            gone,
            note: None,
            access_token: None,
            made: None,
            additional_properties: BTreeMap::new(),
        }
    }
}

passport_api::open_enum! {
    /// A word for `OrderKind`.
    pub enum OrderKind {
        /// The word `order`.
        Order = "order",
    }
}

passport_api::object! {
    /// The object `Person`.
    #[non_exhaustive]
    pub struct Person {
        /// The field `kind`.
        pub kind: String = required "kind",
        /// The field `boss`.
        pub boss: Option<Box<Actor>> = optional "boss",
    }
}

passport_api::object! {
    /// The object `Robot`.
    #[non_exhaustive]
    pub struct Robot {
        /// The field `kind`.
        pub kind: String = required "kind",
        /// The field `serial`.
        pub serial: Option<i64> = optional "serial",
    }
}

/// The word that says which kind of object it is.
fn tag<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn read<T: serde::de::DeserializeOwned, E: serde::de::Error>(value: Value) -> Result<T, E> {
    serde_json::from_value(value).map_err(E::custom)
}
