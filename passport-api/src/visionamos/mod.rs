//! placeholder
pub mod model;

crate::api! {
    spec = "../../scopes.toml",
    api = "visionamos",
    module = crate::visionamos,
}
