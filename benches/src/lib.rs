//! Measures what passport costs its users, next to what they would use instead.
//!
//! Each benchmark is one module with one function that measures and returns a
//! [`Finding`](finding::Finding); `cargo xtask bench NAME` runs one, and writes what it found to
//! `docs/performance/NAME.json`, from which [`page`] makes `docs/performance.md` and its plots.

#![forbid(unsafe_code)]

pub mod baseline;
pub mod benchmark;
pub mod call;
pub mod callgrind;
pub mod circumstances;
pub mod client;
pub mod compile;
pub mod counted;
pub mod decode;
pub mod finding;
mod median;
pub mod page;
pub mod process;
pub mod sandbox;
pub mod server;
pub mod size;
pub mod stopwatch;
pub mod subject;
pub mod throughput;
pub mod token;
pub mod turns;
pub mod workspace;

/// What a benchmark comes to; the error is shown to the person who started it.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
