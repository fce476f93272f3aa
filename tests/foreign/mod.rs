//! An API that is not ours, generated from its own spec by the same macro as the built-in systems.

pub mod model;

passport_api::api! {
    spec = "foreign/scopes.toml",
    api = "foreign",
    module = crate::foreign,
}
