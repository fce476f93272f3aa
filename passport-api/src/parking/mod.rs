//! placeholder
pub mod model;

crate::api! {
    spec = "../../scopes.toml",
    api = "parking",
    module = crate::parking,
}
