//! Small value types that models are made of.
//!
//! | type | for |
//! | --- | --- |
//! | [`Amount`] | a sum of money, never a float |
//! | [`Timestamp`] | a moment, kept as it was sent |
//! | [`Sensitive`] | personal data, hidden from `Debug` |
//! | [`opaque_id!`](crate::opaque_id) | an id that only the server understands |
//! | [`open_enum!`](crate::open_enum) | a list of words that may grow |
//! | [`Word`] | one of these words, with the spelling that the server used |
//! | [`object!`](crate::object) | a struct that is a JSON object, cheap to compile |
//! | [`FieldProblem`] | what a request's `check` finds |

mod amount;
mod check;
mod id;
mod object;
mod open_enum;
mod request;
mod response;
mod sensitive;
mod text;
mod timestamp;
mod word;

pub(crate) use self::check::Problems;
#[cfg(test)]
pub(crate) use self::check::fields_of;
pub(crate) use self::request::{request, setters};
pub(crate) use self::response::{Fields, response};

// The public interface is:
pub use self::amount::{Amount, ParseAmountError};
pub use self::check::FieldProblem;
pub use self::open_enum::{OpenEnum, UnknownWord};
pub use self::sensitive::Sensitive;
pub use self::text::empty_as_absent;
pub use self::timestamp::Timestamp;
pub use self::word::Word;

/// What the exported macros refer to.
#[doc(hidden)]
pub mod __private {
    pub use serde;

    pub use super::object::{Object, Reader, Writer, read, slot, write};
    pub use super::open_enum::known;
}
