//! The format of a `scopes.toml` as data: which tables there are, which keys each takes, and what
//! stands behind a key.
//!
//! The reader takes its keys from here, and the JSON Schema that editors complete a file with is
//! made of it. `docs/scopes-toml.md` of the repository says the same in prose.
//!
//! Every file that the reader takes fits this description. It does not say all that the reader
//! checks: that a scope is defined, say, or that two endpoints are not the same call.

mod params;
mod tables;
mod token;
mod values;

pub use params::{PARAM, PATH_PARAM};
pub use tables::{API, CATALOGUE, ENDPOINT, IDEMPOTENCY_KEY, PAGINATION, ROOT, SCOPE, SET};
pub use token::{GRANTED, TOKEN, TOKEN_FIELD};

/// A table of the format.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// What it describes, in one word.
    pub name: &'static str,
    /// One sentence about it.
    pub about: &'static str,
    /// The keys that it takes, and no others.
    pub keys: &'static [Key],
    /// How its keys depend on each other.
    pub rules: &'static [Rule],
}

/// A key of a table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What stands behind it.
    pub value: Value,
    /// Whether the table cannot do without it.
    pub required: bool,
    /// One sentence about it.
    pub about: &'static str,
}

/// What stands behind a key, or in a list.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Value {
    /// Any text.
    Text,
    /// A text that this pattern describes.
    Matching(&'static Pattern),
    /// One of these words.
    Word(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number that is not negative.
    WholeNumber,
    /// A table of the format.
    Table(&'static Table),
    /// A table whose keys are names that the author chooses: the pattern that they match, if any
    /// name will not do, and what stands behind each.
    Named(Option<&'static Pattern>, &'static Value),
    /// A list of such values.
    List(&'static Value),
    /// A list of such values with at least one.
    FilledList(&'static Value),
    /// Any one of these.
    OneOf(&'static [Value]),
}

/// The texts that are allowed in a place.
#[derive(Debug)]
#[non_exhaustive]
pub struct Pattern {
    /// A regular expression (ECMA-262).
    pub regex: &'static str,
    /// The same in words, as the end of a sentence that begins with "Expected".
    pub expected: &'static str,
}

/// How keys of a table depend on each other.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rule {
    /// One of these keys is there, and only one.
    ExactlyOne(&'static [&'static str]),
    /// These two keys exclude each other.
    Exclude(&'static str, &'static str),
    /// The first key says nothing without the second.
    Needs(&'static str, &'static str),
    /// The key `key` is there if and only if the key `other` says `word`.
    OnlyWith {
        /// The key.
        key: &'static str,
        /// The other key.
        other: &'static str,
        /// What the other key says.
        word: &'static str,
    },
}

impl Table {
    /// The names of the keys.
    pub fn key_names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }
}
