//! `compile`: what the compiler needs for a client, next to other encodings and other generators.
//!
//! Time is that of the processor in the compiler's process (user time), so that it does not depend
//! on what else the machine does, but for the caches that are shared.

mod compiler;
mod counted;
mod curve;
mod documents;
mod encodings;
mod incremental;
mod package;
mod section;
mod synthetic;
mod usage;

pub use counted::counted;

use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::Finding;

/// Measures what the compiler needs for a client.
///
/// # Errors
///
/// If something cannot be built, or a client of `api!` does not compile.
pub fn run(options: &Options) -> Outcome<Finding> {
    let plan = if options.quick { QUICK } else { FULL };
    let mut finding = Finding::new("Compile time");
    section::curve(&mut finding, &curve::measure(plan.sizes)?);
    let edits = incremental::measure(plan.edited, plan.rounds)?;
    section::edits(&mut finding, plan.edited, &edits);
    let folder = options.documents.as_deref();
    let documents = folder.map(|folder| documents::measure(folder, options.quick));
    section::documents(&mut finding, documents.transpose()?.as_ref());
    Ok(finding)
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Plan {
    /// Numbers of endpoints, and of scopes.
    sizes: &'static [usize],
    /// Endpoints of the package that is edited.
    edited: usize,
    /// How often each edit is made.
    rounds: usize,
}

const FULL: Plan = Plan {
    sizes: &[38, 200, 1000, 2000, 5000],
    // The size of the largest real document at hand.
    edited: 400,
    rounds: 2,
};

/// Only whether all of it runs.
const QUICK: Plan = Plan {
    sizes: &[38, 200],
    edited: 38,
    rounds: 1,
};
