//! Tests that need a program which not every machine has.

use crate::say::say;

/// Says that a test does not run, and why.
///
/// # Panics
///
/// If the variable `required` is set in the environment, as it is on the build machine: there the test
/// has to run.
#[track_caller]
pub fn skip(required: &str, why: &str) {
    assert!(std::env::var_os(required).is_none(), "{why}");
    say(format_args!("skipped: {why}"));
}
