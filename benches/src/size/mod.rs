//! What a scope set, an endpoint and a dependency add to a program.

mod binary;
mod cold;
mod counted;
mod crates;
mod endpoints;
mod package;
mod program;
mod sets;

use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::Finding;
pub use counted::counted;
use package::Package;

/// Builds programs that differ in one thing each, and looks at what was built.
///
/// # Errors
///
/// If a program does not compile.
pub fn run(options: &Options) -> Outcome<Finding> {
    let mut finding = Finding::new("Size");
    finding.text(INTRODUCTION);
    let package = Package::create("programs", &program::dependencies()?)?;
    let sets = sets::Programs::write(&package, options.quick)?;
    let endpoints = endpoints::Programs::write(&package, options.quick)?;
    package.build(DEFAULT)?;
    sets.report(&package, &mut finding)?;
    if !options.quick {
        sets.report_small(&package, &mut finding)?;
    }
    endpoints.report(&package, &mut finding)?;
    crates::report(&mut finding)?;
    if !options.quick {
        cold::report(&mut finding)?;
    }
    Ok(finding)
}

/// The profiles that programs are built with.
const DEFAULT: &str = "release";
const SMALL: &str = "small";

const INTRODUCTION: &str = "\
Programs that differ in one thing each, built for release.
Bytes are those that a program loads: code, constants and data, with the tables that the loader and unwinding need; symbols and debug information are not among them.
Each program makes real calls: it fetches its tokens, sends its requests, reads the answers into its models and prints a field of each.
The hand-written peer does the same with `reqwest`, `serde` and `tokio`, with one function for the token and one for all calls; it does not retry, renew, limit or page.";
