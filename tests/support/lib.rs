//! What the tests of the workspace share.

#![forbid(unsafe_code)]

#[path = "../foreign/mod.rs"]
pub mod foreign;
