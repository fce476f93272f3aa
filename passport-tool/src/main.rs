//! `cargo passport`: imports OpenAPI documents with their scopes.

fn main() {}
