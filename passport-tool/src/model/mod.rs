//! The schemas of a document as Rust types.
