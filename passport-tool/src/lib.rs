//! The commands of `cargo passport`, as a library.

pub mod model;
pub mod note;
pub mod operations;
pub mod pointer;
pub mod security;
pub mod source;
