//! Clients against servers that are not ours: an OAuth2 server (`oidc-provider`), and a mock server
//! that validates each request by an OpenAPI document (Prism).
//!
//! They run on Node. Without it, or without their packages, these tests say that they are skipped;
//! with `PASSPORT_REQUIRE_PEERS` set, they fail.

mod api;
mod mock;
mod model;
mod node;
mod oauth;

pub(crate) use api::{basic, elsewhere, posted, strict};
