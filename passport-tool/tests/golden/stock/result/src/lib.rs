//! A client of Stock: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "scopes.toml",
    digest = "0e2bd76ef53c9be7d3afbca696ec923ae386144fd91c3e633397685afdef0e64",
    api = "stock",
    models = crate::model,
}
