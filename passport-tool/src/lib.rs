//! The commands of `cargo passport`, as a library.

pub mod model;
