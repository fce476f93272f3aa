// Written by `cargo passport import`; the next import overwrites it.

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

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The object `ClientError`.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ClientError {
    /// The field `title`.
    pub title: String,
}

/// A body that is no object of its own.
pub type CreateOrdersAccepted = BTreeMap<String, Value>;

/// The object `CreateOrdersConflict`.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreateOrdersConflict {
    /// The field `first`.
    pub first: String,
}

/// The object `NewOrder`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct NewOrder {
    /// The field `total`.
    pub total: i64,
}

impl NewOrder {
    /// One with what is required.
    #[must_use]
    pub fn new(total: i64) -> Self {
        Self { total }
    }
}

/// The object `Order`.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Order {
    /// The order's number.
    pub id: String,
    /// The field `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// The field `previous`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<Box<Order>>,
    /// The field `anything`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anything: Option<Value>,
}

/// The object `OrderList`.
#[non_exhaustive]
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct OrderList {
    /// The field `data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<Order>>,
}

/// A body that is no object of its own.
pub type PartnerPartnerResponse = String;
