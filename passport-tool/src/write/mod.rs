//! Writes what was read: `scopes.toml`, the crate around it, and the report.

mod crate_files;
mod report;
mod scopes_toml;
mod server;
pub(crate) mod toml_text;

pub(crate) use crate_files::{Crate, files};
pub(crate) use report::report;
pub(crate) use scopes_toml::{Api, Endpoint, write};

/// What the files that every import rewrites begin with; a file without it is a person's.
pub(crate) const MARK: &str = "Written by `cargo passport import`";
