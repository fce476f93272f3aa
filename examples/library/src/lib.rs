//! A client of City library: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "scopes.toml",
    digest = "8a57177312d74829c6c5b24950e7e170edd8e5aaf432754de6a34dba49405606",
    api = "library",
    models = crate::model,
}
