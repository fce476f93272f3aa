//! Parameters of a call.

use crate::inferred::FieldFact;

/// A parameter of a call.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Param {
    /// The name on the wire.
    pub wire: String,
    /// The name of the Rust argument or method.
    pub name: String,
    /// Its type; that of each item, where the style is a list's.
    pub ty: ParamType,
    /// How it is written.
    pub style: Style,
    /// Whether the call cannot be made without it.
    pub required: bool,
    /// The facts that no document shows, each once, in the order of [`FieldFact::ALL`].
    pub inferred: Vec<FieldFact>,
    /// For the docs.
    pub description: Option<String>,
}

/// A parameter's type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ParamType {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A type of the API's model, written with its `Display`; with the style of an object, with its
    /// `Serialize`.
    Model(String),
}

/// How a parameter is written; the words are those of OpenAPI 3 where they differ.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Style {
    /// One value.
    Plain,
    /// A list of values.
    List(Separator),
    /// An object, each of its fields a query parameter of its own (`form` with `explode`).
    Fields,
    /// An object, each of its fields as `wire[field]=value` (`deepObject`).
    DeepObject,
    /// JSON (`content: application/json`).
    Json,
    /// One text that the caller has encoded: reserved characters and what is percent-encoded already
    /// stay as they are (`allowReserved`; RFC 6570, 3.2.3).
    Encoded,
}

/// What stands between the items of a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Separator {
    /// Each item is a parameter of its own (`form` with `explode`).
    Repeat,
    /// A comma (`form` without `explode`; in paths and headers `simple`).
    Comma,
    /// A space (`spaceDelimited`).
    Space,
    /// A vertical bar (`pipeDelimited`).
    Pipe,
}
