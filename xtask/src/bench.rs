//! `cargo xtask bench`: what passport costs, next to what people would use instead.

use crate::Outcome;
use crate::process;

/// Hands all arguments on. What is counted has no peers, and is built without them: their features
/// of shared dependencies would change the counts.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let counts = matches!(arguments, [only] if only == "--check" || only == "--bless");
    let features: &[&str] = if counts {
        &[]
    } else {
        &["--features", "peers"]
    };
    // Built as users build: optimised.
    const RUN: &[&str] = &[
        "run",
        "--quiet",
        "--release",
        "--package",
        "passport-benches",
    ];
    let mut command = process::command("cargo", RUN);
    command.args(features).arg("--").args(arguments);
    process::run(&mut command)
}

/// Counted work, held against the baseline.
pub(crate) fn check() -> Outcome {
    run(&["--check".to_owned()])
}
