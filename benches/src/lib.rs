//! Measures what passport costs its users, next to what they would use instead.
//!
//! Each benchmark is one module with one function that measures and returns a
//! [`Finding`](finding::Finding); `cargo xtask bench NAME` runs one, and writes what it found to
//! `docs/performance/NAME.json`, from which [`page`] makes `docs/performance.md` and its plots.

#![forbid(unsafe_code)]

pub mod benchmark;
pub mod circumstances;
pub mod compile;
pub mod finding;
pub mod page;
pub mod process;
pub mod stopwatch;
pub mod workspace;

/// What a benchmark comes to; the error is shown to the person who started it.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
