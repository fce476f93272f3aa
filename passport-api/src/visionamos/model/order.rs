//! The order of a list.

use crate::open_enum;

open_enum! {
    /// Which end of a list comes first.
    ///
    /// Source: <https://docs.passportfintech.com/EN/query-parameters>
    pub enum OrderDirection {
        /// The smallest, or the oldest.
        Ascending = "asc",
        /// The largest, or the newest.
        Descending = "desc",
    }
}
