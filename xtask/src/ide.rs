//! `cargo xtask ide`: what a person sees in an editor, by rust-analyzer.

use crate::{Outcome, flag, process};

/// Runs the test, and shows each point that it looks at.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    flag(arguments, "")?;
    process::run(&mut process::command("cargo", TEST))
}

const TEST: &[&str] = &[
    "test",
    "--package",
    "passport-tests",
    "--test",
    "ide",
    "--quiet",
];
