//! What is derived in a package, and from what.
//!
//! | file | is derived from | declared by |
//! | --- | --- | --- |
//! | `scopes.toml`, the types, the report | an OpenAPI document | `import` in `[package.metadata.passport]` |
//! | a page of scopes and endpoints | a `scopes.toml` | `docs` in `[package.metadata.passport]` |
//! | `scopes.schema.json` | nothing: it is of this version | `#:schema` at the top of the `scopes.toml` of an `api!` |
//! | `digest = "…"` in `api!` | the `scopes.toml` of that `api!` | itself |

mod declared;
mod digests;
mod schemas;
mod sources;

// The public interface is:
pub use declared::{Declared, ImportOf, Mistake};
pub use digests::{Updated, digests};
pub use schemas::{RefusedSchema, Schemas, schemas};
