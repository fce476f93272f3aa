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
    /// Something in stock
    #[non_exhaustive]
    pub struct Item {
        /// Names the item
        pub id: String = required "id",
        /// What a customer reads
        pub title: String = required "title",
        /// More about it
        pub description: Option<String> = optional "description",
        /// The field `status`.
        pub status: Status = required "status",
        /// The field `price`.
        pub price: Price = required "price",
        /// How many are in stock
        pub quantity: i64 = required "quantity",
        /// In kilograms
        pub weight: Option<f64> = optional "weight",
        /// Words to find it by
        pub tags: Vec<String> = or_empty "tags",
        /// Who delivers it
        pub supplier: Option<String> = optional "supplier",
        /// Whether it breaks easily
        pub fragile: Option<bool> = optional "fragile",
    }
}

passport_api::object! {
    /// All items there are
    #[non_exhaustive]
    pub struct ItemList {
        /// The field `items`.
        pub items: Vec<Item> = or_empty "items",
        /// How many there are
        pub total: i64 = required "total",
    }
}

passport_api::object! {
    /// An item to be kept
    pub struct NewItem {
        /// What a customer reads
        pub title: String = required "title",
        /// More about it
        pub description: Option<String> = optional "description",
        /// The field `price`.
        pub price: Price = required "price",
        /// How many are in stock
        pub quantity: i64 = required "quantity",
        /// Words to find it by
        pub tags: Vec<String> = required "tags",
    }
}

impl NewItem {
    /// One with what is required.
    #[must_use]
    pub fn new(title: impl Into<String>, price: Price, quantity: i64, tags: Vec<String>) -> Self {
        Self {
            title: title.into(),
            description: None,
            price,
            quantity,
            tags,
        }
    }
}

passport_api::object! {
    /// What it costs
    pub struct Price {
        /// In hundredths
        pub cents: i64 = required "cents",
        /// ISO 4217
        pub currency: String = required "currency",
    }
}

impl Price {
    /// One with what is required.
    #[must_use]
    pub fn new(cents: i64, currency: impl Into<String>) -> Self {
        Self {
            cents,
            currency: currency.into(),
        }
    }
}

passport_api::open_enum! {
    /// Whether it can be ordered
    pub enum Status {
        /// The word `available`.
        Available = "available",
        /// The word `ordered`.
        Ordered = "ordered",
        /// The word `discontinued`.
        Discontinued = "discontinued",
    }
}
