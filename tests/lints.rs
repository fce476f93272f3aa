//! What `api!` and `scope_set!` write passes the lints that a user's crate may deny.
//!
//! That this compiles is the test: rustc checks its own lints on every run, clippy those of its own
//! where it checks the workspace.

#![deny(
    clippy::all,
    clippy::pedantic,
    elided_lifetimes_in_paths,
    future_incompatible,
    let_underscore_drop,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    warnings
)]
#![forbid(unsafe_code)]

/// An API in a module of its own, as the built-in systems are.
pub mod foreign {
    pub mod model;

    passport_api::api! {
        spec = "foreign/scopes.toml",
        api = "foreign",
        module = crate::foreign,
    }
}

foreign::scope_set! {
    /// A set with all kinds of scopes.
    pub struct Mixed = "reports.*", "read:issues", "https://auth.foreign.example/files*";
    /// A second one.
    pub(crate) struct Reader = "read:projects";
}

#[test]
fn sets_of_a_linted_crate_are_usable() {
    use passport_api::ScopeSet;

    assert_eq!(Mixed::SCOPES.len(), 4);
    assert_eq!(Reader::SCOPES, ["read:projects"]);
}
