//! The schemas of a document as Rust types.

use std::collections::BTreeMap;

use serde_json::Value;

/// A schema that an endpoint uses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Root {
    /// Where the schema is, as a JSON pointer.
    pub pointer: String,
    /// The name to use where the schema has none of its own.
    pub name_hint: String,
    /// Whether it is sent or received.
    pub side: Side,
}

/// Whether a schema is sent or received.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// Sent.
    Request,
    /// Received.
    Response,
}

/// The types.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The source text.
    pub rust: String,
    /// The type of each root.
    pub type_of: BTreeMap<String, String>,
    /// What is not typed.
    pub notes: Vec<Note>,
}

/// Something that is not typed.
#[derive(Clone, Debug)]
pub struct Note {
    /// Where.
    pub pointer: String,
    /// What.
    pub what: String,
}

/// A stand-in until the types are generated: everything is any JSON.
pub fn generate(_document: &Value, _roots: &[Root]) -> Model {
    Model {
        rust: "//! The types.\n".to_owned(),
        ..Model::default()
    }
}
