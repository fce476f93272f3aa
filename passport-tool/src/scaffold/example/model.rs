//! The types of requests and responses.

use serde::{Deserialize, Serialize};

/// An order, as the server sends it.
#[derive(Clone, Debug, Deserialize)]
pub struct Order {
    /// The order's number.
    pub id: String,
    /// What was ordered.
    pub item: String,
}

/// An order that is to be made.
#[derive(Clone, Debug, Serialize)]
pub struct NewOrder {
    /// What is ordered.
    pub item: String,
}
