//! A shop's API.

passport_api::api! { spec = "scopes.toml" }
