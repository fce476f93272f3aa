//! The macros of `passport-api`; use them through that crate.
//!
//! `api!` reads a `scopes.toml` and generates a typed client. `scope_set!` declares a set of its
//! scopes; each generated module has its own, which hands the module's catalogue to the one here.

mod audit;
mod catalogue_text;
mod debug;
mod diag;
mod editor;
mod expand;
mod input;
mod placement;
mod scope_list;
mod scope_set;
mod source_text;
mod spec_file;
mod spec_path;

use proc_macro::TokenStream;

/// Generates a typed client from a `scopes.toml`.
///
/// ```toml
/// # scopes.toml, beside Cargo.toml
/// [api.shop]
/// servers.production = "https://api.shop.example"
/// token.path = "/oauth/token"
/// scopes = { "orders:read" = "Read orders" }
///
/// [api.shop.endpoints.orders.get]
/// call = "GET /orders/{order_id}"
/// scope = "orders:read"
/// response = "Order"
/// ```
///
/// ```text
/// passport_api::api! {
///     spec = "scopes.toml",     // relative to the folder of Cargo.toml
///     digest = "3f0c…",         // of that file; may be left out, `cargo passport regen` writes it
///     api = "shop",             // may be left out where the file has one API
///     module = crate,           // where this stands; `crate` unless it says otherwise
///     models = crate::model,    // where `Order` stands; `model` below `module` unless it says so
///     runtime = ::passport_api, // what passport-api is called here; this unless it says otherwise
/// }
/// ```
///
/// It stands at the root of the crate or in a module, not inside a function, and in a module with a
/// prelude: under `#![no_implicit_prelude]` the compiler does not find the attributes of its tool
/// `diagnostic`, which the messages are. What it generates can be used there.
///
/// Generated are, in the module that calls it: `Client` with one method per resource, `CATALOG`,
/// the scopes' marker types in `scopes`, the endpoints' access traits in `access`, the named sets
/// in `sets`, the servers' addresses in `servers`, and the macro `scope_set!`.
///
/// With `PASSPORT_MACROS_DEBUG=1` in the environment this and each `scope_set!` print what they
/// expand to.
#[proc_macro]
pub fn api(input: TokenStream) -> TokenStream {
    expand::api(input.into()).into()
}

/// Declares a set of scopes; called by the `scope_set!` of a generated module.
#[doc(hidden)]
#[proc_macro]
pub fn scope_set(input: TokenStream) -> TokenStream {
    scope_set::expand(input.into()).into()
}
