//! How often a use of a token allocates, by a program of its own: an allocator that counts would slow
//! down all that is timed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use super::subject;
use crate::{Outcome, process, workspace};

/// Allocations for one use, by the name of the subject.
pub type Allocations = BTreeMap<String, f64>;

/// Counts them in the program of its own.
pub(super) fn count() -> Outcome<Allocations> {
    let output = process::output(&mut Command::new(program()?))?;
    Ok(serde_json::from_str(&output)?)
}

/// What that program does: uses each subject, and asks `allocated` how often was allocated so far.
///
/// # Errors
///
/// If a subject cannot be set up.
pub fn count_here(allocated: impl Fn() -> usize) -> Outcome<Allocations> {
    let of = |subject: &subject::Subject, uses| {
        let before = allocated();
        subject.many(uses);
        (allocated() - before) as f64
    };
    let subjects = subject::all()?;
    let counts = subjects.iter().map(|subject| {
        subject.many(100);
        // The difference is without what is done once in a run, such as a runtime.
        let count = (of(subject, 3_000) - of(subject, 1_000)) / 2_000.0;
        (subject.name.to_owned(), count)
    });
    Ok(counts.collect())
}

/// The program, built as this one was: `cargo run` builds but the one that it runs.
fn program() -> Outcome<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", env!("CARGO_PKG_NAME")]);
    cargo.args(["--bin", PROGRAM, "--message-format", "json"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    if cfg!(feature = "peers") {
        cargo.args(["--features", "peers"]);
    }
    let messages = process::output(cargo.current_dir(workspace::root()))?;
    let built = messages.lines().find_map(executable);
    built.ok_or_else(|| format!("cargo has built no `{PROGRAM}`").into())
}

/// The executable, in cargo's message that it is built.
fn executable(message: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let is_it = message["target"]["name"] == PROGRAM;
    let path = message["executable"].as_str().filter(|_| is_it)?;
    Some(path.into())
}

const PROGRAM: &str = "counted-tokens";
