//! Fuzz targets: one per format that passport reads.
//!
//! A target is one function `run` in the module of its format. It reads what it is given, and then
//! asserts what must hold of whatever was read: that it survives being printed and read again, that
//! it stays within its bounds, that it agrees with another reader, that no secret shows.
//!
//! `README.md` says how they are run.

#![forbid(unsafe_code)]

pub mod challenge;
pub mod doc_text;
mod entry;
pub mod money;
pub mod multipart;
pub mod object;
pub mod page;
pub mod problem;
pub mod retry_after;
pub mod spec;
pub mod token_response;
pub mod webhook;

#[cfg(test)]
mod replay;

pub use entry::run_files;
