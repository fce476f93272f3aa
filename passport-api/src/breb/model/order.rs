//! The order of a list.

use crate::open_enum;

open_enum! {
    /// Which end of a list comes first.
    pub enum OrderDirection {
        /// The smallest, or the oldest.
        Ascending = "ASC",
        /// The largest, or the newest.
        Descending = "DESC",
        /// As the server likes.
        Unspecified = "ORDER_DIRECTION_ENUM_UNSPECIFIED",
    }
}
