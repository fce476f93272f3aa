//! The benchmarks that there are.

use std::path::PathBuf;

use crate::baseline::Count;
use crate::finding::Finding;
use crate::{Outcome, call, compile, decode, sandbox, size, throughput, token};

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
pub const BENCHMARKS: &[Benchmark] = &[
    Benchmark {
        name: "call",
        about: "instructions, allocations and time of a call, next to reqwest by hand and progenitor",
        run: call::run,
    },
    Benchmark {
        name: "throughput",
        about: "requests a second and processor time of many calls at once, next to the same",
        run: throughput::run,
    },
    Benchmark {
        name: "token",
        about: "a fresh token: time, allocations, threads; ten thousand callers at once",
        run: token::run,
    },
    Benchmark {
        name: "decode",
        about: "instructions and time to read objects and lists, next to serde's derive",
        run: decode::run,
    },
    Benchmark {
        name: "compile",
        about: "what the compiler needs for a client: other encodings, incremental, other generators",
        run: compile::run,
    },
    Benchmark {
        name: "size",
        about: "bytes and symbols per scope set and endpoint, crates of a user, the first build",
        run: size::run,
    },
    Benchmark {
        name: "sandbox",
        about: "requests in a second that the sandbox serves, next to a bare server",
        run: sandbox::run,
    },
];

/// What counts work for the gate; none of it needs a peer, a clock or a quiet machine.
pub const COUNTED: &[fn() -> Outcome<Vec<Count>>] =
    &[call::counted, compile::counted, size::counted];
