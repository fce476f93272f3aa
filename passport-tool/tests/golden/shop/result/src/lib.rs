//! A client of Corner Shop: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! { spec = "../scopes.toml", api = "corner_shop", models = crate::model }
