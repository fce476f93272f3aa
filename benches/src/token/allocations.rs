//! How often a use of a token allocates, by a program of its own: an allocator that counts would slow
//! down all that is timed.

use std::collections::BTreeMap;
use std::process::Command;

use super::subject;
use crate::{Outcome, counted, process};

/// Allocations for one use, by the name of the subject.
pub type Allocations = BTreeMap<String, f64>;

/// Counts them in the program of its own.
pub(super) fn count() -> Outcome<Allocations> {
    let output = process::output(&mut Command::new(counted::program(PROGRAM)?))?;
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

const PROGRAM: &str = "counted-tokens";
