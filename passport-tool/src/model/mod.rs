//! The schemas of a document as Rust types.
//!
//! [`generate`] takes a normalized document and the schemas that the endpoints use, and answers
//! with one file of plain serde types. It refuses nothing: what has no type becomes
//! `serde_json::Value` and is listed in [`Model::notes`].
//!
//! How a schema is read:
//!
//! | schema | type |
//! | --- | --- |
//! | object with properties | struct; `Option` where not required or nullable |
//! | object without properties, `additionalProperties` | `BTreeMap<String, …>` |
//! | both | struct with a flattened map |
//! | strings from a list, `const` | `passport_api::open_enum!` |
//! | `allOf` | one struct with the properties of all |
//! | `oneOf`, `anyOf` | enum by discriminator, by a constant, by JSON type or by required fields |
//! | `date-time` | `passport_api::types::Timestamp`, which keeps the text |
//! | `format: password`, `…secret`, `…token` and the like | `passport_api::types::Sensitive` |
//! | any other format of a string | `String` |
//! | `int32`, other integers, numbers | `i32`, `i64` (`u32` and `u64` by their formats), `f64` |
//!
//! A multipart form is a struct of its own, in which a binary text is a
//! `passport_api::multipart::FilePart`; it implements `ToForm` and nothing of serde.
//!
//! A struct that is part of an answer only is `#[non_exhaustive]`. One that is sent can be written
//! as a literal: it has `new` with what is required, or `Default` where nothing is, so
//! `Order { note: Some(text), ..Order::new(id) }` works. In a struct that is only sent, an optional
//! field that may be null is `Option<Option<T>>`: `Some(None)` sends `null`.
//!
//! Schemas without a name that say the same are one type.
//!
//! The stages: `build` turns schemas into items, `settle` decides what depends on several
//! items, `unify` finds those that are the same, `write` prints them.

mod build;
mod doc;
mod form;
mod graph;
mod item;
mod layout;
pub(crate) mod merge;
mod names;
mod scalar;
pub(crate) mod schema;
mod settle;
mod unify;
mod union;
mod write;
mod write_form;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

use self::build::Builder;
use self::graph::Graph;
use crate::note::Kind as About;

/// A schema that an endpoint uses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Root {
    /// Where the schema is, as a JSON pointer; a `#` in front is allowed.
    pub pointer: String,
    /// The name to use, in camel case, where the schema has none of its own.
    pub name_hint: String,
    /// Whether it is sent or received.
    pub side: Side,
    /// What it is the schema of.
    pub usage: Usage,
}

/// What a schema is used for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Usage {
    /// A body that is written with serde.
    #[default]
    Body,
    /// A multipart form, with the media types of its parts by their names where they are said.
    Form(BTreeMap<String, String>),
    /// A parameter, which has no null.
    Param,
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// The Rust types of a document.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Model {
    /// The file.
    pub rust: String,
    /// For each root's pointer the type to name in a `scopes.toml`, or `json`.
    pub type_of: BTreeMap<String, String>,
    /// What could not be kept, in the order of the document's use.
    pub notes: Vec<Note>,
    /// How many types the file defines.
    pub types: usize,
}

/// Something that a person should know about one schema.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Note {
    /// What it is about.
    pub kind: About,
    /// Where the schema is.
    pub pointer: String,
    /// What became of it.
    pub what: String,
}

/// Generates the types of all schemas that are reachable from the roots.
///
/// # Example
///
/// ```
/// use passport_tool::model::{Root, Side, Usage, generate};
///
/// let document = serde_json::json!({"components": {"schemas": {"Pet": {
///     "type": "object",
///     "required": ["name"],
///     "properties": {"name": {"type": "string"}},
/// }}}});
/// let pointer = "/components/schemas/Pet".to_owned();
/// let (name_hint, usage) = ("Pet".to_owned(), Usage::Body);
/// let root = Root { pointer: pointer.clone(), name_hint, side: Side::Response, usage };
/// let model = generate(&document, &[root]);
/// assert!(model.rust.contains("pub name: String = required \"name\","));
/// assert_eq!(model.type_of[&pointer], "Pet");
/// ```
#[must_use]
pub fn generate(document: &Value, roots: &[Root]) -> Model {
    // Schemas within schemas are read by recursion. Its depth has a limit, but nobody knows how much
    // of the caller's stack is left.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let model = thread.spawn_scoped(scope, || generated(document, roots));
        match model.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(model)) => model,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_no_thread) => generated(document, roots),
        }
    })
}

fn generated(document: &Value, roots: &[Root]) -> Model {
    let mut builder = Builder::new(document);
    let ids: Vec<usize> = roots.iter().map(|root| builder.root(root)).collect();
    builder.run();
    let mut graph = Graph::new(builder);
    settle::settle(&mut graph);
    let mut type_of = BTreeMap::new();
    for (root, id) in roots.iter().zip(ids) {
        let name = graph.export(id, root);
        type_of.insert(root.pointer.clone(), name);
    }
    let renamed = unify::unify(&mut graph);
    for name in type_of.values_mut() {
        if let Some(new) = renamed.get(name) {
            name.clone_from(new);
        }
    }
    graph.box_cycles();
    let (rust, types) = write::file(&graph);
    Model {
        rust,
        type_of,
        notes: graph.into_notes(),
        types,
    }
}

const STACK: usize = 64 << 20;
