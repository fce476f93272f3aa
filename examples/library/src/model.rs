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
    /// The object `Book`.
    #[non_exhaustive]
    pub struct Book {
        /// The field `id`.
        pub id: String = required "id",
        /// The field `title`.
        pub title: String = required "title",
        /// How many can be lent now.
        pub copies: Option<i64> = optional "copies",
    }
}

passport_api::object! {
    /// The object `Loan`.
    #[non_exhaustive]
    pub struct Loan {
        /// The field `id`.
        pub id: String = required "id",
        /// The field `book_id`.
        pub book_id: String = required "book_id",
        /// The field `reader`.
        pub reader: Option<String> = optional "reader",
        /// The field `status`.
        pub status: LoanStatus = required "status",
        /// The field `due`.
        pub due: Option<String> = optional "due",
    }
}

passport_api::open_enum! {
    /// A word for `LoanStatus`.
    pub enum LoanStatus {
        /// The word `open`.
        Open = "open",
        /// The word `returned`.
        Returned = "returned",
    }
}

passport_api::object! {
    /// The object `NewLoan`.
    pub struct NewLoan {
        /// The field `book_id`.
        pub book_id: String = required "book_id",
        /// Who borrows it.
        pub reader: String = required "reader",
    }
}

impl NewLoan {
    /// One with what is required.
    #[must_use]
    pub fn new(book_id: impl Into<String>, reader: impl Into<String>) -> Self {
        Self {
            book_id: book_id.into(),
            reader: reader.into(),
        }
    }
}

passport_api::object! {
    /// The object `Problem`.
    #[non_exhaustive]
    pub struct Problem {
        /// The field `code`.
        pub code: Option<String> = optional "code",
        /// The field `detail`.
        pub detail: Option<String> = optional "detail",
    }
}

/// A value that is no object of its own.
pub type SearchBooksResponse = Vec<Book>;
