//! The benchmarks that there are.

use std::path::PathBuf;

use crate::Outcome;
use crate::compile;
use crate::finding::Finding;

/// A benchmark: its name, what it measures, and the function that does it.
#[derive(Clone, Copy, Debug)]
pub struct Benchmark {
    /// What a person types behind `cargo xtask bench`.
    pub name: &'static str,
    /// One line for `--help`.
    pub about: &'static str,
    /// Measures.
    pub run: fn(&Options) -> Outcome<Finding>,
}

/// What a person can choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A folder with OpenAPI documents, which are not in this repository; without it, what needs them
    /// is skipped and says so.
    pub documents: Option<PathBuf>,
    /// Measures a little of everything, to see that it runs; nothing is written.
    pub quick: bool,
}

/// All benchmarks, in the order of the page.
pub const BENCHMARKS: &[Benchmark] = &[Benchmark {
    name: "compile",
    about: "what the compiler needs for a client: other encodings, incremental, other generators",
    run: compile::run,
}];
