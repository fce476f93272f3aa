//! A client of Stock: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "scopes.toml",
    digest = "7fa8b949749226fd25731edbe14e1c696c7b169e3651ab61f0cde9a977be305d",
    api = "stock",
    models = crate::model,
}
