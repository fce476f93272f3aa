//! What the tests of the workspace share.

#![forbid(unsafe_code)]

// The lints of `tests/lints.rs`, for a library, where other items count as public.
#[deny(
    clippy::all,
    clippy::pedantic,
    missing_debug_implementations,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    warnings
)]
#[path = "../foreign/mod.rs"]
pub mod foreign;
pub mod page;
pub mod recorder;
pub mod say;
pub mod server;
pub mod skip;
pub mod sources;

/// The README's programs compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
