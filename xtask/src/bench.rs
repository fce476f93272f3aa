//! `cargo xtask bench`: what passport costs, next to what people would use instead.

use crate::Outcome;
use crate::process;

/// Hands all arguments on to `benches/`, which is built as users build: optimised.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    const BENCH: &[&str] = &[
        "run",
        "--quiet",
        "--release",
        "--package",
        "passport-benches",
        "--features",
        "peers",
        "--",
    ];
    process::run(process::command("cargo", BENCH).args(arguments))
}
