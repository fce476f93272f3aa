//! What a token costs that is there already, and what happens when ten thousand callers want one.

pub mod allocations;
mod endpoint;
mod passport;
#[cfg(feature = "peers")]
mod peers;
mod report;
mod scaling;
mod stampede;
pub mod subject;

use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::Finding;
use allocations::Allocations;
use scaling::Scaling;
use stampede::Stampedes;

/// All that is measured.
struct Measured {
    fresh: Vec<Scaling>,
    allocations: Allocations,
    callers: usize,
    stampedes: Vec<Stampedes>,
}

/// Measures the use of a fresh token, and the stampede.
///
/// # Errors
///
/// If a peer cannot be set up, or cargo cannot build the program that counts allocations.
pub fn run(options: &Options) -> Outcome<Finding> {
    let (rounds, span) = if options.quick {
        (5, 0.000_5)
    } else {
        (30, 0.004)
    };
    let (callers, runs) = if options.quick {
        (1_000, 1)
    } else {
        (10_000, 3)
    };
    report::finding(&Measured {
        allocations: allocations::count()?,
        fresh: scaling::measure(&subject::all()?, rounds, span)?,
        callers,
        stampedes: stampede::measure(callers, runs)?,
    })
}
