//! A client of Corner Shop: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "scopes.toml",
    digest = "1dcb81095901a8725f351c1e3ff367644373a90ad51902a03fb4dde7e65be967",
    api = "corner_shop",
    models = crate::model,
}
