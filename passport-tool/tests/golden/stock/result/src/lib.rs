//! A client of Stock: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! { spec = "../scopes.toml", api = "stock", models = crate::model }
