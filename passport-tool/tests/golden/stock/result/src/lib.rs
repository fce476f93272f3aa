//! A client of Stock: a call that lacks its OAuth2 scope does not compile.

pub mod model;

passport_api::api! {
    spec = "../scopes.toml",
    digest = "8be690ccec5ee852af9460935617e4ceff03796f08d5d4cbdbcca853a8add1b7",
    api = "stock",
    models = crate::model,
}
