//! A client of City library: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "scopes.toml",
    digest = "6a38ff683d632362a9775d8b2b02ac2bc234e640784144b20de279147d5a39cb",
    api = "library",
    models = crate::model,
}
