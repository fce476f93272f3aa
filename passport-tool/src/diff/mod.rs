//! What changes between two specs, for the programs that use them: semantic versioning for
//! permissions.
//!
//! ```
//! use passport_spec::Spec;
//! use passport_tool::diff::{Breaking, Bump, Kind, diff};
//!
//! let spec = |scope: &str| {
//!     let text = format!(r#"
//!         [api.shop]
//!         token.path = "/token"
//!         scopes = {{ "orders:read" = "Read", "orders:admin" = "Do anything" }}
//!         endpoints.orders.get = {{ call = "GET /orders/{{id}}", scope = "{scope}" }}
//!     "#);
//!     Spec::parse("scopes.toml", &text).unwrap()
//! };
//! let changes = diff(&spec("orders:read"), &spec("orders:admin"));
//! assert_eq!(changes.list[0].kind, Kind::RequirementChanged);
//! assert_eq!(changes.list[0].breaking, Breaking::Yes);
//! assert_eq!(changes.bump(), Bump::Major);
//! assert!(diff(&spec("orders:read"), &spec("orders:read")).list.is_empty());
//! ```
//!
//! APIs are matched by name, endpoints by method and path, scopes by name or alias, and else by who
//! needs them. A requirement is compared by what it lets through: alternatives, implications and
//! wildcards count, the way of writing does not.

mod apis;
mod arguments;
mod atoms;
mod change;
mod endpoints;
mod markdown;
mod relation;
mod scopes;
mod server;
mod sets;

// The public interface is:
pub use apis::diff;
pub use change::{Breaking, Bump, Change, Changes, Kind};
pub use markdown::markdown;

#[cfg(test)]
mod tests;
