//! Reads, validates and models a `scopes.toml`: the OAuth2 scopes of an API and what each of its
//! endpoints needs.
//!
//! ```
//! let spec = passport_spec::Spec::parse("scopes.toml", r#"
//!     [api.shop]
//!     servers.production = "https://api.shop.example"
//!     token.path = "/oauth/token"
//!
//!     [api.shop.scopes]
//!     "orders:read" = "Read orders"
//!     "orders:write" = { description = "Change orders", implies = ["orders:read"] }
//!
//!     [api.shop.endpoints.orders.get]
//!     call = "GET /orders/{order_id}"
//!     scope = "orders:read"
//!     response = "Order"
//! "#).unwrap();
//!
//! let shop = spec.api("shop").unwrap();
//! let get = shop.endpoint("orders.get").unwrap();
//! let write = shop.catalogue.find("orders:write").into_iter().collect();
//! assert!(get.requirement.is_met_by(&shop.catalogue.closure(&write)));
//! ```
//!
//! The format is described in `docs/scopes-toml.md` of the repository. This crate is pure data: it
//! knows nothing of Rust's syntax and does no I/O but reading the file.

mod api;
mod auth;
mod body;
mod cover;
mod digest;
mod doc_text;
mod endpoint;
mod error;
pub mod format;
mod ident;
mod inferred;
mod nearest;
mod param;
mod plain_text;
mod read;
mod requirement;
pub mod reserved;
mod response;
mod scope;
mod shell;
mod spec;
mod wire;

// The public interface is:
pub use crate::api::Api;
pub use crate::auth::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, TokenAddress, TokenEndpoint, TokenField,
};
pub use crate::body::{Body, Content, GivenBody, ModelFormat};
pub use crate::cover::ScopeIds;
pub use crate::digest::digest;
pub use crate::doc_text::{doc_code, doc_line, doc_link, doc_text, web_address};
pub use crate::endpoint::{Endpoint, KeyPlace, List, Pagination, PathTemplate, Retry};
pub use crate::error::{SpecError, SpecErrors};
pub use crate::ident::{ScopePath, begins_word, camel, snake};
pub use crate::inferred::{EndpointFact, FieldFact, InferredField};
pub use crate::nearest::{did_you_mean, nearest};
pub use crate::param::{Param, ParamType, Separator, Style};
pub use crate::plain_text::{is_invisible, plain_line, plain_text};
pub use crate::requirement::Requirement;
pub use crate::response::{ErrorBody, Response, Statuses, Success};
pub use crate::scope::{Catalogue, NamedSet, Scope, ScopeId};
pub use crate::shell::{shell_path, shell_word};
pub use crate::spec::Spec;
pub use crate::wire::check_header_name;
