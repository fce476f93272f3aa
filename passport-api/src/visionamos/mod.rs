//! Passport Fintech: the older Bre-B node, with long paths and other field names.
//!
//! It shares its scopes with `breb`, but not its tokens.

pub mod model;

crate::api! {
    spec = "scopes.toml",
    api = "visionamos",
    module = crate::visionamos,
}
