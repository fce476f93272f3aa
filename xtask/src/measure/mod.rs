//! `cargo xtask measure symbols`: whether the call path exists once, however many sets there are.

mod folder;
mod symbols;

use crate::Outcome;

/// Measures the symbols; what the compiler needs is measured by `cargo xtask bench compile`.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [only] if only == "symbols" => symbols::measure(),
        _ => Err("expected `symbols`; for all else there is `cargo xtask bench compile`".into()),
    }
}
