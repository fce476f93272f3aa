//! Passport Inc: zones, rates, quotes, parking sessions, events and parking rights.
//!
//! No document prints the names of its scopes; those here are inferred from the documented form
//! `read:resource`. Where the server calls one otherwise, tell the client:
//!
//! ```
//! use passport_api::parking::{self, scopes, servers};
//!
//! let client = parking::Client::builder()
//!     .base_url(servers::PRODUCTION)
//!     .credentials("the client id", "the client secret")
//!     .map_scope(scopes::read::Zones, "zones:read")
//!     .build()?;
//! # Ok::<_, passport_api::Error>(())
//! ```

pub mod model;

crate::api! {
    spec = "scopes.toml",
    api = "parking",
    module = crate::parking,
}
