//! A client of Corner Shop: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "../scopes.toml",
    digest = "a347bf6af282c0ab344bd1311ce06a037fa623a2470676a9d4eeaeff5e2312bb",
    api = "corner_shop",
    models = crate::model,
}
