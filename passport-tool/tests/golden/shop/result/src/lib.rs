//! A client of Corner Shop: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "scopes.toml",
    digest = "39b596aaa3e653fd6b7a100cf0e45a9dfd79d874544edd8ef86b0c1693ac42d3",
    api = "corner_shop",
    models = crate::model,
}
