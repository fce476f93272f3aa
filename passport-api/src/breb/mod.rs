//! placeholder
pub mod model;

crate::api! {
    spec = "../../scopes.toml",
    api = "breb",
    module = crate::breb,
}
