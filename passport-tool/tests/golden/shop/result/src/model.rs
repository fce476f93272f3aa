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

use passport_api::multipart;
use serde_json::Value;

/// The form `AttachFilesOrdersBody`.
#[derive(Clone, Debug, PartialEq)]
pub struct AttachFilesOrdersBody {
    /// The picture.
    pub photo: multipart::FilePart,
    /// The field `more`.
    pub more: Option<Vec<multipart::FilePart>>,
    /// The field `kind`.
    pub kind: AttachFilesOrdersBodyKind,
    /// The field `tags`.
    pub tags: Option<Vec<String>>,
    /// The field `size`.
    pub size: Option<NewOrder>,
    /// The field `table`.
    pub table: Option<String>,
}

impl AttachFilesOrdersBody {
    /// One with what is required.
    #[must_use]
    pub fn new(
        photo: impl Into<multipart::FilePart>,
        kind: impl Into<AttachFilesOrdersBodyKind>,
    ) -> Self {
        Self {
            photo: photo.into(),
            more: None,
            kind: kind.into(),
            tags: None,
            size: None,
            table: None,
        }
    }
}

impl multipart::ToForm for AttachFilesOrdersBody {
    fn to_form(&self) -> multipart::Form {
        multipart::Form::new()
            .file_as("photo", "image/png", &self.photo)
            .files_as(
                "more",
                "application/octet-stream",
                self.more.iter().flatten(),
            )
            .value("kind", &self.kind)
            .value("tags", &self.tags)
            .value("size", &self.size)
            .value_as("table", "text/csv", &self.table)
    }
}

passport_api::open_enum! {
    /// A word for `AttachFilesOrdersBodyKind`.
    pub enum AttachFilesOrdersBodyKind {
        /// The word `front`.
        Front = "front",
        /// The word `back`.
        Back = "back",
    }
}

passport_api::object! {
    /// The object `ClientError`.
    #[non_exhaustive]
    pub struct ClientError {
        /// The field `title`.
        pub title: String = required "title",
    }
}

/// A value that is no object of its own.
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

/// A value that is no object of its own.
pub type PartnerPartnerResponse = String;

passport_api::object! {
    /// The object `SearchOrdersOrdersFilter`.
    #[derive(Default)]
    pub struct SearchOrdersOrdersFilter {
        /// The field `word`.
        pub word: Option<String> = optional "word",
    }
}

/// A value that is no object of its own.
pub type SearchOrdersOrdersMore = BTreeMap<String, Value>;

passport_api::open_enum! {
    /// A word for `Sort`.
    pub enum Sort {
        /// The word `newest`.
        Newest = "newest",
        /// The word `oldest`.
        Oldest = "oldest",
    }
}

passport_api::open_enum! {
    /// A word for `State`.
    pub enum State {
        /// The word `open`.
        Open = "open",
        /// The word `closed`.
        Closed = "closed",
    }
}

/// A moment as a parameter.
pub type DateTime = ::passport_api::types::Timestamp;
