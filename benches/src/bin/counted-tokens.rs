//! Counts what a use of a token allocates: a part of `cargo xtask bench token`.

#![forbid(unsafe_code)]

use std::alloc::System;

use passport_benches::Outcome;
use passport_benches::token::allocations;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Outcome {
    let counted = allocations::count_here(|| {
        let stats = ALLOCATOR.stats();
        stats.allocations + stats.reallocations
    });
    println!("{}", serde_json::to_string(&counted?)?);
    Ok(())
}
