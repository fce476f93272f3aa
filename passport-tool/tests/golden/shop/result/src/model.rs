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

use serde_json::Value;

passport_api::object! {
    /// The object `ClientError`.
    #[non_exhaustive]
    pub struct ClientError {
        /// The field `title`.
        pub title: String = required "title",
    }
}

/// A body that is no object of its own.
pub type CreateOrdersAccepted = BTreeMap<String, Value>;

passport_api::object! {
    /// The object `CreateOrdersConflict`.
    #[non_exhaustive]
    pub struct CreateOrdersConflict {
        /// The field `first`.
        pub first: String = required "first",
    }
}

passport_api::object! {
    /// The object `NewOrder`.
    pub struct NewOrder {
        /// The field `total`.
        pub total: i64 = required "total",
    }
}

impl NewOrder {
    /// One with what is required.
    #[must_use]
    pub fn new(total: i64) -> Self {
        Self { total }
    }
}

passport_api::object! {
    /// The object `Order`.
    #[non_exhaustive]
    pub struct Order {
        /// The order's number.
        pub id: String = required "id",
        /// The field `total`.
        pub total: Option<i64> = optional "total",
        /// The field `previous`.
        pub previous: Option<Box<Order>> = optional "previous",
        /// The field `anything`.
        pub anything: Option<Value> = optional "anything",
    }
}

passport_api::object! {
    /// The object `OrderList`.
    #[non_exhaustive]
    pub struct OrderList {
        /// The field `data`.
        pub data: Option<Vec<Order>> = optional "data",
    }
}

/// A body that is no object of its own.
pub type PartnerPartnerResponse = String;
