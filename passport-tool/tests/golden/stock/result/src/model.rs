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

passport_api::object! {
    /// The object `Item`.
    pub struct Item {
        /// The field `sku`.
        pub sku: i64 = required "sku",
        /// The field `name`.
        pub name: Option<String> = optional "name",
    }
}

impl Item {
    /// One with what is required.
    #[must_use]
    pub fn new(sku: i64) -> Self {
        Self { sku, name: None }
    }
}

passport_api::object! {
    /// The object `PatchItemsBySkuItemsBody`.
    pub struct PatchItemsBySkuItemsBody {
        /// The field `amount`.
        pub amount: i64 = required "amount",
        /// The field `note`.
        pub note: Option<String> = optional "note",
    }
}

impl PatchItemsBySkuItemsBody {
    /// One with what is required.
    #[must_use]
    pub fn new(amount: i64) -> Self {
        Self { amount, note: None }
    }
}
