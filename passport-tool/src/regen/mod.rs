//! What is derived in a package, and from what.
//!
//! | file | is derived from | declared by |
//! | --- | --- | --- |
//! | `scopes.toml`, the types, the report | an OpenAPI document | `import` in `[package.metadata.passport]` |
//! | a page of scopes and endpoints | a `scopes.toml` | `docs` in `[package.metadata.passport]` |
//! | `digest = "…"` in `api!` | the `scopes.toml` of that `api!` | itself |

mod declared;
mod digests;
mod sources;

// The public interface is:
pub use declared::{Declared, ImportOf, Mistake};
pub use digests::{Updated, digests};
